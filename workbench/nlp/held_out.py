"""Held-out transcripts of a project: train on some, look at the others, so that no passage judges itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.engines import FitCache, Flags, Rows, train_engines
from workbench.nlp.evidence import NAMES, Numbers, evidence, standing
from workbench.nlp.material import Material
from workbench.nlp.values import Passage

_FOLDS = 4
_LEAST_READ = 8
_MOST_JUDGED = 1_200
_MOST_COUNTER_EXAMPLES = 400
_BIG = 3_000  # read passages from which two folds tell enough


@dataclass(frozen=True)
class HeldOut:
    """Evidence on read passages from engines that had not seen their transcripts, and what the person said of them."""

    rows: Numbers
    labels: Flags

    @property
    def answers(self) -> Numbers:
        return self.labels.astype(np.float64).ravel()


def hold_out(material: Material, read: Rows, labels: Flags, groups: NDArray[np.intp], *, cache: FitCache) -> HeldOut:
    """Evidence on every read passage (on a fixed share of them in a big project), held out by transcript."""
    rows: list[Numbers] = [np.zeros((0, len(NAMES)))]
    answers: list[Flags] = [np.zeros((0, labels.shape[1]), dtype=np.bool_)]
    for out in folds(groups):
        engines = train_engines(
            material.space, material.codebook, read[~out], labels[~out], cache=cache, most=_MOST_COUNTER_EXAMPLES
        )
        known = standing(material.setting, read[~out], labels[~out], groups[~out])
        judged = np.flatnonzero(out)
        judged = judged[:: max(1, len(read) // _MOST_JUDGED)]
        rows.append(evidence(engines, material.setting, known, read[judged]))
        answers.append(labels[judged])
    return HeldOut(np.concatenate(rows), np.concatenate(answers))


def folds(groups: NDArray[np.intp]) -> Iterator[Flags]:
    """Which read passages to hold out together: whole transcripts, or stretches of the only one. None if too few."""
    number = len(groups)
    if number < _LEAST_READ:
        return
    names, sizes = np.unique(groups, return_counts=True)
    if len(names) == 1:
        stretch = np.arange(number) * 3 // number
        for part in range(3):
            yield stretch == part
        return
    load = np.zeros(2 if number > _BIG else min(_FOLDS, len(names)))
    fold_of = {}
    for place in sorted(range(len(names)), key=lambda place: (-sizes[place], place)):
        lightest = int(load.argmin())
        fold_of[names[place]] = lightest
        load[lightest] += sizes[place]
    fold = np.array([fold_of[group] for group in groups])
    for part in range(len(load)):
        yield fold == part


def groups_of(passages: Sequence[Passage], rows: Rows) -> NDArray[np.intp]:
    """Transcripts as numbers, one per row."""
    names: dict[str, int] = {}
    return np.array([names.setdefault(passages[row].transcript_id, len(names)) for row in rows], dtype=np.intp)
