"""Who codes which transcript: for all to see, for a mentor and an owner to decide."""

from __future__ import annotations

import streamlit as st

from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.domain.transcript import Transcript
from workbench.services import projects, tasks, transcripts
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, say

_FIELD = "sharing.task."


def team_tasks(here: Here) -> None:
    """One line for each transcript; who may share out gets a field for each instead."""
    rows = [row.transcript for row in transcripts.list_transcripts(here.desk)]
    section(say("sharing.tasks"), say("sharing.tasks_lead"))
    if not rows:
        st.write(say("sharing.no_transcripts"))
        return
    given = tasks.coders_of_transcripts(here.desk)
    if here.may(Right.ASSIGN):
        _share_out(here, rows, given)
        return
    lines = [(row, ", ".join(map(as_written, given[row.id])) or say("sharing.nobody_yet")) for row in rows]
    st.markdown("\n".join(f"- **{as_written(row.label)}** {as_written(row.title)}: {names}" for row, names in lines))


def _share_out(here: Here, rows: list[Transcript], given: dict[TranscriptId, tuple[str, ...]]) -> None:
    coders = [member.name for member in projects.list_members(here.desk) if member.may(Right.CODE)]
    each_at, button_at = st.columns([1, 2], vertical_alignment="bottom")
    each = each_at.number_input(
        say("sharing.each"),
        min_value=1,
        max_value=8,
        value=tasks.EACH,
        help=say("sharing.each_help"),
        key="sharing.each",
    )
    if button_at.button(say("sharing.evenly"), key="sharing.evenly") and (
        plan := act(tasks.propose_sharing, here.desk, each=int(each))
    ):
        for name, chosen in plan.items():
            state.wish(f"{_FIELD}{name}", list(chosen))
        state.tell(say("sharing.proposed"))
        st.rerun()
    with st.form("sharing.tasks"):
        places = st.columns(2, gap="medium")
        wanted: dict[TranscriptId, list[str]] = {}
        for number, row in enumerate(rows):
            key = f"{_FIELD}{row.id}"
            state.grant(key)
            if state.kept(key, None) is None:
                state.keep(key, [name for name in given[row.id] if name in coders])
            wanted[row.id] = places[number % 2].multiselect(
                f"{row.label} – {row.title}", coders, key=key, placeholder=say("sharing.choose")
            )
        saved = st.form_submit_button(say("sharing.save_tasks"), type="primary")
    if saved and (changed := act(tasks.assign, here.desk, wanted)) is not None:
        state.drop_all(_FIELD)
        state.tell(say("sharing.tasks_saved", n=changed))
        st.rerun()
