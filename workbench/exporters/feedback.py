"""One page of feedback as a Word document: looks, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from docx.document import Document as WordDocument
from docx.shared import Twips

from workbench.domain.feedback import Feedback, ToDiscuss
from workbench.exporters.word_parts import new_document, save_clean
from workbench.formats.clean import for_xml

TITLE = "Feedback on your coding"
_MARGIN = Twips(800)
_LINES = 1.05  # close together: all of it must fit on one page


def write_feedback(feedback: Feedback, target: BinaryIO, *, made_at: datetime) -> None:
    """Write the page as .docx. The same feedback and time give the same bytes; nobody's name is in the file's properties."""
    document = new_document()
    section = document.sections[0]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = _MARGIN
    _head(document, feedback)
    _heading(document, "What went well")
    for line in feedback.went_well.splitlines():
        if line.strip():
            document.add_paragraph(for_xml(line.strip()))
    if feedback.passages:
        _heading(document, "Passages to talk about" if len(feedback.passages) > 1 else "A passage to talk about")
        for number, passage in enumerate(feedback.passages, 1):
            _passage(document, number, passage)
    if feedback.next_steps:
        _heading(document, "Next steps")
        for step in feedback.next_steps:
            document.add_paragraph(for_xml(step), style="List Bullet")
    if any(not passage.may_be_quoted for passage in feedback.passages):
        document.add_paragraph(
            "Words marked “for the team only” may not be quoted anywhere else. Keep this page with the team.",
            style="For the team",
        )
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.line_spacing = _LINES
    save_clean(document, target, title=TITLE, made_at=made_at)


def _head(document: WordDocument, feedback: Feedback) -> None:
    title = document.add_paragraph(TITLE, style="heading 1")
    title.paragraph_format.space_before = Twips(0)
    people = document.add_paragraph(style="Title line")
    people.paragraph_format.space_after = Twips(0)
    for label, text in (("For", feedback.student), ("From", feedback.mentor)):
        people.add_run(f"{label} ", style="Title label")
        people.add_run(for_xml(f"{text}    "))
    study = document.add_paragraph(style="Title line")
    study.add_run(for_xml(feedback.project))
    study.add_run(for_xml(f"    {feedback.on}"), style="Title label")
    if feedback.made_up:
        made_up = document.add_paragraph("Made-up people. Nobody said these words.", style="Made-up people")
        made_up.paragraph_format.space_before = made_up.paragraph_format.space_after = Twips(120)


def _heading(document: WordDocument, text: str) -> None:
    heading = document.add_paragraph(text, style="heading 2")
    heading.paragraph_format.space_before = Twips(160)


def _passage(document: WordDocument, number: int, passage: ToDiscuss) -> None:
    quote = document.add_paragraph(for_xml(passage.words), style="Quote with source")
    quote.paragraph_format.keep_with_next = True
    quote.paragraph_format.space_before = Twips(120)
    source = f"{number}. {passage.place}" + ("" if passage.may_be_quoted else ", for the team only")
    document.add_paragraph(for_xml(source), style="Quote source").paragraph_format.space_after = Twips(40)
    if passage.codes:
        codes = document.add_paragraph()
        codes.paragraph_format.space_after = Twips(40)
        codes.add_run("Your codes: ", style="Strong words")
        codes.add_run(for_xml(", ".join(passage.codes)))
    for comment in passage.comments:
        said = document.add_paragraph()
        said.paragraph_format.space_after = Twips(40)
        said.add_run("To talk about: ", style="Strong words")
        said.add_run(for_xml(comment))
