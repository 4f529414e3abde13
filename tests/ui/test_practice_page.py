"""The practice page answers in words and leaves no trace."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, history
from workbench.services.desk import Desk
from workbench.services.practice import open_practice


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return " ".join(body for body in bodies if not body.lstrip().startswith("<style"))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def choose(page: AppTest, code: str) -> AppTest:
    page.radio[0].set_value(code).run()
    return press(page, "What does the key say?")


def test_the_key_answers_a_choice_with_its_reason(open_page: OpenPage, birch: Member) -> None:
    page = choose(open_page("practice", birch), "START")

    assert "The key sees it as you do: “Getting started”." in shown(page)
    assert "The dog got her out of the door." in shown(page)


def test_nothing_is_told_before_a_choice(open_page: OpenPage, birch: Member) -> None:
    page = open_page("practice", birch)

    assert "The dog got her out of the door." not in shown(page)
    assert next(button for button in page.button if button.label == "What does the key say?").disabled


def test_another_choice_is_answered_anew_only_when_asked(open_page: OpenPage, birch: Member) -> None:
    page = choose(open_page("practice", birch), "START")
    page.radio[0].set_value("WEEK").run()
    quiet = shown(page)
    press(page, "What does the key say?")

    assert "The dog got her" not in quiet
    assert "The key sees “Getting started” here." in shown(page)
    assert "“A place in the week” means:" in shown(page)


def test_a_passage_where_people_differ_says_so(open_page: OpenPage, birch: Member) -> None:
    page = choose(press(open_page("practice", birch), "Next passage"), "OTHERS")

    assert "People differ here: “Getting started” and “Being with others”." in shown(page)


def test_the_way_leads_through_all_passages_to_an_end_and_back(open_page: OpenPage, birch: Member) -> None:
    page = open_page("practice", birch)
    for _ in open_practice().passages:
        press(page, "Next passage")
    end = [element.value for element in page.header]
    press(page, "Begin again")

    assert "That was the last passage" in end
    assert "Passage 1 of 20" in [element.value for element in page.header]


def test_practice_leaves_nothing_in_the_project(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    before = (codings.codings_of(desk, coded.id), list(codebooks.get_codebook(desk)), history.newest_acts(desk))

    choose(press(choose(open_page("practice", birch), "START"), "Next passage"), "none")

    assert before == (
        codings.codings_of(desk, coded.id),
        list(codebooks.get_codebook(desk)),
        history.newest_acts(desk),
    )


def test_practice_gives_no_score(open_page: OpenPage, birch: Member) -> None:
    page = open_page("practice", birch)
    for passage in open_practice().passages:
        choose(page, passage.codes[0] if passage.codes else "none")
        text = re.sub(r"<[^>]*>", " ", shown(page))
        assert not re.search(r"%|\b(?:wrong|incorrect|mistake|score|points)\b", text, re.IGNORECASE)
        press(page, "Next passage")


def test_practice_says_that_its_people_are_made_up_and_is_reached_from_home(open_page: OpenPage, birch: Member) -> None:
    assert "All people in this interview are made up." in shown(open_page("practice", birch))
    assert "Practise coding" in [link.proto.label for link in open_page("home", birch).get("page_link")]
