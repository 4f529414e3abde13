"""Collections that answer in nouns. Each remembers what was changed through it, for the event of the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from workbench.domain.approval import Approval
from workbench.domain.attribute import Attribute
from workbench.domain.codebook import Code, Codebook, Theme
from workbench.domain.coding import Coding, Memo, Question, Reading, Unplaced
from workbench.domain.erasure import Erasure
from workbench.domain.event import Change, Record, canonical, digest
from workbench.domain.identifiers import Clearance, Ruling, Search
from workbench.domain.ids import CodeId, CodingId, ParticipantId, ProjectId, RevisionId, TranscriptId
from workbench.domain.ledger import Departure
from workbench.domain.participant import Consent, Participant
from workbench.domain.project import Member, Project
from workbench.domain.records import from_record, to_record
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Review, Suggestion
from workbench.domain.suggestion_gate import WHOLE_TEAM, SuggestionSwitch
from workbench.domain.transcript import Body, Revision, Speaker, Transcript, Turn
from workbench.domain.withdrawal import Withdrawal
from workbench.errors import DamagedError, NotFoundError
from workbench.store import tables as t

N = TypeVar("N")
_CHUNK = 500  # SQLite takes a limited number of parameters in one statement


@cache
def _by_id(table: sa.Table) -> sa.Select[Any]:
    """Kept, because to put a question together takes longer than to answer it, and every act asks this one many times."""
    return sa.select(table).where(table.c.id == sa.bindparam("_id"))


@cache
def _in_order(table: sa.Table, order: tuple[str, ...]) -> sa.Select[Any]:
    return sa.select(table).order_by(*(table.c[name] for name in order))


class ChangeLog:
    """What one act changed: one entry per thing, from its state before the act to its state now."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, str], Change] = {}
        self._present: Mapping[tuple[str, str], Record | None] | None = None

    def note(self, noun: str, identity: str, before: Record | None, after: Record | None) -> None:
        first = self._changes.get((noun, identity))
        self._changes[(noun, identity)] = Change(noun, identity, first.before if first else before, after)

    def keep_present_only(self, present: Mapping[tuple[str, str], Record | None]) -> None:
        """Let the event hold what is, and not what was: of all that was changed, and of these things besides.

        Each then stands as one state, before and after alike, so that no lost word is in it and there is nothing to undo.
        """
        self._present = present

    @property
    def changes(self) -> list[Change]:
        changed = [change for change in self._changes.values() if change.before != change.after]
        if self._present is None:
            return changed
        states = {**{(change.noun, change.id): change.after for change in changed}, **self._present}
        return [Change(noun, identity, state, state) for (noun, identity), state in states.items()]


