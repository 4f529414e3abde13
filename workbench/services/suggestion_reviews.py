"""What people make of suggestions: use, use on other words, not this, not sure, never here. One at a time; nothing is accepted in bulk."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.coding import Coding
from workbench.domain.ids import CodingId, ReviewId, new_id
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.suggestion import Review, Verdict, latest_reviews
from workbench.errors import NotFoundError, RuleError
from workbench.services.codings import put_coding
from workbench.services.desk import Deed, Desk
from workbench.services.suggestion_waiting import kept, own_reviews
from workbench.services.transcripts import OpenTranscript, opened

DEEDS = {
    Verdict.REJECTED: "reject suggestion",
    Verdict.UNSURE: "put suggestion aside",
    Verdict.NEVER: "never suggest here",
}


def accept(desk: Desk, suggestion_id: str, *, span: Span | None = None) -> Coding:
    """Make a suggestion a coding of one's own, at its place or on other words of its turn; it stays marked as once suggested."""
    with desk.deed("accept suggestion", Right.CODE) as deed:
        here = opened(deed, kept(deed, suggestion_id).suggestion.transcript_id)
        return put_accepted(deed, here, suggestion_id, span=span)


def put_accepted(
    deed: Deed,
    here: OpenTranscript,
    suggestion_id: str,
    *,
    span: Span | None = None,
    quote: str | None = None,
    coding_id: CodingId | None = None,
) -> Coding:
    """The same inside an act that is under way."""
    found = kept(deed, suggestion_id, here.transcript.id)
    proposed = found.suggestion
    span = span or proposed.span
    if not span.overlaps(found.turn.span):
        raise RuleError("These words are not in the turn that was suggested. Code them by hand instead.")
    verdict = Verdict.ACCEPTED if span == proposed.span else Verdict.ADJUSTED
    review = put_review(deed, here, suggestion_id, verdict)
    return put_coding(
        deed,
        here,
        span,
        proposed.code_id,
        quote=quote,
        coding_id=coding_id or CodingId(new_id()),
        review_id=review.id,
    )


def reject(desk: Desk, suggestion_id: str) -> Review:
    """Turn a suggestion down; it comes back only if there are other reasons for it."""
    return _decide(desk, suggestion_id, Verdict.REJECTED)


def put_aside(desk: Desk, suggestion_id: str) -> Review:
    """Say that one is not sure; it stays in the history, to be looked at again."""
    return _decide(desk, suggestion_id, Verdict.UNSURE)


def never_here(desk: Desk, suggestion_id: str) -> Review:
    """Never suggest this code in this turn again, whatever the reasons."""
    return _decide(desk, suggestion_id, Verdict.NEVER)


def _decide(desk: Desk, suggestion_id: str, verdict: Verdict) -> Review:
    with desk.deed(DEEDS[verdict], Right.CODE) as deed:
        return put_review(
            deed, opened(deed, kept(deed, suggestion_id).suggestion.transcript_id), suggestion_id, verdict
        )


def put_review(deed: Deed, here: OpenTranscript, suggestion_id: str, verdict: Verdict) -> Review:
    """Note a verdict, with what the machine had said, inside an act that is under way."""
    suggestion = kept(deed, suggestion_id, here.transcript.id).suggestion
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


@dataclass(frozen=True)
class Decided:
    """A decision of the past, with whether it can be taken up again."""

    review: Review
    can_reopen: bool


def decided(desk: Desk) -> list[Decided]:
    """What this person decided, newest first; a decision that was replaced by a later one is left out."""
    with desk.reading(Right.CODE) as look:
        found = latest_reviews(own_reviews(look))
    return [Decided(review, not review.verdict.is_yes) for review in reversed(found)]


def reopen(desk: Desk, review_id: ReviewId) -> None:
    """Decide again on what was turned down, put aside or never to come: it waits as it did before.

    What was accepted is a coding now, and is changed as any coding is.
    """
    with desk.deed("reopen suggestion", Right.CODE) as deed:
        review = deed.uow.reviews.find(review_id)
        if review is None or review.project_id != deed.project_id or review.reviewer != deed.actor:
            raise NotFoundError("review", review_id)
        if review.verdict.is_yes:
            raise RuleError("This became a coding. Change or remove it on the coding page.")
        text = opened(deed, review.transcript_id).body.text
        span = Span(review.start, review.end)
        if span.end > len(text):
            raise RuleError("This passage has changed since. Ask for suggestions again.")
        for one in own_reviews(deed, review.transcript_id):
            if one.suggestion_id == review.suggestion_id and not one.verdict.is_yes:
                deed.uow.reviews.remove(one.id)
        # What the engine said is no part of the log: undo brings the review back, and that alone hides the suggestion.
        deed.uow.suggestions.put(deed.project_id, deed.actor, [review.suggestion_of(span.text_in(text))])
