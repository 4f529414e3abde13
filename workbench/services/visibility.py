"""Who may see whose work: the one place that decides it, for codings, notes, questions, decisions and reviews.

While a blind round runs, those whom it binds (``Round.blinds``) see at its places nothing of anybody else, whenever it was made. Elsewhere they see
all, but for what the other coders of the round have written or changed in notes since it began: a note can speak of anything.
Private notes are their author's always. Services ask here and never the store; a house test holds a short list of exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.coding import Coding, Memo, MemoKind, Question, Target, Unplaced, Visibility
from workbench.domain.decision import AgreedCoding, Decision
from workbench.domain.event import Change, Event, Record
from workbench.domain.ids import CodeId, CodingId, MemoId, QuestionId, TranscriptId
from workbench.domain.project import Member, Right, Role
from workbench.domain.round import Round
from workbench.domain.span import Span
from workbench.domain.suggestion import Review
from workbench.errors import RuleError

if TYPE_CHECKING:
    from workbench.services.desk import Deed, Look


@dataclass(frozen=True)
class Veil:
    """The running rounds that bind one person, and with that what this person may not see."""

    actor: str
    rounds: tuple[Round, ...]

    def __bool__(self) -> bool:
        return bool(self.rounds)

    def hides(self, by: str, transcript_id: TranscriptId, span: Span | None) -> bool:
        """Whether somebody's work at a place (without a span: on the whole transcript) is hidden."""
        return by != self.actor and any(one.touches(transcript_id, span) for one in self.rounds)

    def hides_coding(self, coding: Coding) -> bool:
        """Whether a coding that stands in the present text is hidden."""
        return self.hides(coding.coder, coding.transcript_id, coding.span)

    def hides_memo(self, memo: Memo) -> bool:
        """Whether a note is hidden by a round; whether it is private is another question."""
        if memo.author == self.actor:
            return False
        if any(memo.author in one.coders and memo.changed_at >= one.started_at for one in self.rounds):
            return True
        if memo.target not in (Target.TRANSCRIPT, Target.PASSAGE):
            return False
        span = Span(memo.start, memo.end) if memo.start is not None and memo.end is not None else None
        since = memo.changed_at >= min((one.started_at for one in self.rounds), default="")
        return (memo.target is Target.PASSAGE or since) and self.hides(memo.author, TranscriptId(memo.target_id), span)

    def hides_record(self, noun: str, record: Record) -> bool:
        """Whether a state that the log tells of is hidden. Its place may be one of an older text, so that its whole transcript counts."""
        match noun:
            case "coding":
                return self.hides(record["coder"], record["transcript_id"], None)
            case "question":
                return self.hides(record["asker"], record["transcript_id"], None)
            case "review":
                return self.hides(record["reviewer"], record["transcript_id"], None)
            case "decision" | "agreed coding" | "unplaced":
                return self.hides("", record["transcript_id"], None)
            case "memo":
                on_transcript = record["target"] in (Target.TRANSCRIPT, Target.PASSAGE)
                theirs = record["author"] != self.actor and any(record["author"] in one.coders for one in self.rounds)
                return theirs or (on_transcript and self.hides(record["author"], record["target_id"], None))
        return False

    def hides_change(self, change: Change) -> bool:
        """Whether either state of a changed thing is hidden."""
        return any(
            state is not None and self.hides_record(change.noun, state) for state in (change.before, change.after)
        )

    def hides_event(self, event: Event) -> bool:
        """Whether an act of somebody else touched something hidden, so that even its name would tell."""
        if event.actor == self.actor:
            return False
        if event.changes is None:  # its content was erased: nobody knows what it touched
            return any(name.startswith(("coding:", "memo:", "question:", "review:")) for name in event.touched)
        return any(self.hides_change(change) for change in event.changes)


def veil_of(at: Look | Deed) -> Veil:
    """What the rounds that run now hide from the person who looks."""
    running = at.uow.rounds.running(at.project.id)
    return Veil(at.member.name, tuple(one for one in running if one.blinds(at.member)))


