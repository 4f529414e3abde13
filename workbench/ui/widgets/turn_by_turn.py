"""Coding with ordinary widgets: choose a turn, its sentences, and codes. For screen readers and simple browsers."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.domain.codebook import Code, Codebook, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.leaving import Why
from workbench.domain.project import Right
from workbench.domain.sentences import split_sentences
from workbench.domain.span import Span
from workbench.domain.transcript import Turn, time_code
from workbench.errors import RuleError
from workbench.services import codebooks, codings, locks, suggestions, transcripts
from workbench.services.transcripts import OpenTranscript
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.fix_turn import fix_turn
from workbench.ui.widgets.locks import lock_html
from workbench.ui.widgets.suggestion_card import Sight, suggestion_card
from workbench.ui.widgets.voices import Pseudonyms, pseudonyms, voice_of
from workbench.ui.words import as_written, say, shortened

PER_PAGE = 20


@fragment
def turn_by_turn(
    here: Here, transcript_id: TranscriptId, *, goal: int | None, start: int, suggested: bool = False
) -> None:
    """Twenty turns a page: read on the left, code on the right. It opens at ``goal``, or at first at ``start``."""
    opened = transcripts.open_transcript(here.desk, transcript_id)
    turns = opened.body.turns
    if not turns:
        st.write(say("turns.none"))
        return
    codebook = codebooks.get_codebook(here.desk)
    found = codings.codings_of(here.desk, transcript_id)
    page_key = f"turns.page.{transcript_id}"
    if goal is None and state.kept(page_key, None) is None:
        goal = start if start <= len(turns) else 1
    if goal is not None and state.kept("turns.goal", None) != (transcript_id, goal):
        goal = min(max(goal, 1), len(turns))
        state.keep("turns.goal", (transcript_id, goal))  # once: a fragment is drawn again with the same goal
        state.keep(page_key, (goal - 1) // PER_PAGE + 1)
        state.keep(_turn_key(transcript_id, (goal - 1) // PER_PAGE * PER_PAGE + 1), goal)
    number = st.pagination((len(turns) - 1) // PER_PAGE + 1, key=page_key)
    names = pseudonyms(here)
    shown = turns[(number - 1) * PER_PAGE : number * PER_PAGE]
    st.caption(say("turns.shown", first=shown[0].number, last=shown[-1].number, turns=len(turns)))
    reading, coding = st.columns([3, 2], gap="large")
    with reading:
        _read(
            opened,
            codebook,
            found,
            shown,
            names=names,
            locked=locks.locked_turns(here.desk, opened.transcript.id),
        )
    with coding, st.container(key="turns_form"):
        chosen = _code(here, opened, codebook, found, shown, names=names)
        if suggested and chosen is not None:
            _suggested(Sight(here, codebook, code_letters(codebook), names), opened, chosen)


def _turn_key(transcript_id: TranscriptId, first: int) -> str:
    return f"turns.turn.{transcript_id}.{first}"


def _in(turn: Turn, found: Sequence[Coding]) -> list[Coding]:
    return [coding for coding in found if coding.span.overlaps(turn.span)]


def _read(
    opened: OpenTranscript,
    codebook: Codebook,
    found: Sequence[Coding],
    shown: Sequence[Turn],
    *,
    names: Pseudonyms,
    locked: Mapping[int, Why],
) -> None:
    parts = []
    for turn in shown:
        coded = sorted({codebook.codes[c.code_id].label for c in _in(turn, found) if c.code_id in codebook.codes})
        marks = f'<p class="wb-coded">{html.escape(say("turns.coded", codes=", ".join(coded)))}</p>' if coded else ""
        words = html.escape(turn.span.text_in(opened.body.text)).replace("\n", "<br>")
        parts.append(
            f"<p><b>{turn.number} · {html.escape(voice_of(opened, turn, names))}</b> <small>{time_code(turn.begins_at)}</small> "
            f"{lock_html(locked.get(turn.number))} {words}</p>"
            f"{marks}"
        )
    st.html(f'<div class="wb-turns">{"".join(parts)}</div>')


def _code(
    here: Here,
    opened: OpenTranscript,
    codebook: Codebook,
    found: Sequence[Coding],
    shown: Sequence[Turn],
    *,
    names: Pseudonyms,
) -> Turn | None:
    """The form; comes back with the turn that is chosen, where one may code."""
    text, transcript_id = opened.body.text, opened.transcript.id
    by_number = {turn.number: turn for turn in shown}
    lines = {
        turn.number: f"{turn.number} · {voice_of(opened, turn, names)}: {shortened(turn.span.text_in(text), 60)}"
        for turn in shown
    }
    number = st.selectbox(
        say("turns.turn"), list(by_number), format_func=lines.__getitem__, key=_turn_key(transcript_id, shown[0].number)
    )
    chosen = by_number[number]
    if st.button(say("turns.read"), key="turns.read") and did(
        transcripts.read_up_to, here.desk, transcript_id, chosen.number
    ):
        st.toast(say("turns.read_done", turn=chosen.number))
    if here.may(Right.CORRECT) and st.button(say("turns.fix", n=chosen.number), type="tertiary", key="turns.fix"):
        fix_turn(here, transcript_id, chosen.number)
    _there(here, codebook, _in(chosen, found))
    if not here.may(Right.CODE):
        st.info(say("turns.read_only"))
        return None
    sentences = split_sentences(text, chosen.start, chosen.end)
    usable = [code for code in codebook if code.codable and code.status is not CodeStatus.RETIRED]
    with st.form(f"turns.form.{chosen.number}", clear_on_submit=True):
        picked = st.multiselect(
            say("turns.sentences"),
            range(len(sentences)),
            format_func=lambda index: f"{index + 1}. {shortened(sentences[index].text_in(text), 80)}",
            help=say("turns.sentences_help"),
            placeholder=say("turns.whole_turn"),
        )
        codes = st.multiselect(
            say("turns.codes"),
            usable,
            format_func=lambda code: codebook.path(code.id),
            placeholder=say("turns.choose_codes"),
        )
        new = st.text_input(say("turns.new_code"), help=say("turns.new_code_help"))
        wanted = st.form_submit_button(say("turns.add"), type="primary")
    if wanted:
        span = Span(sentences[min(picked)].start, sentences[max(picked)].end) if picked else chosen.span
        if did(_add, here, transcript_id, span, codes, new.strip(), said=say("turns.added")):
            st.rerun()
    return chosen


def _suggested(sight: Sight, opened: OpenTranscript, turn: Turn) -> None:
    """What is suggested in this turn, once the person has finished it."""
    for one in suggestions.current(sight.here.desk, transcript_id=opened.transcript.id):
        if one.span.overlaps(turn.span):
            suggestion_card(sight, opened, one, key="turns_suggestion")


def _add(here: Here, transcript_id: TranscriptId, span: Span, codes: list[Code], new: str) -> int:
    """Code a passage with each code; each is an act of its own, so that one can be undone."""
    chosen: list[CodeId] = [code.id for code in codes]
    if new:
        chosen.append(codebooks.add_code(here.desk, new).id)
    if not chosen:
        raise RuleError(say("turns.no_codes"))
    for code_id in chosen:
        codings.add_coding(here.desk, transcript_id, span, code_id)
    return len(chosen)


def _there(here: Here, codebook: Codebook, found: list[Coding]) -> None:
    """What this turn carries; one's own codings can be removed."""
    if not found:
        st.caption(say("turns.nothing_coded"))
    for coding in found:
        label = codebook.codes[coding.code_id].label if coding.code_id in codebook.codes else ""
        with st.container(border=True):
            st.html(
                f'<div class="wb-note"><p class="wb-about"><b>{html.escape(label)}</b> · {html.escape(coding.coder)}</p>'
                f"<blockquote>{html.escape(shortened(coding.quote, 160))}</blockquote></div>"
            )
            if coding.coder != here.member.name:
                continue
            remove = st.button(say("turns.remove", code=as_written(label)), key=f"turns.remove.{coding.id}")
            if remove and did(codings.remove_coding, here.desk, coding.id, said=say("turns.removed")):
                st.rerun()
