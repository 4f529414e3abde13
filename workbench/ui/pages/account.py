"""One's own account: signing out, a new password; for the keeper of the server, everybody's accounts."""

from __future__ import annotations

import html

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.account import Account
from workbench.services import accounts, sign_in
from workbench.services.sign_in import Visitor
from workbench.ui import state
from workbench.ui.entrance import INVITATION
from workbench.ui.shared import visitors
from workbench.ui.widgets.acts import act, did
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, say


def page(workbench: Workbench, visitor: Visitor) -> None:
    """Who one is here, and what can be changed about it."""
    st.title(say("account.title"), anchor=False)
    st.html(f'<p class="wb-lead">{html.escape(say("account.lead", name=visitor.account.sign_in_name))}</p>')
    for message in state.take_told():
        st.success(message)
    st.write(say("account.sign_out_about"))
    if st.button(say("account.sign_out"), key="account.sign_out"):
        visitors().sign_out(state.session_token(workbench))
        st.rerun()
    _password(workbench, visitor)
    if visitor.account.is_keeper:
        _everybody(workbench, visitor)


def _password(workbench: Workbench, visitor: Visitor) -> None:
    section(say("account.password"))
    if visitor.account.password_hash is None:
        st.write(say("account.elsewhere"))
        return
    with st.form("account.password", clear_on_submit=True, width=480):
        old = st.text_input(say("account.old"), type="password", autocomplete="current-password")
        new = st.text_input(say("account.new"), type="password", autocomplete="new-password")
        again = st.text_input(say("account.again"), type="password", autocomplete="new-password")
        wanted = st.form_submit_button(say("account.change"))
    if wanted and new != again:
        st.error(say("account.differ"))
    elif wanted and did(
        sign_in.change_password, workbench.store, visitor, old=old, new=new, said=say("account.changed")
    ):
        visitors().ask_anew()
        st.rerun()


def _everybody(workbench: Workbench, visitor: Visitor) -> None:
    section(say("account.others"), say("account.others_about"))
    with st.form("account.invite", clear_on_submit=True, width=480):
        st.write(say("account.invite"))
        name = st.text_input(say("account.name"))
        wanted = st.form_submit_button(say("account.make_link"))
    if wanted and (token := act(accounts.invite_to_server, workbench.store, name, by=visitor)):
        _show(workbench, name.strip(), token)
    for account in accounts.list_accounts(workbench.store, by=visitor):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            phrase = "account.closed" if account.disabled_at else "account.open"
            st.write(as_written(say(phrase, name=account.sign_in_name)))
            if account.id != visitor.account_id:
                _keep(workbench, visitor, account)


def _keep(workbench: Workbench, visitor: Visitor, account: Account) -> None:
    if account.disabled_at:
        if st.button(say("account.reopen"), key=f"account.reopen.{account.id}") and did(
            accounts.enable, workbench.store, account.id, by=visitor
        ):
            st.rerun()
        return
    if st.button(say("account.close"), key=f"account.close.{account.id}") and did(
        accounts.disable, workbench.store, account.id, by=visitor
    ):
        visitors().ask_anew()
        st.rerun()
    if st.button(say("account.new_link"), key=f"account.link.{account.id}") and (
        token := act(accounts.reset, workbench.store, account.id, by=visitor)
    ):
        _show(workbench, account.display_name, token)


def _show(workbench: Workbench, name: str, token: str) -> None:
    st.write(as_written(say("seats.link_for", name=name)))
    st.code(state.full_address(workbench, f"{INVITATION}{token}"), language=None, wrap_lines=True)
