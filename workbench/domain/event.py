"""Event: who did what to what, and the chain that shows that nothing was taken out or put in.

An event's *content* holds the states before and after of every thing its act touched. The chain runs over digests of
contents, so that a withdrawn person's words can be erased from a content while the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.domain.ids import EventId

Record = dict[str, Any]
"""A noun as plain JSON values."""

FIRST_LINK = "0" * 64


@dataclass(frozen=True, slots=True)
class Change:
    """One thing before and after an act; ``None`` before means it was made, ``None`` after means it was taken away."""

    noun: str
    id: str
    before: Record | None
    after: Record | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.noun, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one person, as a link of the chain of one stream (a project's id, or ``workbench``).

    ``touched`` names the things it changed, as ``noun:id``; ``content`` is the changes as JSON, or ``None`` where it
    was erased. ``undoes`` / ``redoes`` name the event whose act this one takes back or repeats.
    """

    id: EventId
    stream: str
    number: int
    at: str
    actor: str
    deed: str
    touched: tuple[str, ...]
    content: str | None
    content_digest: str
    previous_link: str
    link: str
    undoes: EventId | None = None
    redoes: EventId | None = None

    @property
    def changes(self) -> tuple[Change, ...] | None:
        """The changes, or ``None`` where the content was erased."""
        if self.content is None:
            return None
        return tuple(Change(row["noun"], row["id"], row["before"], row["after"]) for row in json.loads(self.content))

    @property
    def is_final(self) -> bool:
        """Whether it cannot be taken back: its content was erased, or it holds only what is, not what was before."""
        changes = self.changes
        return changes is None or any(change.before == change.after for change in changes)


def canonical(value: object) -> str:
    """JSON with one way to write each value: sorted keys, no spaces, all characters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def make_event(
    *,
    event_id: EventId,
    stream: str,
    number: int,
    at: str,
    actor: str,
    deed: str,
    changes: Sequence[Change],
    previous_link: str,
    undoes: EventId | None = None,
    redoes: EventId | None = None,
) -> Event:
    """The next link of a stream's chain."""
    content = canonical([{"noun": c.noun, "id": c.id, "before": c.before, "after": c.after} for c in changes])
    touched = tuple(f"{change.noun}:{change.id}" for change in changes)
    content_digest = digest(content)
    link = _link(event_id, stream, number, at, actor, deed, touched, content_digest, previous_link, undoes, redoes)
    return Event(
        event_id,
        stream,
        number,
        at,
        actor,
        deed,
        touched,
        content,
        content_digest,
        previous_link,
        link,
        undoes,
        redoes,
    )


def _link(*parts: object) -> str:
    return digest(canonical([list(part) if isinstance(part, tuple) else part for part in parts]))


def broken_links(events: Iterable[Event], *, last_number: int, last_link: str) -> list[str]:
    """What is wrong with a stream's chain, in plain sentences; empty where it is whole.

    ``events`` come in the order of their numbers; ``last_number`` and ``last_link`` are what the stream's head says.
    """
    faults: list[str] = []
    expected, previous = 1, FIRST_LINK
    for event in events:
        if event.number != expected:
            faults.append(f"Event {expected} is missing (event {event.number} comes next).")
        elif event.previous_link != previous:
            faults.append(f"Event {event.number} does not follow from the event before it.")
        if event.content is not None and digest(event.content) != event.content_digest:
            faults.append(f"The content of event {event.number} was changed.")
        link = _link(
            event.id, event.stream, event.number, event.at, event.actor, event.deed, event.touched,
            event.content_digest, event.previous_link, event.undoes, event.redoes,
        )  # fmt: skip
        if link != event.link:
            faults.append(f"Event {event.number} was changed.")
        expected, previous = event.number + 1, event.link
    if expected - 1 != last_number or previous != last_link:
        faults.append(f"The log ends at event {expected - 1}, but {last_number} were written.")
    return faults


State = dict[tuple[str, str], Record]


def replay(events: Iterable[Event]) -> tuple[State, set[tuple[str, str]]]:
    """The state that the events lead to, and the things whose last known state was erased from the log."""
    state: State = {}
    unknown: set[tuple[str, str]] = set()
    for event in events:
        changes = event.changes
        if changes is None:
            for name in event.touched:
                noun, _, identity = name.partition(":")
                unknown.add((noun, identity))
                state.pop((noun, identity), None)
            continue
        for change in changes:
            key = (change.noun, change.id)
            unknown.discard(key)
            if change.after is None:
                state.pop(key, None)
            else:
                state[key] = change.after
    return state, unknown
