"""All or nothing: one transaction, its collections, and the event that is written with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa

from workbench.domain.event import FIRST_LINK, Change, Event, make_event
from workbench.domain.ids import EventId, new_id
from workbench.errors import DamagedError, NotFoundError
from workbench.store import decisions as d
from workbench.store import repositories as r
from workbench.store import tables as t
from workbench.store.accounts import Accounts
from workbench.store.arrivals import Arrivals
from workbench.store.handing import ReleasedFiles, Releases, Tasks
from workbench.store.mentoring import Proposals, SampledPassages
from workbench.store.rounds import Rounds
from workbench.store.sign_offs import SignOffs

_CHUNK = 500
HAND_OUT = "hand out"
"""The deed by which something leaves. What has left cannot be taken back."""
ROUND_DEEDS = ("start round", "finish round", "take back finish", "end round")
"""What people have seen of each other's work once a round is over cannot be taken back; each step has its own way back, or none."""
_NEVER_UNDONE = ("read", HAND_OUT, *ROUND_DEEDS)


class UnitOfWork:
    """The project's collections inside one transaction. ``store.Store`` makes and ends them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.log = r.ChangeLog()
        self.projects = r.Projects(connection, self.log)
        self.members = r.Members(connection, self.log)
        self.participants = r.Participants(connection, self.log)
        self.consents = r.Consents(connection, self.log)
        self.attributes = r.Attributes(connection, self.log)
        self.approvals = r.Approvals(connection, self.log)
        self.transcripts = r.Transcripts(connection, self.log)
        self.revisions = r.Revisions(connection, self.log)
        self.speakers = r.Speakers(connection, self.log)
        self.codes = r.Codes(connection, self.log)
        self.codings = r.Codings(connection, self.log)
        self.unplaced = r.UnplacedCodings(connection, self.log)
        self.memos = r.Memos(connection, self.log)
        self.themes = r.Themes(connection, self.log)
        self.questions = r.Questions(connection, self.log)
        self.decisions = d.Decisions(connection, self.log)
        self.agreed_codings = d.AgreedCodings(connection, self.log)
        self.readings = r.Readings(connection, self.log)
        self.reviews = r.Reviews(connection, self.log)
        self.suggestion_switches = r.SuggestionSwitches(connection, self.log)
        self.departures = r.Departures(connection, self.log)
        self.withdrawals = r.Withdrawals(connection, self.log)
        self.erasures = r.Erasures(connection, self.log)
        self.rulings = r.Rulings(connection, self.log)
        self.clearances = r.Clearances(connection, self.log)
        self.sampled_passages = SampledPassages(connection, self.log)
        self.proposals = Proposals(connection, self.log)
        self.sign_offs = SignOffs(connection, self.log)
        self.rounds = Rounds(connection, self.log)
        self.tasks = Tasks(connection, self.log)
        self.releases = Releases(connection, self.log)
        self.released_files = ReleasedFiles(connection)
        self.arrivals = Arrivals(connection, self.log)
        self.searches = r.Searches(connection)
        self.accounts = Accounts(connection)
        self.bodies = r.Bodies(connection)
        self.suggestions = r.Suggestions(connection)
        self.events = Events(connection)
        self.operations = Operations(connection)
        self.scrubs = Scrubs(connection)

    @property
    def collections(self) -> dict[str, r.Collection[object]]:
        """Every collection by the name of its noun, in an order in which nothing points forward."""
        named = (
            self.projects, self.members, self.participants, self.consents, self.attributes, self.approvals, self.transcripts, self.revisions,
            self.speakers, self.codes, self.themes, self.reviews, self.codings, self.unplaced, self.memos, self.questions, self.decisions,
            self.agreed_codings,
            self.readings, self.suggestion_switches, self.departures, self.withdrawals, self.erasures,
            self.rulings, self.clearances, self.sampled_passages, self.proposals,
            self.sign_offs, self.rounds,
            self.tasks, self.releases,
            self.arrivals,
        )  # fmt: skip
        return {collection.noun: collection for collection in named}  # type: ignore[misc]  # of any noun


class Events:
    """The log. Only added to, but for contents that must be forgotten."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lock(self, stream: str) -> None:
        """Hold the end of a stream until the transaction ends, so that its acts come one after another."""
        head = sa.select(t.streams.c.stream).where(t.streams.c.stream == stream).with_for_update()
        self._connection.execute(head)

    def open_stream(self, stream: str) -> None:
        self._connection.execute(sa.insert(t.streams), [{"stream": stream, "last_number": 0, "last_link": FIRST_LINK}])

    def append(
        self,
        *,
        stream: str,
        at: str,
        actor: str,
        deed: str,
        changes: list[Change],
        undoes: EventId | None = None,
        redoes: EventId | None = None,
    ) -> Event:
        number, link = self.head(stream)
        event = make_event(
            event_id=EventId(new_id()), stream=stream, number=number + 1, at=at, actor=actor, deed=deed,
            changes=changes, previous_link=link, undoes=undoes, redoes=redoes,
        )  # fmt: skip
        row = {
            "id": event.id, "stream": stream, "number": event.number, "at": at, "actor": actor, "deed": deed,
            "touched": list(event.touched), "content": event.content, "content_digest": event.content_digest,
            "previous_link": event.previous_link, "link": event.link, "undoes": undoes, "redoes": redoes,
        }  # fmt: skip
        self._connection.execute(sa.insert(t.events), [row])
        self._connection.execute(
            sa.update(t.streams)
            .where(t.streams.c.stream == stream)
            .values(last_number=event.number, last_link=event.link)
        )
        return event

    def erase(self, stream: str, numbers: Sequence[int]) -> None:
        """Empty the contents of these events; their digests and the chain stay."""
        for first in range(0, len(numbers), _CHUNK):
            chosen = (t.events.c.stream == stream, t.events.c.number.in_(numbers[first : first + _CHUNK]))
            self._connection.execute(sa.update(t.events).where(*chosen).values(content=None))

    def head(self, stream: str) -> tuple[int, str]:
        """The number and the link of a stream's last event."""
        question = sa.select(t.streams.c.last_number, t.streams.c.last_link).where(t.streams.c.stream == stream)
        row = self._connection.execute(question).first()
        if row is None:
            raise NotFoundError("project", stream)
        return row[0], row[1]

    def streams(self) -> list[str]:
        return list(self._connection.execute(sa.select(t.streams.c.stream).order_by(t.streams.c.stream)).scalars())

    def of_stream(self, stream: str, *, after: int = 0) -> Iterator[Event]:
        """The events of a stream with numbers above ``after``, in their order."""
        mine = (t.events.c.stream == stream, t.events.c.number > after)
        question = sa.select(t.events).where(*mine).order_by(t.events.c.number)
        for row in self._connection.execute(question).mappings():
            yield Event(**{**row, "touched": tuple(row["touched"])})

    def touching(self, stream: str, thing: str) -> Iterator[Event]:
        """The events of a stream that changed a thing (``code:<id>``), or any thing of a kind (``code:``), in their order."""
        touched = sa.cast(t.events.c.touched, sa.Text)
        return self._where(stream, touched.contains(f'"{thing}', autoescape=True))

    def mentioning(self, stream: str, identity: str) -> Iterator[Event]:
        """The events of a stream in whose contents an id stands, in their order."""
        return self._where(stream, t.events.c.content.contains(f'"{identity}"', autoescape=True))

    def _where(self, stream: str, condition: sa.ColumnElement[bool]) -> Iterator[Event]:
        question = sa.select(t.events).where(t.events.c.stream == stream, condition).order_by(t.events.c.number)
        for row in self._connection.execute(question).mappings():
            yield Event(**{**row, "touched": tuple(row["touched"])})

    def newest(self, stream: str, *, limit: int) -> list[Event]:
        question = (
            sa.select(t.events).where(t.events.c.stream == stream).order_by(t.events.c.number.desc()).limit(limit)
        )
        rows = self._connection.execute(question).mappings()
        return [Event(**{**row, "touched": tuple(row["touched"])}) for row in rows]

    def last_acts(self, stream: str) -> dict[str, str]:
        """When each person last did something in a stream, reading included."""
        question = (
            sa.select(t.events.c.actor, sa.func.max(t.events.c.at))
            .where(t.events.c.stream == stream)
            .group_by(t.events.c.actor)
        )
        return {row[0]: row[1] for row in self._connection.execute(question)}

    def get(self, event_id: str) -> Event:
        row = self._connection.execute(sa.select(t.events).where(t.events.c.id == event_id)).mappings().first()
        if row is None:
            raise DamagedError("An act of the log is missing. Run “workbench verify”.")
        return Event(**{**row, "touched": tuple(row["touched"])})

    def acts_of(self, stream: str, actor: str, *, limit: int) -> list[tuple[EventId, EventId | None, EventId | None]]:
        """One person's newest acts, newest first: (event, what it undoes, what it redoes). Reading is not an act to undo, nor is handing something out."""
        question = (
            sa.select(t.events.c.id, t.events.c.undoes, t.events.c.redoes)
            .where(
                t.events.c.stream == stream,
                t.events.c.actor == actor,
                t.events.c.deed.not_in(_NEVER_UNDONE),
                t.events.c.number > 1,
            )
            .order_by(t.events.c.number.desc())
            .limit(limit)
        )
        return [(EventId(a), b, c) for a, b, c in self._connection.execute(question)]