class Collection(Generic[N]):
    """All nouns of one kind. Subclasses name the table and add the questions that services ask."""

    noun: str
    kind: type[N]
    table: sa.Table
    order: tuple[str, ...] = ("id",)

    def __init__(self, connection: sa.Connection, log: ChangeLog) -> None:
        self._connection = connection
        self._log = log

    # Asking

    def find(self, identity: str) -> N | None:
        record = self._record(identity)
        return None if record is None else from_record(self.kind, record)

    def get(self, identity: str) -> N:
        """The noun with this id, or ``NotFoundError``."""
        found = self.find(identity)
        if found is None:
            raise NotFoundError(self.noun, identity)
        return found

    def of_project(self, project_id: ProjectId) -> list[N]:
        return self._where(self._in_project(project_id))

    def records_of_project(self, project_id: ProjectId) -> dict[str, Record]:
        """The plain records, by id: for checks and comparisons."""
        rows = self._connection.execute(sa.select(self.table).where(self._in_project(project_id))).mappings()
        return {row["id"]: dict(row) for row in rows}

    def existing(self, identities: Sequence[str]) -> set[str]:
        """Which of these ids there are."""
        found: set[str] = set()
        for first in range(0, len(identities), _CHUNK):
            chosen = self.table.c.id.in_(identities[first : first + _CHUNK])
            found.update(self._connection.execute(sa.select(self.table.c.id).where(chosen)).scalars())
        return found

    def count_in_project(self, project_id: ProjectId) -> int:
        question = sa.select(sa.func.count()).select_from(self.table).where(self._in_project(project_id))
        return int(self._connection.execute(question).scalar_one())

    # Changing

    def save(self, value: N) -> None:
        """Store a noun, new or changed."""
        after = to_record(value)
        self.put_record(after["id"], after)

    def add_all(self, values: Iterable[N]) -> None:
        """Store many new nouns at once."""
        records = [to_record(value) for value in values]
        if records:
            self._connection.execute(sa.insert(self.table), records)
        for record in records:
            self._log.note(self.noun, record["id"], None, record)

    def change_all(self, values: Iterable[N]) -> None:
        """Store many nouns that exist already, in few statements."""
        after = {record["id"]: record for record in map(to_record, values)}
        names = list(after)
        changed: list[Record] = []
        for first in range(0, len(names), _CHUNK):
            chosen = self.table.c.id.in_(names[first : first + _CHUNK])
            for row in self._connection.execute(sa.select(self.table).where(chosen)).mappings():
                before, now = dict(row), after[row["id"]]
                if before != now:
                    self._log.note(self.noun, row["id"], before, now)
                    changed.append(now)
        if changed:
            mine = self.table.c.id == sa.bindparam("_id")
            columns = [column for column in self.table.c if column.name != "id"]
            values_of = {column: sa.bindparam(f"_{column.name}", type_=column.type) for column in columns}
            rows = [{f"_{name}": value for name, value in record.items()} for record in changed]
            self._connection.execute(sa.update(self.table).where(mine).values(values_of), rows)

    def remove(self, identity: str) -> None:
        self.put_record(identity, None)

    def remove_all(self, identities: Iterable[str]) -> None:
        for identity in identities:
            self.put_record(identity, None)

    def put_record(self, identity: str, after: Record | None) -> None:
        """Bring the row of one id to a state, or take it away."""
        before = self._record(identity)
        if before == after:
            return
        mine = self.table.c.id == identity
        if after is None:
            self._connection.execute(sa.delete(self.table).where(mine))
        elif before is None:
            self._connection.execute(sa.insert(self.table), [after])
        else:
            self._connection.execute(sa.update(self.table).where(mine).values(after))
        self._log.note(self.noun, identity, before, after)

    def record(self, identity: str) -> Record | None:
        """The plain record of one id, as it stands now."""
        return self._record(identity)

    # Inside

    def _record(self, identity: str) -> Record | None:
        row = self._connection.execute(_by_id(self.table), {"_id": identity}).mappings().first()
        return None if row is None else dict(row)

    def _where(self, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[N]:
        question = _in_order(self.table, self.order).where(*conditions).limit(limit)
        return [from_record(self.kind, dict(row)) for row in self._connection.execute(question).mappings()]

    def _in_project(self, project_id: ProjectId) -> sa.ColumnElement[bool]:
        return self.table.c.project_id == project_id


def _of_transcripts(table: sa.Table, project_id: ProjectId) -> sa.ColumnElement[bool]:
    mine = sa.select(t.transcripts.c.id).where(t.transcripts.c.project_id == project_id)
    return table.c.transcript_id.in_(mine)


class Projects(Collection[Project]):
    noun, kind, table, order = "project", Project, t.projects, ("created_at", "id")

    def all(self) -> list[Project]:
        return self._where()

    def titled(self, title: str) -> list[Project]:
        return [project for project in self._where() if project.title.casefold() == title.casefold()]

    def _in_project(self, project_id: ProjectId) -> sa.ColumnElement[bool]:
        return self.table.c.id == project_id


class Members(Collection[Member]):
    noun, kind, table, order = "member", Member, t.members, ("name",)

    def named(self, project_id: ProjectId, name: str) -> Member | None:
        found = self._where(self.table.c.project_id == project_id, self.table.c.name == name)
        return found[0] if found else None

    def present(self, project_id: ProjectId) -> list[Member]:
        """Who is on the team now; ``of_project`` also gives those who have left."""
        return self._where(self.table.c.project_id == project_id, self.table.c.left_at.is_(None))

    def projects_of(self, name: str) -> list[ProjectId]:
        """The projects on whose team a person is now."""
        mine = self._where(self.table.c.name == name, self.table.c.left_at.is_(None))
        return [member.project_id for member in mine]


class Participants(Collection[Participant]):
    noun, kind, table, order = "participant", Participant, t.participants, ("label",)

    def labelled(self, project_id: ProjectId, label: str) -> Participant | None:
        found = self._where(self.table.c.project_id == project_id, self.table.c.label == label)
        return found[0] if found else None


class Consents(Collection[Consent]):
    noun, kind, table, order = "consent", Consent, t.consents, ("participant_id", "signed_on", "id")

    def of_participant(self, participant_id: ParticipantId) -> list[Consent]:
        """The records of one participant, the oldest first."""
        return sorted(self._where(self.table.c.participant_id == participant_id), key=lambda one: one.age)

    def _in_project(self, project_id: ProjectId) -> sa.ColumnElement[bool]:
        mine = sa.select(t.participants.c.id).where(t.participants.c.project_id == project_id)
        return self.table.c.participant_id.in_(mine)


class Attributes(Collection[Attribute]):
    noun, kind, table, order = "attribute", Attribute, t.attributes, ("position", "name", "id")


class Approvals(Collection[Approval]):
    noun, kind, table, order = "approval", Approval, t.approvals, ("given_on", "id")


class Transcripts(Collection[Transcript]):
    noun, kind, table, order = "transcript", Transcript, t.transcripts, ("label", "id")

    def with_source(self, project_id: ProjectId, source_digest: str) -> Transcript | None:
        found = self._where(self.table.c.project_id == project_id, self.table.c.source_digest == source_digest)
        return found[0] if found else None


class Revisions(Collection[Revision]):
    noun, kind, table, order = "revision", Revision, t.revisions, ("transcript_id", "number")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Revision]:
        return self._where(self.table.c.transcript_id == transcript_id)

    def current_of_project(self, project_id: ProjectId) -> list[Revision]:
        current = sa.select(t.transcripts.c.revision_id).where(t.transcripts.c.project_id == project_id)
        return self._where(self.table.c.id.in_(current))

    def _in_project(self, project_id: ProjectId) -> sa.ColumnElement[bool]:
        return _of_transcripts(self.table, project_id)


