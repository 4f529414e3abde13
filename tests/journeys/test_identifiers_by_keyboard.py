"""A student takes the identifiers out of a transcript with the keyboard alone; nothing changes before the last button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import make_preview
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.services import identifiers, projects, transcripts
from workbench.services.desk import Desk

TALK = (
    ("Interviewer", "Who drove you?"),
    ("Maple", "My friend Tracy Moss drove me to Lethbridge. Call Tracy at 403-555-0177."),
)


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_identifiers_are_taken_out_with_the_keyboard_alone(browser: Browser, served: Served) -> None:
    store = served.store()
    project = projects.create_project(store, "At the road", actor="Ana")
    desk = Desk(store, project.id, "Ana")
    made = transcripts.import_transcript(desk, make_preview(TALK))
    person = Person(browser.new_context(viewport={"width": 1280, "height": 720}), served.address)
    person.begin()
    person.push("Open the project")
    person.go("Identifiers")

    person.tab_to("Find identifiers")
    person.press("Enter")
    expect(person.page.get_by_role("heading", name="403-555-0177")).to_be_visible()
    first = len(identifiers.look_over(desk).open)
    person.rest()
    for key in "eke":  # replace, keep, replace: quicker than the page is drawn, and none gets lost
        person.press(key)
    for decided in range(3, first):
        expect(person.page.get_by_text(f"{decided} of {first} decided")).to_be_visible()
        person.press("e")
    expect(person.page.get_by_role("heading", name="403-555-0177")).to_be_hidden()
    expect(person.page.get_by_text(f"{first} of {first} decided")).to_be_visible()
    assert "403-555-0177" in transcripts.open_transcript(desk, made.id).body.text
    person.tab_to("Replace them now")
    person.press("Enter")
    expect(person.page.get_by_role("button", name="Replace them now")).to_be_hidden()

    text = transcripts.open_transcript(desk, made.id).body.text
    assert "[phone number]" in text
    assert "403-555-0177" not in text
    person.page.context.close()
    store.close()
