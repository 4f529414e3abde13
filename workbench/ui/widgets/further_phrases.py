"""Participants' own phrases: who says them how often, where, and one press to name a code after one."""

from __future__ import annotations

import html

import streamlit as st

from workbench.analysis.near_duplicates import similar_codes
from workbench.domain.project import Right
from workbench.services import codebooks, further_deeds, looking_further
from workbench.services.looking_further import OwnPhrase
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.code_rule import marked
from workbench.ui.widgets.codebook_tidy import warn_of_similar
from workbench.ui.widgets.frame import lead, undo_and_redo
from workbench.ui.widgets.further_rows import each, found, in_words
from workbench.ui.words import as_written, say

_PENDING = "further.phrase"  # a phrase for which there is a similar code already


@fragment
def own_words(here: Here) -> None:
    """The phrases, the most striking first."""
    lead(say("further.phrases_lead"))
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        several = st.checkbox(say("further.phrases_least"), value=True, key="further.phrases_least")
        undo_and_redo(here, key="further.phrases")
    rows = found(here, looking_further.own_phrases, least_people=2 if several else 1)
    if rows is None:
        return
    if not rows:
        st.write(say("further.phrases_none"))
        return
    each(rows, "further.page.phrases", lambda _, row: _one(here, row))


def _one(here: Here, row: OwnPhrase) -> None:
    mentions = say("further.mentions", n=row.mentions)
    team = say("further.team_said", n=row.by_team) if row.by_team else say("further.team_never")
    about = f"{say('further.said_by', n=row.people, mentions=mentions)}, {team}"
    st.html(f'<p class="wb-phrase"><b>“{html.escape(row.words)}”</b> <span>{html.escape(about)}</span></p>')
    for place, span in row.places[:3]:
        doors.link("code", in_words(place), transcript_id=place.transcript_id, turn=place.turn)
        st.html(f'<p class="wb-found">{_around(place.text, span.start, span.end)}</p>')
    if here.may(Right.EDIT_CODEBOOK):
        _make(here, row)


def _around(text: str, start: int, end: int, *, most: int = 110) -> str:
    """The phrase with the words around it."""
    first = 0 if start <= most else text.find(" ", start - most) + 1
    last = len(text) if len(text) <= end + most else text.rfind(" ", end, end + most)
    last = last if last > end else len(text)
    before, after = ("… " if first else ""), (" …" if last < len(text) else "")
    return f"{before}{marked(text[first:last], ((start - first, end - first),))}{after}"


def _make(here: Here, row: OwnPhrase) -> None:
    codebook = codebooks.get_codebook(here.desk)
    if state.kept(_PENDING, "") == row.words:
        warn_of_similar(codebook, row.words)
        with st.container(horizontal=True, gap="small"):
            anyway = st.button(say("further.similar_anyway"), key=f"further.anyway.{row.words}")
            rather_not = st.button(say("further.similar_not"), key=f"further.not.{row.words}")
        if rather_not:
            state.drop(_PENDING)
            st.rerun(scope="fragment")
        if not anyway:
            return
    elif not st.button(say("further.make_code"), key=f"further.make.{row.words}", help=say("further.make_code_help")):
        return
    elif similar_codes(codebook, row.words):
        state.keep(_PENDING, row.words)
        st.rerun(scope="fragment")
    code = act(further_deeds.code_in_their_words, here.desk, row.words)
    if code is not None:
        state.drop(_PENDING)
        state.tell(say("further.made_code", label=as_written(code.label)))
        st.rerun()