class Speakers(Collection[Speaker]):
    noun, kind, table, order = "speaker", Speaker, t.speakers, ("transcript_id", "label", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Speaker]:
        return self._where(self.table.c.transcript_id == transcript_id)

    def _in_project(self, project_id: ProjectId) -> sa.ColumnElement[bool]:
        return _of_transcripts(self.table, project_id)


class Codes(Collection[Code]):
    noun, kind, table, order = "code", Code, t.codes, ("position", "label", "id")

    def codebook(self, project: Project) -> Codebook:
        return Codebook(project.title, self.of_project(project.id))


class Codings(Collection[Coding]):
    """Codings. Unless a question says *every*, those that wait for a place in a corrected text are left out."""

    noun, kind, table, order = "coding", Coding, t.codings, ("transcript_id", "start", "end", "id")

    def of_project(self, project_id: ProjectId) -> list[Coding]:
        return self._where(self.table.c.project_id == project_id, self._placed())

    def of_transcript(self, transcript_id: TranscriptId) -> list[Coding]:
        return self._where(self.table.c.transcript_id == transcript_id, self._placed())

    def every_of_transcript(self, transcript_id: TranscriptId) -> list[Coding]:
        """Those that wait for a place too."""
        return self._where(self.table.c.transcript_id == transcript_id)

    def of_code(self, code_id: CodeId) -> list[Coding]:
        return self._where(self.table.c.code_id == code_id, self._placed())

    def every_of_code(self, code_id: CodeId) -> list[Coding]:
        """Those that wait for a place too."""
        return self._where(self.table.c.code_id == code_id)

    def same(self, transcript_id: TranscriptId, span: Span, code_id: CodeId, coder: str) -> Coding | None:
        """The coding of exactly these words with this code by this person, if there is one."""
        c = self.table.c
        found = self._where(
            c.transcript_id == transcript_id,
            c.start == span.start,
            c.end == span.end,
            c.code_id == code_id,
            c.coder == coder,
            self._placed(),
        )
        return found[0] if found else None

    def count_of_coder(self, project_id: ProjectId, coder: str) -> int:
        """How many codings one person has made."""
        c = self.table.c
        mine = (c.project_id == project_id, c.coder == coder)
        return int(
            self._connection.execute(sa.select(sa.func.count()).select_from(self.table).where(*mine)).scalar_one()
        )

    def count_by_code(self, project_id: ProjectId) -> dict[CodeId, int]:
        question = (
            sa.select(self.table.c.code_id, sa.func.count())
            .where(self.table.c.project_id == project_id, self._placed())
            .group_by(self.table.c.code_id)
        )
        return {CodeId(code_id): count for code_id, count in self._connection.execute(question)}

    def count_by_transcript(self, project_id: ProjectId) -> dict[TranscriptId, int]:
        question = (
            sa.select(self.table.c.transcript_id, sa.func.count())
            .where(self.table.c.project_id == project_id, self._placed())
            .group_by(self.table.c.transcript_id)
        )
        return {TranscriptId(name): count for name, count in self._connection.execute(question)}

    def _placed(self) -> sa.ColumnElement[bool]:
        """Whether a coding stands in the present text of its transcript."""
        c, transcript = self.table.c, t.transcripts.c
        return sa.exists().where(transcript.id == c.transcript_id, transcript.revision_id == c.revision_id)


