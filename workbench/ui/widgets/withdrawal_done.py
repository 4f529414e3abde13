"""After a withdrawal: what was done, the letters, the backups that people keep elsewhere, the vault; and earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.domain.ids import ParticipantId
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.withdrawal import Withdrawal
from workbench.services import withdrawal_letters
from workbench.services.withdrawal import Done, purge_day, remove_from_vault
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, day, say

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_done(here: Here, done: Done) -> None:
    """What happened just now, and what is left for people to do."""
    section(say("withdrawal.done_title", label=done.label))
    st.success(say("withdrawal.done", turns=done.turns, codings=done.codings, label=as_written(done.label)))
    if not done.cleaned:
        st.warning(say("withdrawal.not_cleaned"))
    if done.left:
        st.warning(say("withdrawal.something_left", n=len(done.left)))
    st.subheader(say("withdrawal.next_title"), anchor=False)
    st.markdown(
        "\n".join(
            f"{number}. {line}"
            for number, line in enumerate(
                (
                    say("withdrawal.next_letters"),
                    say("withdrawal.next_backups", day=done.purge_by),
                    say("withdrawal.next_new_backup"),
                    say("withdrawal.next_vault"),
                ),
                start=1,
            )
        )
    )
    for copy in done.removed:
        st.caption(say("withdrawal.backup_gone", name=as_written(copy.name)))
    for other in done.other_databases:
        st.warning(say("withdrawal.other_database", name=as_written(other.name)))
    _letters(here, done.withdrawal, pseudonym=done.pseudonym)
    _vault(here, done)
    if st.button(say("withdrawal.close"), key="withdrawal.close"):
        state.drop("withdrawal.done")
        st.rerun()


def _letters(here: Here, one: Withdrawal, *, pseudonym: str = "") -> None:
    written = act(withdrawal_letters.letters, here.desk, one, pseudonym=pseudonym) or []
    if not written:
        st.caption(say("withdrawal.no_letters"))
    for number, letter in enumerate(written, 1):
        st.download_button(
            say("withdrawal.letter", recipient=as_written(letter.recipient)),
            withdrawal_letters.letter_bytes(here.desk, letter),
            file_name=f"letter-{number}.docx",
            mime=_WORD,
            key=f"withdrawal.letter.{one.id}.{number}",
        )


def _vault(here: Here, done: Done) -> None:
    """Taking the person out of the vault, which only its passphrase opens; the fields are emptied at once."""
    with st.expander(say("withdrawal.vault")), st.form("withdrawal.vault", clear_on_submit=True, border=False):
        st.caption(say("withdrawal.vault_about"))
        path = st.text_input(say("withdrawal.vault_file"))
        passphrase = st.text_input(say("withdrawal.vault_passphrase"), type="password")
        if st.form_submit_button(say("withdrawal.vault_remove")):
            found = act(remove_from_vault, here.desk, done.withdrawal, path, passphrase)
            if found is not None:
                st.success(say("withdrawal.vault_done" if found else "withdrawal.vault_nothing"))


def show_earlier(here: Here, persons: Mapping[ParticipantId, Participant], done: Sequence[Withdrawal]) -> None:
    """The withdrawals that were carried out, with their letters."""
    if not done:
        return
    section(say("withdrawal.earlier"))
    for one in done:
        told = say(
            "withdrawal.earlier_line", label=as_written(persons[one.participant_id].label), by=as_written(one.carried_out_by),
            what=say(f"withdrawal.scope_{one.scope.value}"), asked=one.asked_on, day=day(one.carried_out_at or ""),
        )  # fmt: skip
        with st.container(border=True):
            st.markdown(told)
            if one.scope.removes_words:
                st.caption(say("withdrawal.next_backups", day=purge_day(one.carried_out_at or "")))
            if here.may(Right.WITHDRAW):
                _letters(here, one)
