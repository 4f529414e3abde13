"""Why a passage may not be quoted, one reason for each: the first that holds."""

from __future__ import annotations

from enum import StrEnum

from workbench.domain.coding import Coding
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Speaker


class Reason(StrEnum):
    """What stands against a quotation."""

    TEAM_ONLY = "team_only"
    UNLINKED = "unlinked"
    WITHDRAWN = "withdrawn"
    NO_CONSENT = "no_consent"
    CONSENT_SAYS_NO = "consent_says_no"


def why_not_quotable(snapshot: Snapshot, coding: Coding) -> Reason | None:
    """The reason, or ``None`` where the passage may be quoted; ``snapshot.quotable`` decides, this explains."""
    if snapshot.quotable(coding):
        return None
    voices = [speaker for speaker in snapshot.speakers_of(coding) if speaker.role.is_data]
    if not voices:
        return Reason.TEAM_ONLY if snapshot.speakers_of(coding) else Reason.UNLINKED
    reasons = [_reason(snapshot, voice) for voice in voices]
    return next(reason for reason in Reason if reason in reasons)


def _reason(snapshot: Snapshot, voice: Speaker) -> Reason | None:
    person = snapshot.participant_of(voice)
    if person is None:
        return Reason.UNLINKED
    if person.withdrawn_on is not None:
        return Reason.WITHDRAWN
    consent = snapshot.consent_of.get(person.id)
    if consent is None:
        return Reason.NO_CONSENT
    return None if consent.allows_verbatim_quotes else Reason.CONSENT_SAYS_NO
