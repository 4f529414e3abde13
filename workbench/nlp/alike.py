"""Which passages are like others, and which are like none: by words, pieces of words and the project's own themes of language."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize

from workbench.domain.code_rule import WORD, fold_word
from workbench.domain.text import ANNOTATION
from workbench.nlp.ground import Alike, FarOff, Ground
from workbench.nlp.plain_words import LIGHT_WORDS, PLAIN_WORDS
from workbench.nlp.text_features import Floats, TextSpace, make_space
from workbench.nlp.threads import one_thread
from workbench.nlp.word_forms import base_form

_WORDS_SHARE = 0.6  # of likeness, by words and pieces; the rest by themes of language
_FEWEST_WORDS = 6  # "Yeah, that too" is like everything
_FEWEST_TO_LOOK_AT = 12
_SHOWN_WORDS = 4
_FEW_ENOUGH = 2_000  # passages that are compared word by word; more are compared by themes, which is quicker
_AT_ONCE = 2_000
_TOO_ALIKE = 0.85
_TELL_NOTHING = PLAIN_WORDS | LIGHT_WORDS
_FEWEST_TELLING = 4


class Landscape:
    """All passages of a project as numbers, and by their telling words. Making it is the slow part."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        with one_thread():
            self.space: TextSpace = make_space(ground.texts)
        self.words = [telling_words(text) for text in ground.texts]
        self.lengths = np.array([len(WORD.findall(text)) for text in ground.texts], dtype=np.int64)

    @cached_property
    def heard_in(self) -> Counter[str]:
        """In how many passages each base form is said."""
        return Counter(base for words in self.words for base in words)

    @cached_property
    def said_in(self) -> Counter[str]:
        """The same for every word, plain ones too."""
        return Counter(base for text in self.ground.texts for base in all_bases(text))

    def likeness(self, numbers: Sequence[int], text: str = "") -> Floats:
        """How like each passage is to the middle of these passages, and of a text beside them (0 to 1)."""
        both = self.space.both[list(numbers)].sum(axis=0) if numbers else np.zeros((1, self.space.both.shape[1]))
        themes = self.space.theme_rows[list(numbers)].sum(axis=0, keepdims=True)
        if text.strip():
            described = self.space.describe([text])
            part = max(1.0, 0.25 * len(numbers))
            both, themes = both + part * described[0], themes + part * described[1]
        by_words = np.asarray(self.space.both @ normalize(np.asarray(both)).T).ravel()
        by_themes = np.clip(self.space.theme_rows @ normalize(np.asarray(themes)).T, 0.0, 1.0).ravel()
        return np.asarray(_WORDS_SHARE * by_words + (1 - _WORDS_SHARE) * by_themes, dtype=np.float32)

    def spoken_of(self, numbers: Iterable[int], text: str = "") -> dict[str, float]:
        """The words that tell these passages and a text from all others, each with its weight.

        The weight is the word's part of the Kullback-Leibler divergence: its share here times the log of how much larger that is than its share of all.
        """
        asked = list(numbers)
        counts: Counter[str] = Counter(base for number in asked for base in self.words[number])
        counts.update(telling_words(text).keys())
        size, everything = len(asked) + bool(text.strip()), 1 + len(self.words)
        weights = {
            base: count / size * math.log(count / size * everything / (1 + self.heard_in[base]))
            for base, count in counts.items()
            if size < 8 or count > 1
        }
        return {base: weight for base, weight in weights.items() if weight > 0}

    def shared(self, number: int, asked: dict[str, float]) -> tuple[str, ...]:
        """The words of a passage that count most in what was asked about, as they stand in the passage."""
        here = self.words[number]
        best = sorted((base for base in here if asked.get(base, 0.0) > 0), key=lambda base: (-asked[base], base))
        return tuple(here[base] for base in best[:_SHOWN_WORDS])


def telling_words(text: str) -> dict[str, str]:
    """The words of a text that say something of its matter: base form to the form that stands there first."""
    found: dict[str, str] = {}
    for word in WORD.findall(ANNOTATION.sub(" ", text)):
        folded = fold_word(word)
        base = base_form(folded)
        if base.isalpha() and not {folded, base} & _TELL_NOTHING and (len(base) > 2 or not base.isascii()):
            found.setdefault(base, word)
    return found


def all_bases(text: str) -> set[str]:
    """Every word of a text in its base form, plain ones too."""
    return {base_form(fold_word(word)) for word in WORD.findall(text)}


