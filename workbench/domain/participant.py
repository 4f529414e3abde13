"""Participant and Consent: who told their story, and what they allow to be done with it.

The consent record follows the project's method page (section 4.2): a missing value means the most restrictive one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.domain.ids import ConsentId, ParticipantId, ProjectId


class QuoteUse(StrEnum):
    """How a participant's words may be quoted, from least to most."""

    NONE = "none"
    PARAPHRASE = "paraphrase"
    VERBATIM_PSEUDONYM = "verbatim_pseudonym"
    VERBATIM_NAMED = "verbatim_named"


class SponsorShare(StrEnum):
    """What of a participant may go to the sponsor, from least to most."""

    NONE = "none"
    FINDINGS_ONLY = "findings_only"
    QUOTES_ONLY = "quotes_only"
    DEIDENTIFIED_TRANSCRIPT = "deidentified_transcript"


class RepositoryShare(StrEnum):
    """Whether a participant's data may be kept in a repository, from least to most."""

    NONE = "none"
    RESTRICTED = "restricted"
    PUBLIC = "public"


class FutureUse(StrEnum):
    """Whether later studies may use the data, from least to most."""

    NONE = "none"
    SAME_TOPIC = "same_topic"
    HEALTH_RESEARCH = "health_research"


@dataclass(frozen=True, slots=True)
class Consent:
    """What one participant has agreed to, by one version of the form. Every default is the most restrictive."""

    id: ConsentId
    participant_id: ParticipantId
    consent_version: str = ""
    signed_on: str | None = None
    recorded: bool = False
    quote_use: QuoteUse = QuoteUse.NONE
    quote_review_wanted: bool = False
    sponsor_share: SponsorShare = SponsorShare.NONE
    repository_share: RepositoryShare = RepositoryShare.NONE
    future_use: FutureUse = FutureUse.NONE
    recontact: bool = False
    withdraw_until: str | None = None
    focus_group_limits_explained: bool = False
    notes: str = ""
    recorded_at: str = ""  # when it was written down here; empty in records from before this was kept

    @property
    def age(self) -> tuple[str, tuple[tuple[int, str], ...], str, str]:
        """What puts consents in order, the newest last: the day it was signed, its version, when it was written down.

        A record without a day counts as the oldest. Versions are compared as people read them: 1.9 before 1.10.
        """
        parts = re.findall(r"\d+|\D+", self.consent_version)
        version = tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)
        return self.signed_on or "", version, self.recorded_at, self.id

    @property
    def allows_verbatim_quotes(self) -> bool:
        """Whether the participant's own words may stand in a report."""
        return self.quote_use in (QuoteUse.VERBATIM_PSEUDONYM, QuoteUse.VERBATIM_NAMED)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who took part, known by an id such as P07 and a pseudonym, never by a name."""

    id: ParticipantId
    project_id: ProjectId
    label: str
    pseudonym: str
    attributes: dict[str, str] = field(default_factory=dict)
    withdrawn_on: str | None = None
    community_governed: bool = False
    pseudonym_chosen: bool = False  # by the participant, not by the team


def fits(person: Participant, wanted: Mapping[str, str]) -> bool:
    """Whether a participant has all of some attributes' values.

    >>> fits(Participant(ParticipantId("p"), ProjectId("s"), "P01", "Maple", {"region": "rural"}), {"region": "rural"})
    True
    """
    return all(person.attributes.get(name) == value for name, value in wanted.items())


def newest_of_each(consents: Iterable[Consent]) -> dict[ParticipantId, Consent]:
    """The consent of each participant that counts now: the newest (see :attr:`Consent.age`)."""
    return {consent.participant_id: consent for consent in sorted(consents, key=lambda one: one.age)}
