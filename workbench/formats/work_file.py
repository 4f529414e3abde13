"""The files that go between copies of a project: a colleague's work, and a copy to work on.

Both are gzip with one JSON object: ``form``, ``version``, ``sha256`` of the contents, and the contents. Work holds no words of
transcripts: a place is the digest of a text, two positions and a *seal*, a digest of the words that nobody can guess
without the text. The same contents give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import zlib
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from workbench.domain.codebook import Code, CodeStatus, NearMiss
from workbench.domain.coding import Coding, Memo, MemoKind, Origin, Question, QuestionStatus, Target, Visibility
from workbench.domain.event import canonical, digest
from workbench.domain.ids import (
    CodeId,
    CodingId,
    MemoId,
    ProjectId,
    QuestionId,
    ReviewId,
    RevisionId,
    ThemeId,
    TranscriptId,
    is_id,
)
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Review, Verdict, suggestion_id
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, Revision, Turn
from workbench.errors import UnreadableFileError, WorkbenchError

WORK, COPY = "workbench work", "workbench copy"
VERSION = 1
MOST_WORK = 16 * 2**20  # unpacked; 2,000 codings need one megabyte
MOST_COPY = 128 * 2**20
_MOST = 100_000  # things of one kind
_VERSION = r"^[0-9a-f]{16} (-|[0-9a-f-]{36}) (-|[0-9a-f]{64}) [0-9]{1,10} [0-9]{1,10}$"
_DAMAGED = "This file is damaged, or it was changed after it was made. Ask for it again."
_NEWER = "This file was made by a newer version of the workbench. Install that version here too."
_OTHER = {
    WORK: "This file does not hold a colleague's work. Choose a file that ends in .wbwork.",
    COPY: "This file is not a copy of a project. Choose a file that ends in .wbcopy.",
}
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def _id(value: str) -> str:
    if not is_id(value):
        raise ValueError("not an id")
    return value


def _moment(value: str) -> str:
    datetime.fromisoformat(value)
    return value


Name = Annotated[str, Field(max_length=36), AfterValidator(_id)]
Words = Annotated[str, Field(max_length=100_000), AfterValidator(make_text)]
Line = Annotated[str, Field(max_length=500), AfterValidator(make_text)]
Moment = Annotated[str, Field(min_length=10, max_length=40), AfterValidator(_moment)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Position = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Place(_Part):
    """Some words of a text, without the words."""

    text: Digest
    start: Position
    end: Position
    seal: Digest

    @model_validator(mode="after")
    def _is_a_span(self) -> Place:
        Span(self.start, self.end)
        return self


def place_in(text: str, text_digest: str, span: Span) -> Place:
    """A place in a text."""
    return Place(text=text_digest, start=span.start, end=span.end, seal=seal(text, span))


def seal(text: str, span: Span) -> str:
    """A digest of some words of a text; who has not the text cannot find the words by trying."""
    key = hashlib.sha256(b"seal\0" + text.encode()).digest()
    return hmac.new(key, span.text_in(text).encode(), hashlib.sha256).hexdigest()


Places = Annotated[list[Place], Field(min_length=1, max_length=3)]


class _Sent(_Part):
    """Something of the sender's own. What it says, and in which state it is, without its id, place and code."""

    id: Name

    def content(self) -> str:
        """A digest of what it says."""
        return digest(canonical(self.model_dump(mode="json", exclude=_NOT_CONTENT)))[:16]


_NOT_CONTENT = {"id", "transcript", "places", "code", "target_id", "review", "coding"}


