"""Open survey answers from a table: one row a respondent, the columns chosen by a person.

Answers are grouped by question, because that is how open answers are read and compared. With more than one question,
each is put before its answers as a turn of the facilitator, so that a coder sees what was asked; it is not data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.text import count_words
from workbench.domain.transcript import SpeakerRole, TranscriptKind
from workbench.errors import UnreadableFileError
from workbench.importers.archives import is_zip
from workbench.importers.assembling import Draft, assemble
from workbench.importers.base import ImportedTranscript, Notice, ReadOptions
from workbench.importers.labels import is_contact, label_key
from workbench.importers.layouts import names_most_lines, read_text
from workbench.importers.plain_text import decode
from workbench.importers.source import Ledger, SourceLine, SourceText, split_lines
from workbench.importers.spreadsheets import Sheet, read_sheet
from workbench.importers.tables import read_tables, shape_of
from workbench.importers.times import doubtful_date, find_date, is_time

HEADINGS = "column headings"
NOT_CHOSEN = "columns not chosen"
RESPONDENTS = "respondents' names"
QUESTION = "Question"

_IDENTIFYING = re.compile(
    r"\b(?:name|first ?name|last ?name|surname|nom|pr[ée]nom|e-?mail|courriel|phone|telephone|t[ée]l[ée]phone|mobile|cell|"
    r"birth ?date|date of birth|dob|date de naissance|health (?:care )?(?:number|card)|phn|sin|ssn|ip ?address|address|"
    r"adresse|postal ?code|code postal|zip|latitude|longitude|recipient\w*|location(?:latitude|longitude))\b",
    re.I,
)
_RESPONDENT = re.compile(
    r"(?:respondent|participant|response|record|subject|survey|case|study|external)?[ _-]*(?:id|no\.?|number|code|#)|"
    r"respondent|participant|pseudonym|r[ée]pondante?|responseid|no du participant",
    re.I,
)
_CLOSED = re.compile(
    r"start ?date|end ?date|timestamp|horodateur|submitted.*|duration.*|progress|finished|status|recorded ?date|"
    r"distribution ?channel|user ?language|time.*|date.*|age|sex|gender|consent.*",
    re.I,
)
_SAMPLES = 3


class ColumnGuess(StrEnum):
    """What a column of a survey seems to hold."""

    ANSWER = "open answers"
    RESPONDENT = "who answered"
    IDENTIFIER = "something that identifies people"
    CLOSED = "short or numbered answers"
    EMPTY = "nothing"


@dataclass(frozen=True, slots=True)
class SurveyColumn:
    """A column to choose from, with a few of its answers."""

    name: str
    samples: tuple[str, ...]
    filled: int
    guess: ColumnGuess


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    names: tuple[str, ...]
    head: int  # index of the row with the questions
    first: int  # index of the first row with answers
    columns: tuple[SurveyColumn, ...]

    @property
    def body(self) -> list[tuple[int, tuple[str, ...]]]:
        """The rows with answers, each with its number in the file."""
        return list(zip(self.sheet.numbers[self.first :], self.sheet.rows[self.first :], strict=True))

    def heading(self, column: int) -> str:
        """What the file itself writes above a column."""
        return _cell(self.sheet.rows[self.head], column)


def survey_columns(source: bytes, file_name: str = "") -> tuple[SurveyColumn, ...]:
    """The columns of a .csv or .xlsx file, each with samples and a guess; open answers are proposed for import."""
    del file_name  # what the bytes are is seen from themselves
    return _table(read_sheet(source)).columns


class SurveyImporter:
    """A table of open answers; a table with a row for each turn is read as a conversation."""

    def __init__(self, name: str, suffixes: frozenset[str], *, zipped: bool) -> None:
        self.name = name
        self.suffixes = suffixes
        self._zipped = zipped

    def recognises(self, source: bytes) -> bool:
        """A workbook by the parts of its archive; separated text only by the ending of its name."""
        return self._zipped and is_zip(source) and b"xl/" in source and b"word/" not in source

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """The chosen answers, or the turns if the table is a transcript."""
        sheet = read_sheet(source)
        if not sheet.rows:
            raise UnreadableFileError("There is nothing in this table. Open it to see whether it is the right one.")
        if options.survey_columns is None and not self._zipped and (text := _labelled_text(source, sheet)) is not None:
            return read_text(text, title=title, options=options)
        if options.survey_columns is None and _is_conversation(sheet):
            rows = zip(sheet.numbers, sheet.rows, strict=True)
            lines = tuple(SourceLine(number, "\n".join(row), cells=row, table=1) for number, row in rows)
            found = read_tables(SourceText(self.name, lines, sheet.notices), title=title, options=options)
            if found is not None:
                return found
        return _read_survey(_table(sheet), title=title, options=options, format_name=f"survey answers ({self.name})")


def _labelled_text(source: bytes, sheet: Sheet) -> SourceText | None:
    """The lines of the file, if most of them begin with a speaker's name and it is no table at all."""
    if _is_conversation(sheet):
        return None
    raw, notices = decode(source)
    single = all(len(row) == 1 for row in sheet.rows)
    lines = (
        tuple(SourceLine(number, row[0]) for number, row in zip(sheet.numbers, sheet.rows, strict=True))
        if single
        else split_lines(raw)
    )
    if not names_most_lines(lines):
        return None
    told = Notice(0, "The file's name is that of a table, but its lines begin with names, so it was read as a text.")
    return SourceText("text file", lines, (*notices, told))


