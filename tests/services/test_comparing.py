"""Comparing people on a real project: what they may see, what they have read, and what is settled already."""

from __future__ import annotations

import pytest

from tests.builders import Study
from workbench.domain.coding import Target, Visibility
from workbench.domain.decision import Outcome
from workbench.domain.differences import Kind
from workbench.domain.project import Role
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import codings, comparing, decisions, memos, projects, rounds, transcripts
from workbench.services.desk import Desk
from workbench.services.rounds import Chosen
from workbench.store import Store


@pytest.fixture
def study(store: Store) -> Study:
    """Ana and Ben differ on the second turn and agree on the fourth."""
    found = Study(store)
    letter, sister = found.place("I waited nine months for a letter."), found.place("My sister drove me to Red Deer")
    codings.add_coding(found.ana, found.transcript.id, letter, found.waiting.id)
    codings.add_coding(found.ben, found.transcript.id, letter, found.family.id)
    for desk in (found.ana, found.ben):
        codings.add_coding(desk, found.transcript.id, sister, found.family.id)
    return found


def test_a_passage_comes_with_its_turns_its_speakers_and_the_notes_one_may_read(study: Study) -> None:
    place = study.place("for a letter")
    for visibility in (Visibility.TEAM, Visibility.ME):
        memos.write_memo(
            study.ben, f"Shown to {visibility.value}", visibility=visibility, target=Target.PASSAGE,
            target_id=study.transcript.id, span=place,
        )  # fmt: skip

    found = comparing.compare(study.ana, ["Ben", "Ana"])

    [row] = found.rows
    assert [one.kind for one in row.passage.differences] == [Kind.OTHER_CODE]
    assert [(line.number, line.speaker) for line in row.lines] == [(2, "Maple")]
    assert [note.text for note in row.notes] == ["Shown to team"]
    assert found.alike == 1
    assert [count for _, _, count in found.confused] == [1]


def test_what_was_talked_over_is_settled_until_somebody_codes_there_again(study: Study) -> None:
    [row] = comparing.compare(study.ana, ["Ana", "Ben"]).rows
    decisions.decide(
        study.ana, row.transcript.id, row.passage.span, outcome=Outcome.AGREE_TO_DIFFER, reason="Both may be true.",
        about=row.coding_ids,
    )  # fmt: skip

    [settled] = comparing.compare(study.ben, ["Ana", "Ben"]).rows
    assert settled.talk is not None
    assert settled.talk.reason == "Both may be true."
    assert comparing.compare(study.ben, ["Ana", "Ben"]).still_open == ()

    codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)
    assert len(comparing.compare(study.ben, ["Ana", "Ben"]).still_open) == 1


def test_only_who_has_read_a_turn_can_have_missed_something_in_it(study: Study) -> None:
    projects.add_member(study.ana, "Cyd", role=Role.STUDENT)
    cyd = Desk(study.store, study.project.id, "Cyd")

    assert comparing.compare(cyd, ["Ana", "Cyd"]).rows == ()
    transcripts.read_up_to(cyd, study.transcript.id, 2)

    [row] = comparing.compare(cyd, ["Ana", "Cyd"]).rows
    assert [(one.kind, one.against) for one in row.passage.differences] == [(Kind.MISSED, ("Cyd",))]


def test_who_can_be_compared_is_told_by_transcript(study: Study) -> None:
    assert comparing.who_coded(study.ana) == {study.transcript.id: ("Ana", "Ben")}


def test_letters_hide_who_is_who_and_stay_the_same(study: Study) -> None:
    letters = comparing.letters_for(study.ana, ["Ana", "Ben", "Cyd"])

    assert sorted(letters.values()) == ["A", "B", "C"]
    assert letters == comparing.letters_for(study.ben, ["Cyd", "Ben", "Ana"])


def test_too_few_strangers_and_sponsors_are_refused(study: Study) -> None:
    projects.add_member(study.ana, "Sol", role=Role.SPONSOR)

    with pytest.raises(RuleError, match="2 to 8 people"):
        comparing.compare(study.ana, ["Ana"])
    with pytest.raises(NotFoundError):
        comparing.compare(study.ana, ["Ana", "Nobody"])
    with pytest.raises(NotAllowedError):
        comparing.compare(Desk(study.store, study.project.id, "Sol"), ["Ana", "Ben"])


# Blind rounds -------------------------------------------------------------------------------------------------------


def test_while_a_round_runs_its_coders_compare_nothing_there_and_afterwards_everything(study: Study) -> None:
    ana, ben = study.ana, study.ben
    made = rounds.start_round(ana, "First round", ["Ana", "Ben"], Chosen({study.transcript.id: (2,)}))

    assert comparing.compare(ben, ["Ana", "Ben"]).rows == ()
    assert comparing.compare(ben, ["Ana", "Ben"]).alike == 1  # the fourth turn is not in the round
    with pytest.raises(RuleError, match="is not over"):
        comparing.compare(ben, ["Ana", "Ben"], round_id=made.id)

    rounds.finish(ana, made.id)
    rounds.finish(ben, made.id)
    found = comparing.compare(ben, ["Ana", "Ben"], round_id=made.id)
    assert [row.passage.turns for row in found.rows] == [(2,)]
    assert found.alike == 0


def test_who_finished_a_round_has_missed_what_others_coded_there_and_who_did_not_has_not(study: Study) -> None:
    for name in ("Cyd", "Dot"):
        projects.add_member(study.ana, name, role=Role.STUDENT)
    made = rounds.start_round(study.ana, "First round", ["Ana", "Cyd", "Dot"], Chosen({study.transcript.id: (2,)}))
    for name in ("Ana", "Cyd"):
        rounds.finish(Desk(study.store, study.project.id, name), made.id)
    rounds.end_early(study.ana, made.id, reason="Dot is ill.")

    [row] = comparing.compare(study.ana, ["Ana", "Cyd", "Dot"], round_id=made.id).rows

    assert [(one.kind, one.against) for one in row.passage.differences] == [(Kind.MISSED, ("Cyd",))]
    assert row.passage.unread == ("Dot",)


def test_what_was_settled_tells_a_blind_coder_nothing(study: Study) -> None:
    [row] = comparing.compare(study.ana, ["Ana", "Ben"]).rows
    place, about = row.passage.span, row.coding_ids
    made = decisions.decide(study.ana, row.transcript.id, place, outcome=Outcome.KEEP_BOTH, reason="Both.", about=about)
    rounds.start_round(study.ana, "Again", ["Ana", "Ben"], Chosen({study.transcript.id: (2,)}))

    assert decisions.talks(study.ben) == []
    with pytest.raises(NotFoundError):
        decisions.take_back(study.ben, made.id)
    with pytest.raises(ChangedMeanwhileError):
        decisions.decide(study.ben, row.transcript.id, place, outcome=Outcome.KEEP_BOTH, reason="x", about=about)
