"""Web pages (.html), as some transcription services and Word's “save as web page” give."""

import re
from html.parser import HTMLParser

from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.plain_text import decode
from workbench.importers.rich_lines import LineMaker
from workbench.importers.source import SourceText, tidy

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "blockquote",
        "pre",
        "tr",
        "table",
        "figure",
        "address",
        "hr",
        "fieldset",
        "form",
        "nav",
        "aside",
        "body",
        "html",
    ]
)
_UNREAD = frozenset(["script", "style", "head", "template", "noscript", "svg", "math", "object", "textarea", "select"])
_BOLD = frozenset(["b", "strong", "u", "th"])
_ITALIC = frozenset(["i", "em", "cite"])
_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.I)


class WebPageImporter:
    """An .html file: what a reader of the page sees, without scripts and styles."""

    name = "web page (.html)"
    suffixes = frozenset({".html", ".htm", ".xhtml"})

    def recognises(self, source: bytes) -> bool:
        """By the tags that a page begins with."""
        return _START.match(source[:2000].removeprefix(b"\xef\xbb\xbf")) is not None

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the paragraphs and tables of the page."""
        text, notices = _decoded(source)
        page = _Page()
        page.feed(text)
        page.close()
        return read_text(SourceText("web page", page.maker.lines(), notices), title=title, options=options)


def _decoded(source: bytes) -> tuple[str, tuple[Notice, ...]]:
    named = _CHARSET.search(source[:4000])
    if named and named[1].lower() in (b"windows-1252", b"iso-8859-1", b"latin-1", b"macintosh", b"x-mac-roman"):
        codec = "mac_roman" if b"mac" in named[1].lower() else "cp1252"
        return source.decode(codec, errors="replace"), ()
    return decode(source)


class _Page(HTMLParser):
    """Python's own parser, because it never refuses a page and never fetches anything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.maker = LineMaker()
        self._unread = 0
        self._bold = 0
        self._italic = 0
        self._pre = 0
        self._open = False
        self._heading = False
        self._table = 0
        self._row: list[str] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  HTMLParser's signature
        if tag in _UNREAD:
            self._unread += 1
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag == "br":
            self._put("\n")
        elif tag in _BLOCKS:
            self._break()
            self._heading = tag in ("h1", "h2", "h3")
        if tag in _BOLD:
            self._bold += 1
        if tag in _ITALIC:
            self._italic += 1
        self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._table = 0
        if tag in _BLOCKS:
            self._break()
            self._heading = False
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        if tag in _ITALIC:
            self._italic = max(0, self._italic - 1)
        self._pre = max(0, self._pre - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._put(data if self._pre else re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        """Finish; what was still open counts."""
        super().close()
        self._end_row()
        self._break()

    def _put(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)
            return
        if not self._open and text.strip(" "):
            self.maker.begin_paragraph(heading=self._heading)
            self._open = True
            text = text.lstrip(" ")
        if self._open:
            self.maker.add(text, emphasis=self._bold > 0, italic=self._italic > 0)

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append("\n")
        elif self._open:
            self.maker.end_paragraph()
            self._open = False

    def _end_cell(self) -> None:
        if self._cell is not None:
            text = "\n".join(part.strip() for part in tidy("".join(self._cell)).split("\n") if part.strip())
            self._row = self._row if self._row is not None else []
            self._row.append(text)
            self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self._break()
            if self._table == 0:
                self._table = self.maker.begin_table()
            self.maker.add_row(self._row, table=self._table)
        self._row = None
