"""Voices that are nobody's yet, with a participant proposed for each: all in one step, each to be looked at first."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from workbench.domain.project import Right
from workbench.domain.pseudonym import likeness
from workbench.services import people
from workbench.services.people import Proposal, VoiceRow
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.frame import empty, section
from workbench.ui.words import as_written, say

_AT_ONCE = 25  # more come when these are done


@fragment
def show_voices(here: Here, rows: list[VoiceRow]) -> None:
    """A line for each voice: tick it, change the pseudonym, make them all participants."""
    if not rows:
        empty(say("people.no_voices"), say("people.no_voices_advice"))
        return
    proposals = people.propose_participants(here.desk)
    section(say("people.voices"), say("people.voices_lead"))
    if not proposals:
        st.success(say("people.voices_all"))
        return
    if not here.may(Right.MANAGE_PEOPLE):
        st.write(say("people.need_voices", n=len(proposals)))
        return
    with st.form("people.proposals"):
        wanted = [one for proposal in proposals[:_AT_ONCE] if (one := _line(proposal))]
        made = st.form_submit_button(say("people.make"), type="primary")
    if len(proposals) > _AT_ONCE:
        st.caption(say("people.voices_more", n=len(proposals) - _AT_ONCE))
    if not made:
        return
    if not wanted:
        st.info(say("people.make_none"))
    elif act(people.make_participants, here.desk, wanted) is not None:
        state.tell(say("people.made", n=len(wanted)))
        st.rerun()


def _line(proposal: Proposal) -> Proposal | None:
    """One proposal, as the person wants it; ``None`` where it is not ticked."""
    key = f"people.proposal.{proposal.speaker_ids[0]}"
    where = ", ".join(proposal.heard_in)
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    known = proposal.participant_id is not None
    phrase = "people.proposal_known" if known else "people.proposal_new"
    label = say(
        phrase, label=proposal.label, called=as_written(proposal.called), where=where, pseudonym=proposal.pseudonym
    )
    ticked = left.checkbox(label, value=True, key=f"{key}.wanted")
    if known:
        return proposal if ticked else None
    pseudonym = right.text_input(
        say("people.proposal_pseudonym", label=proposal.label), proposal.pseudonym, key=f"{key}.pseudonym"
    )
    if warning := likeness(pseudonym, [proposal.called]):
        right.caption(f"⚠ {warning}")
    return replace(proposal, pseudonym=pseudonym) if ticked else None
