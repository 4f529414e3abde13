"""Suggestions: whether they are on, ten at a time to decide on, what was decided, and the mirror."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.domain.codebook import Codebook
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.domain.suggestion_gate import ENOUGH_CODINGS, Gate
from workbench.services import codebooks, suggestion_sets, suggestions, transcripts
from workbench.services.suggestion_gate import Standing, standing
from workbench.services.suggestion_sets import SET_SIZE, Board, Place, Ranked, Worth
from workbench.services.transcripts import OpenTranscript
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.widgets.patient_keys import patient_keys
from workbench.ui.widgets.suggestion_card import Sight, suggestion_card
from workbench.ui.widgets.suggestion_mirror import mirror_panel
from workbench.ui.widgets.suggestion_past import past_decisions
from workbench.ui.widgets.suggestion_switches import switches
from workbench.ui.widgets.voices import pseudonyms
from workbench.ui.words import as_written, say

_SILENT = "suggestions.silent"
_MOST_TO_READ = 8


def page(here: Here) -> None:
    """Ask, look, decide. Off until there is enough to learn from."""
    heading(here, say("suggestions.title"), say("suggestions.lead"))
    doors.link("further", say("further.from_suggestions"))
    if not here.may(Right.CODE):
        empty(say("suggestions.not_allowed"), say("suggestions.not_allowed_advice"))
        return
    found = standing(here.desk)
    names = [say(f"suggestions.tab_{name}") for name in ("decide", "decided", "mirror", "switches")]
    to_decide, decided, mirror, switched = st.tabs(names, on_change="rerun", key="suggestions.tab")
    if to_decide.open:
        with to_decide:
            _decide(here, found)
    if decided.open:
        with decided:
            past_decisions(here)
    if mirror.open:
        with mirror:
            mirror_panel(here)
    if switched.open:
        with switched:
            switches(here, found)


def _decide(here: Here, found: Standing) -> None:
    if not found.is_open:
        _off(found)
        undo_and_redo(here, key="suggestions")
        return
    _ask(here)
    if here.workbench.freshener.has_failed(here.desk):
        st.info(say("suggestions.failed"))
    _set(here)
    _silent()


def _off(found: Standing) -> None:
    """Why suggestions are off, how far it is, and what may be done."""
    gate = found.gate.value.replace(" ", "_")
    own = found.facts.own_codings
    empty(say("suggestions.off"), say(f"suggestions.off_{gate}", own=own, enough=ENOUGH_CODINGS))
    if found.gate is Gate.TOO_EARLY:
        far = say("suggestions.how_far", own=own, enough=ENOUGH_CODINGS)
        st.progress(min(1.0, own / ENOUGH_CODINGS), text=far)


def _ask(here: Here) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="suggestions_ask"):
        wanted = st.button(
            say("suggestions.ask"), type="primary", help=say("suggestions.ask_help"), key="suggestions.ask"
        )
        undo_and_redo(here, key="suggestions")
    if wanted:
        with st.spinner(say("suggestions.asking"), show_time=True):
            found = act(suggestions.refresh, here.desk, here.workbench.models)
        if found is not None:
            state.keep(_SILENT, dict(found.silent))


@fragment
def _set(here: Here) -> None:
    """Ten suggestions of one code or one transcript; deciding on one draws only this part again."""
    board = suggestion_sets.board(here.desk)
    if not board.ranked:
        asked = state.kept(_SILENT, None) is not None
        empty(
            *(say(f"suggestions.{name}") for name in (("none", "none_advice") if asked else ("ready", "ready_advice")))
        )
        _to_read(here, board)
        return
    codebook = codebooks.get_codebook(here.desk)
    labels = {row.transcript.id: row.transcript.label for row in transcripts.list_transcripts(here.desk)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="suggestions_choice"):
        way = st.segmented_control(
            say("suggestions.by"),
            ["code", "transcript"],
            default="code",
            required=True,
            format_func=lambda one: say(f"suggestions.by_{one}"),
            key="suggestions.by",
        )
        chosen = _of_code(board, codebook) if way == "code" else _of_transcript(board, labels)
        keys = st.toggle(say("suggestions.keys"), value=True, help=say("suggestions.keys_help"), key="suggestions.keys")
    patient_keys("axov" if keys else "")
    ten = chosen[:SET_SIZE]
    if len(chosen) > SET_SIZE:
        st.caption(say("suggestions.set_of", n=SET_SIZE, all=len(chosen)))
    _unaided(board.unaided_for(one.waiting.suggestion.transcript_id for one in ten), board.unaided_done, labels)
    sight = Sight(here, codebook, code_letters(codebook), pseudonyms(here))
    opened: dict[TranscriptId, OpenTranscript] = {}
    for at, one in enumerate(ten):
        suggestion = one.waiting.suggestion
        if suggestion.transcript_id not in opened:
            opened[suggestion.transcript_id] = transcripts.open_transcript(here.desk, suggestion.transcript_id)
        suggestion_card(
            sight,
            opened[suggestion.transcript_id],
            suggestion,
            key="suggestion",
            worth=_worth(one, codebook),
            keys=keys and at == 0,
        )
    _to_read(here, board)


def _worth(one: Ranked, codebook: Codebook) -> str:
    """Why this one stands here."""
    if one.worth is Worth.ALIKE:
        return ""
    instead = codebook.codes.get(one.instead) if one.instead else None
    return say(f"suggestions.worth_{one.worth.value.replace(' ', '_')}", code=instead.label if instead else "")


def _of_code(board: Board, codebook: Codebook) -> list[Ranked]:
    counts = Counter(one.waiting.suggestion.code_id for one in board.ranked)
    order = [code.id for code in codebook if code.id in counts]
    chosen = st.selectbox(
        say("suggestions.which_code"),
        order,
        index=order.index(max(order, key=counts.__getitem__)),
        format_func=lambda code_id: f"{codebook.path(code_id)} – {say('counts.suggestions', n=counts[code_id])}",
        key="suggestions.code",
    )
    return board.of_code(chosen)


def _of_transcript(board: Board, labels: Mapping[TranscriptId, str]) -> list[Ranked]:
    counts = Counter(one.waiting.suggestion.transcript_id for one in board.ranked)
    order = [transcript_id for transcript_id in labels if transcript_id in counts]
    chosen = st.selectbox(
        say("suggestions.which_transcript"),
        order,
        index=order.index(max(order, key=counts.__getitem__)),
        format_func=lambda name: f"{labels[name]} – {say('counts.suggestions', n=counts[name])}",
        key="suggestions.transcript",
    )
    return board.of_transcript(chosen)


def _unaided(places: Sequence[Place], done: int, labels: Mapping[TranscriptId, str]) -> None:
    """Turns that were drawn to stay without help, to be coded before the set."""
    if not places:
        return
    with st.container(border=True, key="suggestions_unaided"):
        st.html(f'<p class="wb-because">{html.escape(say("suggestions.unaided", n=len(places), done=done))}</p>')
        with st.container(horizontal=True):
            _doors(places, labels)


def _doors(places: Sequence[Place], labels: Mapping[TranscriptId, str]) -> None:
    for place in places:
        words = say("suggestions.turn_of", transcript=labels[place.transcript_id], turn=place.turn)
        doors.link("code", words, transcript_id=place.transcript_id, turn=place.turn)


def _to_read(here: Here, board: Board) -> None:
    """Turns not read yet in which the machine would say something: where, but not what."""
    if not board.to_read:
        return
    labels = {row.transcript.id: row.transcript.label for row in transcripts.list_transcripts(here.desk)}
    with st.expander(say("suggestions.to_read", n=len(board.to_read))):
        st.write(say("suggestions.to_read_about"))
        with st.container(horizontal=True):
            _doors(board.to_read[:_MOST_TO_READ], labels)


def _silent() -> None:
    """The codes for which the machine says nothing, and why."""
    silent: dict[str, str] = state.kept(_SILENT, {})
    if not silent:
        return
    with st.expander(say("suggestions.silent", n=len(silent))):
        st.write(say("suggestions.silent_about"))
        st.markdown("\n".join(f"- **{as_written(label)}**: {as_written(why)}" for label, why in silent.items()))
