"""Transcripts in: from the bytes of a file to turns, speakers, doubts and an account of every word.

A new format is one module and one line in :data:`FORMATS`. Nothing here stores anything, so reading a file *is* the
preview.
"""

from dataclasses import replace
from pathlib import PurePath

from workbench.errors import UnreadableFileError
from workbench.importers.base import (
    ImportedSpeaker,
    ImportedTranscript,
    ImportedTurn,
    Notice,
    OfferedRemoval,
    ReadOptions,
    TranscriptImporter,
)
from workbench.importers.layouts import LAYOUTS
from workbench.importers.open_document import OpenDocumentImporter
from workbench.importers.pdf import PdfImporter
from workbench.importers.people_sheet import read_people_sheet
from workbench.importers.plain_text import MARKDOWN, PLAIN_TEXT, SUBRIP, WEBVTT
from workbench.importers.refusals import MOST_FILE_BYTES, refuse_foreign
from workbench.importers.rich_text import RichTextImporter
from workbench.importers.safely import people_sheet_safely, read_safely, survey_columns_safely
from workbench.importers.surveys import CSV, WORKBOOK, ColumnGuess, SurveyColumn, survey_columns
from workbench.importers.web_page import WebPageImporter
from workbench.importers.word import WordImporter

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "MOST_FILE_BYTES",
    "ColumnGuess",
    "ImportedSpeaker",
    "ImportedTranscript",
    "ImportedTurn",
    "Notice",
    "OfferedRemoval",
    "ReadOptions",
    "SurveyColumn",
    "TranscriptImporter",
    "people_sheet_safely",
    "read_people_sheet",
    "read_safely",
    "read_transcript",
    "survey_columns",
    "survey_columns_safely",
]

# The order matters for content only: the first format that recognises the bytes reads them.
FORMATS: tuple[TranscriptImporter, ...] = (
    WordImporter(),
    OpenDocumentImporter(),
    WORKBOOK,
    PdfImporter(),
    RichTextImporter(),
    WEBVTT,
    WebPageImporter(),
    SUBRIP,
    CSV,
    MARKDOWN,
    PLAIN_TEXT,
)


def read_transcript(
    source: bytes, *, file_name: str, format_name: str | None = None, options: ReadOptions | None = None
) -> ImportedTranscript:
    """What is in a file, whatever its name ends in; ``UnreadableFileError`` with advice if it cannot be used.

    ``format_name`` is the name of one of :data:`FORMATS`, for a person who knows better.

    >>> read = read_transcript(b"Q: How was it?\\nA: Cold.", file_name="one.txt")
    >>> [(turn.speaker, turn.text) for turn in read.turns]
    [('Q', 'How was it?'), ('A', 'Cold.')]
    """
    path = PurePath(file_name.replace("\\", "/"))
    refuse_foreign(source, suffix=path.suffix.lower())
    importer = format_of(source, file_name=file_name) if format_name is None else _named(format_name)
    title = " ".join(path.stem.replace("_", " ").split()) or "Transcript"
    read = importer.read(source, title=title, options=options or ReadOptions())
    suffix = path.suffix.lower()
    if (
        format_name is None
        and suffix
        and suffix not in importer.suffixes
        and any(suffix in other.suffixes for other in FORMATS)
    ):
        told = Notice(0, f"The file's name ends in {suffix}, but it was read for what it is: {importer.name}.")
        read = _with_notice(read, told)
    return read


def format_of(source: bytes, *, file_name: str) -> TranscriptImporter:
    """The format that recognises the bytes; failing that, the one that the file's name ends in; failing that, text."""
    suffix = PurePath(file_name).suffix.lower()
    recognised = next((one for one in FORMATS if one.recognises(source)), None)
    if recognised is not None:
        return recognised
    named = next((one for one in FORMATS if suffix in one.suffixes), PLAIN_TEXT)
    # An archive or a page layout that does not recognise its own bytes: they are text, or they are damaged.
    return PLAIN_TEXT if named in _CERTAIN else named


_CERTAIN = tuple(one for one in FORMATS if not isinstance(one, type(PLAIN_TEXT)) and one is not CSV)


def _named(format_name: str) -> TranscriptImporter:
    for one in FORMATS:
        if one.name == format_name:
            return one
    raise UnreadableFileError(
        f"There is no format “{format_name}”. Choose one of: {', '.join(one.name for one in FORMATS)}."
    )


def _with_notice(read: ImportedTranscript, notice: Notice) -> ImportedTranscript:
    return replace(read, notices=(notice, *read.notices))
