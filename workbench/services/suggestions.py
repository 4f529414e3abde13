"""Suggestions: asking the engine, showing what it said, and what a person made of it.

The engine runs in a process of its own and learns from what :mod:`workbench.services.suggestion_study` lets it see.
What it proposes lies in a table of its own and is never a coding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId, ReviewId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.suggestion import Review, Suggestion, Verdict
from workbench.errors import NotFoundError, RuleError
from workbench.nlp.continuing import continued_codes
from workbench.nlp.values import Suggested
from workbench.processes import ChildProcess
from workbench.services.codings import put_coding
from workbench.services.desk import Deed, Desk, Look
from workbench.services.suggestion_study import PASSAGES, Study, is_usable, own_codings
from workbench.services.transcripts import OpenTranscript, opened

if TYPE_CHECKING:
    from workbench.nlp.evaluate import Evaluation

_WORKER = "workbench.nlp.worker:suggest_in_child"
_RATER = "workbench.nlp.worker:evaluate_in_child"
_FORGETTER = "workbench.nlp.worker:forget"


@dataclass(frozen=True)
class Proposals:
    """What the engine said: suggestions, most certain first in each transcript, and where it stays silent and why."""

    suggestions: tuple[Suggestion, ...]
    silent: Mapping[str, str]  # code label -> reason in plain words
    model: str


def propose(
    desk: Desk,
    models: ChildProcess,
    *,
    transcript_id: TranscriptId | None = None,
    code_id: CodeId | None = None,
    at_most: int = 3,
) -> Proposals:
    """Suggestions for the passages this person has not coded yet, with reasons; stores nothing.

    What the person has reviewed before does not come back.
    """
    with desk.reading(Right.CODE) as look:
        study = Study.of(look)
    wanted = [
        unit.id
        for unit in study.units
        if unit.id not in study.own_coded and transcript_id in (None, unit.transcript_id)
    ]
    if not wanted or not study.codes:
        return Proposals((), {}, "")
    answer: Suggested = models.call(
        _WORKER, study.descriptions, study.passages(), study.labels(), wanted, at_most=len(study.codes)
    )
    return Proposals(study.proposals(answer, code_id=code_id, at_most=at_most), study.silent(answer), answer.model)


@dataclass(frozen=True)
class Rating:
    """How well the engine does on codings that it had not seen, and what the codes in it are called."""

    found: Evaluation
    labels: Mapping[str, str]


def rate(desk: Desk, models: ChildProcess, *, whole_team: bool = False) -> Rating:
    """How well suggestions do on this person's codings, or the whole team's, held out by transcript; stores nothing."""
    with desk.reading(Right.CODE) as look:
        study = Study.of(look, whole_team=whole_team)
    found: Evaluation = models.call(_RATER, study.descriptions, study.passages(), study.labels())
    return Rating(found, {code.id: code.label for code in study.codes})


def refresh(desk: Desk, models: ChildProcess) -> Proposals:
    """Ask the engine again and keep what it said as this person's current suggestions."""
    found = propose(desk, models)
    with desk.store.writing() as uow:
        uow.suggestions.replace(desk.project_id, desk.actor, found.suggestions)
    return found


def continuing(desk: Desk, transcript_id: TranscriptId, position: int) -> list[Suggestion]:
    """The codes of this person's turn before the one at ``position`` that may go on ("continues Waiting?"); stores nothing.

    They come from this person's own codings and habits alone. Never ask this for a coder in a blind round, nor before the person has
    finished the turn: the caller sees to both.
    """
    with desk.reading(Right.CODE) as look:
        study = Study.of(look, only=transcript_id)
    here = next((unit for unit in study.units if unit.start <= position < unit.end), None)
    if here is None:
        return []
    return study.continued(continued_codes(study.passages(), study.own_labels(), here.id))


def forget(models: ChildProcess) -> None:
    """Let go of every text and model kept at hand, here and in the child process, as a withdrawal must."""
    PASSAGES.forget()
    models.call(_FORGETTER)


