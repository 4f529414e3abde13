"""Proper names in one transcript: by title, by list, by a capital inside a sentence, by a word nobody writes small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.privacy.kinds import TITLES, kind_of
from workbench.privacy.lexicon import Lexicon, lexicon
from workbench.privacy.tagger import Tagger, tagger
from workbench.privacy.tokens import Casing, Uses, Words
from workbench.privacy.values import IdentifierClass
from workbench.privacy.word_groups import word_group

_JOINERS = word_group("joiners")
_INNER = frozenset({" ", "-", ". ", " & ", "'", "’", "/", "\u00a0"})
_KIN = word_group("kin")
_ALSO_ACRONYMS = word_group("also acronyms")
_ORDINARY = -8  # how much a word leans to small letters that in capitals is only loud
_SPEAKS = word_group("speaks")
_BEFORE_MONTHS = word_group("before months")
_LABEL = re.compile(r"[a-z]{1,2}\d{1,3}")  # P07, T04: what stands for somebody already
_ACRONYM = 6  # letters, at most
_BODIES = word_group("bodies")
_GROUNDS = word_group("grounds")
_VERY_RARE = 13
_RARE = 11  # a word this rare at the start of a sentence goes with the name behind it
_LEANS_MUCH = 6  # from here on a word without capitals is asked about
_SURE = 0.5  # from here on a name spreads to its other mentions
LEAST = 0.12  # what the tagger must give a capital inside a sentence
LEAST_INITIAL = 0.1  # ... the first word of a sentence
LEAST_SMALL = 0.5  # ... a word in a transcript without capitals


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in one transcript, as a range of its words."""

    first: int
    last: int  # the word after the last one
    kind: IdentifierClass
    confidence: float
    why: str

    @property
    def spreads(self) -> bool:
        return self.confidence >= _SURE


