"""Report: headings, paragraphs, quotations and tables of a draft; what it says, not how it looks.

A report knows three voices. Plain words are fixed or were written by the team; a *check me* figure was counted by the
program and waits for a person to confirm it; an *ask* stands where only the team can write, with the question to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.coding import Coding
from workbench.domain.ids import TranscriptId
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.transcript import Phase, Turn, time_code
from workbench.errors import QuoteMismatchError, RuleError


class Mark(StrEnum):
    """Who answers for a stretch of words."""

    PLAIN = "plain"
    STRONG = "strong"
    CHECK = "check me"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one voice."""

    text: str
    mark: Mark = Mark.PLAIN


Words = tuple[Run, ...]


def words(*parts: str | int | Run) -> Words:
    """Runs from a mixture of text, figures and runs. A bare number becomes a *check me* figure.

    >>> words("Of ", 12, " people")
    (Run(text='Of ', mark=<Mark.PLAIN: 'plain'>), Run(text='12', mark=<Mark.CHECK: 'check me'>), Run(text=' people', mark=<Mark.PLAIN: 'plain'>))
    """
    return tuple(_run(part) for part in parts if part != "")


def _run(part: str | int | Run) -> Run:
    if isinstance(part, Run):
        return part
    return check(part) if isinstance(part, int) else Run(part)


def check(figure: str | int) -> Run:
    """A figure that the program counted, shown as *check me* until a person has confirmed it.

    >>> check(1234).text
    '1,234'
    """
    return Run(f"{figure:,}" if isinstance(figure, int) else figure, Mark.CHECK)


def strong(text: str) -> Run:
    """Words that carry weight, such as the claim of a theme."""
    return Run(text, Mark.STRONG)


def ask(question: str) -> Run:
    """A placeholder for what only the team can write.

    >>> ask("Who paid for this study?").text
    '[ASK: Who paid for this study?]'
    """
    return Run(f"[ASK: {question}]", Mark.ASK)


def plain_text(runs: Iterable[Run]) -> str:
    """The words of some runs in one string."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of a section. Level 1 is a main section; ``new_page`` says that it opens a part of the report."""

    level: int
    text: str
    new_page: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise RuleError(f"A heading has a level from 1 to 4, not {self.level}.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words that belong together. ``aside`` marks a remark to the team, which leaves before the report does."""

    runs: Words
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a participant said, to the character, with its label and the place where it stands."""

    text: str
    label: str
    transcript_id: TranscriptId
    start: int
    end: int
    time: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def source(self) -> str:
        """The label as it is printed, with the time code where there is one."""
        return f"{self.label}, {self.time}" if self.time else self.label

    def check(self, text: str) -> None:
        """Raise ``QuoteMismatchError`` unless these words stand at this place in ``text``."""
        if not 0 <= self.start < self.end <= len(text) or text[self.start : self.end] != self.text:
            raise QuoteMismatchError(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``depth`` indents its first cell, so that a tree can be shown."""

    cells: tuple[Words, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and headed columns. ``weights`` say how wide the columns are, one beside the other."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    weights: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise RuleError(f"Each row of “{self.caption}” needs {len(self.columns)} cells.")
        if self.weights and len(self.weights) != len(self.columns):
            raise RuleError(f"“{self.caption}” needs one weight for each column.")


Block = Heading | Paragraph | Bullets | Quote | Table


@dataclass(frozen=True, slots=True)
class Report:
    """A report draft: a title page and what follows it. ``title_lines`` are pairs of a label and its words."""

    title: str
    title_lines: tuple[tuple[str, Words], ...]
    blocks: tuple[Block, ...]
    made_up: bool = False

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Quote))

    def runs(self) -> Iterator[Run]:
        """Every run of the report, from the title page to the last table."""
        for _, line in self.title_lines:
            yield from line
        for block in self.blocks:
            match block:
                case Paragraph(runs):
                    yield from runs
                case Bullets(items):
                    for item in items:
                        yield from item
                case Table():
                    for row in block.rows:
                        for cell in row.cells:
                            yield from cell
                case _:
                    pass

    def open_questions(self) -> tuple[str, ...]:
        """The placeholders that still wait for the team's own words."""
        return tuple(run.text for run in self.runs() if run.mark is Mark.ASK)

    def check_quotes(self, texts: Mapping[TranscriptId, str]) -> None:
        """Raise ``QuoteMismatchError`` unless every quotation stands, to the character, in its transcript."""
        for quote in self.quotes:
            quote.check(texts.get(quote.transcript_id, ""))


def turn_id(transcript_label: str, turn: Turn | None) -> str:
    """Where something was said, as people cite it.

    >>> turn_id("T04", Turn(131, None, 0, 5))
    'T04-0131'
    """
    return f"{transcript_label}-{turn.number:04d}" if turn else transcript_label


def quote_id(snapshot: Snapshot, coding: Coding) -> str:
    """Who said a coded passage, in which phase, and where: ``Maple, COLLECT, T04-0131``.

    Everyone in the passage whose talk is data is named by pseudonym; a voice that nobody has linked to a participant is
    named by nothing but "unlinked speaker", because its label in the file may be a real name.
    """
    transcript = snapshot.transcript_by_id[coding.transcript_id]
    names: dict[str, None] = {}
    for speaker in snapshot.speakers_of(coding):
        if speaker.role.is_data:
            participant = snapshot.participant_of(speaker)
            name = (participant.pseudonym or participant.label) if participant else "unlinked speaker"
            names.setdefault(name)
    who = " and ".join(names) or "no participant"
    return f"{who}, {phase_name(transcript.phase)}, {turn_id(transcript.label, first_turn(snapshot, coding))}"


def first_turn(snapshot: Snapshot, coding: Coding) -> Turn | None:
    """The first turn that a coded passage touches."""
    touched = snapshot.bodies[coding.transcript_id].turns_of(coding.span)
    return touched[0] if touched else None


def holds_withdrawn(snapshot: Snapshot, coding: Coding) -> bool:
    """Whether someone who has withdrawn is heard in a coded passage."""
    participants = (snapshot.participant_of(speaker) for speaker in snapshot.speakers_of(coding))
    return any(participant is not None and participant.withdrawn_on is not None for participant in participants)


def quotation(snapshot: Snapshot, coding: Coding) -> Quote:
    """A coded passage as a quotation. It does not ask for consent: ``snapshot.quotable`` does."""
    turn = first_turn(snapshot, coding)
    return Quote(
        text=coding.quote,
        label=quote_id(snapshot, coding),
        transcript_id=coding.transcript_id,
        start=coding.start,
        end=coding.end,
        time=time_code(turn.begins_at) if turn else "",
    )


def phase_name(phase: Phase) -> str:
    """The phase as PaCER writes it.

    >>> phase_name(Phase.COLLECT)
    'COLLECT'
    """
    return phase.value.upper()
