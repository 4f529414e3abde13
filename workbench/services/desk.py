"""The desk at which one person works on one project: every read and every deed passes it.

A deed is one act: the right is checked, the change is made, the event is written, all in one transaction.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workbench.domain.event import Event
from workbench.domain.ids import EventId, ProjectId
from workbench.domain.project import Member, Project, Right
from workbench.errors import NotFoundError
from workbench.services.round_gate import check_act, refuse_frozen
from workbench.store import Store, UnitOfWork


def now() -> str:
    """The present moment in UTC, as ISO 8601 text with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Look:
    """One consistent view of a project by one person."""

    uow: UnitOfWork
    project: Project
    member: Member


@dataclass
class Deed:
    """An act under way. ``undoes`` and ``redoes`` are only set by the history."""

    uow: UnitOfWork
    project: Project
    member: Member
    at: str
    name: str
    undoes: EventId | None = None
    redoes: EventId | None = None
    event: Event | None = None  # there once the act is done
    closing: list[Callable[[], None]] = field(default_factory=list)  # done at the end, before the event is written
    forgets: bool = False  # words are erased for good: the files are cleaned once the act is stored

    @property
    def actor(self) -> str:
        return self.member.name

    @property
    def project_id(self) -> ProjectId:
        return self.project.id

    def require(self, right: Right) -> None:
        """Raise ``NotAllowedError`` unless the person's role carries a right, ``RuleError`` where a blind round forbids its use now."""
        self.member.require(right)
        refuse_frozen(self.uow, self.project_id, right)


@dataclass(frozen=True)
class Desk:
    """One person (``actor``) at one project of one store."""

    store: Store
    project_id: ProjectId
    actor: str
    clock: Callable[[], str] = now

    @contextlib.contextmanager
    def reading(self, right: Right = Right.READ) -> Iterator[Look]:
        """Look at the project; whoever is not on its team is told that it does not exist."""
        with self.store.reading() as uow:
            project, member = self._admit(uow, right)
            yield Look(uow, project, member)

    def require(self, right: Right = Right.READ) -> None:
        """Ask for a right before anything is worked out; an error says why not."""
        with self.reading(right):
            pass

    @contextlib.contextmanager
    def deed(self, name: str, right: Right) -> Iterator[Deed]:
        """Do one act. Leaving the block writes its event and commits; an error takes everything back.

        After an act that forgets, the files are cleaned as well; what could not be cleaned now is cleaned at the next opening.
        """
        with self.store.writing() as uow:
            uow.events.lock(self.project_id)
            project, member = self._admit(uow, right)
            refuse_frozen(uow, project.id, right)
            deed = Deed(uow, project, member, self.clock(), name)
            yield deed
            for close in deed.closing:
                close()
            changes = uow.log.changes
            check_act(deed, changes)
            if changes:
                deed.event = uow.events.append(
                    stream=self.project_id,
                    at=deed.at,
                    actor=self.actor,
                    deed=deed.name,
                    changes=changes,
                    undoes=deed.undoes,
                    redoes=deed.redoes,
                )
        if deed.forgets:
            self.store.scrub()

    def _admit(self, uow: UnitOfWork, right: Right) -> tuple[Project, Member]:
        project = uow.projects.find(self.project_id)
        member = uow.members.named(self.project_id, self.actor) if project else None
        if project is None or member is None or member.left_at is not None:
            raise NotFoundError("project", self.project_id, hint=f"Or {self.actor} is not on its team.")
        member.require(right)
        return project, member
