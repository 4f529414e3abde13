"""Looking after the whole store: verify, backup, restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.coding import Coding
from workbench.domain.event import Event, broken_links, replay
from workbench.domain.ids import ProjectId
from workbench.domain.leaving import Allowed, Condition
from workbench.domain.records import from_record, up_to_date
from workbench.domain.text import make_text, text_digest
from workbench.errors import DamagedError, QuoteMismatchError
from workbench.services import exits
from workbench.services.desk import now
from workbench.store import Store, UnitOfWork
from workbench.store.backup import restore_backup, scratch_folder, write_backup
from workbench.store.engine import database_url, open_engine, prepare


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what is wrong (nothing, if ``faults`` is empty)."""

    projects: int
    transcripts: int
    codings: int
    events: int
    faults: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.faults


def verify(store: Store) -> Verification:
    """Check everything: the file, every text, every quote, the chain of events, and that their replay is the state."""
    faults: list[str] = []
    try:
        store.check()
    except DamagedError as error:
        faults.append(str(error))
    projects = transcripts = codings = events = 0
    with store.reading() as uow:
        streams = uow.events.streams()
        unlogged = {project.id for project in uow.projects.all()} - set(streams)
        faults += [f"Project {project_id} has no log." for project_id in sorted(unlogged)]
        for stream in streams:
            project_id = ProjectId(stream)
            number, link = uow.events.head(stream)
            log = list(uow.events.of_stream(stream))
            faults += [f"Project {stream}: {fault}" for fault in broken_links(log, last_number=number, last_link=link)]
            faults += [f"Project {stream}: {fault}" for fault in _unexplained(uow, project_id, log)]
            state, unknown = replay(log)
            stored = {
                (noun, identity): record
                for noun, collection in uow.collections.items()
                for identity, record in collection.records_of_project(project_id).items()
            }
            kinds = {noun: collection.kind for noun, collection in uow.collections.items()}
            differing = [
                key
                for key in stored.keys() | state.keys()
                if stored.get(key) != state.get(key) and stored.get(key) != up_to_date(kinds[key[0]], state.get(key))
            ]
            faults += [
                f"Project {stream}: the {noun} {identity} is not what the log says."
                for noun, identity in sorted(key for key in differing if key not in unknown)
            ]
            faults += [f"Project {stream}: {fault}" for fault in _bad_texts(uow, project_id)]
            events += len(log)
            projects += ("project", stream) in stored
            transcripts += sum(1 for noun, _ in stored if noun == "transcript")
            codings += sum(1 for noun, _ in stored if noun == "coding")
    return Verification(projects, transcripts, codings, events, tuple(faults))


def _unexplained(uow: UnitOfWork, project_id: ProjectId, log: Iterable[Event]) -> Iterator[str]:
    """Contents that are missing although no act of forgetting erased them."""
    explained = {number for erasure in uow.erasures.of_project(project_id) for number in erasure.events}
    for event in log:
        if event.content is None and event.number not in explained:
            yield f"The content of event {event.number} is missing, and nobody erased it."


def _bad_texts(uow: UnitOfWork, project_id: ProjectId) -> Iterator[str]:
    texts: dict[str, str] = {}
    for revision in uow.revisions.of_project(project_id):
        try:
            body = uow.bodies.get(revision.body_digest)
        except DamagedError as error:
            yield str(error)
            continue
        if text_digest(body.text) != revision.text_digest or make_text(body.text) != body.text:
            yield f"The text of revision {revision.id} is not what was imported."
        texts[revision.id] = body.text
    current = {transcript.id: transcript.revision_id for transcript in uow.transcripts.of_project(project_id)}
    waiting = set(uow.unplaced.records_of_project(project_id))
    for record in uow.codings.records_of_project(project_id).values():
        coding = from_record(Coding, record)
        text = texts.get(coding.revision_id)
        if text is None:
            yield f"Coding {coding.id} belongs to a text that is missing."
            continue
        if (current.get(coding.transcript_id) == coding.revision_id) == (coding.id in waiting):
            yield f"Coding {coding.id} belongs to an older text of its transcript, or waits for a place although it has one."
        if coding.id in waiting and not text:
            continue  # the older text was erased for good; the words of the coding are all that is left
        try:
            coding.check(text)
        except QuoteMismatchError:
            yield f"The quote of coding {coding.id} is not what stands at its place."


@dataclass(frozen=True)
class BackupDone:
    """A backup that was opened and verified. ``conditions`` say how it is to be kept."""

    path: Path
    size: int
    rows: int
    conditions: tuple[Condition, ...]


def why_no_backup(store: Store, name: str) -> str:
    """Why a person may not save a copy of everything from the screen now: a blind round hides a part of it. Empty where they may."""
    with store.reading() as uow:
        for project_id in uow.members.projects_of(name):
            member = uow.members.named(project_id, name)
            for one in uow.rounds.running(project_id):
                if member is not None and one.blinds(member):
                    return (
                        f"A backup holds everything, so you cannot save one while the blind round “{one.title}” runs. "
                        "Somebody who does not code in it can."
                    )
    return ""


def backup(store: Store, target: Path) -> BackupDone:
    """One file with everything, private notes too, opened again, restored into a scratch database and verified there.

    It is a copy for the team's own safety, so nothing is left out of it, and it goes to nobody else.
    """
    verdict = exits.everything()
    assert isinstance(verdict, Allowed)
    manifest = write_backup(store, target, made_at=now())
    with scratch_folder() as folder:
        copy = restore_backup(target, str(Path(folder) / "check.sqlite3"))
        try:
            found = verify(copy)
        finally:
            copy.close()
    if not found.clean:
        raise DamagedError(
            f"The backup was written to “{target}”, but what is in it is not sound: {found.faults[0]} Run “workbench verify”."
        )
    return BackupDone(target, target.stat().st_size, sum(manifest.rows.values()), verdict.conditions)


def restore(source: Path, database: str) -> Verification:
    """A new database from a backup, verified. What is there already is never overwritten."""
    store = restore_backup(source, database)
    try:
        found = verify(store)
    finally:
        store.close()
    if not found.clean:
        raise DamagedError(f"The backup was restored, but it is not sound: {found.faults[0]}")
    return found


def migrate(database: str) -> Path | None:
    """Give a database the newest form, a shared one too. Comes back with the copy that was made of an SQLite file before."""
    engine = open_engine(database_url(database))
    try:
        return prepare(engine, migrate_shared=True)
    finally:
        engine.dispose()
