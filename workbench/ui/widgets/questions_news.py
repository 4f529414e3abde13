"""On Home: what the mentor said to one's questions, and for mentors what waits for an answer."""

from __future__ import annotations

import html

import streamlit as st

from workbench.services import questions
from workbench.services.questions import PlacedQuestion
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import section
from workbench.ui.widgets.threads import thread
from workbench.ui.words import say, shortened

_MOST = 5


def questions_news(here: Here) -> None:
    """Answers since the last visit, and open questions of others; nothing where there is neither."""
    answered = questions.answered_since_last_visit(here.desk)
    if answered:
        section(say("news.answered", n=len(answered)))
        for row in answered[:_MOST]:
            _one(row, with_answers=True)
        if st.button(say("news.seen"), key="home.seen", help=say("news.seen_help")) and did(
            questions.mark_seen, here.desk
        ):
            st.rerun()
    waits = questions.waiting_for_answer(here.desk)
    said = [row for row in waits if row.question.is_comment]
    if said:
        section(say("threads.said_to_you", n=len(said)), say("threads.said_to_you_lead"))
        for row in said[:_MOST]:
            thread(here, row.question, key="home.thread", place=row)
    waiting = [row for row in waits if not row.question.is_comment]
    if waiting:
        section(say("news.waiting", n=len(waiting)), say("news.waiting_lead"))
        for row in waiting[:_MOST]:
            _one(row, with_answers=False)


def _one(row: PlacedQuestion, *, with_answers: bool) -> None:
    asked = row.question
    answers = "".join(
        f"<p><strong>{html.escape(one.author)}:</strong> {html.escape(one.text)}</p>"
        for one in asked.answers
        if with_answers and one.author != asked.asker and one.at > (asked.seen_at or "")
    )
    with st.container(border=True):
        st.html(
            f'<div class="wb-note"><p><strong>{html.escape(asked.asker)}:</strong> {html.escape(asked.text)}</p>'
            f"<blockquote>{html.escape(shortened(asked.quote, 160))}</blockquote>{answers}</div>"
        )
        doors.link(
            "code",
            say("news.go", transcript=row.transcript_label, turn=row.turn),
            transcript_id=asked.transcript_id,
            turn=row.turn,
        )
