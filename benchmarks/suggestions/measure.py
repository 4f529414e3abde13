"""How well the engine does on invented projects, beside a plain one, against the bars it has to clear.

    python -m benchmarks.suggestions.measure [seed ...]

Projects are invented with seeds from which the shipped blender has not learned, but from the same phrase books: the
figures flatter it. ``learn_blender --leave-out`` tells how it does on phrase books it has not seen.
"""

import sys
from collections.abc import Iterable

from benchmarks.suggestions.invent import STYLES, invent
from workbench.nlp.evaluate import Figures, Point, evaluate

_AT = (25, 100, 400)
_COLUMNS = (
    ("precision@1", "precision_at_1", {25: ">= .42", 100: ">= .52", 400: ">= .57"}),
    ("recall@3", "recall_at_3", {25: ">= .58", 100: ">= .68", 400: ">= .72"}),
    ("AP over codes", "mean_average_precision", {25: ">= .28", 100: ">= .34", 400: ">= .34"}),
    ("macro F1", "macro_f1", {}),
    ("surest 30 %", "surest_precision", {25: ">= .48", 100: ">= .60", 400: ">= .65"}),
    ("calibration error", "calibration_error", {25: "<= .13", 100: "<= .10", 400: "<= .045"}),
    ("coverage", "coverage", {}),
)


def main() -> None:
    seeds = [int(seed) for seed in sys.argv[1:]] or [101]
    found: dict[int, list[Point]] = {number: [] for number in _AT}
    for style in STYLES:
        for seed in seeds:
            project = invent(style, seed=seed)
            evaluation = evaluate(project.codes, project.passages, project.codings, at=_AT, seeds=1)
            for point in evaluation.curve:
                found.get(point.coded, []).append(point)
            said = "  ".join(
                f"{one.coded}: {_show(one.plain.precision_at_1)} -> {_show(one.engine.precision_at_1)}"
                for one in evaluation.curve
            )
            print(f"{style.name:26} precision@1 plain -> engine   {said}", flush=True)
    for number, points in found.items():
        print(f"\nN = {number}, {len(points)} projects   {'plain':>8} {'engine':>8}   bar (real projects)")
        for title, name, bars in _COLUMNS:
            plain, engine = _mean((p.plain for p in points), name), _mean((p.engine for p in points), name)
            print(f"{title:26} {_show(plain):>8} {_show(engine):>8}   {bars.get(number, '')}")


def _mean(several: Iterable[Figures], name: str) -> float | None:
    known = [value for one in several if (value := getattr(one, name)) is not None]
    return sum(known) / len(known) if known else None


def _show(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
