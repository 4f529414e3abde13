"""May this leave, in this form, to this recipient? One function decides, from facts alone.

The rules, in the order in which they are asked (``docs/decisions/0009-what-may-leave.md`` gives the reasons):

1. Some forms never go to some recipients: a backup stays with the team, a report holds no transcripts.
2. Who has withdrawn is in nothing. Data that a community governs need its approval, even for a file of the team's own.
3. To the team everything else may go. Passages that may not be quoted are marked in it.
4. Outside the team each person heard in a passage must allow the recipient (``sponsor_share``, ``repository_share``,
   ``future_use``) and, for words and paraphrases, the form (``quote_use``). The most restrictive of them decides; a voice
   that nobody has linked to a participant, and a missing record, count as "none".
5. Words leave for a sponsor, a repository or another study only from a transcript whose identifiers were checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import ConsentId, ParticipantId
from workbench.domain.participant import Consent, FutureUse, QuoteUse, RepositoryShare, SponsorShare


class Why(StrEnum):
    """What stands against it. Where several things do, the first in this order is told."""

    NOT_IN_THIS_FORM = "not_in_this_form"
    TEAM_ONLY = "team_only"
    UNLINKED = "unlinked"
    WITHDRAWN = "withdrawn"
    NO_APPROVAL = "no_approval"
    NO_CONSENT = "no_consent"
    CONSENT_SAYS_NO = "consent_says_no"
    NOT_SHARED = "not_shared"
    NOT_CHECKED = "not_checked"


class Condition(StrEnum):
    """What must still be done although it may leave."""

    SHOW_FIRST = "show_first"
    CHECK_IDENTIFIERS = "check_identifiers"
    KEEP_WITH_TEAM = "keep_with_team"


REASONS: Mapping[Why, str] = {
    Why.NOT_IN_THIS_FORM: "this does not go to this recipient",
    Why.TEAM_ONLY: "no participant is heard here",
    Why.UNLINKED: "nobody has said who speaks",
    Why.WITHDRAWN: "the participant has withdrawn",
    Why.NO_APPROVAL: "the community has not approved this",
    Why.NO_CONSENT: "there is no consent record",
    Why.CONSENT_SAYS_NO: "the consent does not allow these words",
    Why.NOT_SHARED: "the consent does not allow this recipient",
    Why.NOT_CHECKED: "identifiers were not checked by a second person",
}
CLEARED_BY: Mapping[Why, str] = {
    Why.NOT_IN_THIS_FORM: "Choose another form.",
    Why.TEAM_ONLY: "Choose words of a participant.",
    Why.UNLINKED: "Link the speaker to a participant on the page People.",
    Why.WITHDRAWN: "Nothing clears this.",
    Why.NO_APPROVAL: "Record the approval of the community on the page People.",
    Why.NO_CONSENT: "Record the consent on the page People.",
    Why.CONSENT_SAYS_NO: "Ask the participant, and record a new consent.",
    Why.NOT_SHARED: "Ask the participant, and record a new consent.",
    Why.NOT_CHECKED: "Have the transcript checked on the page Identifiers.",
}
_OUTSIDE = frozenset(Recipient) - {Recipient.TEAM}
_DATA = _OUTSIDE - {Recipient.PARTICIPANTS, Recipient.REPORT}
_FOR: Mapping[Form, frozenset[Recipient]] = {
    Form.FINDINGS: frozenset(Recipient),
    Form.FIGURES: frozenset(Recipient),
    Form.PARAPHRASE: frozenset(Recipient),
    Form.QUOTE: frozenset(Recipient),
    Form.QUOTE_NAMED: frozenset(Recipient),
    Form.CODINGS: _DATA | {Recipient.TEAM},
    Form.TRANSCRIPT: _DATA | {Recipient.TEAM},
    Form.EVERYTHING: frozenset({Recipient.TEAM}),
}
_QUOTE: Mapping[Form, frozenset[QuoteUse]] = {
    Form.PARAPHRASE: frozenset(QuoteUse) - {QuoteUse.NONE},
    Form.QUOTE: frozenset({QuoteUse.VERBATIM_PSEUDONYM, QuoteUse.VERBATIM_NAMED}),
    Form.QUOTE_NAMED: frozenset({QuoteUse.VERBATIM_NAMED}),
    Form.TRANSCRIPT: frozenset({QuoteUse.VERBATIM_PSEUDONYM, QuoteUse.VERBATIM_NAMED}),
}
_SPONSOR: Mapping[SponsorShare, frozenset[Form]] = {
    SponsorShare.NONE: frozenset(),
    SponsorShare.FINDINGS_ONLY: frozenset({Form.FINDINGS, Form.FIGURES}),
    SponsorShare.QUOTES_ONLY: frozenset({Form.FINDINGS, Form.FIGURES, Form.PARAPHRASE, Form.QUOTE, Form.QUOTE_NAMED}),
    SponsorShare.DEIDENTIFIED_TRANSCRIPT: frozenset(Form) - {Form.EVERYTHING},
}
_LEAST = Consent(ConsentId(""), ParticipantId(""))


@dataclass(frozen=True, slots=True)
class Voice:
    """What is known of one person who is heard. ``who`` is the label (P07), empty where nobody has said who speaks."""

    who: str = ""
    consent: Consent | None = None
    withdrawn: bool = False
    community_governed: bool = False
    approved_for: frozenset[Recipient] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may leave, once the conditions are met."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not leave: why, because of whom, and what would change that."""

    why: Why
    who: str = ""

    @property
    def reason(self) -> str:
        """The reason in words, with the person's label."""
        return f"{self.who}: {REASONS[self.why]}" if self.who else REASONS[self.why]

    @property
    def cleared_by(self) -> str:
        """What would clear it, as a sentence."""
        return CLEARED_BY[self.why]


