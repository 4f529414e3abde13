"""Passages that may speak against a theme: on its subject, but with opposite words, a denial, or another experience announced.

It is a search aid, not a judgement. Words can be opposite and the passage still agree; only a person can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.domain.code_rule import WORD, fold_word
from workbench.nlp.alike import Landscape, telling_words
from workbench.nlp.ground import Against
from workbench.nlp.word_forms import base_form

_OPPOSITES = (
    "late early|slow fast|slow quick|slow quickly|slow immediately|wait immediately|long short|far near|far close|hard easy|"
    "difficult easy|bad good|bad great|bad fine|worse better|awful wonderful|terrible great|alone together|alone support|lonely company|"
    "afraid safe|afraid calm|scared safe|worry relief|worried relieved|anxious calm|angry grateful|rude kind|cold warm|sick well|tired rested|"
    "pain comfort|hurt help|lose keep|lost found|fail work|miss get|refuse agree|deny accept|ignore listen|dismiss believe|"
    "doubt trust|doubt believe|hide tell|hide open|shame proud|embarrass comfortable|quit continue|leave stay|close open|"
    "cancel keep|expensive cheap|expensive free|never always|nobody everybody|nobody everyone|nowhere everywhere|"
    "few many|rarely often|seldom often|hate love|dread enjoy|worst best|weak strong|burden gift|problem solution|confuse clear|"
    "confusing clear|noisy quiet|rush patient|impatient patient|hopeless hopeful|useless useful|helpless able|stranger friend|sad happy|"
    "loss gain|decrease increase|disconnect connect|unheard heard|invisible seen|powerless control|again once|isolate belong|forget remember"
)
_DENIAL_WORDS = (
    "no not never nobody none nothing without neither nor hardly barely cannot can't couldn't don't doesn't didn't isn't wasn't aren't weren't "
    "won't wouldn't haven't hasn't hadn't shouldn't ain't"
)
_DENIALS = frozenset(_DENIAL_WORDS.split())
_REACH = 3  # words that a denial reaches over
_TURNS = re.compile(
    r"\b(?:(?:i|we) (?:was|were|am|'m|have been|'ve been|got|guess i'm) (?:so |very |really |pretty |just )*lucky|i'm (?:so |very |one of the )?lucky|"
    r"no (?:problem|trouble|complaints|issue|issues)(?: at all)?|on the other hand|(?:the|quite the|just the) opposite|"
    r"for me,? it (?:was|is|'s) (?:different|the other way|easier|fine|good)|not for me|not me|unlike (?:\w+)|"
    r"(?:didn't|doesn't|don't|never) (?:bother|mind|matter)(?:ed)?(?: me)?|i (?:actually )?(?:liked|loved|enjoyed|preferred|prefer)|"
    r"but (?:actually|for me)|(?:is|are|was|were)n't always|not (?:always|everyone|everybody|wrong, but)|it depends|depends (?:on|which|who)|"
    r"(?:believed|helped|called|answered|seen|listened|understood|heard|got it|went) (?:me )?(?:at once|right away|straight away|too fast|the first time)|"
    r"for me it was once|(?:feel bad|hate|have) to say it|except (?:for|that|when|once)|i disagree|i don't (?:agree|think so)|to be fair|"
    r"it (?:was|wasn't|isn't|'s) (?:not )?(?:that|so) bad|easy for me|worked (?:well|fine|great))\b",
    re.IGNORECASE,
)
_ON_TOPIC = 0.4  # of the likeness of the most alike passage
_MOST_TURNS = 2
_MARKING = 60  # words that mark a theme; of these a denial counts
_MOST_WEIGHED = 800  # passages whose words are looked at one by one, the most alike


def opposites() -> dict[str, frozenset[str]]:
    """Each word (in its base form) with its opposites.

    >>> sorted(opposites()["slow"])
    ['fast', 'immediately', 'quick', 'quickly']
    """
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split("|"):
        one, other = (base_form(word) for word in pair.split())
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITE = opposites()


def denied(text: str) -> dict[str, str]:
    """The telling words of a text that a word such as “not” stands close before: base form to the form that stands there.

    >>> denied("I never waited, and nobody was rude.")
    {'wait': 'waited', 'rude': 'rude'}
    """
    telling = telling_words(text)
    found: dict[str, str] = {}
    reach = 0
    for match in WORD.finditer(text):
        word = fold_word(match.group())
        if word in _DENIALS:
            reach = _REACH + 1
        elif reach and base_form(word) in telling:
            found.setdefault(base_form(word), match.group())
        reach = max(0, reach - 1)
    return found


def against(
    landscape: Landscape,
    on: Sequence[int],
    *,
    challenging: Sequence[int] = (),
    other_way: Collection[int] = (),
    silent: Collection[str] = (),
    leave_out: Collection[int] = (),
    at_most: int = 30,
) -> list[Against]:
    """Passages on the subject of ``on`` that may speak against them, the most promising first, spread over people.

    ``challenging`` are passages that people marked as speaking against the theme: what resembles them is worth a look. ``other_way`` are passages with
    the theme's codes but another qualifier; ``silent`` are people with no passage in the theme.
    """
    if not on:
        return []
    texts, people = landscape.ground.texts, landscape.ground.people
    likeness = landscape.likeness(on)
    doubt = landscape.likeness(challenging) if challenging else np.zeros_like(likeness)
    skipped = ({*on, *challenging} - set(other_way)) | set(leave_out)
    theme = _Theme.of(on, landscape)
    open_ones = [n for n in range(len(texts)) if n not in skipped and landscape.lengths[n] >= _REACH * 2]
    top = max((float(likeness[n]) for n in open_ones), default=0.0)
    rated: list[tuple[float, Against]] = []
    for number in sorted(open_ones, key=lambda n: (n not in other_way, -max(likeness[n], doubt[n]), n))[:_MOST_WEIGHED]:
        near_doubt = float(doubt[number])
        on_topic = float(likeness[number]) / top if top else 0.0
        if on_topic < _ON_TOPIC and number not in other_way and near_doubt < _ON_TOPIC / 2:
            continue
        found = _reasons(landscape, number, float(likeness[number]), theme)
        if near_doubt > 0.15 and challenging:
            alike = landscape.space.both[number] @ landscape.space.both[list(challenging)].T
            found = replace(found, like_challenge=challenging[int(alike.toarray().argmax())])
        signs = len(found.opposed) + len(found.negated) + len(found.affirmed) + 0.5 * len(found.turns)
        worth = on_topic + 0.5 * min(signs, 3) + near_doubt + 0.6 * (number in other_way)
        worth += 0.3 * (people[number] in silent)
        if signs or found.like_challenge is not None or number in other_way or people[number] in silent:
            rated.append((worth, found))
    return _spread(rated, people, at_most)


def _spread(rated: list[tuple[float, Against]], people: Sequence[str], at_most: int) -> list[Against]:
    """The most promising first, each further passage of one person a little less so."""
    rated.sort(key=lambda one: (-one[0], one[1].number))
    seen: Counter[str] = Counter()
    ordered = []
    for worth, found in rated:
        person = people[found.number]
        ordered.append((worth - 0.12 * seen[person], found))
        seen[person] += 1
    ordered.sort(key=lambda one: (-one[0], one[1].number))
    return [found for _, found in ordered[:at_most]]


@dataclass(frozen=True)
class _Theme:
    """How a theme's passages speak: in how many of them each word stands, in how many it is denied, and in which form."""

    asked: dict[str, float]
    telling: frozenset[str]  # the words that mark it most
    words: Counter[str]
    more_than_usual: Callable[[str], bool]
    denied: Counter[str]
    surface: dict[str, str]
    usual: int  # in so many passages a word belongs to the theme

    @classmethod
    def of(cls, numbers: Sequence[int], landscape: Landscape) -> _Theme:
        texts = [landscape.ground.texts[number] for number in numbers]
        asked = landscape.spoken_of(numbers)
        words: Counter[str] = Counter()
        denials: Counter[str] = Counter()
        surface: dict[str, str] = {}
        for text in texts:
            here = {base_form(folded): folded for folded in map(fold_word, WORD.findall(text))}
            words.update(here.keys())
            denials.update(denied(text).keys())
            for base, word in here.items():
                surface.setdefault(base, word)
        every = len(landscape.ground.texts)
        return cls(
            asked,
            frozenset(sorted(asked, key=lambda base: (-asked[base], base))[:_MARKING]),
            words,
            lambda base: words[base] * every > 1.3 * len(texts) * landscape.said_in[base],
            denials,
            surface,
            max(2, round(0.05 * len(texts))),
        )


