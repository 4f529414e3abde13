"""Word, OpenDocument, RTF, HTML, PDF and text files: what each holds beside its words."""

import codecs

import pytest

from tests.importers.made_files import docx, notes_part, odt, paragraph, pdf, read, said, table
from workbench.errors import UnreadableFileError
from workbench.importers import FORMATS, ImportedTranscript, read_transcript

TALK = [("I", "How was it?"), ("P1", "Cold, and wet.")]


def word(*blocks: str, **rest: object) -> ImportedTranscript:
    return read_transcript(docx(*blocks, **rest), file_name="talk.docx")  # type: ignore[arg-type]


def told(transcript: ImportedTranscript) -> str:
    return " ".join(notice.message for notice in transcript.notices)


# Word


def test_tracked_deletions_are_left_out_and_insertions_kept():
    deleted = "<w:del><w:r><w:delText>hot</w:delText></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>Cold</w:t></w:r></w:ins>"
    moved = "<w:moveFrom><w:r><w:t>never</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>, and wet.</w:t></w:r></w:moveTo>"
    transcript = word(paragraph("I: How was it?"), paragraph("P1: ", deleted, inserted, moved))

    assert said(transcript) == TALK
    assert "deleted passages were left out" in told(transcript)


def test_footnotes_comments_and_text_boxes_are_reported():
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:pict></w:r>"
    transcript = word(
        paragraph("I: How was it?", box),
        paragraph("P1: Cold, and wet."),
        extra={
            "word/footnotes.xml": notes_part("footnote", "One", "Two"),
            "word/comments.xml": notes_part("comment", "Hm"),
        },
    )

    assert said(transcript) == TALK
    assert "2 footnotes" in told(transcript)
    assert "1 comment in" in told(transcript)
    assert "1 text box" in told(transcript)


def test_tables_of_two_columns_and_cells_that_go_on_are_read():
    transcript = word(
        paragraph("Interview 7"), table(("I", "How was it?"), ("P1", "Cold,"), ("", "and wet."), ("I", "Oh."))
    )

    assert said(transcript) == [("I", "How was it?"), ("P1", "Cold,\nand wet."), ("I", "Oh.")]
    assert transcript.title == "Interview 7"


def test_labels_inside_the_text_column_of_a_table_are_found():
    transcript = word(table(("00:00:01", "I: How was it?"), ("00:00:05", "P1: Cold, and wet.")))

    assert said(transcript) == TALK
    assert [turn.begins_at for turn in transcript.turns] == [1.0, 5.0]


def test_a_table_of_facts_before_the_talk_is_no_talk():
    transcript = word(
        table(("Date", "2024-03-05"), ("Interviewer", "Ann Brown")),
        paragraph("I: How was it?"),
        paragraph("P1: Cold, and wet."),
    )

    assert said(transcript) == TALK
    assert transcript.held_on == "2024-03-05"


def test_text_in_nested_tables_and_content_controls_is_read():
    nested = f"<w:tbl><w:tr><w:tc>{table(('I: How was it?',))}</w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent>{paragraph('P1: Cold, and wet.')}</w:sdtContent></w:sdt>"

    assert said(word(nested, control)) == TALK


def test_names_in_bold_without_a_colon_are_speakers():
    blocks = [
        paragraph(bold="Juniper ") + "",
        paragraph(" So?", bold="Ann"),
        paragraph(" Well.", bold="Juniper"),
        paragraph(" Oh?", bold="Ann"),
    ]

    assert said(word(*blocks[1:], paragraph(" Yes.", bold="Juniper"))) == [
        ("Ann", "So?"),
        ("Juniper", "Well."),
        ("Ann", "Oh?"),
        ("Juniper", "Yes."),
    ]


def test_bold_questions_and_plain_answers_are_two_speakers_and_doubted():
    transcript = word(
        *(block for _ in range(3) for block in (paragraph(bold="How was it?"), paragraph("Cold, and wet.")))
    )

    assert said(transcript)[:2] == [("Interviewer", "How was it?"), ("Participant", "Cold, and wet.")]
    assert "Nobody is named" in told(transcript)


