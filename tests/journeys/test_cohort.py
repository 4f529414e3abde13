"""Several coders at once on a served workbench, over the same route as the coding page: nothing is lost or done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.cohort import code_over_a_bad_line, code_together, compare, make_seats, served, settings_of

CODERS, SECONDS, OPERATIONS = 5, 2, 120


@pytest.fixture
def addresses(database: str, tmp_path: Path) -> Iterator[list[str]]:
    """Where the workbench answers; on PostgreSQL two processes of it."""
    folder = tmp_path / "data"
    folder.mkdir()
    with (
        settings_of(folder, database),
        served(folder, database, processes=2 if "://" in database else 1) as found,
    ):
        yield found


def test_coders_at_once_lose_nothing_and_double_nothing(addresses: list[str], database: str) -> None:
    seats = [make_seats(database, coders=CODERS, transcript_count=2, words=500) for _ in range(2)]

    together = compare(database, code_together(seats[0], addresses, seconds=SECONDS))
    over_a_bad_line = compare(database, code_over_a_bad_line(seats[1], addresses, operations=OPERATIONS))

    assert together.writes >= CODERS
    assert over_a_bad_line.writes >= OPERATIONS
    for found in (together, over_a_bad_line):
        assert (found.lost, found.doubled, found.refused) == (0, 0, 0)
        assert found.faults == ()
