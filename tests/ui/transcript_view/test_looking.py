"""Looking at a transcript: finding words, a part only, reading first, breaks and hard passages."""

import pytest

from .driver import Driver
from .stage import Stage, make_stage

pytestmark = pytest.mark.browser


def layer(driver: Driver, name: str) -> list[str]:
    """The words under one kind of highlight."""
    found: list[str] = driver.page.evaluate(
        """(name) => [...CSS.highlights].filter(([key]) => key.endsWith(name))
             .flatMap(([, ranges]) => [...ranges].map(String))""",
        name,
    )
    return found


def count(driver: Driver) -> str:
    return driver.page.locator(".wb-find .wb-find-count").inner_text()


def shown(driver: Driver) -> list[str]:
    """The first word of each turn that is neither dimmed nor hidden."""
    found: list[str] = driver.page.evaluate(
        """() => [...document.querySelectorAll('.wb-turn:not(.wb-dimmed):not(.wb-gone)')]
             .map((turn) => turn.querySelector('.wb-words').textContent.split(' ')[0])"""
    )
    return found


def test_found_words_are_counted_shown_and_announced(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("/")
    driver.type("me")

    assert count(driver) == "1 of 4"  # came, me, me, home ... and what else holds the letters
    first = layer(driver, "-found-now")
    driver.press("Enter")
    assert count(driver) == "2 of 4"
    assert "2 of 4. Turn" in driver.said()
    assert len(layer(driver, "-found")) == 3
    driver.press("Shift+Enter")
    assert layer(driver, "-found-now") == first


def test_case_and_whole_words_narrow_what_is_found(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()
    driver.press("Control+f")
    driver.type("my")
    assert count(driver) == "1 of 2"

    driver.page.get_by_role("button", name="Match capital letters").click()
    assert count(driver) == "1 of 0" or count(driver) == "Not found"
    driver.page.get_by_role("button", name="Match capital letters").click()
    driver.page.get_by_label("Find in this transcript").fill("plan")
    assert count(driver) == "1 of 1"
    driver.page.get_by_role("button", name="Whole words only").click()
    assert count(driver) == "Not found"


def test_what_was_found_can_be_coded_at_once(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()
    driver.press("/")
    driver.type("Nurse  Line")
    driver.press("Escape")
    assert driver.selected() == "nurse line"

    driver.press("1")
    driver.saved()

    assert stage.stored() == [("Waiting time", "nurse line")]


def test_a_filter_dims_or_hides_the_rest_and_gives_it_back(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("1")
    driver.saved()

    driver.press("f")
    driver.page.get_by_label("Speaker", exact=True).select_option("Rosa")
    assert shown(driver) == ["(laughs)", "Lonely", "My"]
    assert driver.page.locator(".wb-filters .wb-find-count").inner_text() == "3 of 6 turns"
    driver.page.get_by_label("Not coded yet").check()
    assert shown(driver) == ["Lonely", "My"]
    driver.page.get_by_label("Hide the rest").check()
    assert driver.page.locator(".wb-turn:visible").count() == 2
    assert driver.labels() == []

    driver.page.get_by_role("button", name="Show all").click()
    assert len(shown(driver)) == 6
    assert driver.labels() == ["Waiting time"]


def test_a_filter_shows_the_codings_of_one_code_and_what_is_made_meanwhile(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    for words, key in (("nine weeks", "1"), ("My sister", "3")):
        driver.select(words)
        driver.press(key)
    driver.saved()
    driver.press("f")
    driver.page.get_by_label("Code", exact=True).select_option("Family support")
    assert driver.labels() == ["Family support"]
    driver.press("Escape")

    driver.select("Lonely")
    driver.press("2")

    assert sorted(driver.labels()) == ["Family support", "Feeling forgotten"]


def test_a_transcript_never_opened_begins_with_reading_until_coding_is_started(driver: Driver) -> None:
    stage = make_stage(reading_first=True)
    driver.open(stage)
    assert not driver.page.locator(".wb-margin").is_visible()
    driver.text.focus()
    driver.press("ArrowRight", "Shift+Control+ArrowRight", "1", "Enter")
    assert driver.page.locator(".wb-picker").count() == 0
    driver.until(lambda: driver.page.locator(".wb-invite-note").count())  # a note may be written while reading

    driver.press("h")
    driver.page.get_by_role("button", name="Start coding").click()
    driver.select("nine weeks")
    driver.press("1")
    driver.saved()

    assert stage.stored() == [("Waiting time", "nine weeks")]
    assert stage.read == [1]


def test_starting_to_code_without_reading_is_kept(driver: Driver) -> None:
    stage = make_stage(reading_first=True)
    driver.open(stage)
    driver.text.focus()

    driver.press("r")

    driver.saved()
    assert stage.read == [0]
    assert driver.said() == "Coding"


def test_a_break_hides_every_word_and_gives_the_place_back(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.text.focus()

    driver.press("b")
    calm = driver.page.get_by_role("dialog", name="A break")
    covering = driver.page.evaluate("() => getComputedStyle(document.querySelector('.wb-calm')).backgroundColor")
    hidden = driver.page.evaluate(
        """() => {
             const over = document.querySelector('.wb-calm').getBoundingClientRect();
             const under = document.querySelector('.wb-scroll').getBoundingClientRect();
             return over.top <= under.top && over.left <= under.left && over.right >= under.right && over.bottom >= under.bottom;
           }"""
    )
    assert calm.is_visible()
    assert hidden
    assert covering in ("rgb(255, 255, 255)", "#ffffff")
    driver.page.get_by_role("button", name="Go on").click()

    driver.until(lambda: calm.count() == 0)
    assert driver.page.evaluate("() => document.activeElement.className") == "wb-text"


def test_a_hard_passage_is_covered_until_read_on_and_can_be_skipped(driver: Driver) -> None:
    stage = make_stage(content_notes=[[3, 4, "loneliness"]])
    driver.open(stage)
    lonely = driver.page.get_by_text("Lonely", exact=False).first
    assert not lonely.is_visible()
    assert "This part is hard: loneliness" in driver.page.locator(".wb-hard").inner_text()

    driver.page.get_by_role("button", name="Skip to turn 5").click()
    assert driver.said() == "Skipped to turn 5"
    driver.page.get_by_role("button", name="Read on").click()

    assert lonely.is_visible()
    driver.select("Lonely")
    driver.press("1")
    driver.saved()
    assert stage.stored() == [("Waiting time", "Lonely")]


def test_a_note_about_the_whole_transcript_comes_before_the_words_once(driver: Driver) -> None:
    stage = make_stage(content_notes=[[0, 0, "A death in hospital."]])
    driver.open(stage)
    before = driver.page.get_by_role("dialog", name="Before you read")
    assert "A death in hospital." in before.inner_text()

    driver.page.get_by_role("button", name="Read on").click()
    driver.page.reload()
    driver.page.wait_for_selector("html[data-ready]")

    assert before.count() == 0


def test_a_break_can_be_taken_before_reading_what_is_hard(driver: Driver) -> None:
    driver.open(make_stage(content_notes=[[0, 0, "A death in hospital."]]))

    driver.page.get_by_role("button", name="Take a break").click()

    assert driver.page.get_by_role("dialog", name="A break").is_visible()
    assert driver.page.evaluate("() => document.querySelector('.wb-scroll').inert")
    driver.page.get_by_role("button", name="Go on").click()
    assert not driver.page.evaluate("() => document.querySelector('.wb-scroll').inert")


def test_a_warning_can_be_written_from_the_words(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("felt forgotten")
    driver.press("w")
    driver.page.get_by_label("What it is about").select_option("A warning: this part is hard to read")
    driver.page.get_by_label("Your note").fill("being forgotten")
    driver.page.get_by_role("button", name="Save note").click()
    driver.saved()

    assert stage.content_notes == [[2, 2, "being forgotten"]]
    assert driver.page.get_by_text("This part is hard: being forgotten").is_visible()


@pytest.mark.parametrize("read_on", [False, True])
def test_a_note_that_only_its_author_sees_is_one_press_from_a_hard_passage(driver: Driver, read_on: bool) -> None:
    stage = make_stage(content_notes=[[3, 4, "loneliness"]])
    driver.open(stage)
    if read_on:
        driver.page.get_by_role("button", name="Read on").click()

    driver.page.get_by_role("button", name="A note for me").click()
    form = driver.page.get_by_role("dialog", name="A note on these words")

    assert form.is_visible()
    assert form.get_by_label("What it is about").input_value() == "how I feel"
    assert form.get_by_label("Who may read it").input_value() == "me"
    assert form.get_by_label("Who may read it").is_disabled()
    form.get_by_label("Your note").fill("This stays with me.")
    form.get_by_role("button", name="Save note").click()
    driver.saved()
    assert [text for text, _ in stage.notes] == ["This stays with me."]
