"""Notes on a transcript: one click to write one, and the list of what was written."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.coding import Memo, MemoKind, Target, Visibility
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.errors import RuleError
from workbench.services import memos, transcripts
from workbench.services.journal import Entry
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.words import as_written, moment, name_of, say, shortened


@fragment
def write_note(here: Here, transcript_id: TranscriptId) -> None:
    """A button that opens a small form."""
    if not here.may(Right.WRITE_NOTES):
        return
    with st.popover(say("note.write"), width="stretch"), st.form("note.form", clear_on_submit=True, border=False):
        text = st.text_area(say("note.text"), height=120)
        kind = choose(say("note.kind"), MemoKind)
        seen_by = st.selectbox(
            say("note.visible"), [None, *Visibility], format_func=_visibility_name, help=say("note.visible_help")
        )
        turn = st.number_input(say("note.turn"), min_value=0, value=0, step=1, help=say("note.turn_help"))
        words = st.text_input(say("note.words"), help=say("note.words_help"))
        wanted = st.form_submit_button(say("note.save"), type="primary")
    if wanted and did(
        _write,
        here,
        transcript_id,
        text,
        kind=kind,
        visibility=seen_by,
        turn=int(turn),
        words=words,
        said=say("note.saved"),
    ):
        st.rerun()


def _visibility_name(visibility: Visibility | None) -> str:
    return name_of(visibility) if visibility else say("note.visible_usual")


def _write(
    here: Here,
    transcript_id: TranscriptId,
    text: str,
    *,
    kind: MemoKind,
    visibility: Visibility | None,
    turn: int,
    words: str,
) -> Memo:
    """A note on the transcript, on a turn, or on some words of a turn."""
    span = place_in_turn(here, transcript_id, turn, words.strip()) if turn else None
    return memos.write_memo(
        here.desk,
        text,
        kind=kind,
        visibility=visibility,
        target=Target.PASSAGE if span else Target.TRANSCRIPT,
        target_id=transcript_id,
        span=span,
    )


def place_in_turn(here: Here, transcript_id: TranscriptId, number: int, words: str) -> Span:
    """Where words stand in a turn; without words, the whole turn. Raises ``RuleError`` where they do not stand there."""
    body = transcripts.open_transcript(here.desk, transcript_id).body
    if number > len(body.turns):
        raise RuleError(say("note.no_turn", turn=number, turns=len(body.turns)))
    turn = body.turns[number - 1]
    if not words:
        return turn.span
    start = turn.span.text_in(body.text).casefold().find(words.casefold())
    if start < 0:
        raise RuleError(say("note.no_words", words=words, turn=number))
    return Span(turn.start + start, min(turn.start + start + len(words), turn.end))


@fragment
def notes_here(here: Here, transcript_id: TranscriptId) -> None:
    """The notes on this transcript that this person may read, newest first."""
    found = [memo for memo in memos.list_memos(here.desk) if memo.target_id == transcript_id]
    with st.expander(say("note.here", n=len(found))):
        if not found:
            st.write(say("note.none_here"))
        for memo in reversed(found):
            one_note(here, memo, key="code.note")


def one_note(here: Here, memo: Memo, *, key: str, place: str = "", goes_to: Entry | None = None) -> None:
    """A note with its author, date, kind and who may see it; one's own can be changed or removed.

    ``goes_to`` adds a link to the words that the note is about, where there are any.
    """
    about = " · ".join(part for part in (memo.author, moment(memo.created_at), name_of(memo.kind), place) if part)
    private = memo.visibility is not Visibility.TEAM
    badge = (
        f' <span class="wb-private">{html.escape(say(f"note.seen_by_{memo.visibility.value}"))}</span>'
        if private
        else ""
    )
    quote = f"<blockquote>{html.escape(shortened(memo.quote, 200))}</blockquote>" if memo.quote else ""
    with st.container(border=True):
        st.html(
            f'<div class="wb-note"><p class="wb-about">{html.escape(about)}{badge}</p>{quote}'
            f"<p>{html.escape(memo.text)}</p></div>"
        )
        own, place_known = memo.author == here.member.name, goes_to is not None and goes_to.transcript_id is not None
        if not own and not place_known:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if goes_to is not None and place_known:
                _link(goes_to)
            if own:
                _own_note(here, memo, key)


def _link(entry: Entry) -> None:
    place = entry.name if entry.turn is None else say("notes.on_passage", transcript=entry.name, turn=entry.turn)
    doors.link("code", say("notes.go_to", place=place), transcript_id=entry.transcript_id, turn=entry.turn)


def _own_note(here: Here, memo: Memo, key: str) -> None:
    """Two buttons: change, with who may read it, and remove."""
    with st.popover(say("note.change")):
        text = st.text_area(say("note.text"), memo.text, key=f"{key}.text.{memo.id}")
        seen_by = choose(say("note.visible"), Visibility, before=memo.visibility, key=f"{key}.visible.{memo.id}")
        if memo.kind is MemoKind.REFLEXIVE:
            st.caption(say("note.shared_leaves"))
        changed = st.button(say("frame.save"), key=f"{key}.save.{memo.id}")
    removed = st.button(say("note.remove"), key=f"{key}.remove.{memo.id}")
    if changed and did(memos.change_memo, here.desk, memo.id, text=text, visibility=seen_by, said=say("note.changed")):
        st.rerun()
    if removed and did(
        memos.remove_memo, here.desk, memo.id, said=say("note.removed", text=as_written(shortened(memo.text, 40)))
    ):
        st.rerun()
