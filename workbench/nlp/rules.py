"""Finds the passages that a rule fits, quickly enough to follow somebody's typing; proposes rules from coded passages."""

from __future__ import annotations

import math
import time
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.code_rule import (
    WORD,
    And,
    Form,
    Near,
    Not,
    Or,
    Phrase,
    Rule,
    Term,
    evidence,
    fold_word,
    holds,
    said,
    show_rule,
    with_base_forms,
)
from workbench.domain.rule_reading import MAX_RULE
from workbench.nlp.plain_words import PLAIN_WORDS
from workbench.nlp.word_forms import base_form

SECONDS = 1.5
_MOST_TERMS = 6
_SURE_ENOUGH = 0.34  # share of a word's passages that have the code, for the word to go into a rule alone
_SEED_SURE_ENOUGH = 0.15
_TOGETHER_SURE = 0.6
_NEAR = 8
_MOST_TOGETHER = 200  # passages with both of two words; where there are more, nearness tells little


@dataclass(frozen=True, slots=True)
class Fitting:
    """The passages that a rule fits, by number, in order. ``whole`` is false where time ran out before all were looked at."""

    numbers: tuple[int, ...]
    whole: bool = True


class RuleIndex:
    """The passages of a project by their words. Making it takes about a second for a million words; asking, milliseconds."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        found: dict[str, array[int]] = {}
        for number, text in enumerate(texts):
            for word in {fold_word(match) for match in WORD.findall(text)}:
                found.setdefault(word, array("I")).append(number)
        self._passages = found
        self._words = sorted(found)
        self._forms: dict[str, list[str]] = {}
        for word in self._words:
            self._forms.setdefault(base_form(word), []).append(word)

    def find(self, rule: Rule, *, seconds: float = SECONDS) -> Fitting:
        """All passages that a rule fits."""
        rule = with_base_forms(rule, base_form)
        possible, certain = self._possible(rule)
        if certain:
            return Fitting(tuple(sorted(possible)))
        end = time.monotonic() + seconds
        kept: list[int] = []
        for number in sorted(possible):
            if time.monotonic() > end:
                return Fitting(tuple(kept), whole=False)
            if holds(rule, said(self.texts[number], base_form)):
                kept.append(number)
        return Fitting(tuple(kept))

    def with_word(self, term: Term) -> set[int]:
        """The passages in which a word stands, in the form that the term asks for."""
        if term.form is Form.ANY:
            words: Iterable[str] = {*self._forms.get(term.word, ()), term.word}
        elif term.form is Form.BEGINNING:
            first = bisect_left(self._words, term.word)
            last = bisect_left(self._words, term.word + chr(0x10FFFF))
            words = self._words[first:last]
        else:
            words = (term.word,)
        return set().union(*(self._passages.get(word, ()) for word in words))

    def _possible(self, rule: Rule) -> tuple[set[int], bool]:
        """Passages that a rule may fit, none left out; and whether it fits all of them for certain."""
        match rule:
            case Term():
                return self.with_word(rule), True
            case Phrase():
                return set.intersection(*(self.with_word(term) for term in rule.terms)), False
            case Near():
                left, right = self._possible(rule.left), self._possible(rule.right)
                return left[0] & right[0], False
            case Not():
                inside, certain = self._possible(rule.part)
                everything = set(range(len(self.texts)))
                return (everything - inside, True) if certain else (everything, False)
            case And():
                parts = [self._possible(part) for part in rule.parts]
                return set.intersection(*(found for found, _ in parts)), all(certain for _, certain in parts)
            case Or():
                parts = [self._possible(part) for part in rule.parts]
                return set().union(*(found for found, _ in parts)), all(certain for _, certain in parts)


def marks(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Where the words stand in a text that make a rule fit it, as code points."""
    places = [match.span() for match in WORD.finditer(text)]
    found = evidence(with_base_forms(rule, base_form), said(text, base_form))
    return [(places[first][0], places[last - 1][1]) for first, last in found]


# A rule from codings ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A rule for a person to change: how many of the coded passages it finds, and how many others."""

    text: str
    coded: int
    found: int
    others: int


