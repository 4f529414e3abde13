"""Selecting words and putting codes on them, in a real browser."""

import pytest

from .driver import Driver
from .stage import Stage, make_stage, suggest

pytestmark = pytest.mark.browser


def test_selected_words_get_the_code_that_two_letters_find(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("I waited nine weeks.")
    driver.press("Enter")
    driver.type("wa")
    driver.press("Enter")

    driver.saved()
    assert stage.stored() == [("Waiting time", "I waited nine weeks.")]
    assert driver.labels() == ["Waiting time"]
    assert driver.painted() == ["I waited nine weeks."]
    assert driver.status() == "All changes saved 10:42"
    assert driver.said() == "Coded Waiting time"


def test_the_paint_does_not_wait_for_the_server(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    stage.delay = 1.0

    driver.select("nine weeks")
    driver.press("1")

    assert driver.painted() == ["nine weeks"]
    assert driver.status() == "Saving 1…"
    assert stage.stored() == []
    driver.saved()


def test_two_codes_go_on_the_same_words(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("Nobody called me")
    driver.press("Enter")
    driver.type("forg")
    driver.press("Shift+Enter")
    driver.type("wait")
    driver.press("Enter")

    driver.saved()
    assert sorted(stage.stored()) == [("Feeling forgotten", "Nobody called me"), ("Waiting time", "Nobody called me")]
    assert sorted(driver.labels()) == ["Feeling forgotten", "Waiting time"]


def test_the_words_stay_selected_for_a_second_code(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("Nobody called me")
    driver.press("Enter")
    driver.type("forg")
    driver.press("Enter", "1")

    driver.saved()
    assert len(stage.stored()) == 2
    assert driver.selected() == "Nobody called me"


def test_the_same_code_is_not_put_twice_on_the_same_words(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("nine weeks")
    driver.press("1", "1")

    driver.saved()
    assert len(stage.stored()) == 1
    assert driver.said() == "You have already coded these words with Waiting time"


def test_overlapping_codings_are_both_shown(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("waited nine weeks")
    driver.press("1")
    driver.select("nine weeks. Nobody called")
    driver.press("2")

    driver.saved()
    assert sorted("".join(driver.painted()).split()) == sorted(
        ["waited", "nine", "weeksnine", "weeks.", "Nobody", "called"]
    )
    lanes = driver.page.evaluate("() => [...document.querySelectorAll('.wb-bracket')].map((b) => b.style.left)")
    assert len(set(lanes)) == 2


def test_a_selection_over_several_turns_leaves_the_names_of_speakers_out(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("drove me.How did that")
    driver.press("1")

    driver.saved()
    assert stage.stored() == [("Waiting time", "drove me.\n\nHow did that")]
    assert sorted(driver.painted()) == ["How did that", "drove me."]


def test_undo_and_redo_turn_the_last_acts_back_and_forth(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("1", "2")
    driver.saved()

    driver.press("Control+z")
    assert driver.labels() == ["Waiting time"]  # at once
    driver.saved()
    assert stage.stored() == [("Waiting time", "nine weeks")]

    driver.press("Control+y")
    assert len(driver.labels()) == 2
    driver.press("Control+z", "Control+z")
    driver.saved()
    assert stage.stored() == []
    assert driver.painted() == []


def test_undo_reaches_back_before_this_visit(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("1")
    driver.saved()
    driver.page.reload()
    driver.page.wait_for_selector("html[data-ready]")
    driver.saved()

    driver.text.focus()
    driver.until(lambda: driver.page.get_by_role("button", name="Undo").get_attribute("aria-disabled") is None)
    driver.press("Control+z")

    driver.until(lambda: stage.stored() == [])
    driver.until(lambda: driver.labels() == [])


def test_a_coding_is_removed_from_its_card_and_comes_back_with_undo(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("Nobody called me")
    driver.press("2")
    driver.saved()

    driver.click_words("called")
    card = driver.page.get_by_role("dialog", name="What is coded here")
    assert "Nobody calls, nobody knows." in card.inner_text()
    card.get_by_role("button", name="Remove Feeling forgotten").click()
    driver.saved()
    assert stage.stored() == []

    driver.press("Control+z")
    driver.saved()
    assert stage.stored() == [("Feeling forgotten", "Nobody called me")]


def test_a_colleagues_coding_appears_and_cannot_be_removed(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.saved()
    driver.select("My boss")
    start = stage.body.text.index("nurse line")
    stage.colleague_codes(start, start + 10, code=3)

    driver.until(lambda: driver.labels() == ["Nurse line"])

    assert driver.selected() == "My boss"
    driver.page.locator(".wb-label").click()
    card = driver.page.get_by_role("dialog", name="What is coded here")
    assert "by Ben" in card.inner_text()
    assert card.get_by_role("button", name="Remove").count() == 0


def test_a_new_code_asks_its_meaning_and_is_put_on_the_words(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("planned every trip")
    driver.press("Enter")
    driver.type("Trip planning")
    driver.press("Enter")
    driver.type("Every outing is thought through.")
    driver.press("Enter")

    driver.saved()
    assert stage.stored() == [("Trip planning", "planned every trip")]
    made = stage.codebook.named("Trip planning")
    assert made is not None
    assert made.short_definition == "Every outing is thought through."
    assert driver.labels() == ["Trip planning"]


def test_a_similar_code_is_offered_before_a_new_one_is_made(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("I waited nine weeks.")
    driver.press("Enter")
    driver.type("Waiting times")
    driver.press("Enter")
    driver.page.get_by_role("button", name="Use “Waiting time”").click()

    driver.saved()
    assert stage.stored() == [("Waiting time", "I waited nine weeks.")]


def test_the_picker_shows_what_the_code_means_and_when_not_to_use_it(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("nine weeks")
    driver.press("Enter")
    driver.type("wtime")

    meaning = driver.page.locator(".wb-picker .wb-meaning").inner_text()
    assert "Weeks or hours spent waiting for care." in meaning
    assert "Not when: Waiting for a bus." in meaning
    assert "Near miss: The clinic was far away." in meaning


def test_either_end_of_the_words_moves_word_by_word_in_the_picker(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.select("nine")
    driver.press("Enter")
    driver.page.get_by_role("button", name="Start one word earlier").click()
    driver.page.get_by_role("button", name="End one word later").click()
    driver.page.get_by_role("combobox").focus()
    driver.type("wa")
    driver.press("Enter")

    driver.saved()
    assert stage.stored() == [("Waiting time", "waited nine weeks")]


def test_a_suggestion_is_accepted_or_rejected_with_one_key_and_the_next_one_comes(driver: Driver, stage: Stage) -> None:
    stage.suggestions = [suggest(stage, "the nurse line answered", 3), suggest(stage, "My boss", 2)]
    driver.open(stage)
    driver.text.focus()

    driver.press("]")
    card = driver.page.get_by_role("dialog", name="What is coded here")
    assert "The words “nurse line” are near." in card.inner_text()
    assert driver.painted() == []  # a suggestion is not a coding
    driver.press("a")
    driver.press("x")

    driver.saved()
    assert stage.stored() == [("Nurse line", "the nurse line answered")]
    assert stage.rejected == [stage.suggestions[1].id]
    assert "suggestion" not in driver.page.locator(".wb-counts").inner_text()


def test_a_refused_coding_is_taken_back_and_the_reason_shown(driver: Driver, stage: Stage) -> None:
    stage.refuse = {stage.code_ids[0]: "“Waiting time” was retired a moment ago."}
    driver.open(stage)

    driver.select("nine weeks")
    driver.press("1")

    driver.until(lambda: "was retired a moment ago" in driver.page.locator(".wb-warning").inner_text())
    assert driver.painted() == []
    assert driver.labels() == []
    assert "was retired" in driver.page.locator("[role=alert]").inner_text()
    driver.press("2")
    driver.saved()
    assert stage.stored() == [("Feeling forgotten", "nine weeks")]


def test_who_may_only_read_cannot_code(driver: Driver) -> None:
    stage = make_stage(can_code=False)
    driver.open(stage)
    driver.text.focus()

    driver.press("t", "1", "Enter")

    assert driver.page.get_by_role("combobox").count() == 0
    driver.saved()
    assert stage.stored() == []
    assert "You can read here, but not code" in driver.page.locator(".wb-counts").inner_text()


def test_words_that_look_like_markup_stay_words(driver: Driver) -> None:
    nasty = "<img src=x onerror=alert(1)> & </span><script>alert(2)</script>"
    stage = make_stage([("<b>Rosa</b>", "participant", nasty)])
    driver.open(stage)
    driver.text.focus()

    driver.press("t", "Enter")
    driver.type("<i>bold</i>")
    driver.press("Enter")
    driver.type("<u>x</u>")
    driver.press("Enter")

    driver.saved()
    assert stage.stored() == [("<i>bold</i>", nasty)]
    assert driver.page.locator(".wb b b, .wb i, .wb u, .wb img, .wb script").count() == 0


def test_the_place_is_kept_over_leaving_and_reloading(driver: Driver) -> None:
    talk = [("Rosa", "participant", f"Turn {number}. " + "Some words to fill the line. " * 8) for number in range(60)]
    stage = make_stage(talk)
    driver.open(stage)
    driver.page.evaluate("() => { document.querySelector('.wb-scroll').scrollTop = 3000; }")
    driver.page.wait_for_timeout(100)

    driver.page.evaluate("() => { globalThis.leave(); return globalThis.load(); }")
    after_leaving = driver.page.evaluate("() => document.querySelector('.wb-scroll').scrollTop")
    driver.page.reload()
    driver.page.wait_for_selector("html[data-ready]")
    driver.page.wait_for_timeout(200)
    after_reload = driver.page.evaluate("() => document.querySelector('.wb-scroll').scrollTop")

    assert abs(after_leaving - 3000) <= 2
    assert abs(after_reload - 3000) <= 2


def test_a_link_opens_at_its_place(driver: Driver) -> None:
    talk = [("Rosa", "participant", f"Turn {number}. " + "Some words to fill the line. " * 8) for number in range(60)]
    stage = make_stage(talk)
    stage.go_to = stage.body.text.index("Turn 40.")

    driver.open(stage)

    driver.until(lambda: driver.page.get_by_text("Turn 40.").is_visible())
    box = driver.page.get_by_text("Turn 40.").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 720


def test_a_link_is_followed_again_when_it_is_asked_for_anew(driver: Driver) -> None:
    talk = [("Rosa", "participant", f"Turn {number}. " + "Some words to fill the line. " * 8) for number in range(60)]
    stage = make_stage(talk)
    stage.go_to = stage.body.text.index("Turn 40.")
    driver.open(stage)
    driver.page.evaluate("() => { document.querySelector('.wb-scroll').scrollTop = 0; }")
    driver.page.wait_for_timeout(100)

    driver.page.evaluate("() => globalThis.again()")  # the same link: the reader stays where they are
    stays = driver.page.evaluate("() => document.querySelector('.wb-scroll').scrollTop")
    driver.page.evaluate("() => { globalThis.leave(); return globalThis.load(); }")
    driver.page.wait_for_timeout(100)

    assert stays == 0
    assert driver.page.evaluate("() => document.querySelector('.wb-scroll').scrollTop") > 1000


def test_leaving_the_page_leaves_no_highlights_behind(driver: Driver, stage: Stage) -> None:
    driver.open(stage)
    driver.select("nine weeks")
    driver.press("1")
    driver.saved()

    left = driver.page.evaluate(
        "() => { globalThis.leave(); return [CSS.highlights.size, document.adoptedStyleSheets.length]; }"
    )

    assert left == [0, 0]


def test_a_selection_by_touch_handles_offers_the_button_too(driver: Driver, stage: Stage) -> None:
    driver.open(stage)

    driver.page.evaluate(
        """() => {
             const words = document.querySelectorAll('.wb-sentence')[2].firstChild;
             document.getSelection().setBaseAndExtent(words, 0, words, 16);
           }"""
    )
    driver.page.get_by_role("button", name="Code…").click()
    driver.type("wait")
    driver.press("Enter")

    driver.saved()
    assert [label for label, _ in stage.stored()] == ["Waiting time"]


def test_a_transcript_without_words_says_so(driver: Driver) -> None:
    stage = make_stage([])

    driver.open(stage)

    assert driver.page.get_by_text("There are no words in this transcript.").is_visible()


def test_a_coding_of_an_unknown_code_does_no_harm(driver: Driver, stage: Stage) -> None:
    stage.codings["k1"] = ["k1", "gone", 0, 10, "Ben", ""]

    driver.open(stage)

    assert driver.labels() == ["…"]
    driver.page.locator(".wb-label").click()
    assert driver.page.get_by_role("dialog", name="What is coded here").is_visible()
