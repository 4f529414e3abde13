"""The rules of suggestions over plain values: when they may speak, when one comes again, which turns stay without."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.ids import CodeId, ProjectId, ReviewId, TranscriptId
from workbench.domain.mirror import Coded, ReviewCounts, Shift, by_person
from workbench.domain.project import Approach
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Review, Suggestion, Verdict, is_unaided, latest_reviews
from workbench.domain.suggestion_gate import Gate, GateFacts

TURN = Span(100, 200)
OTHER_TURN = Span(300, 400)


def make_suggestion(
    span: Span = TURN, *, band: Band = Band.POSSIBLE, because: tuple[str, ...] = ("“wait”",)
) -> Suggestion:
    return Suggestion(TranscriptId("t"), span, "words", CodeId("c"), 0.4, band, because, "m")


def make_review(suggestion: Suggestion, verdict: Verdict, *, by: str = "Ana", at: str = "2032-01-01") -> Review:
    return Review(
        ReviewId(f"{by}{at}{suggestion.id}"), ProjectId("p"), suggestion.transcript_id, suggestion.id, suggestion.code_id,
        suggestion.span.start, suggestion.span.end, by, verdict, suggestion.confidence, suggestion.band,
        suggestion.because, suggestion.model, at,
    )  # fmt: skip


# Coming again ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", list(Verdict))
def test_whatever_was_decided_settles_the_same_suggestion(verdict: Verdict) -> None:
    suggestion = make_suggestion()

    assert make_review(suggestion, verdict).settles(suggestion, turn=TURN)


@pytest.mark.parametrize(
    ("now", "comes_again"),
    [
        (make_suggestion(), False),
        (make_suggestion(because=("“wait”", "like T02 turn 5")), False),  # one reason of then still stands
        (make_suggestion(because=("like T02 turn 5",)), True),
        (make_suggestion(band=Band.LIKELY), True),
        (make_suggestion(band=Band.LONG_SHOT), False),
        (make_suggestion(because=()), False),
    ],
)
def test_a_rejected_one_comes_again_only_for_other_reasons_or_a_surer_band(now: Suggestion, comes_again: bool) -> None:
    review = make_review(make_suggestion(), Verdict.REJECTED)

    assert review.settles(now, turn=TURN) is not comes_again


def test_never_here_holds_for_the_whole_turn_and_whatever_the_reasons() -> None:
    review = make_review(make_suggestion(Span(100, 150)), Verdict.NEVER)
    elsewhere_in_it = make_suggestion(Span(150, 200), band=Band.LIKELY, because=("quite other reasons",))

    assert review.settles(elsewhere_in_it, turn=TURN)
    assert not review.settles(make_suggestion(OTHER_TURN), turn=OTHER_TURN)
    assert not review.settles(replace(elsewhere_in_it, code_id=CodeId("another")), turn=TURN)


def test_who_decides_again_replaces_what_was_decided_before() -> None:
    suggestion = make_suggestion()
    first = make_review(suggestion, Verdict.UNSURE, at="2032-01-01")
    second = make_review(suggestion, Verdict.ACCEPTED, at="2032-01-02")
    of_ben = make_review(suggestion, Verdict.REJECTED, by="Ben", at="2032-01-01")

    assert latest_reviews([second, of_ben, first]) == [of_ben, second]


# The gate -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "gate"),
    [
        (GateFacts(Approach.PACER, 0, False), Gate.TOO_EARLY),
        (GateFacts(Approach.PACER, 29, False), Gate.TOO_EARLY),
        (GateFacts(Approach.PACER, 30, False), Gate.OPEN),
        (GateFacts(Approach.PACER, 0, True), Gate.OPEN),
        (GateFacts(Approach.CONTENT, 0, False, team_on=True), Gate.OPEN),
        (GateFacts(Approach.PACER, 30, False, team_on=False), Gate.OFF_FOR_TEAM),
        (GateFacts(Approach.PACER, 30, False, person_on=False), Gate.OFF_FOR_PERSON),
        (GateFacts(Approach.PACER, 3, False, person_on=True), Gate.TOO_EARLY),
        (GateFacts(Approach.REFLEXIVE, 300, True), Gate.REFLEXIVE),
        (GateFacts(Approach.REFLEXIVE, 300, True, person_on=True), Gate.REFLEXIVE),
        (GateFacts(Approach.REFLEXIVE, 0, False, team_on=True), Gate.OPEN),
    ],
)  # fmt: skip
def test_the_rule_of_when_suggestions_speak(facts: GateFacts, gate: Gate) -> None:
    assert facts.gate is gate


def test_nothing_opens_them_in_a_blind_round_and_no_person_opens_what_the_team_keeps_closed() -> None:
    switch = (None, True, False)
    for approach, own, finished, team, person in product(Approach, (0, 99), (True, False), switch, switch):
        facts = GateFacts(approach, own, finished, team, person)
        assert replace(facts, in_blind_round=True).gate is Gate.BLIND_ROUND
        if replace(facts, person_on=None).gate is not Gate.OPEN:
            assert facts.gate is not Gate.OPEN


# Held back ------------------------------------------------------------------------------------------------------------


@given(st.uuids(), st.uuids())
def test_about_one_turn_in_eight_is_held_back_and_always_the_same_ones(project: object, transcript: object) -> None:
    drawn = [
        is_unaided(ProjectId(str(project)), TranscriptId(str(transcript)), turn, turns=400) for turn in range(1, 401)
    ]
    again = [
        is_unaided(ProjectId(str(project)), TranscriptId(str(transcript)), turn, turns=400) for turn in range(1, 401)
    ]

    assert drawn == again
    assert 15 <= sum(drawn) <= 95


def test_a_short_transcript_is_spared() -> None:
    assert not any(is_unaided(ProjectId("p"), TranscriptId(str(name)), 3, turns=15) for name in range(100))


# The mirror -----------------------------------------------------------------------------------------------------------


def test_a_share_of_few_decisions_is_not_given_and_doubt_is_no_decision() -> None:
    assert ReviewCounts(accepted=9).acceptance is None
    assert ReviewCounts(accepted=8, adjusted=1, rejected=1, unsure=30).acceptance == 0.9
    assert not ReviewCounts(accepted=9, rejected=1).is_often_used
    assert ReviewCounts(accepted=19, rejected=1).is_often_used


def test_two_people_who_decide_on_the_same_place_count_twice() -> None:
    suggestion = make_suggestion()
    reviews = [make_review(suggestion, Verdict.ACCEPTED), make_review(suggestion, Verdict.NEVER, by="Ben")]

    assert ReviewCounts.of(reviews) == ReviewCounts(accepted=1, never=1)
    assert by_person(reviews) == {"Ana": ReviewCounts(accepted=1), "Ben": ReviewCounts(never=1)}


def test_the_shift_is_silent_until_both_sides_have_enough_turns() -> None:
    waiting, family = CodeId("waiting"), CodeId("family")
    few = Shift(Coded(200, {waiting: 100}), Coded(19, {waiting: 1}))
    enough = Shift(Coded(200, {waiting: 100, family: 10}), Coded(20, {waiting: 2, family: 1}))

    assert (few.can_be_said, few.unaided.codes_per_passage, few.largest()) == (False, None, [])
    assert (enough.aided.codes_per_passage, enough.unaided.codes_per_passage) == (0.55, 0.15)
    assert enough.largest() == [waiting]
