"""Decision and AgreedCoding: what a team settled about a passage by talking, and the codings that came of it.

Agreed codings are a layer of their own. The codings that were talked about stay as their coders made them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.coding import Coding
from workbench.domain.ids import AgreedCodingId, CodeId, CodingId, DecisionId, ProjectId, RevisionId, TranscriptId
from workbench.domain.span import Span

THE_TEAM = "the team"
"""Stands for the coder of an agreed coding."""


class Outcome(StrEnum):
    """How a difference between coders was settled (method.md 2.10)."""

    KEEP_ONE = "keep one"
    KEEP_BOTH = "keep both"  # or all, where more than two had coded
    NEW_CODE = "new code"
    NO_CODE = "no code"  # none of these codes belongs here
    RECODE_LATER = "recode later"
    AGREE_TO_DIFFER = "agree to differ"
    KEEP_FIRST = "keep the first"  # written down before a decision named the person whose coding stands
    KEEP_SECOND = "keep the second"

    @property
    def settles(self) -> bool:
        """Whether the agreed codings, or that there are none, now say what this passage is about."""
        return self in (Outcome.KEEP_ONE, Outcome.KEEP_BOTH, Outcome.NEW_CODE, Outcome.NO_CODE)


class Layer(StrEnum):
    """Which codings the findings of a study rest on."""

    OWN = "own"  # everybody's own codings
    AGREED = "agreed"  # what was agreed where the team settled a passage, and everybody's own codings everywhere else


OUTCOMES = (
    Outcome.KEEP_ONE,
    Outcome.KEEP_BOTH,
    Outcome.NEW_CODE,
    Outcome.NO_CODE,
    Outcome.RECODE_LATER,
    Outcome.AGREE_TO_DIFFER,
)
"""The outcomes that a talk can have today."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a team settled about a passage, and why: the log of a talk.

    ``about`` are the codings that lay on the table. A coding that is not among them was made since and is open. ``redefined`` are
    the codes whose entry was written or changed in the same act; ``new_code_id`` is the one made in it.
    """

    id: DecisionId
    project_id: ProjectId
    transcript_id: TranscriptId
    start: int
    end: int
    people: tuple[str, ...]  # who talked it over
    outcome: Outcome
    reason: str
    decided_at: str
    decided_by: str = ""
    quote: str = ""
    about: tuple[CodingId, ...] = ()
    kept: tuple[str, ...] = ()  # whose codings stand
    redefined: tuple[CodeId, ...] = ()
    new_code_id: CodeId | None = None
    replaced_by: DecisionId | None = None  # the same codings were talked over again

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_last_word(self) -> bool:
        """Whether the team has not talked these codings over again since."""
        return self.replaced_by is None

    def covers(self, codings: Iterable[CodingId]) -> bool:
        """Whether every one of these codings lay on the table."""
        return set(codings) <= set(self.about)


@dataclass(frozen=True, slots=True)
class AgreedCoding:
    """A code on a place, as a team agreed. ``quote`` repeats the words that stand there."""

    id: AgreedCodingId
    project_id: ProjectId
    decision_id: DecisionId
    transcript_id: TranscriptId
    code_id: CodeId
    start: int
    end: int
    quote: str
    agreed_at: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def stands_in(self, text: str) -> bool:
        """Whether its words still stand at its place. Where a correction changed them beyond doubt, it counts no more."""
        return self.span.text_in(text) == self.quote

    def repeats(self, coding: Coding) -> bool:
        """Whether a coding says the same: this code, on words of this place."""
        return (
            coding.transcript_id == self.transcript_id
            and coding.code_id == self.code_id
            and self.span.overlaps(coding.span)
        )

    def as_coding(self) -> Coding:
        """The same as a coding by the team, for what reads codings."""
        return Coding(
            id=CodingId(self.id),
            project_id=self.project_id,
            transcript_id=self.transcript_id,
            revision_id=RevisionId(""),
            code_id=self.code_id,
            coder=THE_TEAM,
            start=self.start,
            end=self.end,
            quote=self.quote,
            created_at=self.agreed_at,
        )


def settled_codings(
    codings: Iterable[Coding], decisions: Iterable[Decision], agreed: Iterable[AgreedCoding]
) -> dict[CodingId, bool]:
    """The codings that the team has settled, and whether they stand: the same code was agreed on, on words of theirs."""
    settling = {name: one.id for one in decisions if one.outcome.settles and one.is_last_word for name in one.about}
    by_decision: dict[DecisionId, list[AgreedCoding]] = {}
    for one in agreed:
        by_decision.setdefault(one.decision_id, []).append(one)
    return {
        coding.id: any(one.repeats(coding) for one in by_decision.get(settling[coding.id], ()))
        for coding in codings
        if coding.id in settling
    }


def agreed_anew(codings: Iterable[Coding], agreed: Iterable[AgreedCoding]) -> list[Coding]:
    """What was agreed and nobody had coded so, such as a new code: as codings by the team."""
    by_code: dict[tuple[TranscriptId, CodeId], list[Coding]] = {}
    for coding in codings:
        by_code.setdefault((coding.transcript_id, coding.code_id), []).append(coding)
    return [
        one.as_coding()
        for one in agreed
        if not any(one.repeats(coding) for coding in by_code.get((one.transcript_id, one.code_id), ()))
    ]


def agreed_layer(
    codings: Iterable[Coding], decisions: Iterable[Decision], agreed: Iterable[AgreedCoding]
) -> list[Coding]:
    """One reading of a study: what was agreed where the team settled a passage, and everybody's codings everywhere else."""
    settled = {name for one in decisions if one.outcome.settles and one.is_last_word for name in one.about}
    return [*(one for one in codings if one.id not in settled), *(one.as_coding() for one in agreed)]
