"""A letter as a Word document: looks, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from workbench.domain.letter import Letter
from workbench.exporters.word_parts import add_table, new_document, save_clean
from workbench.formats.clean import for_xml


def write_letter(letter: Letter, target: BinaryIO, *, made_at: datetime) -> None:
    """Write a letter as .docx. The same letter and time give the same bytes; no one's name is in its properties."""
    document = new_document()
    document.add_paragraph(for_xml(letter.title), style="Title")
    document.add_paragraph(for_xml(letter.written_on), style="Subtitle")
    for text in letter.before:
        document.add_paragraph(for_xml(text))
    if letter.rows:
        weights = [3, 5, 4, 4][: len(letter.columns)]
        table = add_table(
            document, letter.columns, rows=len(letter.rows), weights=weights, described_as="What you received"
        )
        for row, values in zip(table.rows[1:], letter.rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.paragraphs[0].style = "Table text"
                cell.paragraphs[0].add_run(for_xml(value))
    for step in letter.steps:
        document.add_paragraph(for_xml(step), style="List Bullet")
    for text in letter.after:
        document.add_paragraph(for_xml(text))
    save_clean(document, target, title=letter.title, made_at=made_at)
