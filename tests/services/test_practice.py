"""The practice interview: its key fits its words, and every choice gets an answer in words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from workbench.errors import NotFoundError
from workbench.services import practice
from workbench.services.practice import Answer, PracticePassage, feedback, open_practice
from workbench.shipped import shipped_folder

SOURCE = shipped_folder("sample_data") / "practice"
EXERCISE = open_practice()


def passage(quote: str) -> PracticePassage:
    return next(one for one in EXERCISE.passages if one.quote.startswith(quote))


def test_the_exercise_is_small_enough_for_one_sitting() -> None:
    assert (len(EXERCISE.turns), len(EXERCISE.codes), len(EXERCISE.passages)) == (27, 5, 20)


def test_every_passage_stands_where_the_key_says_and_the_key_follows_the_talk() -> None:
    places = [(one.turn, one.span.start) for one in EXERCISE.passages]

    assert places == sorted(places)
    assert all(one.span.text_in(EXERCISE.turn(one.turn).text) == one.quote for one in EXERCISE.passages)


def test_no_passage_is_the_interviewers() -> None:
    assert {EXERCISE.turn(one.turn).speaker for one in EXERCISE.passages} == {"Odile"}


def test_every_code_is_needed_and_some_passages_need_none_or_several() -> None:
    numbers = {len(one.codes) for one in EXERCISE.passages}

    assert {code for one in EXERCISE.passages for code in one.codes} == EXERCISE.codes.keys()
    assert numbers == {0, 1, 2}


def test_every_reason_is_one_line() -> None:
    reasons = [text for one in EXERCISE.passages for text in (one.why, *one.also.values())]

    assert all(0 < len(text) <= 120 and "\n" not in text for text in reasons)


@pytest.mark.parametrize(
    ("quote", "choice", "answer"),
    [
        ("My niece", "START", Answer.SAME),
        ("My niece", "BODY", Answer.ALSO),
        ("My niece", "WEEK", Answer.ANOTHER),
        ("My niece", None, Answer.NONE_CHOSEN),
        ("Then Bernard", "OTHERS", Answer.ONE_OF_SEVERAL),
        ("The parking", None, Answer.SAME_NONE),
        ("The parking", "WEEK", Answer.KEY_HAS_NONE),
    ],
)
def test_each_choice_gets_its_own_kind_of_answer(quote: str, choice: str | None, answer: Answer) -> None:
    assert feedback(EXERCISE, passage(quote), choice).answer is answer


def test_a_choice_that_can_be_seen_too_is_told_what_may_be_seen() -> None:
    said = feedback(EXERCISE, passage("My niece"), "BODY")

    assert "sore knees" in said.seen_too
    assert [code.label for code in said.key] == ["Getting started"]


def test_where_people_differ_all_codes_of_the_key_are_told() -> None:
    said = feedback(EXERCISE, passage("Then Bernard"), "START")

    assert said.people_differ
    assert [code.label for code in said.key] == ["Getting started", "Being with others"]


def test_no_answer_holds_a_number_or_a_judgement() -> None:
    told = " ".join(text for one in EXERCISE.passages for text in (one.why, *one.also.values())).lower()

    assert not re.search(r"\d|%|\b(?:wrong|correct|incorrect|mistake|score|points)\b", told)


def test_a_code_that_is_not_in_the_codebook_is_refused() -> None:
    with pytest.raises(NotFoundError):
        feedback(EXERCISE, EXERCISE.passages[0], "JOY")


def test_a_key_whose_words_do_not_stand_in_the_interview_is_refused(tmp_path: Path) -> None:
    for name in ("interview.txt", "codebook.yaml", "key.yaml"):
        shutil.copy(SOURCE / name, tmp_path)
    key = (tmp_path / "key.yaml").read_text(encoding="utf-8")
    (tmp_path / "key.yaml").write_text(key.replace("one of them is very bad", "both are very bad"), encoding="utf-8")

    with pytest.raises(NotFoundError, match="turn 10"):
        practice.read_practice(tmp_path)


def test_the_interview_says_that_its_people_are_made_up() -> None:
    assert "made up" in (SOURCE / "interview.txt").read_text(encoding="utf-8").splitlines()[1]
    assert all(path.read_text(encoding="utf-8").startswith("# Made-up people") for path in SOURCE.glob("*.yaml"))
