"""OpenDocument texts (.odt), read from their XML under the same limits as Word files."""

from lxml import etree

from workbench.errors import UnreadableFileError
from workbench.importers.archives import Archive, is_zip, local_name
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.rich_lines import LineMaker
from workbench.importers.source import SourceText, tidy

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ASIDE = {"note": "footnotes or endnotes", "annotation": "comments", "frame": "frames or pictures"}
_SKIPPED = frozenset(
    {"tracked-changes", "annotation-end", "sequence-decls", "forms", "table-of-content", "variable-decls"}
)
_DEEPEST = 80


class OpenDocumentImporter:
    """An .odt file from LibreOffice and its relatives."""

    name = "OpenDocument text (.odt)"
    suffixes = frozenset({".odt", ".ott", ".fodt"})

    def recognises(self, source: bytes) -> bool:
        """By the type that the archive names first."""
        return is_zip(source) and b"application/vnd.oasis.opendocument.text" in source[:400]

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the paragraphs and tables of the document."""
        return read_text(read_open_document(source), title=title, options=options)


def read_open_document(source: bytes) -> SourceText:
    """The lines of an OpenDocument text."""
    root = Archive(source).xml("content.xml")
    body = (
        next(
            (part for part in root.iter() if local_name(part) == "text" and local_name(part.getparent()) == "body"),
            None,
        )
        if root is not None
        else None
    )
    if root is None or body is None:
        raise UnreadableFileError(
            "This OpenDocument file has no text part; it is damaged. Open it in LibreOffice and save it as .docx."
        )
    reader = _Reader(_bold_styles(root), _italic_styles(root))
    reader.blocks(body, 0)
    notices = tuple(
        Notice(0, f"{count} {_ASIDE[kind]} in this document were not imported.") for kind, count in reader.aside.items()
    )
    return SourceText("OpenDocument text", reader.maker.lines(), notices)


def _italic_styles(root: etree._Element) -> frozenset[str]:
    return frozenset(
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_FO}font-style") in ("italic", "oblique")
    )


def _bold_styles(root: etree._Element) -> frozenset[str]:
    names = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}text-properties"):
            underlined = properties.get(f"{_STYLE}text-underline-style", "none") != "none"
            if properties.get(f"{_FO}font-weight") in ("bold", "600", "700", "800", "900") or underlined:
                names.add(str(style.get(f"{_STYLE}name")))
    return frozenset(names)


class _Reader:
    def __init__(self, bold_styles: frozenset[str], italic_styles: frozenset[str]) -> None:
        self.maker = LineMaker()
        self.aside: dict[str, int] = {}
        self._bold_styles = bold_styles
        self._italic_styles = italic_styles

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Paragraphs, headings, lists and tables in order; tracked deletions stay in their own list, unread."""
        if depth > _DEEPEST:
            return
        for child in parent:
            name = local_name(child)
            if name in ("p", "h"):
                self.maker.begin_paragraph(heading=name == "h")
                self._inline(
                    child, self._is_bold(child, inherited=False), self._is_italic(child, inherited=False), depth
                )
                self.maker.end_paragraph()
            elif name == "table":
                self._table(child, depth)
            elif name in _ASIDE:
                self.aside[name] = self.aside.get(name, 0) + 1
            elif name not in _SKIPPED:
                self.blocks(child, depth + 1)

    def _is_bold(self, element: etree._Element, *, inherited: bool) -> bool:
        return inherited or element.get(f"{_TEXT}style-name") in self._bold_styles

    def _is_italic(self, element: etree._Element, *, inherited: bool) -> bool:
        return inherited or element.get(f"{_TEXT}style-name") in self._italic_styles

    def _inline(self, element: etree._Element, bold: bool, italic: bool, depth: int) -> None:
        self.maker.add(_collapsed(element.text), emphasis=bold, italic=italic)
        for child in element:
            name = local_name(child)
            if name == "s":
                count = str(child.get(f"{_TEXT}c", "1"))
                self.maker.add(" " * min(int(count) if count.isdecimal() else 1, 200), emphasis=bold, italic=italic)
            elif name == "tab":
                self.maker.add("\t", emphasis=bold, italic=italic)
            elif name == "line-break":
                self.maker.add("\n", emphasis=bold, italic=italic)
            elif name in _ASIDE:
                self.aside[name] = self.aside.get(name, 0) + 1
            elif name and name not in _SKIPPED and depth < _DEEPEST:
                self._inline(
                    child, self._is_bold(child, inherited=bold), self._is_italic(child, inherited=italic), depth + 1
                )
            self.maker.add(_collapsed(child.tail), emphasis=bold, italic=italic)

    def _table(self, table: etree._Element, depth: int) -> None:
        number = self.maker.begin_table()
        for row in table.iter(f"{_TABLE}table-row"):
            cells = []
            for cell in row:
                if local_name(cell) == "table-cell":
                    inner = _Reader(self._bold_styles, self._italic_styles)
                    inner.blocks(cell, depth + 1)
                    cells.append(tidy(inner.maker.plain()))
            if any(cell.strip() for cell in cells):
                self.maker.add_row(cells, table=number)
        self.maker.end_table()


def _collapsed(text: str | None) -> str:
    """White space as OpenDocument means it: line feeds and tabs in the XML are single spaces."""
    return "" if not text else text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
