"""Transcript by transcript: the questions only a person can answer, the second person's check, the sign-off, the record."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from workbench.domain.identifiers import Looked, Recognisable, ReviewState
from workbench.domain.project import Right
from workbench.services import clearing, identifier_record, vaults
from workbench.services.coding_gate import allow_early_coding, early_coding_reason
from workbench.services.identifier_finds import Overview, Standing
from workbench.services.vaults import VaultWish
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.code_passages import in_context
from workbench.ui.widgets.frame import section
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say


def draw(here: Here, seen: Overview) -> None:
    """Where each transcript stands, and the next step for one of them."""
    _table(seen)
    labels = {one.here.transcript.id: one for one in seen.standings}
    first = next((one for one in seen.standings if one.state is not ReviewState.SIGNED), seen.standings[0])
    chosen = st.selectbox(
        say("identifiers.which"),
        list(labels),
        index=list(labels).index(first.here.transcript.id),
        format_func=lambda one: (
            f"{labels[one].here.transcript.label} – {say(f'identifiers.state_{labels[one].state.name.lower()}')}"
        ),
        key="identifiers.which",
    )
    _steps(here, seen, labels[chosen])
    _sign(here, seen)
    _record(here)
    _early(here)


def _table(seen: Overview) -> None:
    rows = [
        (
            one.here.transcript.label,
            say(f"identifiers.state_{one.state.name.lower()}"),
            _checked(one),
            one.open_hits + one.to_replace,
        )
        for one in seen.standings
    ]
    columns = [say(f"identifiers.column_{one}") for one in ("transcript", "state", "check", "left")]
    plain_table(say("identifiers.transcripts"), columns, rows)


def _checked(one: Standing) -> str:
    clearance = one.clearance
    if not clearance.is_checked(one.here.revision.id) or clearance.checked_at is None:
        return say("identifiers.not_checked")
    return say("identifiers.checked_by", name=clearance.checked_by, day=clearance.checked_at[:10])


def _steps(here: Here, seen: Overview, one: Standing) -> None:
    match one.state:
        case ReviewState.NOT_SEARCHED | ReviewState.OPEN | ReviewState.TO_REPLACE:
            st.info(say(f"identifiers.next_{one.state.name.lower()}"))
        case ReviewState.TO_ASK | ReviewState.TO_CHECK:
            _questions(here, one)
            _recognisable(here, one)
            if one.state is ReviewState.TO_CHECK:
                _check(here, seen, one)
        case _:
            _checked_already(here, one)


def _questions(here: Here, one: Standing) -> None:
    for passage in one.search.asked if one.search else ():
        turn = one.here.body.turn_at(passage.start)
        if turn is None:
            continue
        before = one.clearance.answered(turn.number, passage.question)
        st.html(in_context(one.here.body, passage.start, passage.end))
        answers = list(Looked)
        answer = st.radio(
            passage.question,
            answers,
            index=answers.index(before.looked) if before else None,
            format_func=lambda one: say(f"identifiers.looked_{one.name.lower()}"),
            horizontal=True,
            key=f"identifiers.asked.{one.here.transcript.id}.{passage.start}.{passage.question}",
        )
        changed = answer is not None and (before is None or before.looked is not answer)
        if changed and did(
            clearing.answer_question, here.desk, one.here.transcript.id, turn.number, passage.question, answer
        ):
            st.rerun()


def _recognisable(here: Here, one: Standing) -> None:
    answers = [Recognisable.NO, Recognisable.MAYBE, Recognisable.YES]
    before = one.clearance.recognisable
    with st.form(f"identifiers.known.{one.here.transcript.id}"):
        answer = st.radio(
            say("identifiers.known"),
            answers,
            index=answers.index(before) if before in answers else None,
            format_func=lambda each: say(f"identifiers.known_{each.name.lower()}"),
            horizontal=True,
            help=say("identifiers.known_help"),
        )
        note = st.text_area(say("identifiers.known_note"), value=one.clearance.recognisable_note, height=80)
        sent = st.form_submit_button(say("identifiers.known_save"))
    if sent and answer is None:
        st.error(say("identifiers.known_missing"))
    elif sent and did(clearing.answer_recognisable, here.desk, one.here.transcript.id, answer, note):
        st.rerun()


def _check(here: Here, seen: Overview, one: Standing) -> None:
    section(say("identifiers.check"), say("identifiers.check_lead"))
    with here.desk.reading() as look:
        able = clearing.who_may_check(look, seen, one.here.transcript.id)
    if here.member.name not in able:
        names = ", ".join(able)
        st.info(say("identifiers.check_by_others", names=as_written(names)) if able else say("identifiers.check_alone"))
        return
    with st.form(f"identifiers.check.{one.here.transcript.id}"):
        remains = st.text_area(say("identifiers.remains"), help=say("identifiers.remains_help"), height=100)
        sent = st.form_submit_button(say("identifiers.check_done"), type="primary")
    if sent and did(
        clearing.check, here.desk, one.here.transcript.id, remains=remains, said=say("identifiers.check_said")
    ):
        st.rerun()


def _checked_already(here: Here, one: Standing) -> None:
    st.success(f"{_checked(one)}. {as_written(one.clearance.remains)}")
    if st.button(say("identifiers.reopen"), help=say("identifiers.reopen_help"), key="identifiers.reopen") and did(
        clearing.reopen, here.desk, one.here.transcript.id
    ):
        st.rerun()


def _sign(here: Here, seen: Overview) -> None:
    ready = [one.here.transcript for one in seen.standings if one.state is ReviewState.TO_SIGN]
    if not ready:
        return
    section(say("identifiers.sign"), say("identifiers.sign_lead"))
    if not here.may(Right.SIGN_OFF):
        st.info(say("identifiers.sign_not_you"))
        return
    keep = st.radio(
        say("identifiers.originals"),
        ["vault", "nowhere"],
        index=None,
        format_func=lambda one: say(f"identifiers.originals_{one}"),
        captions=[say("identifiers.originals_vault_about"), say("identifiers.originals_nowhere_about")],
        key="identifiers.originals",
    )
    with st.form("identifiers.sign_form", clear_on_submit=True):
        labels = {one.id: one.label for one in ready}
        chosen = st.multiselect(
            say("identifiers.sign_which"), list(labels), default=list(labels), format_func=labels.__getitem__
        )
        path = passphrase = again = ""
        insist = False
        if keep == "vault":
            path = st.text_input(say("identifiers.vault_path"), value=str(vaults.proposed_path(here.desk)))
            passphrase = st.text_input(
                say("identifiers.passphrase"), type="password", help=say("identifiers.passphrase_help")
            )
            again = st.text_input(say("identifiers.passphrase_again"), type="password")
            insist = st.checkbox(say("identifiers.insist"))
        sure = st.checkbox(say("identifiers.sign_sure"))
        sent = st.form_submit_button(say("identifiers.sign_do"), type="primary", disabled=keep is None)
    if not sent:
        return
    if not sure:
        st.error(say("identifiers.sign_not_sure"))
    elif passphrase != again:
        st.error(say("identifiers.passphrase_differs"))
    else:
        wish = VaultWish(Path(path).expanduser(), passphrase, insist) if keep == "vault" else None
        if did(clearing.sign_off, here.desk, chosen, keep=wish, said=say("identifiers.signed", n=len(chosen))):
            state.drop("identifiers.originals")
            st.rerun()


def _record(here: Here) -> None:
    with st.expander(say("identifiers.record")):
        st.write(say("identifiers.record_about"))
        rows = identifier_record.record(here.desk)
        st.download_button(
            say("identifiers.record_csv"),
            identifier_record.record_csv(rows),
            file_name="identifiers-record.csv",
            mime="text/csv",
            key="identifiers.record_csv",
        )
        st.download_button(
            say("identifiers.record_docx"),
            lambda: identifier_record.record_docx(here.desk),
            file_name="identifiers-record.docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            key="identifiers.record_docx",
        )


def _early(here: Here) -> None:
    with here.desk.reading() as look:
        reason = early_coding_reason(look)
    with st.expander(say("identifiers.early")):
        st.write(say("identifiers.early_on", reason=as_written(reason)) if reason else say("identifiers.early_off"))
        if here.may(Right.SIGN_OFF):
            with st.form("identifiers.early_form", border=False):
                wanted = st.text_input(say("identifiers.early_reason"), value=reason)
                if st.form_submit_button(say("identifiers.early_save")) and did(allow_early_coding, here.desk, wanted):
                    st.rerun()
