"""The ledger: what left, to whom, and whose words were in it."""

from __future__ import annotations

import hashlib

import pytest

from tests.builders import Study
from workbench.domain.project import Role
from workbench.errors import NotAllowedError, NothingToUndoError, RuleError
from workbench.services import history, ledger, people, projects, reports, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


def maple_in(study: Study) -> str:
    """The participant Maple, who speaks in the study's transcript."""
    person = people.add_participant(study.ana, "P01", pseudonym="Maple")
    here = transcripts.open_transcript(study.ana, study.transcript.id)
    (voice,) = [voice for voice in here.speakers.values() if voice.label == "Maple"]
    transcripts.change_speaker(study.ana, voice.id, participant_id=person.id)
    return person.id


def test_the_ledger_says_what_left_and_knows_the_file_again(store: Store) -> None:
    study = Study(store)
    maple = maple_in(study)
    words = ledger.heard_in(reports.take_snapshot(study.ana))

    line = ledger.record(
        study.ana, what="report draft", form="quotes with pseudonyms", recipient="Prairie Network",
        content=b"a report", participants=words,
    )  # fmt: skip

    assert ledger.departures(study.ben) == [line]
    assert (line.by, line.size, line.participants) == ("Ana", 8, (maple,))
    assert line.digest == hashlib.sha256(b"a report").hexdigest()
    assert verify(store).clean


def test_the_ledger_finds_what_holds_a_persons_words(store: Store) -> None:
    study = Study(store)
    maple = people.add_participant(study.ana, "P01", pseudonym="Maple").id
    juniper = people.add_participant(study.ana, "P02", pseudonym="Juniper").id
    to = {"what": "quotes", "form": "table", "recipient": "sponsor", "content": b"x"}
    ledger.record(study.ana, **to, participants=[juniper])
    both = ledger.record(study.ana, **to, participants=[juniper, maple])

    assert ledger.departures(study.ana, holding=maple) == [both]


def test_what_has_left_cannot_be_undone(store: Store) -> None:
    study = Study(store)
    ledger.record(study.ben, what="quotes", form="table", recipient="sponsor", content=b"x", participants=())

    with pytest.raises(NothingToUndoError):
        history.undo(study.ben)

    assert len(ledger.departures(study.ana)) == 1


def test_nothing_leaves_without_a_recipient_or_by_a_sponsor(store: Store) -> None:
    study = Study(store)
    projects.add_member(study.ana, "Sam", role=Role.SPONSOR)
    to = {"what": "quotes", "form": "table", "content": b"x", "participants": ()}

    with pytest.raises(RuleError, match="who receives"):
        ledger.record(study.ana, **to, recipient=" ")
    with pytest.raises(NotAllowedError):
        ledger.record(Desk(store, study.project.id, "Sam"), **to, recipient="myself")

    assert ledger.departures(study.ana) == []
