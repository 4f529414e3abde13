"""Care for the team: who to talk to when a story is hard, and a note that nobody else ever reads."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right
from workbench.services import projects
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.feelings import calm_words, write_feelings
from workbench.ui.widgets.frame import section
from workbench.ui.words import say


@fragment
def show_care(here: Here) -> None:
    """A calm text, the person to talk to, and a place for feelings."""
    section(say("care.title"))
    calm_words(here)
    if here.may(Right.REPORT):
        with st.form("care.contact"):
            contact = st.text_area(
                say("care.contact"),
                here.project.facts.get("support_contact", ""),
                help=say("care.contact_help"),
                height=90,
            )
            saved = st.form_submit_button(say("frame.save"))
        if saved and did(
            projects.describe_project, here.desk, {"support_contact": contact}, said=say("care.contact_saved")
        ):
            st.rerun()
    if here.may(Right.WRITE_NOTES):
        write_feelings(here, key="people")
