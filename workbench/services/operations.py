"""What a browser sends: batches of operations with ids of its own. Each is done once, as one act, and acknowledged.

A browser repeats what was not acknowledged. An operation that cannot be done is settled as refused, with the reason, so
that it does not hold up the ones behind it. Where the *database* fails nothing is settled, and the browser tries again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.domain.codebook import Theme
from workbench.domain.coding import Coding, Question
from workbench.domain.event import Record
from workbench.domain.ids import CodingId, QuestionId, RevisionId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.records import from_record, to_record
from workbench.domain.span import Span
from workbench.domain.transcript import Transcript
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import history
from workbench.services.codings import checked
from workbench.services.desk import Deed, Desk, Look
from workbench.services.operation_kinds import KINDS, Operation, identity
from workbench.services.operation_places import in_present_text
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import Veil, may_read, seen_codings, seen_questions, veil_of

MAX_OPERATIONS = 200
_REFUSALS = (RuleError, NotFoundError, NotAllowedError, ChangedMeanwhileError)


@dataclass(frozen=True)
class Delta:
    """What changed in a transcript up to event ``number``: what to put and to drop, and whether codes changed."""

    number: int
    codings: tuple[Coding, ...]
    dropped: tuple[CodingId, ...]
    codes_changed: bool
    questions: tuple[Question, ...] = ()
    dropped_questions: tuple[QuestionId, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: what is settled, of this the refused with the reason, and what changed since."""

    acknowledged: tuple[str, ...]
    refused: Mapping[str, str]
    undone: str | None  # the deed that was taken back or repeated, if the batch asked for it
    delta: Delta
    can_undo: bool
    can_redo: bool
    revision: RevisionId  # the present text, in which the places of the delta are


def settle(desk: Desk, transcript_id: TranscriptId, operations: Sequence[Operation], *, since: int) -> Outcome:
    """Do each operation once, in order; answer with all that changed in the transcript after event ``since``."""
    if len(operations) > MAX_OPERATIONS:
        raise RuleError(f"At most {MAX_OPERATIONS} operations can be sent at once.")
    names = [identity(operation, "op") for operation in operations]
    settled = _settled_before(desk, transcript_id, names) if names else {}
    undone: str | None = None
    for name, operation in zip(names, operations, strict=True):
        if name in settled:
            continue
        try:
            undone = _settle(desk, transcript_id, name, operation) or undone
            settled[name] = None
        except _REFUSALS as refusal:
            settled[name] = str(refusal)
            _note_refusal(desk, name, str(refusal))
    with desk.reading() as look:
        revision = _here(look, transcript_id).revision_id
        delta = changes_since(look, transcript_id, since)
        offered = {
            str(operation[field]) for operation in operations for field in ("coding", "rest") if field in operation
        }
        never_made = offered - look.uow.codings.existing(sorted(offered))
        steps = history.steps(look)
    delta = replace(delta, dropped=tuple({*delta.dropped, *map(CodingId, never_made)}))
    refused = {name: reason for name, reason in settled.items() if reason is not None}
    return Outcome(
        tuple(dict.fromkeys(names)), refused, undone, delta, steps.undo is not None, steps.redo is not None, revision
    )


def _settled_before(desk: Desk, transcript_id: TranscriptId, names: list[str]) -> dict[str, str | None]:
    with desk.reading() as look:
        _here(look, transcript_id)
        return look.uow.operations.known(names)


def _here(look: Look, transcript_id: TranscriptId) -> Transcript:
    """The transcript, if it is one of this project's; its words are not read."""
    found = look.uow.transcripts.find(transcript_id)
    if found is None or found.project_id != look.project.id:
        raise NotFoundError("transcript", transcript_id)
    return found


def _settle(desk: Desk, transcript_id: TranscriptId, name: str, operation: Operation) -> str | None:
    """One operation as one act; the name of the deed that undo or redo turned back, else ``None``."""
    kind = operation.get("kind")

    def note(deed: Deed) -> None:
        deed.uow.operations.note(name, stream=desk.project_id, actor=desk.actor, at=deed.at)

    if kind == "undo":
        return history.undo(desk, note)
    if kind == "redo":
        return history.redo(desk, note)
    if kind not in KINDS:
        raise RuleError("The page sent something that this version does not know. Reload the page.")
    deed_name, right, handle = KINDS[kind]
    with desk.deed(deed_name, right) as deed:
        if name not in deed.uow.operations.known([name]):  # another request may have been faster
            here = opened(deed, transcript_id)
            handle(deed, here, in_present_text(deed, here, operation))
            note(deed)
    return None


def _note_refusal(desk: Desk, name: str, reason: str) -> None:
    with desk.deed("refuse", Right.READ) as deed:
        if name not in deed.uow.operations.known([name]):
            deed.uow.operations.note(name, stream=desk.project_id, actor=desk.actor, at=deed.at, refused=reason)


# What changed -------------------------------------------------------------------------------------------------------


