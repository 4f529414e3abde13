"""The mirror: what people make of suggestions, and what suggestions make of their coding. Counts and shares, no judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from workbench.domain.ids import CodeId
from workbench.domain.suggestion import Review, Verdict, latest_reviews

FEW_REVIEWS = 10
FEW_PASSAGES = 20
OFTEN = 0.9


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many proposals people decided on, and what they made of them."""

    accepted: int = 0
    adjusted: int = 0
    rejected: int = 0
    unsure: int = 0
    never: int = 0

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """The last word of each person on each proposal."""
        counted = Counter(review.verdict for review in latest_reviews(reviews))
        return cls(
            counted[Verdict.ACCEPTED],
            counted[Verdict.ADJUSTED],
            counted[Verdict.REJECTED],
            counted[Verdict.UNSURE],
            counted[Verdict.NEVER],
        )

    @property
    def all(self) -> int:
        return self.accepted + self.adjusted + self.rejected + self.unsure + self.never

    @property
    def used(self) -> int:
        """Accepted as they stood, or after a change."""
        return self.accepted + self.adjusted

    @property
    def acceptance(self) -> float | None:
        """Used of those decided; ``None`` where fewer than ten were, for a share of so few says nothing.

        >>> ReviewCounts(accepted=9, rejected=1).acceptance, ReviewCounts(accepted=3).acceptance
        (0.9, None)
        """
        decided = self.all - self.unsure
        return self.used / decided if decided >= FEW_REVIEWS else None

    @property
    def is_often_used(self) -> bool:
        """Whether more than nine in ten were used: time to ask if anybody still looks."""
        return self.acceptance is not None and self.acceptance > OFTEN


def by_code(reviews: Iterable[Review]) -> dict[CodeId, ReviewCounts]:
    """The counts of each code."""
    grouped: dict[CodeId, list[Review]] = {}
    for review in reviews:
        grouped.setdefault(review.code_id, []).append(review)
    return {code_id: ReviewCounts.of(found) for code_id, found in grouped.items()}


def by_person(reviews: Iterable[Review]) -> dict[str, ReviewCounts]:
    """The counts of each person."""
    grouped: dict[str, list[Review]] = {}
    for review in reviews:
        grouped.setdefault(review.reviewer, []).append(review)
    return {name: ReviewCounts.of(found) for name, found in grouped.items()}


@dataclass(frozen=True, slots=True)
class Coded:
    """What was coded on some passages: how many there are, and on how many each code stands."""

    passages: int
    uses: Mapping[CodeId, int]

    @property
    def codes_per_passage(self) -> float | None:
        """``None`` where there are too few passages to say."""
        return sum(self.uses.values()) / self.passages if self.passages >= FEW_PASSAGES else None

    def share(self, code_id: CodeId) -> float | None:
        """The share of passages with a code; ``None`` where there are too few passages to say."""
        return self.uses.get(code_id, 0) / self.passages if self.passages >= FEW_PASSAGES else None


@dataclass(frozen=True, slots=True)
class Shift:
    """Coding where suggestions may speak, beside coding on turns that were drawn at random to stay without."""

    aided: Coded
    unaided: Coded

    @property
    def can_be_said(self) -> bool:
        return min(self.aided.passages, self.unaided.passages) >= FEW_PASSAGES

    def largest(self, most: int = 5) -> list[CodeId]:
        """The codes whose share differs most between the two, if that can be said."""
        if not self.can_be_said:
            return []

        def gap(code_id: CodeId) -> float:
            return abs((self.aided.share(code_id) or 0.0) - (self.unaided.share(code_id) or 0.0))

        codes = {*self.aided.uses, *self.unaided.uses}
        return sorted((code for code in codes if gap(code) > 0), key=lambda code: (-gap(code), code))[:most]