class SentCoding(_Sent):
    """A coding without its words."""

    transcript: Name
    places: Places
    code: Name
    created_at: Moment
    confirmed_at: Moment | None
    by_suggestion: bool
    review: Name | None
    qualifier: Line
    challenges: Name | None
    challenge_note: Words

    @classmethod
    def of(cls, coding: Coding, places: list[Place]) -> SentCoding:
        return cls(
            id=coding.id, transcript=coding.transcript_id, places=places, code=coding.code_id, created_at=coding.created_at,
            confirmed_at=coding.confirmed_at, by_suggestion=coding.origin is Origin.SUGGESTION, review=coding.review_id,
            qualifier=coding.qualifier, challenges=coding.challenges, challenge_note=coding.challenge_note,
        )  # fmt: skip

    def coding(
        self, revision: Revision, span: Span, text: str, *, project_id: ProjectId, code_id: CodeId, coder: str
    ) -> Coding:
        """The coding at a place of a revision."""
        return Coding(
            id=CodingId(self.id), project_id=project_id, transcript_id=revision.transcript_id, revision_id=RevisionId(revision.id),
            code_id=code_id, coder=coder, start=span.start, end=span.end, quote=span.text_in(text), created_at=self.created_at,
            origin=Origin.SUGGESTION if self.by_suggestion else Origin.HAND, review_id=ReviewId(self.review) if self.review else None,
            qualifier=self.qualifier, challenges=ThemeId(self.challenges) if self.challenges else None,
            challenge_note=self.challenge_note, confirmed_at=self.confirmed_at,
        )  # fmt: skip


class SentMemo(_Sent):
    """A note that others may read."""

    kind: Annotated[MemoKind, Field(strict=False)]
    visibility: Annotated[Visibility, Field(strict=False)]
    text: Words
    target: Annotated[Target, Field(strict=False)]
    target_id: Name
    places: Annotated[list[Place], Field(max_length=3)]
    created_at: Moment
    changed_at: Moment

    @model_validator(mode="after")
    def _may_be_read(self) -> SentMemo:
        if self.visibility is Visibility.ME or self.kind is MemoKind.FEELINGS:
            raise ValueError("a private note")
        if (self.target is Target.PASSAGE) != bool(self.places):
            raise ValueError("a place belongs to a passage")
        return self

    @classmethod
    def of(cls, memo: Memo, places: list[Place]) -> SentMemo:
        return cls(
            id=memo.id, kind=memo.kind, visibility=memo.visibility, text=memo.text, target=memo.target, target_id=memo.target_id,
            places=places, created_at=memo.created_at, changed_at=memo.changed_at,
        )  # fmt: skip

    @property
    def code(self) -> str:
        """The code on which it hangs, if it does."""
        return self.target_id if self.target is Target.CODE else ""

    def memo(self, target_id: str, span: Span | None, text: str, *, project_id: ProjectId, author: str) -> Memo:
        """The note, hung on something of the project."""
        return Memo(
            id=MemoId(self.id), project_id=project_id, author=author, kind=self.kind, visibility=self.visibility, text=self.text,
            target=self.target, target_id=target_id, created_at=self.created_at, changed_at=self.changed_at,
            start=span.start if span else None, end=span.end if span else None, quote=span.text_in(text) if span else "",
        )  # fmt: skip


class SentQuestion(_Sent):
    """A question to the mentor. Its answers belong to the project."""

    transcript: Name
    places: Places
    text: Words
    asked_at: Moment
    coding: Name | None
    closed: bool

    @classmethod
    def of(cls, question: Question, places: list[Place]) -> SentQuestion:
        return cls(
            id=question.id, transcript=question.transcript_id, places=places, text=question.text, asked_at=question.asked_at,
            coding=question.coding_id, closed=question.status is QuestionStatus.CLOSED,
        )  # fmt: skip

    def question(
        self,
        transcript_id: TranscriptId,
        span: Span,
        text: str,
        *,
        project_id: ProjectId,
        asker: str,
        coding_id: CodingId | None,
    ) -> Question:
        """The question, as yet without answers."""
        return Question(
            id=QuestionId(self.id), project_id=project_id, transcript_id=transcript_id, start=span.start, end=span.end,
            quote=span.text_in(text), asker=asker, text=self.text, asked_at=self.asked_at, coding_id=coding_id,
            status=QuestionStatus.CLOSED if self.closed else QuestionStatus.OPEN,
        )  # fmt: skip


