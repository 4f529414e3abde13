"""What each code is learned from, and a memory so that nothing is learned twice.

In a small project nearly every read passage teaches every code. In a big one a code sees at most a thousand passages without it, drawn from
the settled part of the reading: the first whole tens of each transcript. So the next turn read, or the next passage coded,
changes the lessons of its own codes and leaves those of the others as they are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.columns import Column, Flags, Ground, Lesson, Rows, learn_columns, scores_of
from workbench.nlp.text_features import Floats

MOST_COUNTER_EXAMPLES = 1_000
BIG = 3_000  # read passages from which a project counts as big
_UNSETTLED = 16  # at most one part in so many of a transcript's read passages is not settled yet
_STEP_IN_BIG = 64


@dataclass
class Memory:
    """Columns and scores by what they were learned from. It holds the last two rounds and is never written down."""

    columns: dict[bytes, Column] = field(default_factory=dict)
    scores: dict[tuple[bytes, bytes], Floats] = field(default_factory=dict)
    _used: set[object] = field(default_factory=set)

    def new_round(self) -> None:
        """Let go of what the round before did not ask for."""
        self.columns = {key: one for key, one in self.columns.items() if key in self._used}
        self.scores = {key: one for key, one in self.scores.items() if key in self._used}
        self._used = set()

    def learned(self, ground: Ground, lessons: Sequence[Lesson]) -> list[Column]:
        """The columns of these lessons, learned now or before."""
        keys = [lesson.key for lesson in lessons]
        fresh = [place for place, key in enumerate(keys) if key not in self.columns]
        for place, column in zip(fresh, learn_columns(ground, [lessons[place] for place in fresh]), strict=True):
            self.columns[keys[place]] = column
        self._used.update(keys)
        return [self.columns[key] for key in keys]

    def scored(self, ground: Ground, lessons: Sequence[Lesson], rows: Rows, *, keep_columns: bool) -> list[Floats]:
        """The scores of these lessons on these passages, engines x passages each, worked out now or before.

        Without ``keep_columns`` the columns themselves are let go: they are as wide as the vocabulary.
        """
        of_rows = hashlib.blake2b(rows.tobytes(), digest_size=16).digest()
        keys = [(lesson.key, of_rows) for lesson in lessons]
        fresh = [place for place, key in enumerate(keys) if key not in self.scores]
        wanted = [lessons[place] for place in fresh]
        if keep_columns:
            self.learned(ground, lessons)
        columns = self.learned(ground, wanted) if keep_columns else learn_columns(ground, wanted)
        for place, scores in zip(fresh, scores_of(ground, wanted, columns, rows), strict=True):
            self.scores[keys[place]] = scores
        self._used.update(keys)
        return [self.scores[key] for key in keys]


def lessons_of(read: Rows, labels: Flags, settled: Flags, *, most: int = MOST_COUNTER_EXAMPLES) -> list[Lesson]:
    """One lesson for each code and, last, one for "any code". ``labels`` has a row per read passage, a column per code."""
    with_any = np.column_stack([labels, labels.any(axis=1)])
    order = np.argsort(lasting_order(read), kind="stable")
    order = order[settled[order]]
    lessons = []
    for column in range(with_any.shape[1]):
        marked = with_any[:, column]
        positives = read[marked]
        if len(positives) > 2 * most:
            positives = positives[np.argsort(lasting_order(positives), kind="stable")[: 2 * most]]
        negatives = read[order[~marked[order]][:most]]
        lessons.append(Lesson(column, np.sort(positives), np.sort(negatives)))
    return lessons


def settled_part(groups: NDArray[np.intp]) -> Flags:
    """The read passages of each transcript but for the last few; rows come in project order.

    Their number goes up in steps, so that most further passages change nothing: by one up to 31 passages read, by eight from 128.
    In a big project, where counter-examples are plenty, the steps are larger.
    """
    big = len(groups) > BIG
    found = np.zeros(len(groups), dtype=np.bool_)
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1) if len(groups) else ():
        step = 1 << max(0, (len(rows) // _UNSETTLED).bit_length() - 1)
        if big:
            step = max(step, min(_STEP_IN_BIG, 1 << max(0, (len(rows) // 2).bit_length() - 1)))
        found[rows[: len(rows) // step * step]] = True
    return found


def lasting_order(rows: Rows) -> NDArray[np.uint64]:
    """A shuffled order of passages that a further passage does not disturb."""
    mixed = rows.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))
