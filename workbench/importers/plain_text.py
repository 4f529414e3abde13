"""Text files: their encoding, Markdown's marks, and subtitles, which are text files too."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.errors import UnreadableFileError
from workbench.importers.bar_tables import with_bar_tables
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.source import SourceLine, SourceText, split_lines

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters and marks that English, French and Spanish transcripts hold; a wrong encoding shows others.
_LIKELY = frozenset("éèàçêîôûëïüùâœÉÈÀÇÊÎñáíóúÑ¿¡’‘“”–—…«»•°½€£\u00a0")
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "the old DOS alphabet"}


def decode(source: bytes) -> tuple[str, tuple[Notice, ...]]:
    """The text in some bytes, and what had to be guessed about its encoding.

    UTF-8 and UTF-16, with or without their marks, are recognised for certain; Windows, Mac and DOS alphabets by the
    letters they give.
    """
    for mark, encoding in _MARKS:
        if source.startswith(mark):
            return _strictly(source[len(mark) :], encoding)
    wide = _wide(source[:4000])
    if wide:
        return _strictly(source, wide)
    _refuse_binary(source)
    try:
        return source.decode("utf-8"), _about_nuls(source)
    except UnicodeDecodeError:
        pass
    text = source.decode("utf-8", errors="replace")
    high = sum(1 for byte in source if byte >= 0x80)
    if text.count("\ufffd") <= 0.1 * high:
        return text, (*_about_nuls(source), _broken(text))
    best = max(_NAMES, key=lambda name: _score(source, name))
    notice = Notice(
        0,
        f"This file is not in UTF-8. It was read as {_NAMES[best]}; check that accents and quotation marks look right.",
    )
    return source.decode(best, errors="replace"), (*_about_nuls(source), notice)


def _strictly(source: bytes, encoding: str) -> tuple[str, tuple[Notice, ...]]:
    try:
        return source.decode(encoding), ()
    except UnicodeDecodeError:
        text = source.decode(encoding, errors="replace")
        return text, (_broken(text),)


def _broken(text: str) -> Notice:
    line = text[: text.find("\ufffd")].count("\n") + 1 if "\ufffd" in text else 0
    return Notice(
        line,
        f"{text.count(chr(0xFFFD))} characters are damaged and shown as “\ufffd”; this is the first. Compare them with the recording.",
    )


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL beside nearly every letter."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _refuse_binary(source: bytes) -> None:
    sample = source[:200_000]
    odd = sum(sample.count(bytes([byte])) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    if odd > 0.005 * len(sample) + 2 or sample.count(0) > 0.05 * len(sample) + 20:
        raise UnreadableFileError(
            "This is not a text file: it holds bytes that no transcript has. "
            "Open it in the program that made it and save it as .docx or .txt."
        )


def _about_nuls(source: bytes) -> tuple[Notice, ...]:
    count = source.count(0)
    return (Notice(0, f"{count} NUL characters were left out; parts of the file may be damaged."),) if count else ()


def _score(source: bytes, encoding: str) -> float:
    text = source[:400_000].decode(encoding, errors="replace")
    high = [character for character in text if ord(character) >= 0x80]
    good = sum(1 for character in high if character in _LIKELY)
    wrong = sum(1 for character in high if character == "\ufffd" or not (character.isalpha() or character in _LIKELY))
    lead = 0.01 if encoding == "cp1252" else 0.0
    return (good - wrong) / max(1, len(high)) + lead


class TextImporter:
    """A text file of some kind; who speaks is found out from its lines."""

    def __init__(self, name: str, suffixes: frozenset[str], *, beginning: bytes = b"", markdown: bool = False) -> None:
        self.name = name
        self.suffixes = suffixes
        self._beginning = beginning
        self._markdown = markdown

    def recognises(self, source: bytes) -> bool:
        """Only by a word with which every file of the format begins."""
        start = source[:64].removeprefix(codecs.BOM_UTF8).lstrip()
        return bool(self._beginning) and start.startswith(self._beginning)

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the lines of the text."""
        raw, notices = decode(source)
        lines = with_bar_tables(split_lines(raw))
        container = "text file"
        if self._markdown or any(line.text.startswith("**") for line in lines[:200]):
            lines = without_markdown(lines)
            container = "Markdown file" if self._markdown else container
        return read_text(SourceText(container, lines, notices), title=title, options=options)


_STRONG = re.compile(r"\s*(?:[-*+]\s+)?(\*\*|__)(?=\S)(.{1,80}?)\1")
_SLANTED = re.compile(r"\s*([*_])(?=[^\s*_])([^*_]{1,2000}?)\1\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_QUOTED = re.compile(r"\s{0,3}>\s?(?!>)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|:-])")


def without_markdown(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines without the marks for headings, quotations and a bold beginning, which becomes emphasis."""
    return tuple(_plain(line) for line in lines)


def _plain(line: SourceLine) -> SourceLine:
    text = line.text
    heading = _HEADING.match(text)
    if heading:
        text = text[heading.end() :].rstrip("# ")
    elif quoted := _QUOTED.match(text):
        text = text[quoted.end() :]
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    slanted = _SLANTED.fullmatch(text)
    if slanted:
        return replace(line, text=slanted[2], italic=True)
    strong = _STRONG.match(text)
    emphasis = 0
    if strong:
        text, emphasis = strong[2] + text[strong.end() :], len(strong[2])
    return replace(line, text=text, emphasis=emphasis, heading=heading is not None)


PLAIN_TEXT = TextImporter("plain text (.txt)", frozenset({".txt", ".text", ".log", ".asc", ""}))
MARKDOWN = TextImporter("Markdown (.md)", frozenset({".md", ".markdown"}), markdown=True)
WEBVTT = TextImporter("WebVTT subtitles (.vtt)", frozenset({".vtt", ".webvtt"}), beginning=b"WEBVTT")
SUBRIP = TextImporter("SubRip subtitles (.srt)", frozenset({".srt", ".sbv"}))
