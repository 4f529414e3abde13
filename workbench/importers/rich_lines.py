"""From runs of text with looks, as Word, OpenDocument, RTF and HTML have them, to numbered lines."""

from collections.abc import Sequence

from workbench.importers.source import MOST_CHARACTERS, SourceLine, tidy


class LineMaker:
    """Collects runs into paragraphs, lines and rows; each paragraph or row counts as one line for people."""

    def __init__(self) -> None:
        self._lines: list[SourceLine] = []
        self._number = 0
        self._tables = 0
        self._table_depth = 0
        self._runs: list[tuple[str, bool, bool]] = []
        self._heading = False
        self._characters = 0

    def begin_paragraph(self, *, heading: bool = False) -> None:
        """Start a paragraph; one that is still open is closed."""
        if self._runs:
            self.end_paragraph()
        self._heading = heading

    def add(self, text: str, *, emphasis: bool = False, italic: bool = False) -> None:
        """Put a run of text at the end of the paragraph; ``\\n`` breaks the line."""
        if text:
            self._characters += len(text)
            if self._characters > MOST_CHARACTERS:
                tidy(" " * (MOST_CHARACTERS + 1))  # refuses, with the sentence for people
            self._runs.append((text, emphasis, italic))

    def end_paragraph(self) -> None:
        """Close the paragraph; an empty one stays as an empty line."""
        self._number += 1
        text = "".join(run for run, _, _ in self._runs)
        emphasised = "".join(("b" if bold or not run.strip() else " ") * len(run) for run, bold, _ in self._runs)
        slanted = "".join(("i" if italic or not run.strip() else " ") * len(run) for run, _, italic in self._runs)
        start = 0
        for index, raw in enumerate(_line_breaks(text)):
            marks = emphasised[start : start + len(raw)]
            italic = bool(raw.strip()) and " " not in slanted[start : start + len(raw)]
            start += len(raw) + 1
            bold = len(marks) - len(marks.lstrip("b"))
            # Tidying may shorten the line, so the bold part is tidied by itself and measured.
            line = tidy(raw)
            emphasis = len(tidy(raw[:bold])) if bold > 0 and raw[:bold].strip() else 0
            for number, part in enumerate(line.split("\n")):
                self._lines.append(
                    SourceLine(
                        self._number,
                        part,
                        emphasis=min(emphasis, len(part)) if number == 0 else 0,
                        continues=index > 0 or number > 0,
                        heading=self._heading,
                        italic=italic and bool(part.strip()),
                    )
                )
        self._runs = []
        self._heading = False

    def begin_table(self) -> int:
        """Start a table and give its number."""
        if self._runs:
            self.end_paragraph()
        self._tables += 1
        return self._tables

    def add_row(self, cells: Sequence[str], *, table: int) -> None:
        """One row; its cells are tidy texts."""
        self._number += 1
        self._lines.append(SourceLine(self._number, "\n".join(cells), cells=tuple(cells) or ("",), table=table))

    def end_table(self) -> None:
        """Leave an empty line behind the table."""
        self._lines.append(SourceLine(self._number, ""))

    def lines(self) -> tuple[SourceLine, ...]:
        """All lines; a paragraph that is still open is closed."""
        if self._runs:
            self.end_paragraph()
        return tuple(self._lines)

    def plain(self) -> str:
        """All lines as one text."""
        return "\n".join(line.text for line in self.lines()).strip("\n")


def _line_breaks(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
