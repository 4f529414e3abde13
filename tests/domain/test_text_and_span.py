"""Positions and texts: made once, counted one way."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.sentences import split_sentences
from workbench.domain.span import Span
from workbench.domain.text import annotations, count_words, make_text

NASTY = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\t\x00\ufeff\u2028\ud800é🙂👨‍👩‍👧🇨🇦אבج́")), max_size=200)


@given(NASTY)
def test_making_a_text_twice_changes_nothing(raw: str) -> None:
    once = make_text(raw)

    assert make_text(once) == once


@given(NASTY)
def test_a_made_text_has_no_return_nul_mark_or_lone_surrogate_and_is_composed(raw: str) -> None:
    text = make_text(raw)

    assert not {"\r", "\x00", "\ufeff"} & set(text)
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode("utf-8").decode("utf-8") == text


@given(NASTY)
def test_sentences_hold_every_word_in_order_and_never_overlap(raw: str) -> None:
    text = make_text(raw)

    spans = split_sentences(text)

    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert "".join("".join(span.text_in(text).split()) for span in spans) == "".join(text.split())


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_a_span_without_characters_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_transcribers_notes_are_not_counted_as_words() -> None:
    said = "(laughs) I waited [inaudible 00:01:02] nine months [crosstalk]."

    assert count_words(said) == 4
    assert [said[a:b] for a, b in annotations(said)] == ["(laughs)", "[inaudible 00:01:02]", "[crosstalk]"]


def test_a_remark_in_brackets_that_people_said_is_counted() -> None:
    assert count_words("The clinic (the new one) was closed.") == 7
