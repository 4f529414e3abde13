"""Switching suggestions: off and on for oneself; for the team by a mentor or an owner, with a reason."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.project import Right
from workbench.domain.suggestion_gate import ENOUGH_CODINGS
from workbench.services import suggestion_gate
from workbench.services.suggestion_gate import Standing
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.words import as_written, day, say


def switches(here: Here, found: Standing) -> None:
    """Both switches, and what was said with them. Each change is in the project's log."""
    st.subheader(say("suggestions.switch_own_title"), anchor=False)
    now = found.own is None or found.own.is_on
    wanted = st.toggle(
        say("suggestions.switch_own"), value=now, help=say("suggestions.switch_own_help"), key=f"suggestions.own.{now}"
    )
    if wanted != now and did(suggestion_gate.switch_own, here.desk, on=wanted, said=say("suggestions.switched")):
        st.rerun()
    st.subheader(say("suggestions.switch_team_title"), anchor=False)
    _said(found)
    if here.may(Right.SWITCH_SUGGESTIONS):
        _team(here, found)
    else:
        st.caption(say("suggestions.switch_team_who"))


def _said(found: Standing) -> None:
    switch = found.team
    if switch is None:
        st.write(say("suggestions.team_usual", enough=ENOUGH_CODINGS))
        return
    facts = {"name": as_written(switch.set_by), "day": day(switch.set_at)}
    st.write(say("suggestions.team_on" if switch.is_on else "suggestions.team_off", **facts))
    if switch.reason:
        st.html(f'<p class="wb-because">“{html.escape(switch.reason)}”</p>')


def _team(here: Here, found: Standing) -> None:
    with st.form("suggestions.team", clear_on_submit=True):
        reason = st.text_input(say("suggestions.team_reason"), help=say("suggestions.team_reason_help"), max_chars=300)
        with st.container(horizontal=True):
            on = st.form_submit_button(say("suggestions.team_switch_on"))
            off = st.form_submit_button(say("suggestions.team_switch_off"))
            usual = found.team is not None and st.form_submit_button(say("suggestions.team_switch_usual"))
    said = say("suggestions.switched")
    if on and did(suggestion_gate.switch_team, here.desk, on=True, reason=reason, said=said):
        st.rerun()
    if off and did(suggestion_gate.switch_team, here.desk, on=False, reason=reason, said=said):
        st.rerun()
    if usual and did(suggestion_gate.release_team, here.desk, said=said):
        st.rerun()
