"""Codes that stand together, and the places where they do."""

from __future__ import annotations

import html

import streamlit as st

from workbench.analysis.together import Nearness, Pair, Place, together
from workbench.domain.snapshot import Snapshot
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import lead
from workbench.ui.widgets.further_rows import each
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say

_SHOWN = 30


def show_together(_: Here, snapshot: Snapshot) -> None:
    """The pairs that stand together most often, and the places of the one that is chosen."""
    lead(say("patterns.together_lead"))
    nearness = choose(say("patterns.nearness"), Nearness, key="patterns.nearness")
    pairs = together(snapshot, nearness)
    if not pairs:
        st.write(say("patterns.together_none"))
        return
    labels = {code.id: code.label for code in snapshot.codes}
    plain_table(
        say("patterns.together_table"),
        [say(f"patterns.column_{name}") for name in ("one", "other", "places")],
        [(labels[pair.one], labels[pair.other], len(pair.places)) for pair in pairs[:_SHOWN]],
    )
    if len(pairs) > _SHOWN:
        st.caption(say("patterns.together_more", n=len(pairs) - _SHOWN))
    chosen: Pair | None = st.selectbox(
        say("patterns.together_open"),
        pairs,
        index=None,
        format_func=lambda pair: as_written(
            say("patterns.together_pair", one=labels[pair.one], other=labels[pair.other])
        ),
        placeholder=say("patterns.open_choose"),
        key=f"patterns.pair.{nearness}",
    )
    if chosen:
        st.caption(say("patterns.together_shown", n=len(chosen.places)))
        each(chosen.places, f"patterns.places.{nearness}", lambda _, place: _place(snapshot, place))


def _place(snapshot: Snapshot, place: Place) -> None:
    body = snapshot.bodies[place.transcript_id]
    turn = body.turns_of(place.span)[0]
    speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
    person = snapshot.participant_of(speaker)
    voice = person.pseudonym if person else speaker.label if speaker else say("import.nobody")
    label = snapshot.transcript_by_id[place.transcript_id].label
    doors.link(
        "code",
        say("passages.place", transcript=label, turn=turn.number, speaker=voice),
        transcript_id=place.transcript_id,
        turn=turn.number,
    )
    st.html(f'<p class="wb-found">{html.escape(place.span.text_in(body.text))}</p>')
