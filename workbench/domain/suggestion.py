"""Suggestion and Review: what the machine proposes, and what a person made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.ids import CodeId, ProjectId, ReviewId, TranscriptId
from workbench.domain.span import Span


class Band(StrEnum):
    """How sure the machine is, in words that were checked against held-out transcripts."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    LONG_SHOT = "long shot"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal with its reasons. It is not a coding until a review accepts it."""

    transcript_id: TranscriptId
    span: Span
    quote: str
    code_id: CodeId
    confidence: float
    band: Band
    because: tuple[str, ...]
    model: str

    @property
    def id(self) -> str:
        """The same proposal has the same id: transcript, place and code, as 32 hexadecimal digits."""
        return suggestion_id(self.transcript_id, self.span, self.code_id)


def suggestion_id(transcript_id: TranscriptId, span: Span, code_id: CodeId) -> str:
    """The name of what would be proposed for these words with this code."""
    named = f"{transcript_id}|{span.start}|{span.end}|{code_id}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


class Verdict(StrEnum):
    """What a person made of a suggestion."""

    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's verdict on one suggestion, with what the machine had said."""

    id: ReviewId
    project_id: ProjectId
    transcript_id: TranscriptId
    suggestion_id: str
    code_id: CodeId
    start: int
    end: int
    reviewer: str
    verdict: Verdict
    confidence: float
    band: Band
    because: tuple[str, ...]
    model: str
    reviewed_at: str
