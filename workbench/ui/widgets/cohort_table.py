"""The state of the cohort in one table, in the order one asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from workbench.services.cohort import StudentRow, state_of_cohort
from workbench.ui.state import Here
from workbench.ui.widgets.frame import empty
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import moment, say

_COLUMNS: dict[str, Callable[[StudentRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "transcripts": lambda row: (row.finished, row.begun),
    "codings": lambda row: row.codings,
    "new_codes": lambda row: row.new_codes,
    "notes": lambda row: row.notes,
    "unanswered": lambda row: row.unanswered,
    "last_active": lambda row: row.last_active or "",
}


def _transcripts(row: StudentRow) -> str:
    if row.assigned:
        return say("cohort.assigned", assigned=row.assigned, finished=row.finished)
    return say("cohort.transcripts", begun=row.begun, finished=row.finished)


def cohort_table(here: Here) -> None:
    """One row for each student."""
    rows = state_of_cohort(here.desk)
    if not rows:
        empty(say("cohort.nobody"), say("cohort.nobody_advice"))
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        column = st.selectbox(
            say("cohort.sort"),
            list(_COLUMNS),
            format_func=lambda name: say(f"cohort.column_{name}"),
            width=280,
            key="cohort.sort",
        )
        backwards = st.toggle(say("cohort.backwards"), key="cohort.backwards")
    rows.sort(key=_COLUMNS["name"])
    rows.sort(key=_COLUMNS[column], reverse=backwards)
    plain_table(
        say("cohort.state"),
        [say(f"cohort.column_{name}") for name in _COLUMNS],
        [
            (
                row.name,
                _transcripts(row),
                f"{row.codings:,}",
                f"{row.new_codes:,}",
                f"{row.notes:,}",
                f"{row.unanswered:,}",
                moment(row.last_active) if row.last_active else say("cohort.never"),
            )
            for row in rows
        ],
    )
    st.caption(say("cohort.counted"))