class Scrubs:
    """Erasures after which the files are still to be cleaned (``store.scrub``)."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def ask(self, stream: str, number: int) -> None:
        """Ask for it in this transaction: what held the stream before event ``number`` must go."""
        self._connection.execute(sa.insert(t.scrubs), [{"id": new_id(), "stream": stream, "number": number}])


class Operations:
    """Which of a browser's operations were done, and which were refused and why."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, operation_ids: list[str]) -> dict[str, str | None]:
        """Of these operations those that were handled already: id -> why it was refused, or ``None``."""
        question = sa.select(t.operations.c.id, t.operations.c.refused).where(t.operations.c.id.in_(operation_ids))
        return {row[0]: row[1] for row in self._connection.execute(question)}

    def reword_refusals(self, stream: str, reword: Callable[[str], str]) -> None:
        """Write the reasons of refused operations anew, where they change."""
        question = sa.select(t.operations.c.id, t.operations.c.refused).where(
            t.operations.c.stream == stream, t.operations.c.refused.is_not(None)
        )
        for name, reason in self._connection.execute(question).all():
            if (shown := reword(reason)) != reason:
                self._connection.execute(sa.update(t.operations).where(t.operations.c.id == name).values(refused=shown))

    def note(self, operation_id: str, *, stream: str, actor: str, at: str, refused: str | None = None) -> None:
        row = {"id": operation_id, "stream": stream, "actor": actor, "at": at, "refused": refused}
        self._connection.execute(sa.insert(t.operations), [row])
