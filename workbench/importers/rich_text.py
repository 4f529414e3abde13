"""Rich text (.rtf). Read here and not by a library, because labels in bold and tracked deletions must be seen."""

import re
from dataclasses import dataclass, replace

from workbench.errors import UnreadableFileError
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.rich_lines import LineMaker
from workbench.importers.source import SourceLine, SourceText, tidy

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n\x00]+|([^\\{}\r\n\x00]+)"
)
_DESTINATIONS = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "footnote",
        "annotation",
        "atnauthor",
        "atnid",
        "atndate",
        "atnref",
        "object",
        "objdata",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "mmathPr",
        "filetbl",
        "revtbl",
        "fldinst",
        "bkmkstart",
        "bkmkend",
        "shppict",
        "nonshppict",
        "shpinst",
        "do",
        "tc",
        "xe",
        "fontemb",
        "panose",
        "falt",
        "datafield",
        "pgptbl",
        "wgrffmtfilter",
        "userprops",
        "docvar",
    ]
)
_SYMBOLS = {
    "par": "\n\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "~": " ", "_": "-", "-": "", "sect": "\n\n", "page": "\n\n",
}  # fmt: skip
_CHARSETS = {
    0: 1252,
    2: 1252,
    77: 10000,
    128: 932,
    161: 1253,
    162: 1254,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    238: 1250,
}
_CODEPAGES = {10000: "mac_roman", 65001: "utf-8"}
_DEEPEST = 500


@dataclass(frozen=True, slots=True)
class _State:
    skip: bool = False
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    deleted: bool = False
    alphabet: str = "cp1252"
    fallback: int = 1  # how many characters stand for one \\u in programs without Unicode
    fonts: bool = False


