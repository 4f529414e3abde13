"""New revisions of a text: the old one stays as it was, and everything that lies in the text travels to the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.domain.coding import Target
from workbench.domain.ids import RevisionId, new_id
from workbench.domain.revising import Edit, Passage
from workbench.domain.span import Span
from workbench.domain.suggestion import suggestion_id
from workbench.domain.text import count_words, make_text, text_digest
from workbench.domain.transcript import Revision
from workbench.errors import RuleError
from workbench.services.desk import Deed
from workbench.services.transcripts import OpenTranscript, opened


@dataclass(frozen=True)
class Revised:
    """A transcript after a change of its words, and the way from the old text to the new one."""

    here: OpenTranscript
    way: Passage


def revise(deed: Deed, here: OpenTranscript, edits: Sequence[Edit], *, reason: str) -> Revised:
    """Put other words in the place of some, inside an act that is under way.

    Codings, notes, questions, decisions and reviews travel along; what touched replaced words covers the whole of what
    stands there now. Everybody's suggestions in this transcript go: they were about the old words.
    """
    way = Passage.through(edits)
    body = way.body(here.body)
    if make_text(body.text) != body.text:
        raise RuleError("The new words cannot be stored as they are. Type them again without special signs.")
    revision = Revision(
        id=RevisionId(new_id()),
        transcript_id=here.transcript.id,
        number=max(one.number for one in deed.uow.revisions.of_transcript(here.transcript.id)) + 1,
        text_digest=text_digest(body.text),
        body_digest=deed.uow.bodies.put(body),
        words=sum(count_words(turn.span.text_in(body.text)) for turn in body.turns),
        made_at=deed.at,
        made_by=deed.actor,
        reason=reason,
    )
    deed.uow.revisions.save(revision)
    deed.uow.transcripts.save(replace(here.transcript, revision_id=revision.id))
    _carry_along(deed, here, way, revision.id, body.text)
    deed.uow.suggestions.clear_transcript(here.transcript.id)
    return Revised(opened(deed, here.transcript.id), way)


def _carry_along(deed: Deed, here: OpenTranscript, way: Passage, revision_id: RevisionId, text: str) -> None:
    """Move everything that lies in the text."""
    uow, mine = deed.uow, here.transcript.id
    for coding in uow.codings.of_transcript(mine):
        at = way.span(coding.span)
        uow.codings.save(replace(coding, start=at.start, end=at.end, quote=at.text_in(text), revision_id=revision_id))
    for question in uow.questions.of_transcript(mine):
        at = way.span(Span(question.start, question.end))
        uow.questions.save(replace(question, start=at.start, end=at.end, quote=at.text_in(text)))
    for memo in uow.memos.of_project(deed.project_id):
        if memo.target is Target.PASSAGE and memo.target_id == mine and memo.start is not None and memo.end is not None:
            at = way.span(Span(memo.start, memo.end))
            uow.memos.save(replace(memo, start=at.start, end=at.end, quote=at.text_in(text)))
    for decision in uow.decisions.of_project(deed.project_id):
        if decision.transcript_id == mine:
            at = way.span(Span(decision.start, decision.end))
            uow.decisions.save(replace(decision, start=at.start, end=at.end))
    for review in uow.reviews.of_transcript(mine):
        at = way.span(Span(review.start, review.end))
        name = suggestion_id(mine, at, review.code_id)  # what was rejected here must not come back under another name
        uow.reviews.save(replace(review, start=at.start, end=at.end, suggestion_id=name))
