"""Tables typed with upright bars, as in Markdown: “| 0:04 | Maple | Cold. |”."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from workbench.importers.source import SourceLine

_RULE = re.compile(r"[\s|:+=-]+")
_FEWEST_ROWS = 3
_REACH = 4_000


def with_bar_tables(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines, with rows of cells in place of neighbouring lines that bars cut into equally many cells."""
    found: list[SourceLine] = []
    table = 0
    for width, group in groupby(lines, key=lambda line: len(_cells(line))):
        rows = list(group)
        filled = [row for row in rows if not _RULE.fullmatch(row.text[:_REACH])]
        if width < 2 or len(filled) < _FEWEST_ROWS:
            found += rows
            continue
        table += 1
        for row in filled:
            cells = _cells(row)
            found.append(replace(row, text="\n".join(cells), cells=cells, table=table))
        found.append(SourceLine(rows[-1].number, ""))
    return tuple(found)


def _cells(line: SourceLine) -> tuple[str, ...]:
    text = line.text.strip()
    if "|" not in text:
        return ()
    inner = text.removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in inner.split("|"))
