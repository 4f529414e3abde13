"""Look further: what is like this, what was not looked at, what speaks against, what is told again, and people's own phrases."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.services import looking_further, transcripts
from workbench.services.looking_further import RepeatKind, ToldAgain, Unheard
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.frame import empty, heading, lead
from workbench.ui.widgets.further_against import speaks_against
from workbench.ui.widgets.further_like import more_like_this
from workbench.ui.widgets.further_phrases import own_words
from workbench.ui.widgets.further_rows import each, found, listed, passage
from workbench.ui.words import say


def page(here: Here) -> None:
    """Five ways to look again; only the one in front is worked out."""
    heading(here, say("further.title"), say("further.lead"))
    if not transcripts.list_transcripts(here.desk):
        empty(say("further.nothing"), say("further.nothing_advice"))
        doors.link("transcripts", say("code.bring_in"))
        return
    _take_along()
    state.grant("further.tab")
    parts: dict[str, Callable[[Here], None]] = {
        "like": more_like_this,
        "unheard": _unheard,
        "against": speaks_against,
        "again": _again,
        "phrases": own_words,
    }
    names = [say(f"further.tab_{name}") for name in parts]
    for tab, draw in zip(st.tabs(names, on_change="rerun", key="further.tab"), parts.values(), strict=True):
        with tab:
            if tab.open:
                draw(here)


def _take_along() -> None:
    """The passage or the code that a link on another page brought along."""
    turn, transcript_id, code_id = state.take_turn(), state.chosen_transcript(), state.take_code()
    if code_id is None and (turn is None or transcript_id is None):
        return
    state.wish("further.tab", say("further.tab_like"))
    if code_id is not None:
        state.wish("further.what", "code")
        state.wish("further.code", code_id)
        return
    state.wish("further.what", "passage")
    state.wish("further.transcript", transcript_id)
    state.wish("further.turn", turn)


@fragment
def _unheard(here: Here) -> None:
    lead(say("further.unheard_lead"))
    rows = found(here, looking_further.not_looked_at)
    if rows is None:
        return
    if not rows:
        st.write(say("further.unheard_none"))
        return
    if not any(row.voice_coded for row in rows):
        st.info(say("further.unheard_start"))
    each(rows, "further.page.unheard", _one_unheard)


def _one_unheard(number: int, row: Unheard) -> None:
    passage(row.place, _why_unheard(row), words=row.new_words, key=f"further.unheard.{number}")


def _why_unheard(row: Unheard) -> list[str]:
    voice = row.place.voice or say("further.a_person")
    name = "further.voice_some" if row.voice_coded else "further.voice_none"
    told = [say(name, voice=voice, n=row.voice_passages, coded=row.voice_coded)]
    if not row.read_by_anyone:
        told.append(say("further.not_read"))
    if row.new_words:
        told.append(say("further.new_words", words=listed(row.new_words)))
    return told


@fragment
def _again(here: Here) -> None:
    lead(say("further.again_lead"))
    repeats = found(here, looking_further.told_again)
    if repeats is None:
        return
    for twins in repeats.twins:
        st.warning(say("further.twins", first=twins.first, second=twins.second, n=twins.shared))
    if not repeats.again and not repeats.twins:
        st.write(say("further.again_none"))
    each(repeats.again, "further.page.again", _one_group)


def _one_group(number: int, group: ToldAgain) -> None:
    st.markdown(f"**{_kind(group)}**")
    for place_number, place in enumerate(group.places[:4]):
        passage(place, [], key=f"further.again.{number}.{place_number}", onward=False)


def _kind(group: ToldAgain) -> str:
    names = {
        RepeatKind.ONE_VOICE: "further.one_voice",
        RepeatKind.SEVERAL: "further.several",
        RepeatKind.READ_OUT: "further.read_out",
    }
    return say(names[group.kind], n=group.times if group.kind is RepeatKind.ONE_VOICE else group.voices)
