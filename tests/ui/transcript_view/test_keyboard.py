"""Everything can be done without a mouse."""

import re

import pytest

from .driver import Driver
from .stage import Stage, suggest

pytestmark = pytest.mark.browser


def test_a_whole_coding_session_runs_by_keyboard(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.page.locator("#elsewhere").focus()
    driver.page.locator("body").press("Home")
    for _ in range(12):  # from the top of the page by Tab alone
        driver.press("Tab")
        if driver.page.evaluate("() => document.activeElement.classList.contains('wb-text')"):
            break
    driver.press("ArrowDown", "PageDown")
    driver.until(lambda: driver.press("Control+Shift+ArrowRight") or "I" in driver.selected())
    assert driver.selected().strip() == "(laughs) I"

    driver.press("Enter")
    driver.type("fo")
    driver.press("Shift+Enter")
    driver.type("My own code")
    driver.press("Enter")
    driver.type("Made without a mouse.")
    driver.press("Enter", "Escape")
    driver.press("Control+z", "Control+y")

    driver.saved()
    assert sorted(stage.stored()) == [("Feeling forgotten", "(laughs) I"), ("My own code", "(laughs) I")]


def test_sentences_are_chosen_coded_and_described(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("s", "PageDown", "ArrowDown", "Shift+ArrowDown", "1")

    driver.saved()
    assert stage.stored() == [("Waiting time", "Nobody called me, and I felt forgotten. My sister drove me.")]
    focused = driver.page.locator(":focus")
    assert focused.inner_text().strip() == "My sister drove me."
    assert focused.get_attribute("aria-description") == "Coded Waiting time"
    driver.press("Enter")
    driver.type("fam")
    driver.press("Enter")
    driver.saved()
    assert sorted(label for label, _ in stage.stored()) == ["Family support", "Waiting time"]
    assert driver.page.locator(":focus").inner_text().strip() == "My sister drove me."


def test_sentences_are_chosen_by_tapping(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.page.get_by_role("button", name="Sentences").click()

    driver.page.get_by_role("option", name="Nobody called me, and I felt forgotten.").click()
    driver.page.get_by_role("option", name="My sister drove me.").click()
    driver.page.get_by_role("button", name="Code…").click()
    driver.type("fam")
    driver.press("Enter")

    driver.saved()
    assert stage.stored() == [("Family support", "Nobody called me, and I felt forgotten. My sister drove me.")]


def test_the_selection_grows_from_word_to_sentence_to_turn(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("ine wee")

    grown = []
    for _ in range(3):
        driver.press("e")
        grown.append(driver.selected())

    assert grown == [
        "nine weeks",
        "(laughs) I waited nine weeks.",
        "(laughs) I waited nine weeks. Nobody called me, and I felt forgotten. My sister drove me.",
    ]


def test_a_whole_turn_is_coded_with_two_keys(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("ArrowDown", "PageDown", "PageDown", "PageDown", "t", "4")

    driver.saved()
    assert [label for label, _ in stage.stored()] == ["Nurse line"]
    assert stage.stored()[0][1].startswith("Lonely 🙂.")
    assert stage.stored()[0][1].endswith("[inaudible].")


def test_the_last_code_is_repeated_with_a_full_stop(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("5")

    driver.select("forgotten")
    driver.press(".")

    driver.saved()
    assert stage.stored()[1] == ("Planning around washrooms", "forgotten")


def test_a_new_code_takes_a_quick_key_and_the_others_keep_theirs(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    before = driver.page.locator(".wb-quick-name").all_inner_texts()

    driver.select("nine weeks")
    driver.press("Enter")
    driver.type("Brand new")
    driver.press("Enter", "Enter", "Enter")
    driver.saved()

    assert driver.page.locator(".wb-quick-name").all_inner_texts() == [*before, "Brand new"]
    driver.select("forgotten")
    driver.press("6")
    driver.saved()
    assert stage.stored()[1] == ("Brand new", "forgotten")


def test_labels_in_the_margin_are_walked_with_arrows(driver: Driver, stage: Stage) -> None:
    for number, words in enumerate(["nine weeks", "forgotten", "Lonely"]):
        start = stage.body.text.index(words)
        stage.colleague_codes(start, start + len(words), code=number, name=f"k{number}")
    driver.open(stage)

    driver.text.focus()
    driver.press("Tab", "ArrowDown", "ArrowDown")
    label = driver.page.get_by_role("button", name=re.compile("FS Family support .*Ben “Lonely”"))
    assert label.evaluate("(label) => label === document.activeElement")
    driver.press("Enter")

    card = driver.page.get_by_role("dialog", name="What is coded here")
    assert "Help from relatives." in card.inner_text()
    driver.press("Escape")
    label = driver.page.get_by_role("button", name=re.compile("FS Family support .*Ben “Lonely”"))
    assert label.evaluate("(label) => label === document.activeElement")


def test_enter_without_a_selection_shows_what_is_coded_there(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("(laughs) I waited")
    driver.press("1")
    driver.saved()

    driver.press("Home", "Enter")

    assert "Waiting time" in driver.page.get_by_role("dialog", name="What is coded here").inner_text()
    driver.press("Delete")
    driver.saved()
    assert stage.stored() == []
    assert driver.page.evaluate("() => document.activeElement.classList.contains('wb-text')")


def test_reading_up_to_here_is_remembered_and_counted(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("ArrowDown", "PageDown", "PageDown", "h")

    driver.saved()
    assert stage.read == [3]
    assert driver.page.locator(".wb-counts").inner_text().startswith("3 of 6 turns read")


def test_keys_do_nothing_while_the_focus_is_elsewhere(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.page.locator("#elsewhere").focus()

    driver.press("1", "2", "Enter")

    driver.saved()
    assert stage.stored() == []


def test_streamlits_own_shortcuts_do_not_fire_on_the_page(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.page.evaluate(
        "() => { globalThis.heard = []; document.addEventListener('keydown', (e) => globalThis.heard.push(e.key)); }"
    )

    driver.text.focus()
    driver.press("r", "c", "s", "s")

    assert driver.page.evaluate("() => globalThis.heard") == []


def test_the_sheet_of_keys_opens_and_gives_the_focus_back(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("?")
    assert driver.page.get_by_role("dialog", name="Keys").is_visible()
    driver.press("Escape")

    assert driver.page.get_by_role("dialog", name="Keys").count() == 0
    assert driver.page.evaluate("() => document.activeElement.classList.contains('wb-text')")


def test_suggestions_are_read_aloud_with_their_reason(driver: Driver, stage: Stage) -> None:
    stage.suggestions = [suggest(stage, "My boss", 2)]
    driver.open(stage)
    driver.text.focus()

    driver.press("]")

    assert driver.said() == (
        "Suggestion: Family support. My boss. Because: The words “nurse line” are near. Press a to use it, x for not this, o for not sure, v for never here."
    )
