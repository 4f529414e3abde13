"""New revisions of a text: the old one stays as it was, and everything that lies in the text travels to the new one.

A coding whose place is certain moves; any other stays as it was, with its words, and waits for a person (``Unplaced``). None
is ever dropped. Notes, questions, decisions, agreed codings and reviews move too; where their place is not certain they go to the likeliest
one and keep the words they were written about.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from workbench.domain.coding import Coding, Memo, Target, Unplaced
from workbench.domain.content_note import read_notes, write_notes
from workbench.domain.ids import CodingId, RevisionId, TranscriptId, new_id
from workbench.domain.revising import Edit, Way, travel, word_edits
from workbench.domain.span import Span
from workbench.domain.suggestion import suggestion_id
from workbench.domain.text import count_words, make_text, text_digest
from workbench.domain.transcript import Body, Revision, RevisionKind, Turn
from workbench.errors import ChangedMeanwhileError, RuleError
from workbench.services.desk import Deed
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import seen_coding, seen_codings


@dataclass(frozen=True)
class Move:
    """From one text of a transcript to another; ``settled`` (noun, id) are things that stand there already."""

    transcript_id: TranscriptId
    way: Way
    before: Body
    after: Body
    settled: frozenset[tuple[str, str]] = frozenset()

    def turn(self, number: int) -> int:
        """The number that a turn has now: that of the turn in which its first word stands."""
        turn = self.before.turns[min(max(number, 1), len(self.before.turns)) - 1]
        return self._near(self.way.start_now(turn.start)).number

    def last_turn(self, number: int) -> int:
        """The same by its last word, for the end of a range of turns."""
        turn = self.before.turns[min(max(number, 1), len(self.before.turns)) - 1]
        return self._near(max(0, self.way.end_now(turn.end) - 1)).number

    def place(self, start: int, end: int, quote: str) -> tuple[Span, str]:
        """The likeliest place of some words, and the words: those there now where that is certain, else those of before."""
        arrival = self.way.span(Span(start, end))
        if arrival.span is None:
            return self._near(self.way.start_now(start)).span, quote
        return arrival.span, arrival.span.text_in(self.after.text) if arrival.certain else quote

    def _near(self, position: int) -> Turn:
        """The turn in which a position lies, or the one before it."""
        index = bisect.bisect_right(self.after.turns, position, key=lambda turn: turn.start) - 1
        return self.after.turns[max(0, index)]


@dataclass(frozen=True)
class Revised:
    """A transcript after a change of its words: the way to the new text, and what became of the codings."""

    here: OpenTranscript
    way: Way
    moved: int  # codings that stand in the new text, of those that the person may see
    waiting: tuple[CodingId, ...]  # codings of these that this change left without a certain place


def revise(
    deed: Deed,
    here: OpenTranscript,
    edits: Sequence[Edit],
    *,
    kind: RevisionKind,
    reason: str,
) -> Revised:
    """Put other words in the place of some, inside an act that is under way.

    Where words are taken out for a person's sake (``kind.stands_for``), the new ones stand for the old ones: what
    touched them covers the whole of what stands there now, and nothing waits.
    """
    if not edits:
        return Revised(here, travel(here.body.text, ()), len(seen_codings(deed, transcript_id=here.transcript.id)), ())
    proper = _canonical(here.body, edits)
    way = travel(here.body.text, proper, stands_for=kind.stands_for)
    return put_body(deed, here, way.body(here.body), way, kind=kind, reason=reason)


def put_body(deed: Deed, here: OpenTranscript, body: Body, way: Way, *, kind: RevisionKind, reason: str) -> Revised:
    """Make a text with its turns the transcript's next revision, and take along all that lies in the old one."""
    uow, transcript = deed.uow, here.transcript
    if uow.transcripts.get(transcript.id).revision_id != here.revision.id:
        raise ChangedMeanwhileError(
            "Somebody has corrected this transcript meanwhile. Reload the page, and look again."
        )
    if make_text(body.text) != body.text or way.new != body.text:
        raise RuleError("The new words cannot be stored as they are. Type them again without special signs.")
    if not body.turns:
        raise RuleError("A transcript cannot be left without a word.")
    revision = Revision(
        id=RevisionId(new_id()),
        transcript_id=transcript.id,
        number=max(one.number for one in uow.revisions.of_transcript(transcript.id)) + 1,
        text_digest=text_digest(body.text),
        body_digest=uow.bodies.put(body),
        words=sum(count_words(turn.span.text_in(body.text)) for turn in body.turns),
        made_at=deed.at,
        made_by=deed.actor,
        reason=reason,
        kind=kind,
    )
    uow.revisions.save(revision)
    move = Move(transcript.id, way, here.body, body)
    note = _content_note_now(transcript.content_note, move)
    uow.transcripts.save(replace(transcript, revision_id=revision.id, content_note=note))
    standing = {one.id for one in uow.codings.every_of_transcript(transcript.id) if one.revision_id == here.revision.id}
    for earlier in uow.unplaced.of_transcript(transcript.id):  # what waits already: its guess travels
        uow.unplaced.save(earlier.with_guess(way.span(earlier.guess).span if earlier.guess else None))
    _, waiting = carry_codings(deed, transcript.id, standing, way, revision.id)
    carry_the_rest(deed, move)
    uow.suggestions.clear_transcript(transcript.id)
    seen = tuple(name for name in waiting if seen_coding(deed, name) is not None)
    return Revised(opened(deed, transcript.id), way, len(seen_codings(deed, transcript_id=transcript.id)), seen)


