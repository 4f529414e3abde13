"""Suggestions in a real browser: ten decided on with the keyboard alone; on the coding page only behind one's own pass."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import make_preview
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.suggestion import Band, Suggestion, Verdict
from workbench.services import codebooks, projects, suggestion_gate, suggestion_reviews, suggestions, transcripts
from workbench.services.desk import Desk
from workbench.store import Store

TURNS = 14


def make_study(store: Store, *, read: int) -> Desk:
    """Robin alone, with a transcript of fourteen turns and a suggestion for each of the first twelve."""
    project = projects.create_project(store, "Waiting rooms", actor="Robin")
    desk = Desk(store, project.id, "Robin")
    code = codebooks.add_code(desk, "Waiting", short_definition="Time that passes before care.")
    talk = [("Maple", f"We waited in week {number}. My sister called them.") for number in range(1, TURNS + 1)]
    transcript = transcripts.import_transcript(desk, make_preview(talk))
    suggestion_gate.switch_team(desk, on=True, reason="We learn how it works.")
    if read:
        transcripts.read_up_to(desk, transcript.id, read)
    body = transcripts.open_transcript(desk, transcript.id).body
    made = [
        Suggestion(
            transcript.id, turn.span, turn.span.text_in(body.text), code.id, 0.5 - turn.number / 100, Band.POSSIBLE,
            ("because of “waited”", f"like T01 turn {TURNS}, coded by Robin: “We waited …”"), "test",
        )
        for turn in body.turns[:12]
    ]  # fmt: skip
    with store.writing() as uow:
        uow.suggestions.put(project.id, desk.actor, made)
    return desk


@pytest.mark.browser
def test_a_set_of_ten_is_decided_on_with_the_keyboard_alone(browser: Browser, served: Served) -> None:
    store = served.store()
    desk = make_study(store, read=TURNS)
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    person = Person(context, served.address)
    person.page.goto(f"{served.address}/suggestions?project={desk.project_id}")
    cards = person.page.locator("[class*='st-key-suggestion_']")
    expect(cards).to_have_count(10)
    expect(cards.first).to_contain_text("because of “waited”")
    expect(cards.first).to_contain_text("coded by Robin")
    person.tab_to("To decide")
    for done, keys in ((4, "axov"), (7, "axo"), (10, "vax")):  # pressed quicker than the page is drawn
        person.rest()
        for key in keys:
            person.press(key)
        person.until(lambda done=done: len(suggestion_reviews.decided(desk)) == done)
    decided = [one.review.verdict for one in suggestion_reviews.decided(desk)]
    expect(cards).to_have_count(2)
    person.rest()
    person.tab_to("Not this")
    person.press("Enter")
    person.until(lambda: len(suggestion_reviews.decided(desk)) == 11)

    expected = {"a": Verdict.ACCEPTED, "x": Verdict.REJECTED, "o": Verdict.UNSURE, "v": Verdict.NEVER}
    assert decided == [expected[key] for key in reversed("axovaxovax")]
    expect(cards).to_have_count(1)
    assert person.errors == []
    store.close()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_checker_finds_no_barrier_under_any_tab(browser: Browser, served: Served, theme: str) -> None:
    store = served.store()
    desk = make_study(store, read=TURNS)
    for decide in (suggestion_reviews.accept, suggestion_reviews.reject):
        decide(desk, suggestions.current(desk)[0].id)
    store.close()
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=theme)  # type: ignore[arg-type]
    person = Person(context, served.address)
    person.page.goto(f"{served.address}/suggestions?project={desk.project_id}")

    barriers = {}
    for name, words in (
        ("To decide", "Not this"),
        ("Decided", "2 answers"),
        ("Mirror", "By code"),
        ("On and off", "For me"),
    ):
        person.page.get_by_role("tab", name=name).click()
        person.sees(words)
        barriers[name] = person.barriers()

    assert {name: found for name, found in barriers.items() if found} == {}
    context.close()


@pytest.mark.browser
def test_on_the_coding_page_a_suggestion_comes_when_the_turn_is_finished_and_has_its_row_in_the_margin(
    browser: Browser, served: Served
) -> None:
    store = served.store()
    desk = make_study(store, read=0)
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    person = Person(context, served.address)
    person.page.goto(f"{served.address}/code?project={desk.project_id}")
    person.wait_for_text()
    rows = person.page.locator(".wb-offered")
    expect(rows).to_have_count(0)

    person.select("week 2")
    person.press("h")
    person.saved()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Waiting")
    expect(rows.first).to_contain_text("waited")

    rows.first.click()
    card = person.page.get_by_role("dialog", name="What is coded here")
    expect(card).to_contain_text("because of “waited”")
    for name in ("Use (a)", "Not this (x)", "Not sure (o)", "Never here (v)"):
        expect(card.get_by_role("button", name=name)).to_be_visible()
    person.press("v")
    expect(rows).to_have_count(1)
    person.select("We waited in week 2")
    person.press("d")
    expect(rows).to_have_count(0)
    person.saved()

    person.until(lambda: len(suggestion_reviews.decided(desk)) == 2)
    assert [one.review.verdict for one in suggestion_reviews.decided(desk)] == [Verdict.ADJUSTED, Verdict.NEVER]
    expect(person.page.locator(".wb-label").first).to_contain_text(re.compile("Waiting"))
    assert person.errors == []
    store.close()
    context.close()
