"""A place in a text: a half-open range of Unicode code points."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points: ``start`` is in, ``end`` is out.

    >>> Span(0, 5).overlaps(Span(5, 9))
    False
    >>> Span(4, 9).text_in("The red bus")
    'red b'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end, not {self.start} and {self.end}.")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Self) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def mostly_shared_with(self, other: Self) -> bool:
        """Whether at least half of one of the two lies in the other.

        >>> Span(0, 10).mostly_shared_with(Span(8, 11)), Span(0, 10).mostly_shared_with(Span(9, 12))
        (True, False)
        """
        shared = min(self.end, other.end) - max(self.start, other.start)
        return shared > 0 and (2 * shared >= len(self) or 2 * shared >= len(other))

    def contains(self, other: Self) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def text_in(self, text: str) -> str:
        """The words that stand at this place."""
        return text[self.start : self.end]
