"""What looking further goes in with and comes out with: plain frozen values that cost nothing to import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    """All passages of participants in order, the person and the transcript of each, and what the team said, turn by turn."""

    texts: Sequence[str]
    people: Sequence[str]
    transcripts: Sequence[str]
    team: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage that resembles what was asked about (0 to 1), and words that both use, as they stand in it."""

    number: int
    likeness: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FarOff:
    """A passage that is unlike everything coded, and words of it that no coded passage has."""

    number: int
    likeness: float
    new_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A passage on a theme's subject that may speak against it, and what says so.

    ``opposed`` are pairs: a word of the passage, and the opposite word of the theme's passages. ``negated`` are words that are denied here
    and not there, ``affirmed`` the other way round. ``turns`` are sayings that often bring in another experience.
    """

    number: int
    likeness: float
    shared: tuple[str, ...]
    opposed: tuple[tuple[str, str], ...] = ()
    negated: tuple[str, ...] = ()
    affirmed: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    like_challenge: int | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Passages that say nearly the same, in order; ``likeness`` is that of the least alike (0 to 100)."""

    numbers: tuple[int, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Striking:
    """Some words in a row that participants use: as they are said most often, by how many people, and where.

    ``places`` are (passage, start, end) in code points of the passage. ``by_team`` counts how often the team said them.
    """

    words: str
    people: int
    mentions: int
    by_team: int
    places: tuple[tuple[int, int, int], ...]
