"""The mentor's table: where the cohort stands, a fair sample, questions, what to look at, proposals, and feedback on paper."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.domain.project import Right
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.cohort_feedback import cohort_feedback
from workbench.ui.widgets.cohort_proposals import cohort_proposals
from workbench.ui.widgets.cohort_questions import cohort_questions
from workbench.ui.widgets.cohort_sample import cohort_sample
from workbench.ui.widgets.cohort_sights import cohort_sights
from workbench.ui.widgets.cohort_table import cohort_table
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.words import say


def page(here: Here) -> None:
    """One part at a time; a part is only drawn where it is looked at."""
    heading(here, say("cohort.title"), say("cohort.lead"))
    if not here.may(Right.MENTOR):
        empty(say("cohort.not_yours"), say("cohort.not_yours_advice"))
        return
    state.grant("cohort.tab")
    parts: dict[str, Callable[[Here], None]] = {
        "table": cohort_table,
        "sample": cohort_sample,
        "questions": cohort_questions,
        "sights": cohort_sights,
        "proposals": cohort_proposals,
        "feedback": cohort_feedback,
    }
    names = [say(f"cohort.tab_{name}") for name in parts]
    for tab, draw in zip(st.tabs(names, on_change="rerun", key="cohort.tab"), parts.values(), strict=True):
        with tab:
            if tab.open:
                draw(here)
