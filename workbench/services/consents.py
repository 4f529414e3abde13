"""What participants agreed to, version by version, and what their communities approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workbench.domain.approval import Approval
from workbench.domain.attribute import iso_date
from workbench.domain.exit import Recipient
from workbench.domain.ids import ApprovalId, ConsentId, ParticipantId, new_id
from workbench.domain.participant import Consent, Participant, newest_of_each
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk
from workbench.services.people import participant_in

SOON = 14  # days before a date at which it is worth a reminder


def new_consent_id() -> ConsentId:
    """An id for a consent record."""
    return ConsentId(new_id())


def record_consent(desk: Desk, consent: Consent) -> Consent:
    """Keep what a participant agreed to, as a new version. Earlier versions stay; the newest counts."""
    with desk.deed("record consent", Right.MANAGE_PEOPLE) as deed:
        return put_consent(deed, consent)


def put_consent(deed: Deed, consent: Consent) -> Consent:
    """The same inside an act that is under way. The moment is noted here."""
    person = participant_in(deed, consent.participant_id)
    if deed.uow.consents.find(consent.id) is not None:
        raise RuleError("This record is there already. A change is a new record, so that the old one can be read.")
    kept = replace(
        consent,
        consent_version=make_text(consent.consent_version).strip(),
        signed_on=_day(consent.signed_on, "signed on"),
        withdraw_until=_day(consent.withdraw_until, "withdraw until"),
        notes=make_text(consent.notes).strip(),
        recorded_at=deed.at,
    )
    if kept.signed_on is not None and kept.signed_on > deed.at[:10]:
        raise RuleError(
            f"The consent of {person.label} cannot be signed on {kept.signed_on}: that day is still to come."
        )
    before = deed.uow.consents.of_participant(person.id)
    if kept.signed_on is None and any(one.signed_on for one in before):
        raise RuleError(
            f"Say on which day {person.label} signed. There is a record with a day, and without one this would count as older."
        )
    deed.uow.consents.save(kept)
    return kept


def _day(text: str | None, what: str) -> str | None:
    if text is None or not text.strip():
        return None
    found = iso_date(text)
    if found is None:
        raise RuleError(
            f"“{text.strip()[:30]}” is not a date for “{what}”. Write it as year-month-day, such as 2024-03-12."
        )
    return found


def consents_of(desk: Desk, participant_id: ParticipantId) -> list[Consent]:
    """The versions of one participant's consent, the oldest first; the last one counts."""
    with desk.reading() as look:
        participant_in(look, participant_id)
        return look.uow.consents.of_participant(participant_id)


def newest_consents(desk: Desk) -> dict[ParticipantId, Consent]:
    """The consent of each participant that counts now."""
    with desk.reading() as look:
        return newest_of_each(look.uow.consents.of_project(desk.project_id))


def list_approvals(desk: Desk) -> list[Approval]:
    """What communities have approved, the oldest first."""
    with desk.reading() as look:
        return look.uow.approvals.of_project(desk.project_id)


def record_approval(
    desk: Desk,
    *,
    body: str,
    given_on: str,
    covers: Iterable[Recipient],
    purpose: str,
    participant_id: ParticipantId | None = None,
    until: str | None = None,
) -> Approval:
    """Keep that a community said yes: who, when, to what. Without ``participant_id`` it counts for all data it governs."""
    with desk.deed("record approval", Right.MANAGE_PEOPLE) as deed:
        if participant_id is not None and not participant_in(deed, participant_id).community_governed:
            raise RuleError("The data of this participant are not governed by a community. Say so first.")
        given = _day(given_on, "given on")
        if given is None or given > deed.at[:10]:
            raise RuleError("Say on which day the approval was given. It cannot be a day to come.")
        approval = Approval(
            id=ApprovalId(new_id()),
            project_id=desk.project_id,
            body=" ".join(make_text(body).split()),
            given_on=given,
            covers=tuple(recipient for recipient in Recipient if recipient in set(covers)),
            purpose=make_text(purpose).strip(),
            participant_id=participant_id,
            until=_day(until, "until"),
        )
        deed.uow.approvals.save(approval)
    return approval


def end_approval(desk: Desk, approval_id: ApprovalId) -> Approval:
    """The community has taken its yes back: from today nothing more leaves by it."""
    with desk.deed("end approval", Right.MANAGE_PEOPLE) as deed:
        approval = deed.uow.approvals.find(approval_id)
        if approval is None or approval.project_id != deed.project_id:
            raise NotFoundError("approval", approval_id)
        ended = replace(approval, ended_on=deed.at[:10])
        deed.uow.approvals.save(ended)
    return ended


@dataclass(frozen=True)
class Reminder:
    """Something about a person's consent that the team should look at. ``day`` is the date it is about, where there is one."""

    participant: Participant
    about: str  # the end of a phrase's name: "no_record", "not_signed", "not_recorded", "deadline", "no_approval"
    day: str = ""


def reminders(desk: Desk) -> list[Reminder]:
    """What is missing in the records, and which dates come near, by participant."""
    with desk.reading() as look:
        people = look.uow.participants.of_project(desk.project_id)
        newest = newest_of_each(look.uow.consents.of_project(desk.project_id))
        approvals = look.uow.approvals.of_project(desk.project_id)
    today = desk.clock()[:10]
    soon = (date.fromisoformat(today) + timedelta(days=SOON)).isoformat()
    found = []
    for person in people:
        if person.withdrawn_on is not None:
            continue
        consent = newest.get(person.id)
        if consent is None:
            found.append(Reminder(person, "no_record"))
        else:
            if consent.signed_on is None:
                found.append(Reminder(person, "not_signed"))
            if not consent.recorded:
                found.append(Reminder(person, "not_recorded"))
            if consent.withdraw_until and today <= consent.withdraw_until <= soon:
                found.append(Reminder(person, "deadline", consent.withdraw_until))
        approved = any(one.allows(to, person.id, on=today) for one in approvals for to in Recipient)
        if person.community_governed and not approved:
            found.append(Reminder(person, "no_approval"))
    return found
