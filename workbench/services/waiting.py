"""Codings that wait for a place after a correction: seen side by side, placed, or set aside with a reason. And revisions to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.codebook import Code
from workbench.domain.coding import Coding, Unplaced
from workbench.domain.ids import CodingId, RevisionId, SpeakerId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.revising import between, word_edits
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, Revision, Transcript
from workbench.errors import NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.revisions import at_place
from workbench.services.transcripts import opened
from workbench.services.visibility import seen_coding, seen_unplaced


@dataclass(frozen=True)
class Waiting:
    """A coding that waits: its words as they were with their turn, and the turn where it may belong now."""

    coding: Coding
    unplaced: Unplaced
    code: Code
    transcript: Transcript
    turn_before: str  # empty where the older text was erased for good
    turn_number: int | None
    turn_now: str
    guess: Span | None  # in the present text
    guessed_words: str
    may_decide: bool


def waiting(desk: Desk, transcript_id: TranscriptId | None = None, *, set_aside: bool = False) -> list[Waiting]:
    """The codings that wait for a place, or those that were set aside; by transcript, in the order of the older text."""
    with desk.reading(Right.CODE) as look:
        rows = seen_unplaced(look)
        wanted = [one for one in rows if one.is_set_aside is set_aside and transcript_id in (None, one.transcript_id)]
        found = list(_shown(look, wanted))
    return sorted(found, key=lambda one: (one.transcript.label, one.coding.start, one.coding.id))


def how_many_wait(desk: Desk) -> dict[TranscriptId, int]:
    """How many codings of each transcript wait for a place."""
    with desk.reading() as look:
        counts: dict[TranscriptId, int] = {}
        for one in seen_unplaced(look):
            if not one.is_set_aside:
                counts[one.transcript_id] = counts.get(one.transcript_id, 0) + 1
    return counts


def _shown(look: Look, rows: list[Unplaced]) -> Iterator[Waiting]:
    uow = look.uow
    codings = {row.id: coding for row in rows if (coding := seen_coding(look, row.id)) is not None}
    here = {name: opened(look, name) for name in {row.transcript_id for row in rows}}
    revisions = [uow.revisions.get(name) for name in {one.revision_id for one in codings.values()}]
    bodies = uow.bodies.of_revisions(revisions)
    for row in rows:
        coding, place = codings[row.id], here[row.transcript_id]
        before, now = bodies[coding.revision_id], place.body
        guess = row.guess if row.guess and row.guess.end <= len(now.text) else None
        turn = now.turn_at(guess.start) if guess else None
        yield Waiting(
            coding=coding,
            unplaced=row,
            code=uow.codes.get(coding.code_id),
            transcript=place.transcript,
            turn_before=" ".join(one.span.text_in(before.text) for one in before.turns_of(coding.span)),
            turn_number=turn.number if turn else None,
            turn_now=turn.span.text_in(now.text) if turn else "",
            guess=guess,
            guessed_words=guess.text_in(now.text) if guess else "",
            may_decide=_may_decide(look, coding),
        )


def _may_decide(at: Look | Deed, coding: Coding) -> bool:
    return coding.coder == at.member.name or at.member.may(Right.ANSWER)


def place(desk: Desk, coding_id: CodingId, span: Span, *, quote: str | None = None) -> Coding:
    """Give a waiting coding its place in the present text. Its coder may, and whoever answers questions."""
    with desk.deed("place coding", Right.CODE) as deed:
        coding, _ = _waiting(deed, coding_id)
        here = opened(deed, coding.transcript_id)
        text = here.body.text
        if span.end > len(text) or (quote is not None and span.text_in(text) != quote):
            raise QuoteMismatchError(span.start, span.end)
        if not span.text_in(text).strip():
            raise RuleError("There are no words at this place. Choose at least one word.")
        if deed.uow.codings.same(coding.transcript_id, span, coding.code_id, coding.coder):
            raise RuleError("These words carry this code already. Choose other words, or set the coding aside.")
        placed = at_place(coding, span, here.revision.id, text)
        deed.uow.unplaced.remove(coding_id)
        deed.uow.codings.save(placed)
    return placed


def set_aside(desk: Desk, coding_id: CodingId, *, reason: str) -> Unplaced:
    """Decide that a waiting coding has no place in the text any more. It is kept, with the reason, and counts nowhere."""
    words = " ".join(make_text(reason).split())
    if not words:
        raise RuleError("Give a reason in a few words, such as “was said by mistake”.")
    with desk.deed("set coding aside", Right.CODE) as deed:
        _, row = _waiting(deed, coding_id)
        changed = replace(row, set_aside_by=deed.actor, reason=words)
        deed.uow.unplaced.save(changed)
    return changed


def take_up(desk: Desk, coding_id: CodingId) -> Unplaced:
    """Let a coding that was set aside wait for a place again."""
    with desk.deed("take coding up again", Right.CODE) as deed:
        _, row = _waiting(deed, coding_id)
        changed = replace(row, set_aside_by="", reason="")
        deed.uow.unplaced.save(changed)
    return changed


def _waiting(deed: Deed, coding_id: CodingId) -> tuple[Coding, Unplaced]:
    coding, row = seen_coding(deed, coding_id), deed.uow.unplaced.find(coding_id)
    if coding is None or row is None:
        raise NotFoundError("waiting coding", coding_id, hint="Somebody may have placed it already; reload the page.")
    if not _may_decide(deed, coding):
        raise NotAllowedError(f"This coding belongs to {coding.coder}. {coding.coder} or the mentor can place it.")
    return coding, row


# Revisions ----------------------------------------------------------------------------------------------------------


class Mark(StrEnum):
    """What became of some words between two revisions."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words of a comparison."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class TurnDifference:
    """A turn that differs between two revisions: its number in each, who speaks, and its words piece by piece."""

    before: int | None
    after: int | None
    speaker_before: str
    speaker_after: str
    pieces: tuple[Piece, ...]


