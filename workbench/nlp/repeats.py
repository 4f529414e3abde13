"""Passages that say nearly the same: the same story told twice, a file brought in twice, words that a machine read out.

Only passages that share a rare run of words are compared: each keeps the smallest hashes of its runs of four words (Broder's
bottom-k sketch), and those that share one are looked at letter by letter. So twenty thousand passages take seconds, not hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from workbench.domain.code_rule import WORD, fold_word
from workbench.nlp.ground import Ground, Repeated

_FEWEST_WORDS = 8
_RUN = 4
_SKETCH = 12
_MOST_TOGETHER = 60  # passages that share one run; of more, neighbours are compared
_ALIKE = 80.0  # of word for word
_MOST_GROUPS = 200


def repeats(ground: Ground) -> list[Repeated]:
    """Groups of passages that are nearly the same, the largest groups first, then the most alike."""
    known: dict[str, int] = {}
    folded = [
        tuple(known.setdefault(fold_word(word), len(known)) for word in WORD.findall(text)) for text in ground.texts
    ]
    same: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, words in enumerate(folded):
        if len(words) >= _FEWEST_WORDS:
            same[words].append(number)
    firsts = [numbers[0] for numbers in same.values()]
    joined = _Groups()
    least: dict[int, float] = {}
    for one, other in _pairs(folded, firsts):
        shorter, longer = sorted((len(folded[one]), len(folded[other])))
        if shorter < 0.7 * longer:
            continue
        likeness = fuzz.ratio(folded[one], folded[other], score_cutoff=_ALIKE)
        if likeness:
            top = joined.join(one, other)
            least[top] = min(likeness, least.pop(one, 100.0), least.pop(other, 100.0), least.get(top, 100.0))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for first, numbers in zip(firsts, same.values(), strict=True):
        groups[joined.top(first)] += numbers
    found = [
        Repeated(tuple(sorted(numbers)), round(least.get(top, 100.0), 1))
        for top, numbers in groups.items()
        if len(numbers) > 1
    ]
    return sorted(found, key=lambda one: (-len(one.numbers), -one.likeness, one.numbers))[:_MOST_GROUPS]


def _pairs(folded: Sequence[tuple[int, ...]], numbers: Sequence[int]) -> set[tuple[int, int]]:
    together: defaultdict[int, list[int]] = defaultdict(list)
    for number in numbers:
        words = folded[number]
        runs = {
            hash(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)
        }  # of whole numbers: always the same
        for value in sorted(runs)[:_SKETCH]:
            together[value].append(number)
    pairs: set[tuple[int, int]] = set()
    for members in together.values():
        if len(members) <= _MOST_TOGETHER:
            pairs.update((one, other) for place, one in enumerate(members) for other in members[place + 1 :])
        else:
            pairs.update(pairwise(sorted(members, key=lambda n: folded[n])))
    return pairs


class _Groups:
    """Which passages belong together, by the smallest number of each group."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def top(self, number: int) -> int:
        while (above := self._above.get(number, number)) != number:
            self._above[number] = self._above.get(above, above)
            number = above
        return number

    def join(self, one: int, other: int) -> int:
        first, second = sorted((self.top(one), self.top(other)))
        self._above[second] = first
        return first
