"""Comparing by keyboard: a passage is talked over, settled with a clearer codebook, listed, and taken back with one undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import Study
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.coding import Sureness
from workbench.services import codebooks, codings, decisions, projects, transcripts
from workbench.services.maintenance import verify

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_difference_is_settled_by_keyboard_and_one_undo_takes_all_back(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    words = study.place("I waited nine months for a letter.")
    anas = codings.add_coding(study.ana, study.transcript.id, words, study.waiting.id)
    codings.add_coding(
        study.ben, study.transcript.id, study.place("nine months for a letter. Then it came twice."), study.family.id
    )
    codings.add_coding(study.ben, study.transcript.id, study.place("My sister drove me"), study.family.id)
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    [member] = [one for one in projects.members_of(study.store, study.project.id) if one.name == "Ana"]
    ana = Person(browser.new_context(viewport={"width": 1280, "height": 720}), served.address)
    ana.page.goto(f"{served.address}/team?project={study.project.id}&who={member.id}")
    ana.page.get_by_role("link", name="Compare and decide").click()

    ana.sees("2 passages still differ.")
    ana.sees("Other code: Ana chose “Waiting”, Ben chose “Family”.")
    expect(ana.page.locator(".wb-compared mark.wb-all")).to_have_text("nine months for a letter.")
    assert ana.barriers() == []
    ana.page.get_by_role("button", name="Fairly sure").or_(
        ana.page.get_by_role("radio", name="Fairly sure")
    ).first.click()
    ana.rest()
    ana.tab_to("Keep what Ana chose")
    ana.press("Space")
    ana.rest()
    ana.write("Why? One line", "She speaks of months.")
    ana.page.get_by_text("Change the codebook too").click()
    ana.write("Add: do not use it when", "The wait is told as a joke.")
    ana.press("Tab")
    ana.rest()
    assert ana.barriers() == []
    ana.push("Save what we settled")

    ana.sees("1 passage still differs.")
    ana.sees("Missed: Ben chose “Family”. Ana read it and did not.")
    [talk] = decisions.talks(study.ben)
    assert (talk.decision.reason, talk.decision.kept) == ("She speaks of months.", ("Ana",))
    assert codebooks.get_codebook(study.ana).get(talk.redefined[0].id).when_not_to_use == (
        "The wait is told as a joke.",
    )
    [mine] = [one for one in codings.codings_of(study.ana, study.transcript.id) if one.id == anas.id]
    assert mine.sureness is Sureness.FAIRLY

    ana.page.get_by_role("tab", name="What you settled").click()
    ana.sees("Kept: what Ana chose.")
    assert ana.barriers() == []
    ana.push("Undo")
    ana.sees("Nothing is settled yet.")
    assert not any(code.when_not_to_use for code in codebooks.get_codebook(study.ana))
    assert verify(study.store).clean
    assert ana.outside == []
