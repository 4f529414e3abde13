"""The browser counts UTF-16 units, Python code points: both must mean the same words, whatever the text."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from workbench.domain.text import make_text

from .driver import Driver
from .stage import Stage, make_stage

MIXED = [
    ("Maya", "facilitator", make_text("How do you say it?\r\nIn your own words.\r\n")),
    ("Noor", "participant", "أنا تعبت كثيرًا، then I waited 9 شهور. שלום לכולם, she said."),
    (
        "Rosa",
        "participant",
        make_text("The cafe\u0301 👩‍👩‍👧‍👦 in Que\u0301bec 🇨🇦 was mi\u0301o.\r\nA new line 🙂🙂 here."),
    ),
    ("Dev", "participant", "नमस्ते, मैं ठीक हूँ। Z͑ͫa̴l̷g̸o text, and 한국어 too."),
]

pytestmark = pytest.mark.browser

PIECES = [
    "a", "é", "e\u0301", "ñ", "日本", "한국", "\u1112\u1161\u11ab", "नमस्ते", "क्षि", "עברית", "العربية", "\u200f", "\u200d", "👍🏽",
    "👩\u200d👩\u200d👧\u200d👦", "🇨🇦", "🇨🇦🇫🇷", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "𝔘𝔫𝔦", "🙂", "❤️",
    " ", "  ", "\t", "\n", "…", "“q”", "-", "word", "don't", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
]  # fmt: skip


def nasty(source: random.Random, length: int = 40) -> str:
    return make_text("".join(source.choice(PIECES) for _ in range(length)))


def test_positions_are_the_same_on_both_sides(driver: Driver, stage: Stage) -> None:
    source = random.Random(1)
    texts = [nasty(source) for _ in range(400)]
    # to_unit[i] is how many UTF-16 units stand before code point i
    expected = [[len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text) + 1)] for text in texts]
    driver.open(stage)

    found: list[dict[str, Any]] = driver.page.evaluate(
        """async (texts) => {
             const { OffsetMap } = await import('/frontend/offsets.js');
             return texts.map((text) => {
               const map = new OffsetMap(text);
               const units = Array.from({length: map.codePoints + 1}, (_, at) => map.toUnit(at));
               return {units, back: units.map((unit) => map.toCodePoint(unit))};
             });
           }""",
        texts,
    )

    assert [one["units"] for one in found] == expected
    assert all(one["back"] == list(range(len(one["units"]))) for one in found)


def test_a_snapped_range_never_cuts_a_character_in_two(driver: Driver, stage: Stage) -> None:
    source = random.Random(2)
    asked = []
    for _ in range(300):
        text = nasty(source)
        units = len(text.encode("utf-16-le")) // 2
        start = source.randrange(units)
        asked.append([text, start, source.randrange(start, units) + 1])
    driver.open(stage)

    found: list[dict[str, int]] = driver.page.evaluate(
        """async (asked) => {
             const { snapToGraphemes } = await import('/frontend/offsets.js');
             return asked.map(([text, from, to]) => snapToGraphemes(text, from, to));
           }""",
        asked,
    )

    for (text, start, end), snapped in zip(asked, found, strict=True):
        assert snapped["from"] <= start
        assert snapped["to"] >= end
        units = text.encode("utf-16-le")
        words = units[2 * snapped["from"] : 2 * snapped["to"]].decode("utf-16-le")  # raises at half a pair
        assert not unicodedata.combining(words[0]) or snapped["from"] == 0


def test_a_thousand_random_selections_store_the_selected_words(driver: Driver) -> None:
    source = random.Random(3)
    names = ["Maya", "Rosa", "Dev"]
    talk = [
        (names[turn % 3], "participant" if turn % 3 else "facilitator", nasty(source, 60).strip() or "x")
        for turn in range(40)
    ]
    stage = make_stage([*talk, *MIXED])
    driver.open(stage)
    driver.text.focus()

    nodes: list[str] = driver.page.evaluate(
        "() => [...document.querySelectorAll('.wb-sentence')].map((s) => s.textContent)"
    )
    chosen: list[list[int]] = driver.page.evaluate(
        """(seed) => {
             let state = seed;
             const random = (below) => { state = (state * 1103515245 + 12345) % 2147483648; return state % below; };
             const nodes = [...document.querySelectorAll('.wb-sentence')].map((sentence) => sentence.firstChild);
             const counts = () => document.querySelector('.wb-counts').textContent;
             const chosen = [];
             while (chosen.length < 1000) {
               const first = random(nodes.length);
               const last = Math.min(nodes.length - 1, first + random(random(9) ? 2 : 20));
               const a = random(nodes[first].length + 1);
               const b = first === last ? a + random(nodes[last].length - a + 1) : random(nodes[last].length + 1);
               document.getSelection().setBaseAndExtent(nodes[first], a, nodes[last], b);
               const before = counts();
               const key = new KeyboardEvent('keydown', {key: String(1 + random(5)), bubbles: true});
               document.querySelector('.wb-text').dispatchEvent(key);
               if (counts() !== before) chosen.push([first, a, last, b]);
             }
             return chosen;
           }""",
        7,
    )
    driver.saved()

    assert not any(stage.settled.values())  # the server compared each quote with the words at its place
    sent = {operation["op"]: operation for batch in stage.requests for operation in batch}
    assert len(sent) == len(chosen) == 1000
    for operation, place in zip(sent.values(), chosen, strict=True):
        wanted = selected_words(nodes, *place)
        quote = squeezed(operation["quote"])
        assert wanted.strip() in quote or wanted in quote
        assert len(quote) - len(wanted.strip()) <= 40  # no more than the rest of one character at either end
        assert operation["quote"] == operation["quote"].strip()


def drag_somewhere(driver: Driver, chance: random.Random) -> None:
    """From one point of the words on the screen to another, with the mouse."""
    mouse = driver.page.mouse
    mouse.move(chance.randint(180, 700), chance.randint(60, 560))
    mouse.down()
    mouse.move(chance.randint(180, 700), chance.randint(60, 560), steps=3)
    mouse.up()


def walk_somewhere(driver: Driver, chance: random.Random) -> None:
    """From a place of the words to another, with the keyboard."""
    driver.press(*chance.choices(["ArrowDown", "ArrowRight", "Control+ArrowRight", "ArrowUp"], k=4))
    extend = ["Shift+ArrowRight", "Shift+Control+ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft"]
    driver.press(*chance.choices(extend, k=chance.randint(1, 6)))


@pytest.mark.parametrize("select", [drag_somewhere, walk_somewhere])
def test_what_hands_select_is_what_is_stored(driver: Driver, select: Callable[[Driver, random.Random], None]) -> None:
    chance = random.Random(11)
    driver.open(make_stage([*MIXED, *MIXED]))
    stage = driver.server.stage
    assert stage
    driver.text.focus()
    wanted = []
    for n in range(24):
        select(driver, chance)
        seen = squeezed(driver.selected())
        before = len(stage.settled)
        if not seen:
            continue
        driver.press(str(1 + n % 5))
        driver.saved()
        if len(stage.settled) > before:
            wanted.append(seen)

    assert not any(stage.settled.values())
    sent = {operation["op"]: operation for batch in stage.requests for operation in batch}
    assert len(sent) == len(wanted) >= 12
    for operation, words in zip(sent.values(), wanted, strict=True):
        quote = squeezed(operation["quote"])
        assert words in quote or words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore") in quote
        assert len(quote) - len(words) <= 20  # the rest of one character at either end


def selected_words(nodes: list[str], first: int, a: int, last: int, b: int) -> str:
    """The words between two places of the page, by Python's own reckoning; half characters at the ends left out."""
    if first == last:
        pieces = [nodes[first].encode("utf-16-le")[2 * a : 2 * b]]
    else:
        middle = [node.encode("utf-16-le") for node in nodes[first + 1 : last]]
        pieces = [nodes[first].encode("utf-16-le")[2 * a :], *middle, nodes[last].encode("utf-16-le")[: 2 * b]]
    return squeezed(b"".join(pieces).decode("utf-16-le", errors="ignore"))


def squeezed(words: str) -> str:
    """Without white space: between turns the stored text has line feeds that the page does not."""
    return "".join(words.split())
