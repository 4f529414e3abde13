"""Approval: what the community that governs some of the data has said yes to, who said it and when."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.exit import Recipient
from workbench.domain.ids import ApprovalId, ParticipantId, ProjectId
from workbench.errors import RuleError


@dataclass(frozen=True, slots=True)
class Approval:
    """A named yes of a community. It counts for one participant, or for all whose data the community governs.

    ``covers`` are the recipients it names; nothing else may leave. ``until`` and ``ended_on`` are ISO dates.
    """

    id: ApprovalId
    project_id: ProjectId
    body: str  # the committee, council or person with authority
    given_on: str
    covers: tuple[Recipient, ...]
    purpose: str
    participant_id: ParticipantId | None = None
    until: str | None = None
    ended_on: str | None = None

    def __post_init__(self) -> None:
        if not self.body.strip() or not self.given_on.strip() or not self.purpose.strip():
            raise RuleError("An approval needs who gave it, on which day, and what it is for.")
        if not self.covers:
            raise RuleError("An approval needs at least one recipient. Choose who may get the data.")

    def allows(self, recipient: Recipient, participant_id: ParticipantId, *, on: str) -> bool:
        """Whether data of a participant may go to a recipient on a day, as far as this approval goes."""
        over = any(end is not None and end < on for end in (self.until, self.ended_on)) or self.ended_on == on
        return self.participant_id in (None, participant_id) and recipient in self.covers and not over
