"""Codes that stand together: on the same words, in the same turn, near; and whose talk carries which code."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.exporters.made_up_study import made_up_study
from workbench.analysis.frequencies import by_code, counted_codings, passages
from workbench.analysis.together import Nearness, together
from workbench.analysis.who_says import cells_by_value, codings_by_person, mentions_by_person
from workbench.domain.ids import CodingId
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.transcript import Body

STUDY = made_up_study()
FIRST = counted_codings(STUDY)[0]
PERSON = STUDY.speaker_of(FIRST)
ASKS = next(one for one in STUDY.speakers.values() if not one.role.is_data)


def talk_of(*said: tuple[bool, str]) -> Body:
    """A text of turns, each by the participant (or else by who asks)."""
    turns, at = [], 0
    first = STUDY.bodies[FIRST.transcript_id].turns[0]
    for number, (by_person, words) in enumerate(said, start=1):
        who = PERSON if by_person else ASKS
        turns.append(replace(first, number=number, start=at, end=at + len(words), speaker_id=who.id if who else None))
        at += len(words) + 2
    return Body("\n\n".join(words for _, words in said), tuple(turns))


BODY = talk_of(
    (True, "I wait by the door for her."),
    (False, "And then, what do you do?"),
    (True, "Then I ring the bell again."),
    (True, "Nobody ever comes to it."),
    (True, "So I drive all the way home."),
)
CODES = sorted({coding.code_id for coding in STUDY.codings})
DATA = [turn for turn in BODY.turns if PERSON and turn.speaker_id == PERSON.id]


def with_codings(*places: tuple[int, Span]) -> Snapshot:
    """The study with these codings alone: the number of the code, and the place in the first transcript."""
    made = [
        replace(
            FIRST,
            id=CodingId(f"c{number}"),
            code_id=CODES[code],
            start=span.start,
            end=span.end,
            quote=span.text_in(BODY.text),
        )
        for number, (code, span) in enumerate(places)
    ]
    return replace(STUDY, bodies={**STUDY.bodies, FIRST.transcript_id: BODY}, codings=tuple(made))


def counts(study: Snapshot) -> dict[Nearness, int]:
    return {nearness: sum(len(pair.places) for pair in together(study, nearness)) for nearness in Nearness}


def test_codes_on_the_same_words_are_together_in_every_sense() -> None:
    turn = DATA[0].span
    study = with_codings((0, turn), (1, Span(turn.start + 2, turn.start + 6)))

    assert counts(study) == dict.fromkeys(Nearness, 1)
    [pair] = together(study, Nearness.SAME_WORDS)
    assert pair.places[0].span == Span(turn.start + 2, turn.start + 6)


def test_codes_in_one_turn_on_other_words_share_the_turn_alone() -> None:
    turn = DATA[0].span
    study = with_codings((0, Span(turn.start, turn.start + 3)), (1, Span(turn.start + 4, turn.start + 8)))

    assert counts(study) == {Nearness.SAME_WORDS: 0, Nearness.SAME_TURN: 1, Nearness.NEAR: 1}


def test_codes_in_neighbouring_turns_of_talk_are_near_and_further_apart_they_are_not() -> None:
    assert counts(with_codings((0, DATA[0].span), (1, DATA[1].span)))[Nearness.NEAR] == 1
    assert counts(with_codings((0, DATA[0].span), (1, DATA[2].span)))[Nearness.NEAR] == 0


def test_the_same_words_coded_twice_are_one_place() -> None:
    turn = DATA[0].span
    study = with_codings((0, turn), (0, turn), (1, turn), (1, Span(turn.start, turn.end - 1)))

    assert counts(study) == dict.fromkeys(Nearness, 1)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, len(DATA) - 1), st.integers(0, 3)), max_size=8))
def test_same_words_are_in_the_same_turn_and_those_are_near(drawn: list[tuple[int, int, int]]) -> None:
    places = [
        (code, Span(DATA[n].start + cut, DATA[n].end)) for code, n, cut in drawn if DATA[n].end - DATA[n].start > 4
    ]
    study = with_codings(*places)
    pairs = {nearness: {(pair.one, pair.other) for pair in together(study, nearness)} for nearness in Nearness}

    assert pairs[Nearness.SAME_WORDS] <= pairs[Nearness.SAME_TURN] <= pairs[Nearness.NEAR]


def test_a_passage_with_one_voice_counts_for_that_person_alone() -> None:
    found = mentions_by_person(with_codings((0, DATA[0].span), (0, DATA[0].span), (1, DATA[0].span)))

    assert sorted(found.values()) == [1, 1]
    assert len({person for _, person in found}) == 1


def test_nobody_is_lost_between_people_and_codes() -> None:
    by_person = codings_by_person(STUDY)

    assert {coding.id for some in by_person.values() for coding in some} == {one.id for one in counted_codings(STUDY)}
    for (code_id, person), mentions in mentions_by_person(STUDY).items():
        assert mentions == len(passages(by_code(by_person[person])[code_id]))


def test_values_of_an_attribute_hold_the_people_who_share_them() -> None:
    name = next(name for person in STUDY.participants for name in person.attributes)
    cells = cells_by_value(STUDY, name)

    assert cells
    for (code_id, _), cell in cells.items():
        assert cell.mentions >= 1
        assert cell.people <= len(STUDY.participants)
        assert code_id in CODES
