"""Participant and Consent: who told their story, and what they allow to be done with it.

The consent record follows the project's method page (section 4.2): a missing value means the most restrictive one.
"""

from __future__ import annotations

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


def may_be_quoted(participant: Participant | None, consent: Consent | None) -> bool:
    """Whether a speaker's words may be quoted in a report: no known person or no record of consent means no."""
    if participant is None or consent is None or participant.withdrawn_on is not None:
        return False
    return consent.allows_verbatim_quotes
