"""Codebooks from files, by their ending: YAML, CSV, a workbook, a Word table, or REFI-QDA (.qdc)."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath

import docx
import openpyxl
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import ValidationError

from workbench.domain.text import make_text
from workbench.errors import UnreadableFileError
from workbench.formats.clean import from_excel
from workbench.formats.codebook_file import (
    CodebookFile,
    CodebookNotice,
    FileCode,
    FileQualifier,
    FileSource,
    key_from,
    refuse_too_many,
    settled,
    tidy_line,
)
from workbench.formats.codebook_table import from_rows, heading_row, joined
from workbench.importers.codebook_refi import read_refi, refuse_doctype
from workbench.importers.codebook_yaml import LARGEST, Plain, YamlContents, read_yaml

_LARGEST_FILE = 20_000_000
_LARGEST_UNPACKED = 100_000_000
_MOST_ROWS = 2_000
_MOST_COLUMNS = 100
_ABOUT = ("version", "language", "licence", "kind", "unit_of_coding", "plain_summary", "how_to_use", "id")

# What the libraries that read Office files raise when a part is missing, cut off or not what it should be.
_DAMAGED = (
    InvalidFileException,
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
)
_BOM = b"\xef\xbb\xbf"

_LONGEST_CELL = 1_000_000


def read_codebook(source: bytes, *, file_name: str) -> CodebookFile:
    """Everything in a codebook file, with notices of what was doubted.

    The ending of ``file_name`` says how to read it. ``UnreadableFileError`` says in one sentence what is wrong, and in
    which row or code.
    """
    suffix = PurePath(file_name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnreadableFileError(
            f"A codebook can be read from files ending in {', '.join(_READERS)}, not from “{suffix or file_name}”. "
            "Save it as one of these."
        )
    if not source.strip():
        raise UnreadableFileError(f"“{PurePath(file_name).name}” is empty.")
    if len(source) > _LARGEST_FILE:
        raise UnreadableFileError("This file is larger than 20 MB, which no codebook needs. Is it the right file?")
    title = tidy_line(PurePath(file_name).stem.replace("_", " ")) or "Codebook"
    return reader(source, title)


def _finished(codes: list[FileCode], notices: list[CodebookNotice], about: dict[str, object]) -> CodebookFile:
    known, doubts = settled(codes)
    try:
        return CodebookFile.model_validate({**about, "codes": known, "notices": (*notices, *doubts)})
    except ValidationError as problem:
        raise UnreadableFileError(f"The file's own description cannot be used: {_first(problem)}.") from problem


def _first(problem: ValidationError) -> str:
    error = problem.errors()[0]
    where = " › ".join(str(step) for step in error["loc"])
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}" if where else error["msg"]


# YAML


def _read_yaml(source: bytes, title: str) -> CodebookFile:
    if len(source) > LARGEST:
        raise UnreadableFileError("This YAML file is larger than 1 MB, which no codebook needs. Is it the right file?")
    contents = read_yaml(_decoded(source)[0])
    notices = [
        CodebookNotice(
            line, f"“{word}” stands without quotation marks; it was read as the word. Put “{word}” in quotation marks."
        )
        for line, word in contents.doubtful
    ]
    parts = CodebookFile.model_fields.keys() - {"codes", "notices"}
    about: dict[str, object] = {"title": title}
    about |= {name: "" if value is None else value for name, value in contents.root.items() if name in parts}
    notices += [
        CodebookNotice(0, f"“{tidy_line(name)}” is not part of a codebook and was left out.")
        for name in contents.root
        if name not in parts and name != "codes"
    ]
    about["qualifiers"] = about.get("qualifiers") or []
    about["sources"] = about.get("sources") or []
    return _finished(_yaml_codes(contents, notices), notices, about)


def _yaml_codes(contents: YamlContents, notices: list[CodebookNotice]) -> list[FileCode]:
    listed = contents.root.get("codes")
    if not isinstance(listed, list):
        raise UnreadableFileError(
            "This YAML file has no list of codes. A codebook needs “codes:” with at least one code."
        )
    refuse_too_many(len(listed))
    named = {str(entry["id"]) for entry in listed if isinstance(entry, dict) and entry.get("id")}
    taken = list(named)

    def made(entry: Plain, line: int) -> FileCode:
        code = _yaml_code(entry, line, notices, taken)
        taken.append(code.id)
        return code

    return [made(entry, line) for line, entry in zip(contents.lines, listed, strict=True)]


def _yaml_code(entry: Plain, line: int, notices: list[CodebookNotice], taken: list[str]) -> FileCode:
    if not isinstance(entry, dict):
        raise UnreadableFileError(f"Line {line}: a code should have parts such as “id:” and “label:”.")
    known = {name: value for name, value in entry.items() if name in FileCode.model_fields and value is not None}
    label = known.get("label") or known.get("id")
    if not isinstance(label, str) or not tidy_line(label):
        raise UnreadableFileError(f"Line {line}: this code has no label. Add “label:” with one or two words.")
    notices += [
        CodebookNotice(line, f"“{tidy_line(name)}” of “{tidy_line(label)}” is not known and was left out.")
        for name in entry
        if name not in FileCode.model_fields
    ]
    for name in ("when_to_use", "when_not_to_use", "seed_terms"):
        if name in known and not isinstance(known[name], (list, str)):
            raise UnreadableFileError(f"Line {line}: “{name}” of “{tidy_line(label)}” should be a list of words.")
    try:
        return FileCode.model_validate({"id": key_from(label, taken), **known, "label": label})
    except ValidationError as problem:
        raise UnreadableFileError(
            f"Line {line}: the code “{tidy_line(label)}” cannot be used: {_first(problem)}."
        ) from problem


# tables


def _decoded(source: bytes) -> tuple[str, list[CodebookNotice]]:
    """Bytes as text: UTF-8, or what they most likely are, with a notice."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return make_text(source.decode("utf-16", errors="replace")), []
    try:
        return make_text(source.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        notice = CodebookNotice(0, "The file is not UTF-8. It was read as Windows text; check the accents.")
        return make_text(source.decode("cp1252", errors="replace")), [notice]


def _read_csv(source: bytes, title: str) -> CodebookFile:
    text, notices = _decoded(source)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise UnreadableFileError(f"This table cannot be read ({problem}). Save it again as CSV (UTF-8).") from problem
    finally:
        csv.field_size_limit(previous)
    _refuse_too_many(rows)
    # Our copy for Excel begins with a byte order mark and guards cells with an apostrophe.
    codes, doubts = from_rows(rows, undo=from_excel if source.startswith(_BOM) else str)
    return _finished(codes, notices + doubts, {"title": title})


def _refuse_too_many(rows: list[list[str]]) -> None:
    if len(rows) > _MOST_ROWS:
        raise UnreadableFileError(
            f"This table has more than {_MOST_ROWS:,} rows, which no codebook needs. Is it the right file?"
        )


def _read_xlsx(source: bytes, title: str) -> CodebookFile:
    _check_archive(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about looks that it does not know; we read words only
            book = openpyxl.load_workbook(io.BytesIO(source), read_only=True, data_only=True)
            sheets = [(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets]
            book.close()
    except _DAMAGED as problem:
        raise UnreadableFileError("This workbook is damaged. Open it in Excel and save it again as .xlsx.") from problem
    about = _about_sheet(dict(sheets).get("About", []))
    chosen = next((rows for _, rows in sheets if heading_row(rows) is not None), sheets[0][1] if sheets else [])
    codes, notices = from_rows(chosen)
    return _finished(codes, notices, {"title": title, **about})


def _sheet_rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> list[list[str]]:  # type: ignore[name-defined]
    sheet.reset_dimensions()
    found = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)
    rows = [[_cell(value) for value in row] for row in found]
    while rows and not any(rows[-1]):
        rows.pop()
    _refuse_too_many(rows)
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _about_sheet(rows: list[list[str]]) -> dict[str, object]:
    """The sheet “About” of our own workbooks: title, version, sources and the like."""
    about: dict[str, object] = {}
    qualifiers: list[FileQualifier] = []
    sources: list[FileSource] = []
    for row in rows:
        name, first, second, third, fourth = (*row, "", "", "", "", "")[:5]
        match name.strip():
            case "title" if first.strip():
                about["title"] = first
            case "qualifier":
                qualifiers.append(FileQualifier(id=first, label=second))
            case "source":
                sources.append(FileSource(key=first, citation=second, doi=third, url=fourth))
            case known if known in _ABOUT:
                about[known] = first
            case _:
                pass
    return {**about, "qualifiers": tuple(qualifiers), "sources": tuple(sources)}


def _read_docx(source: bytes, title: str) -> CodebookFile:
    _check_archive(source)
    try:
        document = docx.Document(io.BytesIO(source))
        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in _tables(document.tables)]
        titles = [
            paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Title"
        ]
    except _DAMAGED as problem:
        raise UnreadableFileError("This Word file is damaged. Open it in Word and save it again as .docx.") from problem
    chosen = joined(tables)
    if not chosen:
        raise UnreadableFileError(
            "No table with a column for the code's name was found in this Word file. Give the table headings such as: "
            "code, definition, parent, example."
        )
    _refuse_too_many(chosen)
    codes, notices = from_rows(chosen)
    return _finished(codes, notices, {"title": tidy_line(titles[0]) if titles and tidy_line(titles[0]) else title})


def _tables(tables: list[WordTable]) -> Iterator[WordTable]:
    for table in tables[:50]:
        widest = max((cell.grid_span for row in table._tbl.tr_lst for cell in row.tc_lst), default=1)
        if len(table._tbl.tr_lst) <= _MOST_ROWS + 1 and max(widest, len(table.columns)) <= _MOST_COLUMNS:
            yield table


def _check_archive(source: bytes) -> None:
    """Refuse a file that would unpack without end, or whose XML brings definitions of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED or len(entries) > 2_000:
                raise UnreadableFileError("This file unpacks to more than 100 MB, which no codebook needs.")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    refuse_doctype(archive.read(entry))
    except (*_DAMAGED, RuntimeError, NotImplementedError) as problem:
        raise UnreadableFileError(
            "This is no Office file, or it is damaged or locked. Save it again, without a password."
        ) from problem


# REFI-QDA


def _read_qdc(source: bytes, title: str) -> CodebookFile:
    codes, notices = read_refi(source)
    return _finished(codes, notices, {"title": title})


_READERS: dict[str, Callable[[bytes, str], CodebookFile]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
    ".docx": _read_docx,
    ".qdc": _read_qdc,
}
