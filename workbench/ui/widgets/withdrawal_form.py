"""Writing down that a participant takes something back: who, what, and on which day they asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from workbench.domain.ids import ParticipantId
from workbench.domain.participant import Participant
from workbench.domain.withdrawal import Scope, Turns, Withdrawal
from workbench.errors import RuleError
from workbench.services import transcripts, withdrawal
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, say

_LINE = re.compile(r"\s*(\w+)\s*:\s*(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?\s*")


def show_form(here: Here, persons: Mapping[ParticipantId, Participant], recorded: Sequence[Withdrawal]) -> None:
    """The form, for those who have not withdrawn everything yet."""
    over = {one.participant_id for one in recorded if one.scope is Scope.EVERYTHING}
    left = [person for person in persons.values() if person.id not in over]
    if not left:
        return
    section(say("withdrawal.new"), say("withdrawal.new_lead"))
    who, day = st.columns([2, 1], gap="medium")
    person = who.selectbox(
        say("withdrawal.who"), left, format_func=lambda one: f"{one.label} {one.pseudonym}", key="withdrawal.who"
    )
    asked = day.date_input(
        say("withdrawal.asked"), datetime.now(UTC).date(), format="YYYY-MM-DD", key="withdrawal.asked"
    )
    scopes = list(Scope)
    scope = scopes[
        scopes.index(
            st.radio(
                say("withdrawal.what"),
                scopes,
                format_func=_in_words,
                captions=[say(f"withdrawal.scope_{one.value}_about") for one in scopes],
                key="withdrawal.scope",
            )
        )
    ]
    turns = ""
    if scope is Scope.PASSAGES:
        turns = st.text_area(
            say("withdrawal.turns"), placeholder="T10: 34-39", help=say("withdrawal.turns_help"), key="withdrawal.turns"
        )
    if st.button(say("withdrawal.record"), key="withdrawal.record"):
        made = act(
            _record,
            here,
            person,
            scope,
            str(asked),
            turns,
            said=say("withdrawal.recorded", label=as_written(person.label)),
        )
        if made is not None:
            state.drop("withdrawal.turns")
            state.keep("withdrawal.chosen", made.id)
            st.rerun()


def _in_words(scope: Scope) -> str:
    return say(f"withdrawal.scope_{scope.value}")


def _record(here: Here, person: Participant, scope: Scope, asked_on: str, lines: str) -> Withdrawal:
    turns = [_turns(here, line) for line in lines.splitlines() if line.strip()] if scope is Scope.PASSAGES else []
    return withdrawal.ask(here.desk, person.id, scope, asked_on=asked_on, passages=turns)


def _turns(here: Here, line: str) -> Turns:
    found = _LINE.fullmatch(line)
    if found is None:
        raise RuleError(say("withdrawal.turns_wrong", line=line.strip()))
    label, first, last = found[1], int(found[2]), int(found[3] or found[2])
    return Turns(transcripts.find_transcript(here.desk, label).id, min(first, last), max(first, last))
