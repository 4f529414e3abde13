"""Everyone who took part, in a table; and one person, to look at and to change."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.domain.attribute import Attribute, AttributeKind
from workbench.domain.ids import ParticipantId
from workbench.domain.participant import Consent, Participant
from workbench.domain.project import Right
from workbench.domain.pseudonym import likeness
from workbench.domain.talk import Talk
from workbench.domain.transcript import time_code
from workbench.services import attributes, consents, people, withdrawal
from workbench.services.people import VoiceRow
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.frame import empty, section
from workbench.ui.words import as_written, name_of, say

_MANY_NEEDS = 6


@fragment
def show_everyone(here: Here, rows: list[VoiceRow]) -> None:
    """What needs care first, then everyone, then one person."""
    persons = people.list_participants(here.desk)
    newest = consents.newest_consents(here.desk)
    loose = sum(1 for row in rows if row.speaker.participant_id is None)
    if persons:
        _needs(here, loose)
        st.dataframe(_table(persons, newest, rows), hide_index=True, height="content", alt=say("people.table_alt"))
        st.caption(say("people.table_about"))
    else:
        empty(say("people.none"), say("people.none_advice"))
    if not here.may(Right.MANAGE_PEOPLE):
        return
    if persons:
        _one(here, persons, newest, rows)
    _new(here)


def _needs(here: Here, loose: int) -> None:
    """What is missing and which dates come near; a few lines, the rest on asking."""
    names = {one.id: f"{one.label} {as_written(one.pseudonym)}" for one in people.list_participants(here.desk)}
    needs = [
        say(f"people.asked_{one.scope.value}", who=names.get(one.participant_id, ""), day=one.asked_on)
        for one in withdrawal.withdrawals(here.desk)
        if one.is_open
    ]
    needs += [
        say(f"people.need_{one.about}", who=names[one.participant.id], day=one.day)
        for one in consents.reminders(here.desk)
    ]
    if loose:
        needs.insert(0, say("people.need_voices", n=loose))
    if not needs:
        return
    with st.container(border=True, key="people_needs"):
        st.subheader(say("people.needs"), anchor=False)
        st.markdown("\n".join(f"- {line}" for line in needs[:_MANY_NEEDS]))
        if len(needs) > _MANY_NEEDS:
            with st.expander(say("people.needs_more", n=len(needs) - _MANY_NEEDS)):
                st.markdown("\n".join(f"- {line}" for line in needs[_MANY_NEEDS:]))


def _table(persons: list[Participant], newest: dict[ParticipantId, Consent], rows: list[VoiceRow]) -> pd.DataFrame:
    talk = people.talk_by_participant(rows)
    columns = ("label", "pseudonym", "heard_in", "words", "time", "quote", "sponsor", "signed", "state")
    lines = []
    for person in persons:
        consent, said = newest.get(person.id), talk.get(person.id, Talk())
        heard = dict.fromkeys(row.transcript_label for row in rows if row.speaker.participant_id == person.id)
        state_now = (
            say("people.withdrawn", day=person.withdrawn_on) if person.withdrawn_on else say("people.taking_part")
        )
        if person.community_governed and not person.withdrawn_on:
            state_now = say("people.governed_short")
        lines.append(
            (
                person.label,
                person.pseudonym,
                ", ".join(heard),
                said.words,
                time_in_words(said),
                name_of(consent.quote_use) if consent else say("people.no_consent"),
                name_of(consent.sponsor_share) if consent else say("people.no_consent"),
                (consent.signed_on or "") if consent else "",
                state_now,
            )
        )
    return pd.DataFrame(lines, columns=[say(f"people.column_{column}") for column in columns])


def time_in_words(said: Talk) -> str:
    """How long somebody is heard; a sign says that some turns have no time."""
    if not said.is_timed:
        return "–"
    return say("people.at_least", time=time_code(said.seconds)) if said.untimed else time_code(said.seconds)


def _one(here: Here, persons: list[Participant], newest: dict[ParticipantId, Consent], rows: list[VoiceRow]) -> None:
    section(say("people.one"), say("people.one_lead"))
    person = choose_person(persons, key="people.one")
    left, right = st.columns(2, gap="large")
    with left:
        _about(here, person, rows)
    with right:
        _voices(here, person, rows)
        _agreed(person, newest.get(person.id))


def choose_person(persons: list[Participant], *, key: str) -> Participant:
    """One participant, by number and pseudonym."""
    by_id = {person.id: person for person in persons}
    chosen: ParticipantId = st.selectbox(
        say("people.whose"),
        list(by_id),
        format_func=lambda one: f"{by_id[one].label} – {by_id[one].pseudonym}",
        key=key,
    )
    return by_id[chosen]


def _about(here: Here, person: Participant, rows: list[VoiceRow]) -> None:
    """Number, pseudonym and attributes of one person."""
    key = f"people.about.{person.id}"
    state.grant(f"{key}.pseudonym")
    with st.form(key):
        label = st.text_input(say("people.label"), person.label, key=f"{key}.label")
        pseudonym = st.text_input(
            say("people.pseudonym"), person.pseudonym, help=say("people.pseudonym_help"), key=f"{key}.pseudonym"
        )
        chosen = st.checkbox(say("people.chosen"), person.pseudonym_chosen, key=f"{key}.chosen")
        governed = st.checkbox(
            say("people.governed"), person.community_governed, help=say("people.governed_help"), key=f"{key}.governed"
        )
        values = {one.name: _value(one, person, key) for one in attributes.list_attributes(here.desk)}
        saved = st.form_submit_button(say("frame.save"), type="primary")
    if warning := likeness(person.pseudonym, people.known_names(rows, person.id)):
        st.warning(warning)
    if st.button(say("people.propose"), key=f"{key}.propose", help=say("people.propose_help")):
        mine = [row.speaker.id for row in rows if row.speaker.participant_id == person.id]
        found = act(people.propose_pseudonym, here.desk, speaker_ids=mine)
        if found:
            state.wish(f"{key}.pseudonym", found)
            st.rerun(scope="fragment")
    if saved and did(
        people.change_participant,
        here.desk,
        person.id,
        label=label,
        pseudonym=pseudonym,
        pseudonym_chosen=chosen,
        community_governed=governed,
        attributes=values,
        said=say("people.changed", label=as_written(label)),
    ):
        st.rerun()


def _value(one: Attribute, person: Participant, key: str) -> str:
    """One attribute, with the widget that fits its kind. Empty means: not known."""
    before, name = person.attributes.get(one.name, ""), f"{key}.{one.id}"
    if one.kind in (AttributeKind.CHOICE, AttributeKind.YES_NO):
        values = ["", *(one.choices if one.kind is AttributeKind.CHOICE else ("yes", "no"))]
        found: str = st.selectbox(
            one.name,
            values,
            index=values.index(before) if before in values else 0,
            format_func=lambda value: value or say("people.not_known"),
            key=name,
        )
        return found
    return st.text_input(one.name, before, help=say(f"people.kind_{one.kind.name.lower()}_help"), key=name)


def _voices(here: Here, person: Participant, rows: list[VoiceRow]) -> None:
    """Whose voice is whose: what is linked may be unlinked, what is nobody's may be added."""
    st.subheader(say("people.voices_of", who=as_written(person.pseudonym)), anchor=False)
    mine = [row for row in rows if row.speaker.participant_id == person.id]
    free = [row for row in rows if row.speaker.participant_id is None]
    by_id = {row.speaker.id: row for row in (*mine, *free)}
    with st.form(f"people.voices.{person.id}"):
        chosen = st.multiselect(
            say("people.voices_pick"),
            list(by_id),
            default=[row.speaker.id for row in mine],
            format_func=lambda one: f"{by_id[one].transcript_label}: {by_id[one].speaker.label}",
            help=say("people.voices_pick_help"),
            key=f"people.voices.pick.{person.id}",
        )
        saved = st.form_submit_button(say("people.voices_save"))
    if not saved:
        return
    before = {row.speaker.id for row in mine}
    added, dropped = [one for one in chosen if one not in before], [one for one in before if one not in chosen]
    done = not added or did(people.link_voices, here.desk, added, person.id)
    if done and (not dropped or did(people.link_voices, here.desk, dropped, None)):
        state.tell(say("people.voices_saved", who=as_written(person.pseudonym)))
        st.rerun()