def seen_codings(
    at: Look | Deed, code_id: CodeId | None = None, *, transcript_id: TranscriptId | None = None
) -> list[Coding]:
    """The codings that the asker may see, where wanted of one code or in one transcript; those that wait for a place are not among them."""
    codings = at.uow.codings
    if transcript_id is not None:
        found = codings.of_transcript(transcript_id)
    elif code_id is not None:
        found = codings.of_code(code_id)
    else:
        found = codings.of_project(at.project.id)
    veil = veil_of(at)
    return [
        one
        for one in found
        if one.project_id == at.project.id and code_id in (None, one.code_id) and not veil.hides_coding(one)
    ]


def every_seen_coding_of_code(at: Look | Deed, code_id: CodeId) -> list[Coding]:
    """The codings of a code that the asker may see, with those that wait for a place."""
    veil = veil_of(at)
    seen = {one.id for one in seen_codings(at, code_id)}
    return [
        one
        for one in at.uow.codings.every_of_code(code_id)
        if one.id in seen or (_waits(at, one) and not veil.hides(one.coder, one.transcript_id, None))
    ]


def _waits(at: Look | Deed, coding: Coding) -> bool:
    return at.uow.unplaced.find(coding.id) is not None


def seen_coding(at: Look | Deed, coding_id: CodingId) -> Coding | None:
    """One coding of this project, if the asker may see it."""
    found = at.uow.codings.find(coding_id)
    if found is None or found.project_id != at.project.id:
        return None
    veil = veil_of(at)
    hidden = (
        veil.hides(found.coder, found.transcript_id, None)
        if veil and _waits(at, found)  # its place is one of an older text
        else veil.hides_coding(found)
    )
    return None if hidden else found


def count_codings_by_code(at: Look | Deed) -> dict[CodeId, int]:
    """How many codings each code has, of those that the asker may see."""
    if not veil_of(at):
        return at.uow.codings.count_by_code(at.project.id)
    counts: dict[CodeId, int] = {}
    for one in seen_codings(at):
        counts[one.code_id] = counts.get(one.code_id, 0) + 1
    return counts


def count_codings_by_transcript(at: Look | Deed) -> dict[TranscriptId, int]:
    """How many codings each transcript has, of those that the asker may see."""
    if not veil_of(at):
        return at.uow.codings.count_by_transcript(at.project.id)
    counts: dict[TranscriptId, int] = {}
    for one in seen_codings(at):
        counts[one.transcript_id] = counts.get(one.transcript_id, 0) + 1
    return counts


def seen_unplaced(at: Look | Deed) -> list[Unplaced]:
    """The codings that wait for a place, as far as the asker may see them."""
    rows = at.uow.unplaced.of_project(at.project.id)
    veil = veil_of(at)
    if not veil:
        return rows
    return [one for one in rows if seen_coding(at, one.id) is not None]


def visible(memo: Memo, member: Member) -> bool:
    """Whether a person may ever read a note: authors always, mentors what is meant for them, the team what is shared.

    A note about feelings is its author's alone. A blind round can hide more, for a while.
    """
    if memo.author == member.name:
        return True
    if memo.kind is MemoKind.FEELINGS:
        return False
    return memo.visibility is Visibility.TEAM or (memo.visibility is Visibility.MENTOR and member.role is Role.MENTOR)


def seen_memos(at: Look | Deed) -> list[Memo]:
    """The notes that the asker may read now, oldest first."""
    veil = veil_of(at)
    return [
        memo
        for memo in at.uow.memos.of_project(at.project.id)
        if visible(memo, at.member) and not (veil and veil.hides_memo(memo))
    ]


def seen_memo(at: Look | Deed, memo_id: MemoId) -> Memo | None:
    """One note of this project, if the asker may read it now."""
    memo = at.uow.memos.find(memo_id)
    if memo is None or memo.project_id != at.project.id or not visible(memo, at.member):
        return None
    return None if veil_of(at).hides_memo(memo) else memo


