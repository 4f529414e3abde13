"""Compare: where people coded differently, one passage at a time, and what they settled by talking about it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from workbench.domain.differences import FEWEST, MOST
from workbench.domain.ids import RoundId, TranscriptId
from workbench.services import codebooks, comparing, rounds, transcripts
from workbench.services.comparing import Compared, Comparison
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.compare_form import decide_here
from workbench.ui.widgets.compare_passage import in_short, show_passage
from workbench.ui.widgets.compare_talks import show_talks
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.words import say

_AT_ONCE = 5


def page(here: Here) -> None:
    """What is still to talk about; what was settled."""
    heading(here, say("compare.title"), say("compare.lead"))
    first, second = st.tabs([say("compare.tab_differ"), say("compare.tab_talks")], on_change="rerun", key="compare.tab")
    with first:
        if first.open:
            _differences(here)
    with second:
        if second.open:
            undo_and_redo(here, key="compare.talks")
            show_talks(here)


@fragment
def _differences(here: Here) -> None:
    coded = comparing.who_coded(here.desk)
    if not any(len(people) >= FEWEST for people in coded.values()):
        empty(say("compare.nobody"), say("compare.nobody_advice"))
        return
    place, coders, hidden = _choices(here, coded)
    if len(coders) < FEWEST:
        st.info(say("compare.choose_more"))
        return
    found = act(
        comparing.compare,
        here.desk,
        coders,
        [place.transcript_id] if place.transcript_id else None,
        round_id=place.round_id,
    )
    if found is None:
        return
    letters = comparing.letters_for(here.desk, found.coders) if hidden else {}
    names = {name: say("compare.coder", letter=letters[name]) if hidden else name for name in found.coders}
    row = _which(here, found, names)
    if row is None:
        return
    show_passage(here, row, names)
    decide_here(here, row, names)


class _Place(NamedTuple):
    """Where people are compared: a transcript, a round that is over, or (neither) everywhere."""

    transcript_id: TranscriptId | None = None
    round_id: RoundId | None = None


def _choices(here: Here, coded: dict[TranscriptId, tuple[str, ...]]) -> tuple[_Place, list[str], bool]:
    """Where, which people, and whether their names are shown."""
    left, middle, right = st.columns([3, 4, 2], gap="medium", vertical_alignment="bottom")
    over = {one.id: one for one in rounds.list_rounds(here.desk) if not one.is_running}
    by_id = {row.transcript.id: row.transcript for row in transcripts.list_transcripts(here.desk)}
    places = {_Place(): say("compare.everywhere")}
    places |= {_Place(round_id=one.id): say("compare.round", title=one.title) for one in over.values()}
    places |= {
        _Place(name): f"{by_id[name].label} – {by_id[name].title}"
        for name, people in coded.items()
        if len(people) >= FEWEST and name in by_id
    }
    place: _Place = left.selectbox(
        say("compare.where"), list(places), format_func=places.__getitem__, key="compare.where"
    )
    if place.round_id:
        people = sorted(over[place.round_id].coders)
    else:
        people = sorted({one for name, names in coded.items() if place.transcript_id in (None, name) for one in names})
    coders = middle.multiselect(
        say("compare.who"),
        people,
        default=people[:MOST],
        max_selections=MOST,
        key=f"compare.who.{place.transcript_id}.{place.round_id}",
    )
    hidden = right.toggle(say("compare.hide"), help=say("compare.hide_help"), key="compare.hide")
    return place, coders, hidden


def _which(here: Here, found: Comparison, names: dict[str, str]) -> Compared | None:
    """The passage to talk about: of those that are open the most instructive comes first."""
    settled = len(found.rows) - len(found.still_open)
    told = [say("compare.differ", n=len(found.still_open)), say("compare.alike", n=found.alike)]
    told += [say("compare.settled", n=settled)] if settled else []
    said, back = st.columns([5, 1], gap="medium", vertical_alignment="center")
    said.write(" ".join(told))
    with back:
        undo_and_redo(here, key="compare")
    left, right = st.columns([4, 3], gap="medium", vertical_alignment="bottom")
    with right:
        beside = st.container(horizontal=True, gap="medium", vertical_alignment="center")
    with beside:
        everything = st.toggle(say("compare.all"), key="compare.all") if len(found.still_open) > _AT_ONCE else False
        with_settled = st.toggle(say("compare.with_settled"), key="compare.with_settled") if settled else False
    rows = found.rows if with_settled else found.still_open
    rows = rows if everything or with_settled else rows[:_AT_ONCE]
    if not rows:
        done = say("compare.all_settled") if settled else say("compare.none_differ")
        empty(done, say("compare.none_advice"))
        return None
    codebook = codebooks.get_codebook(here.desk)
    by_key = {row.key: row for row in rows}
    labels = {row.key: f"{number}. {in_short(row, codebook, names)}" for number, row in enumerate(rows, 1)}
    if state.kept("compare.passage", rows[0].key) not in by_key:
        state.drop("compare.passage")
    chosen: str = left.selectbox(
        say("compare.which"),
        list(by_key),
        format_func=lambda key: labels[key],
        help=say("compare.order"),
        key="compare.passage",
    )
    keys = list(by_key)
    if len(keys) > 1:
        beside.button(say("compare.next"), key="compare.next", on_click=_turn_to, args=(_after(keys, chosen),))
    return by_key[chosen]


def _after(keys: list[str], key: str) -> str:
    return keys[(keys.index(key) + 1) % len(keys)]


def _turn_to(key: str) -> None:
    state.keep("compare.passage", key)
