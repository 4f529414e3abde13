"""“I am not sure”: one sentence to the mentor about words, and the thread that grows from it. The whole team may read it.

A mentor may begin a thread too, with one person; it is read by these two and by those who look after the students' work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.domain.coding import Answer, Question, QuestionStatus
from workbench.domain.ids import CodingId, QuestionId, TranscriptId, new_id
from workbench.domain.project import Member, Right
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import seen_coding, seen_question, seen_questions


def ask(
    desk: Desk, transcript_id: TranscriptId, text: str, *, coding_id: CodingId | None = None, span: Span | None = None
) -> Question:
    """Ask the mentor about a coding, or about words that carry none."""
    with desk.deed("ask", Right.WRITE_NOTES) as deed:
        return put_question(deed, opened(deed, transcript_id), text, coding_id=coding_id, span=span)


def comment(
    desk: Desk,
    transcript_id: TranscriptId,
    text: str,
    *,
    to: str,
    coding_id: CodingId | None = None,
    span: Span | None = None,
) -> Question:
    """Say something to one person about a coding, or about words that carry none. It waits for that person's answer."""
    with desk.deed("comment", Right.MENTOR) as deed:
        other = deed.uow.members.named(deed.project_id, to)
        if other is None or not other.may(Right.WRITE_NOTES):
            raise RuleError(f"{to} cannot read notes in this project. Choose somebody else on the team.")
        if to == deed.actor:
            raise RuleError("This would go to yourself. Write a note instead.")
        return put_question(
            deed, opened(deed, transcript_id), text, coding_id=coding_id, span=span, addressed_to=other.name
        )


def put_question(
    deed: Deed,
    here: OpenTranscript,
    text: str,
    *,
    coding_id: CodingId | None = None,
    span: Span | None = None,
    question_id: QuestionId | None = None,
    addressed_to: str = "",
) -> Question:
    """The same inside an act that is under way."""
    if coding_id is not None:
        coding = seen_coding(deed, coding_id)
        if coding is None or coding.transcript_id != here.transcript.id:
            raise NotFoundError("coding", coding_id)
        span = coding.span
    if span is None:
        raise RuleError("A question needs the words it is about. Select them first.")
    if span.end > len(here.body.text):
        raise QuoteMismatchError(span.start, span.end)
    question = Question(
        id=question_id or QuestionId(new_id()),
        project_id=deed.project_id,
        transcript_id=here.transcript.id,
        start=span.start,
        end=span.end,
        quote=span.text_in(here.body.text),
        asker=deed.actor,
        text=_sentence(text, "The question is empty. Write one sentence about what you are not sure of."),
        asked_at=deed.at,
        coding_id=coding_id,
        addressed_to=addressed_to,
    )
    deed.uow.questions.save(question)
    return question


def answer(desk: Desk, question_id: QuestionId, text: str) -> Question:
    """Add to the thread. The other's words answer it; the words of who began it open it again."""
    with desk.deed("answer question", Right.WRITE_NOTES) as deed:
        return put_answer(deed, question_id, text)


def put_answer(deed: Deed, question_id: QuestionId, text: str) -> Question:
    """The same inside an act that is under way."""
    question = _of_team(deed, question_id)
    if not deed.member.may(Right.ANSWER) and not question.is_for(deed.actor):
        raise NotAllowedError(f"The mentor answers questions. {question.asker} can add to this one.")
    words = _sentence(text, "The answer is empty. Write a word or two first.")
    own = question.asker == deed.actor
    status = QuestionStatus.OPEN if own else QuestionStatus.ANSWERED
    if question.is_comment and not question.is_for(deed.actor):
        status = question.status  # somebody else joins in: it still waits for whom it waited
    changed = replace(
        question,
        answers=(*question.answers, Answer(deed.actor, words, deed.at)),
        status=status,
        seen_at=deed.at if own else question.seen_at,
    )
    deed.uow.questions.save(changed)
    return changed


def close(desk: Desk, question_id: QuestionId) -> Question:
    """Say that a question is settled. Those between whom it is may, and whoever answers questions."""
    with desk.deed("close question", Right.WRITE_NOTES) as deed:
        return put_closed(deed, question_id)


def put_closed(deed: Deed, question_id: QuestionId) -> Question:
    """The same inside an act that is under way."""
    question = _of_team(deed, question_id)
    if not deed.member.may(Right.ANSWER) and not question.is_for(deed.actor):
        raise NotAllowedError(
            f"This question belongs to {question.asker}. Only {question.asker} or the mentor can close it."
        )
    changed = replace(question, status=QuestionStatus.CLOSED)
    deed.uow.questions.save(changed)
    return changed


def mark_seen(desk: Desk) -> None:
    """Note that this person has now seen what was said to their questions."""
    with desk.deed("read", Right.READ) as deed:  # reading is no act that undo takes back
        for question in seen_questions(deed):
            if question.asker == desk.actor and has_news(question):
                deed.uow.questions.save(replace(question, seen_at=deed.at))


def has_news(question: Question) -> bool:
    """Whether somebody has said something to a question since its asker last looked."""
    return any(one.author != question.asker and one.at > (question.seen_at or "") for one in question.answers)


@dataclass(frozen=True)
class PlacedQuestion:
    """A question with where it stands, and whether its asker has something new to read."""

    question: Question
    transcript_label: str
    turn: int
    has_news: bool


def list_questions(desk: Desk) -> list[PlacedQuestion]:
    """The threads that this person may read, oldest first."""
    with desk.reading() as look:
        return _placed(look, seen_questions(look))


def answered_since_last_visit(desk: Desk) -> list[PlacedQuestion]:
    """This person's questions to which something was said since they last looked."""
    with desk.reading() as look:
        return _placed(look, [one for one in seen_questions(look) if one.asker == desk.actor and has_news(one)])


def waiting_for_answer(desk: Desk) -> list[PlacedQuestion]:
    """The open threads in which this person is to speak next: what a mentor said to them, and for mentors the questions."""
    with desk.reading() as look:
        return _placed(look, [one for one in seen_questions(look) if waits_for(one, look.member)])


def waits_for(question: Question, member: Member) -> bool:
    """Whether an open thread waits for this person's word."""
    if question.status is not QuestionStatus.OPEN or question.asker == member.name:
        return False
    return question.addressed_to == member.name if question.is_comment else member.may(Right.ANSWER)


def _placed(look: Look, found: list[Question]) -> list[PlacedQuestion]:
    places = {name: opened(look, name) for name in {question.transcript_id for question in found}}
    rows = []
    for question in found:
        here = places[question.transcript_id]
        turn = here.body.turn_at(question.start)
        rows.append(PlacedQuestion(question, here.transcript.label, turn.number if turn else 0, has_news(question)))
    return rows


def _of_team(deed: Deed, question_id: QuestionId) -> Question:
    question = seen_question(deed, question_id)
    if question is None:
        raise NotFoundError("question", question_id)
    return question


def _sentence(text: str, advice: str) -> str:
    words = make_text(text).strip()
    if not words:
        raise RuleError(advice)
    return words
