"""A copy of the project for a colleague; and, on the first page, beginning from such a copy."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.project import Project, Right
from workbench.services import projects
from workbench.services.work_copies import CopyFile, give_copy, start_from_copy
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, name_of, say

_MADE = "exchange.copied"


def give_a_copy(here: Here) -> None:
    """Choose who gets it, make the file, then save it."""
    section(say("exchange.copy"), say("exchange.copy_lead"))
    team = [one for one in projects.list_members(here.desk) if one.may(Right.CODE) and one.id != here.member.id]
    if not team:
        st.write(say("exchange.copy_nobody"))
        return
    who = st.selectbox(
        say("exchange.copy_for"),
        team,
        format_func=lambda one: f"{one.name} ({name_of(one.role).lower()})",
        key="exchange.copy_for",
    )
    if st.button(say("exchange.copy_make"), key="exchange.copy_make"):
        made = act(give_copy, here.desk, who.name)
        state.keep(_MADE, (who.id, made) if made else None)
    kept: tuple[str, CopyFile] | None = state.kept(_MADE, None)
    if kept is None or kept[0] != who.id:
        return
    st.success(say("exchange.copy_made", name=as_written(who.name)))
    if kept[1].left_out:
        st.write(say("exchange.copy_left_out", labels=", ".join(kept[1].left_out)))
    st.download_button(
        say("exchange.copy_save"), data=kept[1].content, file_name=kept[1].name, mime="application/gzip", type="primary",
        key="exchange.copy_save",
    )  # fmt: skip


def begin_from_a_copy(workbench: Workbench, enter: Callable[[Workbench, Project, str], None]) -> None:
    """On the first page of a laptop: the file that a colleague gave."""
    with st.container(border=True):
        st.subheader(say("exchange.begin"), anchor=False)
        st.write(say("exchange.begin_about"))
        file = st.file_uploader(say("exchange.begin_file"), type=["wbcopy"], key="exchange.begin_file")
        if file is not None and st.button(say("exchange.begin_go"), type="primary", key="exchange.begin_go"):
            started = act(start_from_copy, workbench.store, file.getvalue())
            if started is not None:
                enter(workbench, started.project, started.who)
