"""Transcript, Revision, Turn, Speaker: what was said, by whom, in which phase."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.ids import ParticipantId, ProjectId, RevisionId, SpeakerId, TranscriptId
from workbench.domain.span import Span
from workbench.domain.text import text_digest


class Phase(StrEnum):
    """The step of a PaCER study that a transcript belongs to."""

    SET = "set"
    COLLECT = "collect"
    REFLECT = "reflect"


class SpeakerRole(StrEnum):
    """Who speaks. Only participants and groups are data; facilitators and note-takers are not counted."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    GROUP = "group"
    NOTE_TAKER = "note-taker"

    @property
    def is_data(self) -> bool:
        """Whether what this role says counts as participants' talk."""
        return self in (SpeakerRole.PARTICIPANT, SpeakerRole.GROUP)


class TranscriptKind(StrEnum):
    """What sort of gathering was recorded."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus group"
    SURVEY = "survey answers"


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted stretch of talk by one speaker.

    ``start`` and ``end`` are code points in the revision's text; ``begins_at`` and ``ends_at`` are seconds from the
    start of the recording, where the file had time codes.
    """

    number: int
    speaker_id: SpeakerId | None
    start: int
    end: int
    begins_at: float | None = None
    ends_at: float | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice in one transcript; ``participant_id`` says whose, once the team has told."""

    id: SpeakerId
    transcript_id: TranscriptId
    label: str
    role: SpeakerRole
    participant_id: ParticipantId | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One recorded conversation in a project. Its words are in its current revision."""

    id: TranscriptId
    project_id: ProjectId
    label: str  # T01, T02 ... in order of arrival; used in quote ids
    title: str
    phase: Phase
    kind: TranscriptKind
    source_format: str
    source_digest: str  # SHA-256 of the file's bytes: the same file twice is recognised
    revision_id: RevisionId
    imported_at: str
    held_on: str | None = None  # ISO date
    content_note: str = ""


class RevisionKind(StrEnum):
    """Why a transcript got another text."""

    IMPORTED = "imported"
    CORRECTED = "corrected"  # a person heard better
    REPLACED = "replaced"  # a better version of the file
    IDENTIFIERS = "identifiers taken out"
    WITHDRAWAL = "withdrawal"

    @property
    def stands_for(self) -> bool:
        """Whether new words stand for the old ones, so that what was coded there is still coded."""
        return self in (RevisionKind.IDENTIFIERS, RevisionKind.WITHDRAWAL)


@dataclass(frozen=True, slots=True)
class Revision:
    """An immutable text of a transcript, with its turns. A correction makes a new one."""

    id: RevisionId
    transcript_id: TranscriptId
    number: int
    text_digest: str
    body_digest: str  # of text and turns together; names the stored body
    words: int
    made_at: str
    made_by: str
    reason: str = ""
    kind: RevisionKind = RevisionKind.IMPORTED

    @property
    def is_erased(self) -> bool:
        """Whether its words were removed for good; who made it, when and why stays known."""
        return self.text_digest == text_digest("")

    def erased(self, *, body_digest: str) -> Revision:
        """The same revision without its words; ``body_digest`` names the empty body."""
        return replace(self, text_digest=text_digest(""), body_digest=body_digest, words=0)


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a revision and how they fall into turns."""

    text: str
    turns: tuple[Turn, ...]

    def turn_at(self, position: int) -> Turn | None:
        """The turn in which a code point lies, or ``None`` between turns."""
        index = bisect.bisect_right(self.turns, position, key=lambda turn: turn.start) - 1
        if index < 0 or self.turns[index].end <= position:
            return None
        return self.turns[index]

    def turns_of(self, span: Span) -> tuple[Turn, ...]:
        """The turns that a span touches, in order."""
        first = max(0, bisect.bisect_right(self.turns, span.start, key=lambda turn: turn.start) - 1)
        found = []
        for turn in self.turns[first:]:
            if turn.start >= span.end:
                break
            if turn.end > span.start:
                found.append(turn)
        return tuple(found)


def time_code(seconds: float | None) -> str:
    """Seconds as ``h:mm:ss`` for people, or an empty string where there is no time.

    >>> time_code(3723.4), time_code(None)
    ('1:02:03', '')
    """
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
