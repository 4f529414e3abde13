"""The lock on words that may not be quoted: for the coding page and every list of passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import TranscriptId
from workbench.domain.leaving import Refused, Why
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.services.desk import Deed, Desk, Look, now
from workbench.services.transcripts import OpenTranscript, opened


def facts_of(look: Look | Deed, places: Iterable[OpenTranscript]) -> Snapshot:
    """What decides about quoting in some transcripts, and nothing else of the project."""
    uow, project_id = look.uow, look.project.id
    here = list(places)
    return Snapshot(
        project=look.project,
        taken_at=now(),
        version="",
        participants=tuple(uow.participants.of_project(project_id)),
        consents=tuple(uow.consents.of_project(project_id)),
        approvals=tuple(uow.approvals.of_project(project_id)),
        withdrawals=tuple(uow.withdrawals.of_project(project_id)),
        transcripts=tuple(one.transcript for one in here),
        bodies={one.transcript.id: one.body for one in here},
        speakers={speaker.id: speaker for one in here for speaker in one.speakers.values()},
    )


def lock_on(facts: Snapshot, transcript_id: TranscriptId, span: Span) -> Why | None:
    """Why a stretch may not be quoted in the report, or ``None``. Words of the team alone are never quoted, and have no lock."""
    found = facts.verdict(transcript_id, span, Form.QUOTE, Recipient.REPORT)
    return found.why if isinstance(found, Refused) and found.why is not Why.TEAM_ONLY else None


def locked_turns(desk: Desk, transcript_id: TranscriptId) -> Mapping[int, Why]:
    """The turns of a transcript that may not be quoted, by number, with the reason."""
    with desk.reading() as look:
        here = opened(look, transcript_id)
        facts = facts_of(look, [here])
    found = ((turn.number, lock_on(facts, transcript_id, turn.span)) for turn in here.body.turns)
    return {number: why for number, why in found if why is not None}
