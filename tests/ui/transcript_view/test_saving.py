"""Nothing acknowledged is lost, nothing is done twice: the way from the page to the server."""

import json

import pytest

from .driver import Driver
from .stage import Stage

pytestmark = pytest.mark.browser
WORDS = ["nine weeks", "Nobody called me", "forgotten", "My sister", "Lonely", "ten minutes"]


def code(driver: Driver, words: str) -> None:
    driver.select(words)
    driver.press("1")


def copies(driver: Driver) -> list[str]:
    found: list[str] = driver.page.evaluate("() => Object.keys(localStorage)")
    return found


def test_a_cut_network_loses_nothing_and_does_nothing_twice(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    code(driver, WORDS[0])
    driver.saved()

    driver.context.set_offline(True)
    for words in WORDS[1:]:
        code(driver, words)
    driver.press("Control+z")
    driver.until(lambda: driver.status().startswith("Offline"))
    assert driver.status() == "Offline – your work (6 changes) is kept here and will be sent"
    assert len(driver.labels()) == 5
    assert stage.stored() == [("Waiting time", "nine weeks")]
    driver.context.set_offline(False)

    driver.saved()
    assert [words for _, words in stage.stored()] == WORDS[:5]
    assert set(stage.times_done.values()) == {1}
    assert copies(driver) == []


def test_a_lost_answer_does_not_double_the_coding(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.lose_answers = 2

    code(driver, "nine weeks")

    driver.until(lambda: stage.lose_answers == 0)
    driver.until(lambda: driver.status().startswith("All changes saved"), seconds=20)
    assert stage.stored() == [("Waiting time", "nine weeks")]
    assert len([batch for batch in stage.requests if batch]) >= 2
    assert driver.labels() == ["Waiting time"]


def test_unsent_work_survives_closing_the_page(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.status = 503
    code(driver, "nine weeks")
    driver.until(lambda: driver.status().startswith("Offline"))
    [key] = copies(driver)
    kept = json.loads(driver.page.evaluate("(key) => localStorage.getItem(key)", key))
    assert [operation["quote"] for operation in kept] == ["nine weeks"]

    stage.status = 200
    driver.page.on("dialog", lambda dialog: dialog.accept())
    driver.page.close()
    driver.page = driver.context.new_page()
    driver.open(stage)

    driver.saved()
    assert stage.stored() == [("Waiting time", "nine weeks")]
    assert driver.labels() == ["Waiting time"]
    assert copies(driver) == []


def test_closing_with_unsent_work_asks_first(driver: Driver, stage: Stage) -> None:
    asked: list[str] = []
    driver.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    driver.open(stage)
    driver.saved()
    stage.status = 503
    code(driver, "nine weeks")
    driver.until(lambda: driver.status().startswith("Offline"))

    driver.page.reload()

    assert asked == ["beforeunload"]
    stage.status = 200


def test_leaving_the_transcript_still_sends_what_waits(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.delay = 0.5
    code(driver, "nine weeks")

    driver.page.evaluate("() => globalThis.leave()")

    driver.until(lambda: stage.stored() == [("Waiting time", "nine weeks")])
    driver.until(lambda: copies(driver) == [])


def test_a_lapsed_sign_in_keeps_the_work_and_says_what_to_do(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.status = 403

    code(driver, "nine weeks")

    driver.until(lambda: driver.status() == "Please reload the page – your work is kept here")
    assert driver.painted() == ["nine weeks"]
    stage.status = 200
    driver.page.on("dialog", lambda dialog: dialog.accept())
    driver.page.reload()
    driver.page.wait_for_selector("html[data-ready]")
    driver.until(lambda: stage.stored() == [("Waiting time", "nine weeks")])


def test_what_the_server_cannot_read_does_not_hold_up_the_rest(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.status = 400

    code(driver, "nine weeks")

    driver.until(lambda: "A sentence about it." in driver.page.locator(".wb-warning").inner_text())
    assert driver.painted() == []
    stage.status = 200
    code(driver, "forgotten")
    driver.saved()
    assert stage.stored() == [("Waiting time", "forgotten")]


def test_two_pages_of_one_person_come_to_the_same_codings(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    second = Driver(driver.context, driver.server).open(stage)
    second.saved()

    code(driver, "nine weeks")
    code(second, "forgotten")

    driver.until(lambda: len(driver.labels()) == 2)
    second.until(lambda: len(second.labels()) == 2)
    assert len(stage.stored()) == 2
    assert second.errors == []


def test_saving_one_coding_costs_less_than_a_page_of_text(driver: Driver, stage: Stage) -> None:
    sizes: list[int] = []
    driver.open(stage)
    driver.saved()
    driver.page.on("request", lambda request: sizes.append(len(request.post_data or "")))

    code(driver, "nine weeks")
    driver.saved()

    assert 0 < sizes[0] < 600


def test_an_undo_that_hits_another_act_than_this_page_thought_is_put_right(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    second = Driver(driver.context, driver.server).open(stage)
    code(driver, "nine weeks")
    driver.saved()
    code(second, "forgotten")
    second.saved()

    driver.press("Control+z")  # the same person's newest act was in the other page

    driver.until(lambda: stage.stored() == [("Waiting time", "nine weeks")])
    driver.saved()
    driver.until(lambda: driver.labels() == ["Waiting time"])
    assert driver.painted() == ["nine weeks"]


def test_a_change_of_theme_brings_nothing_old_back(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("Enter")
    driver.type("Brand new")
    driver.press("Enter", "Enter", "Enter")
    driver.saved()

    driver.page.evaluate("() => globalThis.again()")

    assert driver.labels() == ["Brand new"]
    assert driver.painted() == ["nine weeks"]
    assert "Brand new" in driver.page.locator(".wb-quick-name").all_inner_texts()
