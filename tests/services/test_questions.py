"""“I am not sure”: a question goes to the mentor, the answer finds its way back, and the team may read along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.builders import Study
from workbench.domain.coding import Coding, QuestionStatus
from workbench.domain.project import Role
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import codings, history, operations, projects, questions
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


class Asking(Study):
    """A study with a mentor, in which Ben has coded a passage."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        self.mo = Desk(store, self.project.id, "Mo")
        self.coding: Coding = codings.add_coding(
            self.ben, self.transcript.id, self.place("nine months"), self.waiting.id
        )

    def ask(self, text: str = "Is this waiting, or fear?") -> questions.Question:
        return questions.ask(self.ben, self.transcript.id, text, coding_id=self.coding.id)


def test_a_question_waits_for_the_mentor_and_is_read_by_the_team(store: Store) -> None:
    study = Asking(store)

    asked = study.ask()

    [waiting] = questions.waiting_for_answer(study.mo)
    assert (waiting.question, waiting.transcript_label, waiting.turn) == (asked, "T01", 2)
    assert asked.quote == "nine months"
    assert [one.question for one in questions.list_questions(study.ana)] == [asked]
    assert questions.waiting_for_answer(study.ben) == []


def test_an_answer_is_news_until_the_asker_has_seen_it(store: Store) -> None:
    study = Asking(store)
    asked = study.ask()

    questions.answer(study.mo, asked.id, "Both; code it twice.")

    [news] = questions.answered_since_last_visit(study.ben)
    assert [one.text for one in news.question.answers] == ["Both; code it twice."]
    assert news.question.status is QuestionStatus.ANSWERED
    questions.mark_seen(study.ben)
    assert questions.answered_since_last_visit(study.ben) == []
    assert verify(store).clean


def test_seeing_an_answer_is_nothing_that_undo_takes_back(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    asked = study.ask()
    codings.add_coding(study.ben, study.transcript.id, study.place("sister"), study.family.id)
    questions.answer(study.mo, asked.id, "Waiting.")
    questions.mark_seen(study.ben)

    assert history.undo(study.ben) == "code passage"


def test_the_askers_own_words_open_the_question_again(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    asked = study.ask()
    questions.answer(study.mo, asked.id, "Waiting.")

    again = questions.answer(study.ben, asked.id, "But she sounds afraid.")

    assert again.status is QuestionStatus.OPEN
    assert [one.author for one in again.answers] == ["Mo", "Ben"]
    assert questions.answered_since_last_visit(study.ben) == []


def test_only_the_mentor_and_the_asker_speak_in_a_thread(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    projects.add_member(study.ana, "Cy", role=Role.STUDENT)
    cy = Desk(study.store, study.project.id, "Cy")
    asked = study.ask()

    with pytest.raises(NotAllowedError, match="Ben can add"):
        questions.answer(cy, asked.id, "I think so too.")
    with pytest.raises(NotAllowedError, match="belongs to Ben"):
        questions.close(cy, asked.id)


def test_a_closed_question_waits_for_nobody(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    asked = study.ask()

    questions.close(study.ben, asked.id)

    assert questions.waiting_for_answer(study.mo) == []
    assert history.undo(study.ben) == "close question"
    assert len(questions.waiting_for_answer(study.mo)) == 1


def test_a_removed_coding_leaves_its_question_with_the_words_and_undo_joins_them_again(store: Store) -> None:
    study = Asking(store)
    asked = study.ask()

    codings.remove_coding(study.ben, study.coding.id)

    [left] = questions.list_questions(study.ben)
    assert (left.question.coding_id, left.question.quote) == (None, "nine months")
    history.undo(study.ben)
    assert [one.question for one in questions.list_questions(study.ben)] == [asked]
    assert verify(store).clean


def test_a_question_that_was_answered_is_not_taken_back(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    asked = study.ask()
    questions.answer(study.mo, asked.id, "Waiting.")

    with pytest.raises(ChangedMeanwhileError):
        history.undo(study.ben)


def test_a_question_needs_words_of_its_own_and_words_to_be_about(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())

    with pytest.raises(RuleError, match="one sentence"):
        study.ask("  ")
    with pytest.raises(RuleError, match="Select them first"):
        questions.ask(study.ben, study.transcript.id, "About what?")
    with pytest.raises(NotFoundError):
        questions.close(study.ben, questions.QuestionId("00000000-0000-4000-8000-000000000000"))


def test_a_mentors_comment_waits_for_one_person_and_comes_back_with_the_answer(store: Store) -> None:
    study = Asking(store)

    said = questions.comment(
        study.mo, study.transcript.id, "What made you choose this code?", to="Ben", coding_id=study.coding.id
    )

    assert (said.quote, said.addressed_to, said.status) == ("nine months", "Ben", QuestionStatus.OPEN)
    assert [one.question for one in questions.waiting_for_answer(study.ben)] == [said]
    assert questions.waiting_for_answer(study.mo) == []
    answered = questions.answer(study.ben, said.id, "She counts the months.")
    assert answered.status is QuestionStatus.ANSWERED
    assert [one.question for one in questions.answered_since_last_visit(study.mo)] == [answered]
    assert questions.close(study.ben, said.id).status is QuestionStatus.CLOSED
    assert verify(store).clean


def test_a_comment_is_read_by_the_two_and_by_mentors_alone(make_sqlite: Callable[[], Store]) -> None:
    study = Asking(make_sqlite())
    projects.add_member(study.ana, "Cy", role=Role.STUDENT)
    cy = Desk(study.store, study.project.id, "Cy")
    before = operations.surface(cy, study.transcript.id).number

    said = questions.comment(study.mo, study.transcript.id, "Look again?", to="Ben", span=study.place("sister"))

    assert [one.question for one in questions.list_questions(study.ana)] == [said]
    assert questions.list_questions(cy) == []
    assert operations.surface(cy, study.transcript.id).questions == ()
    with cy.reading() as look:
        assert operations.changes_since(look, study.transcript.id, before).questions == ()
    with pytest.raises(NotFoundError):
        questions.answer(cy, said.id, "I think so too.")


def test_another_mentor_joining_in_leaves_a_comment_waiting_for_whom_it_waited(
    make_sqlite: Callable[[], Store],
) -> None:
    study = Asking(make_sqlite())
    said = questions.comment(study.mo, study.transcript.id, "Look again?", to="Ben", span=study.place("sister"))

    joined = questions.answer(study.ana, said.id, "Yes, do.")

    assert joined.status is QuestionStatus.OPEN
    assert [one.question for one in questions.waiting_for_answer(study.ben)] == [joined]


def test_only_a_mentor_begins_a_thread_with_one_person_and_not_with_themselves(
    make_sqlite: Callable[[], Store],
) -> None:
    study = Asking(make_sqlite())
    projects.add_member(study.ana, "Lee", role=Role.SPONSOR)

    for who, to, error in (
        (study.ben, "Mo", NotAllowedError),
        (study.mo, "Mo", RuleError),
        (study.mo, "Lee", RuleError),
        (study.mo, "Nobody", RuleError),
    ):
        with pytest.raises(error):
            questions.comment(who, study.transcript.id, "Hm?", to=to, span=study.place("sister"))
