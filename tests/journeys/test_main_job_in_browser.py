"""The whole main job, as a new user does it: files in, ten passages with two codes each, three suggestions, a report."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.coding import Origin
from workbench.services import projects, reports
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.shipped import shipped_folder

OWN_ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Robin (Host): How did you hear from the clinic?

2
00:00:04.500 --> 00:00:09.000
Larch: By letter. Nine months of waiting for one letter. 🙂

3
00:00:09.500 --> 00:00:14.000
Larch: And my brother read it to me, because my eyes were bad that week.

4
00:00:15.000 --> 00:00:18.000
Robin (Host): What happened then?

5
00:00:18.500 --> 00:00:26.000
Larch: Then the waiting began again. They said six weeks, and I counted eleven.
"""
TEN_PASSAGES = (
    "Where I'm sitting. I mean it.",
    "whispering about mucus to a towel",
    "I do all of mine in the car",
    "it is the sewing room, because the door closes",
    "she hears like a deer",
    "there's nobody to hear you but the dog",
    "The bag has a name?",
    "She also went off at weddings.",
    "if I stand by the grain bin and two if I stand on it",
    "You asked me to a virtual meeting about virtual care and I'm up a ladder.",
)


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_a_new_user_gets_from_files_to_a_report_in_the_browser(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    own = tmp_path / "own_zoom.vtt"
    own.write_text(OWN_ZOOM, encoding="utf-8")
    samples = shipped_folder("sample_data") / "transcripts"
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    person = Person(context, served.address)

    make_project(person)
    bring_in(person, [samples / "T01_set_focus_group.vtt", samples / "T05_collect_interview.txt", own])
    load_codebook(person)
    code_ten_passages(person)
    accept_three_suggestions(person)
    draft = save_report(person)

    store = served.store()
    desk = Desk(store, projects.find_project(store, "Waiting rooms").id, "Robin")
    snapshot = reports.take_snapshot(desk)
    by_hand = [coding for coding in snapshot.codings if coding.origin is Origin.HAND]
    accepted = [coding for coding in snapshot.codings if coding.origin is Origin.SUGGESTION]
    assert len(by_hand) == 20
    assert {coding.quote for coding in by_hand} == set(TEN_PASSAGES)
    assert len({coding.review_id for coding in accepted}) == 3
    assert all(
        coding.quote == snapshot.bodies[coding.transcript_id].text[coding.start : coding.end] for coding in accepted
    )
    assert verify(store).faults == ()
    store.close()
    assert "Waiting rooms" in [paragraph.text for paragraph in docx.Document(io.BytesIO(draft)).paragraphs]
    assert person.outside == []
    assert person.errors == []
    context.close()


def make_project(person: Person) -> None:
    person.begin()
    person.fill("Title", "Waiting rooms")
    person.fill("Your name", "Robin")
    person.push("Make the project")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Robin")


def bring_in(person: Person, files: list[Path]) -> None:
    person.go("Transcripts")
    person.page.get_by_role("tab", name="Bring in files").click()
    person.page.locator("input[type=file]").first.set_input_files(files)
    person.push("Bring in 3 transcripts")
    person.sees(re.compile("T01.*T02.*T03"))


def load_codebook(person: Person) -> None:
    person.go("Codebook")
    person.page.get_by_role("tab", name="Load").click()
    person.page.get_by_text("PaCER generic").first.click()
    person.push(re.compile("^Load"))
    person.sees(re.compile("added|came in|loaded"))


def code_ten_passages(person: Person) -> None:
    """Two letters find a code; Shift and Enter puts it on and stays for the next."""
    person.go("Code")
    person.wait_for_text()
    for words in TEN_PASSAGES:
        person.select(words)
        person.press("Enter")
        person.type("day-to")
        person.press("Shift+Enter")
        person.type("begin")
        person.press("Enter")
        person.saved()


def read_to_the_end(person: Person, last_words: str) -> None:
    person.go("Code")
    person.wait_for_text()
    person.select(last_words)
    person.press("h")
    person.until(lambda: re.search(r"(\d+) of \1 turns", person.page.locator(".wb-counts").inner_text()))
    person.saved()


def accept_three_suggestions(person: Person) -> None:
    """Twenty codings are few: the program says how far it is, and the owner opens suggestions with a reason all the same."""
    person.go("Suggestions")
    person.sees("20 of 30 codings")
    person.page.get_by_role("tab", name="On and off").click()
    person.fill("Reason", "We learn how it works.")
    person.push("On from the start")
    person.sees("We learn how it works.")
    read_to_the_end(person, "just didn't want to say.")
    person.go("Suggestions")
    person.push("Ask for suggestions")
    cards = person.page.locator("[class*='st-key-suggestion_']")

    def on_top() -> str | None:
        return cards.evaluate_all("(all) => all[0]?.className ?? null")

    for number in range(1, 4):
        expect(cards.first).to_be_visible()
        first = on_top()
        person.page.get_by_role("button", name=re.compile("^Use")).first.click()
        person.until(lambda first=first: on_top() != first)
        person.rest()
        person.page.get_by_role("tab", name="Decided").click()
        person.sees(re.compile(f"^{number} answer"))
        person.rest()
        person.page.get_by_role("tab", name="To decide").click()


def save_report(person: Person) -> bytes:
    person.go("Report")
    with person.page.expect_download() as waiting:
        person.push("Save the Word draft")
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.browser
def test_a_bookmark_of_an_inner_page_opens_our_pages_and_no_others(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    person = Person(context, served.address)

    person.page.goto(f"{served.address}/codebook")

    expect(person.page.get_by_role("heading", name="Which project?")).to_be_visible()
    expect(person.page.get_by_role("link", name="main", exact=True)).to_have_count(0)
    context.close()
