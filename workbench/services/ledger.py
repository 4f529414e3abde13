"""The ledger of what left the team. Every exit notes what it hands out, before it hands it out; no line is ever changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from workbench.domain.ids import DepartureId, ParticipantId, TranscriptId, new_id
from workbench.domain.ledger import Departure
from workbench.domain.project import Right
from workbench.domain.snapshot import Snapshot
from workbench.domain.text import make_text
from workbench.errors import RuleError
from workbench.services.desk import Deed, Desk
from workbench.store.unit_of_work import HAND_OUT


def record(
    desk: Desk,
    *,
    what: str,
    form: str,
    recipient: str,
    content: bytes,
    participants: Iterable[ParticipantId],
    transcripts: Iterable[TranscriptId] = (),
    right: Right = Right.REPORT,
) -> Departure:
    """Note that something leaves: call it with the very bytes that leave, and hand them out only if it comes back.

    ``what`` and ``form`` are plain words (“report draft”, “quotes with pseudonyms”); ``participants`` are those whose
    words are in it, by which a withdrawal finds whom to write to.
    """
    with desk.deed(HAND_OUT, right) as deed:
        return put_departure(
            deed,
            what=what,
            form=form,
            recipient=recipient,
            content=content,
            participants=participants,
            transcripts=transcripts,
        )


def put_departure(
    deed: Deed,
    *,
    what: str,
    form: str,
    recipient: str,
    content: bytes,
    participants: Iterable[ParticipantId],
    transcripts: Iterable[TranscriptId] = (),
) -> Departure:
    """The same inside an act that is under way."""
    to = make_text(recipient).strip()
    if not to:
        raise RuleError("Say who receives this, so that they can be told when a participant withdraws.")
    departure = Departure(
        id=DepartureId(new_id()),
        project_id=deed.project_id,
        at=deed.at,
        by=deed.actor,
        what=what,
        form=form,
        recipient=to,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        participants=tuple(sorted(set(participants))),
        transcripts=tuple(sorted(set(transcripts))),
    )
    deed.uow.departures.save(departure)
    return departure


def departures(desk: Desk, *, holding: ParticipantId | None = None) -> list[Departure]:
    """What left so far, oldest first; of one person's words if asked."""
    with desk.reading() as look:
        found = look.uow.departures.of_project(desk.project_id)
    return [one for one in found if holding is None or one.holds(holding)]


def heard_in(snapshot: Snapshot) -> tuple[ParticipantId, ...]:
    """The participants who speak in the transcripts of a snapshot and have not withdrawn: the most that an export of it holds."""
    ids = {
        speaker.participant_id
        for speaker in snapshot.speakers.values()
        if speaker.role.is_data and speaker.participant_id is not None
    }
    staying = {person.id for person in snapshot.participants if person.withdrawn_on is None}
    return tuple(sorted(ids & staying))
