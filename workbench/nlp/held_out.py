"""Held-out transcripts of a project: train on some, look at the others, so that no passage judges itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.columns import Flags, Rows
from workbench.nlp.evidence import NAMES, Evidence, Numbers, needed_rows, standing
from workbench.nlp.lessons import BIG, Memory, lasting_order, lessons_of, settled_part
from workbench.nlp.material import Material

_FOLDS = 4
_LEAST_READ = 8
_MOST_JUDGED = 1_200
_MOST_JUDGED_IN_BIG = 600
_MOST_COUNTER_EXAMPLES = 400
_LEAST_SHARE = 0.25  # of all read passages, in the smaller of two halves


@dataclass(frozen=True)
class HeldOut:
    """Evidence on read passages from engines that had not seen their transcripts, and what the person said of them."""

    rows: Numbers
    labels: Flags
    part: NDArray[np.intp]

    @property
    def answers(self) -> Numbers:
        return self.labels.astype(np.float64).ravel()


def hold_out(material: Material, read: Rows, labels: Flags, groups: NDArray[np.intp], *, memory: Memory) -> HeldOut:
    """Evidence on every read passage (on a lasting choice of them in a big project), held out by transcript."""
    rows: list[Numbers] = [np.zeros((0, len(NAMES)))]
    answers: list[Flags] = [np.zeros((0, labels.shape[1]), dtype=np.bool_)]
    parts: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
    settled = settled_part(groups)
    chosen = _to_judge(read, settled)
    for part, out in enumerate(folds(groups, transcript_sizes(material))):
        judged = np.flatnonzero(out & chosen)
        if not len(judged):
            continue
        lessons = lessons_of(read[~out], labels[~out], settled[~out], most=_MOST_COUNTER_EXAMPLES)
        needed = needed_rows(material.setting, read[judged])
        scores = memory.scored(material.ground, lessons, needed, keep_columns=False)
        known = standing(material.setting, read[~out], labels[~out], groups[~out])
        rows.append(Evidence(scores, needed, material.setting, known, read[judged]).matrix())
        answers.append(labels[judged])
        parts.append(np.full(len(judged), part, dtype=np.intp))
    return HeldOut(np.concatenate(rows), np.concatenate(answers), np.concatenate(parts))


def _to_judge(read: Rows, settled: Flags) -> Flags:
    """All read passages, or a lasting choice that the next passage read hardly ever changes."""
    most = _MOST_JUDGED if len(read) <= BIG else _MOST_JUDGED_IN_BIG
    if len(read) <= most:
        return np.ones(len(read), dtype=np.bool_)
    order = np.argsort(lasting_order(read), kind="stable")
    chosen = np.zeros(len(read), dtype=np.bool_)
    chosen[order[settled[order]][:most]] = True
    return chosen


def folds(groups: NDArray[np.intp], sizes: Mapping[int, int]) -> Iterator[Flags]:
    """Which read passages to hold out together: whole transcripts, or stretches of the only one. None if too few.

    In a big project a transcript's part hangs on how long the transcripts are and not on how far they are read, so that the next turn
    read does not turn everything over.
    """
    number = len(groups)
    if number < _LEAST_READ:
        return
    names, read_of = np.unique(groups, return_counts=True)
    if len(names) == 1:
        stretch = np.arange(number) * 3 // number
        for part in range(3):
            yield stretch == part
        return
    if number > BIG:
        fold = _spread(sizes, 2)[groups]
        if _LEAST_SHARE <= fold.mean() <= 1.0 - _LEAST_SHARE:
            yield from (fold == part for part in range(2))
            return
    parts = 2 if number > BIG else min(_FOLDS, len(names))
    fold = _spread(dict(zip(names.tolist(), read_of.tolist(), strict=True)), parts)[groups]
    yield from (fold == part for part in range(parts))


def _spread(sizes: Mapping[int, int], parts: int) -> NDArray[np.intp]:
    """Parts of about the same size, the big ones dealt first; -1 for a group that is not among them."""
    load = np.zeros(parts)
    fold_of = np.full(max(sizes) + 1, -1, dtype=np.intp)
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        lightest = int(load.argmin())
        fold_of[name] = lightest
        load[lightest] += sizes[name]
    return fold_of


def groups_of(material: Material, rows: Rows) -> NDArray[np.intp]:
    """Transcripts as numbers, one per row."""
    return material.transcripts[rows]


def transcript_sizes(material: Material) -> Mapping[int, int]:
    """How many passages each transcript has."""
    return dict(enumerate(np.bincount(material.transcripts).tolist())) if len(material.passages) else {0: 0}
