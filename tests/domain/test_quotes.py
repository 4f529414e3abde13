"""Finding the one place that a quote names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.quotes import find_quote
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, Turn
from workbench.errors import RuleError


def _body(*turns: str) -> Body:
    made, at = [], 0
    for number, words in enumerate(turns, 1):
        made.append(Turn(number, None, at, at + len(words)))
        at += len(words) + 2
    return Body("\n\n".join(turns), tuple(made))


BODY = _body("I don’t know. 🙂 It was cold.", "It was cold, so cold.", "aaa")


def test_words_that_stand_once_are_found_by_code_points():
    span = find_quote(BODY, " It was cold. ", where="T01")

    assert span.text_in(BODY.text) == "It was cold."


def test_words_that_stand_in_several_turns_are_told_with_the_turns():
    with pytest.raises(RuleError, match=r"stands 2 times in T01, in the turns 1, 2\. Say which turn"):
        find_quote(BODY, "It was cold", where="T01")

    assert find_quote(BODY, "It was cold", where="T01", turn=2).start == BODY.turns[1].start


def test_words_that_stand_twice_in_a_turn_need_more_words_even_where_they_overlap():
    with pytest.raises(RuleError, match=r"stands 2 times in turn 3 of T01, so quote more"):
        find_quote(BODY, "aa", where="T01", turn=3)


def test_words_that_stand_there_in_another_spelling_are_shown_as_they_are():
    with pytest.raises(RuleError, match=r"Something close to it does \(turn 1\): “I don’t know.”"):
        find_quote(BODY, "i don't  KNOW.", where="T01")


def test_words_that_stand_nowhere_are_refused_without_repeating_pages_of_them():
    with pytest.raises(RuleError) as refusal:
        find_quote(BODY, "warm " * 500, where="T01")

    assert "does not stand in T01" in str(refusal.value)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("nothing", ["", "  \n", "\x00\ufeff"])
def test_an_empty_quote_names_no_place(nothing):
    with pytest.raises(RuleError, match="The quote is empty"):
        find_quote(BODY, nothing, where="T01")


def test_a_turn_that_is_not_there_is_said_to_be_none():
    with pytest.raises(RuleError, match=r"T01 has no turn 9\. Its turns are 1 to 3"):
        find_quote(BODY, "cold", where="T01", turn=9)


@given(st.text(max_size=60).map(make_text), st.integers(0, 60), st.integers(1, 60))
def test_a_place_that_is_found_is_the_only_one_and_holds_the_words(text, start, length):
    quote = text[start : start + length].strip()
    body = Body(text, (Turn(1, None, 0, max(1, len(text))),))
    found = None
    try:
        found = find_quote(body, quote, where="T01")
    except RuleError:
        places = [at for at in range(len(text)) if quote and text.startswith(make_text(quote).strip(), at)]
        assert len(places) != 1
    if found is not None:
        assert found.text_in(text) == make_text(quote).strip()
        assert text.count(found.text_in(text)) == 1
