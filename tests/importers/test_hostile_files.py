"""Files that are broken or mean harm: each gets a sentence, in little time and memory, and leaves nothing behind."""

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importers.made_files import docx, odt, paragraph, pdf, table, xlsx, zipped
from workbench.domain.text import count_words, make_text
from workbench.errors import UnreadableFileError
from workbench.importers import MOST_FILE_BYTES, ImportedTranscript, read_transcript, survey_columns

FILES = Path(__file__).parent.parent / "files" / "transcripts"
TALK = (paragraph("I: How was it?"), paragraph("P1: Cold, and wet."))


def refusal(source: bytes, name: str = "a.docx") -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read_transcript(source, file_name=name)
    return str(refused.value)


@pytest.mark.parametrize(
    "source", [b"", b"  \r\n\t ", b"\x00" * 400, b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\ufeff\n".encode()]
)
def test_a_file_without_a_word_is_refused(source):
    assert refusal(source, "a.txt")


def test_a_file_of_100_megabytes_is_refused_before_it_is_looked_at():
    source = bytes(100_000_000)[:-1] + b"x"
    tracemalloc.start()

    message = refusal(source)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "100 million bytes" in message or "99 million bytes" in message
    assert peak < 2 * MOST_FILE_BYTES + 60_000_000


@pytest.mark.parametrize(
    ("source", "name", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.doc", "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.docx", "save it as .docx"),
        (b"\x00\x01\x02\x03" * 200, "old.doc", "old Word file"),
        (b"ID3\x04" + b"\x00" * 99, "talk.mp3", "Have it transcribed"),
        (b"\x00\x00\x00\x20ftypM4A " + b"\x01" * 99, "talk.m4a", "Have it transcribed"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "talk.wav", "Have it transcribed"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "page.png", "picture"),
        (b"\x1f\x8b\x08" + b"\x00" * 99, "talk.gz", "Unpack"),
        (b"MZ\x90\x00" + b"\x00" * 99, "talk.exe", "program"),
        (bytes(range(256)) * 40, "talk.txt", "not a text file"),
        (random.Random(1).randbytes(5000), "talk.txt", "not a text file"),
        (zipped({"readme.txt": "hello"}), "talk.zip", "Unpack"),
        (zipped({"project.qde": "<Project/>"}), "study.qdpx", "project"),
        (zipped({"ppt/slides/slide1.xml": "<a/>"}), "talk.pptx", "slides"),
        (zipped({"Index/Document.iwa": b"\x00"}), "talk.pages", "Export to"),
        (b"%PDF-1.4 nothing else", "a.pdf", "cannot be read"),
    ],
)  # fmt: skip
def test_files_of_other_kinds_are_refused_with_advice(source, name, word):
    assert word in refusal(source, name)


def test_a_truncated_word_file_is_refused():
    source = docx(*TALK)

    assert all("damaged" in refusal(source[:length]) for length in (60, len(source) // 2, len(source) - 1))


def test_a_word_file_without_its_text_is_refused():
    assert "no text part" in refusal(zipped({"word/styles.xml": "<styles/>"}))
    assert "damaged" in refusal(zipped({"word/document.xml": "<w:document><not closed"}))


# Archives


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = docx(*TALK, extra={"word/media/huge.xml": b"0" * 100_000_000})
    tracemalloc.start()

    message = refusal(bomb)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacks to far more" in message
    assert peak < 30_000_000


def test_an_archive_that_lies_about_its_sizes_is_not_believed():
    source = bytearray(zipped({"word/document.xml": b" " * 80_000_000}))
    small = struct.pack("<I", 1000)
    place = source.rindex(b"PK\x01\x02")
    source[place + 24 : place + 28] = small

    assert refusal(bytes(source))


def test_an_archive_of_very_many_entries_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number in range(4100):
            archive.writestr(f"word/{number}.xml", "")

    assert "unpacks to far more" in refusal(target.getvalue())


BILLION_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BILLION_LAUGHS, OUTSIDE, "<!DOCTYPE x>"])
def test_document_types_and_entities_are_refused(head):
    assert "declares its own document type" in refusal(docx(*TALK, head=head))


def test_a_document_type_in_another_alphabet_is_refused():
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{OUTSIDE}<w:document/>'.encode("utf-16")

    assert refusal(zipped({"word/document.xml": xml}))


@pytest.mark.parametrize(
    "name", ["../../escaped.txt", "/etc/escaped.txt", "C:\\escaped.txt", "word/../../../escaped.txt"]
)
def test_nothing_is_written_to_disk_whatever_an_entry_is_called(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    read = read_transcript(docx(*TALK, extra={name: "x"}), file_name="a.docx")

    assert len(read.turns) == 2
    assert list(tmp_path.iterdir()) == []
    assert not list(tmp_path.parent.glob("**/escaped.txt"))


def test_an_archive_with_a_password_is_refused():
    source = bytearray(docx(*TALK))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = source.index(mark)
        while place >= 0:
            source[place + offset] |= 1
            place = source.find(mark, place + 4)

    assert "password" in refusal(bytes(source))


def test_tables_nested_without_end_are_given_up_quietly():
    inside = paragraph("I: How?") + paragraph("P1: Cold.")
    for _ in range(300):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"

    read = read_transcript(docx(*TALK, inside), file_name="a.docx")

    assert any("too deep" in notice.message for notice in read.notices)


def test_rich_text_nested_without_end_is_refused():
    assert "nested deeper" in refusal(rb"{\rtf1 " + b"{" * 5000, "a.rtf")


def test_a_survey_of_millions_of_cells_is_refused():
    assert "far more cells" in refusal((b"," * 1999 + b"\n") * 1100, "a.csv")


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 2_000_000 + "0:01",
        "A: " + "(" * 300_000,
        ("x " * 79 + "\n") * 20_000,
        "[" * 500_000,
        (" " * 158 + "0:0\n") * 3_000,
        ("-" * 150 + "\n") * 10_000,
        "P1: word\n" * 20_000,
        "<v " * 200_000,
        "#00:00:01-1#" * 20_000,
        "((((" * 40 + "\n" + ("a(b" * 50 + ":\n") * 5_000,
    ],
    ids=range(10),
)  # fmt: skip
@pytest.mark.timeout(20)
def test_texts_made_to_waste_time_are_read_quickly(text):
    read = read_transcript(f"I: Well?\nP1: Well.\n{text}".encode(), file_name="a.txt")

    assert read.words_in_file == read.words_imported + sum(read.set_aside.values())