# Other containers


def test_open_document_texts_are_read_with_bold_names_and_notes_reported():
    blocks = [
        '<text:h>Interview 7</text:h><text:p><text:span text:style-name="B">Ann</text:span><text:tab/>So?</text:p>',
        '<text:p><text:span text:style-name="B">Jo</text:span><text:tab/>Well<text:s text:c="1"/>then.<text:note><text:p>x</text:p></text:note></text:p>',
        '<text:p><text:span text:style-name="B">Ann</text:span><text:tab/>Oh?</text:p><text:p><text:span text:style-name="B">Jo</text:span><text:tab/>Yes.</text:p>',
    ]
    transcript = read_transcript(odt(*blocks), file_name="a.odt")

    assert said(transcript) == [("Ann", "So?"), ("Jo", "Well then."), ("Ann", "Oh?"), ("Jo", "Yes.")]
    assert transcript.title == "Interview 7"
    assert "footnotes or endnotes" in told(transcript)


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\header page one}\pard\b I\b0 : How was it?\par "
    rb"{\b P1}: {\deleted hot}Cold, and caf\'e9 \u8212?wet \u-10179?\u-8704?.\par }"
)


def test_rich_text_is_read_without_headers_and_deletions():
    assert said(read_transcript(RTF, file_name="a.rtf")) == [("I", "How was it?"), ("P1", "Cold, and café —wet 😀.")]


def test_rich_text_called_doc_is_read_for_what_it_is():
    assert len(read_transcript(RTF, file_name="a.doc").turns) == 2


def test_rich_text_tables_are_read():
    rows = rb"\trowd\intbl I\cell How was it?\cell\row\trowd\intbl P1\cell Cold, and wet.\cell\row"

    assert said(read_transcript(rb"{\rtf1\ansi " + rows + b"}", file_name="a.rtf")) == TALK


def test_rich_text_that_was_cut_off_is_doubted():
    assert "cut off" in told(read_transcript(RTF[:-1], file_name="a.rtf"))


def test_web_pages_are_read_as_people_see_them():
    page = "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><script>var a;</script><p><b>I:</b> How was it?</p><p>P1: Cold,<br>and&nbsp;wet.</p></body></html>"

    assert said(read(page, name="a.html")) == [("I", "How was it?"), ("P1", "Cold,\nand wet.")]


def test_tables_of_web_pages_are_read():
    page = "<html><table><tr><th>Speaker<th>Text<tr><td>I<td>How was it?<tr><td>P1<td>Cold, and wet.</table></html>"

    assert said(read(page, name="a.htm")) == TALK


def test_pdf_pages_lose_their_headers_footers_and_line_numbers():
    pages = [
        ["Study of rest", "1 I: How was it when you went", "2 home?", "3 P1: Cold, and", "Page 1 of 2"],
        ["Study of rest", "4 wet.", "5 I: And then?", "6 P1: Then bed.", "Page 2 of 2"],
    ]
    transcript = read_transcript(pdf(*pages), file_name="a.pdf")

    assert said(transcript) == [
        ("I", "How was it when you went home?"),
        ("P1", "Cold, and wet."),
        ("I", "And then?"),
        ("P1", "Then bed."),
    ]
    assert transcript.words_in_file == transcript.words_imported + sum(transcript.set_aside.values())
    assert transcript.set_aside["page headers and footers"] == 14


def test_paragraphs_of_a_pdf_without_names_end_with_a_short_line():
    lines = [
        "I was told on a Thursday and it rained for the whole of that week,",
        "I think.",
        "The doctor had a pen with the name of a drug on it and I remember",
        "the pen.",
    ]

    transcript = read_transcript(pdf(lines), file_name="a.pdf")

    assert [words for _, words in said(transcript)] == [" ".join(lines[:2]), " ".join(lines[2:])]


def test_short_answers_at_the_edge_of_pages_are_kept():
    transcript = read_transcript(
        pdf(["P1: Yes.", "I: Why is that so?"], ["P1: Yes.", "I: And why now?", "Yes."]), file_name="a.pdf"
    )

    assert [words for _, words in said(transcript)] == ["Yes.", "Why is that so?", "Yes.", "And why now? Yes."]


