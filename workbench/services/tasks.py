"""Who codes which transcript. It is a help, not a fence: the team may read all its transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.domain.ids import TaskId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.task import Task, share_evenly
from workbench.domain.text import count_words
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk, Look

EACH = 2  # coders for one transcript: two see more than one


def my_transcripts(desk: Desk) -> frozenset[TranscriptId]:
    """The transcripts that were given to this person."""
    with desk.reading() as look:
        return frozenset(task.in_transcript for task in look.uow.tasks.of_coder(desk.project_id, desk.actor))


def coders_of_transcripts(desk: Desk) -> dict[TranscriptId, tuple[str, ...]]:
    """Who has which transcript; every transcript is there."""
    with desk.reading() as look:
        return _coders(look)


def propose_sharing(desk: Desk, *, each: int = EACH) -> dict[TranscriptId, tuple[str, ...]]:
    """Every transcript for so many students, with about as many words for each. Nothing is stored."""
    with desk.reading(Right.ASSIGN) as look:
        students = [one.name for one in look.uow.members.present(desk.project_id) if one.is_student]
        if not students:
            raise RuleError("There is no student on the team yet. Add somebody first, then share out.")
        revisions = look.uow.revisions.current_of_project(desk.project_id)
        bodies = look.uow.bodies.of_revisions(revisions)
        words = {revision.transcript_id: count_words(bodies[revision.id].text) for revision in revisions}
        return share_evenly(words, students, already=_coders(look), each=each)


def assign(desk: Desk, wanted: Mapping[TranscriptId, Iterable[str]]) -> int:
    """Give each of these transcripts to exactly these people, in one act; how many transcripts changed hands."""
    changed = 0
    with desk.deed("assign transcripts", Right.ASSIGN) as deed:
        there = {transcript.id for transcript in deed.uow.transcripts.of_project(desk.project_id)}
        team = {member.name for member in deed.uow.members.present(desk.project_id) if member.may(Right.CODE)}
        for transcript_id, names in wanted.items():
            if transcript_id not in there:
                raise NotFoundError("transcript", transcript_id)
            if unknown := sorted(set(names) - team):
                raise NotFoundError("person who codes on this team", unknown[0])
            changed += _give(deed, transcript_id, set(names))
    return changed


def _give(deed: Deed, transcript_id: TranscriptId, names: set[str]) -> bool:
    before = {task.coder: task for task in deed.uow.tasks.of_transcript(deed.project_id, transcript_id)}
    for name in before.keys() - names:
        deed.uow.tasks.remove(before[name].id)
    for name in sorted(names - before.keys()):
        deed.uow.tasks.save(Task(TaskId(new_id()), deed.project_id, transcript_id, name, deed.actor, deed.at))
    return before.keys() != names


def _coders(look: Look) -> dict[TranscriptId, tuple[str, ...]]:
    found: dict[TranscriptId, list[str]] = {one.id: [] for one in look.uow.transcripts.of_project(look.project.id)}
    for task in look.uow.tasks.of_project(look.project.id):
        if task.in_transcript in found:
            found[task.in_transcript].append(task.coder)
    return {transcript_id: tuple(names) for transcript_id, names in found.items()}