def may_read(question: Question, member: Member) -> bool:
    """Whether a person may read a thread: questions are the team's, a mentor's comment is for one person and for mentors."""
    return not question.is_comment or question.is_for(member.name) or member.may(Right.MENTOR)


def seen_question(at: Look | Deed, question_id: QuestionId) -> Question | None:
    """One question of this project, if the asker may read it now; a comment to somebody else is not told of."""
    one = at.uow.questions.find(question_id)
    if one is None or one.project_id != at.project.id or not may_read(one, at.member):
        return None
    hidden = veil_of(at).hides(one.asker, one.transcript_id, Span(one.start, one.end))
    return None if hidden else one


def seen_questions(at: Look | Deed, transcript_id: TranscriptId | None = None) -> list[Question]:
    """The threads that the asker may read now, oldest first."""
    questions = at.uow.questions
    found = questions.of_transcript(transcript_id) if transcript_id else questions.of_project(at.project.id)
    veil = veil_of(at)
    return [
        one
        for one in found
        if one.project_id == at.project.id
        and may_read(one, at.member)
        and not veil.hides(one.asker, one.transcript_id, Span(one.start, one.end))
    ]


def seen_decisions(at: Look | Deed) -> list[Decision]:
    """What the team has decided, but for places of a round that binds the asker: there an older decision would tell how others had coded."""
    veil = veil_of(at)
    return [
        one
        for one in at.uow.decisions.of_project(at.project.id)
        if not any(round_.touches(one.transcript_id, one.span) for round_ in veil.rounds)
    ]


def seen_agreed(at: Look | Deed) -> list[AgreedCoding]:
    """What the team agreed on, as far as the asker may see it."""
    veil = veil_of(at)
    return [
        one
        for one in at.uow.agreed_codings.of_project(at.project.id)
        if not any(round_.touches(one.transcript_id, Span(one.start, one.end)) for round_ in veil.rounds)
    ]


def seen_reviews(at: Look | Deed) -> list[Review]:
    """What people said to suggestions, as far as the asker may see it."""
    veil = veil_of(at)
    return [
        one
        for one in at.uow.reviews.of_project(at.project.id)
        if not veil.hides(one.reviewer, one.transcript_id, Span(one.start, one.end))
    ]


def may_see_work_of(
    at: Look | Deed, coder: str, transcript_id: TranscriptId | None = None, span: Span | None = None
) -> bool:
    """Whether the asker may see somebody's codings in a transcript, at a place of it, or (without both) everywhere."""
    veil = veil_of(at)
    if transcript_id is None:
        return coder == veil.actor or not veil
    return not veil.hides(coder, transcript_id, span)


def rounds_coded_in(at: Look | Deed) -> list[Round]:
    """The running rounds in which the asker codes."""
    return [one for one in at.uow.rounds.running(at.project.id) if at.member.name in one.coders]


def in_blind_round(at: Look | Deed) -> bool:
    """Whether the asker codes in a round that is not over: then nothing may be suggested to them."""
    return bool(rounds_coded_in(at))


def what_is_left_out(at: Look | Deed) -> str:
    """One sentence for lists and files that lack what a blind round hides from the asker; empty where nothing is hidden."""
    titles = _titles(veil_of(at).rounds)
    return f"Others' work in the blind round {titles} is left out until everybody has finished." if titles else ""


def refuse_blind(at: Look | Deed, what: str) -> None:
    """Refuse what can only be whole, such as a report or a copy of everything, to somebody from whom a round hides a part."""
    if titles := _titles(veil_of(at).rounds):
        raise RuleError(
            f"{what} would hold others' work in the blind round {titles}, which you may not see yet. "
            "Wait until everybody has finished, or ask your mentor."
        )


def _titles(rounds: Iterable[Round]) -> str:
    return " and ".join(f"“{one.title}”" for one in rounds)
