"""Participants' own striking phrases: words that keep coming together, from the mouths of several people, and not from the team's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.domain.code_rule import WORD, fold_word
from workbench.domain.text import ANNOTATION
from workbench.nlp.ground import Ground, Striking
from workbench.nlp.plain_words import LIGHT_WORDS, PLAIN_WORDS
from workbench.nlp.word_forms import base_form

LONGEST = 6
_LEAST_MENTIONS = 2
_MOST_PLACES = 40
_MOST_COMPARED = 2_000  # phrases for which it is counted how often the team says them
_BREAK = re.compile(r"[.!?;:…\n\[\]()]|--|\s[-–—]\s")  # a phrase does not reach over these
_FILLERS = frozenset(
    {"um", "uh", "mm", "hmm", "erm", "er", "ah", "oh", "mhm", "yeah", "yep", "okay", "like", "gonna", "kinda"}
)
_TELLING_EDGES = frozenset(
    {"never", "nothing", "told", "ask", "asked", "call", "called", "stuff", "work", "bad", "worse"}
)
_SHARE_OF_LONGER = 0.75
Ints = NDArray[np.int64]


def striking_phrases(ground: Ground, *, at_most: int = 200) -> list[Striking]:
    """Phrases of two to six words that were said at least twice, the most striking first.

    Their edges are words that tell something. A phrase is worth more the more people use it, the more its words belong together (normalised
    pointwise mutual information, after Bouma 2009), the longer it is, and the less the team says it. One that lives inside a longer phrase most of
    the time is left out in favour of that.
    """
    speech = _Speech.of(ground.texts)
    names = {person: number for number, person in enumerate(dict.fromkeys(ground.people))}
    people = np.array([names[person] for person in ground.people], dtype=np.int64)
    levels = _levels(speech.words)
    _note_longer(levels, speech)
    candidates = [one for level in levels for one in _candidates(level, speech, people)]
    candidates.sort(key=lambda one: (-one.worth, one.words))
    best = candidates[:_MOST_COMPARED]
    by_team = _said_by_team(ground.team, {one.words for one in best})
    best.sort(key=lambda one: (-one.worth / (1 + 2 * by_team[one.words] / len(one.at)), one.words))
    return [_striking(ground, speech, one, by_team[one.words]) for one in best[:at_most]]


@dataclass(frozen=True)
class _Speech:
    """All passages as one row of word numbers, with -1 where speech pauses, and where each word stands."""

    words: Ints
    passages: Ints
    starts: Ints
    ends: Ints
    names: list[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Speech:
        known: dict[str, int] = {}
        rows: list[tuple[int, int, int, int]] = []
        for number, text in enumerate(texts):
            for word, start, end in _words_and_pauses(text):
                rows.append((known.setdefault(word, len(known)) if word else -1, number, start, end))
        table = np.array(rows or [(-1, 0, 0, 0)], dtype=np.int64)
        return cls(table[:, 0], table[:, 1], table[:, 2], table[:, 3], list(known))

    def phrase(self, at: int, size: int) -> tuple[str, ...]:
        return tuple(self.names[word] for word in self.words[at : at + size])


def _words_and_pauses(text: str) -> Iterator[tuple[str, int, int]]:
    """The folded words of a passage with their places, and an empty word at each pause and at the end."""
    quiet = ANNOTATION.sub(lambda note: "." * len(note.group()), text)
    end = 0
    for match in WORD.finditer(quiet):
        if end and _BREAK.search(quiet, end, match.start()):
            yield "", end, end
        end = match.end()
        yield fold_word(match.group()), match.start(), end
    yield "", end, end


@dataclass
class _Level:
    """The phrases of one length that were said often enough: which stands at each place (or -1), and how often each."""

    size: int
    at: Ints
    counts: Ints
    firsts: Ints
    inside_longer: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.inside_longer = np.zeros(len(self.counts), dtype=np.int64)


def _levels(words: Ints) -> list[_Level]:
    """Phrases of two words, then of three ... A longer one is counted only where both its parts were said often enough."""
    levels: list[_Level] = []
    before, different = words, int(words.max(initial=0)) + 1
    for size in range(2, LONGEST + 1):
        places = np.flatnonzero((before[:-1] >= 0) & (before[1:] >= 0))
        keys = before[places] * different + before[places + 1]
        _, firsts, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        often = np.flatnonzero(counts >= _LEAST_MENTIONS)
        if not len(often):
            break
        renamed = np.full(len(counts), -1, dtype=np.int64)
        renamed[often] = np.arange(len(often))
        at = np.full(len(words), -1, dtype=np.int64)
        at[places] = renamed[inverse]
        levels.append(_Level(size, at, counts[often].astype(np.int64), places[firsts[often]]))
        before, different = at, len(often)
    return levels


def _note_longer(levels: Sequence[_Level], speech: _Speech) -> None:
    """For each phrase how often at most it was said as a part of one longer phrase that could be shown itself."""
    for longer in levels:
        showable = _showable(longer, speech)
        for shorter in levels:
            for step in range(longer.size - shorter.size + 1 if shorter.size < longer.size else 0):
                parts = shorter.at[longer.firsts[showable] + step]
                np.maximum.at(shorter.inside_longer, parts, longer.counts[showable])


def _showable(level: _Level, speech: _Speech) -> Ints:
    """The phrases whose edges tell something, that hold no filler, and are not one word again and again."""
    edge = np.array([word.isalpha() and len(word) > 1 and not _dull(word) for word in speech.names])
    filler = np.array([word in _FILLERS for word in speech.names])
    rows = speech.words[level.firsts[:, None] + np.arange(level.size)]
    fine = edge[rows[:, 0]] & edge[rows[:, -1]] & ~filler[rows].any(axis=1) & (rows != rows[:, :1]).any(axis=1)
    return np.flatnonzero(fine).astype(np.int64)


def _dull(word: str) -> bool:
    """Whether a phrase that begins or ends with this word is cut off, or is about nothing but a number or a time."""
    return word in PLAIN_WORDS or word in _FILLERS or (base_form(word) in LIGHT_WORDS and word not in _TELLING_EDGES)


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: tuple[str, ...]
    at: Ints
    people: int
    worth: float


def _candidates(level: _Level, speech: _Speech, people: Ints) -> list[_Candidate]:
    chosen = _showable(level, speech)
    chosen = chosen[level.inside_longer[chosen] <= _SHARE_OF_LONGER * level.counts[chosen]]
    wanted = np.zeros(len(level.counts), dtype=bool)
    wanted[chosen] = True
    places = np.flatnonzero(level.at >= 0)
    places = places[wanted[level.at[places]]]
    names = level.at[places]
    voices = np.unique(names * (int(people.max(initial=0)) + 1) + people[speech.passages[places]])
    heard = np.bincount(voices // (int(people.max(initial=0)) + 1), minlength=len(level.counts))
    worth = np.log1p(heard) ** 2 * _together(level, speech) * np.log1p(level.size) * np.log1p(level.counts)
    best = chosen[np.lexsort((chosen, -worth[chosen]))][:_MOST_COMPARED]
    order = np.argsort(names, kind="stable")
    starts = np.searchsorted(names[order], best)
    return [
        _Candidate(
            speech.phrase(int(level.firsts[name]), level.size),
            places[order[start : start + level.counts[name]]],
            int(heard[name]),
            float(worth[name]),
        )
        for name, start in zip(best.tolist(), starts.tolist(), strict=True)
    ]


def _together(level: _Level, speech: _Speech) -> Any:
    """How much the words of each phrase belong together, 0 to 1."""
    said = np.bincount(speech.words[speech.words >= 0], minlength=len(speech.names))
    total = said.sum()
    chance = np.log(said / total)[speech.words[level.firsts[:, None] + np.arange(level.size)]].sum(axis=1)
    seen = np.log(np.minimum(level.counts / total, 0.999))
    return np.clip((seen - chance) / (-seen * (level.size - 1)), 0.0, 1.0)


def _said_by_team(team: Sequence[str], wanted: set[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    firsts = {words[0] for words in wanted}
    found: Counter[tuple[str, ...]] = Counter()
    for text in team:
        words = [word for word, _, _ in _words_and_pauses(text)]
        for start, word in enumerate(words):
            if word in firsts:
                for size in range(2, LONGEST + 1):
                    if (phrase := tuple(words[start : start + size])) in wanted and len(phrase) == size:
                        found[phrase] += 1
    return found


def _striking(ground: Ground, speech: _Speech, one: _Candidate, by_team: int) -> Striking:
    places = [
        (int(speech.passages[at]), int(speech.starts[at]), int(speech.ends[at + len(one.words) - 1])) for at in one.at
    ]
    said = Counter(" ".join(ground.texts[passage][start:end].split()) for passage, start, end in places)
    words = min(said, key=lambda shown: (-said[shown], shown[0].isupper(), shown))
    return Striking(words, one.people, len(places), by_team, tuple(places[:_MOST_PLACES]))
