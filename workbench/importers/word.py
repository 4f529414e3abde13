"""Word documents, read from their XML.

python-docx is not used here: it knows no tracked changes, drops text in tables, content controls and moved passages,
and takes minutes and gigabytes for hostile files.
"""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from workbench.errors import UnreadableFileError
from workbench.importers.archives import Archive, is_zip, local_name
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.rich_lines import LineMaker
from workbench.importers.source import SourceText, tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Deleted or moved away, drawings, fallbacks that repeat the drawing, fields' instructions, comments' and notes' marks.
_SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "Fallback",
        "commentReference",
        "annotationRef",
        "pPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "rPr",
        "fldData",
        "rubyPr",
        "rt",
    ]
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_DEEPEST = 60


class WordImporter:
    """A .docx or .docm file: paragraphs and tables in order, tracked deletions left out, insertions kept."""

    name = "Word document (.docx)"
    suffixes = frozenset({".docx", ".docm", ".dotx"})

    def recognises(self, source: bytes) -> bool:
        """By the parts of the archive."""
        return is_zip(source) and b"word/" in source

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the paragraphs and tables of the document."""
        return read_text(read_word(source), title=title, options=options)


def read_word(source: bytes) -> SourceText:
    """The lines of a Word document, and notices about what stands beside the running text."""
    archive = Archive(source)
    name = next(
        (part for part in archive.names if part == "word/document.xml"),
        next((part for part in archive.names if part.startswith("word/document") and part.endswith(".xml")), None),
    )
    root = archive.xml(name) if name else None
    body = next((child for child in root if local_name(child) == "body"), None) if root is not None else None
    if body is None:
        raise UnreadableFileError(
            "This Word file has no text part; it is damaged or was cut off. Open it in Word and save it as .docx."
        )
    reader = _Body(_bold_styles(archive))
    reader.blocks(body, depth=0)
    notices = [*reader.notices(), *_notices_about_parts(archive)]
    return SourceText("Word document", reader.maker.lines(), tuple(notices))


def _bold_styles(archive: Archive) -> dict[str, tuple[bool, bool]]:
    """For each style: whether it is bold, and whether it is a heading or a title."""
    found: dict[str, tuple[bool, bool]] = {}
    try:
        root = archive.xml("word/styles.xml")
    except UnreadableFileError:
        return found  # the words are all there without the looks
    for style in root if root is not None else ():
        if local_name(style) == "style":
            name = next((_value(child) for child in style if local_name(child) == "name"), "").casefold()
            bold = any(_is_emphasis(child) for child in style if local_name(child) == "rPr")
            found[_attribute(style, "styleId")] = (bold, name.startswith("heading") or name in ("title", "titre"))
    return found


def _notices_about_parts(archive: Archive) -> Iterator[Notice]:
    for part, singular, plural in (
        ("word/footnotes.xml", "footnote", "footnotes"),
        ("word/endnotes.xml", "endnote", "endnotes"),
        ("word/comments.xml", "comment", "comments"),
    ):
        try:
            root = archive.xml(part)
        except UnreadableFileError:
            continue  # a note that cannot be read does not make the talk unreadable
        count = (
            sum(1 for note in root if _attribute(note, "type") in ("", "normal") and _has_text(note))
            if root is not None
            else 0
        )
        if count:
            yield Notice(
                0,
                f"{count} {singular if count == 1 else plural} in this document {'was' if count == 1 else 'were'} not imported.",
            )


class _Body:
    """Walks through the body of a document and hands its lines to a maker."""

    def __init__(self, styles: dict[str, tuple[bool, bool]]) -> None:
        self.maker = LineMaker()
        self._styles = styles
        self._seen: Counter[str] = Counter()

    def notices(self) -> Iterator[Notice]:
        """What was left out or chosen while reading."""
        boxes, pictures = self._seen["txbxContent"], self._seen["pict"]
        if boxes:
            yield Notice(
                0,
                f"{boxes} text {'box was' if boxes == 1 else 'boxes were'} not imported. If somebody's words stand there, copy them into the running text.",
            )
        if self._seen["del"]:
            yield Notice(
                0, f"Tracked changes: {self._seen['del']} deleted passages were left out, inserted ones were kept."
            )
        elif self._seen["ins"]:
            yield Notice(0, f"Tracked changes: {self._seen['ins']} inserted passages were kept.")
        if pictures:
            yield Notice(0, f"{pictures} {'picture was' if pictures == 1 else 'pictures were'} not imported.")
        if self._seen["deep"]:
            yield Notice(0, "Parts of this document lie in tables within tables within tables, too deep to read.")

    def blocks(self, parent: etree._Element, *, depth: int) -> None:
        """Paragraphs and tables inside an element, in order."""
        if depth > _DEEPEST:
            self._seen["deep"] += 1
            return
        for child in parent:
            name = local_name(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name in ("del", "moveFrom"):
                self._seen["del"] += 1
            elif name not in _SKIPPED:
                self.blocks(child, depth=depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        properties = next((child for child in paragraph if local_name(child) == "pPr"), None)
        style = ""
        if properties is not None:
            style = next((_value(child) for child in properties if local_name(child) == "pStyle"), "")
        bold, heading = self._styles.get(style, (False, style.casefold().startswith(("heading", "title"))))
        self.maker.begin_paragraph(heading=heading)
        self._inline(paragraph, bold=bold, depth=depth)
        self.maker.end_paragraph()

    def _inline(self, parent: etree._Element, *, bold: bool, depth: int, italic: bool = False) -> None:
        if depth > _DEEPEST:
            self._seen["deep"] += 1
            return
        for child in parent:
            name = local_name(child)
            if name in ("t", "sym"):
                self.maker.add(child.text or "", emphasis=bold, italic=italic)
            elif name in _BREAKS:
                self.maker.add(_BREAKS[name], emphasis=bold, italic=italic)
            elif name in ("del", "moveFrom"):
                self._seen["del"] += 1
            elif name == "txbxContent":
                self._seen["txbxContent"] += 1
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)
            elif name == "r":
                properties = next((part for part in child if local_name(part) == "rPr"), None)
                if properties is not None and any(local_name(part) == "del" for part in properties):
                    self._seen["del"] += 1
                    continue
                emphasis = bold if properties is None else _is_emphasis(properties, self._styles, inherited=bold)
                slanted = italic if properties is None else _is_italic(properties, inherited=italic)
                self._inline(child, bold=emphasis, depth=depth + 1, italic=slanted)
            elif name == "p":  # a paragraph inside a content control in a line
                self.maker.add("\n", emphasis=False)
                self._inline(child, bold=bold, depth=depth + 1, italic=italic)
            elif name not in _SKIPPED:
                self._seen["ins"] += name in ("ins", "moveTo")
                self._inline(child, bold=bold, depth=depth + 1, italic=italic)

    def _drawing(self, element: etree._Element) -> None:
        boxes = sum(1 for part in element.iter() if local_name(part) == "txbxContent" and _has_text(part))
        self._seen["txbxContent"] += boxes
        self._seen["pict"] += 1 if boxes == 0 else 0

    def _table(self, table: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            self._seen["deep"] += 1
            return
        number = self.maker.begin_table()
        for row in _rows(table):
            properties = next((child for child in row if local_name(child) == "trPr"), None)
            if properties is not None and any(local_name(child) == "del" for child in properties):
                self._seen["del"] += 1
                continue
            cells = []
            for cell in _cells(row):
                inner = _Body(self._styles)
                inner.blocks(cell, depth=depth + 1)
                self._seen.update(inner._seen)
                cells.append(tidy(inner.maker.plain()))
            self.maker.add_row(cells, table=number)
        self.maker.end_table()


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if local_name(child) == "tr":
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if local_name(child) == "tc":
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(child)


def _is_emphasis(
    properties: etree._Element, styles: dict[str, tuple[bool, bool]] | None = None, *, inherited: bool = False
) -> bool:
    emphasis = inherited
    for child in properties:
        name, value = local_name(child), _value(child)
        if name == "rStyle" and styles:
            emphasis = emphasis or styles.get(value, (False, False))[0]
        elif name == "b":
            emphasis = value not in ("0", "false", "off")
        elif name == "u":
            emphasis = emphasis or value not in ("", "none")
    return emphasis


def _is_italic(properties: etree._Element, *, inherited: bool) -> bool:
    mark = next((child for child in properties if local_name(child) == "i"), None)
    return inherited if mark is None else _value(mark) not in ("0", "false", "off")


def _value(element: etree._Element) -> str:
    return _attribute(element, "val")


def _attribute(element: etree._Element, name: str) -> str:
    value = element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or ""
    return str(value)


def _has_text(element: etree._Element) -> bool:
    return any(local_name(part) == "t" and (part.text or "").strip() for part in element.iter())
