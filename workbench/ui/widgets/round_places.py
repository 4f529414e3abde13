"""Where a round is to be coded, as links; and the line about it on the coding page."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.ids import TranscriptId
from workbench.domain.round import Round
from workbench.services import rounds
from workbench.services.rounds import PlacedTurns
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.words import as_written, say

_COLUMNS = 4


def places(here: Here, one: Round) -> None:
    """A link for each transcript of a round, and behind it one for each stretch of turns."""
    for row in rounds.places_of(here.desk, one.id):
        how_much = say("rounds.whole") if row.whole else say("counts.turns", n=row.turns)
        label = say("rounds.place", label=row.label, title=as_written(row.title), turns=how_much)
        first = row.rows[0][0] if row.rows else 1
        doors.link("code", label, transcript_id=row.transcript_id, turn=first)
        if not row.whole:
            with st.expander(say("rounds.which_turns")):
                turn_links(row)


def turn_links(row: PlacedTurns) -> None:
    """A link for each stretch of turns that follow one another."""
    columns = st.columns(_COLUMNS)
    for number, (first, last) in enumerate(row.rows):
        label = say("rounds.turn", n=first) if first == last else say("rounds.stretch", first=first, last=last)
        with columns[number % _COLUMNS]:
            doors.link("code", label, transcript_id=row.transcript_id, turn=first)


def rounds_here(here: Here, transcript_id: TranscriptId) -> None:
    """On the coding page: that a round runs in this transcript, what that hides, and where to code."""
    for one in rounds.running_in(here.desk, transcript_id):
        mine = here.member.name in one.coders
        if mine:
            name = "on_page_finished" if here.member.name in one.who_finished else "on_page"
        else:
            name = "on_page_hidden" if one.blinds(here.member) else "on_page_open"
        line = say(f"rounds.{name}", title=one.title, done=len(one.who_finished), all=len(one.coders))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"round_{one.id}"):
            st.html(f'<p class="wb-content-note" role="note">{html.escape(line)}</p>')
            row = next((row for row in rounds.places_of(here.desk, one.id) if row.transcript_id == transcript_id), None)
            if mine and row is not None:
                with st.popover(say("rounds.where")):
                    if row.whole:
                        st.write(say("rounds.transcript", label=row.label, title=say("rounds.whole")))
                    else:
                        turn_links(row)
                    doors.link("rounds", say("rounds.to_page"))
