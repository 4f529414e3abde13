"""Coding, Memo, Question, Reading: what people marked, wrote, asked and read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.ids import (
    CodeId,
    CodingId,
    MemoId,
    ProjectId,
    QuestionId,
    ReadingId,
    ReviewId,
    RevisionId,
    ThemeId,
    TranscriptId,
)
from workbench.domain.span import Span
from workbench.errors import QuoteMismatchError


class Origin(StrEnum):
    """How a coding came to be: by hand, or by accepting a suggestion. It is kept for ever."""

    HAND = "hand"
    SUGGESTION = "suggestion"


class Sureness(StrEnum):
    """How sure a coder is that the code fits these words."""

    SURE = "sure"
    FAIRLY = "fairly sure"
    NOT = "not sure"


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's decision that a code applies to a place. ``quote`` repeats the words that stand there."""

    id: CodingId
    project_id: ProjectId
    transcript_id: TranscriptId
    revision_id: RevisionId
    code_id: CodeId
    coder: str
    start: int
    end: int
    quote: str
    created_at: str
    origin: Origin = Origin.HAND
    review_id: ReviewId | None = None  # the review that accepted a suggestion, where one did
    qualifier: str = ""  # the key of one of the project's qualifiers (present / missing ...), or none
    challenges: ThemeId | None = None  # a theme that this passage speaks against
    challenge_note: str = ""  # how it speaks against it
    confirmed_at: str | None = None  # when somebody last looked at it again and found that the code fits
    sureness: Sureness | None = None  # where its coder has said so

    @property
    def judged_at(self) -> str:
        """When somebody last decided that this code fits these words."""
        return max(self.created_at, self.confirmed_at or "")

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def check(self, text: str) -> None:
        """Raise ``QuoteMismatchError`` unless the quote is what stands at the place in ``text``."""
        if not 0 <= self.start < self.end <= len(text) or text[self.start : self.end] != self.quote:
            raise QuoteMismatchError(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """That a coding has no certain place in its transcript's new text, and waits for a person; ``id`` is the coding's.

    The coding itself stays as it was, with its words in the older revision, and counts nowhere until it is placed.
    ``guess_start`` and ``guess_end`` are where it may belong in the present text. Somebody may set it aside, with a reason.
    """

    id: CodingId
    project_id: ProjectId
    transcript_id: TranscriptId
    since: str
    guess_start: int | None = None
    guess_end: int | None = None
    set_aside_by: str = ""
    reason: str = ""

    @property
    def guess(self) -> Span | None:
        """Where it may belong in the present text."""
        return None if self.guess_start is None or self.guess_end is None else Span(self.guess_start, self.guess_end)

    @property
    def is_set_aside(self) -> bool:
        """Whether a person decided that it has no place in the text any more."""
        return bool(self.set_aside_by)

    def with_guess(self, place: Span | None) -> Unplaced:
        """The same with another guess."""
        return replace(self, guess_start=place.start if place else None, guess_end=place.end if place else None)


class MemoKind(StrEnum):
    """What a note is about (method.md 2.5)."""

    FIRST_IMPRESSION = "first impression"
    CODE = "code"
    THEME = "theme"
    METHOD = "method decision"
    REFLEXIVE = "about me"
    FEELINGS = "how I feel"  # seen by its author alone, whatever is chosen, and in no export
    ETHICS = "ethics concern"
    QUESTION = "question to the mentor"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may read a note."""

    ME = "me"
    TEAM = "team"
    MENTOR = "mentor"


class Target(StrEnum):
    """What a note hangs on."""

    PROJECT = "project"
    TRANSCRIPT = "transcript"
    PASSAGE = "passage"
    CODE = "code"
    THEME = "theme"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note by one person, on one thing. On a passage, ``start`` and ``end`` say where in the transcript."""

    id: MemoId
    project_id: ProjectId
    author: str
    kind: MemoKind
    visibility: Visibility
    text: str
    target: Target
    target_id: str
    created_at: str
    changed_at: str
    start: int | None = None
    end: int | None = None
    quote: str = ""


class QuestionStatus(StrEnum):
    """Where a question to the mentor stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """One contribution to the thread of a question."""

    author: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence about a coding or a passage, with the thread of answers: "I am not sure" to the mentor, or a mentor's comment."""

    id: QuestionId
    project_id: ProjectId
    transcript_id: TranscriptId
    start: int
    end: int
    quote: str
    asker: str
    text: str
    asked_at: str
    coding_id: CodingId | None = None
    status: QuestionStatus = QuestionStatus.OPEN
    answers: tuple[Answer, ...] = ()
    seen_at: str | None = None  # when the asker last looked at the thread
    addressed_to: str = ""  # the member whom a mentor speaks to; empty for a question to the mentor

    @property
    def is_comment(self) -> bool:
        """Whether a mentor began it, to one person."""
        return bool(self.addressed_to)

    def is_for(self, name: str) -> bool:
        """Whether a person began this thread or was spoken to in it."""
        return name in (self.asker, self.addressed_to)


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one person has read a transcript: up to and including turn ``up_to_turn``."""

    id: ReadingId
    project_id: ProjectId
    transcript_id: TranscriptId
    reader: str
    up_to_turn: int
    at: str
