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
_FEW = 3.0
_MOSTLY = 0.75


@dataclass(frozen=True, slots=True)
class FewCodings:
    """A code that people have not used enough to learn from; its seed terms still speak."""

    label: str
    codings: int
    transcripts: int

    def __str__(self) -> str:
        if self.codings < LEAST_CODINGS:
            return (
                f"“{self.label}” has {self.codings} of {LEAST_CODINGS} codings that I need to learn from. "
                "Until then I only look for its seed terms."
            )
        return (
            f"“{self.label}” has {self.codings} codings, but all in one transcript. Code it in a second one; "
            "until then I only look for its seed terms."
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
        if not right.any() or right.all():
            continue
        partner = hardest_to_tell(column, held_out.labels, odds[:, column])
        guessed = average_precision(right, odds[:, column]) <= guessing(len(right), int(right.sum()))
        if guessed or (partner is not None and partner.at_chance):
            other = f"“{codes[partner.column].label}”" if partner is not None else "other passages"
            silent[code.id] = (
                f"I cannot yet tell “{code.label}” from {other}: on transcripts held back, I did no better than by guessing."
            )
    return silent


@dataclass(frozen=True, slots=True)
class Partner:
    """The code that another is hardest to tell from, and whether it cannot be told from it at all."""

    column: int
    at_chance: bool


def hardest_to_tell(column: int, labels: Flags, scores: NDArray[np.float64]) -> Partner | None:
    """The other code whose passages look most like this one's; ``None`` where none looks more like it than passages do in general.

    ``scores`` are this code's. Told apart is how often a passage with this code stands above one with the other, drawn towards a
    better than even chance while there are few; at chance means not more often than below it, with the other code at least as common.

    >>> labels = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], dtype=bool)
    >>> hardest_to_tell(0, labels, np.array([0.5, 0.6, 0.1, 0.2, 0.9, 0.8]))
    Partner(column=2, at_chance=False)
    """
    own = labels[:, column]
    ordered = np.sort(scores[own])
    best, found = _MOSTLY, None
    for other in range(labels.shape[1]):
        its = labels[:, other] & ~own
        if other == column or not its.any():
            continue
        below = np.searchsorted(ordered, scores[its], side="left") + np.searchsorted(ordered, scores[its], side="right")
        apart = 1.0 - float(below.mean()) / (2 * len(ordered))
        drawn = (apart * its.sum() + _MOSTLY * _FEW) / (its.sum() + _FEW)
        if drawn < best:
            common = its.sum() >= max(own.sum(), LEAST_CODINGS) and own.sum() >= LEAST_CODINGS
            best, found = drawn, Partner(other, bool(apart <= 0.5 and common))
    return found


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
