"""The page of blind rounds: starting one, finishing, and what the coding page says meanwhile."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.bootstrap import Workbench
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import projects, rounds
from workbench.services.desk import Desk
from workbench.services.rounds import Whole
from workbench.ui.widgets.round_start import HowMuch


@pytest.fixture
def team(opened: Workbench, project: Project) -> dict[str, Member]:
    """Birch and Fir are students, Elm is the mentor."""
    projects.add_member(opened.desk_at(project.id, "Cedar"), "Fir", role=Role.STUDENT)
    projects.add_member(opened.desk_at(project.id, "Cedar"), "Elm", role=Role.MENTOR)
    return {member.name: member for member in projects.members_of(opened.store, project.id)}


def all_words(page: AppTest) -> str:
    kinds = ("html", "markdown", "caption", "info", "subheader", "header")
    found = " ".join(str(getattr(one, "value", one.proto)) for kind in kinds for one in page.get(kind))
    return found.replace("\\", "")


def test_a_mentor_starts_a_round_and_each_coder_finds_their_part(
    open_page: OpenPage, team: dict[str, Member], coded: Transcript, desk: Desk
) -> None:
    page = open_page("rounds", team["Elm"])
    page.text_input(key="rounds.title").input("First round")
    page.multiselect(key="rounds.coders").set_value(["Birch", "Fir"])
    page.multiselect(key="rounds.which").set_value([coded.id])
    page.selectbox(key="rounds.how").set_value(HowMuch.ALL).run()
    page.button(key="rounds.start").click().run()

    made = rounds.list_rounds(desk)[0]
    mine = open_page("rounds", team["Fir"])
    coding = open_page("code", team["Fir"], transcript=coded.id)

    assert not page.exception
    assert (made.title, made.coders) == ("First round", ("Birch", "Fir"))
    assert "Still coding: Birch, Fir" in all_words(mine)
    assert "you see only your own codings here until everybody has finished (0 of 2 have)" in all_words(coding)
    assert not any(button.key == "rounds.start" for button in mine.button)


def test_a_round_is_finished_by_pressing_and_opened_again_only_while_others_code(
    open_page: OpenPage, team: dict[str, Member], coded: Transcript, desk: Desk, opened: Workbench, project: Project
) -> None:
    elm = opened.desk_at(project.id, "Elm")
    made = rounds.start_round(elm, "First round", ["Birch", "Fir"], Whole((coded.id,)))
    page = open_page("rounds", team["Fir"])

    page.button(key=f"rounds.finish.{made.id}").click().run()
    finished = rounds.get_round(desk, made.id).who_finished
    page.button(key=f"rounds.back.{made.id}").click().run()
    back = rounds.get_round(desk, made.id).who_finished
    page.button(key=f"rounds.finish.{made.id}").click().run()
    rounds.finish(desk, made.id)
    over = open_page("rounds", team["Fir"])

    assert (finished, back) == (("Fir",), ())
    assert "Over since" in all_words(over)
    assert not over.button


def test_what_cannot_be_started_is_refused_with_a_sentence(
    open_page: OpenPage, team: dict[str, Member], coded: Transcript, desk: Desk
) -> None:
    page = open_page("rounds", team["Elm"])
    page.text_input(key="rounds.title").input("First round")
    page.multiselect(key="rounds.which").set_value([coded.id])
    page.selectbox(key="rounds.how").set_value(HowMuch.PICKED).run()
    page.text_input(key=f"rounds.numbers.{coded.id}").input("2-99").run()
    page.button(key="rounds.start").click().run()

    assert "The turns go from 1 to" in page.error[0].value
    assert rounds.list_rounds(desk) == []


def test_the_backup_button_is_not_for_a_blind_coder(
    open_page: OpenPage, team: dict[str, Member], coded: Transcript, opened: Workbench, project: Project
) -> None:
    elm = opened.desk_at(project.id, "Elm")
    rounds.start_round(elm, "First round", ["Birch", "Fir"], Whole((coded.id,)))

    blind, guiding = (open_page("home", team[name]) for name in ("Fir", "Elm"))

    assert "you cannot save one while the blind round" in all_words(blind)
    assert "you cannot save one" not in all_words(guiding)
