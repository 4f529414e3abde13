"""Participants and what they agreed to. Without a record of consent nothing is quoted."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from workbench.domain.ids import ParticipantId
from workbench.domain.participant import Consent, FutureUse, Participant, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Right
from workbench.services import consents, people, reports
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import empty, section
from workbench.ui.words import as_written, name_of, say


@fragment
def show_participants(here: Here) -> None:
    """The people who told their stories, by pseudonym, with their consent."""
    snapshot = reports.take_snapshot(here.desk)
    if snapshot.participants:
        st.dataframe(
            _table(snapshot.participants, {p.id: snapshot.consent_of.get(p.id) for p in snapshot.participants}),
            hide_index=True,
            height="content",
            alt=say("people.table_alt"),
        )
    else:
        empty(say("people.none"), say("people.none_advice"))
    if not here.may(Right.MANAGE_PEOPLE):
        return
    new, consent = st.columns([1, 2], gap="large")
    with new:
        _new(here)
    with consent:
        if snapshot.participants:
            _consent(here, list(snapshot.participants), snapshot.consent_of)


def _table(persons: tuple[Participant, ...], consent_of: dict[ParticipantId, Consent | None]) -> pd.DataFrame:
    columns = ("label", "pseudonym", "quote", "sponsor", "signed", "state")
    rows = []
    for person in persons:
        consent = consent_of[person.id]
        state = say("people.withdrawn", day=person.withdrawn_on) if person.withdrawn_on else say("people.taking_part")
        rows.append(
            (
                person.label,
                person.pseudonym,
                name_of(consent.quote_use) if consent else say("people.no_consent"),
                name_of(consent.sponsor_share) if consent else say("people.no_consent"),
                (consent.signed_on or "") if consent else "",
                state,
            )
        )
    return pd.DataFrame(rows, columns=[say(f"people.column_{column}") for column in columns])


def _new(here: Here) -> None:
    section(say("people.new"))
    with st.form("people.new", clear_on_submit=True):
        label = st.text_input(say("people.label"), placeholder="P07")
        pseudonym = st.text_input(say("people.pseudonym"), help=say("people.pseudonym_help"))
        if st.form_submit_button(say("people.add")) and did(
            people.add_participant,
            here.desk,
            label,
            pseudonym=pseudonym,
            said=say("people.added", label=as_written(label)),
        ):
            st.rerun()


def _consent(here: Here, persons: list[Participant], consent_of: dict[ParticipantId, Consent]) -> None:
    section(say("people.consent"), say("people.consent_lead"))
    person = st.selectbox(
        say("people.whose"), persons, format_func=lambda one: f"{one.label} – {one.pseudonym}", key="people.whose"
    )
    before = consent_of.get(person.id) or Consent(consents.new_consent_id(), person.id)
    with st.form(f"people.consent.{person.id}"):
        left, right = st.columns(2, gap="medium")
        with left:
            quote = choose(say("people.quote"), QuoteUse, before=before.quote_use)
            sponsor = choose(say("people.sponsor"), SponsorShare, before=before.sponsor_share)
            repository = choose(say("people.repository"), RepositoryShare, before=before.repository_share)
            future = choose(say("people.future"), FutureUse, before=before.future_use)
        with right:
            version = st.text_input(say("people.version"), before.consent_version)
            signed = st.text_input(say("people.signed"), before.signed_on or "", placeholder="2026-03-14")
            review = st.checkbox(say("people.review"), before.quote_review_wanted)
            recontact = st.checkbox(say("people.recontact"), before.recontact)
        notes = st.text_area(say("people.notes"), before.notes, height=80)
        saved = st.form_submit_button(say("people.save"))
    if saved and did(
        consents.record_consent,
        here.desk,
        replace(
            before,
            id=consents.new_consent_id(),
            consent_version=version.strip(),
            signed_on=signed.strip() or None,
            quote_use=quote,
            sponsor_share=sponsor,
            repository_share=repository,
            future_use=future,
            quote_review_wanted=review,
            recontact=recontact,
            notes=notes.strip(),
        ),
        said=say("people.saved", label=as_written(person.label)),
    ):
        st.rerun()
