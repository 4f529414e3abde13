"""One function decides what may leave; here is every answer of a consent form against every form and recipient."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.leaving_table import LETTERS, every_consent, expected
from workbench.domain.exit import Form, Recipient
from workbench.domain.leaving import CLEARED_BY, REASONS, Allowed, Condition, Refused, Voice, Why, may_leave
from workbench.domain.participant import QuoteUse

OPEN = every_consent()[-1]
LEAST = every_consent()[0]


def letters(voices: list[Voice], recipient: Recipient, *, checked: bool = True) -> str:
    return "".join(
        letter
        for form, letter in LETTERS.items()
        if isinstance(may_leave(form, recipient, voices, checked=checked), Allowed)
    )


@pytest.mark.parametrize("recipient", Recipient, ids=lambda one: one.value)
def test_every_consent_lets_out_exactly_what_the_table_says(recipient: Recipient) -> None:
    found = {consent.id: letters([Voice("P01", consent)], recipient) for consent in every_consent()}

    assert found == {consent.id: expected(consent, recipient) for consent in every_consent()}


@pytest.mark.parametrize("recipient", Recipient, ids=lambda one: one.value)
def test_a_missing_record_counts_as_the_least_of_every_answer(recipient: Recipient) -> None:
    assert letters([Voice("P01")], recipient) == expected(LEAST, recipient)
    assert letters([Voice()], recipient) == expected(LEAST, recipient)


@pytest.mark.parametrize("recipient", Recipient, ids=lambda one: one.value)
@pytest.mark.parametrize("order", [1, -1])
def test_in_a_group_the_most_restrictive_of_its_speakers_decides(recipient: Recipient, order: int) -> None:
    for consent in every_consent():
        heard = [Voice("P01", OPEN), Voice("P02", consent), Voice("P03", OPEN)][::order]

        assert letters(heard, recipient) == expected(consent, recipient)


@pytest.mark.parametrize("recipient", Recipient, ids=lambda one: one.value)
def test_who_has_withdrawn_is_in_nothing_but_the_teams_own_backup(recipient: Recipient) -> None:
    assert letters([Voice("P01", OPEN, withdrawn=True)], recipient) == ("E" if recipient is Recipient.TEAM else "")


@pytest.mark.parametrize("recipient", Recipient, ids=lambda one: one.value)
@pytest.mark.parametrize("approved", Recipient, ids=lambda one: one.value)
def test_data_of_a_community_go_only_where_it_approved(recipient: Recipient, approved: Recipient) -> None:
    governed = Voice("P06", OPEN, community_governed=True, approved_for=frozenset({approved}))

    if recipient is approved:
        assert letters([governed], recipient) == expected(OPEN, recipient)
    else:
        assert letters([governed], recipient) == ("E" if recipient is Recipient.TEAM else "")


def test_an_approval_of_the_community_does_not_widen_the_persons_own_consent() -> None:
    governed = Voice("P06", LEAST, community_governed=True, approved_for=frozenset(Recipient))

    assert letters([governed], Recipient.REPORT) == expected(LEAST, Recipient.REPORT)


@pytest.mark.parametrize(
    ("recipient", "before", "after"),
    [
        (Recipient.TEAM, "FGPQNCTE", "FGPQNCTE"),
        (Recipient.PARTICIPANTS, "FGPQN", "FGPQN"),
        (Recipient.REPORT, "FGPQN", "FGPQN"),
        (Recipient.SPONSOR, "FGPC", "FGPQNCT"),
        (Recipient.RESTRICTED_REPOSITORY, "FGPC", "FGPQNCT"),
        (Recipient.PUBLIC_REPOSITORY, "FGPC", "FGPQNCT"),
        (Recipient.SAME_TOPIC_STUDY, "FGPC", "FGPQNCT"),
        (Recipient.HEALTH_STUDY, "FGPC", "FGPQNCT"),
    ],
)
def test_words_go_far_only_after_identifiers_were_checked(recipient: Recipient, before: str, after: str) -> None:
    assert letters([Voice("P01", OPEN)], recipient, checked=False) == before
    assert letters([Voice("P01", OPEN)], recipient, checked=True) == after


def test_words_for_the_report_from_an_unchecked_transcript_come_with_a_condition() -> None:
    found = may_leave(Form.QUOTE, Recipient.REPORT, [Voice("P01", OPEN)])

    assert found == Allowed((Condition.CHECK_IDENTIFIERS,))


def test_who_wants_to_see_quotes_first_is_named_as_a_condition() -> None:
    asks = Voice("P03", replace(OPEN, quote_review_wanted=True))

    assert may_leave(Form.QUOTE, Recipient.REPORT, [asks], checked=True) == Allowed((Condition.SHOW_FIRST,))
    assert may_leave(Form.FINDINGS, Recipient.REPORT, [asks], checked=True) == Allowed()


def test_words_of_facilitators_alone_leave_for_nobody_but_the_team() -> None:
    assert may_leave(Form.QUOTE, Recipient.REPORT, []) == Refused(Why.TEAM_ONLY)
    assert isinstance(may_leave(Form.QUOTE, Recipient.TEAM, []), Allowed)


@pytest.mark.parametrize(
    ("voice", "why"),
    [
        (Voice(), Why.UNLINKED),
        (Voice("P01"), Why.NO_CONSENT),
        (Voice("P01", LEAST), Why.CONSENT_SAYS_NO),
        (Voice("P01", replace(OPEN, quote_use=QuoteUse.PARAPHRASE)), Why.CONSENT_SAYS_NO),
        (Voice("P01", OPEN, withdrawn=True), Why.WITHDRAWN),
        (Voice("P01", OPEN, community_governed=True), Why.NO_APPROVAL),
    ],
)
def test_a_refusal_says_why_because_of_whom_and_what_would_clear_it(voice: Voice, why: Why) -> None:
    found = may_leave(Form.QUOTE, Recipient.REPORT, [Voice("P09", OPEN), voice])

    assert isinstance(found, Refused)
    assert (found.why, found.who) == (why, voice.who)
    assert REASONS[why] in found.reason
    assert found.cleared_by == CLEARED_BY[why]


def test_every_reason_has_words_and_a_way_out() -> None:
    assert set(REASONS) == set(CLEARED_BY) == set(Why)
