"""Participants and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.domain.ids import ConsentId, ParticipantId, new_id
from workbench.domain.participant import Consent, Participant
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk


def add_participant(
    desk: Desk,
    label: str,
    *,
    pseudonym: str,
    attributes: Mapping[str, str] | None = None,
    community_governed: bool = False,
    withdrawn_on: str | None = None,
) -> Participant:
    """A person who took part, under an id such as P07 and a pseudonym."""
    label, pseudonym = make_text(label).strip(), make_text(pseudonym).strip()
    if not label or not pseudonym:
        raise RuleError("A participant needs an id, such as P07, and a pseudonym.")
    with desk.deed("add participant", Right.MANAGE_PEOPLE) as deed:
        if deed.uow.participants.labelled(desk.project_id, label):
            raise RuleError(f"There is already a participant {label}.")
        participant = Participant(
            ParticipantId(new_id()),
            desk.project_id,
            label,
            pseudonym,
            dict(attributes or {}),
            withdrawn_on,
            community_governed,
        )
        deed.uow.participants.save(participant)
    return participant


def list_participants(desk: Desk) -> list[Participant]:
    """All participants, by id."""
    with desk.reading() as look:
        return look.uow.participants.of_project(desk.project_id)


def record_consent(desk: Desk, consent: Consent) -> Consent:
    """Keep what a participant agreed to, as a new version of the record. The id is given here."""
    with desk.deed("record consent", Right.MANAGE_PEOPLE) as deed:
        _mine(deed, consent.participant_id)
        deed.uow.consents.save(consent)
    return consent


def new_consent_id() -> ConsentId:
    """An id for a consent record."""
    return ConsentId(new_id())


def _mine(deed: Deed, participant_id: ParticipantId) -> Participant:
    participant = deed.uow.participants.find(participant_id)
    if participant is None or participant.project_id != deed.project_id:
        raise NotFoundError("participant", participant_id)
    return participant
