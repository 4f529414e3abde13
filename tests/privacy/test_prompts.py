"""Questions for what no machine finds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from workbench.privacy.prompts import prompts
from workbench.privacy.values import Talk


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("I'm the only one in the zone who runs it.", "the only one in"),
        ("I was on the national news for the fire.", "on the national news"),
        ("I drive the school bus, number 14.", "I drive the school"),
        ("We are nine sisters at home.", "nine sisters"),
        ("I won't say his name.", "won't say his name"),
        ("I was diagnosed in 2017.", "diagnosed in 2017"),
        ("There is a kitchen near the airport.", "There is a kitchen"),
        ("It's one in a million, they said.", "one in a million"),
    ],
)
def test_words_that_tell_a_story_ask_for_a_look(text: str, cue: str) -> None:
    asked = prompts(Talk(text))

    assert cue in [one.text for one in asked]
    assert all(text[one.start : one.end] == one.text and one.question.endswith("?") for one in asked)


@pytest.mark.parametrize(
    "text", ["It was the only thing that helped.", "For the first time in years I slept.", "I wrote it on paper."]
)
def test_ordinary_words_ask_nothing(text: str) -> None:
    assert prompts(Talk(text)) == []


def test_nobody_is_asked_twice_about_the_same_words() -> None:
    asked = prompts(Talk("the only nurse in the village, and the only nurse in the village"))

    assert all(before.end <= after.start for before, after in pairwise(asked))
