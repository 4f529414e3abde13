"""Finding words in all transcripts: what was found, turn by turn, each with a way to its place."""

from __future__ import annotations

import html
from itertools import groupby

import streamlit as st

from workbench.services.search import Found, Hit, find_everywhere
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.attribute_filter import attribute_filter
from workbench.ui.widgets.locks import lock_html
from workbench.ui.widgets.voices import Pseudonyms, pseudonyms
from workbench.ui.words import say

_AT_ONCE = 60  # places on the screen; more come when asked for


@fragment
def find_in_all(here: Here) -> None:
    """A field, how to read it, and the places."""
    wanted = st.text_input(say("find.words"), key="find.words", help=say("find.words_help"))
    with st.container(horizontal=True, gap="medium"):
        match_case = st.checkbox(say("find.match_case"), key="find.match_case")
        whole_word = st.checkbox(say("find.whole_word"), key="find.whole_word")
        by_pattern = st.checkbox(say("find.by_pattern"), key="find.by_pattern", help=say("find.by_pattern_help"))
    narrowed = attribute_filter(here, key="find")
    if not wanted.strip():
        return
    found = act(
        find_everywhere,
        here.desk,
        wanted,
        match_case=match_case,
        whole_word=whole_word,
        by_pattern=by_pattern,
        attributes=narrowed,
    )
    if found is not None:
        _show(found, pseudonyms(here))


def _show(found: Found, names: Pseudonyms) -> None:
    with st.container(key="find_count"):
        transcripts = say("counts.transcripts", n=len({hit.transcript_id for hit in found.hits}))
        st.write(say("find.count", n=len(found.hits), transcripts=transcripts))
    if found.stopped:
        st.warning(found.stopped)
    most = state.kept("find.most", _AT_ONCE) if len(found.hits) > _AT_ONCE else _AT_ONCE
    for (transcript_id, label, title), hits in groupby(
        found.hits[:most], lambda hit: (hit.transcript_id, hit.label, hit.title)
    ):
        st.subheader(f"{label} – {title}", anchor=False)
        for turn, places in groupby(hits, lambda hit: hit.turn):
            here = list(places)
            place = say("find.place", turn=turn, speaker=_voice(here[0], names))
            doors.link("code", place, transcript_id=transcript_id, turn=turn)
            st.html("".join(_line(hit) for hit in here))
    if len(found.hits) > most and st.button(say("find.more", n=len(found.hits) - most), key="find.show_more"):
        state.keep("find.most", most + 4 * _AT_ONCE)
        st.rerun(scope="fragment")


def _voice(hit: Hit, names: Pseudonyms) -> str:
    return names.get(hit.participant_id, hit.speaker) if hit.participant_id else hit.speaker


def _line(hit: Hit) -> str:
    before, words, after = (html.escape(part) for part in (hit.before, hit.words, hit.after))
    return f'<p class="wb-found">{before}<mark>{words}</mark>{after} {lock_html(hit.lock)}</p>'
