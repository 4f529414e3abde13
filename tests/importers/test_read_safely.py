"""The importers behind their wall: the same transcripts, and a sentence when a file wants too much."""

import pytest

from tests.importers.made_files import docx, paragraph
from workbench.errors import UnreadableFileError
from workbench.importers import (
    MOST_FILE_BYTES,
    ReadOptions,
    read_safely,
    read_transcript,
    survey_columns,
    survey_columns_safely,
)
from workbench.processes import ChildProcess

TALK = docx(paragraph("I: How was it?"), paragraph("P1: Cold, and wet."))


def test_the_same_transcript_comes_out_of_the_child():
    assert read_safely(TALK, file_name="a.docx") == read_transcript(TALK, file_name="a.docx")


def test_options_reach_the_child():
    source = b"I: a\nP1: b\nP1: c"

    assert len(read_safely(source, file_name="a.txt", options=ReadOptions(join_same_speaker=True)).turns) == 2


def test_columns_can_be_listed_behind_the_wall():
    source = b"What was hard?\nNobody told us how long it would take.\n"

    assert survey_columns_safely(source, "a.csv") == survey_columns(source, "a.csv")


def test_advice_arrives_from_the_child():
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_safely(TALK[:200], file_name="a.docx")


def test_a_file_that_is_too_large_never_reaches_the_child():
    class NoChild(ChildProcess):
        def call(self, target: str, *args: object, **kwargs: object) -> object:
            raise AssertionError(target)

    with pytest.raises(UnreadableFileError, match="million bytes"):
        read_safely(b"x" * (MOST_FILE_BYTES + 1), file_name="a.txt", reader=NoChild(memory_bytes=None, seconds=1))


def test_a_file_that_takes_too_long_is_given_up_with_a_sentence():
    hasty = ChildProcess(memory_bytes=None, seconds=0.05)

    with pytest.raises(UnreadableFileError, match="Nothing was imported"):
        read_safely(b"P1: word\n" * 200_000, file_name="a.txt", reader=hasty)

    hasty.close()


@pytest.mark.skipif("sys.platform != 'linux'", reason="limits on memory hold for certain on Linux only")
def test_a_file_that_needs_too_much_memory_is_given_up_with_a_sentence():
    tight = ChildProcess(memory_bytes=320 * 1024 * 1024, seconds=60)

    with pytest.raises(UnreadableFileError, match="more memory"):
        read_safely(b"P1: word\n" * 1_200_000, file_name="a.txt", reader=tight)

    tight.close()
