"""A rule beside a code: which words a passage has to hold, in a notation that people can read and change.

::

    wait            this word                     wait*        words that begin so
    =wait           every form: waits, waited     "wait list"  these words in a row
    a AND b         both, anywhere in a passage   a OR b       one of them
    NOT a           a is not there                a NEAR/5 b   at most five words between the two, in any order
    (a OR b) AND c  brackets say what belongs together

Capitals of words do not count; AND, OR, NOT and NEAR are written in capitals. A rule finds passages to look at; it never codes.
``rule_reading`` reads the notation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
OPERATORS = ("and", "or", "not", "near")


class Form(StrEnum):
    """How a word of a rule is compared with a word that was said."""

    EXACT = "exact"
    ANY = "any form"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, folded as :func:`fold_word` does it."""

    word: str
    form: Form = Form.EXACT


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words in a row."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two things with at most ``within`` words between them, in any order; each is a word, a phrase or a choice of these."""

    left: Rule
    right: Rule
    within: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This is not there."""

    part: Rule


Rule: TypeAlias = Term | Phrase | Near | And | Or | Not


def fold_word(word: str) -> str:
    """A word as it is compared: without capitals, with the typewriter's apostrophe.

    >>> fold_word("Don’t")
    "don't"
    """
    return word.replace("’", "'").casefold()


def has_places(rule: Rule) -> bool:
    """Whether a rule is about words at a place, so that something can be near it."""
    if isinstance(rule, Or):
        return all(has_places(part) for part in rule.parts)
    return isinstance(rule, Term | Phrase)


# Showing ------------------------------------------------------------------------------------------------------------


def show_rule(rule: Rule) -> str:
    """A rule as people write it; reading that gives the same rule.

    >>> show_rule(Near(Term("nurse"), Phrase((Term("call", Form.ANY), Term("back"))), 5))
    'nurse NEAR/5 "=call back"'
    """
    match rule:
        case Term():
            return f'"{rule.word}"' if rule.form is Form.EXACT and rule.word in OPERATORS else _plain(rule)
        case Phrase():
            return f'"{" ".join(_plain(term) for term in rule.terms)}"'
        case Near():
            return f"{_inside(rule.left, (Term, Phrase))} NEAR/{rule.within} {_inside(rule.right, (Term, Phrase))}"
        case Not():
            return f"NOT {_inside(rule.part, (Term, Phrase, Near, Not))}"
        case And():
            return " AND ".join(_inside(part, (Term, Phrase, Near, Not)) for part in rule.parts)
        case Or():
            return " OR ".join(_inside(part, (Term, Phrase, Near, Not, And)) for part in rule.parts)


def _plain(term: Term) -> str:
    return f"={term.word}" if term.form is Form.ANY else f"{term.word}*" if term.form is Form.BEGINNING else term.word


def _inside(rule: Rule, bare: tuple[type, ...]) -> str:
    return show_rule(rule) if isinstance(rule, bare) else f"({show_rule(rule)})"


# Matching -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A passage as rules see it: its folded words in order, and the base form of each."""

    words: Sequence[str]
    bases: Sequence[str]


def said(text: str, base_form: Callable[[str], str]) -> Said:
    """The words of a text, ready for :func:`holds`."""
    words = tuple(fold_word(word) for word in WORD.findall(text))
    return Said(words, tuple(base_form(word) for word in words))


def holds(rule: Rule, passage: Said) -> bool:
    """Whether a rule fits a passage. Words with “=” are compared as base forms: see :func:`with_base_forms`.

    >>> holds(Not(Term("list")), said("The wait.", str))
    True
    """
    match rule:
        case And():
            return all(holds(part, passage) for part in rule.parts)
        case Or():
            return any(holds(part, passage) for part in rule.parts)
        case Not():
            return not holds(rule.part, passage)
        case _:
            return bool(_places(rule, passage))


def evidence(rule: Rule, passage: Said) -> list[tuple[int, int]]:
    """Which words make a rule fit, as half-open ranges of word numbers that do not overlap; none where it does not fit."""
    if not holds(rule, passage):
        return []
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(_evidence(rule, passage))):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _evidence(rule: Rule, passage: Said) -> Iterator[tuple[int, int]]:
    match rule:
        case And() | Or():
            for part in rule.parts:
                if holds(part, passage):
                    yield from _evidence(part, passage)
        case Not():
            return
        case _:
            yield from _places(rule, passage)


def _places(rule: Rule, passage: Said) -> list[tuple[int, int]]:
    """Where a word, a phrase, a choice of these, or two of these near one another stand."""
    match rule:
        case Term():
            return [(place, place + 1) for place in range(len(passage.words)) if _fits(rule, passage, place)]
        case Phrase():
            return [
                (start, start + len(rule.terms))
                for start in range(len(passage.words) - len(rule.terms) + 1)
                if all(_fits(term, passage, start + number) for number, term in enumerate(rule.terms))
            ]
        case Or():
            return sorted({place for part in rule.parts for place in _places(part, passage)})
        case Near():
            left, right = _places(rule.left, passage), _places(rule.right, passage)
            return [*_near(left, right, rule.within), *_near(right, left, rule.within)]
        case _:
            return []


def _near(these: Sequence[tuple[int, int]], those: Sequence[tuple[int, int]], within: int) -> list[tuple[int, int]]:
    """Of these places those that have one of the others close by, not overlapping."""
    starts = sorted(start for start, _ in those)
    ends = sorted(end for _, end in those)

    def any_between(sorted_numbers: list[int], least: int, most: int) -> bool:
        at = bisect_left(sorted_numbers, least)
        return at < len(sorted_numbers) and sorted_numbers[at] <= most

    return [
        (start, end)
        for start, end in these
        if any_between(starts, end, end + within) or any_between(ends, start - within, start)
    ]


def _fits(term: Term, passage: Said, place: int) -> bool:
    if term.form is Form.ANY:
        return term.word in (passage.bases[place], passage.words[place])
    if term.form is Form.BEGINNING:
        return passage.words[place].startswith(term.word)
    return passage.words[place] == term.word


def with_base_forms(rule: Rule, base_form: Callable[[str], str]) -> Rule:
    """The same rule with every “=” word as its base form, so that “=waited” finds “waiting”."""
    match rule:
        case Term():
            return _based(rule, base_form)
        case Phrase():
            return Phrase(tuple(_based(term, base_form) for term in rule.terms))
        case Near():
            return Near(with_base_forms(rule.left, base_form), with_base_forms(rule.right, base_form), rule.within)
        case Not():
            return Not(with_base_forms(rule.part, base_form))
        case And():
            return And(tuple(with_base_forms(part, base_form) for part in rule.parts))
        case Or():
            return Or(tuple(with_base_forms(part, base_form) for part in rule.parts))


def _based(term: Term, base_form: Callable[[str], str]) -> Term:
    return Term(base_form(term.word), Form.ANY) if term.form is Form.ANY else term
