"""What goes into the suggestion engine and what comes out: frozen values that cost nothing to import."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, TypeAlias

Band: TypeAlias = Literal["likely", "possible", "long shot"]
LIKELY_FROM = 0.6
POSSIBLE_FROM = 0.3
LONG_SHOT_FROM = 0.15
CODINGS_FOR_LIKELY = 50

Codings: TypeAlias = Mapping[str, AbstractSet[str]]
"""Passage id to the codes a person gave it. A passage that was read and left uncoded has an empty set."""


def band_of(chance: float, *, coded: int) -> Band:
    """How sure that is, in words; with fewer than fifty codings behind it never more than "possible".

    >>> band_of(0.8, coded=200), band_of(0.8, coded=49), band_of(0.2, coded=200)
    ('likely', 'possible', 'long shot')
    """
    if chance >= LIKELY_FROM and coded >= CODINGS_FOR_LIKELY:
        return "likely"
    return "possible" if chance >= POSSIBLE_FROM else "long shot"


@dataclass(frozen=True, slots=True)
class CodeDescription:
    """A code as the codebook describes it; everything but its name may be empty."""

    id: str
    label: str
    definition: str = ""
    seed_terms: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn, sentence or comment: the unit that codes are suggested for."""

    id: str
    text: str
    transcript_id: str = ""
    speaker: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class WordsReason:
    """Words of the passage, spelled as they stand there, that speak most for the code."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "because of " + ", ".join(f"“{word}”" for word in self.words)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class SimilarReason:
    """A passage that a person gave this code, and how alike the two are (0 to 1)."""

    passage_id: str
    similarity: float

    @property
    def text(self) -> str:
        return f"like passage {self.passage_id}, which has this code (likeness {self.similarity:.2f})"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class SeedReason:
    """Words of the passage, spelled as they stand there, that the codebook names for this code."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "the codebook names " + ", ".join(f"“{word}”" for word in self.words)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ContinuesReason:
    """The person's own turn just before, which has this code."""

    passage_id: str

    @property
    def text(self) -> str:
        return "you gave this code to the turn just before"

    def __str__(self) -> str:
        return self.text


Reason: TypeAlias = WordsReason | SimilarReason | SeedReason | ContinuesReason


@dataclass(frozen=True, slots=True)
class SuggestedCode:
    """A proposal with its reasons. It is not a coding until a person accepts it."""

    passage_id: str
    code_id: str
    confidence: float
    band: Band
    because: tuple[Reason, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person's engine learns from, and what it is asked. ``project`` names the codes and passages brought before.

    ``wanted`` are passages; ``not_again`` are (passage, code) pairs to leave out; ``since`` is the ``state`` of the answer that the asker
    still has, or nothing. An answer that need not be remembered is no answer for a later ``since``.
    """

    project: str
    asker: str
    codings: Codings
    wanted: tuple[str, ...]
    not_again: frozenset[tuple[str, str]] = frozenset()
    at_most: int = 3
    since: str = ""
    remember: bool = True


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What is new since the answer before: suggestions to put in place, and (passage, code) pairs to take away.

    ``whole`` says that these are all there are, and that nothing else is left of the answer before.
    """

    suggestions: tuple[SuggestedCode, ...]
    gone: tuple[tuple[str, str], ...]
    silent_codes: dict[str, str]
    model: str
    state: str
    whole: bool
