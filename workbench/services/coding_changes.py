"""Changing the place of a coding: moving its ends, and cutting it in two. Each is done inside an act that is under way."""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.coding import Coding
from workbench.domain.ids import CodingId
from workbench.domain.span import Span
from workbench.errors import NotFoundError, QuoteMismatchError, RuleError
from workbench.services.codings import own_coding
from workbench.services.desk import Deed
from workbench.services.transcripts import OpenTranscript


def put_span(deed: Deed, here: OpenTranscript, coding_id: CodingId, span: Span, *, quote: str) -> Coding:
    """Let one's own coding cover other words. It stays the same coding, with all that hangs on it."""
    before = _own_here(deed, here, coding_id)
    text = here.body.text
    if span.end > len(text) or span.text_in(text) != quote:
        raise QuoteMismatchError(span.start, span.end)
    if not quote.strip():
        raise RuleError("There are no words in this selection. Select at least one word.")
    twin = deed.uow.codings.same(here.transcript.id, span, before.code_id, deed.actor)
    if twin is not None and twin.id != coding_id:
        raise RuleError("You have coded exactly these words with this code already. Remove one of the two.")
    after = replace(before, revision_id=here.revision.id, start=span.start, end=span.end, quote=quote)
    deed.uow.codings.save(after)
    return after


def put_split(
    deed: Deed, here: OpenTranscript, coding_id: CodingId, at: int, *, rest_id: CodingId
) -> tuple[Coding, Coding]:
    """Cut one's own coding in two at a position; spaces at the cut belong to neither half.

    The first half stays the coding it was. The second is a new one with the same code, qualifier and mark.
    """
    before = _own_here(deed, here, coding_id)
    if not before.start < at < before.end:
        raise RuleError("Put the cursor between two words of the coding to split it there.")
    text = here.body.text
    head, tail = text[before.start : at].rstrip(), text[at : before.end].lstrip()
    if not head or not tail:
        raise RuleError("Put the cursor between two words of the coding to split it there.")
    first = put_span(deed, here, coding_id, Span(before.start, before.start + len(head)), quote=head)
    rest = replace(first, id=rest_id, start=before.end - len(tail), end=before.end, quote=tail, created_at=deed.at)
    twin = deed.uow.codings.same(here.transcript.id, rest.span, rest.code_id, deed.actor)
    if twin is not None:
        return first, twin
    deed.uow.codings.save(rest)
    return first, rest


def _own_here(deed: Deed, here: OpenTranscript, coding_id: CodingId) -> Coding:
    coding = own_coding(deed, coding_id, "change it")
    if coding.transcript_id != here.transcript.id:
        raise NotFoundError("coding", coding_id)
    return coding
