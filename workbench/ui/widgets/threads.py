"""Questions to the mentor and a mentor's comments: each a thread with its words, answered and settled in place."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.coding import Question, QuestionStatus
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.services import questions
from workbench.services.questions import PlacedQuestion
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.words import moment, name_of, say, shortened


def thread(
    here: Here, question: Question, *, key: str, place: PlacedQuestion | None = None, quiet: bool = False
) -> None:
    """One thread with its status; whoever it is for can answer here. ``place`` adds a link, ``quiet`` leaves the quote out."""
    about = (
        say("threads.from_to", who=question.asker, to=question.addressed_to) if question.is_comment else question.asker
    )
    head = f"{html.escape(about)} · {html.escape(moment(question.asked_at))}"
    status = f'<span class="wb-private">{html.escape(name_of(question.status))}</span>'
    quote = "" if quiet else f"<blockquote>{html.escape(shortened(question.quote, 200))}</blockquote>"
    answers = "".join(
        f"<p><strong>{html.escape(one.author)}:</strong> {html.escape(one.text)}</p>" for one in question.answers
    )
    with st.container(border=True):
        st.html(
            f'<div class="wb-note"><p class="wb-about">{head} {status}</p>{quote}'
            f"<p>{html.escape(question.text)}</p>{answers}</div>"
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if place is not None:
                doors.link(
                    "code",
                    say("news.go", transcript=place.transcript_label, turn=place.turn),
                    transcript_id=question.transcript_id,
                    turn=place.turn,
                )
            if _may_speak(here, question) and question.status is not QuestionStatus.CLOSED:
                _tools(here, question, f"{key}.{question.id}")


def _may_speak(here: Here, question: Question) -> bool:
    return here.may(Right.ANSWER) or question.is_for(here.member.name)


def _tools(here: Here, question: Question, key: str) -> None:
    with (
        st.popover(say("threads.answer")),
        st.form(f"{key}.form", clear_on_submit=True, border=False),
    ):
        text = st.text_area(say("threads.your_words"), key=f"{key}.text", height=100)
        sent = st.form_submit_button(say("threads.send"), type="primary")
    settled = st.button(say("threads.settled"), key=f"{key}.close", help=say("threads.settled_help"))
    if sent and did(questions.answer, here.desk, question.id, text, said=say("threads.sent")):
        st.rerun()
    if settled and did(questions.close, here.desk, question.id, said=say("threads.closed")):
        st.rerun()


@fragment
def threads_here(here: Here, transcript_id: TranscriptId) -> None:
    """The threads of this transcript that this person may read, those that are not settled first."""
    found = [one for one in questions.list_questions(here.desk) if one.question.transcript_id == transcript_id]
    found.sort(key=lambda one: (one.question.status is QuestionStatus.CLOSED, one.question.start))
    with st.expander(say("threads.here", n=len(found))):
        if not found:
            st.write(say("threads.none_here"))
        for one in found:
            thread(here, one.question, key="code.thread", place=one)
