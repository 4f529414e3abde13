"""When not to speak: too few codings of a code, or no better than guessing on held-out transcripts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.blender import Blender
from workbench.nlp.columns import Flags
from workbench.nlp.held_out import HeldOut
from workbench.nlp.values import CodeDescription

LEAST_CODINGS = 5
LEAST_TRANSCRIPTS = 2


@dataclass(frozen=True, slots=True)
class FewCodings:
    """A code that people have not used enough to learn from; its seed terms still speak."""

    label: str
    codings: int
    transcripts: int

    def __str__(self) -> str:
        passages = "1 coded passage" if self.codings == 1 else f"{self.codings} coded passages"
        if self.codings < LEAST_CODINGS:
            return (
                f"“{self.label}” has {passages} of the {LEAST_CODINGS} needed to learn from. "
                "Until then only its seed terms are looked for."
            )
        return (
            f"“{self.label}” has {passages}, but all in one transcript. Code it in a second transcript; "
            "until then only its seed terms are looked for."
        )


def silent_codes(
    codes: Sequence[CodeDescription], labels: Flags, groups: NDArray[np.intp], held_out: HeldOut, blender: Blender
) -> dict[str, FewCodings | str]:
    """The codes not to suggest from what was learned, with the reason."""
    silent: dict[str, FewCodings | str] = {}
    odds = blender.held_out
    for column, code in enumerate(codes):
        coded = labels[:, column]
        transcripts = len(np.unique(groups[coded]))
        if coded.sum() < LEAST_CODINGS or transcripts < LEAST_TRANSCRIPTS:
            silent[code.id] = FewCodings(code.label, int(coded.sum()), transcripts)
            continue
        right = held_out.labels[:, column]
        if right.any() and not right.all():
            reached = average_precision(right, odds[:, column])
            if reached <= guessing(len(right), int(right.sum())):
                silent[code.id] = (
                    f"I cannot yet tell “{code.label}” from other passages: on transcripts held back, "
                    "I found its passages no better than by guessing."
                )
    return silent


def average_precision(right: Flags, scores: NDArray[np.float64]) -> float:
    """Mean over the right ones of the share of right ones among all that score as high or higher.

    >>> average_precision(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.1]))
    0.8333333333333333
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))  # ties count together
    found = np.diff(np.concatenate([[0], hits[ends]]))
    return float((found * hits[ends] / (ends + 1)).sum() / hits[-1])


def guessing(passages: int, coded: int) -> float:
    """The average precision that a random order reaches in the mean. It lies a little above the share coded.

    >>> round(guessing(4, 1), 3)
    0.521
    """
    harmonic = float((1.0 / np.arange(1, passages + 1)).sum())
    if passages < 2:
        return 1.0
    return ((coded - 1) / (passages - 1)) * (1.0 - harmonic / passages) + harmonic / passages
