"""The page can be used with a screen reader, in the dark, enlarged, and by touch."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser

from .driver import Driver
from .stage import Server, Stage, suggest

pytestmark = pytest.mark.browser

UNNAMED = """() => [...document.querySelectorAll('.wb button, .wb input, .wb select, .wb textarea, .wb [role]')]
  .filter((e) => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
  .filter((e) => ['button', 'input', 'select', 'textarea', 'listbox', 'dialog', 'toolbar', 'region', 'combobox'].includes(e.getAttribute('role') ?? e.localName))
  .filter((e) => !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim()))
  .map((e) => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('.wb button, .wb [role=option]:not(.wb-sentence), .wb input')]
  .filter((e) => e.checkVisibility())
  .map((e) => [e.className, (e.closest('label') ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


def coded(stage: Stage) -> Stage:
    for number, words in enumerate(["nine weeks", "forgotten", "Lonely", "I waited nine weeks. Nobody"]):
        start = stage.body.text.index(words)
        stage.colleague_codes(start, start + len(words), code=number, name=f"k{number}")
    stage.suggestions = [suggest(stage, "My boss", 2)]
    return stage


def test_everything_that_acts_has_a_name_and_room_for_a_finger(driver: Driver, stage: Stage) -> None:
    stage.qualifiers, stage.themes = {"present": "Present"}, [["t1", "Carrying it alone"]]
    stage.content_notes = [[5, 5, "work"]]
    driver.open(coded(stage))
    states = {
        "reading": lambda: None,
        "picker": lambda: (driver.select("called me"), driver.press("Enter")),
        "new code": lambda: (driver.type("Something new"), driver.press("Enter")),
        "card": lambda: (driver.press("Escape", "Escape"), driver.click_words("forgotten")),
        "suggestion": lambda: driver.press("Escape", "]"),
        "sentences": lambda: driver.press("Escape", "s"),
        "own card": lambda: (
            driver.press("Escape", "s", "Escape"), driver.select("called me"), driver.press("1", "u"),
        ),
        "challenge": lambda: (driver.press("Escape"), driver.page.locator("[data-do^=challenges]").click()),
        "note": lambda: (driver.press("Escape", "Escape"), driver.select("sister"), driver.press("w")),
        "find": lambda: (driver.press("Escape"), driver.press("/")),
        "filter": lambda: driver.press("Escape", "f"),
        "reading first": lambda: driver.press("Escape", "r"),
        "break": lambda: driver.press("b"),
        "keys": lambda: (driver.press("Enter"), driver.press("r", "?")),
    }  # fmt: skip

    for name, go in states.items():
        go()
        assert driver.page.evaluate(UNNAMED) == [], name
        assert driver.page.evaluate(SMALL) == [], name


def test_the_picker_is_a_combobox_that_names_its_active_option(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("Enter", "ArrowDown")

    field = driver.page.get_by_role("combobox", name="Find a code, or name a new one")
    active = field.get_attribute("aria-activedescendant")
    controlled = field.get_attribute("aria-controls")

    option = driver.page.locator(f"[id='{active}']")
    assert option.get_attribute("aria-selected") == "true"
    assert "Feeling forgotten" in option.inner_text()
    assert driver.page.locator(f"[id='{controlled}']").get_attribute("role") == "listbox"
    assert field.evaluate("(field) => field === document.activeElement")


def test_sentence_mode_is_one_listbox_of_turns_and_sentences(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()
    driver.press("s")

    listbox = driver.page.get_by_role("listbox")
    assert listbox.count() == 1
    assert listbox.get_by_role("group").count() == 6
    assert listbox.get_by_role("option").count() == len(stage.payloads()[0]["sentences"])
    assert listbox.locator("[tabindex='0']").count() == 1
    first = listbox.get_by_role("group").nth(1)
    named_by = driver.page.locator(f"[id='{first.get_attribute('aria-labelledby')}']")
    assert "Rosa" in named_by.inner_text()


@pytest.mark.parametrize("query", ["", "?dark"])
def test_words_keep_their_contrast_on_any_colour(driver: Driver, stage: Stage, query: str) -> None:
    driver.open(stage, query=query)

    worst: dict[str, float] = driver.page.evaluate(
        """async (dark) => {
             const { coloursOf, contrast, parseColour } = await import('/frontend/colour.js');
             const page = dark ? [14, 17, 23] : [255, 255, 255];
             const words = dark ? [250, 250, 250] : [31, 35, 40];
             const mix = (a, b, share) => a.map((x, at) => x * share + b[at] * (1 - share));
             const faint = mix(words, page, 0.74);
             const worst = {one: 99, two: 99, faint: 99, line: 99};
             const steps = [0, 51, 102, 153, 204, 255];
             for (const r of steps) for (const g of steps) for (const b of steps) {
               const hex = '#' + [r, g, b].map((x) => x.toString(16).padStart(2, '0')).join('');
               const { background, line } = coloursOf(hex, 'id', page);
               const once = mix(parseColour(background), page, 0.72);
               const twice = mix(parseColour(background), once, 0.72);
               worst.one = Math.min(worst.one, contrast(words, once));
               worst.two = Math.min(worst.two, contrast(words, twice));
               worst.faint = Math.min(worst.faint, contrast(faint, once));
               worst.line = Math.min(worst.line, contrast(parseColour(line), page));
             }
             return worst;
           }""",
        bool(query),
    )

    assert worst["one"] >= 10
    assert worst["two"] >= 9
    assert worst["faint"] >= 4.5
    assert worst["line"] >= 3


def test_at_two_hundred_per_cent_nothing_is_cut_off(browser: Browser, server: Server, stage: Stage) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 360})
    driver = Driver(context, server).open(coded(stage))

    widths: list[int] = driver.page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    driver.page.locator(".wb-label").first.click()
    card: dict[str, Any] = driver.page.evaluate(
        "() => document.querySelector('.wb-card').getBoundingClientRect().toJSON()"
    )

    assert widths[0] <= widths[1]
    assert card["left"] >= 0
    assert card["right"] <= 640
    assert card["bottom"] <= 360
    assert driver.errors == []
    context.close()


def test_without_custom_highlights_the_words_are_coloured_all_the_same(
    browser: Browser, server: Server, stage: Stage
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    driver = Driver(context, server)
    driver.page.add_init_script("delete CSS.highlights; delete globalThis.Highlight;")
    driver.open(stage)

    driver.select("Nobody called me")
    driver.press("1")
    driver.saved()

    box = driver.page.locator(".wb-box[class*=-code-]")
    assert box.count() == 1
    assert box.evaluate("(box) => getComputedStyle(box).backgroundColor") not in ("", "rgba(0, 0, 0, 0)")
    driver.press("Control+z")
    driver.saved()
    assert box.count() == 0
    assert driver.errors == []
    context.close()


def test_labels_never_lie_on_one_another_and_crowds_are_counted(driver: Driver, stage: Stage) -> None:
    start = stage.body.text.index("I waited")
    for number in range(14):
        stage.colleague_codes(start + number, start + 20 + number, code=number % 5, name=f"k{number}")
    driver.open(stage)

    tops: list[float] = driver.page.evaluate(
        "() => [...document.querySelectorAll('.wb-label')].map((l) => l.getBoundingClientRect().top).sort((a, b) => a - b)"
    )

    assert all(below - above >= 24 for above, below in pairwise(tops))
    crowd = driver.page.locator(".wb-more")
    assert crowd.count() == 1
    shown = driver.page.locator(".wb-label:not(.wb-more)").count()
    assert crowd.inner_text() == f"+{14 - shown}"
    crowd.click()
    assert driver.page.locator(".wb-card-row").count() == 14 - shown
    assert driver.page.locator(".wb-bracket").count() <= 6