def _is_conversation(sheet: Sheet) -> bool:
    shape = shape_of(sheet.rows)
    return shape is not None and (shape.header or shape.time is not None)


def _table(sheet: Sheet) -> _Table:
    if not sheet.rows:
        raise UnreadableFileError("There is nothing in this table. Open it to see whether it is the right one.")
    head, first = 0, 1
    # Qualtrics writes three rows of headings: short names, the questions, and codes for importing.
    coded = next((index for index, row in enumerate(sheet.rows[:3]) if any("ImportId" in cell for cell in row)), None)
    if coded is not None:
        head, first = max(0, coded - 1), coded + 1
    elif len(sheet.rows) > 2 and _names_kinds_of_answer(sheet.rows[1]):
        first = 2
    width = max(len(row) for row in sheet.rows)
    names: list[str] = []
    for index in range(width):
        row = sheet.rows[head]
        name = " ".join(row[index].split()) if index < len(row) else ""
        if not name and first == 2 and coded is None:  # one box of several to tick
            name = " ".join(_cell(sheet.rows[1], index).split())
        name = name or f"Column {index + 1}"
        names.append(name if name not in names else f"{name} ({index + 1})")
    body = sheet.rows[first:]
    columns = tuple(
        _column(name, [row[index] for row in body if index < len(row) and row[index]])
        for index, name in enumerate(names)
    )
    return _Table(sheet, tuple(names), head, first, columns)


def _names_kinds_of_answer(row: Sequence[str]) -> bool:
    """Whether a row is SurveyMonkey's second one, which tells for each question how it is answered."""
    return not _cell(row, 0) and any(cell.casefold() in ("open-ended response", "response") for cell in row)


def _column(name: str, filled: list[str]) -> SurveyColumn:
    samples = tuple(cell[:120] for cell in dict.fromkeys(filled))[:_SAMPLES]
    return SurveyColumn(name, samples, len(filled), _guess(name, filled))


def _guess(name: str, filled: list[str]) -> ColumnGuess:
    if not filled:
        return ColumnGuess.EMPTY
    contacts = sum(1 for cell in filled if is_contact(cell))
    words = [count_words(cell) for cell in filled]
    mean = sum(words) / len(words)
    key = label_key(name)
    if _RESPONDENT.fullmatch(key) and mean <= 3:
        return ColumnGuess.RESPONDENT
    if contacts >= 0.3 * len(filled) or (_IDENTIFYING.search(key) and mean < 8 and len(key.split()) <= 8):
        return ColumnGuess.IDENTIFIER
    distinct = len(set(filled)) / len(filled)
    if _CLOSED.fullmatch(key) and mean < 6:
        return ColumnGuess.CLOSED
    dated = sum(1 for cell in filled if is_time(cell) or _is_day(cell) or re.fullmatch(r"[\d.,:/ %$+-]+", cell))
    if dated >= 0.7 * len(filled) or mean < 2.5 or (mean < 6 and distinct <= 0.5 and len(filled) >= 4):
        return ColumnGuess.CLOSED
    return ColumnGuess.ANSWER


def _is_day(cell: str) -> bool:
    return len(cell) < 40 and (find_date(cell) is not None or doubtful_date(cell) is not None)