class SentReview(_Sent):
    """What the sender made of a suggestion; the machine's reasons stay where they were, for they repeat words."""

    transcript: Name
    places: Places
    code: Name
    verdict: Annotated[Verdict, Field(strict=False)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    band: Annotated[Band, Field(strict=False)]
    model: Line
    reviewed_at: Moment

    @classmethod
    def of(cls, review: Review, places: list[Place]) -> SentReview:
        return cls(
            id=review.id, transcript=review.transcript_id, places=places, code=review.code_id, verdict=review.verdict,
            confidence=review.confidence, band=review.band, model=review.model, reviewed_at=review.reviewed_at,
        )  # fmt: skip

    def review(
        self, transcript_id: TranscriptId, span: Span, *, project_id: ProjectId, code_id: CodeId, reviewer: str
    ) -> Review:
        """The review at a place of a transcript."""
        return Review(
            id=ReviewId(self.id), project_id=project_id, transcript_id=transcript_id,
            suggestion_id=suggestion_id(transcript_id, span, code_id), code_id=code_id, start=span.start, end=span.end,
            reviewer=reviewer, verdict=self.verdict, confidence=self.confidence, band=self.band, because=(), model=self.model,
            reviewed_at=self.reviewed_at,
        )  # fmt: skip


class SentReading(_Part):
    """How far the sender has read a text."""

    id: Name
    transcript: Name
    text: Digest
    up_to_turn: Position
    at: Moment


_PLACE_OF_CODE = {"id", "parent", "position", "created_at", "created_by"}


class SentCode(_Part):
    """A code that the sender made or used, with its entry; what repeats a participant's words is left out."""

    id: Name
    label: Annotated[Line, Field(min_length=1, max_length=120)]
    key: Line
    parent: Name | None
    position: Position
    codable: bool
    colour: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    status: Annotated[CodeStatus, Field(strict=False)]
    short_definition: Words
    full_definition: Words
    when_to_use: Annotated[list[Words], Field(max_length=200)]
    when_not_to_use: Annotated[list[Words], Field(max_length=200)]
    example: Words
    near_miss: Words
    use_instead: Line | None
    seed_terms: Annotated[list[Line], Field(max_length=500)]
    created_at: Annotated[str, Field(max_length=40)]
    created_by: Line
    rule: Words

    def content(self) -> str:
        """A digest of its entry."""
        return digest(canonical(self.model_dump(mode="json", exclude=_PLACE_OF_CODE)))[:16]

    @classmethod
    def of(cls, code: Code) -> SentCode:
        return cls(
            id=code.id, label=code.label, key=code.key, parent=code.parent_id, position=code.position, codable=code.codable,
            colour=code.colour, status=code.status, short_definition=code.short_definition, full_definition=code.full_definition,
            when_to_use=list(code.when_to_use), when_not_to_use=list(code.when_not_to_use), example=code.example,
            near_miss=code.near_miss.text, use_instead=code.near_miss.use_instead, seed_terms=list(code.seed_terms),
            created_at=code.created_at, created_by=code.created_by, rule=code.rule,
        )  # fmt: skip

    def code(self, project_id: ProjectId) -> Code:
        """The code in a project."""
        return Code(
            id=CodeId(self.id), project_id=project_id, label=self.label, key=self.key, parent_id=CodeId(self.parent) if self.parent else None,
            position=self.position, codable=self.codable, colour=self.colour, status=self.status, short_definition=self.short_definition,
            full_definition=self.full_definition, when_to_use=tuple(self.when_to_use), when_not_to_use=tuple(self.when_not_to_use),
            example=self.example, near_miss=NearMiss(self.near_miss, self.use_instead), seed_terms=tuple(self.seed_terms),
            created_at=self.created_at, created_by=self.created_by, rule=self.rule,
        )  # fmt: skip


class SentTranscript(_Part):
    """A transcript as the sender knows it: its id, its label, and the digest of its text."""

    id: Name
    label: Line
    text: Digest


class Work(_Part):
    """All that one person has done in a copy of a project.

    ``given`` says in which state the sender's own things were when the copy was made; ``kept`` names those that stay with the sender
    although they exist. What is in neither and not in the lists, was removed by the sender.
    """

    project: Name
    who: Annotated[Line, Field(min_length=1)]
    copy_id: Name
    sent_at: Moment
    number: Position
    transcripts: Annotated[list[SentTranscript], Field(max_length=10_000)]
    codes: Annotated[list[SentCode], Field(max_length=10_000)]
    codings: Annotated[list[SentCoding], Field(max_length=_MOST)]
    memos: Annotated[list[SentMemo], Field(max_length=_MOST)]
    questions: Annotated[list[SentQuestion], Field(max_length=_MOST)]
    reviews: Annotated[list[SentReview], Field(max_length=_MOST)]
    readings: Annotated[list[SentReading], Field(max_length=_MOST)]
    given: Annotated[dict[str, Annotated[str, Field(pattern=_VERSION)]], Field(max_length=4 * _MOST)]
    kept: Annotated[list[str], Field(max_length=4 * _MOST)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Work:
        for things in (
            self.transcripts,
            self.codes,
            self.codings,
            self.memos,
            self.questions,
            self.reviews,
            self.readings,
        ):
            if len({one.id for one in things}) != len(things):
                raise ValueError("the same id twice")
        return self


class ProjectCopy(_Part):
    """A project to work on: the records of its nouns, and its texts with their turns by their digests."""

    project: Name
    title: Line
    for_whom: Line
    made_at: Moment
    schema_version: Annotated[str, Field(max_length=20)]
    records: dict[str, Annotated[list[dict[str, Any]], Field(max_length=_MOST)]]
    bodies: Annotated[dict[str, tuple[str, list[list[Any]]]], Field(max_length=10_000)]


def packed(form: str, contents: BaseModel) -> bytes:
    """The bytes of a file; the same for the same contents."""
    plain = contents.model_dump(mode="json")
    whole = {"form": form, "version": VERSION, "sha256": digest(canonical(plain)), "contents": plain}
    return gzip.compress(canonical(whole).encode(), mtime=0)


def read_work(source: bytes) -> Work:
    """A colleague's work; ``UnreadableFileError`` says in a sentence why a file cannot be used."""
    return _unpacked(source, WORK, Work, most=MOST_WORK)


def read_copy(source: bytes) -> ProjectCopy:
    """A copy of a project; ``UnreadableFileError`` says in a sentence why a file cannot be used."""
    return _unpacked(source, COPY, ProjectCopy, most=MOST_COPY)


def _unpacked(source: bytes, form: str, kind: type[M], *, most: int) -> M:
    whole = _json(source, form, most)
    if not isinstance(whole, dict) or whole.get("form") not in (WORK, COPY):
        raise UnreadableFileError(_OTHER[form])
    if whole["form"] != form:
        raise UnreadableFileError(_OTHER[form])
    version = whole.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UnreadableFileError(_NEWER)
    try:
        if digest(canonical(whole["contents"])) != whole["sha256"]:
            raise UnreadableFileError(_DAMAGED)
        return kind.model_validate_json(json.dumps(whole["contents"]))
    except (ValidationError, KeyError, ValueError, RecursionError) as error:
        raise UnreadableFileError(_DAMAGED) from error


def _json(source: bytes, form: str, most: int) -> Any:
    """The JSON in a gzip file that unpacks to no more than ``most`` bytes."""
    if source[:2] != b"\x1f\x8b":
        raise UnreadableFileError(_OTHER[form])
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(source, most + 1)
    except zlib.error as error:
        raise UnreadableFileError(_DAMAGED) from error
    if len(plain) > most:
        raise UnreadableFileError("This file unpacks to far more than it should, so it was not opened.")
    if not unpacking.eof:
        raise UnreadableFileError(_DAMAGED)
    try:
        return json.loads(plain.decode())
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(_DAMAGED) from error


def noun_from(kind: type[T], record: dict[str, Any]) -> T:
    """A noun from a record of a copy; ``UnreadableFileError`` where it is none."""
    try:
        return TypeAdapter(kind).validate_json(json.dumps(record), strict=True)
    except (ValidationError, WorkbenchError, ValueError, TypeError, RecursionError) as error:
        raise UnreadableFileError(_DAMAGED) from error


def body_from(text: str, turns: list[list[Any]]) -> Body:
    """A text with its turns from a copy; ``UnreadableFileError`` where they do not fit each other."""
    try:
        rows = [dict(zip(_TURN, row, strict=True)) for row in turns]
        made = TypeAdapter(tuple[Turn, ...]).validate_json(json.dumps(rows), strict=True)
        at = 0
        for number, turn in enumerate(made, 1):
            if turn.number != number or turn.start < at or turn.span.end > len(text):
                raise ValueError("turns out of order")
            at = turn.end
    except (ValidationError, ValueError, TypeError) as error:
        raise UnreadableFileError(_DAMAGED) from error
    if make_text(text) != text:
        raise UnreadableFileError(_DAMAGED)
    return Body(text, made)


_TURN = ("number", "speaker_id", "start", "end", "begins_at", "ends_at")
