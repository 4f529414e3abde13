"""Undo and redo across corrections: what an act had placed in another text of a transcript finds its place in this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workbench.domain.event import Change, Record
from workbench.domain.ids import CodingId, RevisionId, TranscriptId
from workbench.domain.records import from_record
from workbench.domain.revising import between
from workbench.domain.transcript import Body, Revision
from workbench.errors import ChangedMeanwhileError
from workbench.services.desk import Deed
from workbench.services.revisions import Move, carry_codings, carry_the_rest, place_of
from workbench.services.transcripts import OpenTranscript, opened

# What a correction changes of a thing: where it stands, and the words that stand there.
_PLACE: Mapping[str, tuple[str, ...]] = {
    "transcript": ("revision_id",),
    "coding": ("revision_id", "start", "end", "quote"),
    "memo": ("start", "end", "quote"),
    "question": ("start", "end", "quote"),
    "decision": ("start", "end", "quote"),
    "agreed coding": ("start", "end", "quote"),
    "review": ("start", "end", "suggestion_id"),
}


def carried_along(noun: str, now: Record | None, before: Record | None) -> bool:
    """Whether a thing has only travelled to another text since, and is otherwise what an act left."""
    fields = _PLACE.get(noun)
    if fields is None or now is None or before is None or now.get("revision_id") == before.get("revision_id", ""):
        return False
    return all(now[name] == before[name] for name in now if name not in fields)


def in_its_place(noun: str, now: Record | None, before: Record | None, after: Record | None) -> Record | None:
    """The state that undo or redo wants, at the place where the thing stands now.

    Where the act itself had moved the thing, its place is that of the older text, and travels afterwards.
    """
    fields = _PLACE[noun]
    assert now is not None
    assert before is not None
    if after is None:
        return None
    if any(after[name] != before[name] for name in fields):
        if noun == "transcript":
            raise ChangedMeanwhileError(
                "This cannot be taken back: the transcript was corrected again since. Correct it once more instead."
            )
        return after
    return {**after, **{name: now[name] for name in fields}}


def bring_up_to_date(deed: Deed, changes: Sequence[Change]) -> None:
    """After undo or redo: let everything stand in the present text of its transcript, or wait for a person."""
    touched = frozenset((change.noun, change.id) for change in changes)
    for transcript_id in sorted(_transcripts_of(changes)):
        left = _revision_left(changes, transcript_id)
        if deed.uow.transcripts.find(transcript_id) is None:
            continue  # its import was taken back
        if left is None and len(deed.uow.revisions.of_transcript(transcript_id)) == 1:
            continue  # it was never corrected
        here = opened(deed, transcript_id)
        _bring_codings(deed, here, changes)
        if left is None:
            _bring_words(deed, here, changes)
            continue
        before = _body(deed, left, changes)
        if before is not None:
            way = between(before.text, here.body.text)
            carry_the_rest(deed, Move(transcript_id, way, before, here.body, touched))
        deed.uow.suggestions.clear_transcript(transcript_id)


def _revision_left(changes: Iterable[Change], transcript_id: TranscriptId) -> RevisionId | None:
    """The revision that these changes took a transcript away from, or ``None``."""
    for change in changes:
        if (change.noun, change.id) == ("transcript", transcript_id) and change.before and change.after:
            before, after = change.before["revision_id"], change.after["revision_id"]
            return None if before == after else RevisionId(before)
    return None


def _transcripts_of(changes: Iterable[Change]) -> set[TranscriptId]:
    found = set()
    for change in changes:
        record = change.after or change.before
        if record is None:
            continue
        if change.noun == "transcript":
            found.add(TranscriptId(change.id))
        elif change.noun in {"coding", "question", "decision", "agreed coding"}:
            found.add(TranscriptId(record["transcript_id"]))
        elif change.noun == "memo" and record["target"] == "passage":
            found.add(TranscriptId(record["target_id"]))
    return found


def _bring_codings(deed: Deed, here: OpenTranscript, changes: Iterable[Change]) -> None:
    """Codings that stand in another text and do not wait yet."""
    waiting = {one.id for one in deed.uow.unplaced.of_transcript(here.transcript.id)}
    by_revision: dict[RevisionId, list[CodingId]] = {}
    for coding in deed.uow.codings.every_of_transcript(here.transcript.id):
        if coding.revision_id != here.revision.id and coding.id not in waiting:
            by_revision.setdefault(coding.revision_id, []).append(coding.id)
    for revision_id, names in by_revision.items():
        before = _body(deed, revision_id, changes)
        if before is None:
            raise ChangedMeanwhileError(
                "This cannot be taken back: the text in which it stood was removed for good since."
            )
        _, unplaced = carry_codings(
            deed, here.transcript.id, names, between(before.text, here.body.text), here.revision.id
        )
        if unplaced and deed.uow.revisions.find(revision_id) is None:
            raise ChangedMeanwhileError(
                "This cannot be taken back: since then people have coded words that this correction brought in. "
                "Correct the turn again instead."
            )


def _body(deed: Deed, revision_id: RevisionId, changes: Iterable[Change]) -> Body | None:
    """The text of a revision, also of one that this act has just taken away; ``None`` where it was erased for good."""
    revision = deed.uow.revisions.find(revision_id)
    if revision is None:
        record = next(
            (change.before for change in changes if change.noun == "revision" and change.id == revision_id), None
        )
        revision = from_record(Revision, record) if record else None
    if revision is None or revision.is_erased:
        return None
    return deed.uow.bodies.find(revision.body_digest)


def _bring_words(deed: Deed, here: OpenTranscript, changes: Iterable[Change]) -> None:
    """Notes, questions and decisions that undo has brought back and whose words stand elsewhere in the present text."""
    uow = deed.uow
    for change in changes:
        if change.noun == "memo" and (memo := uow.memos.find(change.id)):
            span = place_of(memo, here.transcript.id)
            if span and (move := _way_home(deed, here, span.start, span.end, memo.quote)):
                at, quote = move.place(span.start, span.end, memo.quote)
                uow.memos.save(replace(memo, start=at.start, end=at.end, quote=quote))
        if change.noun == "question" and (question := uow.questions.find(change.id)):
            move = _way_home(deed, here, question.start, question.end, question.quote)
            if question.transcript_id == here.transcript.id and move:
                at, quote = move.place(question.start, question.end, question.quote)
                uow.questions.save(replace(question, start=at.start, end=at.end, quote=quote))
        if change.noun == "decision" and (decision := uow.decisions.find(change.id)) and decision.quote:
            move = _way_home(deed, here, decision.start, decision.end, decision.quote)
            if decision.transcript_id == here.transcript.id and move:
                at, quote = move.place(decision.start, decision.end, decision.quote)
                uow.decisions.save(replace(decision, start=at.start, end=at.end, quote=quote))
        if change.noun == "agreed coding" and (agreed := uow.agreed_codings.find(change.id)):
            move = _way_home(deed, here, agreed.start, agreed.end, agreed.quote)
            if agreed.transcript_id == here.transcript.id and move:
                at, quote = move.place(agreed.start, agreed.end, agreed.quote)
                uow.agreed_codings.save(replace(agreed, start=at.start, end=at.end, quote=quote))


def _way_home(deed: Deed, here: OpenTranscript, start: int, end: int, quote: str) -> Move | None:
    """From the newest older text in which these words stand at this place; ``None`` where they stand there now."""
    if here.body.text[start:end] == quote:
        return None
    for revision in reversed(deed.uow.revisions.of_transcript(here.transcript.id)):
        before = None if revision.is_erased else deed.uow.bodies.find(revision.body_digest)
        if before is not None and before.text[start:end] == quote:
            return Move(here.transcript.id, between(before.text, here.body.text), before, here.body)
    return None
