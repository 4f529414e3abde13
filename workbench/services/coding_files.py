"""Bringing in codings that were made elsewhere, as a table; and finding the place that a quote names.

The whole file is one act: either every row becomes a coding, or nothing is stored and every bad row is named.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.domain.codebook import Code, Codebook, fold
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.project import Member, Right
from workbench.domain.quotes import find_quote
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotAllowedError, NotFoundError, RuleError, UnreadableFileError
from workbench.formats.clean import from_excel
from workbench.services.codings import put_coding, usable_code
from workbench.services.desk import Deed, Desk
from workbench.services.transcripts import OpenTranscript, opened

MOST_BYTES = 64 * 1024 * 1024
MOST_FAULTS = 50  # named one by one; whoever has more mends these first
_ROW_REFUSALS = (RuleError, NotFoundError, NotAllowedError)
_CODE_COLUMNS = ("code", "code_id", "code_key", "code_path")
_PATH_SIGN = "›"


@dataclass(frozen=True)
class CodingsImport:
    """What a file of codings did: how many were added, how many were there already, and whose they are."""

    added: int
    already: int
    coders: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """One row as it stands in the file; ``name`` says which, as a person would count."""

    name: str
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> int | None:
        """The whole number in a column, or ``None`` where it is empty."""
        cell = self.get(column).strip()
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) < 12):
            raise RuleError(f"“{cell[:30]}” is not a whole number, but stands in the column “{column}”.")
        return int(cell)


def import_codings(desk: Desk, source: bytes, *, file_name: str) -> CodingsImport:
    """Make every row of a CSV or JSON file a coding, or none.

    Columns: ``transcript`` (label, title or id), ``code`` (label, key or id), and ``quote`` (with ``turn``, where the words
    stand more than once) or ``start`` and ``end``; ``coder`` where it is not the person who imports. What the workbench exports
    can be read as it is. Only a project's owner can bring in codings of other people.
    """
    desk.require(Right.CODE)
    rows = read_rows(source, file_name=file_name)
    faults: list[str] = []
    added = already = 0
    coders: dict[str, None] = {}
    with desk.deed("import codings", Right.CODE) as deed:
        study = _Study.of(deed)
        for row in rows:
            try:
                coder, fresh = study.put(row)
            except _ROW_REFUSALS as refusal:
                faults.append(f"{row.name}: {refusal}")
                continue
            coders[coder] = None
            added, already = added + fresh, already + (not fresh)
        if faults:  # leaving the act with an error takes back the rows that were good
            raise UnreadableFileError(_refusal(file_name, faults))
    return CodingsImport(added, already, tuple(coders))


def _refusal(file_name: str, faults: Sequence[str]) -> str:
    count = "one row cannot be used" if len(faults) == 1 else f"{len(faults)} rows cannot be used"
    shown = [f"  {fault}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        shown.append(f"  and {len(faults) - MOST_FAULTS} more.")
    return "\n".join([f"Nothing was imported from “{file_name}”, because {count}:", *shown])


@dataclass
class _Study:
    """What rows refer to, looked up once."""

    deed: Deed
    codebook: Codebook
    transcripts: Mapping[str, TranscriptId]
    members: Mapping[str, Member]
    open: dict[TranscriptId, OpenTranscript] = field(default_factory=dict)

    @classmethod
    def of(cls, deed: Deed) -> _Study:
        uow, project_id = deed.uow, deed.project_id
        names: dict[str, TranscriptId] = {}
        for transcript in uow.transcripts.of_project(project_id):
            for name in (transcript.id, transcript.label, transcript.title):
                names.setdefault(fold(name), transcript.id)
        members = {fold(member.name): member for member in uow.members.of_project(project_id)}
        return cls(deed, uow.codes.codebook(deed.project), names, members)

    def put(self, row: _Row) -> tuple[str, bool]:
        """Code one row; whose coding it is, and whether it is new."""
        here = self._transcript(row.get("transcript"))
        code, coder, span = self._code(row), self._coder(row.get("coder")), _place(row, here)
        usable_code(self.deed, code.id)
        twin = self.deed.uow.codings.same(here.transcript.id, span, code.id, coder)
        if twin is None:
            put_coding(self.deed, here, span, code.id, coder=coder)
        return coder, twin is None

    def _transcript(self, name: str) -> OpenTranscript:
        if not name.strip():
            raise RuleError("It does not say in which transcript. Fill in the column “transcript”.")
        transcript_id = self.transcripts.get(fold(name))
        if transcript_id is None:
            raise NotFoundError("transcript", name, hint="Give its label, such as T04.")
        if transcript_id not in self.open:
            self.open[transcript_id] = opened(self.deed, transcript_id)
        return self.open[transcript_id]

    def _code(self, row: _Row) -> Code:
        named = [row.get(column) for column in _CODE_COLUMNS if row.get(column).strip()]
        if not named:
            raise RuleError("It has no code. Fill in the column “code”.")
        for name in named:
            code = self.codebook.codes.get(CodeId(name.strip())) or self.codebook.named(name)
            if code is None and _PATH_SIGN in name:
                wanted = fold(name)
                code = next((c for c in self.codebook if fold(self.codebook.path(c.id)) == wanted), None)
            if code is not None:
                return code
        raise NotFoundError("code", named[0], hint="Add it to the codebook first, or correct its name.")

    def _coder(self, name: str) -> str:
        if not name.strip():
            return self.deed.actor
        member = self.members.get(fold(name))
        if member is None:
            raise NotFoundError("person on the team called", name, hint="Add them to the team first.")
        if member.name != self.deed.actor:
            if not self.deed.member.may(Right.MANAGE_PROJECT):
                raise NotAllowedError(f"Only the owner of the project can bring in codings of {member.name}.")
            member.require(Right.CODE)
        return member.name


def _place(row: _Row, here: OpenTranscript) -> Span:
    """Where a row's passage stands: by its first and last character, or by its words."""
    start, end, turn = row.number("start"), row.number("end"), row.number("turn")
    quote = make_text(row.get("quote"))
    text = here.body.text
    if start is None and end is None:
        if not quote.strip():
            raise RuleError("It says no place. Fill in the column “quote”, or “start” and “end”.")
        return find_quote(here.body, quote, where=here.transcript.label, turn=turn)
    if start is None or end is None or not start < end <= len(text):
        raise RuleError(
            f"Its “start” and “end” name no place in {here.transcript.label}, which has {len(text):,} characters."
        )
    if quote and text[start:end] != quote:
        raise RuleError(
            f"Its quote is not what stands at characters {start} to {end} of {here.transcript.label}. "
            "Empty “start” and “end” to have the words looked for."
        )
    return Span(start, end)


