"""Acts of a page that still shows an older text: their places travel to the present one, or the act is refused in a sentence."""

from __future__ import annotations

from typing import Any

from workbench.domain.ids import RevisionId
from workbench.domain.revising import between
from workbench.domain.span import Span
from workbench.errors import RuleError
from workbench.services.desk import Deed
from workbench.services.operation_kinds import Operation
from workbench.services.revisions import Move
from workbench.services.transcripts import OpenTranscript


def in_present_text(deed: Deed, here: OpenTranscript, operation: Operation) -> Operation:
    """The act with its places in the present text. An act that names no revision was made in this one."""
    named = operation.get("revision")
    if named is None or named == here.revision.id:
        return operation
    revision = deed.uow.revisions.find(RevisionId(str(named)))
    if revision is None or revision.is_erased or revision.transcript_id != here.transcript.id:
        raise RuleError(
            "The text was changed while you worked, and its older words are gone. Look at the passage, and do it again."
        )
    before = deed.uow.bodies.get(revision.body_digest)
    move = Move(here.transcript.id, between(before.text, here.body.text), before, here.body)
    travelled: dict[str, Any] = dict(operation)
    if _is_place(operation, "start", "end", len(before.text)):
        arrival = move.way.span(Span(operation["start"], operation["end"]))
        if arrival.span is None or not arrival.certain:
            raise RuleError("These words were corrected while you worked. Look at the passage, and do it again.")
        travelled |= {"start": arrival.span.start, "end": arrival.span.end}
        if "quote" in operation:
            if Span(operation["start"], operation["end"]).text_in(before.text) != operation["quote"]:
                raise RuleError("The page sent words that do not stand in the transcript. Reload the page.")
            travelled["quote"] = arrival.span.text_in(here.body.text)
    if isinstance(operation.get("at"), int):
        travelled["at"] = move.way.start_now(operation["at"])
    for field, now in (("turn", move.last_turn), ("first", move.turn), ("last", move.last_turn)):
        if isinstance(operation.get(field), int) and operation[field] > 0:
            travelled[field] = now(operation[field])
    return travelled


def _is_place(operation: Operation, start: str, end: str, length: int) -> bool:
    first, last = operation.get(start), operation.get(end)
    return isinstance(first, int) and isinstance(last, int) and 0 <= first < last <= length
