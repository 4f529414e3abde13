"""Who codes which transcript, and what was handed to a sponsor, with the files themselves."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from workbench.domain.ids import MemberId, ProjectId, TranscriptId
from workbench.domain.release import Release
from workbench.domain.task import Task
from workbench.errors import DamagedError
from workbench.store import tables as t
from workbench.store.repositories import Collection


class Tasks(Collection[Task]):
    noun, kind, table, order = "task", Task, t.tasks, ("set_at", "coder", "id")

    def of_coder(self, project_id: ProjectId, coder: str) -> list[Task]:
        return self._where(self.table.c.project_id == project_id, self.table.c.coder == coder)

    def of_transcript(self, project_id: ProjectId, transcript_id: TranscriptId) -> list[Task]:
        return self._where(self.table.c.project_id == project_id, self.table.c.in_transcript == transcript_id)


class Releases(Collection[Release]):
    noun, kind, table, order = "release", Release, t.releases, ("released_at", "id")

    def to(self, project_id: ProjectId, recipient: MemberId) -> list[Release]:
        """What one sponsor was given, oldest first."""
        return self._where(self.table.c.project_id == project_id, self.table.c.recipient == recipient)


class ReleasedFiles:
    """The bytes of released files, each kept once under its SHA-256. Not a noun of the log: the log must not hold the words."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, content: bytes) -> str:
        """Keep a file and return its digest."""
        digest = hashlib.sha256(content).hexdigest()
        if self._find(digest) is None:
            row = {"digest": digest, "content": base64.b64encode(content).decode("ascii")}
            self._connection.execute(sa.insert(t.released_files), [row])
        return digest

    def get(self, digest: str) -> bytes:
        """The file of this digest, its bytes checked against it."""
        kept = self._find(digest)
        content = base64.b64decode(kept) if kept is not None else b""
        if hashlib.sha256(content).hexdigest() != digest:
            raise DamagedError("A released file is missing or was changed. Ask the team to release it again.")
        return content

    def drop_unused(self, digests: Iterable[str]) -> None:
        """Forget those of these files that only releases name from which a participant has taken words back."""
        used = sa.select(t.releases.c.digest).where(t.releases.c.by_participant.is_(False))
        mine = t.released_files.c.digest
        self._connection.execute(sa.delete(t.released_files).where(mine.in_(list(digests)), mine.not_in(used)))

    def _find(self, digest: str) -> str | None:
        question = sa.select(t.released_files.c.content).where(t.released_files.c.digest == digest)
        return self._connection.execute(question).scalar_one_or_none()
