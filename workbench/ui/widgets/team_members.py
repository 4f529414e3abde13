"""Who is on the team, and for its owner: adding somebody, changing a role, ending a membership."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right, Role
from workbench.services import projects
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, day, name_of, say


def team_members(here: Here) -> None:
    """The team by name and role, and those who have left."""
    section(say("sharing.members"))
    team = projects.list_members(here.desk)
    st.markdown("\n".join(f"- {as_written(member.name)} ({name_of(member.role).lower()})" for member in team))
    left = [member for member in projects.who_left(here.desk) if member.left_at]
    if left:
        names = [say("sharing.left", name=as_written(one.name), day=day(one.left_at or "")) for one in left]
        st.caption(say("sharing.left_about", names=", ".join(names)))
    if not here.may(Right.MANAGE_PROJECT):
        return
    if not here.workbench.settings.serving:  # there, people come in by invitations
        with st.expander(say("sharing.add")):
            _add(here)
    with st.expander(say("sharing.change")):
        _change(here)


def _add(here: Here) -> None:
    with st.form("sharing.add", border=False, clear_on_submit=True):
        name_at, role_at = st.columns([2, 1])
        name = name_at.text_input(say("sharing.name"), help=say("sharing.name_help"))
        role = role_at.selectbox(say("sharing.role"), list(Role), format_func=name_of)
        wanted = st.form_submit_button(say("sharing.add_save"))
    if wanted and did(
        projects.add_member, here.desk, name, role=role, said=say("sharing.added", name=as_written(name))
    ):
        st.rerun()


def _change(here: Here) -> None:
    by_id = {member.id: member for member in projects.list_members(here.desk)}
    who_at, role_at = st.columns([2, 1])
    chosen = who_at.selectbox(
        say("sharing.who"), list(by_id), format_func=lambda one: by_id[one].name, key="sharing.who"
    )
    member, roles = by_id[chosen], list(Role)
    role = role_at.selectbox(
        say("sharing.new_role"), roles, index=roles.index(member.role), format_func=name_of, key=f"sharing.as.{chosen}"
    )
    name = as_written(member.name)
    if st.button(say("sharing.save_role"), disabled=role is member.role, key="sharing.save_role") and did(
        projects.change_role, here.desk, chosen, role, said=say("sharing.role_saved", name=name)
    ):
        st.rerun()
    st.write(say("sharing.end_about"))
    sure = st.checkbox(say("sharing.end_sure", name=name), key=f"sharing.sure.{chosen}")
    if st.button(say("sharing.end"), disabled=not sure, key="sharing.end") and did(
        projects.end_membership, here.desk, chosen, said=say("sharing.ended", name=name)
    ):
        st.rerun()