def test_a_scanned_pdf_is_refused_with_advice():
    with pytest.raises(UnreadableFileError, match="scan"):
        read_transcript(pdf([""], [""], picture=True), file_name="a.pdf")


# Encodings

FRENCH = "Q : Ça va ?\nR : Très bien — « merci ».\nQ : Et l’été ?\nR : À côté.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_accents_survive_in(encoding):
    source = FRENCH.encode(encoding)
    if encoding == "utf-16":
        assert source.startswith(codecs.BOM_UTF16)

    turns = said(read_transcript(source, file_name="a.txt"))

    assert turns == [("Q", "Ça va ?"), ("R", "Très bien — « merci »."), ("Q", "Et l’été ?"), ("R", "À côté.")]


def test_an_alphabet_that_was_guessed_is_told():
    assert "Windows-1252" in told(read_transcript(FRENCH.encode("cp1252"), file_name="a.txt"))


def test_damaged_bytes_are_shown_and_doubted_with_their_line():
    transcript = read_transcript(
        "I: Été côté café.\nP1: Là-bas à l'été déjà.\n".encode()
        + b"I: a\xed\xa0\x80b\n"
        + "P1: été été été été été été".encode(),
        file_name="a.txt",
    )

    assert any(notice.line == 3 and "damaged" in notice.message for notice in transcript.notices)


def test_odd_line_ends_soft_hyphens_and_byte_order_marks_leave_no_trace():
    transcript = read("\ufeffI: How\u00a0was it?\r\nP1: Ex\u00adam\u200bple.\rI: Oh.\u2028P1: Yes.")

    assert said(transcript) == [("I", "How was it?"), ("P1", "Example."), ("I", "Oh."), ("P1", "Yes.")]


# Wrong endings


@pytest.mark.parametrize(
    ("source", "name", "format_name"),
    [
        (docx(paragraph("I: How was it?"), paragraph("P1: Cold, and wet.")), "a.txt", "Word document"),
        (pdf(["I: How was it?", "P1: Cold, and wet."]), "a.docx", "PDF"),
        (
            b"WEBVTT\n\n00:01.000 --> 00:02.000\nI: How was it?\n\n00:03.000 --> 00:04.000\nP1: Cold, and wet.\n",
            "a.txt",
            "WebVTT",
        ),
        (
            b"1\n00:00:01,000 --> 00:00:02,000\nI: How was it?\n\n2\n00:00:03,000 --> 00:00:04,000\nP1: Cold, and wet.\n",
            "a.txt",
            "SubRip",
        ),
        (b"I: How was it?\nP1: Cold, and wet.\n", "a.docx", "plain text"),
        (b"I: How was it?\nP1: Cold, and wet.\n", "a.rtf", "plain text"),
        (b"I: How was it?\nP1: Cold, and wet.\n", "a.vtt", "text file"),
        (b"I: How was it?\nP1: Cold, and wet.\n", "talk", "text file"),
        (b"<html><body><p>I: How was it?</p><p>P1: Cold, and wet.</p></body></html>", "a.doc", "web page"),
    ],
)
def test_a_wrong_ending_does_not_matter(source, name, format_name):
    transcript = read_transcript(source, file_name=name)

    assert said(transcript) == TALK
    assert format_name.casefold() in f"{transcript.format} {told(transcript)}".casefold()


def test_a_person_can_name_the_format():
    assert len(read_transcript(b"I: a\nP1: b", file_name="a.bin", format_name="plain text (.txt)").turns) == 2
    with pytest.raises(UnreadableFileError, match="There is no format"):
        read_transcript(b"I: a", file_name="a.txt", format_name="papyrus")


def test_the_title_falls_back_to_the_name_of_the_file():
    assert read("I: a\nP1: b", name="C:\\talks\\Group_two.txt").title == "Group two"


def test_formats_have_names_for_people_and_endings():
    assert len({one.name for one in FORMATS}) == len(FORMATS)
    assert all(suffix == "" or suffix.startswith(".") for one in FORMATS for suffix in one.suffixes)
