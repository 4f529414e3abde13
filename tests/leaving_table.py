"""What may leave to whom, written by hand from the method's consent record, for every answer a participant can give.

One letter for each form: F findings, G aggregated figures, P paraphrase, Q quote with pseudonym, N quote with name, C codings
without text, T transcript, E everything. The transcript counts as checked for identifiers.
"""

from __future__ import annotations

from itertools import product

from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import ConsentId, ParticipantId
from workbench.domain.participant import Consent, FutureUse, QuoteUse, RepositoryShare, SponsorShare

LETTERS = {
    Form.FINDINGS: "F",
    Form.FIGURES: "G",
    Form.PARAPHRASE: "P",
    Form.QUOTE: "Q",
    Form.QUOTE_NAMED: "N",
    Form.CODINGS: "C",
    Form.TRANSCRIPT: "T",
    Form.EVERYTHING: "E",
}
_QUOTES = ("none", "paraphrase", "verbatim_pseudonym", "verbatim_named")
_COLUMNS: dict[Recipient, tuple[str, dict[str, tuple[str, str, str, str]]]] = {
    # For each recipient: the answer that names it, and for each value of it what may leave with each answer about quotes:
    #                                    none   paraphrase  pseudonym   named
    Recipient.TEAM: ("", {"": ("FGPQNCTE", "FGPQNCTE", "FGPQNCTE", "FGPQNCTE")}),
    Recipient.PARTICIPANTS: ("", {"": ("FG", "FGP", "FGPQ", "FGPQN")}),
    Recipient.REPORT: ("", {"": ("FG", "FGP", "FGPQ", "FGPQN")}),
    Recipient.SPONSOR: (
        "sponsor_share",
        {
            "none": ("", "", "", ""),
            "findings_only": ("FG", "FG", "FG", "FG"),
            "quotes_only": ("FG", "FGP", "FGPQ", "FGPQN"),
            "deidentified_transcript": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
        },
    ),
    Recipient.RESTRICTED_REPOSITORY: (
        "repository_share",
        {
            "none": ("FG", "FG", "FG", "FG"),
            "restricted": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
            "public": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
        },
    ),
    Recipient.PUBLIC_REPOSITORY: (
        "repository_share",
        {
            "none": ("FG", "FG", "FG", "FG"),
            "restricted": ("FG", "FG", "FG", "FG"),
            "public": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
        },
    ),
    Recipient.SAME_TOPIC_STUDY: (
        "future_use",
        {
            "none": ("FG", "FG", "FG", "FG"),
            "same_topic": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
            "health_research": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
        },
    ),
    Recipient.HEALTH_STUDY: (
        "future_use",
        {
            "none": ("FG", "FG", "FG", "FG"),
            "same_topic": ("FG", "FG", "FG", "FG"),
            "health_research": ("FGC", "FGPC", "FGPQCT", "FGPQNCT"),
        },
    ),
}


def every_consent() -> list[Consent]:
    """A consent for every combination of the answers that say what may leave."""
    answers = product(QuoteUse, SponsorShare, RepositoryShare, FutureUse)
    return [
        Consent(
            ConsentId(f"c{number}"),
            ParticipantId(f"p{number}"),
            quote_use=quote,
            sponsor_share=sponsor,
            repository_share=repository,
            future_use=future,
        )
        for number, (quote, sponsor, repository, future) in enumerate(answers)
    ]


def expected(consent: Consent, recipient: Recipient) -> str:
    """The letters of the forms in which something of this person may go to a recipient."""
    answer, rows = _COLUMNS[recipient]
    row = rows[getattr(consent, answer).value if answer else ""]
    return row[_QUOTES.index(consent.quote_use.value)]
