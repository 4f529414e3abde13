"""Read and code one transcript: by selecting words, or turn by turn with ordinary widgets."""

from __future__ import annotations

import hashlib
import html
from enum import StrEnum

import streamlit as st

from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.domain.sentences import split_sentences
from workbench.domain.suggestion import Suggestion
from workbench.domain.transcript import Body
from workbench.services import codebooks, locks, operations, suggestion_gate, suggestions, transcripts, waiting
from workbench.services.operations import Surface
from workbench.services.transcripts import TranscriptRow
from workbench.ui import state
from workbench.ui.progress import next_to_read
from workbench.ui.routes import OPERATIONS_PATH
from workbench.ui.state import Here
from workbench.ui.tokens import make_token
from workbench.ui.transcript_view import show
from workbench.ui.transcript_view.payload import document_payload, surface_payload
from workbench.ui.widgets import doors
from workbench.ui.widgets.code_outline import outline
from workbench.ui.widgets.codings_table import codings_table
from workbench.ui.widgets.fix_turn import fix_turn
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.widgets.locks import lock_in_words
from workbench.ui.widgets.notes_panel import notes_here, write_note
from workbench.ui.widgets.round_places import rounds_here
from workbench.ui.widgets.threads import threads_here
from workbench.ui.widgets.turn_by_turn import turn_by_turn
from workbench.ui.widgets.voices import pseudonyms
from workbench.ui.words import say


class Way(StrEnum):
    """How to code: select any words, or choose turns and sentences from lists."""

    SELECT = "select"
    TURNS = "turns"


def page(here: Here) -> None:
    """The transcript, its codings, and notes on it."""
    rows = transcripts.list_transcripts(here.desk)
    if not rows:
        heading(here, say("code.title"))
        empty(say("code.none"), say("code.none_advice"))
        doors.link("transcripts", say("code.bring_in"))
        return
    heading(here, say("code.title"), quiet=True)
    row, way = _choose(here, rows)
    surface = operations.surface(here.desk, row.transcript.id)
    with st.sidebar:
        proposed = _sidebar(here, row.transcript.id)
    if row.transcript.content_note and way is Way.TURNS:  # the other way warns by itself
        note = html.escape(say("code.content_note", note=row.transcript.content_note))
        st.html(f'<p class="wb-content-note" role="note">{note}</p>')
    rounds_here(here, row.transcript.id)
    goal = state.take_turn()
    if way is Way.SELECT:
        _coding_page(here, surface, proposed, goal)
    else:
        turn_by_turn(here, row.transcript.id, goal=goal, start=surface.read_up_to + 1, suggested=proposed is not None)
    notes_here(here, row.transcript.id)
    threads_here(here, row.transcript.id)
    codings_table(here, row.transcript.id)


def _choose(here: Here, rows: list[TranscriptRow]) -> tuple[TranscriptRow, Way]:
    by_id = {row.transcript.id: row for row in rows}
    before = state.chosen_transcript()
    if before not in by_id:
        before = (next_to_read(rows) or rows[0]).transcript.id
        state.choose_transcript(before)
    with st.container(key="code_bar"):
        left, middle, right = st.columns([5, 3, 2], gap="small", vertical_alignment="bottom")
        chosen = left.selectbox(
            say("code.which"),
            list(by_id),
            index=list(by_id).index(before),
            format_func=lambda name: f"{by_id[name].transcript.label} – {by_id[name].transcript.title}",
            key=f"code.which.{before}",
            label_visibility="collapsed",  # the transcript needs the height
        )
        way = middle.segmented_control(
            say("code.way"),
            list(Way),
            default=state.kept("code.way_kept", Way.SELECT),
            required=True,
            format_func=lambda one: say(f"code.way_{one.value}"),
            help=say("code.way_help"),
            key="code.way",
            label_visibility="collapsed",
        )
        with right:
            write_note(here, chosen)
    if chosen != before:
        state.choose_transcript(chosen)
        st.rerun()
    state.keep("code.way_kept", way or Way.SELECT)
    return by_id[chosen], way or Way.SELECT


def _sidebar(here: Here, transcript_id: TranscriptId) -> list[Suggestion] | None:
    """The codebook to look things up in; and whether suggestions are shown. ``None`` where they are not."""
    proposed = _suggested(here, transcript_id) if here.may(Right.CODE) else None
    st.header(say("code.codebook"), anchor=False)
    if proposed is not None and not st.toggle(
        say("code.show_suggestions", n=len(proposed)),
        value=True,
        help=say("code.show_suggestions_help"),
        key="code.show_suggestions",
    ):
        proposed = None
    codebook = codebooks.get_codebook(here.desk)
    if codebook.codes:
        outline(codebook, codebooks.uses_of_codes(here.desk))
    else:
        st.write(say("code.no_codes"))
    doors.link("codebook", say("code.to_codebook"))
    doors.link("further", say("further.from_code"))
    waits = waiting.how_many_wait(here.desk).get(transcript_id, 0)
    doors.link("corrections", say("corrections.news", n=waits) if waits else say("corrections.from_transcripts"))
    return proposed


def _suggested(here: Here, transcript_id: TranscriptId) -> list[Suggestion] | None:
    if not suggestion_gate.standing(here.desk).is_open:
        return None
    return suggestions.current(here.desk, transcript_id=transcript_id)


def _coding_page(here: Here, surface: Surface, proposed: list[Suggestion] | None, goal: int | None) -> None:
    found = surface.here
    names = pseudonyms(here)
    voices = list(found.speakers.values())
    looks = repr(
        [(voice.id, voice.label, voice.role, voice.participant_id) for voice in voices] + sorted(names.items())
    )
    locked = {number: lock_in_words(why) for number, why in locks.locked_turns(here.desk, found.transcript.id).items()}
    looks += repr(sorted(locked.items()))
    digest = f"{found.revision.body_digest}-{hashlib.sha256(looks.encode()).hexdigest()[:12]}"
    body = found.body
    with st.container(key="coding_page"):
        wanted = show(
            document_payload(
                digest,
                body,
                voices,
                sentences=[span for turn in body.turns for span in split_sentences(body.text, turn.start, turn.end)],
                names=names,
                locks=locked,
            ),
            surface_payload(
                doc=digest,
                transcript=found.transcript.id,
                actor=here.member.name,
                can_code=here.may(Right.CODE),
                api=state.path(here.workbench, OPERATIONS_PATH),
                token=make_token(here.project.id, found.transcript.id, here.member.name),
                seq=surface.number,
                codebook=codebooks.get_codebook(here.desk),
                codings=surface.codings,
                suggestions=proposed,
                support=here.project.facts.get("support_contact", ""),
                can_undo=surface.can_undo,
                can_redo=surface.can_redo,
                read_to=surface.read_up_to,
                reading_first=surface.never_opened,
                can_answer=here.may(Right.ANSWER),
                questions=surface.questions,
                themes=surface.themes,
                qualifiers=here.project.qualifiers,
                content_note=found.transcript.content_note,
                go_to=_position(body, goal),
                revision=found.revision.id,
            ),
            key="code.surface",
        )
    if wanted and isinstance(number := wanted.get("turn"), int) and here.may(Right.CORRECT):
        fix_turn(here, found.transcript.id, number)


def _position(body: Body, turn: int | None) -> int | None:
    """Where a turn begins in the text."""
    if turn is None or not body.turns:
        return None
    return body.turns[min(max(turn, 1), len(body.turns)) - 1].start