class UnplacedCodings(Collection[Unplaced]):
    noun, kind, table, order = "unplaced", Unplaced, t.unplaced, ("transcript_id", "since", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Unplaced]:
        return self._where(self.table.c.transcript_id == transcript_id)


class Memos(Collection[Memo]):
    noun, kind, table, order = "memo", Memo, t.memos, ("created_at", "id")


class Themes(Collection[Theme]):
    noun, kind, table, order = "theme", Theme, t.themes, ("position", "title", "id")


class Questions(Collection[Question]):
    noun, kind, table, order = "question", Question, t.questions, ("asked_at", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Question]:
        return self._where(self.table.c.transcript_id == transcript_id)

    def of_coding(self, coding_id: CodingId) -> list[Question]:
        return self._where(self.table.c.coding_id == coding_id)


class Readings(Collection[Reading]):
    noun, kind, table, order = "reading", Reading, t.readings, ("transcript_id", "reader")

    def by(self, reader: str, transcript_id: TranscriptId) -> Reading | None:
        found = self._where(self.table.c.transcript_id == transcript_id, self.table.c.reader == reader)
        return found[0] if found else None


class Reviews(Collection[Review]):
    noun, kind, table, order = "review", Review, t.reviews, ("reviewed_at", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Review]:
        return self._where(self.table.c.transcript_id == transcript_id)


class SuggestionSwitches(Collection[SuggestionSwitch]):
    noun, kind, table, order = "suggestion switch", SuggestionSwitch, t.suggestion_switches, ("who", "id")

    def of(self, project_id: ProjectId, who: str = WHOLE_TEAM) -> SuggestionSwitch | None:
        """The switch of one person, or of the whole team."""
        found = self._where(self.table.c.project_id == project_id, self.table.c.who == who)
        return found[0] if found else None


class Departures(Collection[Departure]):
    noun, kind, table, order = "departure", Departure, t.departures, ("at", "id")


class Withdrawals(Collection[Withdrawal]):
    noun, kind, table, order = "withdrawal", Withdrawal, t.withdrawals, ("asked_on", "id")

    def of_participant(self, participant_id: ParticipantId) -> list[Withdrawal]:
        return self._where(self.table.c.participant_id == participant_id)


class Erasures(Collection[Erasure]):
    noun, kind, table, order = "erasure", Erasure, t.erasures, ("at", "id")


class Rulings(Collection[Ruling]):
    noun, kind, table, order = "ruling", Ruling, t.rulings, ("at", "id")


class Clearances(Collection[Clearance]):
    noun, kind, table, order = "clearance", Clearance, t.clearances, ("transcript_id",)

    def of_transcript(self, transcript_id: TranscriptId) -> Clearance | None:
        found = self._where(self.table.c.transcript_id == transcript_id)
        return found[0] if found else None


