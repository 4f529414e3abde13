"""Suggestion and Review: what the machine proposes, and what a person made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
    NEVER = "never here"

    @property
    def is_yes(self) -> bool:
        return self in (Verdict.ACCEPTED, Verdict.ADJUSTED)


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

    def suggestion_of(self, quote: str) -> Suggestion:
        """What was decided on, with the words that stand there."""
        return Suggestion(
            transcript_id=self.transcript_id,
            span=Span(self.start, self.end),
            quote=quote,
            code_id=self.code_id,
            confidence=self.confidence,
            band=self.band,
            because=self.because,
            model=self.model,
        )

    def settles(self, suggestion: Suggestion, *, turn: Span) -> bool:
        """Whether the person has spoken about this suggestion, so that it need not be shown again.

        A suggestion that was turned down may come again when its reasons are others: it is surer by a band than it was, or nothing that
        was said for it then is said for it now. "Never here" holds for its code anywhere in ``turn``, the turn that the suggestion is
        about, whatever the reasons.
        """
        if (self.transcript_id, self.code_id) != (suggestion.transcript_id, suggestion.code_id):
            return False
        if self.verdict is Verdict.NEVER:
            return turn.overlaps(Span(self.start, self.end))
        if self.suggestion_id != suggestion.id:
            return False
        return self.verdict is not Verdict.REJECTED or not self._outdone_by(suggestion)

    def _outdone_by(self, suggestion: Suggestion) -> bool:
        surer = _CERTAINTY.index(suggestion.band) > _CERTAINTY.index(self.band)
        return surer or (bool(suggestion.because) and set(self.because).isdisjoint(suggestion.because))


_CERTAINTY = (Band.LONG_SHOT, Band.POSSIBLE, Band.LIKELY)


def latest_reviews(reviews: Iterable[Review]) -> list[Review]:
    """The last word of each person on each suggestion, oldest first: who decides again replaces what was decided before."""
    last: dict[tuple[str, str], Review] = {}
    for review in sorted(reviews, key=lambda one: (one.reviewed_at, one.id)):
        last.pop((review.reviewer, review.suggestion_id), None)
        last[review.reviewer, review.suggestion_id] = review
    return list(last.values())


UNAIDED_ONE_IN = 8
UNAIDED_FROM_TURNS = 16


def is_unaided(project_id: ProjectId, transcript_id: TranscriptId, turn: int, *, turns: int) -> bool:
    """Whether a turn is held back: nothing is ever suggested there, so that help can be compared with none.

    One turn in eight, drawn by a digest of its place: the same for everybody in a project and on every computer, in no relation to
    what is said there. A short transcript, of fewer than sixteen ``turns``, is spared.
    """
    drawn = hashlib.sha256(f"unaided|{project_id}|{transcript_id}|{turn}".encode()).digest()
    return turns >= UNAIDED_FROM_TURNS and int.from_bytes(drawn[:8]) % UNAIDED_ONE_IN == 0