def _agreed(person: Participant, consent: Consent | None) -> None:
    """What one person agreed to, in words; and the way to what follows when they withdraw."""
    st.subheader(say("people.agreed"), anchor=False)
    if consent is None:
        st.write(say("people.agreed_nothing"))
    else:
        st.markdown(consent_in_words(consent))
    if doors.leads_to("withdrawal"):
        doors.link("withdrawal", say("people.withdraw", who=f"{person.label} {person.pseudonym}"))


def consent_in_words(consent: Consent) -> str:
    """A record as a short list."""
    lines = [
        say("people.said_quote", value=name_of(consent.quote_use)),
        say("people.said_sponsor", value=name_of(consent.sponsor_share)),
        say("people.said_repository", value=name_of(consent.repository_share)),
        say("people.said_future", value=name_of(consent.future_use)),
    ]
    if consent.quote_review_wanted:
        lines.append(say("people.said_review"))
    if consent.withdraw_until:
        lines.append(say("people.said_until", day=consent.withdraw_until))
    if consent.notes:
        lines.append(say("people.said_notes", notes=as_written(consent.notes)))
    return "\n".join(f"- {line}" for line in lines)


def _new(here: Here) -> None:
    with st.expander(say("people.new")), st.form("people.new", clear_on_submit=True, border=False):
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
