"""Looking further on its page: passages with reasons, one press to mark or to name a code, and ways there from other pages."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_codebook_page import said
from tests.ui.test_deeds import press
from workbench.bootstrap import Workbench
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.nlp import looking
from workbench.services import codebooks, codings, suggestion_gate, themes, transcripts
from workbench.services.desk import Desk

MORE = b"""Interviewer: And you?
Cedar: For me it was quick. Nobody lets you wait by the phone for six months there.
Cedar: My sister drives me too, and she is my map, every single week of the year.
Aspen: Waiting by the phone, waiting by the phone, while the soup boils over and the neighbour mows his lawn.
"""


@pytest.fixture
def talked(opened: Workbench, desk: Desk, coded: Transcript, monkeypatch: pytest.MonkeyPatch) -> Transcript:
    """A second transcript; questions to the models' process are answered in this one."""

    def call(target: str, *args: object, **kwargs: object) -> Any:
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    looking.forget()
    suggestion_gate.switch_team(opened.desk_at(desk.project_id, "Cedar"), on=True, reason="A test")
    monkeypatch.setattr(opened.models, "call", call)
    seen = transcripts.preview(desk, MORE, file_name="more.txt")
    return transcripts.import_transcript(desk, seen, title="More")


def at_tab(page: AppTest, name: str) -> AppTest:
    page.session_state["further.tab"] = name
    return page.run()


def test_passages_like_a_code_come_with_the_words_they_share(
    open_page: OpenPage, birch: Member, talked: Transcript
) -> None:
    shown = said(open_page("further", birch))

    assert "Shares “Waiting”" in shown
    assert "<mark>Waiting</mark> by the phone" in shown
    assert "Not coded" in shown


def test_where_suggestions_are_off_the_page_says_why_and_what_can_be_compared(
    open_page: OpenPage, birch: Member, opened: Workbench, desk: Desk, talked: Transcript
) -> None:
    suggestion_gate.switch_team(opened.desk_at(desk.project_id, "Cedar"), on=False)

    told = " ".join(info.value for info in open_page("further", birch).info).replace("\\", "")

    assert "switched off for this project" in told
    assert "A passage, or your own words" in told


def test_a_link_with_a_code_shows_what_is_like_it(
    open_page: OpenPage, birch: Member, desk: Desk, talked: Transcript
) -> None:
    family = codebooks.add_code(desk, "Family", short_definition="A sister who drives.")

    page = open_page("further", birch, code=family.id)

    assert page.selectbox(key="further.code").value == family.id
    assert "My <mark>sister</mark>" in said(page)


def test_a_link_with_a_turn_shows_what_is_like_that_passage(
    open_page: OpenPage, birch: Member, coded: Transcript, talked: Transcript
) -> None:
    page = open_page("further", birch, transcript=coded.id, turn="4")

    assert "Like this: “My sister drives me." in said(page)
    assert "<mark>sister</mark> <mark>drives</mark> me too" in said(page)


def test_what_is_not_looked_at_says_who_is_not_heard(open_page: OpenPage, birch: Member, talked: Transcript) -> None:
    shown = said(at_tab(open_page("further", birch), "Not looked at"))

    assert "The only passage by Aspen is not coded." in shown
    assert "Nobody has marked it as read." in shown


def test_one_press_marks_what_speaks_against_a_theme(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript, talked: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    theme = themes.add_theme(desk, "All wait", claim="Everybody waits by the phone.", code_ids=(waiting.id,))
    page = at_tab(open_page("further", birch), "What speaks against")
    assert "may speak against it" in said(page)

    press(page, "It speaks against the theme")

    marked = [one for name in (coded.id, talked.id) for one in codings.codings_of(desk, name) if one.challenges]
    assert [(one.coder, one.challenges, one.code_id) for one in marked] == [("Birch", theme.id, waiting.id)]


def test_without_a_theme_the_page_says_where_to_make_one(
    open_page: OpenPage, birch: Member, talked: Transcript
) -> None:
    assert "There are no themes yet" in said(at_tab(open_page("further", birch), "What speaks against"))


def test_a_phrase_becomes_a_code_after_a_look_at_similar_ones(
    open_page: OpenPage, birch: Member, desk: Desk, talked: Transcript
) -> None:
    codebooks.add_code(desk, "By the phone")
    page = at_tab(open_page("further", birch), "Their own words")
    page.checkbox(key="further.phrases_least").set_value(False).run()
    phrase = next(b.key for b in page.button if b.key.startswith("further.make."))
    page.button(key=phrase).click().run()
    if any(button.label == "Make it all the same" for button in page.button):
        press(page, "Make it all the same")

    made = [code.label for code in codebooks.get_codebook(desk)]
    assert f"“{phrase.removeprefix('further.make.')}”" in made


def test_before_any_transcript_there_is_advice(open_page: OpenPage, birch: Member) -> None:
    assert "There is no talk of participants yet" in said(open_page("further", birch))
