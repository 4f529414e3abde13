"""People: who took part, whose voice is whose, what is noted of them, what they agreed to, and who cares for the team."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right
from workbench.services import people
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.frame import heading, undo_and_redo
from workbench.ui.widgets.people_attributes import show_attributes
from workbench.ui.widgets.people_care import show_care
from workbench.ui.widgets.people_consent import show_consent
from workbench.ui.widgets.people_list import show_everyone
from workbench.ui.widgets.people_voices import show_voices
from workbench.ui.words import say


def page(here: Here) -> None:
    """Five things to look after, one under each tab."""
    heading(here, say("people.title"), say("people.lead"))
    if here.may(Right.MANAGE_PEOPLE):
        undo_and_redo(here, key="people")
    state.grant("people.tab")
    rows = people.voices(here.desk)
    names = [say(f"people.tab_{name}") for name in ("everyone", "voices", "attributes", "consent", "care")]
    everyone, voices, attributes, consent, care = st.tabs(names, on_change="rerun", key="people.tab", default=names[0])
    with everyone:
        if everyone.open:
            show_everyone(here, rows)
    with voices:
        if voices.open:
            show_voices(here, rows)
    with attributes:
        if attributes.open:
            show_attributes(here)
    with consent:
        if consent.open:
            show_consent(here)
    with care:
        if care.open:
            show_care(here)
