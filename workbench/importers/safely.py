"""The importers behind a wall: in a child process with limits, so that no file harms the program."""

from typing import cast

from workbench.errors import UnreadableFileError
from workbench.importers.base import ImportedTranscript, ReadOptions
from workbench.importers.people_sheet import PeopleSheet
from workbench.importers.refusals import check_size
from workbench.importers.surveys import SurveyColumn
from workbench.processes import ChildFailedError, ChildProcess, Failure

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 20.0

_ADVICE = {
    Failure.TIME: f"This file was not read in {MOST_SECONDS:.0f} seconds, which no transcript needs.",
    Failure.MEMORY: "This file needs more memory to read than any transcript.",
    Failure.CRASH: "This file stopped the program that read it.",
}
_READER = ChildProcess(memory_bytes=MOST_MEMORY, seconds=MOST_SECONDS)


def read_safely(
    source: bytes,
    *,
    file_name: str,
    format_name: str | None = None,
    options: ReadOptions | None = None,
    reader: ChildProcess = _READER,
) -> ImportedTranscript:
    """The same as ``read_transcript``, but at most 512 MB and 20 seconds are spent on it, in another process."""
    check_size(source)
    arguments = {"file_name": file_name, "format_name": format_name, "options": options}
    return cast(ImportedTranscript, _call(reader, "read_transcript", source, **arguments))


def survey_columns_safely(
    source: bytes, file_name: str = "", *, reader: ChildProcess = _READER
) -> tuple[SurveyColumn, ...]:
    """The same as ``survey_columns``, behind the same wall."""
    check_size(source)
    return cast(tuple[SurveyColumn, ...], _call(reader, "survey_columns", source, file_name))


def people_sheet_safely(source: bytes, file_name: str, *, reader: ChildProcess = _READER) -> PeopleSheet:
    """The same as ``read_people_sheet``, behind the same wall."""
    check_size(source)
    return cast(PeopleSheet, _call(reader, "read_people_sheet", source, file_name))


def _call(reader: ChildProcess, name: str, *args: object, **kwargs: object) -> object:
    try:
        return reader.call(f"workbench.importers:{name}", *args, **kwargs)
    except ChildFailedError as failed:
        raise UnreadableFileError(
            f"{_ADVICE[failed.failure]} Nothing was imported. Open it in Word, copy the text into a new document, and import that."
        ) from failed
