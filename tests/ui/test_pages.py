"""Every page opens for every kind of person, without an error and with its heading."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.bootstrap import Workbench
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, projects
from workbench.ui.navigation import ROOMS
from workbench.ui.pages import home

NAMES = [room.name for room in ROOMS]


def headings(page: AppTest) -> str:
    return " ".join([element.value for element in page.title] + [element.proto.body for element in page.get("html")])


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_an_empty_project_opens_with_a_word_of_advice(open_page: OpenPage, birch: Member, name: str) -> None:
    page = open_page(name, birch)

    assert not page.exception
    assert not page.error
    assert "Waiting for care" in headings(page)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_a_coded_project_opens_without_an_error(
    open_page: OpenPage, birch: Member, coded: Transcript, name: str
) -> None:
    page = open_page(name, birch)

    assert not page.exception
    assert not page.error


def test_without_a_project_in_the_address_the_start_page_asks(open_page: OpenPage) -> None:
    page = open_page("codebook")

    assert page.title[0].value == "Which project?"


def test_a_project_that_does_not_exist_leads_to_the_start_page(open_page: OpenPage, birch: Member) -> None:
    page = open_page("home", birch, project="b8e0fa64-0000-4000-8000-000000000001")

    assert page.title[0].value == "Which project?"


def test_a_made_up_study_says_so_on_every_page(open_page: OpenPage, opened: Workbench) -> None:
    made = projects.create_project(opened.store, "Invented", actor="Cedar", made_up=True)
    cedar = projects.members_of(opened.store, made.id)[0]

    assert all("all people are made up" in headings(open_page(name, cedar)) for name in NAMES)


def test_a_real_study_does_not_say_that_its_people_are_made_up(open_page: OpenPage, birch: Member) -> None:
    assert "made up" not in headings(open_page("home", birch))


@pytest.mark.parametrize("role", [Role.MENTOR, Role.OWNER])
def test_every_page_opens_for_a_mentor_and_for_an_owner(
    open_page: OpenPage, opened: Workbench, project: Project, coded: Transcript, role: Role
) -> None:
    person = projects.add_member(opened.desk_at(project.id, "Cedar"), "Juniper", role=role)

    for name in NAMES:
        page = open_page(name, person)
        assert not page.exception, name
        assert not page.error, name


def test_a_sponsor_comes_to_what_was_released_whatever_the_address_says(
    open_page: OpenPage, opened: Workbench, project: Project, coded: Transcript
) -> None:
    sponsor = projects.add_member(opened.desk_at(project.id, "Cedar"), "Liaison", role=Role.SPONSOR)
    desk = opened.desk_at(project.id, "Cedar")
    planted = [
        *(code.label for code in codebooks.get_codebook(desk)),
        *(coding.quote for coding in codings.codings_of(desk, coded.id)),
        *(room.name for room in ROOMS if room.name not in ("released", "home")),
    ]

    for name in NAMES:
        page = open_page(name, sponsor)
        drawn = " ".join(str(element.proto) for element in page.main if hasattr(element, "proto"))
        assert page.title[0].value == "Released to you"
        assert [words for words in planted if f'"{words}"' in drawn or (len(words) > 12 and words in drawn)] == []


def test_the_address_keeps_ids_and_never_a_name(open_page: OpenPage, birch: Member) -> None:
    page = open_page("home", birch)

    assert page.query_params["who"] == birch.id
    assert "Birch" not in str(page.query_params)


def test_a_fault_shows_a_number_and_the_log_keeps_its_place_but_no_words(
    open_page: OpenPage, birch: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("I wait by the phone")

    monkeypatch.setattr(home, "heading", broken)
    with caplog.at_level(logging.ERROR, logger="workbench.ui"):
        page = open_page("home", birch)

    assert "Something went wrong (number" in page.error[0].value
    assert not page.exception
    assert "KeyError" in caplog.text
    assert "by the phone" not in caplog.text
