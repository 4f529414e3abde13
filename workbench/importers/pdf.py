"""PDF files that hold text. Scans are refused with advice: reading pictures is another program's job."""

import io
import re
from collections import Counter
from collections.abc import Sequence

import pypdf

from workbench.errors import UnreadableFileError
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.layouts import read_text
from workbench.importers.source import MOST_CHARACTERS, NUMBERS, PAGES, SourceLine, SourceText, numbered_pages, tidy

MOST_PAGES = 2_000
_FEW_WORDS_A_PAGE = 5
_DAMAGED = (
    "This PDF cannot be read; it is damaged, or made in an unusual way. "
    "Ask for the transcript as a Word file, or open the PDF, copy its text into Word and save that as .docx."
)


class PdfImporter:
    """A .pdf file with text; what comes back on every page is left out."""

    name = "PDF with text (.pdf)"
    suffixes = frozenset({".pdf"})

    def recognises(self, source: bytes) -> bool:
        """By its first characters; some programs put a few bytes before them."""
        return b"%PDF-" in source[:1024]

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The turns in the lines of all pages."""
        return read_text(read_pdf(source), title=title, options=options)


def read_pdf(source: bytes) -> SourceText:
    """The lines of a PDF without the headers, footers and line numbers of its pages."""
    pages, pictures = _pages(source)
    words = sum(len(page.split()) for page in pages)
    if words < _FEW_WORDS_A_PAGE * max(1, len(pages)) and (pictures or not words):
        raise UnreadableFileError(
            "This PDF is a scan: it holds pictures of pages and no text. Ask for the transcript as a Word file, "
            "or have the scan turned into text (“OCR”) first and check it against the paper."
        )
    lines = [[_even(line.rstrip()) for line in tidy(page).split("\n")] for page in pages]
    numbers: list[tuple[str, str]] = []
    for place, page in enumerate(lines):
        lines[place], margin = _without_margin_numbers(page)
        numbers += margin
    repeated = _repeated([[line for line in page if line.strip()] for page in lines])
    notices = [
        Notice(
            0,
            "This is a PDF: paragraphs were put together again from lines, and page headers and footers were left out. "
            "Read the preview against the original; a Word file is safer.",
        )
    ]
    kept, left_out = _sorted_out(lines, repeated)
    left_out += numbers
    return SourceText("PDF", tuple(kept), tuple(notices), wrapped=True, left_out=tuple(left_out))


def _even(line: str) -> str:
    """A line whose words were set apart to fill the column, with single spaces; columns of a table stay apart."""
    gaps = re.findall(r"(?<=\S) +(?=\S)", line)
    stretched = (
        len(gaps) >= 3 and sum(1 for gap in gaps if len(gap) > 1) >= 0.3 * len(gaps) and max(map(len, gaps)) <= 3
    )
    return re.sub(r"(?<=\S) +(?=\S)", " ", line) if stretched else line


def _pages(source: bytes) -> tuple[list[str], bool]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(source), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(
                "This PDF is protected by a password. Open it, print it into a new PDF without a password, or ask for a Word file."
            )
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableFileError(f"This PDF has more than {MOST_PAGES} pages, far more than an interview.")
        texts, characters = [], 0
        for page in reader.pages:
            texts.append(page.extract_text())
            characters += len(texts[-1])
            if characters > MOST_CHARACTERS:
                break
        return texts, _has_pictures(reader)
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFileError(_DAMAGED) from error


def _has_pictures(reader: pypdf.PdfReader) -> bool:
    for page in reader.pages[:5]:
        resources = page.get("/Resources")
        if resources is not None and "/XObject" in resources.get_object():
            return True
    return False


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """The shapes of lines that stand at the top or the bottom of most pages."""
    if len(pages) < 2:
        return set()
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(line) for line in (*page[:3], *page[-3:])})
    needed = max(2, int(0.6 * len(pages)))
    return {shape for shape, count in edges.items() if count >= needed and shape and len(shape) < 120}


def _shape(line: str) -> str:
    """A line with its digits levelled. Lines that end like speech never count as a page's furniture."""
    text = line.strip()
    if text.endswith(("?", "!", ",")) or (re.match(r"[^:]{1,30}:\s*\S", text) and not re.search(r"page", text, re.I)):
        return ""
    # A single word at the edge of two pages may be somebody's “Yes.”
    return re.sub(r"\d+", "0", text.casefold()) if len(text.split()) > 1 or text.isdecimal() else ""


def _sorted_out(pages: Sequence[Sequence[str]], repeated: set[str]) -> tuple[list[SourceLine], list[tuple[str, str]]]:
    kept: list[SourceLine] = []
    left_out: list[tuple[str, str]] = []
    number = 0
    for page in pages:
        last = len(page) - 1
        for index, line in enumerate(page):
            number += 1
            edge = index <= 3 or index >= last - 3
            bare_number = edge and line.strip().isdecimal() and index in (_first(page), _last(page))
            if edge and (_shape(line) in repeated or numbered_pages(line) or bare_number):
                left_out.append((PAGES, line))
                continue
            if not line.strip() and index in (0, last):
                continue  # the edge of a page is not the end of a paragraph
            kept.append(SourceLine(number, line))
    return kept, left_out


def _without_margin_numbers(page: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A page without runs of rising numbers, which stood in its margin and come out one below another."""
    margin: set[int] = set()
    run: list[int] = []
    for index, line in enumerate([*page, "end"]):
        number = int(line) if re.fullmatch(r"\s*\d{1,5}\s*", line, re.ASCII) else None
        if number is not None and (not run or number - int(page[run[-1]]) in (1, 5, 10)):
            run.append(index)
            continue
        margin |= set(run) if len(run) >= 3 else set()
        run = [index] if number is not None else []
    left_out = [(NUMBERS, page[index]) for index in sorted(margin)]
    return [line for index, line in enumerate(page) if index not in margin], left_out


def _first(page: Sequence[str]) -> int:
    return next((index for index, line in enumerate(page) if line.strip()), 0)


def _last(page: Sequence[str]) -> int:
    return next((index for index in range(len(page) - 1, -1, -1) if page[index].strip()), 0)
