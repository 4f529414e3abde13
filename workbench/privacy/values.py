"""What the search for identifiers takes and gives: plain frozen values.

An identifier is anything that could tell a reader who somebody is. The search finds strings; what identifies by story (a
rare job, an event in the news) it cannot find, and it asks a person to look instead (``Prompt``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_SPACES = re.compile(r"\s+")


class IdentifierClass(StrEnum):
    """What sort of identifier a string is. The order is the order of review: shapes first, then names."""

    HEALTH_NUMBER = "health number"
    SIN = "SIN"
    RECORD_NUMBER = "record number"
    SPOKEN_DIGITS = "spoken digits"
    OTHER_NUMBER = "other number"
    PHONE = "phone"
    EMAIL = "e-mail"
    WEB = "web address"
    HANDLE = "handle"
    IP_ADDRESS = "IP address"
    DEVICE = "device number"
    PLATE = "vehicle plate"
    POSTAL_CODE = "postal code"
    ADDRESS = "address"
    DATE = "date"
    AGE = "age 90+"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"

    @property
    def must_catch(self) -> bool:
        """Whether its shape gives it away, so that a search that misses one is not good enough."""
        return self not in _BY_CONTEXT

    @property
    def is_name(self) -> bool:
        """Whether it is a proper name: found by lists and context, not by shape."""
        return self in _NAMES


_NAMES = frozenset({IdentifierClass.PERSON, IdentifierClass.PLACE, IdentifierClass.ORGANISATION})
_BY_CONTEXT = _NAMES | {IdentifierClass.ADDRESS}


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """One turn: a half-open range of code points of the text, and the label of who speaks, where there is one."""

    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """One transcript as the search sees it: its text, its turns, and the labels of its speakers."""

    text: str
    turns: tuple[SpokenBy, ...] = ()
    speakers: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every speaker label once, in order of appearance."""
        return tuple(dict.fromkeys([*self.speakers, *(turn.speaker for turn in self.turns if turn.speaker)]))


@dataclass(frozen=True, slots=True)
class Known:
    """What the team knows already: the roster, the project's list of names, and what was decided before.

    ``kept`` are strings that a person decided are no identifiers; ``replacements`` are the bracketed meanings that stand
    where an identifier stood, such as ``[Clinic A]``. Neither comes back as a hit.
    """

    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    replacements: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        people: Iterable[str] = (),
        places: Iterable[str] = (),
        organisations: Iterable[str] = (),
        kept: Iterable[str] = (),
        replacements: Iterable[str] = (),
    ) -> Known:
        """From any collections of strings; empty ones are left out."""
        return cls(
            people=_filled(people),
            places=_filled(places),
            organisations=_filled(organisations),
            kept=_filled(kept),
            replacements=_filled(replacements),
        )


def _filled(strings: Iterable[str]) -> frozenset[str]:
    return frozenset(string.strip() for string in strings if string.strip())


@dataclass(frozen=True, slots=True)
class Hit:
    """A string that could identify somebody. ``text[start:end]`` of the transcript is ``text``.

    ``key`` is the same for every spelling that one decision should cover: capitals, possessives and the ways of writing
    one number apart. ``why`` says in plain words what gave it away. ``confidence`` orders the review; it is no probability.
    """

    start: int
    end: int
    text: str
    kind: IdentifierClass
    confidence: float
    why: str
    key: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"A hit needs a place as long as its text, not {self.start} to {self.end}.")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A passage worth a person's look, for what no machine finds; ``question`` is what to ask oneself. Not a hit."""

    start: int
    end: int
    text: str
    question: str
    cue: str  # the words that made us ask


def key_of(text: str, kind: IdentifierClass) -> str:
    """The string under which hits are decided together.

    >>> key_of("Tracy’s", IdentifierClass.PERSON), key_of("(403) 555-0177", IdentifierClass.PHONE)
    ('tracy', '4035550177')
    """
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()
    if kind.is_name:
        return _POSSESSIVE.sub("", folded).strip(" .,;:!?\"“”‘’'") or folded
    if kind in _WRITTEN_APART:
        return "".join(character for character in folded if character.isalnum()) or folded
    return folded.strip(" .,;:!?") or folded


_WRITTEN_APART = frozenset(
    {
        IdentifierClass.HEALTH_NUMBER,
        IdentifierClass.SIN,
        IdentifierClass.RECORD_NUMBER,
        IdentifierClass.SPOKEN_DIGITS,
        IdentifierClass.OTHER_NUMBER,
        IdentifierClass.PHONE,
        IdentifierClass.DEVICE,
        IdentifierClass.PLATE,
        IdentifierClass.POSTAL_CODE,
    }
)