class Searches:
    """What the last search for identifiers found in each text. Not a noun of the log: it can be done again."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, search: Search) -> None:
        """Keep a search instead of the one before."""
        self.clear([search.transcript_id])
        self._connection.execute(sa.insert(t.searches), [to_record(search)])

    def clear(self, transcript_ids: Iterable[TranscriptId]) -> None:
        mine = t.searches.c.transcript_id.in_(list(transcript_ids))
        self._connection.execute(sa.delete(t.searches).where(mine))

    def of_project(self, project_id: ProjectId) -> dict[TranscriptId, Search]:
        """The last search of each transcript that was searched."""
        question = sa.select(t.searches).where(_of_transcripts(t.searches, project_id))
        rows = self._connection.execute(question).mappings()
        return {TranscriptId(row["transcript_id"]): from_record(Search, dict(row)) for row in rows}


class Suggestions:
    """What the engine said last to each person. Not a noun of the log: it can be asked again."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, project_id: ProjectId, actor: str, suggestions: Sequence[Suggestion]) -> None:
        """Keep these beside the others; what is kept already is replaced."""
        c = t.suggestions.c
        same = c.id.in_([suggestion.id for suggestion in suggestions])
        self._connection.execute(sa.delete(t.suggestions).where(c.project_id == project_id, c.actor == actor, same))
        self._add(project_id, actor, suggestions)

    def change(
        self,
        project_id: ProjectId,
        actor: str,
        *,
        gone: Iterable[str] | None,
        changed: Sequence[Suggestion],
        except_model: str,
    ) -> None:
        """Take some of a person's suggestions away by their ids (all, for ``None``) and put others in place; the rest stays.

        What ``except_model`` proposed stays too, and goes before what would be kept for the same place and code.
        """
        c = t.suggestions.c
        mine = (c.project_id == project_id, c.actor == actor)
        if gone is None:
            self._connection.execute(sa.delete(t.suggestions).where(*mine, c.model != except_model))
        else:
            ids = sorted({*gone, *(one.id for one in changed)})
            for first in range(0, len(ids), _CHUNK):
                chosen = c.id.in_(ids[first : first + _CHUNK])
                self._connection.execute(sa.delete(t.suggestions).where(*mine, c.model != except_model, chosen))
        staying = set(self._connection.execute(sa.select(c.id).where(*mine, c.model == except_model)).scalars())
        self._add(project_id, actor, [one for one in changed if one.id not in staying])

    def count(self, project_id: ProjectId, actor: str, *, without_model: str) -> int:
        """How many are kept for a person, but for those of one model."""
        c = t.suggestions.c
        mine = (c.project_id == project_id, c.actor == actor, c.model != without_model)
        question = sa.select(sa.func.count()).select_from(t.suggestions).where(*mine)
        return int(self._connection.execute(question).scalar_one())

    def _add(self, project_id: ProjectId, actor: str, suggestions: Iterable[Suggestion]) -> None:
        in_project = t.transcripts.c.project_id == project_id
        transcripts = set(self._connection.execute(sa.select(t.transcripts.c.id).where(in_project)).scalars())
        codes = set(
            self._connection.execute(sa.select(t.codes.c.id).where(t.codes.c.project_id == project_id)).scalars()
        )
        rows = [
            {
                "id": suggestion.id,
                "actor": actor,
                "project_id": project_id,
                "transcript_id": suggestion.transcript_id,
                "start": suggestion.span.start,
                "end": suggestion.span.end,
                "quote": suggestion.quote,
                "code_id": suggestion.code_id,
                "confidence": suggestion.confidence,
                "band": suggestion.band.value,
                "because": list(suggestion.because),
                "model": suggestion.model,
            }
            for suggestion in suggestions
            if suggestion.transcript_id in transcripts and suggestion.code_id in codes
        ]
        if rows:
            self._connection.execute(sa.insert(t.suggestions), rows)

    def clear(self, project_id: ProjectId) -> None:
        """Drop everybody's; they can be asked again."""
        self._connection.execute(sa.delete(t.suggestions).where(t.suggestions.c.project_id == project_id))

    def clear_transcript(self, transcript_id: TranscriptId) -> None:
        """Drop everybody's in one transcript: its words have changed."""
        self._connection.execute(sa.delete(t.suggestions).where(t.suggestions.c.transcript_id == transcript_id))

    def of(self, project_id: ProjectId, actor: str, transcript_id: TranscriptId | None = None) -> list[Suggestion]:
        """One person's suggestions, the most certain first."""
        c = t.suggestions.c
        question = sa.select(t.suggestions).where(c.project_id == project_id, c.actor == actor)
        if transcript_id is not None:
            question = question.where(c.transcript_id == transcript_id)
        rows = self._connection.execute(question.order_by(c.confidence.desc(), c.id)).mappings()
        return [
            Suggestion(
                transcript_id=TranscriptId(row["transcript_id"]),
                span=Span(row["start"], row["end"]),
                quote=row["quote"],
                code_id=CodeId(row["code_id"]),
                confidence=row["confidence"],
                band=Band(row["band"]),
                because=tuple(row["because"]),
                model=row["model"],
            )
            for row in rows
        ]


