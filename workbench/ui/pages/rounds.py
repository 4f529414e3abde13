"""Blind rounds: my part, what runs, starting one, and those that are over."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right
from workbench.domain.round import Round
from workbench.services import rounds
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import empty, heading, section
from workbench.ui.widgets.round_places import places
from workbench.ui.widgets.round_start import start_form
from workbench.ui.words import as_written, moment, say


def page(here: Here) -> None:
    """What waits for this person first; then all rounds."""
    heading(here, say("rounds.title"), say("rounds.lead"))
    found = rounds.list_rounds(here.desk)
    running = [one for one in found if one.is_running]
    mine = [one for one in running if here.member.name in one.coders]
    others = [one for one in running if here.member.name not in one.coders]
    over = [one for one in found if not one.is_running]
    if not found and not here.may(Right.RUN_ROUNDS):
        empty(say("rounds.none"), say("rounds.none_advice"))
    if mine:
        section(say("rounds.my_part"), say("rounds.my_part_lead"))
        for one in mine:
            with st.container(border=True):
                _my_part(here, one)
        st.caption(say("rounds.frozen"))
    if others:
        section(say("rounds.running"))
        for one in others:
            with st.container(border=True):
                _beside(here, one)
    if over:
        section(say("rounds.over"))
        for one in over:
            with st.container(border=True):
                _over(here, one)
    if here.may(Right.RUN_ROUNDS):
        start_form(here)


def _my_part(here: Here, one: Round) -> None:
    st.subheader(as_written(one.title), anchor=False)
    _who(one)
    places(here, one)
    if here.member.name in one.who_finished:
        st.info(say("rounds.you_finished"))
        back = st.button(say("rounds.take_back"), key=f"rounds.back.{one.id}")
        if back and did(rounds.take_back_finish, here.desk, one.id, said=say("rounds.taken_back")):
            st.rerun()
    elif here.may(Right.CODE):
        st.caption(say("rounds.finish_note"))
        last = len(one.unfinished) == 1
        said = say("rounds.over_now") if last else say("rounds.finished_now")
        done = st.button(
            say("rounds.finish"), type="primary", help=say("rounds.finish_help"), key=f"rounds.finish.{one.id}"
        )
        if done and did(rounds.finish, here.desk, one.id, said=said):
            st.rerun()
    _end(here, one)


def _beside(here: Here, one: Round) -> None:
    st.subheader(as_written(one.title), anchor=False)
    _who(one)
    st.write(say("rounds.hidden_from_you" if one.blinds(here.member) else "rounds.you_are_outside"))
    places(here, one)
    _end(here, one)


def _who(one: Round) -> None:
    """Names only: how much each has coded would tell already."""
    lines = [say("rounds.progress", done=len(one.who_finished), all=len(one.coders))]
    if one.who_finished:
        lines.append(say("rounds.finished", names=as_written(", ".join(one.who_finished))))
    if one.unfinished:
        lines.append(say("rounds.unfinished", names=as_written(", ".join(one.unfinished))))
    st.write(" ".join(lines))
    st.caption(
        f"{say('rounds.started', who=as_written(one.started_by), at=moment(one.started_at))} {as_written(_first_letter_up(one.drawn))}."
    )


def _first_letter_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _end(here: Here, one: Round) -> None:
    if not here.may(Right.RUN_ROUNDS):
        return
    with st.expander(say("rounds.end_open")):
        st.write(say("rounds.end_about"))
        reason = st.text_input(say("rounds.end_reason"), key=f"rounds.reason.{one.id}")
        pressed = st.button(say("rounds.end"), key=f"rounds.end.{one.id}")
        if pressed and did(rounds.end_early, here.desk, one.id, reason=reason, said=say("rounds.ended_now")):
            st.rerun()


def _over(here: Here, one: Round) -> None:
    st.subheader(as_written(one.title), anchor=False)
    st.write(
        f"{say('rounds.over_at', at=moment(one.ended_at or ''))} {say('rounds.finished', names=as_written(', '.join(one.who_finished)))}"
        if one.who_finished
        else say("rounds.over_at", at=moment(one.ended_at or ""))
    )
    if one.end_reason:
        st.write(say("rounds.ended_early", who=as_written(one.ended_by), reason=as_written(one.end_reason)))
        st.write(say("rounds.were_missing", names=as_written(", ".join(one.unfinished))))
    places(here, one)
    if doors.leads_to("compare") and here.may(Right.DECIDE):
        doors.link("compare", say("rounds.compare"))
