"""Whatever the text: nothing crashes, every word is accounted for, and what comes out is canonical."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importers.made_files import docx, paragraph
from workbench.domain.text import count_words, make_text
from workbench.errors import UnreadableFileError
from workbench.importers import ImportedTranscript, read_transcript

ANYTHING = st.text(max_size=400)
PIECES = st.sampled_from(
    [
        "I:", "P1:", "Maple:", "Q.", "[P07]", "**Jo:**", "Jane  0:09", "Speaker 1 (00:02):", "00:00:05", "[00:00:05]", "#00:00:01-2#",
        "00:00:01.000 --> 00:00:02.000", "<v Cedar>", "</v>", "WEBVTT", "NOTE", "1", "2", "Date:", "Moderator:", "Summary", "Transcript",
        "[inaudible", "00:01:02]", "(laughs)", "(", "]", "-", "–", "'", "’", "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u00a0", "\u00ad", ">>",
        "Page 3 of 4", "word", "Wort", "été", "e\u0301", "\u0301", "：", "www", "http://a.example: b", "&amp;", "&#1;", "\x0c", "\ufeff", "\u200b",
        "End of interview.", "Recording in progress.", "x" * 70, "😀", "ﬁ", "İ", "ß",
    ]
)  # fmt: skip
TRANSCRIPTS = st.lists(PIECES, max_size=60).map("".join)
NAMES = st.sampled_from(["a.txt", "a.md", "a.vtt", "a.srt", "a.html", "a.csv", "a.rtf", "a.docx", "a"])


def check(read: ImportedTranscript) -> None:
    assert read.words_in_file == read.words_imported + sum(read.set_aside.values())
    assert "not accounted for" not in read.set_aside
    assert read.words_imported == sum(count_words(turn.text) for turn in read.turns)
    for turn in read.turns:
        assert turn.text == make_text(turn.text) == turn.text.strip()
        assert turn.text
        assert all(0 <= place <= len(turn.text) for place, _ in turn.anchors)
        assert list(turn.anchors) == sorted(turn.anchors)
    assert all(offer.before_turn <= len(read.turns) for offer in read.offered_removals)


@pytest.mark.parametrize("texts", [ANYTHING, TRANSCRIPTS], ids=["any text", "likely pieces"])
def test_any_text_is_read_whole_or_refused(texts):
    @given(texts, NAMES)
    def any_text(text: str, name: str) -> None:
        try:
            check(read_transcript(text.encode("utf-8", "surrogatepass"), file_name=name))
        except UnreadableFileError as refused:
            assert len(str(refused)) > 20  # noqa: PT017  either outcome is right

    any_text()


@given(TRANSCRIPTS, st.sampled_from(["utf-16", "utf-8-sig", "utf-32"]))
def test_the_encoding_changes_nothing(text, encoding):
    def turns(source: bytes) -> object:
        try:
            return read_transcript(source, file_name="a.txt").turns
        except UnreadableFileError:
            return "refused"

    assert turns(text.encode(encoding)) == turns(text.encode())


@given(st.lists(st.tuples(TRANSCRIPTS, st.sampled_from(["", "I", "Jo", "P1: "])), max_size=8))
def test_any_paragraphs_of_word_are_read_whole_or_refused(paragraphs):
    def clean(text: str) -> str:
        return "".join(character for character in text if character >= " " or character in "\t\n")

    source = docx(*(paragraph(f" {clean(text)}", bold=bold) for text, bold in paragraphs))
    try:
        check(read_transcript(source, file_name="a.docx"))
    except UnreadableFileError as refused:
        assert "damaged" not in str(refused)  # noqa: PT017  either outcome is right


@given(
    st.binary(max_size=600),
    st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.rtf", "a.xlsx", "a.odt", "a.csv", "a.html", "a.vtt"]),
)
def test_any_bytes_are_read_whole_or_refused(source, name):
    try:
        check(read_transcript(source, file_name=name))
    except UnreadableFileError as refused:
        assert str(refused).endswith(".")  # noqa: PT017  either outcome is right


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Interviewer", "P1", "P2"]),
            st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,6}[.?]", fullmatch=True),
        ),
        min_size=2,
        max_size=20,
    )
)
def test_plain_labelled_talk_comes_out_as_it_went_in(talk):
    source = "\n".join(f"{speaker}: {words}" for speaker, words in talk).encode()

    read = read_transcript(source, file_name="a.txt")

    assert [(turn.speaker, turn.text) for turn in read.turns] == talk
