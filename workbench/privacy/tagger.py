"""How likely one word is a proper name: a small logistic model over shape, lists, context and the project's own usage.

The coefficients lie in ``lists/tagger.json``; ``benchmarks/identifiers/train.py`` learns them from an invented corpus. Reading
them needs nothing but Python, so the search may run in any process.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workbench.privacy.lexicon import Lexicon
from workbench.privacy.tokens import Casing, Uses, Words
from workbench.privacy.word_groups import word_group

_FILE = Path(__file__).parent / "lists" / "tagger.json"
_INTRODUCES = word_group("introduces")
_DETERMINERS = word_group("determiners")
_DEEDS = word_group("deeds")
_ORDINARY = -8  # a word mostly written small
_NEXT_TO_VERBS = word_group("next to verbs")


@dataclass(frozen=True)
class Tagger:
    """Coefficients by feature."""

    weights: dict[str, float]

    def chance(self, words: Words, at: int, uses: Uses, lists: Lexicon) -> float:
        """How likely the word at a place is a proper name, between 0 and 1."""
        score = sum(self.weights.get(name, 0.0) * value for name, value in features(words, at, uses, lists).items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model that travels with the program."""
    return Tagger(json.loads(_FILE.read_text(encoding="utf-8")))


def is_verbs_company(words: Words, at: int, lists: Lexicon) -> bool:
    """Whether a word such as "Will" or "May" stands before a word that follows verbs: "Will you", "May I"."""
    after = words.tokens[at + 1] if at + 1 < len(words.tokens) else None
    return (
        words.lows[at] in lists.name_words and after is not None and not after.initial and after.low in _NEXT_TO_VERBS
    )


def features(words: Words, at: int, uses: Uses, lists: Lexicon) -> dict[str, float]:
    """What the model looks at."""
    token, low = words.tokens[at], words.lows[at]
    before = words.lows[at - 1] if at and not token.initial else ""
    after = words.tokens[at + 1] if at + 1 < len(words.tokens) else None
    next_low = after.low if after and not after.initial else ""
    place = "usual" if words.casing is Casing.USUAL else "flat"
    if place == "usual":
        place = "initial" if token.initial else "inside"
    lean = lists.leaning(low)
    small, capital = uses.small[low], uses.capital[low] - (place == "inside")
    found = {
        place: 1.0,
        f"{place} given": float(low in lists.given),
        f"{place} surname": float(low in lists.surnames),
        f"{place} ordinary name": float(low in lists.name_words),
        f"{place} unknown": float(lean is None),
        f"{place} first word": float(low in lists.first_words),
        "common": float(lists.rarity.get(low, 20) <= 9),
        "french": float(words.french and place == "initial" and lean is None),
        "determiner before": float(before in _DETERMINERS),
        "introduced": float(before in _INTRODUCES),
        "deed after": float(next_low in _DEEDS),
        "verb's company": float(is_verbs_company(words, at, lists)),
        "possessive": float(token.text[-2:].lower() in ("'s", "’s")),
        "capital after": float(after is not None and after.cap and not after.initial and after.text != "I"),
        "name before": float(bool(before) and lists.is_name_word(before) and words.tokens[at - 1].cap),
        "name after": float(bool(next_low) and lists.is_name_word(next_low) and next_low not in lists.name_words),
        "all capitals": float(token.upper and place != "flat"),
        "loud": float(token.upper and place != "flat" and lean is not None and lean <= _ORDINARY),
        "small elsewhere": min(2.0, math.log1p(small)),
        "capital elsewhere": min(2.0, math.log1p(capital)),
    }
    found[f"{place} lean"] = 0.0 if lean is None else max(-4.0, min(3.0, lean / 10))
    inside = "inside " if place == "inside" else ""  # there a capital says most, so the rest weighs otherwise
    return {name if name.startswith(place) else inside + name: value for name, value in found.items() if value}
