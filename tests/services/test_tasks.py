"""Who is on a team, who leaves it, and who codes which transcript."""

from __future__ import annotations

import pytest

from tests.builders import TALK, Study, make_preview
from workbench.domain.project import Role
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import codings, history, projects, tasks, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


def member(study: Study, name: str) -> str:
    return next(one.id for one in projects.list_members(study.ana) if one.name == name)


def test_transcripts_are_shared_out_in_one_act_that_can_be_undone(store: Store) -> None:
    study = Study(store)
    projects.add_member(study.ana, "Eve", role=Role.STUDENT)
    longer = transcripts.import_transcript(study.ana, make_preview((*TALK, ("Maple", "And then it rained."))))

    plan = tasks.propose_sharing(study.ana, each=1)
    assert {len(names) for names in plan.values()} == {1}
    assert {names[0] for names in plan.values()} == {"Ben", "Eve"}
    assert tasks.assign(study.ana, plan) == 2

    assert {*tasks.my_transcripts(study.ben), *tasks.my_transcripts(Desk(store, study.project.id, "Eve"))} == {
        study.transcript.id,
        longer.id,
    }
    assert verify(store).clean
    history.undo(study.ana)
    assert tasks.my_transcripts(study.ben) == frozenset()
    assert verify(store).clean


def test_only_people_who_code_on_this_team_get_a_transcript(store: Store) -> None:
    study = Study(store)
    projects.add_member(study.ana, "Sam", role=Role.SPONSOR)

    for name in ("Sam", "Nobody"):
        with pytest.raises(NotFoundError):
            tasks.assign(study.ana, {study.transcript.id: [name]})
    with pytest.raises(NotAllowedError):
        tasks.assign(study.ben, {study.transcript.id: ["Ben"]})


def test_who_leaves_cannot_come_in_and_their_work_stays(store: Store) -> None:
    study = Study(store)
    coding = codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)
    tasks.assign(study.ana, {study.transcript.id: ["Ben"]})

    projects.end_membership(study.ana, member(study, "Ben"))

    with pytest.raises(NotFoundError):
        codings.codings_of(study.ben, study.transcript.id)
    assert codings.codings_of(study.ana, study.transcript.id) == [coding]
    assert [one.name for one in projects.who_left(study.ana)] == ["Ben"]
    assert projects.list_projects(store, actor="Ben") == []
    assert tasks.coders_of_transcripts(study.ana) == {study.transcript.id: ()}
    projects.add_member(study.ana, "Ben", role=Role.MENTOR)
    assert codings.codings_of(study.ben, study.transcript.id) == [coding]
    assert verify(store).clean


def test_a_project_keeps_an_owner(store: Store) -> None:
    study = Study(store)

    with pytest.raises(RuleError, match="needs an owner"):
        projects.end_membership(study.ana, member(study, "Ana"))
    with pytest.raises(RuleError, match="needs an owner"):
        projects.change_role(study.ana, member(study, "Ana"), Role.STUDENT)
    projects.change_role(study.ana, member(study, "Ben"), Role.OWNER)
    projects.end_membership(study.ben, member(study, "Ana"))

    assert [one.name for one in projects.list_members(study.ben)] == ["Ben"]


def test_a_student_cannot_give_the_study_another_title(store: Store) -> None:
    study = Study(store)

    projects.describe_project(study.ben, {"question": "Who waits?"}, title=study.project.title)
    with pytest.raises(NotAllowedError):
        projects.describe_project(study.ben, {}, title="Mine")
