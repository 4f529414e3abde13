"""``python -m benchmarks``: every figure but the browser's, one after another."""

from __future__ import annotations

import runpy

PARTS = (
    "benchmarks.imports",
    "benchmarks.store",
    "benchmarks.suggestions.speed",
    "benchmarks.looking_further",
    "benchmarks.identifiers.speed",
    "benchmarks.identifiers.measure",
    "benchmarks.people_first",
    "benchmarks.cohort",
)


def main() -> None:
    """Run each part as its own program would."""
    for part in PARTS:
        print(f"\n== {part} ==", flush=True)
        runpy.run_module(part, run_name="__main__")


if __name__ == "__main__":
    main()
