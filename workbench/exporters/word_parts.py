"""What every Word file of the house shares: its styles, its fields, its tables, and leaving without a trace of who made it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import BinaryIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Twips
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from workbench.formats.clean import for_xml

LANGUAGE = "en-CA"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("document", "styles", "numbering", "settings")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can hold


def new_document(*, landscape: bool = False) -> WordDocument:
    """An empty letter-size document with the house's styles, in Canadian English."""
    document = docx.Document(io.BytesIO(_template()))
    section = document.sections[0]
    if landscape:
        height, width = section.page_height, section.page_width
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = height, width
        section.left_margin = section.right_margin = section.top_margin = Twips(1080)
    return document


def _template() -> bytes:
    """The house's own template, so that no foreign thumbnail, theme or author travels along."""
    folder = files("workbench.exporters").joinpath("word_template")
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{"document.main" if part == "document" else part}+xml"/>'
        for part in _PARTS
    )
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>'
        for number, part in enumerate(_PARTS[1:], start=1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    written = {
        "[Content_Types].xml": f'{head}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in written.items():
            archive.writestr(name, text)
        for part in _PARTS:
            archive.writestr(f"word/{part}.xml", folder.joinpath(f"{part}.xml").read_bytes())
    return target.getvalue()


def save_clean(document: WordDocument, target: BinaryIO, *, title: str, made_at: datetime | None = None) -> None:
    """Write a document with no author, no editor, no comment; the same document gives the same bytes."""
    properties = document.core_properties
    for name in (
        "author",
        "last_modified_by",
        "comments",
        "subject",
        "keywords",
        "category",
        "content_status",
        "identifier",
        "version",
    ):
        setattr(properties, name, "")
    properties.title = for_xml(title)[:255]
    properties.language = LANGUAGE
    properties.revision = 1
    when = (made_at or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = when

    first = io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        names = sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made.read(name))


def text_width(section: Section) -> int:
    """How wide the text of a page is, in twentieths of a point."""
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    return int(Emu(section.page_width - section.left_margin - section.right_margin).twips)


def add_field(paragraph: WordParagraph, instruction: str, shown: str, *, style: str | None = None) -> WordRun:
    """A field of Word (a page number, a caption's number), with what is shown until Word counts anew."""
    begin_field(paragraph, instruction)
    run = paragraph.add_run(shown, style=style)
    end_field(paragraph)
    return run


def begin_field(paragraph: WordParagraph, instruction: str) -> None:
    """Open a field; what follows is its result until ``end_field``."""
    _field_character(paragraph, "begin")
    order = OxmlElement("w:instrText")
    order.set(qn("xml:space"), "preserve")
    order.text = f" {instruction} "
    paragraph.add_run()._r.append(order)
    _field_character(paragraph, "separate")


def end_field(paragraph: WordParagraph) -> None:
    """Close the field that ``begin_field`` opened."""
    _field_character(paragraph, "end")


def _field_character(paragraph: WordParagraph, kind: str) -> None:
    character = OxmlElement("w:fldChar")
    character.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(character)


def add_link(paragraph: WordParagraph, text: str, anchor: str) -> None:
    """Words that lead to a bookmark in the same document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def bookmark(paragraph: WordParagraph, name: str, number: int) -> None:
    """Put a bookmark around what a paragraph holds so far, for links and page references."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    runs = paragraph.runs
    if runs:
        runs[0]._r.addprevious(start)
        runs[-1]._r.addnext(end)


def add_table(
    document: WordDocument, columns: Sequence[str], *, rows: int, weights: Sequence[int], described_as: str
) -> WordTable:
    """A table in the house's style, as wide as the page; its first row is repeated on every page."""
    table: WordTable = document.add_table(rows=rows + 1, cols=len(columns), style="Report table")
    table.autofit = False
    whole = text_width(document.sections[-1])
    total = sum(weights)
    widths = [Twips(whole * weight // total) for weight in weights]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        _row_property(row._tr, "w:cantSplit")
    head = table.rows[0]
    _row_property(head._tr, "w:tblHeader")
    for cell, title in zip(head.cells, columns, strict=True):
        cell.paragraphs[0].style = "Table head"
        cell.paragraphs[0].add_run(for_xml(title))
    _describe(table, described_as)
    return table


def _row_property(row: object, tag: str) -> None:
    assert hasattr(row, "get_or_add_trPr")
    row.get_or_add_trPr().append(OxmlElement(tag))


def _describe(table: WordTable, text: str) -> None:
    """The words that a screen reader says before a table, and its full width."""
    properties = table._tbl.tblPr
    for tag in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(tag)
        element.set(qn("w:val"), for_xml(text))
        properties.append(element)
