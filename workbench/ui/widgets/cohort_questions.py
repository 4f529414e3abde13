"""All threads of the team in one place: open, answered or closed, answered where they stand."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from workbench.domain.coding import QuestionStatus
from workbench.services import questions
from workbench.ui.state import Here
from workbench.ui.widgets.frame import empty
from workbench.ui.widgets.threads import thread
from workbench.ui.words import name_of, say

_MOST = 30


def cohort_questions(here: Here) -> None:
    """The open ones first; the others by a choice."""
    rows = questions.list_questions(here.desk)
    if not rows:
        empty(say("threads.none"), say("threads.none_advice"))
        return
    counts = Counter(row.question.status for row in rows)
    status = st.radio(
        say("threads.which"),
        [*QuestionStatus],
        format_func=lambda one: say("threads.status_row", status=name_of(one), n=counts[one]),
        horizontal=True,
        key="threads.status",
    )
    chosen = [row for row in rows if row.question.status is status]
    if not chosen:
        st.info(say("threads.none_such"))
    for row in chosen[:_MOST]:
        thread(here, row.question, key="cohort.thread", place=row)
    if len(chosen) > _MOST:
        st.caption(say("sights.more", n=len(chosen) - _MOST))
