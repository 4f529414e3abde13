"""Undo and redo, per person, for every act; and the log as people read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from workbench.domain.event import Event
from workbench.domain.ids import EventId
from workbench.domain.project import Right
from workbench.domain.records import up_to_date
from workbench.errors import ChangedMeanwhileError, NothingToUndoError, RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.restoring import bring_up_to_date, carried_along, in_its_place
from workbench.services.visibility import veil_of

Act = tuple[EventId, EventId | None, EventId | None]
"""An act with the one that it undoes or redoes."""
_LOOK_BACK_FIRST = 20
_LOOK_BACK = 2_000  # acts of one person; further back nobody undoes step by step

# What a person must be allowed to do to take an act on a thing back.
_RIGHT_FOR: Mapping[str, Right] = {
    "project": Right.REPORT,
    "member": Right.MANAGE_PROJECT,
    "participant": Right.MANAGE_PEOPLE,
    "consent": Right.MANAGE_PEOPLE,
    "attribute": Right.MANAGE_PEOPLE,
    "approval": Right.MANAGE_PEOPLE,
    "transcript": Right.IMPORT,
    "revision": Right.CORRECT,
    "speaker": Right.IMPORT,
    "code": Right.EDIT_CODEBOOK,
    "coding": Right.CODE,
    "unplaced": Right.CODE,
    "review": Right.CODE,
    "memo": Right.WRITE_NOTES,
    "theme": Right.EDIT_THEMES,
    "question": Right.WRITE_NOTES,
    "sampled passage": Right.MENTOR,
    "task": Right.ASSIGN,
    "release": Right.RELEASE,
    "proposal": Right.WRITE_NOTES,
    "decision": Right.DECIDE,
    "agreed coding": Right.DECIDE,
    "reading": Right.READ,
    "suggestion switch": Right.CODE,
    "withdrawal": Right.MANAGE_PEOPLE,
    "ruling": Right.DEIDENTIFY,
    "clearance": Right.DEIDENTIFY,
    "sign-off": Right.SIGN_OFF,
    "round": Right.RUN_ROUNDS,
    "arrival": Right.MERGE,
}


@dataclass(frozen=True)
class Steps:
    """The acts that undo and redo would touch next, or ``None``."""

    undo: EventId | None
    redo: EventId | None


def steps(look: Look | Deed) -> Steps:
    """What this person can undo and redo now. The newest acts nearly always tell; only then many are asked for."""
    for limit in (_LOOK_BACK_FIRST, _LOOK_BACK):
        acts = look.uow.events.acts_of(look.project.id, look.member.name, limit=limit)
        found, is_certain = steps_of(acts)
        if is_certain or len(acts) < limit:
            break
    return found


def steps_of(acts: Iterable[Act]) -> tuple[Steps, bool]:
    """The next steps after these acts, newest first, and whether older acts could not change them.

    An act counts as its last word says: what was done again is done, what was taken back is not. A new act ends what
    could be done again.

    >>> steps_of([("e3", "e2", None), ("e2", None, None), ("e1", None, None)])
    (Steps(undo='e1', redo='e2'), True)
    """
    undo: EventId | None = None
    redo: EventId | None = None
    decided: set[EventId] = set()
    is_open_for_redo = True
    for event_id, undoes, redoes in acts:
        if undoes is None and redoes is None:
            is_open_for_redo = False
        elif undoes is not None and undoes not in decided and is_open_for_redo:
            redo, is_open_for_redo = undoes, False
        if undo is None and undoes is None and (done := redoes or event_id) not in decided:
            undo = done
        decided.add(undoes or redoes or event_id)
        if undo is not None and not is_open_for_redo:
            return Steps(undo, redo), True
    return Steps(undo, redo), False


def undo(desk: Desk, also: Callable[[Deed], None] = lambda _deed: None) -> str:
    """Take back this person's last act, exactly; returns the name of the act.

    ``ChangedMeanwhileError`` where somebody has since changed the same thing. ``also`` is done in the same transaction.
    """
    with desk.deed("undo", Right.READ) as deed:
        target = steps(deed).undo
        if target is None:
            raise NothingToUndoError("undo")
        event = deed.uow.events.get(target)
        _turn_back(deed, event, forwards=False)
        deed.undoes, deed.name = event.id, f"undo {event.deed}"
        also(deed)
    return event.deed


def redo(desk: Desk, also: Callable[[Deed], None] = lambda _deed: None) -> str:
    """Do again what this person took back last; returns the name of the act."""
    with desk.deed("redo", Right.READ) as deed:
        target = steps(deed).redo
        if target is None:
            raise NothingToUndoError("redo")
        event = deed.uow.events.get(target)
        _turn_back(deed, event, forwards=True)
        deed.redoes, deed.name = event.id, f"redo {event.deed}"
        also(deed)
    return event.deed


def _turn_back(deed: Deed, event: Event, *, forwards: bool) -> None:
    changes = event.changes
    if event.number == 1:  # the act that made the project itself
        raise NothingToUndoError("redo" if forwards else "undo")
    if changes is None or event.is_final:
        raise RuleError(
            "This cannot be taken back. Words were removed for good since, and the steps that held them with them. "
            "What you did before that stays as it is."
        )
    collections = deed.uow.collections
    changes = tuple(
        change for change in changes if change.noun != "round"
    )  # nobody unsees; its places travel by themselves
    ordered = changes if forwards else tuple(change.inverse() for change in reversed(changes))
    states = []
    for change in ordered:
        deed.require(_RIGHT_FOR[change.noun])
        collection = collections[change.noun]
        now = collection.record(change.id)
        before, after = (up_to_date(collection.kind, record) for record in (change.before, change.after))
        if now != before and not carried_along(change.noun, now, before):
            raise ChangedMeanwhileError(
                f"This cannot be taken back: the {change.noun} has since been changed by someone else, or by a later act."
            )
        states.append(
            (collection, change.id, after if now == before else in_its_place(change.noun, now, before, after))
        )
    for collection, identity, state in states:
        collection.put_record(identity, state)
    bring_up_to_date(deed, ordered)


@dataclass(frozen=True)
class LogLine:
    """One act as people read it: no words of transcripts, no names of things."""

    number: int
    at: str
    actor: str
    deed: str
    things: int


def newest_acts(desk: Desk, *, limit: int = 50) -> list[LogLine]:
    """What happened last in the project, newest first."""
    with desk.reading() as look:
        veil = veil_of(look)
        newest = look.uow.events.newest(desk.project_id, limit=limit)
        events = [event for event in newest if not veil or not veil.hides_event(event)]
    return [LogLine(e.number, e.at, e.actor, e.deed, len(e.touched)) for e in events]