# Five hundred mutations through every importer

SOURCES: dict[str, Callable[[], bytes]] = {
    "a.docx": lambda: docx(
        *TALK, table(("0:01", "I", "So?"), ("0:02", "P1", "Well.")), extra={"word/footnotes.xml": "<x/>"}
    ),
    "b.docx": (FILES / "bold_label.docx").read_bytes,
    "stored.docx": lambda: _stored(docx(*TALK)),
    "a.odt": lambda: odt("<text:p>I: How was it?</text:p><text:p>P1: Cold.</text:p>"),
    "a.xlsx": lambda: xlsx([["Question one"], ["It was cold in there all day."], ["It was far from home."]]),
    "stored.xlsx": lambda: _stored(xlsx([["Question one"], ["It was cold in there all day."]])),
    "a.pdf": lambda: pdf(["I: How was it?", "P1: Cold, and wet."], ["I: And?", "P1: Warm."]),
    "a.rtf": lambda: (
        rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}\b I\b0: How was it?\par P1: Cold \u8212?caf\'e9\cell\row\par}"
    ),
    "a.html": lambda: (
        b"<html><body><table><tr><td>I<td>So?</table><p><b>I:</b> How?</p><p>P1: &amp; &#233;</p></body></html>"
    ),
    "a.csv": lambda: b'Question one,"Id"\n"It was ""cold"" in there.",A1\nIt was far from home today.,A2\n',
    **{path.name: path.read_bytes for path in sorted(FILES.iterdir()) if path.is_file() and path.suffix != ".docx"},
}


def _stored(source: bytes) -> bytes:
    """The same archive without packing, so that mutations reach the XML."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()}, compression=zipfile.ZIP_STORED)


def _mutated(source: bytes, chance: random.Random) -> bytes:
    changed = bytearray(source)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(changed) + 1) if changed else 0
        match chance.randrange(6):
            case 0:
                del changed[place:]
            case 1:
                del changed[place : place + chance.randrange(1, 40)]
            case 2:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 3:
                changed[place:place] = chance.randbytes(chance.randrange(1, 30))
            case 4:
                changed[place:place] = changed[: chance.randrange(1, 80)]
            case _:
                odd = (
                    b"\x00",
                    b"\xed\xa0\x80",
                    b"\xff\xfe",
                    b"-->",
                    b"99:99:99",
                    b"<!DOCTYPE a>",
                    b"&#0;",
                    b"\\u-1?",
                    b"::",
                    b"\r",
                    b'"',
                )
                changed[place:place] = chance.choice(odd)
    return bytes(changed)


def _whole(read: ImportedTranscript) -> bool:
    """Whether a transcript keeps every promise about itself."""
    return (
        read.words_in_file == read.words_imported + sum(read.set_aside.values())
        and read.words_imported == sum(count_words(turn.text) for turn in read.turns)
        and all(turn.text and make_text(turn.text) == turn.text for turn in read.turns)
        and all(0 <= place <= len(turn.text) for turn in read.turns for place, _ in turn.anchors)
        and {speaker.label for speaker in read.speakers} == {turn.speaker for turn in read.turns} - {None}
        and sum(speaker.turns for speaker in read.speakers) == sum(turn.speaker is not None for turn in read.turns)
        and all(count > 0 for count in read.set_aside.values())
        and "not accounted for" not in read.set_aside
    )


@pytest.mark.filterwarnings("ignore")  # pypdf warns of what it mends
@pytest.mark.parametrize("name", SOURCES)
def test_500_mutated_files_are_read_whole_or_refused(name):
    source = SOURCES[name]()
    chance = random.Random(name)

    for number in range(500):
        mutant = _mutated(source, chance)
        try:
            assert _whole(read_transcript(mutant, file_name=name)), (name, number)
            if name.endswith((".csv", ".xlsx")):
                survey_columns(mutant, name)
        except UnreadableFileError as refused:
            assert str(refused).endswith(".")  # noqa: PT017  either outcome is right
