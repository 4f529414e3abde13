"""Reading the vault back: the key, the first text of a transcript, another passphrase. Nothing of it outlives the click."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from workbench.domain.project import Right
from workbench.privacy.vault import Contents, KeptPerson
from workbench.services import people, transcripts, vaults
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did
from workbench.ui.widgets.frame import section
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say


def draw(here: Here) -> None:
    """Open the vault for one look, or give it another passphrase."""
    section(say("identifiers.vault"), say("identifiers.vault_lead"))
    _look(here)
    if here.may(Right.MANAGE_PEOPLE):
        _person(here)
    if here.may(Right.SIGN_OFF):
        _rekey(here)


def _look(here: Here) -> None:
    rows = {row.transcript.id: row.transcript.label for row in transcripts.list_transcripts(here.desk)}
    with st.form("identifiers.vault_form", clear_on_submit=True):
        path = st.text_input(say("identifiers.vault_path"), value=str(vaults.proposed_path(here.desk)))
        wanted = st.selectbox(
            say("identifiers.vault_what"),
            ["key", *rows],
            format_func=lambda one: (
                say("identifiers.vault_key") if one == "key" else say("identifiers.vault_text", label=rows[one])
            ),
        )
        passphrase = st.text_input(say("identifiers.passphrase"), type="password")
        sent = st.form_submit_button(say("identifiers.vault_open"), type="primary")
    if not sent:
        return
    with st.spinner(say("identifiers.vault_opening")):
        contents = act(vaults.open_vault, here.desk, Path(path).expanduser(), passphrase)
    if contents is None:
        return
    st.caption(say("identifiers.vault_once"))
    if wanted == "key":
        _key(contents)
    else:
        _text(contents, wanted)


def _key(contents: Contents) -> None:
    people = [(one.label, one.pseudonym, one.real_name, one.contact) for one in contents.people]
    columns = [say(f"identifiers.column_{one}") for one in ("label", "pseudonym", "real_name", "contact")]
    plain_table(say("identifiers.vault_people"), columns, people)
    names = [(one.replacement, ", ".join(one.spellings)) for one in contents.names]
    columns = [say(f"identifiers.column_{one}") for one in ("replacement", "spellings")]
    plain_table(say("identifiers.vault_names"), columns, names)


def _text(contents: Contents, transcript_id: str) -> None:
    text = next((one for one in contents.texts if one.transcript_id == transcript_id), None)
    if text is None:
        st.info(say("identifiers.vault_no_text"))
        return
    turns = "".join(
        f"<p><small>{html.escape(turn.speaker)}</small><br>{html.escape(turn.text)}</p>" for turn in text.turns
    )
    st.html(f'<div class="wb-turns">{turns}</div>')


def _person(here: Here) -> None:
    """A row of the key: written by hand, or taken out with all that the vault holds of the participant."""
    team = {person.id: person for person in people.list_participants(here.desk)}
    if not team:
        return
    with st.expander(say("identifiers.person")), st.form("identifiers.person_form", clear_on_submit=True, border=False):
        path = st.text_input(say("identifiers.vault_path"), value=str(vaults.proposed_path(here.desk)))
        who = st.selectbox(say("identifiers.person_who"), list(team), format_func=lambda one: team[one].label)
        name = st.text_input(say("identifiers.person_name"))
        contact = st.text_input(say("identifiers.person_contact"))
        passphrase = st.text_input(say("identifiers.passphrase"), type="password")
        with st.container(horizontal=True, gap="small"):
            save = st.form_submit_button(say("identifiers.person_save"))
            remove = st.form_submit_button(say("identifiers.person_remove"))
    chosen, place = team[who], Path(path).expanduser()
    if save:
        row = KeptPerson(chosen.id, chosen.label, chosen.pseudonym, name.strip(), contact.strip())
        if did(vaults.put_person, here.desk, place, passphrase, row):
            st.success(say("identifiers.person_saved", label=as_written(chosen.label)))
    if remove:
        gone = act(vaults.remove_person, here.desk, place, passphrase, chosen.id)
        if gone is not None:
            told = "identifiers.person_removed" if gone else "identifiers.person_absent"
            st.success(say(told, label=as_written(chosen.label)))


def _rekey(here: Here) -> None:
    with st.expander(say("identifiers.rekey")), st.form("identifiers.rekey_form", clear_on_submit=True, border=False):
        path = st.text_input(say("identifiers.vault_path"), value=str(vaults.proposed_path(here.desk)))
        old = st.text_input(say("identifiers.rekey_old"), type="password")
        new = st.text_input(say("identifiers.rekey_new"), type="password", help=say("identifiers.passphrase_help"))
        again = st.text_input(say("identifiers.passphrase_again"), type="password")
        sent = st.form_submit_button(say("identifiers.rekey_do"))
    if sent and new != again:
        st.error(say("identifiers.passphrase_differs"))
    elif sent and did(vaults.change_passphrase, here.desk, Path(path).expanduser(), old, new):
        st.success(say("identifiers.rekey_done"))
