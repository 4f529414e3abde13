"""Home: what is done and what is next, about how long, answers that came, and words to look up."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage, code_another_voice
from workbench.bootstrap import Workbench
from workbench.domain.codebook import ThemeStatus
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, corrections, projects, questions, themes, transcripts
from workbench.services.corrections import TurnFix
from workbench.services.desk import Desk
from workbench.ui.progress import Progress, Stage, about_how_long
from workbench.ui.state import Here
from workbench.ui.widgets.glossary import glossary


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return " ".join(body for body in bodies if not body.lstrip().startswith("<style"))


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def stages(opened: Workbench, project: Project, birch: Member, desk: Desk) -> dict[Stage, tuple[str, int, int]]:
    progress = Progress.of(Here(opened, project, birch, desk))
    return {count.stage: (count.status, count.done, count.of) for count in progress.stages()}


def test_home_offers_to_go_on_at_the_next_turn_and_says_about_how_long(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    transcripts.read_up_to(desk, coded.id, 2)

    page = open_page("home", birch)

    assert "Continue T01 at turn 3" in buttons(page)
    assert "2 of 4 turns read, 1 coding · about 5 minutes to read to its end" in shown(page)


def test_an_empty_study_has_begun_no_phase(opened: Workbench, project: Project, birch: Member, desk: Desk) -> None:
    found = stages(opened, project, birch, desk)

    assert list(found) == list(Stage)
    assert {status for status, _, _ in found.values()} == {"empty"}


def test_the_phases_follow_what_people_do(
    opened: Workbench, project: Project, birch: Member, desk: Desk, coded: Transcript
) -> None:
    transcripts.read_up_to(desk, coded.id, 4)
    [waiting] = codebooks.get_codebook(desk)
    codebooks.add_code(desk, "Family")
    themes.add_theme(desk, "Waiting is work", claim="People work while they wait.", code_ids=(waiting.id,))
    first = stages(opened, project, birch, desk)
    [theme] = themes.list_themes(desk)
    code_another_voice(desk)
    themes.change_theme(desk, theme.id, counter_examples="None found after looking.", status=ThemeStatus.READY)

    second = stages(opened, project, birch, desk)

    assert first[Stage.READ] == ("done", 4, 4)
    assert first[Stage.CODE] == ("done", 1, 1)
    assert first[Stage.GROUP] == ("under_way", 1, 2)
    assert (first[Stage.REVIEW], first[Stage.DEFINE]) == (("empty", 0, 1), ("empty", 0, 1))
    assert (second[Stage.REVIEW], second[Stage.DEFINE]) == (("done", 1, 1), ("done", 1, 1))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, ""), (0.5, "about 5 minutes"), (22.5, "about 25 minutes"), (90, "about 90 minutes"), (91, "about 2 hours")],
)
def test_a_guess_promises_no_more_than_a_guess_can(minutes: float, words: str) -> None:
    assert about_how_long(minutes) == words


def test_home_has_no_score_and_no_ranking(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    text = re.sub(r"<[^>]*>", " ", shown(open_page("home", birch)))

    assert not re.search(r"%|\b(?:score|rank|best|streak|points|level)\b", text, re.IGNORECASE)


def test_an_answer_is_news_until_its_asker_has_read_it(
    open_page: OpenPage, opened: Workbench, project: Project, birch: Member, desk: Desk, coded: Transcript
) -> None:
    mentor = projects.add_member(opened.desk_at(project.id, "Cedar"), "Willow", role=Role.MENTOR)
    turn = transcripts.open_transcript(desk, coded.id).body.turns[1]
    asked = questions.ask(desk, coded.id, "Is this waiting, or fear?", span=turn.span)
    waiting = shown(open_page("home", mentor))
    questions.answer(opened.desk_at(project.id, "Willow"), asked.id, "Both <b>can</b> be.")

    page = open_page("home", birch)
    news = shown(page)
    next(button for button in page.button if button.label == "I have read them").click().run()

    assert "Is this waiting, or fear?" in waiting
    assert "<strong>Willow:</strong> Both &lt;b&gt;can&lt;/b&gt; be." in news
    assert "Willow:" not in shown(page)
    assert questions.answered_since_last_visit(desk) == []


def test_a_question_is_no_news_to_other_students(
    open_page: OpenPage, opened: Workbench, project: Project, desk: Desk, coded: Transcript
) -> None:
    aspen = projects.add_member(opened.desk_at(project.id, "Cedar"), "Aspen", role=Role.STUDENT)
    turn = transcripts.open_transcript(desk, coded.id).body.turns[1]
    questions.ask(desk, coded.id, "Is this waiting, or fear?", span=turn.span)

    assert "waiting, or fear" not in shown(open_page("home", aspen))


def test_the_glossary_stands_on_home(open_page: OpenPage, birch: Member) -> None:
    page = open_page("home", birch)

    assert f"{len(glossary())} words in plain English" in [expander.label for expander in page.expander]
    assert "A short label for a small idea" in shown(page)


@pytest.mark.parametrize("word", ["code", "passage", "coding", "theme", "note", "reading", "suggestion", "consent"])
def test_the_words_that_the_pages_use_are_explained(word: str) -> None:
    assert word in {term.lower() for term in glossary()}


def test_every_phase_and_step_is_explained() -> None:
    terms = {term.lower() for term in glossary()}

    assert {"set", "collect", "reflect", "reading", "code", "group", "review", "define", "report"} <= terms


def test_the_glossary_needs_no_more_than_eight_years_of_school() -> None:
    sentences = [s for text in glossary().values() for s in re.split(r"[.!?:;]\s+|[.!?:]$", text) if s.split()]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)

    assert 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 <= 8


def test_home_says_how_many_codings_wait_for_a_place(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    before = [link.proto.label for link in open_page("home", birch).get("page_link")]
    fix = TurnFix(2, "Half a year. Silence.")
    corrections.fix_turn(desk, coded.id, fix, reason="misheard")

    after = [link.proto.label for link in open_page("home", birch).get("page_link")]

    assert "1 coding waits for a place after a correction" in set(after) - set(before)
