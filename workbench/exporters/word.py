"""A report draft as a Word document: looks, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest
from typing import BinaryIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from workbench.domain.report import (
    Block,
    Bullets,
    Heading,
    Mark,
    Paragraph,
    Quote,
    Report,
    Row,
    Run,
    Table,
    check,
    words,
)
from workbench.exporters.word_parts import (
    add_field,
    add_link,
    add_table,
    begin_field,
    bookmark,
    end_field,
    new_document,
    save_clean,
    text_width,
)
from workbench.formats.clean import for_xml

CHARACTER_STYLES = {
    Mark.PLAIN: None,
    Mark.STRONG: "Strong words",
    Mark.CHECK: "Check me",
    Mark.ASK: "Ask",
}
"""How each voice of a report looks. None differs from the others by colour alone."""

MADE_UP = "Made-up people"
_CONTENTS_DEPTH = 2
_INDENT = 220
_KEPT_TOGETHER = 12  # rows; a longer table may run over a page


def write_report(report: Report, target: BinaryIO, *, made_at: datetime) -> None:
    """Write a report as .docx. The same report and time give the same bytes; no one's name is in its properties."""
    _Writer(report).write(target, made_at=made_at)


class _Writer:
    """One report on its way into one document."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: WordDocument = new_document()
        self.tables = 0
        self.headings = 0

    def write(self, target: BinaryIO, *, made_at: datetime) -> None:
        self._page_furniture()
        self._title_page()
        self._contents()
        for block, following in zip_longest(self.report.blocks, self.report.blocks[1:]):
            self._block(block)
            if _is_aside(block) and _is_aside(following):
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        save_clean(self.document, target, title=self.report.title, made_at=made_at)

    def _page_furniture(self) -> None:
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        header = section.header.paragraphs[0]
        _set_right_tab(header, text_width(section))
        header.add_run(for_xml(_shortened(self.report.title)))
        header.add_run(f"\t{MADE_UP}" if self.report.made_up else "\tDraft")
        footer = section.footer.paragraphs[0]
        _set_right_tab(footer, text_width(section))
        footer.add_run("\tPage ")
        add_field(footer, "PAGE", "1")
        footer.add_run(" of ")
        add_field(footer, "NUMPAGES", "1")

    def _title_page(self) -> None:
        self.document.add_paragraph(for_xml(self.report.title), style="Title")
        self.document.add_paragraph("Report draft", style="Subtitle")
        if self.report.made_up:
            self.document.add_paragraph(
                f"{MADE_UP}. Everyone in this report is invented; nobody said these words.",
                style="Made-up people",
            )
        for label, line in self.report.title_lines:
            paragraph = self.document.add_paragraph(style="Title line")
            paragraph.add_run(f"{for_xml(label)}\t", style="Title label")
            _add_runs(paragraph, line)
        self._how_to_read()

    def _how_to_read(self) -> None:
        note = self.document.add_paragraph(style="For the team")
        note.paragraph_format.space_before = Twips(900)
        parts = words(
            "Before you hand this in. ",
            check("Underlined figures"),
            " were counted by the software: check each one, then take the marking away. ",
            Run("[ASK: …]", Mark.ASK),
            " stands where only you can write. Boxes like this one are for "
            "your team; delete them. Quotations are exact; please do not change them.",
        )
        _add_runs(note, (Run(parts[0].text, Mark.STRONG), *parts[1:]))

    def _contents(self) -> None:
        """The list of headings, ready to read; Word adds page numbers when someone asks it to."""
        self.document.add_paragraph("Contents", style="TOC Heading")
        entries = [
            (number, heading)
            for number, heading in enumerate(self.report.headings, start=1)
            if heading.level <= _CONTENTS_DEPTH
        ]
        if not entries:
            return
        hint = "This list works by clicking. For page numbers, right-click it and choose “Update field”."
        self.document.add_paragraph(hint, style="For the team")
        for number, heading in entries:
            paragraph = self.document.add_paragraph(style=f"toc {heading.level}")
            if number == entries[0][0]:
                begin_field(paragraph, f'TOC \\o "1-{_CONTENTS_DEPTH}" \\h \\z \\u')
            add_link(paragraph, for_xml(heading.text), _anchor(number))
            if number == entries[-1][0]:
                end_field(paragraph)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(runs, aside):
                paragraph = self.document.add_paragraph(style="For the team" if aside else None)
                _add_runs(paragraph, runs)
            case Bullets(items):
                for item in items:
                    _add_runs(self.document.add_paragraph(style="List Bullet"), item)
            case Quote():
                self._quote(block)
            case Table():
                self._table(block)

    def _heading(self, heading: Heading) -> None:
        self.headings += 1
        paragraph = self.document.add_paragraph(for_xml(heading.text), style=f"heading {heading.level}")
        paragraph.paragraph_format.page_break_before = True if heading.new_page else None
        bookmark(paragraph, _anchor(self.headings), self.headings)

    def _quote(self, quote: Quote) -> None:
        self.document.add_paragraph(for_xml(quote.text), style="Quote with source")
        self.document.add_paragraph(for_xml(quote.source), style="Quote source")

    def _table(self, table: Table) -> None:
        self.tables += 1
        caption = self.document.add_paragraph("Table ", style="caption")
        add_field(caption, "SEQ Table \\* ARABIC", str(self.tables))
        caption.add_run(f". {for_xml(table.caption)}")
        weights = table.weights or (1,) * len(table.columns)
        made = add_table(
            self.document, table.columns, rows=len(table.rows), weights=weights, described_as=table.caption
        )
        for cells, row in zip(list(made.rows)[1:], table.rows, strict=True):
            paragraphs = [cell.paragraphs[0] for cell in cells.cells]
            self._fill(paragraphs, row)
            if len(table.rows) <= _KEPT_TOGETHER and row is not table.rows[-1]:
                for paragraph in paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = Twips(60)
        gap.paragraph_format.line_spacing = 1.0

    def _fill(self, paragraphs: Iterable[WordParagraph], row: Row) -> None:
        for index, (paragraph, cell) in enumerate(zip(paragraphs, row.cells, strict=True)):
            paragraph.style = "Table text"
            if index == 0 and row.depth:
                paragraph.paragraph_format.left_indent = Twips(min(row.depth, 6) * _INDENT)
            _add_runs(paragraph, cell)


def _is_aside(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.aside


def _add_runs(paragraph: WordParagraph, runs: Iterable[Run]) -> None:
    for run in runs:
        paragraph.add_run(for_xml(run.text), style=CHARACTER_STYLES[run.mark])


def _set_right_tab(paragraph: WordParagraph, position: int) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(position), WD_TAB_ALIGNMENT.RIGHT)


def _shortened(title: str, limit: int = 60) -> str:
    """A title that fits into a page's header."""
    flat = " ".join(title.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def _anchor(number: int) -> str:
    return f"_Toc{number:08d}"
