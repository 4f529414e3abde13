"""Transcripts: what is there, bringing more in, and who the people in them are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from workbench.domain.ids import SpeakerId, TranscriptId
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.transcript import Phase, Speaker, SpeakerRole, Transcript, TranscriptKind
from workbench.services import people, tasks, transcripts, waiting
from workbench.services.transcripts import TranscriptRow
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.find_everywhere import find_in_all
from workbench.ui.widgets.frame import empty, heading, section
from workbench.ui.widgets.import_files import bring_in
from workbench.ui.words import as_written, name_of, say


def page(here: Here) -> None:
    """Three things to do, one under each tab."""
    rows = transcripts.list_transcripts(here.desk)
    heading(here, say("transcripts.title"), say("transcripts.lead"))
    names = [
        say("transcripts.tab_list"),
        say("transcripts.tab_import"),
        say("transcripts.tab_find"),
    ]
    state.grant("transcripts.tab")
    listed, arriving, finding = st.tabs(
        names, on_change="rerun", key="transcripts.tab", default=names[0] if rows else names[1]
    )
    with listed:
        if listed.open:
            _list(here, rows)
    with arriving:
        if arriving.open:
            bring_in(here)
    with finding:
        if finding.open:
            find_in_all(here)


def _list(here: Here, rows: list[TranscriptRow]) -> None:
    if not rows:
        empty(say("transcripts.none"), say("transcripts.none_advice"))
        return
    given = tasks.coders_of_transcripts(here.desk)
    mine = here.member.name
    rows = sorted(rows, key=lambda row: mine not in given[row.transcript.id])  # one's own first
    st.dataframe(_table(rows, given), hide_index=True, height="content", alt=say("transcripts.table_alt"))
    if here.may(Right.CORRECT):
        waits = sum(waiting.how_many_wait(here.desk).values())
        doors.link("corrections", say("corrections.news", n=waits) if waits else say("corrections.from_transcripts"))
    _details(here, rows)


def _table(rows: list[TranscriptRow], given: Mapping[TranscriptId, tuple[str, ...]]) -> pd.DataFrame:
    columns = ("label", "title", "phase", "kind", "words", "turns", "codings", "read")
    table = pd.DataFrame(
        [
            (
                row.transcript.label,
                row.transcript.title,
                name_of(row.transcript.phase),
                name_of(row.transcript.kind),
                row.words,
                row.turns,
                row.codings,
                say("transcripts.read_of", read=row.turns_read, turns=row.turns),
            )
            for row in rows
        ],
        columns=[say(f"transcripts.column_{column}") for column in columns],
    )
    if any(given.values()):
        table[say("sharing.column_coders")] = [", ".join(given[row.transcript.id]) for row in rows]
    return table


@fragment
def _details(here: Here, rows: list[TranscriptRow]) -> None:
    section(say("transcripts.details"), say("transcripts.details_lead"))
    by_id = {row.transcript.id: row for row in rows}
    before = state.chosen_transcript()
    chosen = st.selectbox(
        say("transcripts.which"),
        list(by_id),
        index=list(by_id).index(before) if before in by_id else 0,
        format_func=lambda name: f"{by_id[name].transcript.label} – {by_id[name].transcript.title}",
        key="transcripts.which",
    )
    row = by_id[chosen]
    transcript = row.transcript
    doors.link("code", say("transcripts.open", label=transcript.label), transcript_id=transcript.id)
    if not here.may(Right.IMPORT):
        return
    known = people.list_participants(here.desk)
    with st.form(f"transcripts.details.{transcript.id}"):
        left, right = st.columns(2, gap="medium")
        title = left.text_input(say("transcripts.field_title"), transcript.title)
        with left:
            kind = choose(say("transcripts.field_kind"), TranscriptKind, before=transcript.kind)
        held_on = left.date_input(
            say("transcripts.field_date"),
            date.fromisoformat(transcript.held_on) if transcript.held_on else None,
            format="YYYY-MM-DD",
            help=say("transcripts.field_date_help"),
        )
        with right:
            phase = choose(say("transcripts.field_phase"), Phase, before=transcript.phase)
        note = right.text_input(
            say("transcripts.field_note"), transcript.content_note, help=say("transcripts.field_note_help")
        )
        st.subheader(say("transcripts.speakers"), anchor=False)
        st.caption(say("transcripts.speakers_about"))
        voices = {speaker.id: _voice(speaker, known) for speaker in row.speakers}
        if not voices:
            st.write(say("transcripts.no_speakers"))
        saved = st.form_submit_button(say("frame.save"), type="primary")
    about = {
        "title": title,
        "phase": phase,
        "kind": kind,
        "held_on": held_on and held_on.isoformat(),
        "content_note": note,
    }
    if saved and _save(here, transcript, row.speakers, voices, **about):
        state.tell(say("transcripts.saved", label=transcript.label))
        st.rerun()


Choice = tuple[SpeakerRole, Participant | None]


def _voice(speaker: Speaker, known: list[Participant]) -> Choice:
    """What one voice is, and whose."""
    left, right = st.columns(2, gap="medium")
    with left:
        role = choose(
            say("transcripts.role_of", speaker=as_written(speaker.label)),
            SpeakerRole,
            before=speaker.role,
            key=f"transcripts.role.{speaker.id}",
        )
    linked = next((person for person in known if person.id == speaker.participant_id), None)
    choices: list[Participant | None] = [None, *known]
    person = right.selectbox(
        say("transcripts.person_of", speaker=as_written(speaker.label)),
        choices,
        index=choices.index(linked),
        format_func=lambda one: f"{one.label} – {one.pseudonym}" if one else say("transcripts.nobody"),
        key=f"transcripts.person.{speaker.id}",
    )
    return role, person


def _save(
    here: Here, transcript: Transcript, speakers: tuple[Speaker, ...], voices: dict[SpeakerId, Choice], **about: Any
) -> bool:
    """Save what differs; each difference is an act that can be undone by itself."""
    done = True
    if any(getattr(transcript, name) != value for name, value in about.items()):
        about["held_on"] = about["held_on"] or ""
        done = did(transcripts.change_transcript, here.desk, transcript.id, **about)
    for speaker in speakers:
        role, person = voices[speaker.id]
        if role is not speaker.role:
            done = did(transcripts.change_speaker, here.desk, speaker.id, role=role) and done
        whose = person.id if person else None
        if whose != speaker.participant_id:
            done = did(people.link_voices, here.desk, [speaker.id], whose) and done
    return done