class RichTextImporter:
    """An .rtf file, also one that is called .doc."""

    name = "rich text (.rtf)"
    suffixes = frozenset({".rtf"})

    def recognises(self, source: bytes) -> bool:
        """By its first characters."""
        return source[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the paragraphs and tables of the document."""
        if not self.recognises(source):
            raise UnreadableFileError(
                "This file ends in .rtf but holds no rich text. Open it in Word and save it as .docx."
            )
        return read_text(read_rich_text(source), title=title, options=options)


def read_rich_text(source: bytes) -> SourceText:
    """The lines of a rich text; a file that was cut off gives what is there, with a notice."""
    reader = _Reader()
    for match in _TOKEN.finditer(source):
        reader.token(match)
    notices = []
    if reader.depth > 0:
        notices.append(
            Notice(
                0,
                "This rich text ends in the middle; it may have been cut off. Compare its last words with the original.",
            )
        )
    if reader.deletions:
        notices.append(Notice(0, "Tracked changes: deleted passages were left out."))
    if reader.footnotes:
        notices.append(Notice(0, f"{reader.footnotes} footnotes in this document were not imported."))
    return SourceText("rich text", reader.finish(), tuple(notices))


class _Reader:
    def __init__(self) -> None:
        self.deletions = 0
        self.footnotes = 0
        self._maker = LineMaker()
        self._state = _State()
        self._stack: list[_State] = []
        self._alphabets: dict[int, str] = {}
        self._font = 0
        self._default = "cp1252"
        self._pending = b""
        self._unread = 0  # fallback characters still to pass over
        self._starred = False
        self._surrogate = ""
        self._cells: list[str] = []
        self._row: list[str] | None = None
        self._table = 0

    @property
    def depth(self) -> int:
        return len(self._stack)

    def token(self, match: re.Match[bytes]) -> None:
        """Take in one control word, symbol, brace or stretch of text."""
        word, number, hexed, symbol, brace, plain = match.groups()
        if hexed is not None:
            self._bytes(bytes([int(hexed, 16)]))
        elif plain is not None:
            self._bytes(plain)
        else:
            self._flush()
            if brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
            elif word is not None:
                self._word(word.decode("ascii"), int(number) if number is not None else None)
            elif symbol == b"*":
                self._starred = True
            elif symbol is not None:
                character = symbol.decode("latin-1")
                self._text("\n\n" if character in "\r\n" else _SYMBOLS.get(character, character))

    def _open(self) -> None:
        if len(self._stack) > _DEEPEST:
            raise UnreadableFileError(
                "This rich text is nested deeper than any document. Open it in Word and save it as .docx."
            )
        self._stack.append(self._state)
        self._starred = False
        self._unread = 0

    def _close(self) -> None:
        if self._stack:
            self._state = self._stack.pop()
        self._unread = 0

    def _word(self, word: str, number: int | None) -> None:
        on = number is None or number != 0
        state = self._state
        if self._starred or word in _DESTINATIONS:
            if word == "footnote" and not state.skip:
                self.footnotes += 1
            self._starred = False
            self._state = replace(state, skip=True, fonts=word == "fonttbl")
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in _SYMBOLS:
            self._text(_SYMBOLS[word])
        elif word in ("b", "i", "ul", "deleted", "plain", "v"):
            self._look(word, on)
        elif word == "uc":
            self._state = replace(state, fallback=min(max(number or 0, 0), 16))
        elif word in ("f", "fcharset", "ansicpg", "mac", "pc", "ansi"):
            self._alphabet(word, number)
        elif word == "pard":
            pass
        elif word in ("cell", "nestcell"):
            self._cell()
        elif word in ("row", "nestrow"):
            self._end_row()
        elif word == "intbl" and not state.skip and self._row is None:
            self._row = []

    def _look(self, word: str, on: bool) -> None:
        state = self._state
        if word == "b":
            self._state = replace(state, bold=on)
        elif word == "i":
            self._state = replace(state, italic=on)
        elif word == "ul":
            self._state = replace(state, underlined=on)
        elif word == "plain":
            self._state = replace(state, bold=False, italic=False, underlined=False, deleted=False)
        else:  # deleted, or hidden text
            self.deletions += word == "deleted" and on
            self._state = replace(state, deleted=on)

    def _alphabet(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._font = number
            self._state = replace(self._state, alphabet=self._alphabets.get(number, self._default))
        elif word == "fcharset" and number is not None:
            page = _CHARSETS.get(number)
            if page is not None and number not in (0, 1):
                self._alphabets[self._font] = _codec(page)
        elif word in ("ansicpg", "mac", "pc"):
            page = number if word == "ansicpg" and number is not None else {"mac": 10000, "pc": 437}.get(word, 1252)
            self._default = _codec(page)
            self._state = replace(self._state, alphabet=self._default)

    def _unicode(self, number: int) -> None:
        unit = number % 65536
        if 0xD800 <= unit < 0xDC00:
            self._surrogate = chr(unit)
        else:
            pair, self._surrogate = self._surrogate + chr(unit), ""
            self._text(pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        self._unread = self._state.fallback

    def _bytes(self, content: bytes) -> None:
        passed = min(self._unread, len(content))
        self._unread -= passed
        if content[passed:]:
            self._pending += content[passed:]
            if len(self._pending) > 4096 and not self._state.skip:
                self._flush()

    def _flush(self) -> None:
        if self._pending:
            pending, self._pending = self._pending, b""
            if not self._state.skip:
                self._text(pending.decode(self._state.alphabet, errors="replace"))

    def _text(self, text: str) -> None:
        state = self._state
        if state.skip or state.deleted or not text:
            return
        if self._row is not None:
            self._cells.append("\n" if text == "\n\n" else text)
        elif text == "\n\n":
            self._maker.end_paragraph()
        else:
            self._maker.add(text, emphasis=state.bold or state.underlined, italic=state.italic)

    def _cell(self) -> None:
        if not self._state.skip:
            self._row = self._row if self._row is not None else []
            self._row.append(tidy("".join(self._cells)).strip())
            self._cells = []

    def _end_row(self) -> None:
        if self._state.skip or self._row is None:
            return
        if self._cells:
            self._cell()
        if self._table == 0:
            self._table = self._maker.begin_table()
        self._maker.add_row(self._row, table=self._table)
        self._row = None

    def finish(self) -> tuple[SourceLine, ...]:
        """All lines, also of a table that was cut off."""
        self._flush()
        if self._row is not None:
            self._end_row()
        return self._maker.lines()


def _codec(page: int) -> str:
    name = _CODEPAGES.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
