"""Transcripts in tables, one row a turn: in Word, in a web page, in a spreadsheet."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.importers.assembling import Draft, assemble
from workbench.importers.base import ImportedTranscript, ReadOptions
from workbench.importers.boilerplate import is_announcement
from workbench.importers.front_matter import read_front_matter
from workbench.importers.labels import Likelihood, accepted_labels, is_header_word, label_key, likelihood
from workbench.importers.source import (
    ANNOUNCEMENTS,
    HEADERS,
    LABELS,
    NUMBERS,
    PREFACES,
    TIMES,
    Ledger,
    SourceLine,
    SourceText,
    open_ledger,
)
from workbench.importers.times import first_time, is_time

COLUMN_HEADINGS = "column headings"
OTHER_COLUMNS = "other columns"

_TIME_HEADS = frozenset(
    {
        "time",
        "timestamp",
        "time stamp",
        "timecode",
        "time code",
        "timespan",
        "start",
        "start time",
        "in",
        "heure",
        "temps",
        "begin",
        "begins",
        "zeit",
        "beginn",
        "tiempo",
        "inicio",
        "début",
    }
)
_END_HEADS = frozenset({"end", "end time", "out", "fin", "duration", "durée", "ende", "dauer"})
_SPEAKER_HEADS = frozenset(
    {
        "speaker",
        "speakers",
        "speaker name",
        "who",
        "voice",
        "locuteur",
        "locutrice",
        "intervenant",
        "person speaking",
        "sprecher",
        "sprecherin",
        "hablante",
        "name of speaker",
    }
)
_TEXT_HEADS = frozenset(
    {
        "text",
        "content",
        "transcript",
        "transcription",
        "utterance",
        "speech",
        "words",
        "what was said",
        "texte",
        "dialogue",
        "talk",
        "turn",
        "verbatim",
    }
)
_NUMBER_HEADS = frozenset({"#", "no", "no.", "nr", "number", "line", "row", "id", "index", "turn number", "seq"})
_HEADS = _TIME_HEADS | _END_HEADS | _SPEAKER_HEADS | _TEXT_HEADS | _NUMBER_HEADS


_PLAIN = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")


@dataclass(frozen=True, slots=True)
class TableShape:
    """Which column holds what; ``header`` tells whether the first row names the columns."""

    speaker: int | None
    text: int
    time: int | None
    header: bool
    unit: float = 1.0  # seconds for each 1 in a time column of plain numbers


def shape_of(rows: Sequence[Sequence[str]]) -> TableShape | None:
    """How a table holds turns, or ``None`` if it is some other table.

    >>> shape_of([("Time", "Speaker", "Text"), ("0:04", "I", "What does rest mean?"), ("0:08", "P3", "A job.")])
    TableShape(speaker=1, text=2, time=0, header=True, unit=1.0)
    """
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= 12:
        return None
    heads = [label_key(cell.strip().rstrip(":")) for cell in rows[0]]
    header = sum(1 for head in heads if head in _HEADS) >= 2 or _only_on_top(rows, heads)
    body = [row for row in rows[1 if header else 0 :] if sum(1 for cell in row if cell.strip()) >= 2]
    if not body:
        return None
    columns = [[row[i].strip() if i < len(row) else "" for row in body] for i in range(width)]
    filled = [[cell for cell in column if cell] for column in columns]
    times = [i for i in range(width) if filled[i] and _share(filled[i], is_time) >= 0.6]
    counted = [i for i in range(width) if header and _counts_seconds(heads[i] if i < len(heads) else "", filled[i])]
    times += [i for i in counted if i not in times]
    numbers = [
        i
        for i in range(width)
        if filled[i] and _share(filled[i], lambda cell: re.fullmatch(r"\d+[.)]?", cell) is not None) >= 0.8
    ]
    free = [i for i in range(width) if i not in times and i not in numbers and filled[i]]
    speaker = _named(heads, _SPEAKER_HEADS, free) if header else None
    text = _named(heads, _TEXT_HEADS, free) if header else None
    if text is None:
        others = [i for i in free if i != speaker]
        text = max(others, key=lambda i: sum(len(cell) for cell in filled[i]), default=None)
    if speaker is None:
        speaker = next((i for i in free if i != text and i < (text or 0) and _reads_as_speakers(filled[i])), None)
    # Without speakers, only a table that names its times and its words is a transcript.
    nameless = (
        speaker is None
        and bool(times)
        and text is not None
        and _named(heads, _TEXT_HEADS, [text]) is not None
        and not begin_with_names(filled[text])
    )
    if (speaker is None and not nameless) or text is None or speaker == text:
        return None
    time = times[0] if times else None
    unit = 0.001 if time in counted and _in_thousandths(filled[time]) else 1.0
    return TableShape(speaker, text, time, header, unit)


def _only_on_top(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> bool:
    """Whether the first row names a column of speakers, and that word does not come back below."""
    places = [place for place, head in enumerate(heads) if head in _SPEAKER_HEADS]
    return len(rows) > 2 and any(
        all(label_key(row[place]) != heads[place] for row in rows[1:] if place < len(row)) for place in places
    )


def begin_with_names(cells: Sequence[str]) -> bool:
    """Whether the speakers stand inside the words, “P1: Yes”."""
    labels = [match[1].strip() for cell in cells if (match := re.match(r"([^:：\n]{1,60})[:：]\s", cell))]
    counts = Counter(map(label_key, labels))
    spelling = {label_key(label): label for label in labels}
    return sum(counts[key] for key in accepted_labels(counts, spelling, paragraphs=len(cells))) >= 0.6 * len(cells)


def _counts_seconds(head: str, cells: Sequence[str]) -> bool:
    """Whether a column of plain numbers is called a time."""
    return head in _TIME_HEADS and bool(cells) and _share(cells, lambda cell: _PLAIN.fullmatch(cell) is not None) == 1


def _in_thousandths(cells: Sequence[str]) -> bool:
    """Whether whole numbers are too far apart to count seconds."""
    if any(not cell.isdecimal() for cell in cells) or len(cells) < 2:
        return False
    return (int(cells[-1]) - int(cells[0])) / (len(cells) - 1) > 500


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _named(heads: Sequence[str], names: frozenset[str], columns: Sequence[int]) -> int | None:
    return next((i for i in columns if i < len(heads) and heads[i] in names), None)


def _reads_as_speakers(cells: Sequence[str]) -> bool:
    labels = [cell.rstrip(" :：") for cell in cells]
    if any(is_header_word(label) for label in labels) or len(cells) < 2:
        return False
    chances = [likelihood(label) for label in labels]
    if min(chances) is Likelihood.NEVER:
        return False
    certain = sum(1 for chance in chances if chance is Likelihood.CERTAIN) >= 0.5 * len(labels)
    return certain or len(Counter(map(label_key, labels))) <= 0.6 * len(labels)


def read_tables(source: SourceText, *, title: str, options: ReadOptions) -> ImportedTranscript | None:
    """The transcript in a document's tables, or ``None`` if they hold no turns."""
    rows: dict[int, list[SourceLine]] = {}
    for line in source.lines:
        if line.cells:
            rows.setdefault(line.table, []).append(line)
    shapes = {
        table: shape for table, lines in rows.items() if (shape := shape_of([line.cells for line in lines])) is not None
    }
    if not shapes:
        return None
    ledger = open_ledger(source)
    lines = [line for line in source.lines if not (line.cells and line.table in shapes)]
    first_row = min(rows[table][0].number for table in shapes)
    before = [line for line in lines if line.number < first_row]
    # The table stands for the talk: an empty line and a word.
    talk = (SourceLine(first_row, ""), SourceLine(first_row, "x"))
    front = read_front_matter([*before, *talk], headings={}, hidden=set(), title=title)
    drafts: list[Draft] = []
    preface: Draft | None = None
    reader = _RowReader(ledger, drafts)
    for line in source.lines:
        shape = shapes.get(line.table) if line.cells else None
        if shape is not None:
            reader.read(line, shape, is_header=shape.header and line is rows[line.table][0])
        elif line.blank:
            continue
        elif is_announcement(line.text):
            drafts.append(_single(line, ledger, offered_as=ANNOUNCEMENTS))
        elif line.number >= first_row:
            drafts.append(_single(line, ledger))
        elif len(line.text.split()) > 30:
            preface = preface or Draft(None, line.number, offered_as=PREFACES)
            preface.add("\n", line.text, ledger)
        else:
            ledger.set_aside(HEADERS, line.text)
    ledger.details.update(front.details)
    if reader.other_columns:
        tell_about_columns(first_row, ledger)
    return assemble(
        [preface, *drafts] if preface else drafts,
        title=front.title,
        format_name=f"table with a row for each turn ({source.container})",
        words_in_file=source.words,
        ledger=ledger,
        options=options,
        held_on=front.held_on,
    )


