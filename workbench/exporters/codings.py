"""Codings as a table for other programs: CSV, a workbook for Excel, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, BinaryIO, Literal

import xlsxwriter

from workbench.domain.exit import Recipient
from workbench.domain.ids import CodingId
from workbench.domain.snapshot import Snapshot
from workbench.formats.clean import EXCEL_CELL, fitted, for_excel, for_xml
from workbench.formats.coding_rows import COLUMNS, MEANINGS, CodingRow, coding_rows

Kind = Literal["csv", "xlsx", "json"]
SCHEMA_VERSION = 1
MADE_UP = "Made-up people"

_WIDTHS = {"quote": 70, "code_path": 34, "quote_id": 30, "transcript_title": 26, "speaker": 16}
_CUT = "… [cut here: the whole passage is in the CSV file]"


def write_codings(
    snapshot: Snapshot,
    target: BinaryIO,
    *,
    kind: Kind,
    for_excel_csv: bool = False,
    held: Mapping[CodingId, str] | None = None,
    recipient: Recipient = Recipient.TEAM,
) -> tuple[str, ...]:
    """Write every coding of a snapshot, one in each row, and say what did not fit.

    CSV is UTF-8 by RFC 4180, and exact. ``for_excel_csv`` makes a copy for a spreadsheet instead: it starts with a byte order mark,
    and an apostrophe stands before each cell that a spreadsheet would take for a formula. A workbook holds text only, never a
    formula or a link. Passages of people who have withdrawn are in none of them. ``held`` names codings whose words stay behind,
    with the reason; a file for others than the team has no labels of speakers and no names of coders.
    """
    rows = coding_rows(snapshot, held=held, outside=recipient is not Recipient.TEAM)
    match kind:
        case "csv":
            return _write_csv(rows, target, guarded=for_excel_csv)
        case "xlsx":
            return _write_xlsx(snapshot, rows, target, recipient)
        case "json":
            return _write_json(snapshot, rows, target, recipient)


def _cells(row: CodingRow) -> dict[str, str | int | None]:
    cells: dict[str, str | int | None] = asdict(row)
    cells["may_be_quoted"] = "yes" if row.may_be_quoted else "no"
    return cells


def _write_csv(rows: list[CodingRow], target: BinaryIO, *, guarded: bool) -> tuple[str, ...]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in _cells(row).values()]
        writer.writerow([for_excel(cell) for cell in cells] if guarded else cells)
    target.write(text.getvalue().encode("utf-8-sig" if guarded else "utf-8"))
    return ()


def _write_json(snapshot: Snapshot, rows: list[CodingRow], target: BinaryIO, recipient: Recipient) -> tuple[str, ...]:
    project = snapshot.project
    whole = {
        "format": "workbench-codings",
        "schema_version": SCHEMA_VERSION,
        "project": {"id": project.id, "title": project.title, "made_up": project.made_up},
        "made_for": recipient.value,
        "taken_at": snapshot.taken_at,
        "program_version": snapshot.version,
        "columns": MEANINGS,
        "codings": [asdict(row) for row in rows],
    }
    target.write(json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8"))
    target.write(b"\n")
    return ()


def _write_xlsx(snapshot: Snapshot, rows: list[CodingRow], target: BinaryIO, recipient: Recipient) -> tuple[str, ...]:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": for_xml(snapshot.project.title)[:255], "created": _moment(snapshot.taken_at)})
    head = book.add_format(
        {"bold": True, "bg_color": "#1B4F72", "font_color": "#FFFFFF", "valign": "top", "text_wrap": True}
    )
    cell_look = book.add_format({"valign": "top", "text_wrap": True})

    sheet = book.add_worksheet("Codings")
    sheet.freeze_panes(1, 1)
    for index, name in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDTHS.get(name, 14), cell_look)
        sheet.write_string(0, index, name, head)
    notices = []
    for number, row in enumerate(rows, start=1):
        notices += _fill(sheet, number, row, cell_look)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if snapshot.project.made_up:
        sheet.set_header(f"&C{MADE_UP}")
    _about(book, snapshot, notices, recipient, head=head, look=cell_look)
    book.close()
    target.write(buffer.getvalue())
    return tuple(notices)


def _fill(sheet: Any, number: int, row: CodingRow, look: Any) -> list[str]:
    """One row, cell by cell as text or number; says which cells had to be cut."""
    notices = []
    for index, (name, cell) in enumerate(_cells(row).items()):
        if isinstance(cell, int):
            sheet.write_number(number, index, cell, look)
            continue
        text = for_xml(cell or "")
        if fitted(text) != text:
            text = fitted(text, EXCEL_CELL - len(_CUT)) + _CUT
            notices.append(
                f"The {name} of {row.quote_id} (row {number + 1}) is longer than the {EXCEL_CELL:,} characters that a cell of "
                "Excel can hold, and was cut there. The CSV and JSON files hold it whole."
            )
        if text:
            sheet.write_string(number, index, text, look)
        else:
            sheet.write_blank(number, index, None, look)
    return notices


def _about(book: Any, snapshot: Snapshot, notices: list[str], recipient: Recipient, *, head: Any, look: Any) -> None:
    """A second sheet that says what the first one is, column by column."""
    sheet = book.add_worksheet("About this file")
    sheet.set_column(0, 0, 22, look)
    sheet.set_column(1, 1, 100, look)
    lines = [
        ("Study", snapshot.project.title),
        ("People", f"{MADE_UP}: nobody said these words")
        if snapshot.project.made_up
        else ("People", "Real people: keep this file where your ethics approval says"),
        ("Made for", recipient.in_words),
        ("State of", snapshot.taken_at),
        ("Program", f"workbench {snapshot.version}"),
        *(("Cut", notice) for notice in notices),
    ]
    for number, (label, text) in enumerate(lines):
        sheet.write_string(number, 0, label, look)
        sheet.write_string(number, 1, fitted(for_xml(text)), look)
    top = len(lines) + 1
    sheet.write_string(top, 0, "Column", head)
    sheet.write_string(top, 1, "What it says", head)
    for number, (name, meaning) in enumerate(MEANINGS.items(), start=top + 1):
        sheet.write_string(number, 0, name, look)
        sheet.write_string(number, 1, meaning, look)


def _moment(iso: str) -> datetime:
    """A time for the file's properties; they know no time zone."""
    return datetime.fromisoformat(iso).astimezone(UTC).replace(tzinfo=None, microsecond=0)