class Bodies:
    """Texts with their turns, each kept once under the digest of its contents. They are never changed."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, body: Body) -> str:
        """Keep a body and return its digest."""
        turns = [_turn_row(turn) for turn in body.turns]
        name = body_digest(body.text, turns)
        if self._connection.execute(sa.select(t.bodies.c.digest).where(t.bodies.c.digest == name)).first() is None:
            self._connection.execute(sa.insert(t.bodies), [{"digest": name, "text": body.text, "turns": turns}])
        return name

    def get(self, name: str) -> Body:
        """The body of this digest, its contents checked against it."""
        body = self.find(name)
        if body is None:
            raise DamagedError("The text of a transcript is missing. Restore a backup.")
        return body

    def of_revisions(self, revisions: Iterable[Revision]) -> dict[RevisionId, Body]:
        wanted = {revision.body_digest for revision in revisions}
        bodies: dict[str, Body] = {}
        names = sorted(wanted)
        for first in range(0, len(names), _CHUNK):
            question = sa.select(t.bodies).where(t.bodies.c.digest.in_(names[first : first + _CHUNK]))
            for row in self._connection.execute(question).mappings():
                bodies[row["digest"]] = _body(row["digest"], row["text"], row["turns"])
        missing = wanted - bodies.keys()
        if missing:
            raise DamagedError("The text of a transcript is missing. Restore a backup.")
        return {revision.id: bodies[revision.body_digest] for revision in revisions}

    def turns_of(self, revisions: Iterable[Revision]) -> dict[RevisionId, tuple[Turn, ...]]:
        """The turns alone, without the texts: where each begins and ends, and who speaks."""
        revisions = list(revisions)
        wanted, found = sorted({revision.body_digest for revision in revisions}), {}
        for first in range(0, len(wanted), _CHUNK):
            chosen = t.bodies.c.digest.in_(wanted[first : first + _CHUNK])
            for name, turns in self._connection.execute(sa.select(t.bodies.c.digest, t.bodies.c.turns).where(chosen)):
                found[name] = tuple(Turn(*row) for row in turns)
        return {revision.id: found[revision.body_digest] for revision in revisions if revision.body_digest in found}

    def drop_unused(self, names: Iterable[str]) -> int:
        """Remove those of these bodies that no revision names any more; how many went."""
        used = sa.select(t.revisions.c.body_digest)
        gone = 0
        for name in names:
            unused = (t.bodies.c.digest == name, t.bodies.c.digest.not_in(used))
            gone += self._connection.execute(sa.delete(t.bodies).where(*unused)).rowcount
        return gone

    def find(self, name: str) -> Body | None:
        """The body of this digest, or ``None`` where it was removed."""
        row = self._connection.execute(sa.select(t.bodies).where(t.bodies.c.digest == name)).mappings().first()
        return None if row is None else _body(row["digest"], row["text"], row["turns"])

    def turn_counts(self, names: Iterable[str]) -> dict[str, int]:
        """How many turns each body has, without reading the texts."""
        wanted, counts = sorted(set(names)), {}
        for first in range(0, len(wanted), _CHUNK):
            chosen = t.bodies.c.digest.in_(wanted[first : first + _CHUNK])
            question = sa.select(t.bodies.c.digest, sa.func.json_array_length(t.bodies.c.turns)).where(chosen)
            counts.update({row[0]: int(row[1]) for row in self._connection.execute(question)})
        return counts


def _turn_row(turn: Turn) -> list[Any]:
    return [turn.number, turn.speaker_id, turn.start, turn.end, turn.begins_at, turn.ends_at]


def body_digest(text: str, turns: list[list[Any]]) -> str:
    """SHA-256 over the text and its turns in canonical JSON."""
    return digest(canonical([text, turns]))


def _body(name: str, text: str, turns: list[list[Any]]) -> Body:
    if body_digest(text, turns) != name:
        raise DamagedError("The text of a transcript is not what was stored. Restore a backup.")
    return Body(text, tuple(Turn(*row) for row in turns))
