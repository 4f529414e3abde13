"""Team: who works on this study, and the doors to all that is done together."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from workbench.domain.project import Right
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.frame import heading
from workbench.ui.widgets.seats import seats
from workbench.ui.widgets.team_members import team_members
from workbench.ui.widgets.team_releases import team_releases
from workbench.ui.widgets.team_tasks import team_tasks
from workbench.ui.words import say


class Door(NamedTuple):
    """A page that is reached from here, for those who carry a right. Its words are ``team.NAME`` and ``team.NAME_about``."""

    name: str
    right: Right = Right.READ


DOORS: tuple[Door, ...] = (
    Door("rounds"),
    Door("compare", Right.DECIDE),
    Door("cohort", Right.MENTOR),
    Door("agreement", Right.CODE),
    Door("sign_offs"),
    Door("exchange", Right.CODE),
)


def page(here: Here) -> None:
    """The team, and the ways to what it does together."""
    heading(here, say("team.title"), say("team.lead"))
    _doors([door for door in DOORS if here.may(door.right)])
    team_members(here)
    team_tasks(here)
    if here.may(Right.RELEASE):
        team_releases(here)
    if here.workbench.settings.serving and here.may(Right.MANAGE_PROJECT):
        seats(here)


def _doors(open_ones: list[Door]) -> None:
    """Two doors in a row, each with what it is for."""
    for first in range(0, len(open_ones), 2):
        for column, door in zip(st.columns(2, gap="medium"), open_ones[first : first + 2], strict=False):
            with column.container(border=True, key=f"team.door.{door.name}", height="stretch"):
                doors.link(door.name, say(f"team.{door.name}"))
                st.write(say(f"team.{door.name}_about"))
