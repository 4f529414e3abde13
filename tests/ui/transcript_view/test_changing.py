"""Changing what is coded: other ends, another code, a cut, a qualifier, a question, a mark, a note."""

import pytest

from .driver import Driver
from .stage import Stage, make_stage

pytestmark = pytest.mark.browser


def code(driver: Driver, words: str, key: str = "1") -> None:
    driver.select(words)
    driver.press(key)
    driver.saved()


def card(driver: Driver, words: str) -> None:
    driver.press("Escape")
    driver.click_words(words)
    driver.until(lambda: driver.page.locator(".wb-card").count())


def push(driver: Driver, name: str) -> None:
    driver.page.get_by_role("button", name=name, exact=True).click()


def ids(stage: Stage) -> set[str]:
    return set(stage.codings)


def test_an_end_moves_by_a_word_and_by_a_sentence_and_the_coding_stays_the_same(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, "felt forgotten")
    before = ids(stage)
    card(driver, "felt forgotten")

    push(driver, "Start one word earlier")
    push(driver, "End one sentence later")
    assert driver.painted() == ["I felt forgotten."]
    push(driver, "End one sentence later")
    driver.saved()

    assert stage.stored() == [("Waiting time", "I felt forgotten. My sister drove me.")]
    assert ids(stage) == before
    assert driver.painted() == ["I felt forgotten. My sister drove me."]
    driver.press("Escape", "Control+z", "Control+z", "Control+z")
    driver.saved()
    assert stage.stored() == [("Waiting time", "felt forgotten")]


def test_keys_move_the_end_of_a_coding_or_of_the_selection(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("I waited nine")
    driver.press(">", "}")
    assert driver.selected() == "I waited nine weeks."
    driver.press("<", "<", "1")
    driver.saved()
    assert stage.stored() == [("Waiting time", "I waited nine")]

    card(driver, "waited nine")
    driver.press(">")
    driver.saved()

    assert stage.stored() == [("Waiting time", "I waited nine weeks")]


def test_a_coding_gets_another_code_through_the_picker(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, "nine weeks")
    card(driver, "nine weeks")

    driver.press("c")
    driver.until(lambda: driver.page.get_by_role("dialog", name="Choose another code").count())
    driver.type("forg")
    driver.press("Enter")
    driver.saved()

    assert stage.stored() == [("Feeling forgotten", "nine weeks")]
    assert driver.labels() == ["Feeling forgotten"]
    driver.press("Control+z")
    assert driver.labels() == ["Waiting time"]  # at once
    driver.saved()
    assert stage.stored() == [("Waiting time", "nine weeks")]


def test_a_coding_is_cut_in_two_at_the_cursor_and_undo_joins_it(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, "Nobody called me, and I felt forgotten")
    driver.press("ArrowLeft")  # to where the selection begins
    driver.press("Control+ArrowRight", "Control+ArrowRight", "Control+ArrowRight")

    driver.press("k")
    driver.saved()

    assert len(stage.stored()) == 2
    assert [words for _, words in stage.stored()] == ["Nobody called me,", "and I felt forgotten"]
    driver.press("Control+z")
    driver.saved()
    assert stage.stored() == [("Waiting time", "Nobody called me, and I felt forgotten")]


def test_a_qualifier_is_one_key_and_stands_in_the_margin(driver: Driver) -> None:
    stage = make_stage(qualifiers={"present": "Present", "missing": "Missing"})
    driver.open(stage)
    code(driver, "nine weeks")

    driver.press("q", "q")
    driver.saved()

    assert "Missing" in driver.page.locator(".wb-label").inner_text()
    card(driver, "nine weeks")
    missing = driver.page.get_by_role("button", name="Missing", exact=True)
    assert missing.get_attribute("aria-pressed") == "true"
    missing.click()
    driver.saved()
    assert missing.get_attribute("aria-pressed") == "false"


def test_not_being_sure_asks_the_mentor_in_one_sentence(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, "nine weeks")

    driver.press("u")
    driver.type("Is this waiting, or fear?")
    driver.press("Enter")
    driver.saved()

    [question] = stage.questions.values()
    assert (question["text"], question["coding"]) == ("Is this waiting, or fear?", next(iter(stage.codings)))
    assert "?" in driver.page.locator(".wb-label").inner_text()
    assert "Waiting for the mentor" in driver.page.locator(".wb-card").inner_text()

    question["answers"].append(["Mo", "Both. Code it twice."])
    question["status"] = "answered"
    driver.until(lambda: "Both. Code it twice." in driver.page.locator(".wb-card").inner_text())
    push(driver, "Settled")
    driver.saved()
    assert question["status"] == "closed"


def test_words_that_are_being_written_survive_what_colleagues_do(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, "nine weeks")
    driver.press("u")
    driver.type("Is this")

    stage.colleague_codes(80, 90)
    driver.until(lambda: len(driver.labels()) == 2)

    driver.type(" waiting?")
    driver.press("Enter")
    driver.saved()
    assert [question["text"] for question in stage.questions.values()] == ["Is this waiting?"]


def test_a_coding_is_marked_as_challenging_a_theme(driver: Driver) -> None:
    stage = make_stage(themes=[["t1", "Carrying it alone"], ["t2", "Being believed"]])
    driver.open(stage)
    code(driver, "My sister drove me")
    card(driver, "My sister drove me")

    push(driver, "Say that Waiting time challenges a theme…")
    driver.page.get_by_label("How?").fill("She was not alone.")
    driver.press("Enter")
    driver.saved()

    [row] = stage.codings.values()
    assert row[6] == {"theme": "t1", "themeNote": "She was not alone."}
    assert "Challenges “Carrying it alone”. She was not alone." in driver.page.locator(".wb-card").inner_text()


def test_a_note_is_written_on_the_selected_words(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")

    push(driver, "Note…")
    driver.type("That is a long time.")
    driver.press("Control+Enter")
    driver.saved()

    assert stage.notes == [("That is a long time.", "nine weeks")]
    assert driver.selected() == "nine weeks"


def test_a_new_code_and_its_first_coding_are_taken_back_by_one_undo(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("Enter")
    driver.type("Counting weeks")
    driver.press("Enter")
    driver.type("Time told in numbers.")
    driver.press("Enter")
    driver.saved()
    assert stage.stored() == [("Counting weeks", "nine weeks")]

    driver.press("Control+z")
    driver.saved()

    assert stage.stored() == []
    assert stage.codebook.named("Counting weeks") is None
