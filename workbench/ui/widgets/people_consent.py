"""What participants agreed to: a new record, the records before it, a sheet of records, and communities' approvals."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from workbench.domain.exit import Recipient
from workbench.domain.ids import ApprovalId
from workbench.domain.participant import Consent, FutureUse, Participant, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Right
from workbench.services import consents, people, people_sheets
from workbench.services.people_sheets import ConsentsPlan
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import empty, section
from workbench.ui.widgets.people_list import choose_person, consent_in_words
from workbench.ui.words import as_written, name_of, say

_ASKED_OF_COMMUNITIES = (
    Recipient.TEAM,
    Recipient.PARTICIPANTS,
    Recipient.REPORT,
    Recipient.SPONSOR,
    Recipient.RESTRICTED_REPOSITORY,
    Recipient.PUBLIC_REPOSITORY,
    Recipient.SAME_TOPIC_STUDY,
    Recipient.HEALTH_STUDY,
)


@fragment
def show_consent(here: Here) -> None:
    """One person's record and its past; below, a sheet and the approvals."""
    persons = people.list_participants(here.desk)
    if not persons:
        empty(say("people.none"), say("people.none_advice"))
        return
    section(say("people.consent"), say("people.consent_lead"))
    person = choose_person(persons, key="people.consent_of")
    found = consents.consents_of(here.desk, person.id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if here.may(Right.MANAGE_PEOPLE):
            _record(here, person, found[-1] if found else None)
        elif found:
            st.markdown(consent_in_words(found[-1]))
    with right:
        _past(found)
    left, right = st.columns(2, gap="large")
    with left:
        if here.may(Right.MANAGE_PEOPLE):
            _sheet(here)
    with right:
        _approvals(here, persons)


def _record(here: Here, person: Participant, newest: Consent | None) -> None:
    before = newest or Consent(consents.new_consent_id(), person.id)
    key = f"people.consent.{before.id}"
    with st.form(key):
        left, right = st.columns(2, gap="medium")
        with left:
            quote = choose(say("people.quote"), QuoteUse, before=before.quote_use, key=f"{key}.quote")
            sponsor = choose(say("people.sponsor"), SponsorShare, before=before.sponsor_share, key=f"{key}.sponsor")
            repository = choose(
                say("people.repository"), RepositoryShare, before=before.repository_share, key=f"{key}.repository"
            )
            future = choose(say("people.future"), FutureUse, before=before.future_use, key=f"{key}.future")
        with right:
            version = st.text_input(say("people.version"), before.consent_version, key=f"{key}.version")
            signed = st.text_input(
                say("people.signed"), before.signed_on or "", placeholder="2026-03-14", key=f"{key}.signed"
            )
            until = st.text_input(
                say("people.until"), before.withdraw_until or "", help=say("people.until_help"), key=f"{key}.until"
            )
        recorded = st.checkbox(say("people.recorded"), before.recorded, key=f"{key}.recorded")
        review = st.checkbox(say("people.review"), before.quote_review_wanted, key=f"{key}.review")
        recontact = st.checkbox(say("people.recontact"), before.recontact, key=f"{key}.recontact")
        limits = st.checkbox(say("people.limits"), before.focus_group_limits_explained, key=f"{key}.limits")
        notes = st.text_area(say("people.notes"), before.notes, height=80, key=f"{key}.notes")
        saved = st.form_submit_button(say("people.save"), type="primary")
    if saved and did(
        consents.record_consent,
        here.desk,
        replace(
            before,
            id=consents.new_consent_id(),
            consent_version=version,
            signed_on=signed,
            withdraw_until=until,
            quote_use=quote,
            sponsor_share=sponsor,
            repository_share=repository,
            future_use=future,
            recorded=recorded,
            quote_review_wanted=review,
            recontact=recontact,
            focus_group_limits_explained=limits,
            notes=notes,
        ),
        said=say("people.saved", label=as_written(person.label)),
    ):
        st.rerun()


def _past(found: list[Consent]) -> None:
    """Every record, the newest first; the first one counts."""
    st.subheader(say("people.past"), anchor=False)
    if not found:
        st.write(say("people.agreed_nothing"))
        return
    for at, consent in enumerate(reversed(found)):
        title = say("people.past_one", version=as_written(consent.consent_version or "–"), day=consent.signed_on or "–")
        if at == 0:
            st.markdown(f"**{title}** – {say('people.past_counts')}")
            st.markdown(consent_in_words(consent))
        else:
            with st.expander(title):
                st.markdown(consent_in_words(consent))


def _sheet(here: Here) -> None:
    section(say("people.consent_sheet"), say("people.consent_sheet_lead"))
    file = st.file_uploader(say("people.sheet_file"), type=["csv", "xlsx", "tsv"], key="people.consent_sheet.file")
    if file is None:
        return
    sheet = act(people_sheets.read_sheet, here.desk, file.getvalue(), file_name=file.name)
    plan = act(people_sheets.plan_consents, here.desk, sheet) if sheet else None
    if sheet is None or plan is None:
        return
    _preview(plan)
    if st.button(say("people.sheet_go"), type="primary", key="people.consent_sheet.go", disabled=not plan.new) and did(
        people_sheets.import_consents, here.desk, sheet
    ):
        state.tell(say("people.consent_sheet_done", n=len(plan.new)))
        state.drop("people.consent_sheet.file")
        st.rerun()


def _preview(plan: ConsentsPlan) -> None:
    if plan.already:
        st.write(say("people.consent_sheet_same", n=len(plan.already)))
    if plan.weakest:
        st.warning(say("people.consent_sheet_missing", columns=", ".join(plan.weakest)))
    if plan.unknown:
        st.info(say("people.consent_sheet_unknown", columns=as_written(", ".join(plan.unknown))))
    for label, consent in zip(plan.labels, plan.new, strict=True):
        with st.expander(say("people.consent_sheet_row", who=as_written(label), quote=name_of(consent.quote_use))):
            st.markdown(consent_in_words(consent))


def _end(here: Here, approval_id: ApprovalId) -> None:
    if did(consents.end_approval, here.desk, approval_id, said=say("people.approval_is_ended")):
        st.rerun()


def _approvals(here: Here, persons: list[Participant]) -> None:
    """What communities said yes to, and a new yes."""
    section(say("people.approvals"), say("people.approvals_lead"))
    names = {person.id: f"{person.label} {person.pseudonym}" for person in persons}
    may = here.may(Right.MANAGE_PEOPLE)
    for one in consents.list_approvals(here.desk):
        to = ", ".join(name_of(recipient) for recipient in one.covers)
        whom = names.get(one.participant_id, "") if one.participant_id else say("people.approval_all")
        ended = say("people.approval_ended", day=one.ended_on) if one.ended_on else ""
        st.markdown(
            f"**{as_written(one.body)}**, {one.given_on}: {to}. {as_written(whom)}.  \n{as_written(one.purpose)}  \n{ended}"
        )
        open_still = may and not one.ended_on
        if open_still and st.button(say("people.approval_end"), key=f"people.approval.end.{one.id}"):
            _end(here, one.id)
    governed = [person for person in persons if person.community_governed]
    if not may:
        return
    if not governed:
        st.caption(say("people.approvals_nobody"))
        return
    with st.expander(say("people.approval_new")), st.form("people.approval", clear_on_submit=True, border=False):
        body = st.text_input(say("people.approval_body"))
        day = st.text_input(say("people.approval_day"), placeholder="2026-03-14")
        whose = st.selectbox(
            say("people.approval_whose"),
            [None, *(person.id for person in governed)],
            format_func=lambda one: names[one] if one else say("people.approval_all"),
        )
        covers = st.multiselect(say("people.approval_covers"), _ASKED_OF_COMMUNITIES, format_func=name_of)
        purpose = st.text_input(say("people.approval_purpose"))
        until = st.text_input(say("people.approval_until"))
        saved = st.form_submit_button(say("people.approval_save"))
    if saved and did(
        consents.record_approval,
        here.desk,
        body=body,
        given_on=day,
        covers=covers,
        purpose=purpose,
        participant_id=whose,
        until=until,
        said=say("people.approval_saved"),
    ):
        st.rerun()
