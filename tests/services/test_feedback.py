"""Feedback leaves through the gate: noted in the ledger, and without words of those who have withdrawn."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from tests.services.test_passage_samples import Worked
from workbench.domain.project import Right
from workbench.domain.sampled_passage import Drawn
from workbench.domain.withdrawal import Scope
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import feedback, ledger, passage_samples, people, questions, withdrawal
from workbench.services.feedback import Told
from workbench.store import Store


def test_the_page_brings_codes_and_the_mentors_comments_and_is_in_the_ledger(store: Store) -> None:
    study = Worked(store)
    row = next(one for one in passage_samples.draw(study.mo, seed=7) if one.drawn is Drawn.RARE)
    seen = next(one for one in passage_samples.passages_of(study.mo, "Ben") if one.row.id == row.id)
    assert seen.coding
    questions.comment(study.mo, study.long.id, "Why this code?", to="Ben", coding_id=seen.coding.id)

    content = feedback.feedback_bytes(
        study.mo, "Ben", Told("Close to the words.", "- Read on\n\n• Ask", [row.id]), on="April 12, 2031"
    )

    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert "Your codes: Rare" in lines
    assert "To talk about: Why this code?" in lines
    assert {"Read on", "Ask"} <= set(lines)
    assert seen.coding.quote in lines
    assert [one.what for one in ledger.departures(study.ana)] == ["feedback to a student"]


def test_words_of_somebody_who_has_withdrawn_do_not_leave(make_sqlite: Callable[[], Store]) -> None:
    study = Worked(make_sqlite())
    row = passage_samples.draw(study.mo, seed=7)[0]
    person = people.add_participant(study.ana, "P01", pseudonym="Aspen")
    maple = [one.speaker.id for one in people.voices(study.ana) if one.speaker.label == "Maple"]
    people.link_voices(study.ana, maple, person.id)
    withdrawal.ask(study.ana, person.id, Scope.EVERYTHING, asked_on="2026-11-20")

    with pytest.raises(RuleError, match="may not leave"):
        feedback.feedback_bytes(study.mo, "Ben", Told("Good.", "", [row.id]), on="today")


def test_only_a_mentor_makes_it_for_a_student_from_their_own_sample(make_sqlite: Callable[[], Store]) -> None:
    study = Worked(make_sqlite())
    row = passage_samples.draw(study.mo, seed=7)[0]

    with pytest.raises(NotAllowedError, match=Right.MENTOR.value):
        feedback.feedback_bytes(study.ben, "Ben", Told("Good.", ""), on="today")
    with pytest.raises(RuleError, match="no student"):
        feedback.feedback_bytes(study.mo, "Ana", Told("Good.", ""), on="today")
    with pytest.raises(NotFoundError):
        feedback.feedback_bytes(study.ana, "Ben", Told("Good.", "", [row.id]), on="today")
