"""Codebooks to files, by their ending: YAML, CSV, a workbook, a Word table, or REFI-QDA (.qdc)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, UUID, uuid5

import xlsxwriter
import yaml
from docx.shared import Twips
from lxml import etree

from workbench.domain.codebook import Codebook, CodeStatus
from workbench.errors import RuleError
from workbench.exporters.word_parts import add_table, new_document, save_clean
from workbench.formats.clean import fitted, for_excel, for_xml
from workbench.formats.codebook_file import CodebookFile, FileCode, from_codebook
from workbench.formats.codebook_refi import NAMESPACE, describe
from workbench.formats.codebook_table import COLUMNS, MEANINGS, to_rows

_WIDTHS = {
    "label": 28,
    "short_definition": 40,
    "full_definition": 60,
    "when_to_use": 45,
    "when_not_to_use": 45,
    "example": 45,
}
_WORD_TABLES: tuple[tuple[str, dict[str, int]], ...] = (
    (
        "Codes",
        {
            "id": 4,
            "label": 4,
            "parent": 4,
            "short_definition": 5,
            "full_definition": 6,
            "when_to_use": 5,
            "when_not_to_use": 5,
            "example": 5,
        },
    ),
    (
        "More about the codes",
        {
            "id": 4,
            "codable": 3,
            "status": 3,
            "colour": 3,
            "near_miss": 8,
            "near_miss_use_instead": 4,
            "seed_terms": 6,
            "rule": 6,
        },
    ),
)
"""A Word page is narrow: what people read most stands in a first table, the rest in a second one, joined by the id."""

_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - properties of Office files know no time zone


def write_codebook(
    codebook: Codebook | CodebookFile, target: BinaryIO, *, file_name: str, title: str = "", for_excel_csv: bool = False
) -> None:
    """Write a codebook in the format that the ending of ``file_name`` names; the same codebook gives the same bytes.

    YAML, CSV and workbooks hold all of each code; CSV holds no title, and REFI-QDA no status. ``for_excel_csv`` makes the CSV a
    copy for spreadsheets (byte order mark, nothing that could be taken for a formula), which is read back as it was. An empty codebook is
    refused, because no program reads one.
    """
    writer = _WRITERS.get(PurePath(file_name).suffix.lower())
    if writer is None:
        raise RuleError(
            f"A codebook can be written to files ending in {', '.join(_WRITERS)}. Choose one of these endings."
        )
    if isinstance(codebook, Codebook):
        if not codebook.codes:
            raise RuleError("This codebook is empty. Add a code before you export it.")
        codebook = from_codebook(codebook, title=title)
    elif title:
        codebook = codebook.model_copy(update={"title": title})
    if writer is _write_csv:
        _write_csv(codebook, target, guarded=for_excel_csv)
    else:
        writer(codebook, target)


# YAML


class _Dumper(yaml.SafeDumper):
    """Indents lists, and quotes the words that some programs take for yes, no or nothing."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if text.lower() in ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)


