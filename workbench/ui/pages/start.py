"""The first page: which project, and who are you?"""

from __future__ import annotations

import html

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.ids import ProjectId
from workbench.domain.project import Approach, Member, Project, Role
from workbench.services import projects, sample
from workbench.ui import state
from workbench.ui.backups import place_of_data
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.exchange_copy import begin_from_a_copy
from workbench.ui.words import as_written, day, name_of, say


def page(workbench: Workbench) -> None:
    """Choose a project and a name, make a project, or open the sample study."""
    st.html(f'<p class="wb-where"><span>{html.escape(say("frame.program"))}</span></p>')
    st.title(say("start.title"), anchor=False)
    st.html(f'<p class="wb-lead">{html.escape(say("start.lead"))}</p>')
    for message in state.take_told():
        st.info(message)
    found = projects.list_projects(workbench.store)
    there, new = st.columns([3, 2], gap="large")
    with there:
        _your_projects(workbench, found)
        _sample(workbench, found)
        begin_from_a_copy(workbench, _enter)
    with new:
        _new_project(workbench, first=not found)
        _backup(workbench)


def _your_projects(workbench: Workbench, found: list[Project]) -> None:
    st.header(say("start.projects"), anchor=False)
    if not found:
        st.html(
            f'<div class="wb-empty"><p><strong>{html.escape(say("start.none"))}</strong></p>'
            f"<p>{html.escape(say('start.none_advice'))}</p></div>"
        )
        return
    by_id = {project.id: project for project in found}
    before = state.chosen_project()
    chosen = st.radio(
        say("start.which"),
        list(by_id),
        index=list(by_id).index(ProjectId(before)) if before in by_id else len(found) - 1,
        format_func=lambda project_id: as_written(by_id[project_id].title),
        captions=[_about(project) for project in found],
        key="start.project",
    )
    team = projects.members_of(workbench.store, chosen)
    who: Member = st.selectbox(
        say("start.who"),
        team,
        format_func=lambda member: f"{member.name} ({name_of(member.role).lower()})",
        help=say("start.no_password"),
        key=f"start.who.{chosen}",
    )
    st.caption(say("start.no_password"))
    if st.button(say("start.open"), type="primary", key="start.open"):
        state.enter(chosen, who)
        doors.go("home")


def _about(project: Project) -> str:
    made = say("start.made_on", day=day(project.created_at))
    return f"{name_of(project.approach)} · {made}" + (f" · {say('start.made_up')}" if project.made_up else "")


def _new_project(workbench: Workbench, *, first: bool) -> None:
    st.header(say("start.new"), anchor=False)
    with st.form("start.new", border=True):
        title = st.text_input(say("start.new_title"), placeholder=say("start.new_title_example"))
        name = st.text_input(say("start.your_name"), help=say("start.your_name_help"))
        approach = st.radio(
            say("start.approach"),
            list(Approach),
            format_func=name_of,
            captions=[say(f"start.approach_{approach.value}") for approach in Approach],
        )
        wanted = st.form_submit_button(say("start.make"), type="primary" if first else "secondary")
    if wanted and (project := act(projects.create_project, workbench.store, title, actor=name, approach=approach)):
        _enter(workbench, project, name.strip())


def _sample(workbench: Workbench, found: list[Project]) -> None:
    with st.container(border=True):
        st.subheader(say("start.sample"), anchor=False)
        st.write(say("start.sample_about"))
        if st.button(say("start.sample_open"), key="start.sample"):
            there = next((project for project in found if project.made_up), None)
            with st.spinner(say("start.sample_wait")):
                project = there or act(_make_sample, workbench)
            if project:
                _enter(workbench, project)


def _backup(workbench: Workbench) -> None:
    with st.container(border=True):
        st.subheader(say("start.backup"), anchor=False)
        st.write(say("start.backup_about"))
        st.code("workbench restore study.workbench --database new.sqlite3", language=None, wrap_lines=True)
        st.caption(say("start.where", place=as_written(place_of_data(workbench))))


def _make_sample(workbench: Workbench) -> Project:
    return sample.create_sample_study(workbench.store).project


def _enter(workbench: Workbench, project: Project, name: str | None = None) -> None:
    """Go in under a name; without one as a student, whose work the sample study shows best."""
    team = projects.members_of(workbench.store, project.id)
    students = [member for member in team if member.role is Role.STUDENT]
    member = next((member for member in team if member.name == name), (students or team)[0])
    state.enter(project.id, member)
    doors.go("home")