def current(desk: Desk, *, transcript_id: TranscriptId | None = None) -> list[Suggestion]:
    """The suggestions kept for this person that were not reviewed since and whose code is still in use."""
    with desk.reading(Right.CODE) as look:
        return _current(look, desk.actor, transcript_id)


def _current(look: Look | Deed, actor: str, transcript_id: TranscriptId | None) -> list[Suggestion]:
    uow = look.uow
    reviewed = {review.suggestion_id for review in uow.reviews.of_project(look.project.id) if review.reviewer == actor}
    usable = {code.id for code in uow.codes.of_project(look.project.id) if is_usable(code)}
    coded = {(c.transcript_id, c.code_id, c.start, c.end) for c in own_codings(look, actor)}
    return [
        suggestion
        for suggestion in uow.suggestions.of(look.project.id, actor, transcript_id)
        if suggestion.id not in reviewed
        and suggestion.code_id in usable
        and (suggestion.transcript_id, suggestion.code_id, suggestion.span.start, suggestion.span.end) not in coded
    ]


def accept(desk: Desk, suggestion_id: str, *, span: Span | None = None) -> Coding:
    """Make a suggestion a coding of one's own, at its place or at another; it stays marked as once suggested."""
    with desk.deed("accept suggestion", Right.CODE) as deed:
        suggestion = _kept(deed, suggestion_id)
        here = opened(deed, suggestion.transcript_id)
        verdict = Verdict.ACCEPTED if span is None or span == suggestion.span else Verdict.ADJUSTED
        review = put_review(deed, here, suggestion_id, verdict)
        return put_coding(
            deed,
            here,
            span or suggestion.span,
            suggestion.code_id,
            coding_id=CodingId(new_id()),
            review_id=review.id,
        )


def reject(desk: Desk, suggestion_id: str) -> Review:
    """Turn a suggestion down; it does not come back."""
    with desk.deed("reject suggestion", Right.CODE) as deed:
        suggestion = _kept(deed, suggestion_id)
        return put_review(deed, opened(deed, suggestion.transcript_id), suggestion_id, Verdict.REJECTED)


def put_review(deed: Deed, here: OpenTranscript, suggestion_id: str, verdict: Verdict) -> Review:
    """Note a verdict, with what the machine had said, inside an act that is under way."""
    suggestion = _kept(deed, suggestion_id)
    if suggestion.transcript_id != here.transcript.id:
        raise NotFoundError("suggestion", suggestion_id)
    review = Review(
        id=ReviewId(new_id()),
        project_id=deed.project_id,
        transcript_id=here.transcript.id,
        suggestion_id=suggestion_id,
        code_id=suggestion.code_id,
        start=suggestion.span.start,
        end=suggestion.span.end,
        reviewer=deed.actor,
        verdict=verdict,
        confidence=suggestion.confidence,
        band=suggestion.band,
        because=suggestion.because,
        model=suggestion.model,
        reviewed_at=deed.at,
    )
    deed.uow.reviews.save(review)
    return review


def _kept(deed: Deed, suggestion_id: str) -> Suggestion:
    found = next((s for s in _current(deed, deed.actor, None) if s.id == suggestion_id), None)
    if found is None:
        raise RuleError("This suggestion was reviewed already, or is out of date. Look at the new ones.")
    return found


@dataclass(frozen=True)
class ReviewCounts:
    """How many proposals people reviewed, and what they made of them."""

    accepted: int
    adjusted: int
    rejected: int
    unsure: int

    @property
    def all(self) -> int:
        return self.accepted + self.adjusted + self.rejected + self.unsure


def review_counts(desk: Desk) -> ReviewCounts:
    """The team's verdicts so far."""
    with desk.reading() as look:
        verdicts = [review.verdict for review in look.uow.reviews.of_project(desk.project_id)]
    return ReviewCounts(
        verdicts.count(Verdict.ACCEPTED),
        verdicts.count(Verdict.ADJUSTED),
        verdicts.count(Verdict.REJECTED),
        verdicts.count(Verdict.UNSURE),
    )
