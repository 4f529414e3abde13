"""Sign-offs: what somebody stands up for by name, how that stands now, and the buttons to sign or to take it back."""

from __future__ import annotations

import streamlit as st

from workbench.domain.ids import SignOffId, ThemeId
from workbench.domain.project import Right
from workbench.domain.sign_off import Signed, Standing, Tier
from workbench.services import sign_offs
from workbench.services.sign_offs import Line
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import empty, heading, section, undo_and_redo
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.widgets.sign_off_state import sign_off_in_words
from workbench.ui.words import as_written, day, say


def page(here: Here) -> None:
    """Transcripts, themes and tiers, each with its state in words; below, everything that was ever signed."""
    heading(here, say("signing.title"), say("signing.lead"))
    if not here.may(Right.READ):
        empty(say("signing.not_allowed"), say("signing.not_allowed_advice"))
        return
    if here.may(Right.SIGN_OFF):
        undo_and_redo(here, key="sign_offs")
    else:
        st.caption(say("signing.who"))
    found = sign_offs.lines(here.desk)
    _transcripts([line for line in found if line.kind is Signed.TRANSCRIPT])
    _things(here, Signed.THEME, [line for line in found if line.kind is Signed.THEME])
    _things(here, Signed.TIER, [line for line in found if line.kind is Signed.TIER])
    _past(here, {(line.kind, line.subject): _name(line) for line in found})


def _transcripts(lines: list[Line]) -> None:
    """A transcript is signed off where its identifiers are; here stands how far that is."""
    section(say("signing.transcripts"), say("signing.transcripts_lead"))
    if not lines:
        st.write(say("signing.no_transcripts"))
        return
    columns = (say("signing.column_transcript"), say("signing.column_state"), say("signing.column_note"))
    rows = [(line.label, sign_off_in_words(line), line.note) for line in lines]
    plain_table(say("signing.transcripts"), columns, rows)
    doors.link("identifiers", say("signing.to_identifiers"))


def _things(here: Here, kind: Signed, lines: list[Line]) -> None:
    section(say(f"signing.{kind.value}s"), say(f"signing.{kind.value}s_lead"))
    if not lines:
        st.write(say("signing.no_themes"))
    for line in lines:
        with st.container(border=True, key=f"sign_offs.{kind.value}.{line.subject}"):
            st.markdown(f"**{as_written(_name(line))}**")
            st.write(as_written(sign_off_in_words(line)))
            if line.note:
                st.caption(as_written(line.note))
            if line.lacks:
                st.markdown("\n".join(f"- {say(f'signing.lack_{lack.name.lower()}')}" for lack in line.lacks))
            if here.may(Right.SIGN_OFF):
                _act(here, line)


def _name(line: Line) -> str:
    return say(f"signing.tier_{line.subject.lower()}") if line.kind is Signed.TIER else line.label


def _act(here: Here, line: Line) -> None:
    """Sign, or take back: one field and one button."""
    key = f"sign_offs.{line.kind.value}.{line.subject}"
    if line.standing is Standing.SIGNED and line.sign_off is not None:
        _take_back(here, line.sign_off.id, key)
        return
    if line.lacks or not line.is_marked_ready:
        if not line.lacks:
            st.caption(say("signing.candidate"))
        return
    with st.form(key, border=False, clear_on_submit=True):
        note = st.text_input(say("signing.note"), key=f"{key}.note")
        pressed = st.form_submit_button(say("signing.sign"), type="primary", key=f"{key}.sign")
    if pressed:
        said = say("signing.signed", name=as_written(_name(line)))
        if line.kind is Signed.THEME:
            done = did(sign_offs.sign_theme, here.desk, ThemeId(line.subject), note, said=said)
        else:
            done = did(sign_offs.sign_tier, here.desk, Tier(line.subject), note, said=said)
        if done:
            st.rerun()


def _take_back(here: Here, sign_off_id: SignOffId, key: str) -> None:
    with st.form(f"{key}.back", border=False, clear_on_submit=False):
        why = st.text_input(say("signing.why"), key=f"{key}.why")
        pressed = st.form_submit_button(say("signing.take_back"), key=f"{key}.take_back")
    if pressed and did(sign_offs.withdraw, here.desk, sign_off_id, why, said=say("signing.taken_back")):
        st.rerun()


def _past(here: Here, names: dict[tuple[Signed, str], str]) -> None:
    """Everything that was signed, with what was taken back and why."""
    signatures = sign_offs.history(here.desk)
    if not signatures:
        return
    with st.expander(say("signing.past"), key="sign_offs.past"):
        rows = []
        for one in reversed(signatures):
            back = (
                say("signing.back_line", name=one.withdrawn_by, day=day(one.withdrawn_at), why=one.withdrawn_why)
                if one.withdrawn_at
                else ""
            )
            name = names.get((one.kind, one.subject), say("signing.gone"))
            rows.append((name, one.signed_by, day(one.signed_at), one.note, back))
        columns = [say(f"signing.column_{name}") for name in ("thing", "by", "on", "note", "back")]
        plain_table(say("signing.past"), columns, rows)
