"""What people may see and decide of suggestions, and where suggestions never get to, on real databases."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.builders import Study, make_preview
from workbench.domain.coding import Origin
from workbench.domain.project import Approach, Role
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Suggestion, Verdict
from workbench.domain.transcript import Body, Transcript
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import (
    codebooks,
    codings,
    history,
    mirror,
    operations,
    projects,
    reports,
    suggestion_gate,
    suggestion_reviews,
    suggestion_sets,
    suggestions,
    transcripts,
)  # fmt: skip
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.services.suggestion_study import Study as Learner
from workbench.store import Store


class Talk(Study):
    """Ana has read a transcript of twelve turns, all by one voice; suggestions lie there as an engine would leave them."""

    def __init__(
        self, store: Store, *, turns: int = 12, read: bool = True, approach: Approach = Approach.PACER
    ) -> None:
        super().__init__(store, approach=approach)
        talk = [("Maple", f"We waited in week {number}. My sister called them.") for number in range(1, turns + 1)]
        self.long: Transcript = transcripts.import_transcript(self.ana, make_preview(talk, title="Long"))
        if read:
            transcripts.read_up_to(self.ana, self.long.id, turns)

    @property
    def body(self) -> Body:
        return transcripts.open_transcript(self.ana, self.long.id).body

    def suggest(self, *turns: int, to: Desk | None = None, **more: object) -> list[Suggestion]:
        desk = to or self.ana
        made = [self.make(turn, **more) for turn in turns]
        with desk.store.writing() as uow:
            uow.suggestions.put(self.project.id, desk.actor, made)
        return made

    def make(self, turn: int, **more: object) -> Suggestion:
        span = self.body.turns[turn - 1].span
        facts: dict[str, object] = {
            "code_id": self.waiting.id, "confidence": 0.5, "band": Band.POSSIBLE, "because": ("because of “waited”",), "model": "m",
        }  # fmt: skip
        return Suggestion(self.long.id, span, span.text_in(self.body.text), **(facts | more))  # type: ignore[arg-type]

    def shown(self, desk: Desk | None = None) -> list[str]:
        return [one.id for one in suggestions.current(desk or self.ana)]


@pytest.fixture
def talk(store: Store) -> Talk:
    return Talk(store)


# What is shown, and when ----------------------------------------------------------------------------------------------


def test_a_suggestion_shows_only_after_the_person_has_finished_their_own_pass_of_the_turn(store: Store) -> None:
    talk = Talk(store, read=False)
    suggestion_gate.switch_team(talk.ana, on=True, reason="We try it out.")
    second, fourth = talk.suggest(2, 4)
    assert talk.shown() == []

    transcripts.read_up_to(talk.ana, talk.long.id, 2)
    assert talk.shown() == [second.id]

    codings.add_coding(talk.ana, talk.long.id, talk.body.turns[4].span, talk.family.id)  # moved on
    assert set(talk.shown()) == {second.id, fourth.id}


def test_at_most_three_are_shown_for_a_turn_the_surest_ones(talk: Talk) -> None:
    labels = ["Letters", "Calls", "Travel", "Cost"]
    made = [
        talk.suggest(3, code_id=codebooks.add_code(talk.ana, label).id, confidence=at / 10)[0]
        for at, label in enumerate(labels, 1)
    ]

    assert talk.shown() == [one.id for one in reversed(made[1:])]


def test_another_person_sees_none_of_it_on_the_page_or_in_what_is_sent(talk: Talk) -> None:
    (one,) = talk.suggest(3)
    transcripts.read_up_to(talk.ben, talk.long.id, 12)

    assert talk.shown() == [one.id]
    assert talk.shown(talk.ben) == []
    assert suggestion_sets.board(talk.ben).ranked == ()
    with pytest.raises(RuleError, match="out of date"):
        suggestion_reviews.accept(talk.ben, one.id)


def test_what_one_has_coded_already_is_not_suggested(talk: Talk) -> None:
    talk.suggest(3)
    words = talk.body.turns[2].span

    codings.add_coding(talk.ana, talk.long.id, Span(words.start, words.start + 9), talk.waiting.id)

    assert talk.shown() == []


def test_turns_held_back_get_no_suggestion_and_are_to_be_coded_first(store: Store) -> None:
    talk = Talk(store, turns=60, read=False)
    suggestion_gate.switch_team(talk.ana, on=True, reason="We try it out.")
    transcripts.read_up_to(talk.ana, talk.long.id, 2)
    talk.suggest(*range(1, 61))

    board = suggestion_sets.board(talk.ana)
    transcripts.read_up_to(talk.ana, talk.long.id, 60)
    after = suggestion_sets.board(talk.ana)

    assert board.unaided
    shown = {one.waiting.turn.number for one in after.ranked}
    held_back = set(range(1, 61)) - shown
    assert {place.turn for place in board.unaided} == {turn for turn in held_back if turn > 2}
    assert (after.unaided, after.unaided_done) == ((), len(held_back))
    assert {place.turn for place in board.to_read}.isdisjoint(held_back)


# Deciding -------------------------------------------------------------------------------------------------------------


def test_using_it_makes_a_coding_that_is_marked_for_ever(talk: Talk) -> None:
    (one,) = talk.suggest(3)

    coding = suggestion_reviews.accept(talk.ana, one.id)
    codings.recode(talk.ana, coding.id, talk.family.id)

    (kept,) = codings.codings_of(talk.ana, talk.long.id)
    assert (kept.origin, kept.quote, kept.review_id) == (Origin.SUGGESTION, one.quote, coding.review_id)
    assert verify(talk.store).faults == ()


def test_using_it_on_other_words_is_told_apart_and_stays_in_the_turn(talk: Talk) -> None:
    (one,) = talk.suggest(3)
    part = Span(one.span.start, one.span.start + 9)

    with pytest.raises(RuleError, match="not in the turn"):
        suggestion_reviews.accept(talk.ana, one.id, span=talk.body.turns[7].span)
    coding = suggestion_reviews.accept(talk.ana, one.id, span=part)

    assert coding.quote == "We waited"
    assert [found.review.verdict for found in suggestion_reviews.decided(talk.ana)] == [Verdict.ADJUSTED]


@pytest.mark.parametrize(
    ("decide", "verdict"),
    [
        (suggestion_reviews.reject, Verdict.REJECTED),
        (suggestion_reviews.put_aside, Verdict.UNSURE),
        (suggestion_reviews.never_here, Verdict.NEVER),
    ],
)
def test_other_answers_make_no_coding_are_kept_and_can_be_undone(
    talk: Talk, decide: Callable[[Desk, str], object], verdict: Verdict
) -> None:
    (one,) = talk.suggest(3)

    decide(talk.ana, one.id)
    assert talk.shown() == []
    assert codings.codings_of(talk.ana, talk.long.id) == []
    assert [found.review.verdict for found in suggestion_reviews.decided(talk.ana)] == [verdict]
    history.undo(talk.ana)

    assert talk.shown() == [one.id]
    assert suggestion_reviews.decided(talk.ana) == []


def test_a_rejected_one_stays_away_until_its_reasons_are_others_and_never_here_for_good(talk: Talk) -> None:
    rejected, never = talk.suggest(3, 5)
    suggestion_reviews.reject(talk.ana, rejected.id)
    suggestion_reviews.never_here(talk.ana, never.id)

    talk.suggest(3, 5)
    assert talk.shown() == []

    talk.suggest(3, 5, because=("like T02 turn 9, coded by Ana: “…”",), band=Band.LIKELY)
    assert talk.shown() == [rejected.id]


def test_what_was_put_aside_can_be_decided_again_and_what_became_a_coding_cannot(talk: Talk) -> None:
    aside, used = talk.suggest(3, 5)
    suggestion_reviews.put_aside(talk.ana, aside.id)
    suggestion_reviews.accept(talk.ana, used.id)
    with talk.store.writing() as uow:
        uow.suggestions.clear(talk.project.id)  # the engine says something else by now
    newest, oldest = suggestion_reviews.decided(talk.ana)

    suggestion_reviews.reopen(talk.ana, oldest.review.id)

    assert talk.shown() == [aside.id]
    assert (newest.can_reopen, oldest.can_reopen) == (False, True)
    with pytest.raises(RuleError, match="became a coding"):
        suggestion_reviews.reopen(talk.ana, newest.review.id)
    with pytest.raises(NotFoundError):
        suggestion_reviews.reopen(talk.ben, newest.review.id)


@pytest.mark.parametrize("kind", ["accept", "reject", "unsure", "never"])
@pytest.mark.parametrize("name", ["", "no such one", "f" * 32, None, 7])
def test_a_page_that_sends_nonsense_gets_a_sentence(talk: Talk, kind: str, name: object) -> None:
    sent = {
        "op": str(uuid4()),
        "kind": kind,
        "suggestion": name,
        "coding": str(uuid4()),
        "start": 0,
        "end": 5,
        "quote": "We wa",
    }

    outcome = operations.settle(talk.ana, talk.long.id, [sent], since=0)

    assert outcome.refused[str(sent["op"])].endswith(".") or "Reload" in outcome.refused[str(sent["op"])]
    assert suggestion_reviews.decided(talk.ana) == []


@pytest.mark.parametrize(
    ("kind", "verdict"), [("unsure", Verdict.UNSURE), ("never", Verdict.NEVER), ("reject", Verdict.REJECTED)]
)
def test_the_coding_page_can_send_every_answer(talk: Talk, kind: str, verdict: Verdict) -> None:
    (one,) = talk.suggest(3)
    sent = {"op": str(uuid4()), "kind": kind, "suggestion": one.id}

    outcome = operations.settle(talk.ana, talk.long.id, [sent, sent], since=0)

    assert outcome.refused == {}
    assert [found.review.verdict for found in suggestion_reviews.decided(talk.ana)] == [verdict]


def test_the_coding_page_can_use_it_on_selected_words(talk: Talk) -> None:
    (one,) = talk.suggest(3)
    sent = {
        "op": str(uuid4()), "kind": "accept", "suggestion": one.id, "coding": str(uuid4()), "code": talk.waiting.id,
        "start": one.span.start, "end": one.span.start + 9, "quote": "We waited",
    }  # fmt: skip

    operations.settle(talk.ana, talk.long.id, [sent], since=0)

    assert [found.review.verdict for found in suggestion_reviews.decided(talk.ana)] == [Verdict.ADJUSTED]
    assert [coding.quote for coding in codings.codings_of(talk.ana, talk.long.id)] == ["We waited"]


# Where suggestions never get to ---------------------------------------------------------------------------------------


def test_suggestions_reach_no_count_no_export_no_report_and_no_training(talk: Talk) -> None:
    codings.add_coding(talk.ana, talk.long.id, talk.body.turns[0].span, talk.family.id)

    def everything() -> tuple[object, ...]:
        with talk.ana.reading() as look:
            learner = Learner.of(look)
        snapshot = reports.take_snapshot(talk.ana)
        rows = json.load(io.BytesIO(reports.codings_bytes(talk.ana, "json")))["codings"]
        return (
            snapshot.codings,
            rows,
            repr(reports.draft_report(talk.ana)).replace(snapshot.taken_at, ""),
            learner.labels(),
        )

    before = everything()
    talk.suggest(*range(2, 13))
    after = everything()

    assert before[0] == after[0]
    assert before[1] == after[1]
    assert before[3] == after[3]


# On and off -----------------------------------------------------------------------------------------------------------


def test_suggestions_are_off_until_enough_work_is_done_and_it_is_said_how_far(store: Store) -> None:
    talk = Talk(store, read=False)
    transcripts.read_up_to(talk.ana, talk.long.id, 11)
    talk.suggest(3)
    assert talk.shown() == []
    assert "0 of 30" in suggestion_gate.standing(talk.ana).sentence

    transcripts.read_up_to(talk.ana, talk.long.id, 12)
    assert len(talk.shown()) == 1


def test_switches_are_obeyed_everywhere_kept_in_the_log_and_can_be_undone(talk: Talk) -> None:
    (one,) = talk.suggest(3)

    suggestion_gate.switch_own(talk.ana, on=False)
    assert talk.shown() == []
    assert suggestion_sets.board(talk.ana).ranked == ()
    with pytest.raises(RuleError, match="switched suggestions off for yourself"):
        suggestion_reviews.accept(talk.ana, one.id)
    history.undo(talk.ana)
    assert talk.shown() == [one.id]

    suggestion_gate.switch_team(talk.ana, on=False)
    assert talk.shown() == []
    suggestion_gate.release_team(talk.ana)
    assert talk.shown() == [one.id]
    deeds = [line.deed for line in history.newest_acts(talk.ana, limit=4)]
    assert deeds == [
        "switch suggestions",
        "switch suggestions",
        "undo switch own suggestions",
        "switch own suggestions",
    ]
    assert verify(talk.store).faults == ()


def test_a_reflexive_project_needs_a_reason_that_the_report_repeats(store: Store) -> None:
    talk = Talk(store, approach=Approach.REFLEXIVE)
    (one,) = talk.suggest(3)
    assert talk.shown() == []

    with pytest.raises(RuleError, match="one sentence why"):
        suggestion_gate.switch_team(talk.ana, on=True, reason="  ")
    suggestion_gate.switch_team(talk.ana, on=True, reason="We look for passages that speak against us.")

    assert talk.shown() == [one.id]
    assert "We look for passages that speak against us." in repr(reports.draft_report(talk.ana))


def test_a_student_switches_for_themselves_and_not_for_the_team(talk: Talk) -> None:
    suggestion_gate.switch_own(talk.ben, on=False)

    with pytest.raises(NotAllowedError):
        suggestion_gate.switch_team(talk.ben, on=True, reason="I want it.")


# The mirror -----------------------------------------------------------------------------------------------------------


def test_the_mirror_counts_by_code_and_person_and_a_student_sees_only_their_own(talk: Talk) -> None:
    transcripts.read_up_to(talk.ben, talk.long.id, 12)
    first, second = talk.suggest(3, 5)
    (of_ben,) = talk.suggest(3, to=talk.ben)
    suggestion_reviews.accept(talk.ana, first.id)
    suggestion_reviews.never_here(talk.ana, second.id)
    suggestion_reviews.put_aside(talk.ben, of_ben.id)
    projects.add_member(talk.ana, "Mara", role=Role.MENTOR)

    team = mirror.team_mirror(Desk(talk.store, talk.project.id, "Mara"))
    own = mirror.own_mirror(talk.ben)

    assert (team.counts.all, team.counts.used, team.counts.unsure) == (3, 1, 1)
    assert set(team.by_person) == {"Ana", "Ben"}
    assert set(team.by_code) == {talk.waiting.id}
    assert set(own.by_person) == {"Ben"}
    with pytest.raises(NotAllowedError):
        mirror.team_mirror(talk.ben)


def test_the_report_says_of_how_many_proposals_how_many_were_accepted_and_that_people_decided(talk: Talk) -> None:
    made = talk.suggest(3, 5, 7)
    suggestion_reviews.accept(talk.ana, made[0].id)
    suggestion_reviews.reject(talk.ana, made[1].id)
    suggestion_reviews.reject(talk.ana, made[2].id)

    said = repr(reports.draft_report(talk.ana))

    assert "3 proposals" in said
    assert "All coding decisions were made by people." in said