def _read_survey(table: _Table, *, title: str, options: ReadOptions, format_name: str) -> ImportedTranscript:
    ledger = Ledger(notices=list(table.sheet.notices))
    chosen = _chosen(table, options)
    respondent = _respondent(table, options)
    questions = options.survey_questions and len(chosen) > 1
    _tell_about_columns(table, chosen, respondent, ledger)
    _account_for_the_rest(table, chosen, respondent, ledger, questions=questions)
    body = table.body
    ids = [
        (_cell(row, respondent) if respondent is not None else "") or f"R{place}"
        for place, (_, row) in enumerate(body, 1)
    ]
    if len(set(ids)) < len(ids):
        ledger.doubt(0, "Some respondents' ids occur in several rows; their answers were given to one respondent.")
    drafts: list[Draft] = []
    for column in chosen:
        if questions:
            drafts.append(_draft(QUESTION, table.heading(column), table.sheet.numbers[table.head], ledger))
        drafts += [
            _draft(name, _cell(row, column), number, ledger) for name, (number, row) in zip(ids, body, strict=True)
        ]
    ledger.details["Question"] = "; ".join(table.names[column] for column in chosen)[:500]
    roles = dict.fromkeys(ids, SpeakerRole.PARTICIPANT) | {QUESTION: SpeakerRole.FACILITATOR}
    return assemble(
        [draft for draft in drafts if draft.pieces],
        title=title,
        format_name=format_name,
        words_in_file=sum(count_words("\n".join(row)) for row in table.sheet.rows),
        ledger=ledger,
        options=options,
        kind=TranscriptKind.SURVEY,
        roles=roles,
    )


def _draft(speaker: str, text: str, number: int, ledger: Ledger) -> Draft:
    draft = Draft(speaker, number)
    for part in text.split("\n"):
        draft.add("\n", part, ledger)
    return draft


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _chosen(table: _Table, options: ReadOptions) -> list[int]:
    """The indices of the columns to import."""
    if options.survey_columns is not None:
        unknown = [name for name in options.survey_columns if name not in table.names]
        if unknown or not options.survey_columns:
            raise UnreadableFileError(
                f"There is no column “{unknown[0]}” in this table. The columns are: {', '.join(table.names[:40])}."
                if unknown
                else "No column was chosen. Choose at least one column with open answers."
            )
        return sorted(table.names.index(name) for name in set(options.survey_columns))
    chosen = [index for index, column in enumerate(table.columns) if column.guess is ColumnGuess.ANSWER]
    if not chosen:
        raise UnreadableFileError(
            "No column of this table looks like open answers. Choose the columns to import. "
            f"The columns are: {', '.join(table.names[:40])}."
        )
    return chosen


def _respondent(table: _Table, options: ReadOptions) -> int | None:
    if options.respondent_column is not None:
        if options.respondent_column not in table.names:
            raise UnreadableFileError(
                f"There is no column “{options.respondent_column}” in this table. The columns are: {', '.join(table.names[:40])}."
            )
        return table.names.index(options.respondent_column)
    return next((index for index, column in enumerate(table.columns) if column.guess is ColumnGuess.RESPONDENT), None)


def _tell_about_columns(table: _Table, chosen: Sequence[int], respondent: int | None, ledger: Ledger) -> None:
    line = table.sheet.numbers[table.head]
    for index, column in enumerate(table.columns):
        if column.guess is ColumnGuess.IDENTIFIER and index in (*chosen, respondent):
            ledger.doubt(
                line,
                f"The column “{column.name}” seems to identify people, and you chose it. Take identifiers out before coding.",
            )
        elif column.guess is ColumnGuess.IDENTIFIER:
            ledger.doubt(line, f"The column “{column.name}” seems to identify people and was not imported.")
    for index in chosen:
        empty = len(table.body) - table.columns[index].filled
        if empty:
            ledger.doubt(line, f"{empty} of {len(table.body)} respondents left “{table.names[index]}” empty.")


def _account_for_the_rest(
    table: _Table, chosen: Sequence[int], respondent: int | None, ledger: Ledger, *, questions: bool
) -> None:
    for place, row in enumerate(table.sheet.rows):
        for index, cell in enumerate(row):
            if place == table.head and questions and index in chosen:
                continue
            if place < table.first:
                ledger.set_aside(HEADINGS, cell)
            elif index not in chosen:
                ledger.set_aside(RESPONDENTS if index == respondent else NOT_CHOSEN, cell)
    if respondent is not None and respondent in chosen:
        ledger.doubt(0, "The column that names who answered was also chosen as answers.")


CSV = SurveyImporter("separated values (.csv)", frozenset({".csv", ".tsv", ".tab"}), zipped=False)
WORKBOOK = SurveyImporter("workbook (.xlsx)", frozenset({".xlsx", ".xlsm"}), zipped=True)
