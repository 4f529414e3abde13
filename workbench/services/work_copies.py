"""A copy of a project for a colleague who works without a server: transcripts, codebook and team, and of the work only their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import ProjectId, TranscriptId
from workbench.domain.leaving import Refused
from workbench.domain.project import Project, Right
from workbench.domain.records import to_record
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.text import text_digest
from workbench.domain.transcript import Revision, Transcript
from workbench.errors import NotFoundError, QuoteMismatchError, RuleError, UnreadableFileError
from workbench.exporters.work_files import write_copy
from workbench.importers.work_files import ProjectCopy, body_from, noun_from, read_copy
from workbench.services import exits
from workbench.services.desk import Desk, Look, now
from workbench.services.reports import take_snapshot
from workbench.services.visibility import refuse_blind
from workbench.services.work_parts import START_FROM_A_COPY, Own, owner_of, stays_home, texts_of, transcript_of
from workbench.store import Store, UnitOfWork
from workbench.store.engine import known_versions

_WHOLE = ("project", "member", "participant", "consent", "attribute", "approval", "code", "theme")
_OWN = ("review", "coding", "memo", "question")
_OF_TRANSCRIPT = ("transcript", "revision", "speaker", *_OWN, "reading", "clearance")
_DAMAGED = "This copy is damaged: its parts do not fit each other. Ask for it again."


@dataclass(frozen=True)
class CopyFile:
    """The file, a name for it, and the labels of transcripts that are not in it."""

    content: bytes
    name: str
    transcripts: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Started:
    """A project that began from a copy, and the person for whom it was made."""

    project: Project
    who: str


def give_copy(desk: Desk, for_whom: str) -> CopyFile:
    """A file from which somebody of the team can begin on their own computer. It holds whole transcripts and stays with the team.

    What others have coded and written is not in it, and no private note. A transcript in which somebody has withdrawn is left out.
    """
    snapshot = take_snapshot(desk)
    with desk.reading(Right.MERGE) as look:
        refuse_blind(look, "A copy")
        member = look.uow.members.named(desk.project_id, for_whom)
        if member is None or member.left_at is not None:
            raise NotFoundError("person on the team called", for_whom, hint="Add them to the team first.")
        member.require(Right.CODE)
        allowed = [one for one in snapshot.transcripts if _may_go(snapshot, one)]
        copy = _copy(look, for_whom, allowed)
    content = write_copy(copy)
    places = [(one.id, Span(0, len(snapshot.bodies[one.id].text))) for one in allowed]
    exits.note(
        desk, snapshot, places, what="copy of the project for a colleague", form=Form.TRANSCRIPT, recipient=Recipient.TEAM,
        content=content,
    )  # fmt: skip
    left_out = tuple(one.label for one in snapshot.transcripts if one not in allowed)
    return CopyFile(content, f"copy-{copy.made_at[:10]}-{desk.project_id[:6]}.wbcopy", len(allowed), left_out)


def _may_go(snapshot: Snapshot, transcript: Transcript) -> bool:
    whole = Span(0, len(snapshot.bodies[transcript.id].text))
    return not isinstance(snapshot.verdict(transcript.id, whole, Form.TRANSCRIPT, Recipient.TEAM), Refused)


def _copy(look: Look, who: str, transcripts: Iterable[Transcript]) -> ProjectCopy:
    uow, project_id = look.uow, look.project.id
    current = {one.id: one.revision_id for one in transcripts}
    texts = texts_of(look)
    records: dict[str, list[dict[str, Any]]] = {}
    for noun in (*_WHOLE, *_OF_TRANSCRIPT):
        collection = uow.collections[noun]
        rows = collection.records_of_project(project_id)
        records[noun] = [rows[name] for name in sorted(rows) if _goes(noun, rows[name], who, current, collection.kind)]
    _let_go(records, "coding", "review_id", "review")
    _let_go(records, "question", "coding_id", "coding")
    bodies = {
        texts[revision_id].revision.body_digest: (
            texts[revision_id].words,
            [[t.number, t.speaker_id, t.start, t.end, t.begins_at, t.ends_at] for t in texts[revision_id].body.turns],
        )
        for revision_id in current.values()
    }
    return ProjectCopy(
        project=project_id,
        title=look.project.title,
        for_whom=who,
        made_at=now(),
        schema_version=known_versions()[-1],
        records=records,
        bodies=bodies,
    )


def _let_go(records: Mapping[str, list[dict[str, Any]]], noun: str, name: str, of: str) -> None:
    """Let things not point to what stays at home."""
    there = {row["id"] for row in records[of]}
    records[noun][:] = [row if row[name] in there else {**row, name: None} for row in records[noun]]


def _goes(noun: str, record: Mapping[str, Any], who: str, current: Mapping[TranscriptId, str], kind: type) -> bool:
    if noun in _WHOLE:
        return True
    if noun == "revision":
        return record["id"] in current.values()
    if noun == "coding" and record["revision_id"] not in current.values():
        return False  # it waits for a place, and does so where the older text is
    if noun == "reading" and record["reader"] != who:
        return False
    if noun in _OWN:
        thing: Own = noun_from(kind, dict(record))
        where = transcript_of(thing)
        return owner_of(thing) == who and not stays_home(thing) and (where is None or where in current)
    return record["id" if noun == "transcript" else "transcript_id"] in current


# On the colleague's computer ----------------------------------------------------------------------------------------


def start_from_copy(store: Store, source: bytes) -> Started:
    """Begin a project from a copy; ids stay as they are, so that the work can be brought together later."""
    copy = read_copy(source)
    if copy.schema_version not in known_versions():
        raise UnreadableFileError(
            "This copy was made by a newer version of the workbench. Install that version here too."
        )
    project_id = ProjectId(copy.project)
    with store.writing() as uow:
        if uow.projects.find(project_id) is not None:
            raise RuleError("This project is here already. Open it, or begin from the copy in a new database.")
        nouns: dict[str, list[Any]] = {
            noun: [noun_from(kind, row) for row in copy.records.get(noun, [])] for noun, kind in _kinds(uow)
        }
        for words, turns in copy.bodies.values():
            uow.bodies.put(body_from(words, turns))
        _check(uow, copy, nouns)
        uow.events.open_stream(project_id)
        for noun, values in nouns.items():
            uow.collections[noun].add_all(values)
        uow.events.append(
            stream=project_id,
            at=copy.made_at,
            actor=copy.for_whom,
            deed=START_FROM_A_COPY,
            changes=uow.log.changes,
        )
        project = uow.projects.get(project_id)
    return Started(project, copy.for_whom)


def _kinds(uow: UnitOfWork) -> list[tuple[str, type]]:
    return [(noun, c.kind) for noun, c in uow.collections.items() if noun in (*_WHOLE, *_OF_TRANSCRIPT)]


def _check(uow: UnitOfWork, copy: ProjectCopy, nouns: Mapping[str, list[Any]]) -> None:
    """Refuse a copy whose parts point to something that is not in it, or whose words do not stand where they should."""
    ids = {noun: {one.id for one in values} for noun, values in nouns.items()}
    bodies = {name: words for name, (words, _) in copy.bodies.items()}
    revisions: dict[str, Revision] = {one.id: one for one in nouns["revision"]}
    sound = ids["project"] == {copy.project} and copy.for_whom in {one.name for one in nouns["member"]}
    for noun, values in nouns.items():
        sound = sound and len(ids[noun]) == len(values) and not uow.collections[noun].existing(sorted(ids[noun]))
        sound = sound and all(_points_well(to_record(one), ids, copy.project) for one in values)
    for revision in revisions.values():
        body = uow.bodies.find(revision.body_digest)
        sound = sound and body is not None and revision.text_digest == text_digest(body.text)
    for transcript in nouns["transcript"]:
        sound = sound and transcript.revision_id in revisions
        sound = sound and revisions[transcript.revision_id].transcript_id == transcript.id
    if not sound:
        raise UnreadableFileError(_DAMAGED)
    try:
        for coding in nouns["coding"]:
            coding.check(bodies[revisions[coding.revision_id].body_digest])
    except (KeyError, QuoteMismatchError) as error:
        raise UnreadableFileError(_DAMAGED) from error


_POINTS: Mapping[str, str] = {
    "participant_id": "participant",
    "transcript_id": "transcript",
    "revision_id": "revision",
    "parent_id": "code",
    "merged_into": "code",
    "code_id": "code",
    "review_id": "review",
    "challenges": "theme",
    "coding_id": "coding",
}


def _points_well(record: Mapping[str, Any], ids: Mapping[str, set[str]], project_id: str) -> bool:
    if record.get("project_id", project_id) != project_id:
        return False
    return all(record.get(name) is None or record[name] in ids[noun] for name, noun in _POINTS.items())
