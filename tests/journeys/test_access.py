"""Every page of the sample study, light and dark: an accessibility checker finds nothing against WCAG 2.2 A and AA."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.services import sample
from workbench.ui.navigation import ROOMS
from workbench.ui.words import say

IN_THE_MENU = tuple(room.name for room in ROOMS if room.in_menu)
BEHIND_DOORS = tuple(room.name for room in ROOMS if not room.in_menu)


@pytest.mark.browser
@pytest.mark.timeout(420)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_checker_finds_no_barrier_on_any_page(browser: Browser, served: Served, theme: str) -> None:
    store = served.store()
    sample.create_sample_study(store)
    store.close()
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=theme)  # type: ignore[arg-type]
    person = Person(context, served.address)
    person.begin()
    person.push("Open the project")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Hello")

    barriers = {}
    for name in IN_THE_MENU:
        if name != "home":
            person.go(say(f"{name}.menu"))
        if name == "code":
            person.wait_for_text()
        barriers[name] = person.barriers()
    place = person.page.url.partition("?")[2]
    for name in BEHIND_DOORS:
        person.page.goto(f"{served.address}/{name}?{place}")
        expect(person.page.get_by_role("heading", level=1).first).to_be_visible()
        barriers[name] = person.barriers()

    assert {name: found for name, found in barriers.items() if found} == {}
    context.close()
