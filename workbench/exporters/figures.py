"""Figures as a CSV file that a spreadsheet opens: one row for each thing, words guarded, numbers as numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from workbench.formats.clean import for_excel


def write_figures(target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> None:
    """Write a table of figures: UTF-8 with a byte order mark, for Excel. What is not known is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([for_excel(name) for name in columns])
    for row in rows:
        writer.writerow([for_excel(cell) if isinstance(cell, str) else cell for cell in row])
    target.write(text.getvalue().encode("utf-8-sig"))
