"""Suggestions: asked for by a person, shown with reasons, accepted or rejected one by one."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.domain.codebook import Codebook
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.suggestion import Suggestion
from workbench.services import codebooks, suggestions, transcripts
from workbench.services.transcripts import OpenTranscript, TranscriptRow
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.code_outline import swatch
from workbench.ui.widgets.code_passages import in_context
from workbench.ui.widgets.frame import empty, heading, section, undo_and_redo
from workbench.ui.widgets.voices import Pseudonyms, place_in_words, pseudonyms
from workbench.ui.words import as_written, name_of, say

ENOUGH_CODINGS = 30
SET_SIZE = 10
_SILENT = "suggestions.silent"


def page(here: Here) -> None:
    """Ask, look, decide. Off until there is enough to learn from."""
    heading(here, say("suggestions.title"), say("suggestions.lead"))
    if not here.may(Right.CODE):
        empty(say("suggestions.not_allowed"), say("suggestions.not_allowed_advice"))
        return
    rows = transcripts.list_transcripts(here.desk)
    own = _own_codings(here)
    waiting = suggestions.current(here.desk)
    begun = waiting or suggestions.review_counts(here.desk).all
    if not begun and not _may_start(own, rows):
        return
    _ask(here)
    waiting = suggestions.current(here.desk)
    _counts(here)
    if waiting:
        _list(here, rows)
    elif _asked_before():
        empty(say("suggestions.none"), say("suggestions.none_advice"))
    else:
        empty(say("suggestions.ready"), say("suggestions.ready_advice"))
    _silent()


def _own_codings(here: Here) -> int:
    with here.desk.reading() as look:
        return sum(coding.coder == here.member.name for coding in look.uow.codings.of_project(here.project.id))


def _may_start(own: int, rows: Sequence[TranscriptRow]) -> bool:
    """Whether the person has coded or read enough, or has chosen to begin early."""
    if own >= ENOUGH_CODINGS or any(0 < row.turns <= row.turns_read for row in rows):
        return True
    empty(say("suggestions.off"), say("suggestions.off_why", n=own, enough=ENOUGH_CODINGS))
    return st.toggle(say("suggestions.start_early"), help=say("suggestions.start_early_help"), key="suggestions.early")


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
            state.drop_all("suggestions.page")


def _asked_before() -> bool:
    """Whether this session has asked for suggestions."""
    return state.kept(_SILENT, None) is not None


def _counts(here: Here) -> None:
    counts = suggestions.review_counts(here.desk)
    if counts.all:
        st.caption(say("suggestions.counts", n=counts.all, accepted=counts.accepted + counts.adjusted))


def _list(here: Here, rows: Sequence[TranscriptRow]) -> None:
    section(say("suggestions.list"))
    codebook = codebooks.get_codebook(here.desk)
    way = st.segmented_control(
        say("suggestions.by"),
        ["code", "transcript"],
        default="code",
        required=True,
        format_func=lambda one: say(f"suggestions.by_{one}"),
        key="suggestions.by",
    )
    _set(here, codebook, {row.transcript.id: row.transcript.label for row in rows}, by_code=way == "code")


@fragment
def _set(here: Here, codebook: Codebook, labels: Mapping[TranscriptId, str], *, by_code: bool) -> None:
    """Ten suggestions of one code or one transcript; deciding on one draws only this part again."""
    waiting = suggestions.current(here.desk)
    if not waiting:
        st.success(say("suggestions.all_done"))
        return
    chosen = _of_code(waiting, codebook) if by_code else _of_transcript(waiting, labels)
    pages = (len(chosen) - 1) // SET_SIZE + 1
    page_key = f"suggestions.page.{chosen[0].code_id if by_code else chosen[0].transcript_id}"
    if state.kept(page_key, 1) > pages:
        state.drop(page_key)
    number = st.pagination(pages, key=page_key) if pages > 1 else 1
    letters, names = code_letters(codebook), pseudonyms(here)
    opened: dict[TranscriptId, OpenTranscript] = {}
    for suggestion in chosen[(number - 1) * SET_SIZE : number * SET_SIZE]:
        if suggestion.transcript_id not in opened:
            opened[suggestion.transcript_id] = transcripts.open_transcript(here.desk, suggestion.transcript_id)
        _one(here, codebook, letters, opened[suggestion.transcript_id], suggestion, names=names)


def _of_code(waiting: Sequence[Suggestion], codebook: Codebook) -> list[Suggestion]:
    counts = Counter(suggestion.code_id for suggestion in waiting)
    order = [code.id for code in codebook if code.id in counts]
    chosen = st.selectbox(
        say("suggestions.which_code"),
        order,
        format_func=lambda code_id: f"{codebook.path(code_id)} – {say('counts.suggestions', n=counts[code_id])}",
        key="suggestions.code",
    )
    mine = [suggestion for suggestion in waiting if suggestion.code_id == chosen]
    return sorted(mine, key=lambda one: -one.confidence)


def _of_transcript(waiting: Sequence[Suggestion], labels: Mapping[TranscriptId, str]) -> list[Suggestion]:
    counts = Counter(suggestion.transcript_id for suggestion in waiting)
    order = [transcript_id for transcript_id in labels if transcript_id in counts]
    chosen = st.selectbox(
        say("suggestions.which_transcript"),
        order,
        format_func=lambda name: f"{labels[name]} – {say('counts.suggestions', n=counts[name])}",
        key="suggestions.transcript",
    )
    return sorted((one for one in waiting if one.transcript_id == chosen), key=lambda one: one.span)


def _one(
    here: Here,
    codebook: Codebook,
    letters: Mapping[CodeId, str],
    opened: OpenTranscript,
    suggestion: Suggestion,
    *,
    names: Pseudonyms,
) -> None:
    code = codebook.get(suggestion.code_id)
    turn = opened.body.turn_at(suggestion.span.start)
    place = place_in_words(opened, suggestion.span.start, names)
    reasons = "; ".join(suggestion.because) or say("suggestions.no_reason")
    with st.container(border=True, key=f"suggestion_{suggestion.id}"):
        st.html(
            f'<p class="wb-about">{swatch(code, letters[code.id])} <b>{html.escape(code.label)}</b> · '
            f"{html.escape(name_of(suggestion.band))} · {html.escape(place)}</p>"
            f"{in_context(opened.body, suggestion.span.start, suggestion.span.end)}"
            f'<p class="wb-because">{html.escape(say("suggestions.because", reasons=reasons))}</p>'
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            yes = st.button(
                say("suggestions.accept"),
                key=f"suggestions.accept.{suggestion.id}",
                help=say("suggestions.accept_help"),
            )
            no = st.button(
                say("suggestions.reject"),
                key=f"suggestions.reject.{suggestion.id}",
                help=say("suggestions.reject_help"),
            )
            doors.link(
                "code",
                say("suggestions.in_place"),
                transcript_id=suggestion.transcript_id,
                turn=turn.number if turn else None,
            )
    said = as_written(code.label)
    if yes and did(suggestions.accept, here.desk, suggestion.id, said=say("suggestions.accepted", code=said)):
        st.rerun()
    if no and did(suggestions.reject, here.desk, suggestion.id, said=say("suggestions.rejected", code=said)):
        st.rerun()


def _silent() -> None:
    """The codes for which the machine says nothing, and why."""
    silent: dict[str, str] = state.kept(_SILENT, {})
    if not silent:
        return
    with st.expander(say("suggestions.silent", n=len(silent))):
        st.write(say("suggestions.silent_about"))
        st.markdown("\n".join(f"- **{as_written(label)}**: {as_written(why)}" for label, why in silent.items()))