def _reasons(landscape: Landscape, number: int, likeness: float, theme: _Theme) -> Against:
    text = landscape.ground.texts[number]
    here_denied = denied(text)
    surface = {base_form(fold_word(word)): word for word in reversed(WORD.findall(text))}
    opposed = sorted(
        (-theme.words[other], word, other)
        for word in surface
        if word not in here_denied
        for other in _OPPOSITE.get(word, ())
        if theme.words[other] >= theme.usual
        and theme.words[other] > 2 * theme.words[word]
        and theme.more_than_usual(other)
        and theme.denied[other] * 2 <= theme.words[other]
    )
    telling = [base for base in landscape.words[number] if base in theme.telling and theme.words[base] >= theme.usual]
    return Against(
        number,
        round(min(1.0, likeness), 3),
        landscape.shared(number, theme.asked),
        opposed=tuple((surface[word], theme.surface[other]) for _, word, other in opposed[:2]),
        negated=tuple(here_denied[b] for b in telling if b in here_denied and theme.denied[b] * 3 <= theme.words[b])[
            :2
        ],
        affirmed=tuple(
            surface[base]
            for base in telling
            if base not in here_denied and theme.denied[base] >= 2 and theme.denied[base] * 3 >= 2 * theme.words[base]
        )[:2],
        turns=tuple(dict.fromkeys(match.group() for match in _TURNS.finditer(text)))[:_MOST_TURNS],
    )
