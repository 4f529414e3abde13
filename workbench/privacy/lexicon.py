"""The lists that the search for names leans on, read once: names, places, bodies, and how words are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workbench.privacy.tokens import plain_form

_FOLDER = Path(__file__).parent / "lists"
_LEANS = 5  # from here on a word is so mostly capitalised that it is a name first


@dataclass(frozen=True)
class Phrases:
    """Names of several words, found by their first word. Single words are in ``singles``."""

    singles: frozenset[str]
    by_first: dict[str, tuple[tuple[str, ...], ...]]  # the longest first

    @classmethod
    def of(cls, names: Iterable[str]) -> Phrases:
        singles: set[str] = set()
        longer: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(plain_form(word) for word in name.split())
            if len(words) == 1:
                singles.add(words[0])
            elif words:
                longer.setdefault(words[0], set()).add(words)
        ordered = {first: tuple(sorted(found, key=lambda w: (-len(w), w))) for first, found in longer.items()}
        return cls(frozenset(singles), ordered)

    def longest_at(self, words: list[str], at: int) -> int:
        """How many of the words from a place on are one of these names; 0 for none. Single words count as well."""
        for phrase in self.by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 1 if words[at] in self.singles else 0


@dataclass(frozen=True)
class Lexicon:
    """Every list at hand. ``lean`` is positive for words that people mostly write with a capital."""

    given: frozenset[str]
    surnames: frozenset[str]
    name_words: frozenset[str]  # names that are ordinary words too
    nicknames: dict[str, frozenset[str]]  # both ways
    places: Phrases
    organisations: Phrases
    place_words: frozenset[str]
    organisation_words: frozenset[str]
    capitals: frozenset[str]
    first_words: frozenset[str]
    lean: dict[str, int]
    rarity: dict[str, int]

    def leaning(self, word: str) -> int | None:
        """How much a word leans to its capital; of a compound, its most leaning part; ``None`` if nobody knows it."""
        lean = self.lean.get(word)
        if lean is not None or "-" not in word:
            return -20 if word.endswith(("n't", "n’t")) else lean
        parts = [self.lean.get(part) for part in word.split("-") if len(part) > 1]
        known = [part for part in parts if part is not None]
        return max(known, default=-20) if len(known) == len(parts) else None

    def is_name_word(self, word: str) -> bool:
        return word in self.given or word in self.surnames


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists, read from the program's own files on first use."""
    lean, rarity = {}, {}
    for line in _lines("words"):
        word, leaning, rare = line.split(" ")
        lean[word], rarity[word] = int(leaning), int(rare)
    place_words, organisation_words = " ".join(_lines("place_words")).split("|")
    return Lexicon(
        given=_words("given_names"),
        surnames=_words("surnames"),
        name_words=frozenset(word for word in _words("name_words") if lean.get(word, 0) < _LEANS),
        nicknames=_nicknames(),
        places=Phrases.of(_names("places")),
        organisations=Phrases.of(_names("organisations")),
        place_words=frozenset(place_words.casefold().replace(".", "").split()),
        organisation_words=frozenset(organisation_words.casefold().split()),
        capitals=_words("capitals"),
        first_words=_words("first_words"),
        lean=lean,
        rarity=rarity,
    )


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(_lines(name)).casefold().split())


def _names(name: str) -> Iterator[str]:
    for line in _lines(name):
        yield from (each.strip() for each in line.split(";") if each.strip())


def _nicknames() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _lines("nicknames"):
        short, _, long = line.partition("=")
        for one in short.split():
            for other in long.split():
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return {name: frozenset(others) for name, others in found.items()}
