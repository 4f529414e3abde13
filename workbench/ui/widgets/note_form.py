"""Writing a note on the project, or on one thing in it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from workbench.domain.coding import Memo, MemoKind, Target, Visibility
from workbench.domain.ids import TranscriptId
from workbench.services import codebooks, memos, people, themes, transcripts
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import section
from workbench.ui.widgets.notes_panel import place_in_turn
from workbench.ui.words import as_written, name_of, say, shortened


@fragment
def note_form(here: Here) -> None:
    """What the note is about, what it hangs on, its words, and who may read it."""
    section(say("notes.write"))
    kind = choose(say("note.kind"), MemoKind, key="notes.kind")
    st.caption(say(f"notes.hint_{kind.value.replace(' ', '_')}"))
    target = choose(say("notes.target"), Target, key="notes.target")
    thing = _choose_thing(here, target)
    if thing is None and target is not Target.PROJECT:
        return
    turn = _choose_turn(here, TranscriptId(thing)) if thing and target is Target.PASSAGE else 0
    with st.form("notes.form", clear_on_submit=True, border=False):
        words = st.text_input(say("note.words"), help=say("note.words_help")) if turn else ""
        text = st.text_area(say("note.text"), height=160)
        usual = Visibility.ME if kind is MemoKind.REFLEXIVE else Visibility.TEAM
        seen_by = choose(say("note.visible"), Visibility, before=usual)
        wanted = st.form_submit_button(say("note.save"), type="primary")
    if wanted and did(
        _write,
        here,
        text,
        kind=kind,
        visibility=seen_by,
        target=target,
        thing=thing,
        turn=turn,
        words=words,
        said=say("note.saved"),
    ):
        st.rerun()


def _write(
    here: Here,
    text: str,
    *,
    kind: MemoKind,
    visibility: Visibility,
    target: Target,
    thing: str | None,
    turn: int,
    words: str,
) -> Memo:
    span = place_in_turn(here, TranscriptId(thing), turn, words.strip()) if thing and turn else None
    return memos.write_memo(
        here.desk, text, kind=kind, visibility=visibility, target=target, target_id=thing, span=span
    )


def _choose_thing(here: Here, target: Target) -> str | None:
    """The id of the thing that the note hangs on; ``None`` for the project, and where there is nothing to choose."""
    if target is Target.PROJECT:
        return None
    names = _things(here, target)
    if not names:
        st.info(say("notes.nothing_there"))
        return None
    label = name_of(Target.TRANSCRIPT if target is Target.PASSAGE else target)
    chosen: str = st.selectbox(label, list(names), format_func=lambda one: names[one], key=f"notes.on.{target.value}")
    return chosen


def _things(here: Here, target: Target) -> Mapping[str, str]:
    """What a note can hang on, by id."""
    match target:
        case Target.CODE:
            return {code.id: code.label for code in codebooks.get_codebook(here.desk)}
        case Target.THEME:
            return {theme.id: theme.title for theme in themes.list_themes(here.desk)}
        case Target.PARTICIPANT:
            return {one.id: f"{one.label} {one.pseudonym}" for one in people.list_participants(here.desk)}
        case _:
            rows = transcripts.list_transcripts(here.desk)
            return {row.transcript.id: f"{row.transcript.label} – {row.transcript.title}" for row in rows}


def _choose_turn(here: Here, transcript_id: TranscriptId) -> int:
    """The number of a turn, with its first words to see that it is the right one."""
    body = transcripts.open_transcript(here.desk, transcript_id).body
    if not body.turns:
        st.info(say("turns.none"))
        return 0
    number = int(
        st.number_input(
            say("note.turn"), min_value=1, max_value=len(body.turns), step=1, key=f"notes.turn.{transcript_id}"
        )
    )
    st.caption(as_written(shortened(body.turns[number - 1].span.text_in(body.text), 240)))
    return number
