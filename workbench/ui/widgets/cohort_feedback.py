"""One page for a student, on paper: the mentor writes, chooses passages of the sample, and saves a Word file."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from workbench.domain.feedback import MOST_PASSAGES
from workbench.services import feedback, passage_samples
from workbench.services.cohort import state_of_cohort
from workbench.services.feedback import Told
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import empty
from workbench.ui.words import as_written, day, say, shortened

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MADE = "feedback.made"


def cohort_feedback(here: Here) -> None:
    """Nothing is kept of it but that it was made; the file is the mentor's."""
    students = [row.name for row in state_of_cohort(here.desk)]
    if not students:
        empty(say("cohort.nobody"), say("cohort.nobody_advice"))
        return
    st.write(say("feedback.lead"))
    student = st.selectbox(say("feedback.student"), students, format_func=str, key="feedback.student")
    shown = {one.row.id: one for one in passage_samples.passages_of(here.desk, student) if not one.is_gone}
    with st.form(f"feedback.{student}", border=True):
        went_well = st.text_area(say("feedback.went_well"), key=f"feedback.well.{student}", height=110)
        if shown:
            chosen = st.multiselect(
                say("feedback.passages"),
                list(shown),
                max_selections=MOST_PASSAGES,
                format_func=lambda one: say(
                    "feedback.passage",
                    transcript=shown[one].label,
                    turn=shown[one].turn,
                    words=shortened(shown[one].text, 60),
                ),
                placeholder=say("proposal.choose_passages"),
                help=say("feedback.passages_help"),
                key=f"feedback.passages.{student}",
            )
        else:
            chosen = []
            st.info(say("feedback.no_sample"))
        steps = st.text_area(
            say("feedback.next_steps"),
            key=f"feedback.steps.{student}",
            height=110,
            help=say("feedback.next_steps_help"),
        )
        wanted = st.form_submit_button(say("feedback.make"), type="primary")
    if wanted:
        _make(here, student, Told(went_well, steps, chosen))
    made: tuple[str, bytes] | None = state.kept(_MADE, None)
    if made is not None and made[0] == student:
        st.success(say("feedback.made", name=as_written(student)))
        st.download_button(
            say("feedback.save"), data=made[1], file_name="feedback.docx", mime=_WORD, key="feedback.save"
        )


def _make(here: Here, student: str, told: Told) -> None:
    state.drop(_MADE)
    content = act(feedback.feedback_bytes, here.desk, student, told, on=day(datetime.now(UTC).isoformat()))
    if content is not None:
        state.keep(_MADE, (student, content))