def tell_about_columns(line: int, ledger: Ledger) -> None:
    """Say that not all columns of a table are talk."""
    words = ledger.aside[OTHER_COLUMNS]
    ledger.doubt(line, f"{words} words in other columns of the table, such as notes or codes, were not imported.")


def _single(line: SourceLine, ledger: Ledger, *, offered_as: str = "") -> Draft:
    draft = Draft(None, line.number, offered_as=offered_as)
    draft.add("", line.text.replace("\n", " ") if not line.cells else line.text, ledger)
    return draft


class _RowReader:
    """Turns rows into drafts; a row without a name goes on with the speaker before it."""

    def __init__(self, ledger: Ledger, drafts: list[Draft]) -> None:
        self.other_columns = False
        self._ledger = ledger
        self._drafts = drafts

    def read(self, line: SourceLine, shape: TableShape, *, is_header: bool) -> None:
        cells = line.cells
        if is_header:
            self._ledger.set_aside(COLUMN_HEADINGS, "\n".join(cells))
            return
        if sum(1 for cell in cells if cell.strip()) == 1 and not self._cell(cells, shape.text):
            self._lonely(line)
            return
        speaker = self._cell(cells, shape.speaker).rstrip(":：").strip()
        text = self._cell(cells, shape.text)
        time = _moment(self._cell(cells, shape.time), shape.unit)
        for index, cell in enumerate(cells):
            if index in (shape.speaker, shape.text):
                continue
            reason = (
                TIMES
                if is_time(cell) or index == shape.time
                else NUMBERS
                if cell.strip().rstrip(".)").isdigit()
                else OTHER_COLUMNS
            )
            self._ledger.set_aside(reason, cell)
            self.other_columns |= reason == OTHER_COLUMNS and bool(cell.strip())
        self._ledger.set_aside(LABELS, self._cell(cells, shape.speaker))
        name = " ".join(speaker.split())
        if name or shape.speaker is None or not self._drafts or self._drafts[-1].offered_as:
            self._drafts.append(Draft(name or None, line.number, begins_at=time))
            time = None
        for number, part in enumerate(text.split("\n")):
            self._drafts[-1].add("\n", part, self._ledger, time=time if number == 0 else None)

    def _lonely(self, line: SourceLine) -> None:
        """A row with a single cell outside the text column, such as a title across the table."""
        text = "\n".join(cell for cell in line.cells if cell.strip())
        if is_announcement(text):
            self._drafts.append(_single(line, self._ledger, offered_as=ANNOUNCEMENTS))
        elif not any(draft.speaker for draft in self._drafts):
            self._ledger.set_aside(HEADERS, text)
        else:
            self._drafts.append(_single(line, self._ledger))

    @staticmethod
    def _cell(cells: Sequence[str], index: int | None) -> str:
        return cells[index].strip() if index is not None and index < len(cells) else ""


def _moment(cell: str, unit: float) -> float | None:
    if _PLAIN.fullmatch(cell):
        return round(float(cell.replace(",", ".")) * unit, 3)
    return first_time(cell)
