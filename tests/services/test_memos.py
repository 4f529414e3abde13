"""Notes: what they hang on, who reads them, how they are found, and which of them may leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import Study, make_preview
from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.project import Role
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import codebooks, history, memos, people, projects, reports, themes, transcripts
from workbench.services.desk import Desk
from workbench.services.journal import Wanted, journal
from workbench.services.maintenance import verify
from workbench.store import Store


def texts(desk: Desk, **wanted: object) -> list[str]:
    return [entry.memo.text for entry in journal(desk, Wanted(**wanted))]  # type: ignore[arg-type]


def test_a_note_hangs_on_whatever_it_is_about(store: Store) -> None:
    study = Study(store)
    theme = themes.add_theme(study.ana, "Waiting is work")
    person = people.add_participant(study.ana, "P01", pseudonym="Aspen")
    span = study.place("nine months")
    places = {
        Target.PROJECT: None,
        Target.TRANSCRIPT: study.transcript.id,
        Target.PASSAGE: study.transcript.id,
        Target.CODE: study.waiting.id,
        Target.THEME: theme.id,
        Target.PARTICIPANT: person.id,
    }

    for target, name in places.items():
        memos.write_memo(
            study.ben, target.value, target=target, target_id=name, span=span if target is Target.PASSAGE else None
        )

    assert {entry.memo.target: entry.name for entry in journal(study.ana)} == {
        Target.PROJECT: "",
        Target.TRANSCRIPT: "T01",
        Target.PASSAGE: "T01",
        Target.CODE: "Waiting",
        Target.THEME: "Waiting is work",
        Target.PARTICIPANT: "P01 Aspen",
    }
    assert verify(store).clean


def test_a_note_on_a_passage_leads_to_its_turn(store: Store) -> None:
    study = Study(store)
    memos.write_memo(
        study.ben,
        "How long!",
        target=Target.PASSAGE,
        target_id=study.transcript.id,
        span=study.place("nine months"),
    )

    [entry] = journal(study.ben)

    assert (entry.transcript_id, entry.turn, entry.memo.quote) == (study.transcript.id, 2, "nine months")


@pytest.mark.parametrize("target", [Target.TRANSCRIPT, Target.CODE, Target.THEME, Target.PARTICIPANT])
def test_a_note_on_something_of_another_project_is_refused(store: Store, target: Target) -> None:
    study = Study(store)
    other = Desk(store, projects.create_project(store, "Elsewhere", actor="Ana").id, "Ana")
    things: dict[Target, str] = {
        Target.TRANSCRIPT: transcripts.import_transcript(other, make_preview()).id,
        Target.CODE: codebooks.add_code(other, "Trust").id,
        Target.THEME: themes.add_theme(other, "Trust is slow").id,
        Target.PARTICIPANT: people.add_participant(other, "P01", pseudonym="Aspen").id,
    }

    with pytest.raises(NotFoundError):
        memos.write_memo(study.ben, "Not mine", target=target, target_id=things[target])
    with pytest.raises(RuleError, match="Choose"):
        memos.write_memo(study.ben, "On what?", target=target)
    assert memos.list_memos(study.ben) == []


def test_each_note_is_read_by_those_it_is_meant_for(store: Store) -> None:
    study = Study(store)
    projects.add_member(study.ana, "Mo", role=Role.MENTOR)
    mentor = Desk(store, study.project.id, "Mo")
    for visibility in Visibility:
        memos.write_memo(study.ben, visibility.value, visibility=visibility)

    assert set(texts(study.ben)) == {"me", "team", "mentor"}
    assert set(texts(mentor)) == {"team", "mentor"}
    assert set(texts(study.ana)) == {"team"}
    assert texts(study.ana, words="mentor") == []


def test_a_note_about_oneself_leaves_only_after_its_author_has_shared_it(store: Store) -> None:
    study = Study(store)
    note = memos.write_memo(study.ben, "I waited like this.", kind=MemoKind.REFLEXIVE)
    before = [reports.take_snapshot(desk).memos for desk in (study.ben, study.ana)]

    with pytest.raises(NotFoundError):
        memos.change_memo(study.ana, note.id, visibility=Visibility.TEAM)
    for_mentor = memos.change_memo(study.ben, note.id, visibility=Visibility.MENTOR)
    between = reports.take_snapshot(study.ben).memos
    shared = memos.change_memo(study.ben, note.id, visibility=Visibility.TEAM)

    assert note.visibility is Visibility.ME
    assert before == [(), ()]
    assert (for_mentor.visibility, between) == (Visibility.MENTOR, ())
    assert reports.take_snapshot(study.ana).memos == (shared,)
    memos.change_memo(study.ben, note.id, visibility=Visibility.ME)
    assert reports.take_snapshot(study.ben).memos == ()


def test_only_its_author_changes_or_removes_a_note_and_undo_brings_it_back(store: Store) -> None:
    study = Study(store)
    note = memos.write_memo(study.ben, "A thought")

    with pytest.raises(NotAllowedError, match="belongs to Ben"):
        memos.remove_memo(study.ana, note.id)
    memos.remove_memo(study.ben, note.id)
    gone = texts(study.ben)
    history.undo(study.ben)

    assert gone == []
    assert texts(study.ben) == ["A thought"]


def test_words_are_found_in_the_note_in_its_quote_and_in_what_it_hangs_on(store: Store) -> None:
    study = Study(store)
    memos.write_memo(study.ben, "The LETTER came twice")
    memos.write_memo(
        study.ben, "Long", target=Target.PASSAGE, target_id=study.transcript.id, span=study.place("nine months")
    )
    memos.write_memo(study.ana, "Wide", target=Target.CODE, target_id=study.family.id)

    assert texts(study.ben, words="twice letter") == ["The LETTER came twice"]
    assert texts(study.ben, words="Months") == ["Long"]
    assert texts(study.ben, words="family") == ["Wide"]
    assert texts(study.ben, words="letter months") == []


def test_notes_are_found_by_kind_author_and_what_they_are_on(store: Store) -> None:
    study = Study(store)
    memos.write_memo(study.ben, "Edge", kind=MemoKind.CODE, target=Target.CODE, target_id=study.family.id)
    memos.write_memo(study.ana, "We agreed", kind=MemoKind.METHOD)

    assert texts(study.ben, kind=MemoKind.METHOD) == ["We agreed"]
    assert texts(study.ben, author="Ben") == ["Edge"]
    assert texts(study.ben, target=Target.CODE) == ["Edge"]
    assert texts(study.ben, target=Target.CODE, author="Ana") == []


def test_the_journal_is_newest_first_and_both_ends_of_a_time_belong_to_it(store: Store) -> None:
    study = Study(store)
    noon = datetime(2026, 3, 1, 12).astimezone()
    for number in range(3):
        at = (noon + timedelta(days=number)).astimezone(UTC).isoformat(timespec="microseconds")
        memos.write_memo(replace(study.ben, clock=lambda at=at: at), f"Day {number + 1}")  # type: ignore[misc]

    assert texts(study.ben) == ["Day 3", "Day 2", "Day 1"]
    assert texts(study.ben, since=date(2026, 3, 2)) == ["Day 3", "Day 2"]
    assert texts(study.ben, until=date(2026, 3, 2)) == ["Day 2", "Day 1"]
    assert texts(study.ben, since=date(2026, 3, 2), until=date(2026, 3, 2)) == ["Day 2"]


def test_a_note_of_any_kind_can_be_written_and_taken_back(make_sqlite: Callable[[], Store]) -> None:
    study = Study(make_sqlite())

    for kind in MemoKind:
        memos.write_memo(study.ben, kind.value, kind=kind)
        history.undo(study.ben)

    assert memos.list_memos(study.ben) == []
