"""What the sample students did: codings, memos, decisions, themes, readings."""

from __future__ import annotations

from tests.sample_data.study import (
    SOURCES,
    codes,
    codings,
    decisions,
    members,
    memos,
    passages,
    people,
    readings,
    speaker_of,
    students,
    themes,
    turn_of,
    whole_word,
)
from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.decision import OUTCOMES, Outcome


def test_every_quote_stands_exactly_once_in_its_turn() -> None:
    for passage in passages():
        assert turn_of(passage).text.count(passage["quote"]) == 1, passage


def test_quotes_begin_and_end_at_whole_words() -> None:
    for coding in codings:
        assert whole_word(coding["quote"]).search(turn_of(coding).text) or not coding["quote"][-1].isalnum(), coding


def test_only_what_participants_say_is_coded_with_codable_codes_by_students() -> None:
    for coding in codings:
        assert (coding["transcript"], turn_of(coding).speaker) in speaker_of, coding
        assert codes[coding["code"]]["codable"]
        assert coding["coder"] in students


def test_three_students_made_several_hundred_codings_and_left_no_code_or_transcript_untouched() -> None:
    assert 380 <= len(codings) <= 500
    assert {coding["coder"] for coding in codings} == students
    assert {coding["transcript"] for coding in codings} == set(SOURCES)
    assert {coding["code"] for coding in codings} == {key for key, code in codes.items() if code["codable"]}
    keys = [(c["transcript"], c["turn"], c["quote"], c["code"], c["coder"]) for c in codings]
    assert len(set(keys)) == len(keys)


def test_students_agree_on_some_passages_and_differ_on_others() -> None:
    by_turn: dict[tuple[str, int], dict[str, set[str]]] = {}
    for coding in codings:
        by_turn.setdefault((coding["transcript"], coding["turn"]), {}).setdefault(coding["coder"], set()).add(
            coding["code"]
        )
    shared = [list(by_coder.values()) for by_coder in by_turn.values() if len(by_coder) > 1]
    assert sum(bool(set.intersection(*sets)) for sets in shared) >= 80
    assert sum(not set.intersection(*sets) for sets in shared) >= 20
    assert any(len(coded) > 1 for by_coder in by_turn.values() for coded in by_coder.values())


def test_phase_codes_stay_in_their_phase() -> None:
    for coding in codings:
        phase = SOURCES[coding["transcript"]].header["phase"]
        assert not coding["code"].startswith("RFL") or phase == "reflect"
        assert coding["code"] != "DIR_ASK" or phase == "set"


def test_nobody_has_coded_beyond_what_they_have_read_and_not_everything_is_read() -> None:
    read_to = {(r["reader"], r["transcript"]): r["up_to_turn"] for r in readings}
    assert len(read_to) == len(readings)
    assert all(who in members and 1 <= n <= len(SOURCES[name].turns) for (who, name), n in read_to.items())
    assert all(c["turn"] <= read_to[c["coder"], c["transcript"]] for c in codings)
    assert any(read_to.get((who, name), 0) < len(source.turns) for who in students for name, source in SOURCES.items())


def test_memos_are_of_every_kind_and_the_private_ones_are_private() -> None:
    assert len(memos) >= 20
    assert {memo["kind"] for memo in memos} == set(MemoKind)
    assert {memo["visibility"] for memo in memos} == set(Visibility)
    assert all(memo["author"] in members for memo in memos)
    assert all(memo["visibility"] == "me" for memo in memos if memo["kind"] == MemoKind.REFLEXIVE)


def test_every_memo_hangs_on_something_that_exists() -> None:
    there = {
        Target.TRANSCRIPT: set(SOURCES), Target.CODE: set(codes), Target.THEME: {t["id"] for t in themes},
        Target.PARTICIPANT: {p["id"] for p in people}, Target.PROJECT: {None},
    }  # fmt: skip
    for memo in memos:
        if memo["target"] != Target.PASSAGE:
            assert memo["target_id"] in there[Target(memo["target"])], memo["id"]


def test_every_decision_settles_a_difference_that_was_there() -> None:
    assert len(decisions) >= 6
    assert {decision["outcome"] for decision in decisions} == set(OUTCOMES) - {Outcome.NO_CODE}
    for decision in decisions:
        here = {
            c["code"] for c in codings if (c["transcript"], c["turn"]) == (decision["transcript"], decision["turn"])
        }
        assert set(decision["codes"]) & here, decision["id"]
        assert set(decision["codes"]) <= set(codes)
        assert set(decision["people"]) <= students
        assert "\n" not in decision["reason"]


def test_every_theme_makes_a_claim_and_was_looked_at_from_the_other_side() -> None:
    assert len(themes) == 4
    for theme in themes:
        assert theme["claim"].strip().endswith(".")
        assert all(
            theme[key]
            for key in ("scope", "is_not", "counter_examples", "meaning", "before_reflect", "changed_because")
        )
        assert theme["codes"]
        assert all(codes[code]["codable"] for code in theme["codes"])
        voices = {speaker_of[p["transcript"], turn_of(p).speaker]["id"] for p in theme["supports"]}
        assert len(voices) >= 2
        assert theme["challenges"]
        assert all(passage["note"] for passage in theme["challenges"])


def test_every_passage_of_a_theme_has_been_coded() -> None:
    for theme in themes:
        for passage in [*theme["supports"], *theme["challenges"]]:
            text = turn_of(passage).text
            start = text.index(passage["quote"])
            end = start + len(passage["quote"])
            spans = [
                (text.index(c["quote"]), text.index(c["quote"]) + len(c["quote"]))
                for c in codings if (c["transcript"], c["turn"]) == (passage["transcript"], passage["turn"])
            ]  # fmt: skip
            assert any(begin < end and start < until for begin, until in spans), passage


def test_no_theme_rests_on_someone_who_took_it_back_or_may_not_be_quoted() -> None:
    barred = {p["id"] for p in people if not str(p["consent"]["quote_use"]).startswith("verbatim")}
    barred |= {p["id"] for p in people if p["withdrawal"] and p["withdrawal"]["scope"] == "everything"}
    for theme in themes:
        for passage in [*theme["supports"], *theme["challenges"]]:
            assert speaker_of[passage["transcript"], turn_of(passage).speaker]["id"] not in barred, passage
            assert not (passage["transcript"] == "T10" and 34 <= passage["turn"] <= 39)
