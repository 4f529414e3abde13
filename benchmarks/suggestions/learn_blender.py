"""Learn the blender's weights from invented projects and write ``workbench/nlp/blender.json``.

    python -m benchmarks.suggestions.learn_blender              learn from everything and ship it
    python -m benchmarks.suggestions.learn_blender --leave-out  precision@1 on each phrase book when it is left out

Every case counts the same. Weights are drawn towards a plain opinion (all engines alike, the description early, the
learners late), no engine may count against its own score, and what is shipped lies halfway between what was learned and that
opinion: invented speakers name their codes more steadily than people do. Halfway costs one point of precision@1 at
N = 25 on phrase books left out, and nothing later.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.suggestions.cases import Case, cases
from workbench.nlp.blender import Blender, adapt, fit_weights
from workbench.nlp.columns import ENGINES
from workbench.nlp.evaluate import figures
from workbench.nlp.evidence import NAMES

TARGET = Path(__file__).parents[2] / "workbench" / "nlp" / "blender.json"
PULL = 150.0  # any pull from 30 to 600 does about the same on phrase books left out
SEEDS = range(1, 3)
OPINION = {
    "always": -1.5,
    "share of code, few transcripts": 0.4,
    "share of code, many transcripts": 0.7,
    "share coded": 0.4,
    "regression, early": 0.1,
    "regression, late": 0.4,
    "around, early": 0.0,
    "around, late": 0.3,
    "themes, early": 0.1,
    "themes, late": 0.4,
    "centroid, early": 0.3,
    "centroid, late": 0.3,
    "language, early": 0.1,
    "language, late": 0.2,
    "description, early": 0.4,
    "description, late": 0.1,
    "echo, early": 0.2,
    "echo, late": 0.1,
    "company, early": 0.1,
    "company, late": 0.05,
    "average above the others": 0.5,
    "place among codes": 0.5,
    "next turns, where codes run": 1.0,
    "next turns, otherwise": 0.3,
    "wider turns, where codes run": 1.0,
    "spoken by one who is coded": 0.5,
    "reads like a coded passage": 0.2,
}


def opinion() -> NDArray[np.float64]:
    return np.array([OPINION.get(name, 0.0) for name in NAMES])


def learn(chosen: Sequence[Case], *, pull: float = PULL) -> NDArray[np.float64]:
    """Halfway between the opinion and the weights that explain what invented coders did in transcripts held back."""
    rows = np.concatenate([case.rows for case in chosen])
    answers = np.concatenate([case.labels.ravel() for case in chosen]).astype(np.float64)
    worth = np.concatenate([np.full(len(case.rows), 250.0 / len(case.rows)) for case in chosen])
    free = np.ones(len(NAMES), dtype=np.bool_)
    engine = np.array([name.split(",")[0] in ENGINES for name in NAMES])
    while True:
        weights = np.zeros(len(NAMES))
        weights[free] = fit_weights(rows[:, free], answers, prior=opinion()[free], pull=pull, worth=worth)
        against = engine & (weights < 0.0)
        if not against.any():
            return (weights + opinion()) / 2.0
        free &= ~against


def leave_out(chosen: Sequence[Case]) -> None:
    """Print how the blender does on phrase books it has not learned from; each project adapts it as usual."""
    books = sorted({book for case in chosen for book in case.books})
    found: dict[int, list[float]] = {}
    for book in books:
        shipped = Blender(learn([case for case in chosen if book not in case.books]))
        for case in (case for case in chosen if case.books[0] == book):
            blender = adapt(shipped, case.own.rows, case.own.answers, case.own.part, codes=case.codes)
            scores = blender.probabilities((case.rows @ blender.weights).reshape(-1, case.codes).astype(np.float32))
            precision = figures(scores, case.labels).precision_at_1
            if precision is not None:
                found.setdefault(case.coded, []).append(precision)
    for coded, several in sorted(found.items()):
        print(f"N = {coded:4}   precision@1 {np.mean(several):.3f}   ({len(several)} projects)")


def main() -> None:
    chosen = list(cases(seeds=SEEDS))
    if "--leave-out" in sys.argv:
        leave_out(chosen)
        return
    weights = learn(chosen)
    shipped = {
        "what": "Weights of the evidence, learned on invented projects by benchmarks/suggestions/learn_blender.py",
        "cases": len(chosen),
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
    }
    TARGET.write_text(json.dumps(shipped, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(shipped["weights"], indent=1))


if __name__ == "__main__":
    main()
