"""A note about how one feels, which nobody else ever reads; and calm words about who to talk to."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.coding import MemoKind
from workbench.services import memos
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.words import say


def calm_words(here: Here) -> None:
    """That it is all right to stop, and who to talk to."""
    contact = here.project.facts.get("support_contact", "")
    who = say("care.talk_to", who=contact) if contact else say("care.talk_to_nobody")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in (say("care.calm"), who))
    st.html(f'<div class="wb-care">{lines}</div>')


def write_feelings(here: Here, *, key: str) -> None:
    """A place to write down how it is. Only the person who writes it sees it."""
    with st.form(f"{key}.feelings", clear_on_submit=True):
        text = st.text_area(
            say("care.feelings"), help=say("care.feelings_help"), height=120, key=f"{key}.feelings.text"
        )
        st.caption(say("care.feelings_private"))
        saved = st.form_submit_button(say("care.feelings_save"))
    if saved and did(memos.write_memo, here.desk, text, kind=MemoKind.FEELINGS, said=say("care.feelings_saved")):
        st.rerun()
