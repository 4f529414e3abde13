"""How much the search for identifiers finds: on the corpus it was developed against, and on the one kept apart.

Run ``python -m benchmarks.identifiers.measure``; with ``--publish`` the figures become those that the program shows.
"""

from __future__ import annotations

import sys

from benchmarks.identifiers.apart import kept_apart
from workbench.privacy.score import ALL, Published, Score, measured, publish, score


def counted_now() -> Published:
    """Both corpora, searched and counted."""
    return Published(developed_against=measured(), kept_apart=score(kept_apart()))


def table(title: str, counts: Score) -> str:
    """One corpus as a table: classes over all its texts."""
    lines = [f"{title}: {counts.words:,} words, {counts.hits_per_thousand:.0f} hits per 1,000"]
    lines += [
        f"  {row.kind:<16}{row.planted:>6} hidden{_share(row.recall):>9} found{_share(row.precision):>9} of the hits right"
        for row in counts.rows
        if row.voice == ALL
    ]
    return "\n".join(lines)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def main() -> None:
    """Count, print both tables, and keep the figures where that is asked."""
    counts = counted_now()
    print(table("Developed against", counts.developed_against))
    print(table("Kept apart", counts.kept_apart))
    if "--publish" in sys.argv[1:]:
        publish(counts)


if __name__ == "__main__":
    main()