# Reading the table --------------------------------------------------------------------------------------------------


def read_rows(source: bytes, *, file_name: str) -> list[_Row]:
    """The rows of a CSV or JSON file, by the file's ending."""
    if len(source) > MOST_BYTES:
        raise UnreadableFileError(
            f"“{file_name}” is larger than {MOST_BYTES // 2**20} MB. Split it into several files."
        )
    ending = file_name.rpartition(".")[2].casefold()
    if ending not in ("csv", "json"):
        raise UnreadableFileError(f"“{file_name}” cannot be read as codings. Give a .csv or a .json file.")
    text = _decoded(source, file_name)
    rows = _json_rows(text, file_name) if ending == "json" else _csv_rows(text, file_name)
    if not rows:
        raise UnreadableFileError(f"There are no codings in “{file_name}”.")
    return rows


def _decoded(source: bytes, file_name: str) -> str:
    encodings = ("utf-16",) if source[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"The letters in “{file_name}” cannot be read. Save it again as UTF-8.")


def _csv_rows(text: str, file_name: str) -> list[_Row]:
    for_spreadsheet = text.startswith("\ufeff")  # then cells that look like formulas carry an apostrophe
    text = text.removeprefix("\ufeff")
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        table = list(reader)
    except csv.Error as error:
        raise UnreadableFileError(
            f"“{file_name}” is not a proper CSV file: line {reader.line_num} cannot be read. Save it again as CSV."
        ) from error
    columns = [_column(cell) for cell in table[0]] if table else []
    _require_columns(columns, file_name)
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        clean = [from_excel(cell) for cell in cells] if for_spreadsheet else cells
        rows.append(_Row(f"Row {number}", dict(zip(columns, clean, strict=False))))
    return rows


def _column(heading: str) -> str:
    return "_".join(heading.strip().casefold().split())


def _require_columns(columns: Sequence[str], file_name: str) -> None:
    if "transcript" not in columns:
        missing = "transcript"
    elif not set(_CODE_COLUMNS) & set(columns):
        missing = "code"
    elif "quote" not in columns and not {"start", "end"} <= set(columns):
        missing = "quote"
    else:
        return
    raise UnreadableFileError(
        f"“{file_name}” has no column “{missing}” in its first row. The columns are: transcript, turn, quote, code, coder."
    )


def _json_rows(text: str, file_name: str) -> list[_Row]:
    try:
        found: Any = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"“{file_name}” is not a proper JSON file.") from error
    entries = found.get("codings") if isinstance(found, dict) else found
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UnreadableFileError(f"“{file_name}” must hold a list of codings, each with transcript, quote and code.")
    rows = [
        _Row(
            f"Entry {number}",
            {_column(str(key)): "" if cell is None else str(cell) for key, cell in entry.items()},
        )
        for number, entry in enumerate(entries, start=1)
    ]
    if rows:
        _require_columns([column for row in rows for column in row.cells], file_name)
    return rows