def changes_since(look: Look, transcript_id: TranscriptId, number: int) -> Delta:
    """What happened to a transcript's codings and questions, and whether the codebook changed, after an event.

    Of what a blind round hides nothing is told, not even an id. When the round begins, what a page may have shown of others goes; when
    it is over, all comes.
    """
    put: dict[str, dict[str, Record]] = {"coding": {}, "question": {}}
    dropped: dict[str, dict[str, Record | None]] = {"coding": {}, "question": {}}
    waiting: dict[str, bool] = {}
    codes_changed = round_turned = False
    for event in look.uow.events.of_stream(look.project.id, after=number):
        number = event.number
        for change in event.changes or ():
            codes_changed = codes_changed or change.noun == "code"
            round_turned = round_turned or change.noun == "round"
            record = change.after or change.before
            if change.noun == "unplaced" and change.after is not None:
                waiting[change.id] = change.after["transcript_id"] == transcript_id
            if change.noun not in put or (record is not None and record["transcript_id"] != transcript_id):
                continue
            if change.after is None:  # of what was forgotten nobody knows where it stood
                put[change.noun].pop(change.id, None)
                dropped[change.noun][change.id] = change.before
            else:
                dropped[change.noun].pop(change.id, None)
                put[change.noun][change.id] = change.after
    revision = look.uow.transcripts.get(transcript_id).revision_id
    older = [name for name, record in put["coding"].items() if record["revision_id"] != revision]
    for name in [*older, *(name for name, is_here in waiting.items() if is_here and name not in put["coding"])]:
        dropped["coding"][name] = put["coding"].pop(name, None)  # it waits for a place, and stands nowhere on the page
    veil = veil_of(look)
    if round_turned:
        for noun, record in _all_here(look, transcript_id):
            put[noun].setdefault(record["id"], record)
    if veil:
        _keep_behind(veil, revision, put, dropped)
    return Delta(
        number,
        tuple(from_record(Coding, record) for record in put["coding"].values()),
        tuple(CodingId(name) for name in dropped["coding"]),
        codes_changed,
        tuple(
            question
            for record in put["question"].values()
            if may_read(question := from_record(Question, record), look.member)
        ),
        tuple(QuestionId(name) for name in dropped["question"]),
    )


def _all_here(look: Look, transcript_id: TranscriptId) -> Iterator[tuple[str, Record]]:
    """All that stands in a transcript, whoever may see it: for a page that was open while a round began or ended."""
    for coding in look.uow.codings.of_transcript(transcript_id):
        yield "coding", to_record(coding)
    for question in look.uow.questions.of_transcript(transcript_id):
        yield "question", to_record(question)


def _keep_behind(
    veil: Veil,
    revision: RevisionId,
    put: Mapping[str, dict[str, Record]],
    dropped: Mapping[str, dict[str, Record | None]],
) -> None:
    """Take out what the asker may not see. Only what was there before the rounds began is dropped by its id, since a page may show it."""
    since = min(one.started_at for one in veil.rounds)
    for noun, made in (("coding", "created_at"), ("question", "asked_at")):
        told: list[tuple[str, Record | None]] = [*put[noun].items(), *dropped[noun].items()]
        for name, record in told:
            if record is None or not _is_behind(veil, revision, noun, record):
                continue
            put[noun].pop(name, None)
            dropped[noun].pop(name, None)
            if record[made] < since:
                dropped[noun][name] = record


def _is_behind(veil: Veil, revision: RevisionId, noun: str, record: Record) -> bool:
    by = record["coder"] if noun == "coding" else record["asker"]
    is_here = noun == "question" or record["revision_id"] == revision
    return veil.hides(by, record["transcript_id"], Span(record["start"], record["end"]) if is_here else None)


@dataclass(frozen=True)
class Surface:
    """All that the coding page shows of a transcript, at event ``number``."""

    here: OpenTranscript
    codings: tuple[Coding, ...]
    number: int
    can_undo: bool
    can_redo: bool
    read_up_to: int
    never_opened: bool  # this person has neither read here nor chosen to start coding
    questions: tuple[Question, ...]
    themes: tuple[Theme, ...]


def surface(desk: Desk, transcript_id: TranscriptId) -> Surface:
    """The transcript with the codings that this person may see, each checked against the text."""
    with desk.reading() as look:
        here = opened(look, transcript_id)
        codings = tuple(checked(here, seen_codings(look, transcript_id=transcript_id)))
        number, _ = look.uow.events.head(desk.project_id)
        steps = history.steps(look)
        reading = look.uow.readings.by(desk.actor, transcript_id)
        questions = seen_questions(look, transcript_id)
        themes = look.uow.themes.of_project(desk.project_id)
    return Surface(
        here,
        codings,
        number,
        steps.undo is not None,
        steps.redo is not None,
        reading.up_to_turn if reading else 0,
        reading is None,
        tuple(questions),
        tuple(themes),
    )
