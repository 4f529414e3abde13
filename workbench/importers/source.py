"""The lines of a file, whatever it was, and the account of where each of its words went."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.text import ANNOTATION, count_words, make_text
from workbench.errors import UnreadableFileError
from workbench.importers.base import Notice

# 12 million characters are two million words, some two hundred hours of talk: no transcript, but still readable
# within the memory and the seconds that a file is given.
MOST_CHARACTERS = 12_000_000

LABELS = "speaker labels"
TIMES = "time codes"
HEADERS = "title and header lines"
NUMBERS = "line numbers"
PAGES = "page headers and footers"
ANNOUNCEMENTS = "meeting software's announcements"
SUMMARIES = "summaries added by software"
PREFACES = "text before the first speaker"
UNACCOUNTED = "not accounted for"

# Plain spaces for non-breaking ones; soft hyphens and zero-width marks split words that people see as one.
_TIDY = {ord(space): " " for space in "\u00a0\u2007\u202f"} | dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line, or one row of a table, as a person would point at it."""

    number: int
    text: str
    emphasis: int = 0  # how many characters at its start are bold or underlined
    continues: bool = False  # stands in the same paragraph as the line before
    heading: bool = False
    italic: bool = False  # from its first letter to its last
    cells: tuple[str, ...] = ()  # of a table's row; ``text`` is then the cells, one below another
    table: int = 0  # which table, counted from 1

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_emphasised(self) -> bool:
        """Whether the whole line is bold or underlined."""
        return bool(self.text.strip()) and self.emphasis >= len(self.text.rstrip())

    def without(self, start: int) -> "SourceLine":
        """The same line without its first characters."""
        return replace(self, text=self.text[start:], emphasis=max(0, self.emphasis - start))


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a container held, before anybody asked who speaks."""

    container: str  # what people call it: "Word document"
    lines: tuple[SourceLine, ...]
    notices: tuple[Notice, ...] = ()
    wrapped: bool = False  # lines end where the page ended, not where the paragraph did
    left_out: tuple[tuple[str, str], ...] = ()  # (reason, text) of what the container's reader took out

    @property
    def words(self) -> int:
        """Every word, counted over the text as it came out of the container."""
        return count_words("\n".join([*(line.text for line in self.lines), *(text for _, text in self.left_out)]))


@dataclass(slots=True)
class Ledger:
    """Where the words went that did not become turns, and what was doubted on the way."""

    aside: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)

    def set_aside(self, reason: str, text: str) -> None:
        """Count the words of ``text`` as left out for ``reason``."""
        words = count_words(text)
        if words:
            self.aside[reason] += words

    def doubt(self, line: int, message: str) -> None:
        """Tell a person what was guessed, and where."""
        self.notices.append(Notice(line, message))


def open_ledger(source: SourceText) -> Ledger:
    """A ledger with what the container's reader already took out and doubted."""
    ledger = Ledger(notices=list(source.notices))
    for reason, text in source.left_out:
        ledger.set_aside(reason, text)
    return ledger


def tidy(raw: str) -> str:
    """Canonical text with plain spaces and without soft hyphens and zero-width marks.

    >>> tidy("Q\\u00a0: exam\\u00adple")
    'Q : example'
    """
    if len(raw) > MOST_CHARACTERS:
        raise UnreadableFileError(
            "This file holds far more text than an interview: over twelve million characters. "
            "Split it into one file for each interview and import those."
        )
    return make_text(raw.translate(_TIDY))


def split_lines(raw: str) -> tuple[SourceLine, ...]:
    """The lines of a plain text, numbered as an editor numbers them."""
    return tuple(SourceLine(number, text) for number, text in enumerate(tidy(raw).split("\n"), start=1))


def check_not_empty(lines: Sequence[SourceLine]) -> None:
    """Refuse a file without a single word."""
    if all(line.blank for line in lines):
        raise UnreadableFileError(
            "There is no text in this file. Open it to see whether it is the right one, and save it again."
        )


def join_pieces(pieces: Iterable[tuple[str, str]]) -> tuple[str, list[int]]:
    """The text of (separator, piece) pairs, and where each piece starts in it.

    A space becomes a line feed where it would make one of the transcriber's notes out of two halves, so that
    joining never changes the number of words.
    """
    text: list[str] = []
    starts: list[int] = []
    length = 0
    tail = ""
    for given, piece in pieces:
        separator = given if text else ""
        if separator == " " and _would_make_a_note(tail, piece):
            separator = "\n"
        text += [separator, piece]
        starts.append(length + len(separator))
        length += len(separator) + len(piece)
        tail = (tail + separator + piece)[-80:]
    return "".join(text), starts


def _would_make_a_note(before: str, after: str) -> bool:
    joint = len(before)
    return any(match.start() < joint < match.end() for match in ANNOTATION.finditer(f"{before} {after[:80]}"))


def looks_wrapped(lines: Sequence[SourceLine]) -> bool:
    """Whether lines were broken at the edge of a page, as in text copied from a PDF or an old e-mail."""
    texts = [line.text.rstrip() for line in lines if not line.blank]
    if len(texts) < 8:
        return False
    longest = sorted(map(len, texts))[int(len(texts) * 0.98)]
    full = [text for text in texts if longest * 0.8 <= len(text) <= longest + 2]
    unfinished = sum(1 for text in full if text[-1] not in '.?!:;”"…)')
    return 45 <= longest <= 110 and len(full) >= 0.4 * len(texts) and unfinished >= 0.5 * len(full)


def numbered_pages(line: str) -> bool:
    """Whether a line is nothing but the number of a page.

    >>> numbered_pages("Page 3 of 12"), numbered_pages("- 4 -"), numbered_pages("P3")
    (True, True, False)
    """
    return len(line) < 40 and _PAGE_LINE.fullmatch(line.strip()) is not None


_PAGE_LINE = re.compile(
    r"(?:page|p\.|seite|página)\s*\d{1,4}(?:\s*(?:of|de|sur|/|von)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*(?:of|/)\s*\d{1,4}",
    re.IGNORECASE,
)