def propose_rule(index: RuleIndex, coded: Mapping[int, str], *, seed_terms: Sequence[str] = ()) -> ProposedRule | None:
    """A readable rule that finds many of these passages and few others; ``None`` where they share no telling words.

    ``coded`` says whose voice each passage is: a word counts only if more than one person uses it, else a rule would find one
    person's stories. Words are taken one after another, each for the passages that it adds: the share of a word's passages that are
    coded says how telling it is, after a shrinkage by two made-up passages towards the share of all. What the codebook names (``seed_terms``)
    may be less telling. A word that alone finds too much is tried near another one.
    """
    wanted = set(coded)
    if not wanted:
        return None
    usual = len(wanted) / max(1, len(index.texts))
    candidates = _candidates(index, coded, usual, seed_terms)
    left, found = set(wanted), set[int]()
    chosen: list[Rule] = []
    for _ in range(_MOST_TERMS):
        best = max(candidates, key=lambda one: (one.worth * len(one.found & left), one.shown), default=None)
        if best is None or len(best.found & left) < (2 if len(wanted) > 3 else 1):
            break
        if len(show_rule(Or((*chosen, best.rule)))) > MAX_RULE:
            break
        chosen.append(best.rule)
        found |= best.found
        left -= best.found
        candidates = [one for one in candidates if one is not best]
    if not chosen:
        return None
    rule = chosen[0] if len(chosen) == 1 else Or(tuple(chosen))
    return ProposedRule(show_rule(rule), len(wanted), len(found & wanted), len(found - wanted))


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: Rule
    shown: str
    found: frozenset[int]
    sure: float
    worth: float


def _candidates(
    index: RuleIndex, coded: Mapping[int, str], usual: float, seed_terms: Sequence[str]
) -> list[_Candidate]:
    several = len(set(coded.values())) > 2
    words: Counter[str] = Counter()
    voices: dict[str, set[str]] = {}
    for number, voice in coded.items():
        folded = {fold_word(match) for match in WORD.findall(index.texts[number])}
        for word in {base_form(word) for word in folded if word not in PLAIN_WORDS} - PLAIN_WORDS:
            words[word] += 1
            voices.setdefault(word, set()).add(voice)
    least = 2 if len(coded) > 3 else 1
    found = [
        _judged(Term(word, Form.ANY), index.with_word(Term(word, Form.ANY)), coded, usual)
        for word, count in words.most_common(300)
        if count >= least and len(word) > 2 and word.isalpha() and (len(voices[word]) > 1 or not several)
    ]
    named = {show_rule(rule): rule for term in seed_terms if (rule := _seed_rule(term)) is not None}
    seeds = [_judged(rule, set(index.find(rule, seconds=0.05).numbers), coded, usual) for rule in named.values()]
    alone = [one for one in found if one.sure >= _SURE_ENOUGH]
    broad = [one for one in found if one.sure < _SURE_ENOUGH and one.shown not in named][:12]
    together = [
        one
        for place, first in enumerate(broad)
        for second in broad[place + 1 :]
        if len(first.found & second.found & coded.keys()) > 1
        and len(first.found & second.found) <= _MOST_TOGETHER
        and (one := _both(index, first, second, coded, usual)).sure >= _TOGETHER_SURE
    ]
    return [one for one in seeds if one.sure >= _SEED_SURE_ENOUGH] + alone + together


def _seed_rule(term: str) -> Rule | None:
    """A seed term in any form of its words, or ``None`` for one without a word."""
    folded = [fold_word(word) for word in WORD.findall(term)]
    words = [Term(word) if word in PLAIN_WORDS else Term(base_form(word), Form.ANY) for word in folded]
    return None if not words else words[0] if len(words) == 1 else Phrase(tuple(words))


def _both(index: RuleIndex, first: _Candidate, second: _Candidate, coded: Collection[int], usual: float) -> _Candidate:
    rule = Near(first.rule, second.rule, _NEAR)
    found = {n for n in first.found & second.found if holds(rule, said(index.texts[n], base_form))}
    return _judged(rule, found, coded, usual)


def _judged(rule: Rule, found: set[int], coded: Collection[int], usual: float) -> _Candidate:
    right = len(found & set(coded))
    sure = (right + 2 * usual) / (len(found) + 2)
    worth = sure * math.log1p(sure / max(usual, 1e-9)) if right else 0.0
    return _Candidate(rule, show_rule(rule), frozenset(found), sure, worth)
