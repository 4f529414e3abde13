"""A word is corrected on the coding page: codings stay, a colleague's open page follows, and undo takes it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import Study
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.project import Role
from workbench.services import codings, projects, transcripts
from workbench.services.maintenance import verify

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def sit_down(browser: Browser, served: Served, study: Study, name: str) -> Person:
    person = Person(browser.new_context(viewport={"width": 1280, "height": 720}), served.address)
    [member] = [one for one in projects.members_of(study.store, study.project.id) if one.name == name]
    where = f"project={study.project.id}&who={member.id}&transcript={study.transcript.id}"
    person.page.goto(f"{served.address}/code?{where}")
    person.until(lambda: person.page.locator(".wb-text").count(), seconds=60)
    person.wait_for_text()
    return person


def quotes(study: Study) -> list[str]:
    return [one.quote for one in codings.codings_of(study.ana, study.transcript.id)]


def test_a_word_is_corrected_codings_stay_and_undo_brings_the_old_text_back(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    projects.add_member(study.ana, "Mo", role=Role.MENTOR)
    before = study.text
    codings.add_coding(study.ana, study.transcript.id, study.place("drove me to Red Deer"), study.family.id)
    ana, ben = (sit_down(browser, served, study, name) for name in ("Ana", "Ben"))

    ana.select("Red Deer")
    ana.push("Fix…")
    words = ana.page.get_by_label("Words of this turn", exact=True)
    expect(words).not_to_have_value("")
    words.fill(words.input_value().replace("Red Deer", "Rideau"))
    ana.fill("Why is it changed?", "misheard")
    ana.press("Tab")
    ana.sees("1 coding gets these new words:")
    assert ana.barriers() == []
    ana.push("Save the correction")
    ana.until(lambda: "Rideau" in ana.text.inner_text(), seconds=30)
    assert quotes(study) == ["drove me to Rideau"]

    ben.until(lambda: "Rideau" in ben.text.inner_text(), seconds=40)  # by itself, without a reload
    ben.select("gas money")
    ben.press("1")
    ben.saved()
    assert sorted(quotes(study)) == ["drove me to Rideau", "gas money"]

    ana.page.locator(".wb-text").first.click()
    ana.press("Control+z")
    ana.until(lambda: "Red Deer" in ana.text.inner_text(), seconds=40)
    assert sorted(quotes(study)) == ["drove me to Red Deer", "gas money"]
    assert study.text == before
    assert verify(study.store).clean


def test_what_waits_is_placed_on_the_page_corrections(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    coding = codings.add_coding(
        study.ana, study.transcript.id, study.place("every second week. 🙂 She never"), study.family.id
    )
    ana = sit_down(browser, served, study, "Ana")
    ana.select("Red Deer")
    ana.push("Fix…")
    words = ana.page.get_by_label("Words of this turn", exact=True)
    expect(words).not_to_have_value("")
    words.fill("My sister drove me to Red Deer, every second weekend, he said.")
    ana.fill("Why is it changed?", "misheard")
    ana.press("Tab")
    ana.sees("1 coding will wait for you to place it")
    ana.push("Save the correction")
    ana.until(lambda: "weekend" in ana.text.inner_text(), seconds=30)
    assert quotes(study) == []

    ana.page.get_by_role("link", name="1 coding waits for a place after a correction").click()
    expect(ana.page.get_by_role("heading", name="Corrections", level=1)).to_be_visible()
    ana.sees("Coded before")
    assert ana.barriers() == []
    ana.push("Place it on the marked words")
    ana.sees("No coding waits")

    assert [one.id for one in codings.codings_of(study.ana, study.transcript.id)] == [coding.id]
    ana.page.get_by_role("tab", name="What was corrected").click()
    ana.sees("1 turn differs.")
    ana.page.wait_for_load_state("networkidle")
    assert ana.barriers() == []
    assert transcripts.open_transcript(study.ana, study.transcript.id).revision.number == 2


def test_turns_are_cut_and_joined_from_the_turn_by_turn_list(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("second week"), study.family.id)
    ana = sit_down(browser, served, study, "Ana")
    ana.page.get_by_text("Turn by turn").first.click()
    ana.rest()

    def fix(turn: int, way: str) -> None:
        ana.page.get_by_role("combobox", name="Turn", exact=True).click()
        ana.page.get_by_role("option", name=f"{turn} · ").click()
        ana.rest()
        ana.push(f"Fix turn {turn}")
        ana.page.get_by_role("dialog").get_by_text(way).click()

    fix(4, "Two turns in one")
    ana.fill("The second turn begins with", "She never asked")
    ana.fill("Why is it changed?", "two people")
    ana.press("Tab")
    ana.rest()
    assert ana.barriers() == []
    ana.push("Cut the turn in two")
    ana.until(lambda: len(transcripts.open_transcript(study.ana, study.transcript.id).body.turns) == 5)
    assert study.text.endswith("🙂\n\nShe never asked for gas money.")

    ana.rest()
    fix(5, "It goes on from the turn before")
    ana.fill("Why is it changed?", "one person after all")
    ana.press("Tab")
    ana.rest()
    ana.push("Join the two turns")
    ana.until(lambda: len(transcripts.open_transcript(study.ana, study.transcript.id).body.turns) == 4)

    assert [one.id for one in codings.codings_of(study.ana, study.transcript.id)] == [coding.id]
    assert verify(study.store).clean
