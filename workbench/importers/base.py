"""What every importer promises: it reads bytes, stores nothing, and tells what it found and what it doubted."""

from dataclasses import dataclass, field
from typing import Protocol

from workbench.domain.transcript import SpeakerRole, TranscriptKind


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the importer had to guess, skip or doubt, and where (``line`` counts from 1; 0 = the whole file)."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ImportedTurn:
    """One stretch of talk. ``text`` is canonical (``domain.text.make_text``), without the speaker's label.

    ``begins_at`` and ``ends_at`` are seconds; ``line`` is where the turn starts in the source. ``anchors`` are the time
    codes inside the turn, as (code point in ``text``, seconds) in rising order, so that a quote can be given the
    nearest one.
    """

    speaker: str | None
    text: str
    begins_at: float | None = None
    ends_at: float | None = None
    line: int = 0
    anchors: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedSpeaker:
    """A voice that was found, with a guessed role that people can change."""

    label: str
    role: SpeakerRole
    turns: int


@dataclass(frozen=True, slots=True)
class OfferedRemoval:
    """Text that nobody said: an announcement, an AI summary, a preface. It is not taken for speech.

    It is left out of ``turns``; a person may decide to keep it (``ReadOptions.keep_offered``).
    """

    turn: ImportedTurn
    before_turn: int  # index in ``turns`` at which it would stand if kept
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedTranscript:
    """All that was found in one file."""

    title: str
    format: str
    turns: tuple[ImportedTurn, ...]
    speakers: tuple[ImportedSpeaker, ...]
    notices: tuple[Notice, ...] = ()
    offered_removals: tuple[OfferedRemoval, ...] = ()
    words_in_file: int = 0  # every word of the source's text, counted from the source and not from the turns
    words_imported: int = 0  # words in ``turns``
    set_aside: dict[str, int] = field(default_factory=dict)  # reason -> words: in_file == imported + sum(set_aside)
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    held_on: str | None = None  # ISO date, where the file tells it
    details: dict[str, str] = field(default_factory=dict)  # header lines such as Moderator, Participants


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person chose after looking at a preview.

    ``survey_columns`` are the headings of the columns to read as open answers, ``respondent_column`` the one that names
    who answered; ``layout`` is a name from ``LAYOUTS`` and re-reads a text in that layout instead of the guessed one.
    """

    survey_columns: tuple[str, ...] | None = None
    respondent_column: str | None = None
    survey_questions: bool = True  # put each question before its answers, as the facilitator's words
    keep_offered: bool = False  # announcements and summaries become turns without a speaker
    join_same_speaker: bool = False  # join neighbouring turns of one speaker also where the file is not subtitles
    layout: str | None = None


class TranscriptImporter(Protocol):
    """A format: its name for people, the endings it answers to, and how to read it."""

    @property
    def name(self) -> str:
        """What people call the format."""
        ...

    @property
    def suffixes(self) -> frozenset[str]:
        """The endings of file names, in lower case and with the dot."""
        ...

    def recognises(self, source: bytes) -> bool:
        """Whether the bytes themselves, whatever the file is called, are of this format for certain."""
        ...

    def read(self, source: bytes, *, title: str, options: ReadOptions) -> ImportedTranscript:
        """Everything in the file, or ``UnreadableFileError`` with a sentence that says what to do."""
        ...
