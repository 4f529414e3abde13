"""SampledPassage: one passage of a fair sample of a student's work, drawn by a mentor to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.ids import ProjectId, RevisionId, SampledPassageId, TranscriptId


class Drawn(StrEnum):
    """Why a passage is in the sample (method.md 6.2)."""

    CODED = "coded"
    UNCODED = "uncoded"
    RARE = "rare"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class SampledPassage:
    """A passage as it was drawn: by which mentor, from whose work, with which seed.

    ``thing`` is the coding, question or review that it is about, empty for a turn that was read and not coded. The place is a turn of
    a revision: after a correction the thing still leads there, the turn alone does not. ``looked_at`` says when the mentor was done with it.
    """

    id: SampledPassageId
    project_id: ProjectId
    mentor: str
    student: str
    seed: int
    position: int
    drawn: Drawn
    thing: str
    in_transcript: TranscriptId
    revision_id: RevisionId
    turn: int
    drawn_at: str
    looked_at: str | None = None
