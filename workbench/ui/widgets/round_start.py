"""Starting a blind round: who, where, how much, and what to think of before."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from workbench.domain.project import Right
from workbench.domain.round import FEWEST_CODERS, MOST_CODERS, read_numbers
from workbench.services import projects, rounds, transcripts
from workbench.services.rounds import Choice, Chosen, Share, Whole
from workbench.services.transcripts import TranscriptRow
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, say


class HowMuch(StrEnum):
    """How the places of a round are chosen."""

    SHARE = "share"
    ALL = "all_turns"
    PICKED = "picked"


_WAYS: tuple[HowMuch, ...] = tuple(HowMuch)


def start_form(here: Here) -> None:
    """The form, for those who may start a round."""
    section(say("rounds.start"))
    rows = {row.transcript.id: row for row in transcripts.list_transcripts(here.desk)}
    coders = [one.name for one in projects.list_members(here.desk) if one.may(Right.CODE)]
    if not rows or len(coders) < FEWEST_CODERS:
        st.info(say("rounds.need_two") if rows else say("rounds.need_text"))
        return
    with st.expander(say("rounds.start_about")):
        st.markdown(say("rounds.start_advice"))
    title = st.text_input(say("rounds.name"), placeholder=say("rounds.name_example"), key="rounds.title")
    people = st.multiselect(
        say("rounds.coders"), coders, format_func=as_written, max_selections=MOST_CODERS, key="rounds.coders"
    )
    chosen = st.multiselect(
        say("rounds.which"),
        list(rows),
        format_func=lambda name: say(
            "rounds.transcript", label=rows[name].transcript.label, title=rows[name].transcript.title
        ),
        key="rounds.which",
    )
    how: HowMuch = st.selectbox(
        say("rounds.how_much"),
        _WAYS,
        format_func=_way,
        key="rounds.how",
    )
    choice = _how_much(how, [rows[name] for name in chosen])

    def start() -> None:
        rounds.start_round(here.desk, title, people, choice())

    if st.button(say("rounds.start_now"), type="primary", key="rounds.start") and did(
        start, said=say("rounds.started_now")
    ):
        state.keep("rounds.seed_proposed", secrets.randbelow(10_000))
        st.rerun()


def _way(one: HowMuch) -> str:
    return say(f"rounds.{one.value}")


def _how_much(how: HowMuch, rows: list[TranscriptRow]) -> Callable[[], Choice]:
    """What else must be said: a share with its number, or the turns of each transcript. The answer makes the choice of it."""
    names = tuple(row.transcript.id for row in rows)
    if how is HowMuch.ALL:
        return lambda: Whole(names)
    if how is HowMuch.SHARE:
        proposed = state.recall("rounds.seed_proposed", lambda: secrets.randbelow(10_000))
        left, right = st.columns(2)
        percent = left.slider(say("rounds.percent"), 5, 50, 15, key="rounds.percent")
        seed = right.number_input(
            say("rounds.seed"), 0, 999_999, proposed, help=say("rounds.seed_help"), key="rounds.seed"
        )
        return lambda: Share(names, percent, int(seed))
    texts = [
        st.text_input(say("rounds.numbers", label=row.transcript.label), key=f"rounds.numbers.{row.transcript.id}")
        for row in rows
    ]
    return lambda: Chosen(
        {row.transcript.id: tuple(read_numbers(text, row.turns)) for row, text in zip(rows, texts, strict=True)}
    )