class NameFinder:
    """Finds the names of one transcript, knowing how the whole project writes its words."""

    def __init__(self, words: Words, uses: Uses, *, lists: Lexicon | None = None, model: Tagger | None = None) -> None:
        self.words = words
        self.uses = uses
        self.lists = lists or lexicon()
        self.model = model or tagger()
        self.chance = [0.0] * len(words.tokens)
        self.why = [""] * len(words.tokens)
        self.kinds: dict[int, IdentifierClass] = {}
        self.listed = [0] * len(words.tokens)  # how long a listed phrase begins here

    def find(self) -> list[Name]:
        """Every name, in order, none overlapping."""
        self._by_list()
        self._by_title()
        self._by_shape()
        if self.words.casing is not Casing.USUAL:
            self._by_last_word()
        return list(self._runs())

    def _note(self, at: int, chance: float, why: str) -> None:
        if chance > self.chance[at]:
            self.chance[at], self.why[at] = chance, why

    # What each word could be

    def _by_list(self) -> None:
        """Places and bodies on our lists: several words in any writing, single ones with a capital or a strong lean."""
        tokens = self.words.tokens
        for phrases, kind in (
            (self.lists.places, IdentifierClass.PLACE),
            (self.lists.organisations, IdentifierClass.ORGANISATION),
        ):
            for at in range(len(tokens)):
                length = self._phrase(phrases.by_first.get(tokens[at].plain, ()), at)
                if length:
                    for inner in range(at, at + length):
                        self._note(inner, 0.9, f"On our list of {kind.value}s.")
                    self.listed[at] = max(self.listed[at], length)
                    self.kinds.setdefault(at, kind)
                elif tokens[at].plain in phrases.singles and self._stands_alone(at):
                    self._note(at, 0.85, f"On our list of {kind.value}s.")

    def _phrase(self, phrases: tuple[tuple[str, ...], ...], at: int) -> int:
        tokens = self.words.tokens
        for phrase in phrases:
            end = at + len(phrase)
            if tuple(token.plain for token in tokens[at:end]) != phrase:
                continue
            if any(_breaks(token.gap) for token in tokens[at + 1 : end]):
                continue
            capitals = sum(token.cap for token in tokens[at:end])
            usual = self.words.casing is Casing.USUAL
            if usual and capitals < (len(phrase) + 1) // 2:
                continue
            return len(phrase)
        return 0

    def _stands_alone(self, at: int) -> bool:
        token, low = self.words.tokens[at], self.words.lows[at]
        lean = self.lists.lean.get(low, 10)
        if self.words.casing is not Casing.USUAL:
            return lean >= 8 and low not in self.lists.capitals and low not in self.lists.name_words and len(low) > 2
        if not token.cap or self._is_plain_capital(at):
            return False
        if token.initial and not token.upper:
            return lean >= 5 and low not in self.lists.name_words and low not in self.lists.first_words
        return token.upper or low not in self.lists.first_words

    def _by_title(self) -> None:
        """What follows Dr., Mr., Auntie ... is a name."""
        tokens, lows = self.words.tokens, self.words.lows
        for at in range(1, len(tokens)):
            if lows[at - 1] not in TITLES or tokens[at].gap not in (" ", ". "):
                continue
            token, low = tokens[at], lows[at]
            before = tokens[at - 1]
            usual = self.words.casing is Casing.USUAL
            if (
                low in self.lists.first_words
                or (self._is_plain_capital(at) and not self.lists.is_name_word(low))
                or (tokens[at].gap == ". " and len(before.text) > 4)
            ):
                continue
            if (usual and token.cap and (before.cap or lows[at - 1] in self._small_titles)) or (
                not usual and lows[at - 1] in self._short_titles and self.lists.lean.get(low, 5) > -12
            ):
                self._note(at, 0.92, "Follows a form of address.")

    _small_titles = word_group("small titles")
    _short_titles = word_group("short titles")

    def _by_last_word(self) -> None:
        """Without capitals: rare words before "clinic", "school", "lake" ... make a name of it."""
        lows, tokens, lists = self.words.lows, self.words.tokens, self.lists
        for at in range(1, len(lows)):
            if lows[at] not in _BODIES and lows[at] not in _GROUNDS:
                continue
            first = at
            while (
                first > max(0, at - 3)
                and not _breaks(tokens[first].gap)
                and lists.rarity.get(lows[first - 1], 20) >= _RARE
            ):
                first -= 1
            if any(lists.rarity.get(low, 20) >= _VERY_RARE for low in lows[first:at]):
                for inner in range(first, at + 1):
                    self._note(inner, 0.4, "Rare words before a word for a place or a body.")

    def _by_shape(self) -> None:
        """The tagger's word on every word that could be a name by its shape."""
        tokens, lows, lists = self.words.tokens, self.words.lows, self.lists
        usual = self.words.casing is Casing.USUAL
        for at, token in enumerate(tokens):
            low = lows[at]
            if (
                token.noted
                or (usual and not token.cap)
                or len(low) < 2
                or _LABEL.fullmatch(low)
                or self._is_plain_capital(at)
            ):
                continue
            if low in _KIN:
                if (
                    usual
                    and not token.initial
                    and tokens[at - 1].low not in ("my", "your", "his", "her", "our", "the", "a")
                ):
                    self._note(at, 0.25, "A word for family, written like a name.")
                continue
            if not usual and not self._worth_asking(at):
                continue
            if (
                usual
                and token.upper
                and not self._is_acronym(low)
                and not lists.is_name_word(low)
                and self._is_loud(low)
            ):
                continue
            chance = self.model.chance(self.words, at, self.uses, lists)
            least = LEAST_SMALL if not usual else LEAST_INITIAL if token.initial else LEAST
            if chance >= least:
                self._note(at, min(0.9, max(0.3, chance)), self._reason(at))
            elif usual and token.upper and self._is_acronym(low) and not self._shouted(at):
                self._note(at, 0.4, "Letters that stand for a body.")

    def _is_loud(self, low: str) -> bool:
        lean = self.lists.leaning(low)
        return lean is not None and lean <= _ORDINARY

    def _is_acronym(self, low: str) -> bool:
        lean = self.lists.leaning(low)
        return len(low) <= _ACRONYM and low not in self.lists.first_words and (lean is None or lean > _ORDINARY)

    def _shouted(self, at: int) -> bool:
        """Whether the words around are in capitals too, so that capitals mean loudness."""
        tokens = self.words.tokens
        return any(token.upper for token in tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2])

    def _is_plain_capital(self, at: int) -> bool:
        """Whether a word has its capital by custom (a month, a people, an illness) and not because it names somebody."""
        token = self.words.tokens[at]
        if token.low not in self.lists.capitals and token.plain.rstrip(".") not in self.lists.capitals:
            return "." in token.text and token.plain.rstrip(".") in self.lists.capitals
        if token.low not in self.lists.given or token.upper or self.words.casing is not Casing.USUAL:
            return True
        if token.low in _ALSO_ACRONYMS:
            return False
        after = self.words.lows[at + 1] if at + 1 < len(self.words.lows) else ""
        before = self.words.lows[at - 1] if at else ""
        return not (after in _SPEAKS and before not in _BEFORE_MONTHS)

    def _worth_asking(self, at: int) -> bool:
        """Without capitals, only words on a list, or never written small, can be told for names."""
        low = self.words.lows[at]
        if low in self.lists.first_words:
            return False
        lean = self.lists.leaning(low)
        return self.lists.is_name_word(low) or lean is None or lean > _LEANS_MUCH

    def _reason(self, at: int) -> str:
        token, low = self.words.tokens[at], self.words.lows[at]
        if low in self.lists.given:
            return "On our list of given names."
        if low in self.lists.surnames:
            return "On our list of family names."
        if self.words.casing is not Casing.USUAL:
            return "A word that people write with a capital."
        return (
            "A word seldom written small, at the start of a sentence."
            if token.initial
            else "A capital inside a sentence."
        )

    # From words to names

    def _runs(self) -> Iterator[Name]:
        tokens = self.words.tokens
        at = 0
        while at < len(tokens):
            if not self.chance[at]:
                at += 1
                continue
            first, last = self._grown(at)
            yield self._named(first, last)
            at = last

    def _grown(self, at: int) -> tuple[int, int]:
        """The whole name around a word that is held for one: "the University of Lethbridge", "Ana M. de Souza"."""
        tokens = self.words.tokens
        first, last = at, at + 1
        while first > 0 and self._joins_before(first):
            first -= 1
        while last < len(tokens):
            if _breaks(tokens[last].gap):
                break
            if self._belongs(last):
                last += 1
            elif (step := self._over_joiners(last)) and (
                tokens[last].low != "and" or self._listed_through(first, last)
            ):
                last = step
            else:
                break
        return first, last

    def _listed_through(self, first: int, last: int) -> bool:
        return any(self.listed[start] > last - start for start in range(first, last))

    def _belongs(self, at: int) -> bool:
        """Whether a word next to a name is part of it."""
        token, low = self.words.tokens[at], self.words.lows[at]
        if token.noted or token.initial:
            return False
        if self.chance[at]:
            return True
        if self.words.casing is not Casing.USUAL:
            return False
        return (
            token.cap
            and low not in ("i", "i'm", "i've", "i'd", "i'll")
            and low not in _NEVER_INSIDE
            and token.text != "I"
        )

    def _over_joiners(self, at: int) -> int:
        """The place after up to two joining words and the capital behind them, or 0."""
        tokens, lows = self.words.tokens, self.words.lows
        after = at
        while after < len(tokens) and after - at < 2 and lows[after] in _JOINERS and not tokens[after].cap:
            after += 1
            if after >= len(tokens) or _breaks(tokens[after].gap):
                return 0
        if after == at or after >= len(tokens) or self.words.casing is not Casing.USUAL:
            return 0
        strong = lows[at] in ("de", "du", "des", "la", "von", "van", "der", "bin", "al", "el")
        left = lows[at - 1]
        named = (
            strong
            or left in self.lists.organisation_words
            or left in self.lists.place_words
            or self.lists.lean.get(left, 0) < 0
        )
        return after + 1 if named and tokens[after].cap and self._belongs(after) else 0

    def _joins_before(self, first: int) -> bool:
        """Whether the word before belongs to the name: a title, an initial, "North", "Lake"."""
        tokens, lows = self.words.tokens, self.words.lows
        token, low = tokens[first - 1], lows[first - 1]
        if token.noted or _breaks(tokens[first].gap) or tokens[first].initial or self.words.casing is not Casing.USUAL:
            return low in self._short_titles and self.why[first] == "Follows a form of address."
        if not token.cap or token.text == "I":
            return False
        if low in TITLES:
            return True
        if token.initial:
            known = (
                self.lists.rarity.get(low, 20) >= _RARE
                or self.lists.is_name_word(low)
                or low in self.lists.place_words
                or low in self.lists.organisation_words
            )
            return (
                known
                and low not in _NEVER_INSIDE
                and low not in ("north", "in", "so", "an", "my", "on", "will", "may", "can")
            )
        return low not in _NEVER_INSIDE

    def _named(self, first: int, last: int) -> Name:
        tokens, lows = self.words.tokens, self.words.lows
        titled = lows[first] in TITLES and last - first > 1
        begin = first + 1 if titled else first
        inside = lows[begin:last]
        best = max(range(first, last), key=lambda at: self.chance[at])
        before = lows[first - 1] if first and not tokens[first].initial else ""
        listed = self.kinds.get(first) if self.listed[first] == last - first else None
        kind = listed or kind_of(
            inside,
            [token.plain for token in tokens[begin:last]],
            upper=tokens[best].upper and self.words.casing is Casing.USUAL,
            before=before,
            titled=titled or self.why[best] == "Follows a form of address.",
            lists=self.lists,
        )
        return Name(first, last, kind, round(self.chance[best], 2), self.why[best])


_NEVER_INSIDE = word_group("never inside")


def _breaks(gap: str) -> bool:
    """Whether what stands between two words parts them."""
    return gap not in _INNER
