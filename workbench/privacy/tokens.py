"""A transcript as words with their shape: capitals, where sentences begin, what stands before and behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from workbench.domain.text import ANNOTATION
from workbench.privacy.values import Talk
from workbench.privacy.word_groups import word_group

_WORD = re.compile(r"(?:[A-Z]\.){2,6}(?!\w)|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*['’]?\d{0,3}")
_ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ]s?\d*$", re.IGNORECASE)
_CONTRACTED = re.compile(r"['’ʼ](?:s|d|ll|ve|re)$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:\n\"“«\[\]()\u2013\u2014>*;]|--")
_SHORT = word_group("short")
_FRENCH = word_group("french")


class Casing(Enum):
    """How a transcript uses capitals."""

    USUAL = "as usual"
    NONE = "none"  # speech-to-text without capitals
    ALL = "all"  # speech-to-text in capitals only


@dataclass(slots=True)
class Token:
    """One word. ``low`` is its folded form without a possessive ending."""

    start: int
    end: int
    text: str
    low: str
    cap: bool
    upper: bool
    initial: bool
    gap: str  # what stands between the word before and this one
    plain: str = ""  # ``low`` without apostrophes and stops, as the lists of places are compared
    noted: bool = False  # inside a transcriber's note


@dataclass(slots=True)
class Words:
    """The words of one transcript, how it uses capitals, and whether it is French."""

    talk: Talk
    tokens: list[Token]
    lows: list[str]
    casing: Casing
    french: bool


@dataclass(slots=True)
class Uses:
    """How often each word stands with a small letter, and how often with a capital inside a sentence, in the whole project."""

    small: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, project: Iterable[Words]) -> Uses:
        uses = cls()
        for words in project:
            if words.casing is not Casing.USUAL:
                continue
            for token in words.tokens:
                if not token.cap:
                    uses.small[token.low] += 1
                elif not token.initial:
                    uses.capital[token.low] += 1
        return uses


def words_of(talk: Talk) -> Words:
    """The words of a transcript with their shapes."""
    text = talk.text
    begins = {turn.start for turn in talk.turns}
    notes = [match.span() for match in ANNOTATION.finditer(text)]
    tokens: list[Token] = []
    before, note = 0, 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        elided = _ELIDED.match(match[0])
        at_first = not tokens
        gap = text[before:start]
        initial = at_first or start in begins or _opens(gap, tokens[-1].text if tokens else "")
        if elided:
            initial = initial and not text[start + elided.end()].isupper()
            start += elided.end()
        shape = text[start:end]
        while note < len(notes) and notes[note][1] <= start:
            note += 1
        noted = note < len(notes) and notes[note][0] <= start
        letters = _POSSESSIVE.sub("", shape)
        tokens.append(
            Token(
                start=start,
                end=end,
                text=shape,
                low=_CONTRACTED.sub("", shape).rstrip("'’").casefold() or shape.casefold(),
                cap=shape[0].isupper(),
                upper=sum(map(str.isalpha, letters)) > 1 and letters.isupper(),
                initial=initial,
                gap=gap,
                plain=plain_form(shape),
                noted=noted,
            )
        )
        before = end
    lows = [token.low for token in tokens]
    french = sum(low in _FRENCH for low in lows) > 0.12 * max(1, len(lows)) and len(lows) > 5
    return Words(talk, tokens, lows, _casing(tokens), french)


def plain_form(word: str) -> str:
    """A word as the lists of places and bodies are compared.

    >>> plain_form("Children’s"), plain_form("U.S."), plain_form("Tsuut'ina")
    ('children', 'us.', 'tsuutina')
    """
    plain = _CONTRACTED.sub("", word).casefold().replace("'", "").replace("’", "")
    return plain.replace(".", "") + "." if plain.count(".") > 1 else plain.rstrip(".")


def _opens(gap: str, word_before: str) -> bool:
    """Whether a new sentence may begin after what stands between two words."""
    found = _ENDS_SENTENCE.search(gap)
    if found is None:
        return False
    shortened = word_before.casefold() in _SHORT or (
        len(word_before) == 1 and word_before.isupper() and word_before != "I"
    )
    return not (shortened and gap.strip() == ".")


def _casing(tokens: list[Token]) -> Casing:
    longer = [token for token in tokens if len(token.text) > 1 and not token.noted]
    if len(longer) < 8:
        return Casing.USUAL
    if sum(token.upper for token in longer) > 0.6 * len(longer):
        return Casing.ALL
    opening = [token for token in longer if token.initial]
    inside = sum(token.cap for token in longer if not token.initial)
    small = sum(not token.cap for token in opening)
    if inside < 0.004 * len(longer) and (small > 0.6 * len(opening)):
        return Casing.NONE
    return Casing.USUAL
