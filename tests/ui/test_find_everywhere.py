"""Finding words in all transcripts, from the page: the places, and what is said where the search stops."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.ui.words import say


def find(open_page: OpenPage, birch: Member, words: str, **how: bool) -> AppTest:
    page = open_page("transcripts", birch)
    page.session_state["transcripts.tab"] = say("transcripts.tab_find")
    page.run()
    for name, value in how.items():
        page.checkbox(key=f"find.{name}").set_value(value)
    page.text_input(key="find.words").set_value(words)
    return page.run()


def found(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def test_found_words_stand_in_their_context_under_their_transcript(
    open_page: OpenPage, birch: Member, coded: Transcript
) -> None:
    page = find(open_page, birch, "my")

    assert not page.exception
    assert "<mark>My</mark> sister drives me." in found(page)
    assert any("2 places, in 1 transcript" in element.value for element in page.markdown)
    assert coded.label in page.subheader[0].value


def test_signs_of_the_transcript_stand_for_themselves(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    page = find(open_page, birch, "*wait*")

    assert "<mark>*wait*</mark>" in found(page)


def test_a_pattern_that_cannot_be_read_is_explained(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    page = find(open_page, birch, "(", by_pattern=True)

    assert "regular expression" in page.error[0].value
