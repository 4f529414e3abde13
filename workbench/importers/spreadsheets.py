"""Rows and cells of .csv and .xlsx files, without trusting them.

The workbook's XML is read here: openpyxl takes any formula, style and relation of a broken file seriously, and a
survey needs only the words in the cells.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from workbench.errors import UnreadableFileError
from workbench.importers.archives import Archive, is_zip, local_name
from workbench.importers.base import Notice
from workbench.importers.plain_text import decode
from workbench.importers.source import MOST_CHARACTERS, tidy

MOST_CELLS = 2_000_000
MOST_COLUMNS = 2_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOO_MUCH = "This table has far more cells than a survey. Keep only the columns with open answers, and import that."


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table as tidy texts; ``rows[i]`` is row ``numbers[i]`` of the file, counted from 1."""

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    notices: tuple[Notice, ...] = ()


def read_sheet(source: bytes) -> Sheet:
    """The filled rows of the first sheet with words, or of a text with separators."""
    if is_zip(source):
        return _from_workbook(source)
    text, notices = decode(source)
    return _from_text(text, notices)


def _from_text(raw: str, notices: tuple[Notice, ...]) -> Sheet:
    # Control characters would end a row for the csv module; line feeds inside quotation marks must stay.
    text = tidy(raw)
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)", first.strip())
    if named:
        text = rest
    separator = named[1] if named else _separator(text[:20_000])
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise UnreadableFileError(_TOO_MUCH)
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
                numbers.append(reader.line_num + (1 if named else 0))
    except csv.Error as error:
        raise UnreadableFileError(
            f"This table cannot be read from line {reader.line_num} on. Open it in a spreadsheet and save it as .xlsx."
        ) from error
    return Sheet(tuple(rows), tuple(numbers), notices)


def _separator(sample: str) -> str:
    """The separator that cuts most lines into the same number of cells, more than one."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
        width, lines = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1], default=(0, 0))
        return lines / max(1, sum(widths.values())), width

    try:
        return max(",;\t|", key=evenness)
    except csv.Error:
        return ","


def _from_workbook(source: bytes) -> Sheet:
    archive = Archive(source)
    sheets = sorted(
        (name for name in archive.names if re.fullmatch(r"xl/worksheets/[^/]{1,60}\.xml", name)),
        key=lambda name: [int(part) if part.isdecimal() else 0 for part in re.split(r"(\d+)", name)],
    )
    if not sheets:
        raise UnreadableFileError("This workbook has no sheets. Open it in a spreadsheet and save it as .xlsx.")
    strings = _shared_strings(archive)
    found = [sheet for name in sheets[:50] if (sheet := _sheet(archive, name, strings)).rows]
    if not found:
        raise UnreadableFileError("There is nothing in this workbook. Open it to see whether it is the right one.")
    first = found[0]
    notices = list(first.notices)
    if len(found) > 1:
        notices.append(
            Notice(0, f"Only the first of {len(found)} filled sheets was read. Save the others as files of their own.")
        )
    return Sheet(first.rows, first.numbers, tuple(notices))


def _shared_strings(archive: Archive) -> list[str]:
    root = archive.xml("xl/sharedStrings.xml")
    return [] if root is None else [_text_of(item) for item in root if local_name(item) == "si"]


def _text_of(item: etree._Element) -> str:
    """The words in a cell without the reading aids for Asian scripts."""
    parts = [
        part.text or "" for part in item.iter() if local_name(part) == "t" and local_name(part.getparent()) != "rPh"
    ]
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _sheet(archive: Archive, name: str, strings: list[str]) -> Sheet:
    root = archive.xml(name)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    cells = unknown = 0
    data = next((part for part in root if local_name(part) == "sheetData"), None) if root is not None else None
    for index, row in enumerate(data if data is not None else (), start=1):
        values: dict[int, str] = {}
        for place, cell in enumerate(row):
            cells += 1
            value, without_result = _value(cell, strings)
            unknown += without_result
            reference = _REFERENCE.fullmatch(str(cell.get("r", "")))
            column = _column(reference[1]) if reference else place
            if column < MOST_COLUMNS and value.strip():
                values[column] = tidy(value).strip()
        if cells > MOST_CELLS:
            raise UnreadableFileError(_TOO_MUCH)
        if values:
            given = str(row.get("r", ""))
            rows.append(tuple(values.get(column, "") for column in range(max(values) + 1)))
            numbers.append(int(given) if given.isdecimal() and len(given) < 9 else index)
    notices = (
        (
            Notice(
                0,
                f"{unknown} formulas have no stored result and were left out. Open the file in a spreadsheet and save it once.",
            ),
        )
        if unknown
        else ()
    )
    return Sheet(tuple(rows), tuple(numbers), notices)


def _value(cell: etree._Element, strings: list[str]) -> tuple[str, bool]:
    """The words of a cell, and whether it is a formula without a stored result. Formulas are never worked out."""
    kind = str(cell.get("t", "n"))
    parts = {local_name(part): part for part in cell}
    if kind == "inlineStr" and "is" in parts:
        return _text_of(parts["is"]), False
    value = (parts["v"].text or "") if "v" in parts else ""
    if kind == "s":
        index = int(value) if value.isdecimal() and len(value) < 9 else -1
        return (strings[index] if 0 <= index < len(strings) else ""), False
    if kind == "e":
        return "", False
    if kind == "b":
        return {"1": "yes", "0": "no"}.get(value, value), False
    if kind == "n" and re.fullmatch(r"-?\d+\.0+", value):
        value = value.split(".")[0]
    return value, "f" in parts and not value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