# The text -----------------------------------------------------------------------------------------------------------


def _canonical(body: Body, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits so that what comes of them is text as it is kept here: composed letters, no space around a turn."""
    by_turn: dict[int, list[Edit]] = {}
    for edit in sorted(edits):
        index = bisect.bisect_right(body.turns, edit.start, key=lambda turn: turn.start) - 1
        if index < 0 or edit.end > body.turns[index].end:
            raise RuleError("A change of the text must stay within one turn.")
        by_turn.setdefault(index, []).append(edit)
    found: list[Edit] = []
    for index, inside in by_turn.items():
        turn = body.turns[index]
        words = turn.span.text_in(body.text)
        try:
            raw = travel(words, [Edit(e.start - turn.start, e.end - turn.start, e.replacement) for e in inside]).new
        except ValueError as error:
            raise RuleError("Two changes touch the same words. Make them one after the other.") from error
        now = make_text(raw).strip()
        if not now:
            raise RuleError(
                f"Turn {turn.number} would be left without a word. Leave at least one word or a mark such as [inaudible]."
            )
        found += inside if now == raw else word_edits(words, now, at=turn.start)
    return tuple(found)


def _content_note_now(line: str, move: Move) -> str:
    """A content note that names turns, with the numbers that they have now."""
    if not line or len(move.before.turns) == len(move.after.turns):
        return line
    return write_notes(
        replace(note, first=move.turn(note.first), last=move.last_turn(note.last)) if note.first else note
        for note in read_notes(line)
    )


# What lies in it ----------------------------------------------------------------------------------------------------


def carry_codings(
    deed: Deed, transcript_id: TranscriptId, names: Collection[CodingId], way: Way, revision_id: RevisionId
) -> tuple[int, tuple[CodingId, ...]]:
    """Bring these codings to a revision: how many arrived for certain, and which now wait for a person."""
    moved: list[Coding] = []
    waiting: list[Unplaced] = []
    for coding in deed.uow.codings.every_of_transcript(transcript_id):
        if coding.id not in names:
            continue
        arrival = way.span(coding.span)
        if arrival.certain and arrival.span is not None:
            moved.append(at_place(coding, arrival.span, revision_id, way.new))
        else:
            unplaced = Unplaced(coding.id, coding.project_id, transcript_id, since=deed.at)
            waiting.append(unplaced.with_guess(arrival.span))
    deed.uow.codings.change_all(moved)
    deed.uow.unplaced.add_all(waiting)
    return len(moved), tuple(one.id for one in waiting)


def at_place(coding: Coding, place: Span, revision_id: RevisionId, text: str) -> Coding:
    """A coding at another place of another text."""
    return replace(coding, revision_id=revision_id, start=place.start, end=place.end, quote=place.text_in(text))


def carry_the_rest(deed: Deed, move: Move) -> None:
    """Move notes, questions, decisions, agreed codings, reviews, readings and passages that were taken back."""
    uow, mine = deed.uow, move.transcript_id

    def wanted(noun: str, identity: str) -> bool:
        return (noun, identity) not in move.settled

    questions = []
    for question in uow.questions.of_transcript(mine):
        if wanted("question", question.id):
            at, quote = move.place(question.start, question.end, question.quote)
            questions.append(replace(question, start=at.start, end=at.end, quote=quote))
    uow.questions.change_all(questions)
    memos = []
    for memo in uow.memos.of_project(deed.project_id):
        span = place_of(memo, mine)
        if span is not None and wanted("memo", memo.id):
            at, quote = move.place(span.start, span.end, memo.quote)
            memos.append(replace(memo, start=at.start, end=at.end, quote=quote))
    uow.memos.change_all(memos)
    decisions = []
    for decision in uow.decisions.of_transcript(mine):
        if wanted("decision", decision.id):
            at, quote = move.place(decision.start, decision.end, decision.quote)
            decisions.append(replace(decision, start=at.start, end=at.end, quote=quote if decision.quote else ""))
    uow.decisions.change_all(decisions)
    agreed = []
    for one in uow.agreed_codings.of_transcript(mine):
        if wanted("agreed coding", one.id):
            at, quote = move.place(one.start, one.end, one.quote)
            agreed.append(replace(one, start=at.start, end=at.end, quote=quote))
    uow.agreed_codings.change_all(agreed)
    reviews = []
    for review in uow.reviews.of_transcript(mine):
        if wanted("review", review.id):
            at, _ = move.place(review.start, review.end, "")
            name = suggestion_id(mine, at, review.code_id)  # what was rejected here must not come back
            reviews.append(replace(review, start=at.start, end=at.end, suggestion_id=name))
    uow.reviews.change_all(reviews)
    _carry_rounds(deed, move)
    if len(move.before.turns) != len(move.after.turns):
        _renumber(deed, move)


def _carry_rounds(deed: Deed, move: Move) -> None:
    """Move the places of blind rounds, those that are over too."""
    changed = []
    for one in deed.uow.rounds.of_project(deed.project_id):
        places = []
        for place in one.places:
            span = place.span
            if place.transcript_id == move.transcript_id and span is not None:
                at, _ = move.place(span.start, span.end, "")
                places.append(replace(place, start=at.start, end=at.end))
            else:
                places.append(place)
        changed.append(replace(one, places=tuple(places)))
    deed.uow.rounds.change_all(changed)


def _renumber(deed: Deed, move: Move) -> None:
    """Give what counts turns the numbers of today: how far people have read, and passages that were taken back."""
    uow, mine = deed.uow, move.transcript_id
    for reading in uow.readings.of_project(deed.project_id):
        if reading.transcript_id == mine and reading.up_to_turn and ("reading", reading.id) not in move.settled:
            last = move.before.turns[min(reading.up_to_turn, len(move.before.turns)) - 1]
            read = move.way.end_now(last.end)
            uow.readings.save(replace(reading, up_to_turn=sum(turn.end <= read for turn in move.after.turns)))
    for withdrawal in uow.withdrawals.of_project(deed.project_id):
        if ("withdrawal", withdrawal.id) not in move.settled:
            passages = tuple(
                replace(one, first=move.turn(one.first), last=move.last_turn(one.last))
                if one.transcript_id == mine
                else one
                for one in withdrawal.passages
            )
            uow.withdrawals.save(replace(withdrawal, passages=passages))


def place_of(memo: Memo, transcript_id: TranscriptId) -> Span | None:
    """Where a note on a passage of this transcript hangs, or ``None`` for any other note."""
    if memo.target is not Target.PASSAGE or memo.target_id != transcript_id or memo.start is None or memo.end is None:
        return None
    return Span(memo.start, memo.end)