def more_like(
    landscape: Landscape, numbers: Sequence[int], text: str = "", *, leave_out: Collection[int] = (), at_most: int = 30
) -> list[Alike]:
    """The passages most like these, the most alike first; those that share no word with them are no answer."""
    asked = landscape.spoken_of(numbers, text)
    scores = landscape.likeness(numbers, text)
    scores[landscape.lengths < _FEWEST_WORDS] = 0.0
    scores[[*numbers, *leave_out]] = 0.0
    found: list[Alike] = []
    for number in np.lexsort((np.arange(len(scores)), -scores)).tolist():
        if scores[number] <= 0.0 or len(found) == at_most:
            break
        if shared := landscape.shared(number, asked):
            found.append(Alike(number, round(float(min(1.0, scores[number])), 3), shared))
    return found


def not_looked_at(
    landscape: Landscape, coded: Collection[int], read: Collection[int], *, at_most: int = 30
) -> list[FarOff]:
    """Uncoded passages that are unlike all that is coded, spread over people: who is heard least comes first.

    Each person in turn gives the passage that is farthest off, what nobody has read before what was read and left. One that says
    nearly the same as one before it is passed over.
    """
    people = landscape.ground.people
    taken = set(coded)
    open_ones = [
        n
        for n in range(len(people))
        if n not in taken and landscape.lengths[n] >= _FEWEST_TO_LOOK_AT and len(landscape.words[n]) >= _FEWEST_TELLING
    ]
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    done = set(read)
    open_ones = _far_from_the_middle(landscape, open_ones, sorted(taken), done)
    near = dict(zip(open_ones, _nearest(landscape, open_ones, sorted(taken)), strict=True))
    for number in sorted(open_ones, key=lambda n: (n in done, near[n], n)):
        waiting[people[number]].append(number)
    said, heard = Counter(people), Counter(people[n] for n in taken)
    order = sorted(waiting, key=lambda person: (heard[person] / said[person], -said[person], person))
    known = {base for number in taken for base in landscape.words[number]}
    found: list[FarOff] = []
    chosen: list[int] = []
    while order and len(found) < at_most:
        for person in list(order):
            best = next((n for n in waiting[person] if not _too_alike(landscape, n, chosen)), None)
            if best is None or len(found) == at_most:
                order.remove(person)
                continue
            waiting[person] = waiting[person][waiting[person].index(best) + 1 :]
            chosen.append(best)
            found.append(FarOff(best, round(near[best], 3), _new_words(landscape, best, known)))
    return found


def _far_from_the_middle(
    landscape: Landscape, numbers: Sequence[int], coded: Sequence[int], read: Collection[int]
) -> list[int]:
    """Where there are many passages: of each person those that are least like the middle of all that is coded."""
    if len(numbers) <= _FEW_ENOUGH or not coded:
        return list(numbers)
    people = landscape.ground.people
    each = max(20, _FEW_ENOUGH // len({people[number] for number in numbers}))
    middle = landscape.space.theme_rows @ landscape.space.theme_rows[coded].mean(axis=0)
    taken: Counter[str] = Counter()
    kept = []
    for number in sorted(numbers, key=lambda n: (n in read, float(middle[n]), n)):
        if taken[people[number]] < each:
            taken[people[number]] += 1
            kept.append(number)
    return kept


def _nearest(landscape: Landscape, numbers: Sequence[int], coded: Sequence[int]) -> list[float]:
    """For each passage how like it is to the coded passage that it is most like."""
    if not numbers or not coded:
        return [0.0] * len(numbers)
    by_words = len(landscape.words) <= _FEW_ENOUGH
    rows: Any = landscape.space.both if by_words else landscape.space.theme_rows
    known = rows[coded].T
    found: list[float] = []
    for start in range(0, len(numbers), _AT_ONCE):
        likeness = rows[numbers[start : start + _AT_ONCE]] @ known
        dense = likeness.toarray() if by_words else likeness
        found += [max(0.0, float(value)) for value in dense.max(axis=1)]
    return found


def _too_alike(landscape: Landscape, number: int, chosen: Sequence[int]) -> bool:
    if not chosen:
        return False
    both = landscape.space.both
    return float((both[number] @ both[list(chosen)].T).max()) > _TOO_ALIKE


def _new_words(landscape: Landscape, number: int, known: Collection[str]) -> tuple[str, ...]:
    """Words of a passage that no coded passage has; those that others say too come first, since they are no slip of the tongue."""
    here = landscape.words[number]
    new = sorted(
        (b for b in here if b not in known), key=lambda b: (landscape.heard_in[b] < 2, -landscape.heard_in[b], b)
    )
    return tuple(here[base] for base in new[:_SHOWN_WORDS])
