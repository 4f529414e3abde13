"""What a person decided on suggestions: filtered, newest first, and open to a second look."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.span import Span
from workbench.domain.suggestion import Verdict
from workbench.domain.transcript import Body
from workbench.services import codebooks, suggestion_reviews, transcripts
from workbench.services.suggestion_reviews import Decided
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.frame import empty
from workbench.ui.widgets.suggestion_card import why
from workbench.ui.words import moment, name_of, say, shortened

_PER_PAGE = 20


@fragment
def past_decisions(here: Here) -> None:
    """The history, with a filter by answer and by code."""
    found = suggestion_reviews.decided(here.desk)
    if not found:
        empty(say("suggestions.nothing_decided"), say("suggestions.nothing_decided_advice"))
        return
    codebook = codebooks.get_codebook(here.desk)
    answers, codes = st.columns(2, gap="medium")
    answer = answers.selectbox(
        say("suggestions.which_answer"),
        [None, *Verdict],
        format_func=lambda one: name_of(one) if one else say("suggestions.any_answer"),
        key="suggestions.past_answer",
    )
    used = [code.id for code in codebook if any(one.review.code_id == code.id for one in found)]
    code = codes.selectbox(
        say("suggestions.which_code"),
        [None, *used],
        format_func=lambda one: codebook.path(one) if one else say("suggestions.any_code"),
        key="suggestions.past_code",
    )
    shown = [one for one in found if answer in (None, one.review.verdict) and code in (None, one.review.code_id)]
    st.caption(say("suggestions.decided_count", n=len(shown)))
    pages = max(1, (len(shown) - 1) // _PER_PAGE + 1)
    number = st.pagination(pages, key=f"suggestions.past_page.{pages}") if pages > 1 else 1
    opened = {row.transcript.id: row.transcript for row in transcripts.list_transcripts(here.desk)}
    bodies: dict[str, Body] = {}
    for one in shown[(number - 1) * _PER_PAGE : number * _PER_PAGE]:
        name = one.review.transcript_id
        if name not in opened:
            continue
        if name not in bodies:
            bodies[name] = transcripts.open_transcript(here.desk, name).body
        label = codebook.codes[one.review.code_id].label if one.review.code_id in codebook.codes else ""
        _line(here, one, label, opened[name].label, bodies[name])


def _line(here: Here, one: Decided, code: str, transcript: str, body: Body) -> None:
    review = one.review
    turn = body.turn_at(review.start)
    words = Span(review.start, review.end).text_in(body.text) if review.end <= len(body.text) else ""
    with st.container(border=True, key=f"suggestions_past_{review.id}"):
        where = say("suggestions.turn_of", transcript=transcript, turn=turn.number if turn else 0)
        st.html(
            f'<p class="wb-about"><b>{html.escape(name_of(review.verdict))}</b> · {html.escape(code)} · {html.escape(where)}'
            f" · {html.escape(moment(review.reviewed_at))}</p>"
            f'<p class="wb-passage">{html.escape(shortened(words, 240))}</p>'
            f"{why(review.because)}"
        )
        if not one.can_reopen:
            return
        again = st.button(say("suggestions.reopen"), key=f"suggestions.reopen.{review.id}")
        if again and did(suggestion_reviews.reopen, here.desk, review.id, said=say("suggestions.reopened")):
            st.rerun()
