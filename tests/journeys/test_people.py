"""A person makes participants from speakers, records a consent from a sheet, and sees the lock go from the words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.transcript import Phase
from workbench.services import projects, transcripts
from workbench.services.desk import Desk

TALK = b"Interviewer: How is the waiting?\nMarguerite: Six months. Nobody calls.\nInterviewer: And now?\nMarguerite: Now I wait.\n"


def test_participants_are_made_and_consent_lifts_the_lock(browser: Browser, served: Served, tmp_path: Path) -> None:
    store = served.store()
    project = projects.create_project(store, "Waiting for care", actor="Cedar")
    desk = Desk(store, project.id, "Cedar")
    seen = transcripts.preview(desk, TALK, file_name="talk.txt")
    transcript = transcripts.import_transcript(desk, seen, phase=Phase.COLLECT)
    store.close()
    sheet = tmp_path / "consents.csv"
    sheet.write_text("participant,signed_on,quote_use\nP01,2024-03-12,verbatim_pseudonym\n", encoding="utf-8")
    context = browser.new_context()
    person = Person(context, f"{served.address}/code?project={project.id}&transcript={transcript.id}")
    person.begin()
    person.wait_for_text()
    locks = person.page.locator(".wb-turn .wb-lock")
    expect(locks).to_have_count(2)
    expect(locks.first).to_contain_text("Do not quote")

    person.go("People")
    person.page.get_by_role("tab", name="Speakers").click()
    person.page.get_by_label("Pseudonym of P01").fill("Tamarack")
    person.push("Make these participants")
    person.sees("Every speaker is linked to a participant.")
    person.page.get_by_role("tab", name="Consent").click()
    person.page.locator("input[type=file]").set_input_files(sheet)
    person.push("Bring it in")
    person.sees("this one counts")

    person.go("Code")
    person.wait_for_text()
    expect(person.page.locator(".wb-turn", has_text="Tamarack").first).to_be_visible()
    expect(locks).to_have_count(0)
    context.close()
