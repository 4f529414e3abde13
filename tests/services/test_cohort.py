"""The state of the cohort, and what to look at, on a real study."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.builders import Study, make_preview
from workbench.domain.coding import Visibility
from workbench.domain.project import Role
from workbench.domain.transcript import Phase
from workbench.errors import NotAllowedError
from workbench.services import codebooks, codings, memos, projects, questions, tasks, transcripts
from workbench.services.cohort import StudentRow, state_of_cohort, what_to_look_at
from workbench.services.desk import Desk
from workbench.store import Store


class Cohort(Study):
    """A study with a mentor and two students, of whom Ben has worked."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        projects.add_member(self.ana, "Cy", role=Role.STUDENT)
        self.mo = Desk(store, self.project.id, "Mo")


def test_one_row_for_each_student_says_where_they_stand(store: Store) -> None:
    study = Cohort(store)
    codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)
    codebooks.add_code(study.ben, "Travel cost")
    memos.write_memo(study.ben, "For the team.")
    memos.write_memo(study.ben, "For me alone.", visibility=Visibility.ME)
    transcripts.read_up_to(study.ben, study.transcript.id, 4)
    questions.ask(study.ben, study.transcript.id, "Is this waiting?", span=study.place("letter"))

    cy, ben = sorted(state_of_cohort(study.mo), key=lambda row: row.begun)

    assert cy == StudentRow("Cy", 0, 0, 0, 0, 0, 0, 0, None)
    assert (ben.name, ben.begun, ben.finished, ben.codings, ben.new_codes, ben.notes, ben.unanswered) == (
        "Ben", 1, 1, 1, 1, 1, 1,
    )  # fmt: skip
    assert ben.last_active


def test_a_code_made_more_than_a_week_ago_is_not_new(store: Store) -> None:
    study = Cohort(store)
    codebooks.add_code(study.ben, "Travel cost")
    later = (datetime.fromisoformat(study.mo.clock()) + timedelta(days=8)).isoformat()

    rows = state_of_cohort(Desk(store, study.project.id, "Mo", clock=lambda: later))

    assert [row.new_codes for row in rows] == [0, 0]


def test_a_student_sees_neither_the_table_nor_what_to_look_at(store: Store) -> None:
    study = Cohort(store)

    with pytest.raises(NotAllowedError):
        state_of_cohort(study.ben)
    with pytest.raises(NotAllowedError):
        what_to_look_at(study.ben)


def test_what_to_look_at_names_things_with_their_places(store: Store) -> None:
    study = Cohort(store)
    codebooks.add_code(study.ben, "Travel cost")
    codebooks.add_code(study.ben, "Cost of travel")
    asked = codings.add_coding(study.ben, study.transcript.id, study.place("who helped you"), study.family.id)
    word = codings.add_coding(study.ben, study.transcript.id, study.place("sister"), study.family.id)
    codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)

    found = what_to_look_at(study.mo)

    assert [code.label for code in found.undefined] == ["Travel cost", "Cost of travel"]
    assert [(pair.first.label, pair.second.label) for pair in found.alike] == [("Travel cost", "Cost of travel")]
    assert [(one.code.label, one.coder, one.uses) for one in found.of_one] == [
        ("Waiting", "Ana", 1),
        ("Family", "Ben", 2),
    ]
    assert ([one.id for one in found.facilitator], found.turn_of[asked.id]) == ([asked.id], 3)
    assert ([one.coding.id for one in found.short], found.turn_of[word.id]) == ([word.id], 4)
    assert (found.long, found.thin, dict(found.often_used)) == ([], [], {})


def test_where_transcripts_were_given_out_only_those_count_as_finished(store: Store) -> None:
    study = Cohort(store)
    other = transcripts.import_transcript(study.ana, make_preview(title="Birch"), phase=Phase.COLLECT)
    tasks.assign(study.ana, {other.id: ["Ben"]})
    transcripts.read_up_to(study.ben, study.transcript.id, 4)

    before = {row.name: (row.assigned, row.finished) for row in state_of_cohort(study.mo)}
    transcripts.read_up_to(study.ben, other.id, 4)
    after = {row.name: (row.assigned, row.finished) for row in state_of_cohort(study.mo)}

    assert (before["Ben"], after["Ben"], after["Cy"]) == ((1, 0), (1, 1), (0, 0))
