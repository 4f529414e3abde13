"""What every page has: its heading, the reminder about made-up people, messages, and undo."""

from __future__ import annotations

import html

import streamlit as st

from workbench.services import history
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.words import as_written, deed_in_words, name_of, say


def heading(here: Here, title: str, lead: str = "", *, quiet: bool = False) -> None:
    """The top of a page: where one is, the title, and one sentence on what to do here.

    A ``quiet`` title is there for screen readers only, where a page needs its height for something else.
    """
    banner = f'<strong class="wb-made-up">{html.escape(say("frame.made_up"))}</strong>' if here.project.made_up else ""
    who = say("frame.who", name=here.member.name, role=name_of(here.member.role).lower())
    title_unseen = f'<h1 class="wb-unseen">{html.escape(title)}</h1>' if quiet else ""
    st.html(
        f'<p class="wb-where"><span>{html.escape(here.project.title)}</span> {banner}'
        f" <span>{html.escape(who)}</span></p>{title_unseen}"
    )
    if not quiet:
        st.title(title, anchor=False)
    if lead:
        st.html(f'<p class="wb-lead">{html.escape(lead)}</p>')
    for message in state.take_told():
        st.toast(message, duration="long")


def section(title: str, lead: str = "") -> None:
    """A heading inside a page."""
    st.header(title, anchor=False)
    if lead:
        st.html(f'<p class="wb-lead">{html.escape(lead)}</p>')


def lead(words: str) -> None:
    """What a tab is for; its name is on the tab."""
    st.html(f'<p class="wb-lead">{html.escape(words)}</p>')


def empty(title: str, advice: str) -> None:
    """A friendly word where there is nothing yet."""
    st.html(f'<div class="wb-empty"><h2>{html.escape(title)}</h2><p>{html.escape(advice)}</p></div>')


def undo_and_redo(here: Here, *, key: str) -> None:
    """Two buttons that take back one's own last act, or do it again."""
    with here.desk.reading() as look:
        steps = history.steps(look)
    with st.container(horizontal=True, gap="small", key=f"{key}.undo_bar"):
        back = st.button(say("frame.undo"), disabled=steps.undo is None, key=f"{key}.undo", help=say("frame.undo_help"))
        again = st.button(
            say("frame.redo"), disabled=steps.redo is None, key=f"{key}.redo", help=say("frame.redo_help")
        )
    if back and (deed := act(history.undo, here.desk)):
        state.tell(say("frame.undone", deed=as_written(deed_in_words(deed))))
        st.rerun()
    if again and (deed := act(history.redo, here.desk)):
        state.tell(say("frame.redone", deed=as_written(deed_in_words(deed))))
        st.rerun()
