"""Erasure: what must never be found again, how it is recognised, and the note that something was erased.

Words are recognised by *runs*: five words in a row, whatever their case and punctuation. That is what a search of the
files for a person's talk would look for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from workbench.domain.event import Record
from workbench.domain.ids import ErasureId, ProjectId

RUN = 5
REMOVED = "[removed]"
"""Stands where words were that a program had repeated, such as a reason of a suggestion."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SAID = re.compile('[“"]([^“”"]+)[”"]')
_QUOTED = re.compile(r"“([^”]*)”")


class Cause(StrEnum):
    """Why something was erased for good."""

    WITHDRAWAL = "withdrawal"
    IDENTIFIERS = "identifiers taken out"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The note that contents of the log were erased: when, by whom and why; ``events`` are their numbers."""

    id: ErasureId
    project_id: ProjectId
    cause: Cause
    at: str
    by: str
    events: tuple[int, ...]


def words_of(text: str) -> list[str]:
    """The words of a text, without case and punctuation.

    >>> words_of("“Well,” she said; I don't.")
    ['well', 'she', 'said', 'i', "don't"]
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def runs_of(text: str) -> set[str]:
    """Every run of five words in a text.

    >>> sorted(runs_of("I waited nine months, for letters"))
    ['i waited nine months for', 'waited nine months for letters']
    """
    words = words_of(text)
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@dataclass(frozen=True)
class Lost:
    """Words that must not be found again.

    ``runs`` are runs of five words that stood in a text and stand in none now; ``names`` are identifiers, as they were
    written; ``texts`` are the texts before and ``present`` the texts now, with single spaces, to tell a short quote of
    lost words from one of words that stay.
    """

    runs: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    present: tuple[str, ...] = ()

    @classmethod
    def between(cls, before: Iterable[str], now: Iterable[str], *, names: Iterable[str] = ()) -> Lost:
        """What stood in the texts before and stands in none of the texts now."""
        old, present = tuple(before), tuple(now)
        gone = set().union(*map(runs_of, old)) if old else set()
        for text in present:
            gone -= runs_of(text)
        wanted = frozenset(name.strip() for name in names if name.strip())
        return cls(frozenset(gone), wanted, tuple(map(single_spaced, old)), tuple(map(single_spaced, present)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _one_of(self.names)

    @cached_property
    def _gone(self) -> re.Pattern[str] | None:
        """The identifiers that stand in no text of the project any more."""
        return _one_of(
            {
                name
                for name in self.names
                if not any(found.search(text) for text in self.present if (found := _one_of({name})))
            }
        )

    def names_in(self, text: str, *, elsewhere: bool = False) -> bool:
        """Whether one of the identifiers stands in a text, as a word of its own.

        ``elsewhere`` asks only for those that stand in no text of the project now: what others still say may be repeated.
        """
        pattern = self._gone if elsewhere else self._pattern
        return pattern is not None and pattern.search(text) is not None

    def runs_in(self, text: str) -> bool:
        """Whether five lost words in a row stand in a text."""
        return bool(self.runs) and not self.runs.isdisjoint(runs_of(text))

    def stands_in(self, text: str) -> bool:
        """Whether a text holds anything that must not be found again."""
        return self.names_in(text) or self.runs_in(text)

    def is_lost_quote(self, quote: str) -> bool:
        """Whether these words, however few, stood in one of the texts before and stand in none now."""
        words = single_spaced(quote)
        return (
            bool(words)
            and any(words in text for text in self.texts)
            and not any(words in text for text in self.present)
        )

    def without_quotes(self, sentence: str) -> str:
        """A sentence of the program with the lost words that it repeats between “ and ” taken out.

        >>> lost = Lost.between(["I waited nine months."], ["[removed]"])
        >>> lost.without_quotes("like T01 turn 2: “waited nine …”")
        'like T01 turn 2: “[removed]”'
        """

        def cut(found: re.Match[str]) -> str:
            quote = found[1].removesuffix("…").strip()
            return f"“{REMOVED}”" if self.is_lost_quote(quote) or self.stands_in(quote) else found[0]

        shown = _QUOTED.sub(cut, sentence)
        return REMOVED if self.stands_in(shown) else shown

    def places_in(self, text: str, *, name: str = REMOVED) -> list[tuple[int, int, str]]:
        """Where lost words and identifiers stand in a text, in order, and what to put there instead."""
        found = [(*match.span(), name) for match in self._pattern.finditer(text)] if self._pattern else []
        found += [
            (*match.span(1), REMOVED)
            for match in _SAID.finditer(text)
            if len(words_of(match[1])) > 1 and self.is_lost_quote(match[1].strip(" .,;!?…"))
        ]
        if self.runs:
            places = list(_WORD.finditer(text))
            words = [place[0].casefold().replace("’", "'") for place in places]
            found += [
                (places[at].start(), places[at + RUN - 1].end(), REMOVED)
                for at in range(len(words) - RUN + 1)
                if " ".join(words[at : at + RUN]) in self.runs
            ]
        return _joined(found)

    def masked(self, text: str, *, name: str = REMOVED) -> str:
        """A text in which lost words are taken out, and identifiers replaced by ``name``.

        >>> lost = Lost.between(["I waited nine months for it"], [""], names=["Trevor"])
        >>> lost.masked("Trevor's: he waited nine months for it. And “nine months”?", name="P08")
        "P08's: he [removed]. And “[removed]”?"
        """
        for start, end, instead in reversed(self.places_in(text, name=name)):
            text = text[:start] + instead + text[end:]
        return text


def _one_of(names: Collection[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _joined(places: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Places in order; those that overlap or stand side by side become one, in which words are gone rather than renamed."""
    joined: list[tuple[int, int, str]] = []
    for start, end, instead in sorted(places):
        if joined and start <= joined[-1][1] + (instead == joined[-1][2] == REMOVED):
            first, last, before = joined[-1]
            joined[-1] = (first, max(end, last), before if before == instead else REMOVED)
        else:
            joined.append((start, end, instead))
    return joined


def single_spaced(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def texts_in(value: object) -> Iterator[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def transcript_of(noun: str, record: Record) -> str | None:
    """The transcript that a thing lies in, or ``None``."""
    if noun == "transcript":
        return str(record["id"])
    if noun == "memo" and record["target"] in ("passage", "transcript"):
        return str(record["target_id"])
    found = record.get("transcript_id")
    return str(found) if found is not None else None
