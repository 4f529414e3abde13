"""A mentor's proposals: what would change and for whom, and accepting or declining with a word."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.proposal import ProposalKind
from workbench.services import proposals
from workbench.services.proposals import SeenProposal
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.codebook_reshape import merge_lines, shares, show_preview
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, moment, name_of, say, shortened

_MOST = 5


def proposals_news(here: Here, *, key: str) -> None:
    """The proposals on which this person may decide; nothing where there are none."""
    waiting = proposals.waiting_for(here.desk)
    if not waiting:
        return
    section(say("proposal.waiting", n=len(waiting)), say("proposal.waiting_lead"))
    for one in waiting[:_MOST]:
        proposal_card(here, one, key=key)
    if len(waiting) > _MOST:
        st.caption(say("sights.more", n=len(waiting) - _MOST))


def proposal_card(here: Here, seen: SeenProposal, *, key: str) -> None:
    """One proposal: who, what, why, what would change now, and what one can do about it."""
    one = seen.proposal
    quote = ""
    if seen.coding is not None:
        quote = f"<blockquote>{html.escape(shortened(seen.coding.quote, 200))}</blockquote>"
    answer = ""
    if one.decided_by:
        said = f" {one.answer}" if one.answer else ""
        answer = f"<p><strong>{html.escape(one.decided_by)}:</strong> {html.escape(name_of(one.status))}.{html.escape(said)}</p>"
    with st.container(border=True):
        st.html(
            f'<div class="wb-note"><p class="wb-about">{html.escape(one.by)} · {html.escape(moment(one.made_at))}'
            f' <span class="wb-private">{html.escape(name_of(one.status))}</span></p>'
            f"<p><strong>{html.escape(_what(seen))}</strong></p>{quote}"
            f"<p>{html.escape(say('proposal.why', reason=one.reason))}</p>{answer}</div>"
        )
        if seen.effect is not None:
            show_preview(_lines(seen))
        if seen.hindered and one.is_open:
            st.warning(say("proposal.hindered", reason=as_written(seen.hindered)))
        _tools(here, seen, f"{key}.{one.id}")


def _what(seen: SeenProposal) -> str:
    """The proposal in one line."""
    phrase = f"proposal.what_{seen.proposal.kind.value.replace(' ', '_')}"
    return say(phrase, code=seen.code, target=seen.target, n=len(seen.proposal.coding_ids))


def _lines(seen: SeenProposal) -> list[str]:
    told, target = seen.effect, as_written(seen.target)
    assert told is not None
    match seen.proposal.kind:
        case ProposalKind.MERGE:
            return merge_lines(told, as_written(seen.code), target)
        case ProposalKind.RENAME:
            return [say("reshape.renamed_codings", codings=shares(told), label=target)]
        case _:
            lines = [say("reshape.all_codings", codings=shares(told), target=target)]
            return [*lines, say("reshape.doubled", n=told.doubled)] if told.doubled else lines


def _tools(here: Here, seen: SeenProposal, key: str) -> None:
    one = seen.proposal
    if not one.is_open:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if seen.may_decide:
            answer = st.text_input(say("proposal.answer"), key=f"{key}.answer")
            accepted = st.button(
                say("proposal.accept"), type="primary", key=f"{key}.accept", disabled=bool(seen.hindered)
            )
            declined = st.button(say("proposal.decline"), key=f"{key}.decline")
            if accepted and did(proposals.accept, here.desk, one.id, answer=answer, said=say("proposal.accepted")):
                st.rerun()
            if declined and did(proposals.decline, here.desk, one.id, answer=answer, said=say("proposal.declined")):
                st.rerun()
        own = one.by == here.member.name
        if own and st.button(say("proposal.take_back"), key=f"{key}.back"):
            _take_back(here, seen)
        if seen.coding is not None:
            doors.link(
                "code",
                say("news.go", transcript=seen.label, turn=seen.turn),
                transcript_id=seen.coding.transcript_id,
                turn=seen.turn,
            )


def _take_back(here: Here, seen: SeenProposal) -> None:
    if did(proposals.take_back, here.desk, seen.proposal.id, said=say("proposal.taken_back")):
        st.rerun()
