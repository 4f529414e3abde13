"""The first page on a server: one's own projects, and a new one."""

from __future__ import annotations

import html

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.project import Approach, Project
from workbench.services import accounts
from workbench.services.sign_in import Visitor
from workbench.ui import state
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act
from workbench.ui.words import as_written, day, name_of, say


def page(workbench: Workbench, visitor: Visitor) -> None:
    """Choose one of one's own projects, or make one."""
    st.html(f'<p class="wb-where"><span>{html.escape(say("frame.program"))}</span></p>')
    st.title(as_written(say("served.hello", name=visitor.account.display_name)), anchor=False)
    st.html(f'<p class="wb-lead">{html.escape(say("served.lead"))}</p>')
    for message in state.take_told():
        st.info(message)
    there, new = st.columns([3, 2], gap="large")
    with there:
        _own_projects(workbench, visitor)
    with new:
        _new_project(workbench, visitor)


def _own_projects(workbench: Workbench, visitor: Visitor) -> None:
    st.header(say("start.projects"), anchor=False)
    found = accounts.projects_of(workbench.store, visitor.account_id)
    if not found:
        st.html(
            f'<div class="wb-empty"><p><strong>{html.escape(say("served.none"))}</strong></p>'
            f"<p>{html.escape(say('served.none_advice'))}</p></div>"
        )
    for project in found:
        with st.container(border=True):
            _one(workbench, visitor, project)


def _one(workbench: Workbench, visitor: Visitor, project: Project) -> None:
    member = accounts.member_for(workbench.store, visitor.account_id, project.id)
    st.subheader(as_written(project.title), anchor=False)
    made = say("start.made_on", day=day(project.created_at))
    role = say("served.your_role", role=name_of(member.role).lower()) if member else ""
    st.caption(f"{name_of(project.approach)} · {made} · {role}")
    if st.button(say("start.open"), type="primary", key=f"served.open.{project.id}"):
        state.enter(project.id)
        doors.go("home")


def _new_project(workbench: Workbench, visitor: Visitor) -> None:
    st.header(say("start.new"), anchor=False)
    with st.form("served.new", border=True):
        title = st.text_input(say("start.new_title"), placeholder=say("start.new_title_example"))
        approach = st.radio(
            say("start.approach"),
            list(Approach),
            format_func=name_of,
            captions=[say(f"start.approach_{approach.value}") for approach in Approach],
        )
        wanted = st.form_submit_button(say("start.make"))
    if wanted and (project := act(accounts.create_project, workbench.store, visitor, title, approach=approach)):
        state.enter(project.id)
        doors.go("home")