def _write_yaml(file: CodebookFile, target: BinaryIO) -> None:
    whole = file.model_dump(mode="json", exclude={"codes", "title", "id", "schema_version"})
    top: dict[str, Any] = {"schema_version": file.schema_version, "id": file.id, "title": file.title}
    top |= {name: value for name, value in whole.items() if value not in ("", [])}
    top["sources"] = [{name: value for name, value in source.items() if value} for source in whole["sources"]]
    top["codes"] = [_yaml_code(code) for code in file.codes]
    if not top["sources"]:
        del top["sources"]
    text = yaml.dump(top, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    target.write(text.encode("utf-8"))


def _yaml_code(code: FileCode) -> dict[str, Any]:
    plain: dict[str, Any] = code.model_dump(mode="json", exclude={"guid", "status"})
    for name in ("colour", "rule"):
        if not plain[name]:
            del plain[name]
    if code.status is not CodeStatus.DRAFT:
        plain["status"] = code.status.value
    return plain


# tables


def _write_csv(file: CodebookFile, target: BinaryIO, *, guarded: bool = False) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in to_rows(file.codes):
        writer.writerow([for_excel(cell) for cell in row] if guarded else row)
    target.write(text.getvalue().encode("utf-8-sig" if guarded else "utf-8"))


def _write_xlsx(file: CodebookFile, target: BinaryIO) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": for_xml(file.title)[:255], "created": _NO_TIME})
    head = book.add_format(
        {"bold": True, "bg_color": "#1B4F72", "font_color": "#FFFFFF", "valign": "top", "text_wrap": True}
    )
    look = book.add_format({"valign": "top", "text_wrap": True})
    sheet = book.add_worksheet("Codebook")
    sheet.freeze_panes(1, 2)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDTHS.get(column, 16), look)
        sheet.write_string(0, index, column, head)
    for number, row in enumerate(to_rows(file.codes), start=1):
        for index, cell in enumerate(row):
            if cell:
                sheet.write_string(number, index, fitted(for_xml(cell)), look)
    sheet.autofilter(0, 0, len(file.codes), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    about = book.add_worksheet("About")
    about.set_column(0, 0, 18, look)
    about.set_column(1, 4, 60, look)
    for number, line in enumerate(_about(file)):
        for index, cell in enumerate(line):
            if cell:
                about.write_string(number, index, fitted(for_xml(cell)), look)
    book.close()
    target.write(buffer.getvalue())


def _about(file: CodebookFile) -> list[tuple[str, ...]]:
    names = ("title", "id", "version", "language", "licence", "kind", "unit_of_coding", "plain_summary", "how_to_use")
    lines: list[tuple[str, ...]] = [(name, str(getattr(file, name))) for name in names]
    lines += [("qualifier", qualifier.id, qualifier.label) for qualifier in file.qualifiers]
    lines += [("source", source.key, source.citation, source.doi, source.url) for source in file.sources]
    lines += [("column", column, meaning) for column, meaning in MEANINGS.items()]
    return [line for line in lines if any(line[1:])]


def _write_docx(file: CodebookFile, target: BinaryIO) -> None:
    document = new_document(landscape=True)
    document.add_paragraph(for_xml(file.title), style="Title").paragraph_format.space_before = Twips(0)
    if file.version:
        document.add_paragraph(for_xml(f"Version {file.version}"), style="Subtitle")
    for text in (file.plain_summary, file.how_to_use):
        if text:
            document.add_paragraph(for_xml(text))
    whole = [dict(zip(COLUMNS, row, strict=True)) for row in to_rows(file.codes)]
    for number, (title, columns) in enumerate(_WORD_TABLES):
        heading = document.add_paragraph(title, style="heading 2")
        heading.paragraph_format.page_break_before = number > 0
        headings = [column.replace("_", " ").capitalize() for column in columns]
        table = add_table(document, headings, rows=len(whole), weights=tuple(columns.values()), described_as=title)
        for row, cells in zip(list(table.rows)[1:], whole, strict=True):
            for cell, column in zip(row.cells, columns, strict=True):
                cell.paragraphs[0].style = "Table text"
                cell.paragraphs[0].add_run(for_xml(cells[column]))
    if file.sources:
        document.add_paragraph("Sources", style="heading 2")
        for source in file.sources:
            where = " ".join(part for part in (source.citation, source.doi, source.url) if part)
            document.add_paragraph(for_xml(where), style="List Bullet")
    save_clean(document, target, title=file.title)


# REFI-QDA


def _write_qdc(file: CodebookFile, target: BinaryIO) -> None:
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE}, origin="workbench")  # type: ignore[dict-item]  # the stubs know no default namespace
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    made: dict[str | None, etree._Element] = {None: codes}
    for code in file.codes:
        element = etree.SubElement(made[code.parent], f"{{{NAMESPACE}}}Code")
        element.set("guid", _guid(file, code))
        element.set("name", code.label)
        element.set("isCodable", "true" if code.codable else "false")
        if code.colour:
            element.set("color", code.colour)
        etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = describe(code)
        made[code.id] = element
    target.write(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _guid(file: CodebookFile, code: FileCode) -> str:
    """The code's own id where it is a UUID, and otherwise one that is always the same for this codebook and key."""
    try:
        return str(UUID(code.guid))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"codebook:{file.id or file.title}:{code.id}"))


_WRITERS: dict[str, Callable[[CodebookFile, BinaryIO], None]] = {
    ".yaml": _write_yaml,
    ".yml": _write_yaml,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".docx": _write_docx,
    ".qdc": _write_qdc,
}
