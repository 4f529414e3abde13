"""The ledger: what left the team, when, to whom, in which form, and whose words were in it. Lines are only ever added."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.ids import DepartureId, ParticipantId, ProjectId, TranscriptId


@dataclass(frozen=True, slots=True)
class Departure:
    """One thing that left.

    ``what`` and ``form`` say in plain words what it was (“report draft”, “quotes with pseudonyms”); ``digest`` is the
    SHA-256 of the file, by which it is known again; ``participants`` are those whose words were in it.
    """

    id: DepartureId
    project_id: ProjectId
    at: str
    by: str
    what: str
    form: str
    recipient: str
    digest: str
    size: int
    participants: tuple[ParticipantId, ...] = ()
    transcripts: tuple[TranscriptId, ...] = ()

    def holds(self, participant_id: ParticipantId) -> bool:
        """Whether words of this person were in it."""
        return participant_id in self.participants
