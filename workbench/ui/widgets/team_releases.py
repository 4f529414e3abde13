"""Handing files to a sponsor of the project, and what was handed out before."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from workbench.domain.project import Role
from workbench.domain.release import Release
from workbench.services import projects, releases
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, moment, say


class What(StrEnum):
    """What can be handed out."""

    REPORT = "report"
    XLSX = "xlsx"
    CSV = "csv"


def team_releases(here: Here) -> None:
    """A form for a release, and the list of those there were. For mentors and owners."""
    sponsors = {one.id: one for one in projects.list_members(here.desk) if one.role is Role.SPONSOR}
    before = releases.list_releases(here.desk)
    if not sponsors and not before:
        return
    section(say("sharing.releases"), say("sharing.releases_lead"))
    if sponsors:
        with st.form("sharing.release", clear_on_submit=True):
            who_at, what_at = st.columns(2, gap="medium")
            who = who_at.selectbox(
                say("sharing.release_to"), list(sponsors), format_func=lambda one: sponsors[one].name
            )
            names = {one.value: say(f"sharing.release_{one.value}") for one in What}
            what = What(what_at.selectbox(say("sharing.release_what"), list(names), format_func=names.__getitem__))
            note = st.text_input(say("sharing.release_note"), help=say("sharing.release_note_help"))
            wanted = st.form_submit_button(say("sharing.release"))
        if wanted and _release(here, what, who, note):
            st.rerun()
    called = {member.id: member.name for member in (*projects.list_members(here.desk), *projects.who_left(here.desk))}
    for one in reversed(before):
        with st.container(border=True):
            _before(here, one, called.get(one.recipient, ""))


def _release(here: Here, what: What, who: str, note: str) -> bool:
    said = say("sharing.released")
    if what is What.REPORT:
        return act(releases.release_report, here.desk, who, note=note, said=said) is not None
    kind = "xlsx" if what is What.XLSX else "csv"
    return act(releases.release_codings, here.desk, who, kind, note=note, said=said) is not None


def _before(here: Here, one: Release, name: str) -> None:
    told, act_at = st.columns([4, 1], vertical_alignment="center")
    told.write(
        say(
            "sharing.release_line",
            file=as_written(one.file_name),
            name=as_written(name),
            at=moment(one.released_at),
            by=as_written(one.released_by),
        )
    )
    if one.note:
        told.caption(as_written(one.note))
    if one.withdrawn_at is not None:
        told.caption(
            say("sharing.by_participant" if one.by_participant else "sharing.taken_back", at=moment(one.withdrawn_at))
        )
    elif act_at.button(say("sharing.take_back"), key=f"sharing.take_back.{one.id}") and did(
        releases.take_release_back, here.desk, one.id, said=say("sharing.take_back_done")
    ):
        st.rerun()
