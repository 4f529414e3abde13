"""How the evidence becomes a probability.

A small logistic model, learned on invented coded projects and shipped as ``blender.json``, weighs the evidence. Each
project then moves the weights as far as its own held-out transcripts justify (the shipped weights are the prior), and a
last step corrects how sure it sounds (Platt scaling, drawn towards "leave as it is").
"""

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from workbench.nlp.evidence import NAMES, Numbers

_STEPS = 25
_PULL = 40.0  # how strongly a project is held to the shipped weights
_PSEUDO_EXAMPLES = 20.0


@dataclass(frozen=True)
class Blender:
    """Weights of the evidence, and the correction of confidence: sigmoid(slope * log odds + shift)."""

    weights: Numbers
    slope: float = 1.0
    shift: float = 0.0

    def log_odds(self, rows: Numbers) -> Numbers:
        """Uncorrected log odds, one per row of evidence."""
        return np.asarray(rows @ self.weights)

    def probabilities(self, rows: Numbers) -> Numbers:
        """Probabilities, one per row of evidence."""
        return sigmoid(self.slope * self.log_odds(rows) + self.shift)


def shipped_blender() -> Blender:
    """The blender as learned on invented projects."""
    shipped = json.loads(files("workbench.nlp").joinpath("blender.json").read_text(encoding="utf-8"))
    return Blender(np.array([shipped["weights"][name] for name in NAMES], dtype=np.float64))


def fit_weights(
    rows: Numbers, answers: Numbers, *, prior: Numbers, pull: float, worth: Numbers | None = None
) -> Numbers:
    """The weights that explain the answers best without straying from the prior (ridge logistic regression)."""
    weights = prior.copy()
    worth = np.ones(len(rows)) if worth is None else worth
    strength = np.full(rows.shape[1], pull)
    for _ in range(_STEPS):
        chance = sigmoid(rows @ weights)
        slope = rows.T @ ((chance - answers) * worth) + strength * (weights - prior)
        curve = (rows * (worth * np.maximum(chance * (1 - chance), 1e-5))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.diag(strength), slope)
        step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        weights = weights - step
        if np.abs(step).max() < 1e-5:
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


def adapt(shipped: Blender, rows: Numbers, answers: Numbers, *, codes: int) -> Blender:
    """The shipped blender, moved by held-out passages of this project. ``rows`` are passages x codes, passages first."""
    if not len(rows):
        return shipped
    weights = fit_weights(rows, answers, prior=shipped.weights, pull=_PULL)
    log_odds = (rows @ weights).reshape(-1, codes)
    first = log_odds.argmax(axis=1)
    right = answers.reshape(-1, codes)[np.arange(len(first)), first]
    slope, shift = fit_confidence(log_odds.max(axis=1), right)
    return Blender(weights, slope, shift)


def sigmoid(log_odds: Numbers) -> Numbers:
    """Log odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0))))
