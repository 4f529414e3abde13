"""From names found once to every mention of them in the project: possessive, nickname, first name alone, small letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.privacy.kinds import TITLES
from workbench.privacy.lexicon import Lexicon
from workbench.privacy.names import Name
from workbench.privacy.tagger import is_verbs_company
from workbench.privacy.tokens import Casing, Uses, Words, words_of
from workbench.privacy.values import IdentifierClass, Known, Talk

_ASIDE = re.compile(r"[(\[{][^)\]}]{0,80}[)\]}]")
_ROLE = re.compile(
    r"^(?:speaker|interviewer|interviewee|participant|facilitator|moderator|host|co-?host|respondent|researcher|patient|nurse|doctor|"
    r"unknown|several|group|all|everyone|note[ -]?taker|transcriber|male|female|man|woman|voice|guest|observer|mentor|student|caregiver|"
    r"parent|mother|father|daughter|son|wife|husband|spouse|peer|liaison|interpreter|translator|chair|narrator|question|answer|"
    r"int|fac|mod|res|part|anonymous|unidentified|p|q|a|i|r|m|f|s|t)?[\s#_.-]*(?:\d{1,4}|[a-z])?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A string to look for everywhere: its words, and how sure we are of it."""

    words: tuple[str, ...]
    kind: IdentifierClass
    confidence: float
    why: str
    told: bool = False  # by the team or a speaker label, so small letters count too


def told_names(talks: Sequence[Talk], known: Known) -> list[Mention]:
    """Names that speaker labels, the roster or the project's list give away, whole and word by word."""
    found: dict[tuple[str, ...], Mention] = {}
    for kind, strings, why in (
        (IdentifierClass.PERSON, known.people, "On the project's list of names."),
        (IdentifierClass.PLACE, known.places, "On the project's list of places."),
        (IdentifierClass.ORGANISATION, known.organisations, "On the project's list of organisations."),
        (IdentifierClass.PERSON, frozenset(_from_labels(talks)), "A speaker's label."),
    ):
        for string in sorted(strings):
            words = tuple(token.low for token in words_of(Talk(string)).tokens)
            if not words:
                continue
            found.setdefault(words, Mention(words, kind, 0.98, why, told=True))
            if kind is IdentifierClass.PERSON:
                for word in words:
                    if len(word) > 1 and word not in TITLES:
                        found.setdefault((word,), Mention((word,), kind, 0.95, why, told=True))
    return list(found.values())


def _from_labels(talks: Sequence[Talk]) -> Iterator[str]:
    for talk in talks:
        for label in talk.labels:
            name = _ASIDE.sub(" ", label).strip(" :-–—.,")
            if name and not _ROLE.match(name) and any(character.isalpha() for character in name):
                yield name


def found_names(project: Sequence[tuple[Words, Sequence[Name]]], lists: Lexicon) -> list[Mention]:
    """Every sure name as something to look for: whole, and a person's names one by one, with their nicknames."""
    best: dict[tuple[str, ...], Mention] = {}
    for words, names in project:
        for name in names:
            if name.spreads:
                for mention in _from_name(words.lows[name.first : name.last], name, lists):
                    held = best.get(mention.words)
                    if held is None or held.confidence < mention.confidence:
                        best[mention.words] = mention
    return list(best.values())


def _from_name(lows: list[str], name: Name, lists: Lexicon) -> Iterator[Mention]:
    why = "The same name stands elsewhere in the project."
    confidence = round(name.confidence * 0.9, 2)
    if len(lows) > 1:
        yield Mention(tuple(lows), name.kind, confidence, why)
    if name.kind is IdentifierClass.PERSON or len(lows) == 1:
        for low in lows:
            if len(low) > 1 and low not in TITLES and low not in lists.first_words:
                yield Mention((low,), name.kind, confidence, why)
                if name.kind is IdentifierClass.PERSON:
                    for other in lists.nicknames.get(low, ()):
                        yield Mention((other,), name.kind, 0.6, f"A form of the name “{low.capitalize()}”.")


class Spreader:
    """Looks for mentions in one transcript after another."""

    def __init__(self, mentions: Iterable[Mention], uses: Uses, lists: Lexicon) -> None:
        self.uses = uses
        self.lists = lists
        self.by_first: dict[str, list[Mention]] = {}
        for mention in mentions:
            self.by_first.setdefault(mention.words[0], []).append(mention)
        for held in self.by_first.values():
            held.sort(key=lambda mention: (-len(mention.words), not mention.told, -mention.confidence))

    def mentions_in(self, words: Words) -> Iterator[Name]:
        """Every place where one of the names stands and may be meant."""
        at = 0
        while at < len(words.lows):
            step = 1
            for mention in self.by_first.get(words.lows[at], ()):
                end = at + len(mention.words)
                if tuple(words.lows[at:end]) == mention.words and self._is_meant(mention, words, at, end):
                    yield Name(at, end, mention.kind, mention.confidence, mention.why)
                    step = end - at
                    break
            at += step

    def _is_meant(self, mention: Mention, words: Words, at: int, end: int) -> bool:
        tokens = words.tokens
        if tokens[at].noted or any(
            "\n" in token.gap or "." in token.gap.rstrip(". ") for token in tokens[at + 1 : end]
        ):
            return False
        usual = words.casing is Casing.USUAL
        if len(mention.words) > 1:
            capital = not usual or any(token.cap for token in tokens[at:end])
            return mention.told or capital or self._safe_small(mention.words[0], told=True)
        if usual and tokens[at].cap:
            return self._capital_is_meant(mention, words, at)
        often_small = usual and not mention.told and self._mostly_small(mention.words[0])
        return not often_small and self._safe_small(mention.words[0], told=mention.told)

    def _capital_is_meant(self, mention: Mention, words: Words, at: int) -> bool:
        word, initial = mention.words[0], words.tokens[at].initial
        if word in self.lists.capitals or word in self.lists.first_words:
            return mention.told and not initial
        if not initial:
            return True
        if is_verbs_company(words, at, self.lists):
            return False
        ordinary = word in self.lists.name_words or self.lists.lean.get(word, 9) < -10
        return not ordinary or mention.told or self.uses.capital[word] > self.uses.small[word]

    def _mostly_small(self, word: str) -> bool:
        return self.uses.small[word] > 2 * self.uses.capital[word]

    def _safe_small(self, word: str, *, told: bool) -> bool:
        """Whether a word in small letters can hardly be anything but the name."""
        if (
            word in self.lists.name_words
            or word in self.lists.capitals
            or word in self.lists.first_words
            or len(word) < 3
        ):
            return False
        lean = self.lists.lean.get(word, 15)
        return lean >= 0 if told else lean >= 8
