"""Who of the team can sign in to this server: invitations, and links for a new password."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Role
from workbench.services import accounts
from workbench.services.accounts import Seat
from workbench.ui import state
from workbench.ui.entrance import INVITATION
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, day, name_of, say


def seats(here: Here) -> None:
    """A form for an invitation, and the team with its accounts. For those who look after the team, on a server."""
    section(say("seats.title"), say("seats.lead"))
    with st.form("seats.invite", clear_on_submit=True):
        name_at, role_at = st.columns([2, 1])
        name = name_at.text_input(say("seats.name"))
        role = role_at.selectbox(say("seats.role"), list(Role), format_func=name_of)
        wanted = st.form_submit_button(say("seats.invite"))
    if wanted and (token := act(accounts.invite, here.desk, name, role=role)):
        _show(here, name.strip(), token)
    for seat in accounts.seats(here.desk):
        with st.container(border=True):
            _seat(here, seat)


def _seat(here: Here, seat: Seat) -> None:
    told, act_at = st.columns([3, 1], vertical_alignment="center")
    told.write(f"**{as_written(seat.member.name)}** ({name_of(seat.member.role).lower()}), {as_written(_state(seat))}")
    key = f"seats.link.{seat.member.id}"
    if seat.account is None:
        asked, make = act_at.button(say("seats.new_invitation"), key=key), accounts.invite_member
    elif seat.member.id != here.member.id and not seat.account.disabled_at:
        asked, make = act_at.button(say("seats.new_password"), key=key), accounts.reset_for
    else:
        return
    if asked and (token := act(make, here.desk, seat.member.id)):
        _show(here, seat.member.name, token)


def _state(seat: Seat) -> str:
    if seat.account is not None:
        return (
            say("seats.is_closed")
            if seat.account.disabled_at
            else say("seats.has_account", name=seat.account.sign_in_name)
        )
    return say("seats.invited", day=day(seat.invited_until)) if seat.invited_until else say("seats.no_account")


def _show(here: Here, name: str, token: str) -> None:
    st.write(as_written(say("seats.link_for", name=name)))
    st.code(state.full_address(here.workbench, f"{INVITATION}{token}"), language=None, wrap_lines=True)
