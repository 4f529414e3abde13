"""Two people at two browsers: they code blind, finish, compare, settle a difference with a change of the codebook, and take it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import Study
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.project import Role
from workbench.services import codebooks, codings, decisions, projects, rounds, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.services.rounds import Chosen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def sit_down(browser: Browser, served: Served, study: Study, name: str) -> Person:
    person = Person(browser.new_context(viewport={"width": 1280, "height": 720}), served.address)
    [member] = [one for one in projects.members_of(study.store, study.project.id) if one.name == name]
    where = f"project={study.project.id}&who={member.id}&transcript={study.transcript.id}"
    person.page.goto(f"{served.address}/code?{where}")
    person.until(lambda: person.page.locator(".wb-text").count(), seconds=60)
    person.wait_for_text()
    return person


def to_the_rounds(person: Person) -> None:
    person.go("Team")
    person.page.get_by_role("link", name="Blind rounds").click()
    expect(person.page.get_by_role("heading", name="Blind rounds", level=1)).to_be_visible()
    person.rest()


def test_two_code_blind_finish_compare_settle_and_take_it_back(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    projects.add_member(study.ana, "Fern", role=Role.MENTOR)
    for desk in (study.ana, study.ben):
        transcripts.read_up_to(desk, study.transcript.id, 4)
    fern = Desk(study.store, study.project.id, "Fern")
    made = rounds.start_round(fern, "First round", ["Ana", "Ben"], Chosen({study.transcript.id: (2,)}))
    ana, ben = (sit_down(browser, served, study, name) for name in ("Ana", "Ben"))

    ana.select("nine months")
    ana.press("1")
    ana.saved()
    [hers] = codings.codings_of(fern, study.transcript.id)
    ben.sees("you see only your own codings here until everybody has finished (0 of 2 have)")
    assert ben.barriers() == []
    ben.select("nine months")
    ben.press("2")
    ben.saved()
    assert [label for label in ben.labels() if "Waiting" in label] == []
    assert hers.id not in ben.page.content()

    for person in (ana, ben):
        to_the_rounds(person)
        assert person.barriers() == []
        person.push("I have finished")
        person.rest()
    ben.sees("Over since")
    assert not rounds.get_round(fern, made.id).is_running

    ben.page.get_by_role("link", name="Compare and decide").click()
    ben.sees("1 passage still differs.")
    ben.rest()
    ben.page.get_by_text("Keep what Ana chose").click()
    ben.sees("Why? One line")
    ben.rest()
    ben.write("Why? One line", "The letter is what she waited for.")
    ben.page.get_by_text("Change the codebook too").first.click()
    ben.write("New meaning, in one line (leave empty to keep it)", "Time lost before care, letters too.")
    ben.push("Save what we settled")
    ben.sees("All differences are settled.")
    ben.rest()
    assert codebooks.find_code(study.ana, "Waiting").short_definition == "Time lost before care, letters too."
    assert len(decisions.talks(study.ana)) == 1

    ben.push("Undo")
    ben.sees("1 passage still differs.")
    assert codebooks.find_code(study.ana, "Waiting").short_definition == "Time lost before care."
    assert decisions.talks(study.ana) == []
    assert verify(study.store).clean
