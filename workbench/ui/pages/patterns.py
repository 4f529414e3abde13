"""Patterns: how far codes reach, who says it, what stands together, and whether new codes slowed down."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Phase
from workbench.services import patterns
from workbench.ui.state import Here
from workbench.ui.widgets.attribute_filter import attribute_filter
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.widgets.patterns_codes import show_codes
from workbench.ui.widgets.patterns_new import show_new_codes
from workbench.ui.widgets.patterns_people import show_people
from workbench.ui.widgets.patterns_together import show_together
from workbench.ui.words import name_of, say


def page(here: Here) -> None:
    """Four ways to look at the same codings, one under each tab; the phase and the people are chosen above them."""
    heading(here, say("patterns.title"), say("patterns.lead"))
    if not here.may(Right.READ):
        empty(say("report.not_allowed"), say("report.not_allowed_advice"))
        return
    snapshot = _chosen(here)
    if not snapshot.codings:
        empty(say("patterns.none"), say("patterns.none_advice"))
        return
    names = [say(f"patterns.tab_{name}") for name in ("codes", "people", "together", "new")]
    draws = (show_codes, show_people, show_together, show_new_codes)
    for tab, draw in zip(st.tabs(names, on_change="rerun", key="patterns.tab"), draws, strict=True):
        with tab:
            if tab.open:
                draw(here, snapshot)


def _chosen(here: Here) -> Snapshot:
    left, right = st.columns([1, 2], gap="small")
    with left:
        phase = st.selectbox(
            say("patterns.phase"),
            ["", *Phase],
            format_func=lambda one: name_of(Phase(one)) if one else say("patterns.any_phase"),
            key="patterns.phase",
        )
    with right:
        attributes = attribute_filter(here, key="patterns")
    return patterns.look_at(here.desk, phase=Phase(phase) if phase else None, attributes=attributes)
