"""A report as a Word document: exact words, real headings, nobody's name in the properties, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.exporters.made_up_study import made_up_study
from workbench.analysis.report_draft import build_report
from workbench.domain.ids import TranscriptId
from workbench.domain.report import Heading, Mark, Paragraph, Quote, Report, Row, Table, ask, check, words
from workbench.exporters.word import write_report

MADE_AT = datetime(2031, 4, 12, 15, 30, tzinfo=UTC)


def written(report: Report) -> bytes:
    target = io.BytesIO()
    write_report(report, target, made_at=MADE_AT)
    return target.getvalue()


def opened(report: Report) -> WordDocument:
    return docx.Document(io.BytesIO(written(report)))


def parts(report: Report) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written(report))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(made_up_study())


@pytest.fixture(scope="module")
def document(report: Report) -> WordDocument:
    return opened(report)


def test_every_quote_in_the_file_stands_byte_for_byte_in_a_transcript(document: WordDocument):
    texts = [body.text for body in made_up_study().bodies.values()]
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote with source"]

    assert len(quotes) == len(build_report(made_up_study()).quotes)
    assert all(any(quote in text for text in texts) for quote in quotes)


def test_every_quote_is_followed_by_its_source(document: WordDocument):
    paragraphs = document.paragraphs
    for index, paragraph in enumerate(paragraphs):
        if paragraph.style.name == "Quote with source":
            after = paragraphs[index + 1]
            assert after.style.name == "Quote source"
            assert re.match(r"\w+, (SET|COLLECT|REFLECT), T\d\d-\d{4}(, \d:\d\d:\d\d)?$", after.text)


def test_headings_use_words_own_styles(report: Report, document: WordDocument):
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]

    assert found == [(f"Heading {heading.level}", heading.text) for heading in report.headings]


def test_the_contents_list_every_heading_before_word_counts_pages(report: Report, document: WordDocument):
    listed = [
        p.text for p in document.paragraphs if p.style.name.lower().startswith("toc ") and p.style.name[-1] in "12"
    ]

    assert listed == [heading.text for heading in report.headings if heading.level <= 2]
    assert 'TOC \\o "1-2"' in etree.tostring(document.element.body, encoding="unicode")


def test_every_line_of_the_contents_leads_to_a_bookmark(document: WordDocument):
    body = document.element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}

    assert anchors
    assert anchors <= names


def test_fields_open_and_close_and_nobody_is_asked_to_update_them(report: Report):
    for name, content in parts(report).items():
        kinds = re.findall(rb'fldCharType="(\w+)"', content)
        assert kinds.count(b"begin") == kinds.count(b"separate") == kinds.count(b"end"), name
        assert b"updateFields" not in content
        assert b"w:dirty" not in content


def test_nobody_is_named_in_the_properties(report: Report, document: WordDocument):
    properties = document.core_properties

    assert properties.title == report.title
    for name in ("author", "last_modified_by", "comments", "subject", "keywords", "category", "identifier", "version"):
        assert getattr(properties, name) == ""
    assert properties.created == properties.modified == MADE_AT
    assert not [name for name in parts(report) if "thumbnail" in name or "app.xml" in name or "custom" in name.lower()]
    assert not any(b"python-docx" in content for content in parts(report).values())


def test_the_language_is_canadian_english(report: Report, document: WordDocument):
    assert document.core_properties.language == "en-CA"
    assert b'w:lang w:val="en-CA"' in parts(report)["word/styles.xml"]


def test_the_same_report_gives_the_same_bytes(report: Report):
    assert written(report) == written(build_report(made_up_study()))
    with zipfile.ZipFile(io.BytesIO(written(report))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_well_formed_and_listed(report: Report):
    content = parts(report)

    for name, raw in content.items():
        etree.fromstring(raw)
        assert (
            name == "[Content_Types].xml"
            or name.endswith(".rels")
            or f"/{name}".encode() in content["[Content_Types].xml"]
        )


def test_figures_and_questions_differ_by_more_than_colour(document: WordDocument):
    styles = document.styles

    assert styles["Check me"].font.underline
    assert styles["Check me"].font.bold
    assert styles["Ask"].font.italic
    runs = [run for p in document.paragraphs for run in p.runs]
    assert any(run.style.name == "Check me" for run in runs)
    assert all(run.text.startswith("[ASK: ") for run in runs if run.style.name == "Ask")


def test_every_figure_and_question_of_the_report_is_marked_in_the_file(report: Report, document: WordDocument):
    body = etree.tostring(document.element.body, encoding="unicode")

    for mark, style in ((Mark.CHECK, "CheckMe"), (Mark.ASK, "Ask")):
        expected = sum(1 for run in report.runs() if run.mark is mark) + 1  # one more in "Before you hand this in"
        assert body.count(f'w:rStyle w:val="{style}"') == expected


def test_tables_repeat_their_head_have_captions_and_words_for_screen_readers(report: Report, document: WordDocument):
    tables = [block for block in report.blocks if isinstance(block, Table)]
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]

    assert captions == [f"Table {n}. {table.caption}" for n, table in enumerate(tables, start=1)]
    for made, table in zip(document.tables, tables, strict=True):
        assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == table.caption
        assert [cell.text for cell in made.rows[0].cells] == list(table.columns)
        assert sum(cell.width for cell in made.rows[0].cells) <= 9360 * 635


def test_pages_are_numbered(report: Report):
    footer = parts(report)["word/footer1.xml"]

    assert b"PAGE" in footer
    assert b"NUMPAGES" in footer


def test_made_up_people_are_announced_on_the_title_page_and_in_the_header(report: Report):
    document = opened(report)

    assert "Made-up people" in document.paragraphs[2].text
    assert "Made-up people" in document.sections[0].header.paragraphs[0].text


def test_real_people_are_not_announced_as_made_up(report: Report):
    document = opened(replace(report, made_up=False))

    assert not any(p.text.startswith("Made-up") for p in document.paragraphs)
    assert "Made-up" not in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "&amp; &lt;", "**bold**", "=1+1", "\u202egnitirw", "{{x}}", "%s"]
)
def test_text_stays_text(nasty: str):
    quote = Quote(nasty, nasty, TranscriptId("t"), 0, len(nasty))
    report = Report(nasty, ((nasty, words(nasty)),), (Heading(1, nasty), Paragraph(words(nasty)), quote))

    found = [p.text for p in opened(report).paragraphs]

    assert found.count(nasty) >= 4
    assert opened(report).core_properties.title == nasty


def test_characters_that_xml_cannot_hold_leave_a_mark_and_no_error():
    report = Report(
        "T\x00", (), (Paragraph(words("a\x00b\x1f\ufffe")), Table("c\x01", ("x",), (Row((words("y\x02"),)),)))
    )

    document = opened(report)

    assert any(p.text == "a\ufffdb\ufffd\ufffd" for p in document.paragraphs)
    assert document.tables[0].rows[1].cells[0].text == "y\ufffd"


@given(
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=60,
    )
)
def test_any_words_of_a_transcript_come_back_exactly(text: str):
    report = Report(
        "T", (), (Quote(text, "Maple", TranscriptId("t"), 0, len(text)), Paragraph((check(3), ask("Why?"))))
    )

    quotes = [p.text for p in opened(report).paragraphs if p.style.name == "Quote with source"]

    assert quotes == [text]


def test_line_breaks_and_tabs_in_a_quote_come_back():
    text = "First line\nsecond\tline\n"

    report = Report("T", (), (Quote(text, "Maple", TranscriptId("t"), 0, len(text)),))

    assert [p.text for p in opened(report).paragraphs if p.style.name == "Quote with source"] == [text]
