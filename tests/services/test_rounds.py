"""Blind rounds: who takes part, where, when they are over, and what stands still meanwhile."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Study
from workbench.domain.project import Role
from workbench.domain.round import Place, draw_evenly, read_numbers
from workbench.domain.span import Span
from workbench.errors import NotAllowedError, NothingToUndoError, RuleError
from workbench.services import (
    codebook_deeds,
    codebooks,
    codings,
    corrections,
    history,
    maintenance,
    operations,
    projects,
    rounds,
)
from workbench.services.corrections import TurnFix
from workbench.services.desk import Desk
from workbench.services.rounds import Chosen, Share, Whole
from workbench.services.suggestion_gate import standing
from workbench.services.visibility import may_see_work_of, seen_codings
from workbench.store import Store


@pytest.fixture
def study(store: Store) -> Study:
    made = Study(store)
    projects.add_member(made.ana, "Fern", role=Role.MENTOR)
    projects.add_member(made.ana, "Cleo", role=Role.STUDENT)
    return made


def desk(study: Study, name: str) -> Desk:
    return Desk(study.store, study.project.id, name)


def on_the_second_turn(study: Study) -> Chosen:
    return Chosen({study.transcript.id: (2,)})


def test_until_all_have_finished_a_coder_sees_only_their_own_codings_at_its_places(study: Study) -> None:
    fern = desk(study, "Fern")
    made = rounds.start_round(fern, "First round", ["Ana", "Ben"], on_the_second_turn(study))
    inside = codings.add_coding(study.ana, study.transcript.id, study.place("a letter"), study.waiting.id)
    outside = codings.add_coding(study.ana, study.transcript.id, study.place("My sister"), study.family.id)

    blind = codings.codings_of(study.ben, study.transcript.id)
    rounds.finish(study.ana, made.id)
    one_has = codings.codings_of(study.ben, study.transcript.id)
    rounds.finish(study.ben, made.id)
    all_have = codings.codings_of(study.ben, study.transcript.id)

    assert blind == one_has == [outside]
    assert all_have == [inside, outside]
    assert maintenance.verify(study.store).clean


def test_who_does_not_code_in_it_may_look_if_they_guide_the_work_and_not_if_they_are_a_student(study: Study) -> None:
    rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], Whole((study.transcript.id,)))
    coded = codings.add_coding(study.ben, study.transcript.id, study.place("a letter"), study.waiting.id)

    seen = {name: codings.codings_of(desk(study, name), study.transcript.id) for name in ("Ana", "Cleo", "Fern")}

    assert seen == {"Ana": [], "Cleo": [], "Fern": [coded]}  # Ana owns the project, and codes in the round


def test_a_coding_that_reaches_into_a_place_from_outside_is_hidden_too(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, Span(0, len(study.text)), study.waiting.id)

    rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], on_the_second_turn(study))

    assert codings.codings_of(study.ben, study.transcript.id) == []
    with study.ben.reading() as look:
        assert seen_codings(look, study.waiting.id) == []
        assert not may_see_work_of(look, "Ana", study.transcript.id)
        assert may_see_work_of(look, "Ana", study.transcript.id, study.place("My sister"))
        assert may_see_work_of(look, "Ben", study.transcript.id)


def test_the_codebook_stands_still_while_a_round_runs(study: Study) -> None:
    codebooks.change_code(study.ben, study.family.id, short_definition="Help from kin.")
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], Whole((study.transcript.id,)))
    tries = (
        lambda: codebooks.add_code(study.ana, "Dread"),
        lambda: codebooks.change_code(study.ana, study.waiting.id, label="Delay"),
        lambda: codebook_deeds.merge_codes(desk(study, "Fern"), study.waiting.id, study.family.id),
        lambda: history.undo(study.ben),
    )

    for one in tries:
        with pytest.raises(RuleError, match="stands still"):
            one()
    rounds.end_early(desk(study, "Fern"), made.id, reason="Ben is ill.")

    assert codebooks.add_code(study.ana, "Dread").label == "Dread"


def test_who_has_finished_can_change_nothing_there_until_they_take_it_back(study: Study) -> None:
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], on_the_second_turn(study))
    rounds.finish(study.ana, made.id)

    with pytest.raises(RuleError, match="have finished the round"):
        codings.add_coding(study.ana, study.transcript.id, study.place("a letter"), study.waiting.id)
    codings.add_coding(study.ana, study.transcript.id, study.place("My sister"), study.family.id)
    rounds.take_back_finish(study.ana, made.id)
    codings.add_coding(study.ana, study.transcript.id, study.place("a letter"), study.waiting.id)

    assert len(codings.codings_of(study.ana, study.transcript.id)) == 2


def test_once_all_have_finished_nobody_can_go_back_behind_it(study: Study) -> None:
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], Whole((study.transcript.id,)))
    rounds.finish(study.ana, made.id)
    over = rounds.finish(study.ben, made.id)

    assert not over.is_running
    with pytest.raises(RuleError, match="is over"):
        rounds.take_back_finish(study.ben, made.id)
    with pytest.raises(NothingToUndoError):
        history.undo(study.ben)
    assert rounds.get_round(study.ben, made.id) == over


def test_only_who_guides_the_work_starts_a_round_and_ends_it_early_with_a_reason(study: Study) -> None:
    fern = desk(study, "Fern")
    with pytest.raises(NotAllowedError):
        rounds.start_round(study.ben, "Mine", ["Ana", "Ben"], Whole((study.transcript.id,)))
    made = rounds.start_round(fern, "First round", ["Ana", "Ben"], Whole((study.transcript.id,)))

    with pytest.raises(NotAllowedError):
        rounds.end_early(study.ben, made.id, reason="Enough.")
    with pytest.raises(RuleError, match="one sentence"):
        rounds.end_early(fern, made.id, reason="  ")
    ended = rounds.end_early(fern, made.id, reason="Ana moved away.")

    assert (ended.end_reason, ended.unfinished) == ("Ana moved away.", ("Ana", "Ben"))


@pytest.mark.parametrize(
    ("title", "coders", "advice"),
    [("", ["Ana", "Ben"], "short title"), ("One", ["Ana"], "2 to 8"), ("One", ["Ana", "Nobody"], "Nobody")],
)
def test_a_round_that_makes_no_sense_is_refused_with_one_sentence(
    study: Study, title: str, coders: list[str], advice: str
) -> None:
    with pytest.raises(Exception, match=advice):
        rounds.start_round(desk(study, "Fern"), title, coders, Whole((study.transcript.id,)))


def test_suggestions_are_off_for_its_coders_while_it_runs(study: Study) -> None:
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], Whole((study.transcript.id,)))
    during = {name: standing(desk(study, name)).facts.in_blind_round for name in ("Ben", "Cleo")}

    rounds.end_early(desk(study, "Fern"), made.id, reason="Done.")

    assert during == {"Ben": True, "Cleo": False}
    assert not standing(study.ben).facts.in_blind_round


def test_its_places_travel_with_a_correction_and_back_with_undo(study: Study) -> None:
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], Chosen({study.transcript.id: (4,)}))
    corrections.fix_turn(study.ana, study.transcript.id, TurnFix(2, text="I waited nine long months."), reason="heard")
    rounds.finish(study.ben, made.id)

    moved = rounds.places_of(study.ben, made.id)
    history.undo(study.ana)
    back = rounds.get_round(study.ben, made.id)

    assert moved[0].rows == ((4, 4),)
    assert back.places == made.places
    assert back.who_finished == ("Ben",)
    assert maintenance.verify(study.store).clean


def test_a_share_is_drawn_from_what_participants_say_and_can_be_drawn_again(study: Study) -> None:
    first = rounds.start_round(desk(study, "Fern"), "A", ["Ana", "Ben"], Share((study.transcript.id,), 50, seed=3))
    again = rounds.start_round(desk(study, "Fern"), "B", ["Ana", "Ben"], Share((study.transcript.id,), 50, seed=3))

    turns = rounds.places_of(study.ben, first.id)[0]
    assert first.places == again.places
    assert turns.turns == 1
    assert turns.rows[0][0] in (2, 4)
    assert "seed 3" in first.drawn


def test_a_page_that_was_open_hears_of_what_a_round_hides_and_of_all_when_it_is_over(study: Study) -> None:
    before = codings.add_coding(study.ana, study.transcript.id, study.place("a letter"), study.waiting.id)
    with study.ben.reading() as look:
        start = operations.changes_since(look, study.transcript.id, 0).number
    made = rounds.start_round(desk(study, "Fern"), "First round", ["Ana", "Ben"], on_the_second_turn(study))
    during = codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    with study.ben.reading() as look:
        blind = operations.changes_since(look, study.transcript.id, start)
    rounds.finish(study.ana, made.id)
    rounds.finish(study.ben, made.id)
    with study.ben.reading() as look:
        over = operations.changes_since(look, study.transcript.id, blind.number)

    assert (blind.codings, blind.dropped) == ((), (before.id,))
    assert {one.id for one in over.codings} == {before.id, during.id}


@given(count=st.integers(0, 400), percent=st.integers(1, 100), seed=st.integers(0, 2**31))
def test_an_even_draw_has_the_right_size_and_no_gap_twice_as_wide_as_its_step(
    count: int, percent: int, seed: int
) -> None:
    drawn = draw_evenly(range(count), percent, seed)

    assert len(drawn) == (max(1, round(count * percent / 100)) if count else 0)
    assert drawn == sorted(set(drawn)) == draw_evenly(range(count), percent, seed)
    steps = [after - before for before, after in itertools.pairwise(drawn)]
    assert max(steps, default=0) <= -(-count // max(1, len(drawn)))


@pytest.mark.parametrize("text", ["", "x", "3-", "9", "2-1", "0", "1-2-3", "²"])
def test_numbers_of_turns_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(RuleError):
        read_numbers(text, last=8)


def test_a_place_without_a_span_is_the_whole_transcript(study: Study) -> None:
    whole = Place(study.transcript.id)
    part = replace(whole, start=5, end=9)

    assert whole.touches(study.transcript.id, Span(0, 1))
    assert not part.touches(study.transcript.id, Span(0, 5))
    assert part.touches(study.transcript.id, None)
    assert part.holds(study.transcript.id, Span(5, 9))
