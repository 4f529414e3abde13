"""Form and Recipient: in what shape something leaves the project, and who gets it."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """In what shape something of the study leaves."""

    FINDINGS = "findings"  # themes and claims in the team's own words
    FIGURES = "aggregated figures"  # counts of people and mentions, small cells suppressed
    PARAPHRASE = "paraphrase"  # what one person meant, in the team's words
    QUOTE = "quote with pseudonym"
    QUOTE_NAMED = "quote with name"
    CODINGS = "codings without text"  # one row a coding: who, where, which code
    TRANSCRIPT = "transcript"  # whole turns; outside the team only after de-identification was checked
    EVERYTHING = "everything"  # a backup: all tables, private notes too

    @property
    def holds_words(self) -> bool:
        """Whether a participant's own words are in it."""
        return self in (Form.QUOTE, Form.QUOTE_NAMED, Form.TRANSCRIPT, Form.EVERYTHING)

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it speaks of the group, so that no one person is seen in it."""
        return self in (Form.FINDINGS, Form.FIGURES)


class Recipient(StrEnum):
    """Who gets it."""

    TEAM = "team"  # for the team's own work, under its ethics approval
    PARTICIPANTS = "participants"  # brought back in REFLECT
    REPORT = "report"  # the report draft, which the team reads before anybody else does
    SPONSOR = "sponsor"
    RESTRICTED_REPOSITORY = "restricted-repository"
    PUBLIC_REPOSITORY = "public-repository"
    SAME_TOPIC_STUDY = "same-topic-study"
    HEALTH_STUDY = "health-study"

    @property
    def in_words(self) -> str:
        """As it stands in a sentence: “the restricted repository”."""
        return f"the {self.value.replace('-', ' ')}"