Verdict = Allowed | Refused


def may_leave(form: Form, recipient: Recipient, voices: Iterable[Voice], *, checked: bool = False) -> Verdict:
    """Whether something may leave. ``voices`` are the participants heard in it, facilitators left out.

    ``checked`` says that a second person has checked the transcript for identifiers.

    >>> may_leave(Form.QUOTE, Recipient.REPORT, [Voice("P02", Consent(ConsentId("c"), ParticipantId("p")))])
    Refused(why=<Why.CONSENT_SAYS_NO: 'consent_says_no'>, who='P02')
    """
    heard = list(voices)
    if recipient not in _FOR[form]:
        return Refused(Why.NOT_IN_THIS_FORM)
    if form is Form.EVERYTHING:
        return Allowed((Condition.KEEP_WITH_TEAM,))
    if not heard and recipient is not Recipient.TEAM and not form.is_of_the_whole:
        return Refused(Why.TEAM_ONLY)
    refusals = [refusal for voice in heard if (refusal := _against(form, recipient, voice))]
    if not checked and form.holds_words and recipient in _DATA:
        refusals.append(Refused(Why.NOT_CHECKED))
    if refusals:
        return min(refusals, key=lambda refusal: list(Why).index(refusal.why))
    return Allowed(_conditions(form, recipient, heard, checked=checked))


def _against(form: Form, recipient: Recipient, voice: Voice) -> Refused | None:
    """What stands against one person's part."""
    if voice.withdrawn:
        return Refused(Why.WITHDRAWN, voice.who)
    if voice.community_governed and recipient not in voice.approved_for:
        return Refused(Why.NO_APPROVAL, voice.who)
    if recipient is Recipient.TEAM:
        return None
    consent = voice.consent or _LEAST
    if _shared(form, recipient, consent):
        if form not in _QUOTE or consent.quote_use in _QUOTE[form]:
            return None
        against = Why.CONSENT_SAYS_NO
    else:
        against = Why.NOT_SHARED
    if not voice.who:
        return Refused(Why.UNLINKED)
    return Refused(against if voice.consent else Why.NO_CONSENT, voice.who)


def _shared(form: Form, recipient: Recipient, consent: Consent) -> bool:
    """Whether a consent names the recipient, for a form like this."""
    match recipient:
        case Recipient.SPONSOR:
            return form in _SPONSOR[consent.sponsor_share]
        case Recipient.RESTRICTED_REPOSITORY:
            return form.is_of_the_whole or consent.repository_share is not RepositoryShare.NONE
        case Recipient.PUBLIC_REPOSITORY:
            return form.is_of_the_whole or consent.repository_share is RepositoryShare.PUBLIC
        case Recipient.SAME_TOPIC_STUDY:
            return form.is_of_the_whole or consent.future_use is not FutureUse.NONE
        case Recipient.HEALTH_STUDY:
            return form.is_of_the_whole or consent.future_use is FutureUse.HEALTH_RESEARCH
        case _:
            return True


def _conditions(form: Form, recipient: Recipient, heard: list[Voice], *, checked: bool) -> tuple[Condition, ...]:
    if recipient is Recipient.TEAM or not form.holds_words:
        return ()
    wanted = any(voice.consent is not None and voice.consent.quote_review_wanted for voice in heard)
    return tuple(
        condition
        for condition, holds in ((Condition.SHOW_FIRST, wanted), (Condition.CHECK_IDENTIFIERS, not checked))
        if holds
    )
