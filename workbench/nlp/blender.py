"""How the evidence becomes a probability.

A small logistic model, learned on invented coded projects and shipped as ``blender.json``, weighs the evidence. Each
project then moves the weights as far as its own held-out transcripts justify (the shipped weights are the prior), and a
last step corrects how sure it sounds (Platt scaling, drawn towards "leave as it is").
"""

import json
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.evidence import NAMES, Numbers
from workbench.nlp.text_features import Floats

_STEPS = 25
_PULL = 40.0  # how strongly a project is held to the shipped weights
_PSEUDO_EXAMPLES = 20.0


@dataclass(frozen=True)
class Blender:
    """Weights of the evidence, and the correction of confidence: sigmoid(slope * log odds + shift).

    ``held_out`` is what weights that had not seen the answers said of the held-out passages, passages x codes.
    """

    weights: Numbers
    slope: float = 1.0
    shift: float = 0.0
    held_out: Numbers = field(default_factory=lambda: np.zeros((0, 0)))

    def probabilities(self, log_odds: Floats) -> Floats:
        """Corrected probabilities for uncorrected log odds; changes what it is given."""
        log_odds *= np.float32(-self.slope)
        log_odds -= np.float32(self.shift)
        np.clip(log_odds, -30.0, 30.0, out=log_odds)
        np.exp(log_odds, out=log_odds)
        log_odds += np.float32(1.0)
        return np.reciprocal(log_odds, out=log_odds)


def shipped_blender() -> Blender:
    """The blender as learned on invented projects."""
    shipped = json.loads(files("workbench.nlp").joinpath("blender.json").read_text(encoding="utf-8"))
    return Blender(np.array([shipped["weights"][name] for name in NAMES], dtype=np.float64))


def fit_weights(
    rows: Numbers,
    answers: Numbers,
    *,
    prior: Numbers,
    pull: float,
    worth: Numbers | None = None,
    start: Numbers | None = None,
) -> Numbers:
    """The weights that explain the answers best without straying from the prior (ridge logistic regression)."""
    weights = prior.copy() if start is None else start.copy()
    worth = np.ones(len(rows)) if worth is None else worth
    strength = np.full(rows.shape[1], pull)
    for _ in range(_STEPS):
        chance = sigmoid(rows @ weights)
        slope = rows.T @ ((chance - answers) * worth) + strength * (weights - prior)
        curve = (rows * (worth * np.maximum(chance * (1 - chance), 1e-5))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.diag(strength), slope)
        step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        weights = weights - step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def fit_confidence(log_odds: Numbers, right: Numbers) -> tuple[float, float]:
    """Slope and shift that make the first suggestions as sure as they turned out right, drawn towards (1, 0).

    The pseudo-examples answer just as the uncorrected confidence says, so that few held-out passages change little.
    """
    if not len(log_odds):
        return 1.0, 0.0
    spots = np.linspace(-3.0, 3.0, 7)
    rows = np.column_stack([np.concatenate([log_odds, spots]), np.ones(len(log_odds) + len(spots))])
    answers = np.concatenate([right, sigmoid(spots)])
    worth = np.concatenate([np.ones(len(log_odds)), np.full(len(spots), _PSEUDO_EXAMPLES / len(spots))])
    slope, shift = fit_weights(rows, answers, prior=np.array([1.0, 0.0]), pull=1.0, worth=worth)
    return float(np.clip(slope, 0.3, 2.0)), float(shift)


def adapt(shipped: Blender, rows: Numbers, answers: Numbers, part: NDArray[np.intp], *, codes: int) -> Blender:
    """The shipped blender, moved by held-out passages of this project. ``rows`` are passages x codes, passages first.

    How sure it may sound is learned from what the weights of the other parts say of each part: weights that have seen the
    answers always look better than they are.
    """
    if not len(rows):
        return shipped
    weights = fit_weights(rows, answers, prior=shipped.weights, pull=_PULL)
    log_odds = np.zeros((len(part), codes))
    table = answers.reshape(-1, codes)
    by_passage = rows.reshape(len(part), codes, -1)
    for one in np.unique(part):
        out = part == one
        others = weights
        if not out.all():
            learned = by_passage[~out].reshape(-1, rows.shape[1])
            others = fit_weights(learned, table[~out].ravel(), prior=shipped.weights, pull=_PULL, start=weights)
        log_odds[out] = (by_passage[out].reshape(-1, rows.shape[1]) @ others).reshape(-1, codes)
    first = log_odds.argmax(axis=1)
    slope, shift = fit_confidence(log_odds.max(axis=1), table[np.arange(len(first)), first])
    return Blender(weights, slope, shift, log_odds)


def sigmoid(log_odds: Numbers) -> Numbers:
    """Log odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0))))
