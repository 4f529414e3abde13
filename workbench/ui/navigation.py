"""Which pages there are, and the one place where a page is drawn and its errors are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.project import Right
from workbench.errors import NotAllowedError
from workbench.services.sign_in import Visitor
from workbench.ui import state
from workbench.ui.pages import (
    account,
    agreement,
    code,
    codebook,
    cohort,
    compare,
    corrections,
    exchange,
    further,
    home,
    identifiers,
    notes,
    patterns,
    people,
    practice,
    released,
    report,
    rounds,
    sign_offs,
    signed_out,
    start,
    start_served,
    suggestions,
    team,
    transcripts,
    withdrawal,
)
from workbench.ui.shared import workbench
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import errors_in_words
from workbench.ui.words import as_written, say

_FOLDER = Path(__file__).parent


class Room(NamedTuple):
    """A page: its name in the address and in ``words``, and what draws it."""

    name: str
    draw: Callable[[Here], None]
    in_menu: bool = True  # others are reached from a page


ROOMS = (
    Room("home", home.page),
    Room("transcripts", transcripts.page),
    Room("people", people.page),
    Room("identifiers", identifiers.page),
    Room("code", code.page),
    Room("codebook", codebook.page),
    Room("suggestions", suggestions.page),
    Room("further", further.page),
    Room("notes", notes.page),
    Room("patterns", patterns.page),
    Room("report", report.page),
    Room("team", team.page),
    Room("cohort", cohort.page, in_menu=False),
    Room("compare", compare.page, in_menu=False),
    Room("agreement", agreement.page, in_menu=False),
    Room("sign_offs", sign_offs.page, in_menu=False),
    Room("exchange", exchange.page, in_menu=False),
    Room("corrections", corrections.page, in_menu=False),
    Room("rounds", rounds.page, in_menu=False),
    Room("practice", practice.page, in_menu=False),
    Room("withdrawal", withdrawal.page, in_menu=False),
)
SPONSORS_ROOMS = (Room("released", released.page),)
"""All that a sponsor can come to. Not even the names of other pages are told."""


def rooms_for(here: Here | None) -> tuple[Room, ...]:
    """The rooms that a person may know of; the first is where they arrive."""
    return ROOMS if here is None or here.may(Right.READ) else SPONSORS_ROOMS


def run() -> None:
    """Draw the page that the address names. Streamlit calls this for every click."""
    st.set_page_config(page_title=say("frame.program"), page_icon=str(_FOLDER / "icon.png"), layout="wide")
    st.html(_FOLDER / "look.css")
    with errors_in_words():
        opened = workbench()
        visitor = state.visitor(opened)
        if opened.settings.serving and visitor is None:
            only = st.Page(partial(signed_out.page, opened), title=say("served.ended"))
            st.navigation([only], position="hidden").run()
            return
        here = _place(opened, visitor)
        rooms = rooms_for(here)
        pages = {
            room.name: st.Page(
                partial(_show, opened, visitor, here, room),
                title=say(f"{room.name}.menu"),
                url_path=room.name,
                default=room is rooms[0],
                visibility="visible" if room.in_menu and here else "hidden",
            )
            for room in rooms
        }
        first = partial(_choose, opened, visitor)
        pages["projects"] = st.Page(first, title=say("start.menu"), url_path="projects")
        if visitor:
            own = partial(_account, opened, visitor)
            pages["account"] = st.Page(own, title=say("account.menu"), url_path="account")
        doors.remember(pages)
        st.navigation(list(pages.values()), position="top" if here or visitor else "hidden").run()


def _place(opened: Workbench, visitor: Visitor | None) -> Here | None:
    """Where the person is; a place that may not be entered is left, with the reason."""
    try:
        return state.find_place(opened, visitor)
    except NotAllowedError as error:
        state.leave()
        state.tell(as_written(str(error)))
        return None


def _choose(opened: Workbench, visitor: Visitor | None) -> None:
    with errors_in_words():
        _first_page(opened, visitor)


def _first_page(opened: Workbench, visitor: Visitor | None) -> None:
    if visitor:
        start_served.page(opened, visitor)
    else:
        start.page(opened)


def _account(opened: Workbench, visitor: Visitor) -> None:
    with errors_in_words():
        account.page(opened, visitor)


def _show(opened: Workbench, visitor: Visitor | None, here: Here | None, room: Room) -> None:
    with errors_in_words():
        if here is None:
            _first_page(opened, visitor)
            return
        room.draw(here)
