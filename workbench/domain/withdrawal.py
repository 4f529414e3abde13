"""Withdrawal: what a participant took back, when they asked, and when it was carried out. It holds no words of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.ids import ParticipantId, ProjectId, TranscriptId, WithdrawalId
from workbench.domain.participant import Consent

PLACEHOLDER = "[removed at participant's request]"
"""Stands for a turn, so that the order of talk and everybody else's words stay."""


class Scope(StrEnum):
    """What a participant takes back, from most to least."""

    EVERYTHING = "everything"
    PASSAGES = "passages"
    QUOTES = "quotes"
    SHARING = "sharing"

    @property
    def removes_words(self) -> bool:
        """Whether words leave the transcripts; the other two change what they may be used for."""
        return self in (Scope.EVERYTHING, Scope.PASSAGES)


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns of one transcript, from ``first`` to ``last``."""

    transcript_id: TranscriptId
    first: int
    last: int

    def holds(self, transcript_id: TranscriptId, turn: int) -> bool:
        return transcript_id == self.transcript_id and self.first <= turn <= self.last


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One request of one participant. ``carried_out_at`` is empty while it is still to be done."""

    id: WithdrawalId
    project_id: ProjectId
    participant_id: ParticipantId
    scope: Scope
    asked_on: str
    passages: tuple[Turns, ...] = ()
    in_time: bool | None = None  # asked by the date in the consent form; None where no date was given
    carried_out_at: str | None = None
    carried_out_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be carried out."""
        return self.carried_out_at is None


def asked_in_time(consent: Consent | None, asked_on: str) -> bool | None:
    """Whether a request came by the date that the consent form gave; ``None`` where it gave none."""
    if consent is None or consent.withdraw_until is None:
        return None
    return asked_on <= consent.withdraw_until