def revisions_of(desk: Desk, transcript_id: TranscriptId) -> list[Revision]:
    """All texts that a transcript has had, the newest first."""
    with desk.reading() as look:
        opened(look, transcript_id)
        return look.uow.revisions.of_transcript(transcript_id)[::-1]


def compare(desk: Desk, before_id: RevisionId, after_id: RevisionId) -> list[TurnDifference]:
    """The turns in which two revisions of a transcript differ, word by word."""
    with desk.reading() as look:
        before, after = look.uow.revisions.get(before_id), look.uow.revisions.get(after_id)
        here = opened(look, after.transcript_id)
        if before.transcript_id != after.transcript_id:
            raise RuleError("Choose two revisions of one transcript.")
        if before.is_erased or after.is_erased:
            raise RuleError("The words of an older revision were removed for good, so it cannot be compared.")
        bodies = look.uow.bodies.of_revisions([before, after])
    names: dict[SpeakerId | None, str] = {speaker.id: speaker.label for speaker in here.speakers.values()}
    return list(_differing(bodies[before.id], bodies[after.id], names))


def _differing(before: Body, after: Body, names: Mapping[SpeakerId | None, str]) -> Iterator[TurnDifference]:
    way = between(before.text, after.text)
    partners: dict[int, list[int]] = {}
    for turn in before.turns:
        start, end = way.start_now(turn.start), way.end_now(turn.end)
        touched = [one.number for one in after.turns_of(Span(start, end))] if start < end else []
        partners[turn.number] = touched
    reached = {number for numbers in partners.values() for number in numbers}
    for turn in before.turns:
        words = turn.span.text_in(before.text)
        numbers = partners[turn.number]
        now = [after.turns[number - 1] for number in numbers]
        new_words = "\n\n".join(one.span.text_in(after.text) for one in now)
        speakers = [names.get(one.speaker_id, "") for one in now]
        speaker = names.get(turn.speaker_id, "")
        if words == new_words and speakers == [speaker]:
            continue
        yield TurnDifference(
            turn.number,
            numbers[0] if numbers else None,
            speaker,
            ", ".join(dict.fromkeys(speakers)),
            pieces(words, new_words),
        )
    for turn in after.turns:
        if turn.number not in reached:
            words = turn.span.text_in(after.text)
            yield TurnDifference(None, turn.number, "", names.get(turn.speaker_id, ""), (Piece(Mark.NEW, words),))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """One text after the other as one line of pieces: kept, gone, new.

    >>> [(piece.mark.value, piece.text) for piece in pieces("a red dear", "a red deer")]
    [('same', 'a red '), ('gone', 'dear'), ('new', 'deer')]
    """
    found: list[Piece] = []
    at = 0
    for edit in word_edits(before, after):
        found += [Piece(Mark.SAME, before[at : edit.start]), Piece(Mark.GONE, before[edit.start : edit.end])]
        found.append(Piece(Mark.NEW, edit.replacement))
        at = edit.end
    found.append(Piece(Mark.SAME, before[at:]))
    return tuple(piece for piece in found if piece.text)
