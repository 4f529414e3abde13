"""The page Team and the page of a sponsor, as people use them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.bootstrap import Workbench
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import memos, projects, releases, tasks
from workbench.services.desk import Desk
from workbench.ui.navigation import ROOMS, rooms_for
from workbench.ui.state import Here
from workbench.ui.words import say

PLANTED = ("by the phone", "my map", "Time that passes", "At the phone", "Birch", "Cedar", "I cried")


@pytest.fixture
def cedar(opened: Workbench, project: Project) -> Desk:
    return opened.desk_at(project.id, "Cedar")


def owner_of(opened: Workbench, project: Project) -> Member:
    return next(one for one in projects.members_of(opened.store, project.id) if one.name == "Cedar")


def everything_on(page: AppTest) -> str:
    return " ".join(str(element.proto) for element in [*page.main, *page.sidebar])


def test_an_owner_shares_transcripts_out_evenly_and_saves_it(
    open_page: OpenPage, opened: Workbench, project: Project, cedar: Desk, interview: Transcript
) -> None:
    page = open_page("team", owner_of(opened, project))

    page.button("sharing.evenly").click().run()
    assert page.multiselect[0].value == ["Birch"]
    page.button("FormSubmitter:sharing.tasks-Save who codes what").click().run()

    assert not page.exception
    assert tasks.coders_of_transcripts(cedar) == {interview.id: ("Birch",)}


def test_a_student_sees_who_codes_what_and_changes_nothing(
    open_page: OpenPage, birch: Member, cedar: Desk, interview: Transcript
) -> None:
    tasks.assign(cedar, {interview.id: ["Birch"]})

    page = open_page("team", birch)
    home = open_page("home", birch)

    assert not page.multiselect
    assert not page.button
    assert any("Birch" in line.value and interview.label in line.value for line in page.markdown)
    assert say("sharing.your_transcripts") in [one.value for one in home.header]


def test_an_owner_ends_a_membership_after_saying_so_twice(
    open_page: OpenPage, opened: Workbench, project: Project, birch: Member, cedar: Desk
) -> None:
    page = open_page("team", owner_of(opened, project))
    page.selectbox("sharing.who").set_value(birch.id).run()
    assert page.button("sharing.end").disabled

    page.checkbox(f"sharing.sure.{birch.id}").check().run()
    page.button("sharing.end").click().run()

    assert not page.exception
    assert [one.name for one in projects.who_left(cedar)] == ["Birch"]
    assert open_page("home", birch).title[0].value == "Which project?"


def test_a_sponsor_is_told_the_names_of_no_other_pages(opened: Workbench, project: Project, cedar: Desk) -> None:
    sponsor = projects.add_member(cedar, "Liaison", role=Role.SPONSOR)
    here = Here(opened, project, sponsor, opened.desk_at(project.id, "Liaison"))

    assert [room.name for room in rooms_for(here)] == ["released"]


def test_a_sponsor_finds_the_released_file_and_not_one_word_more(
    open_page: OpenPage, opened: Workbench, project: Project, cedar: Desk, coded: Transcript
) -> None:
    memos.write_memo(cedar, "I cried when I read this.")
    sponsor = projects.add_member(cedar, "Liaison", role=Role.SPONSOR)
    page = open_page("team", owner_of(opened, project))
    page.button("FormSubmitter:sharing.release-Release the file").click().run()
    assert not page.exception
    assert not page.error
    (file,) = releases.received(opened.desk_at(project.id, "Liaison"))

    for room in ROOMS:
        seen = open_page(room.name, sponsor)
        shown = everything_on(seen)
        assert seen.title[0].value == "Released to you"
        assert file.digest in shown
        assert [word for word in PLANTED if word in shown] == []
