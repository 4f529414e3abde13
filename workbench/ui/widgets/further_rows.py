"""A passage that was found by looking further: where it stands, its words, why it is shown, and what it carries already."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import streamlit as st

from workbench.services.looking_further import Place
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.code_rule import marked
from workbench.ui.words import say

PER_PAGE = 8
T = TypeVar("T")


def found(here: Here, look: Callable[..., T], *args: object, **wishes: Any) -> T | None:
    """What a question to the models' process gives, with a word that it may take a moment; ``None`` after a refusal was shown."""
    with st.spinner(say("further.wait"), show_time=True):
        return act(look, here.desk, here.workbench.models, *args, **wishes)


def each(rows: Sequence[T], key: str, draw: Callable[[int, T], None]) -> None:
    """One page of a list, each row in a frame of its own, and below it the numbers of the other pages."""
    there = st.container()
    pages = max(1, (len(rows) - 1) // PER_PAGE + 1)
    if state.kept(key, 1) > pages:
        state.drop(key)
    number = st.pagination(pages, key=key) if pages > 1 else 1
    for place, row in enumerate(rows[(number - 1) * PER_PAGE : number * PER_PAGE]):
        with there.container(border=True):
            draw(place, row)


def passage(place: Place, reasons: Iterable[str], *, words: Iterable[str] = (), key: str, onward: bool = True) -> None:
    """One passage; ``words`` are marked in it. ``onward`` offers passages that are like it."""
    codes = say("further.codes", codes=", ".join(place.codes)) if place.codes else say("further.no_codes")
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        doors.link("code", in_words(place), transcript_id=place.transcript_id, turn=place.turn)
        st.html(f'<p class="wb-about">{html.escape(codes)}</p>')
        if onward and st.button(say("further.more_like"), key=f"{key}.like", type="tertiary"):
            ask_for_passage(place)
            st.rerun()
    st.html(f'<p class="wb-found">{marked(place.text, places_of(words, place.text))}</p>')
    if told := " ".join(reasons):
        st.html(f'<p class="wb-because">{html.escape(told)}</p>')


def in_words(place: Place) -> str:
    """Where a passage stands: ``T04, turn 57, Maple``."""
    voice = place.voice or say("import.nobody")
    return say("passages.place", transcript=place.transcript_label, turn=place.turn, speaker=voice)


def ask_for_passage(place: Place) -> None:
    """Let the next run show passages like this one."""
    state.wish("further.tab", say("further.tab_like"))
    state.wish("further.what", "passage")
    state.wish("further.transcript", place.transcript_id)
    state.wish("further.turn", place.turn)


def listed(words: Iterable[str]) -> str:
    """Words as a reason names them.

    >>> listed(["bus", "late"])
    '“bus”, “late”'
    """
    return ", ".join(f"“{word}”" for word in words)


def places_of(words: Iterable[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where these words stand in a text, as whole words.

    >>> places_of(["bus"], "A bus, no Bus or busy.")
    ((2, 5), (10, 13))
    """
    wanted = sorted({re.escape(word) for word in words}, key=len, reverse=True)
    if not wanted:
        return ()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)
    return tuple(match.span() for match in pattern.finditer(text))
