"""More like this: like the passages of a code, like one passage, or like words that somebody writes."""

from __future__ import annotations

import streamlit as st

from workbench.domain.codebook import CodeStatus
from workbench.domain.ids import CodeId
from workbench.services import codebooks, looking_further, suggestion_gate, transcripts
from workbench.services.looking_further import LikeThis
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.frame import lead
from workbench.ui.widgets.further_rows import each, found, listed, passage
from workbench.ui.words import as_written, say, shortened

_WAYS = ("code", "passage", "words")


@fragment
def more_like_this(here: Here) -> None:
    """What to compare with, and what is like it."""
    lead(say("further.like_lead"))
    state.grant("further.what")
    way = st.segmented_control(
        say("further.like_what"),
        _WAYS,
        default="code",
        required=True,
        format_func=lambda one: say(f"further.like_{one}"),
        key="further.what",
    )
    rows = {"code": _of_code, "passage": _of_passage, "words": _of_words}[way or "code"](here)
    if rows is None:
        return
    if not rows:
        st.write(say("further.like_none_code" if way == "code" else "further.like_none"))
    each(rows, f"further.page.{way}", lambda number, row: _one(row, f"further.like.{way}.{number}"))


def _one(row: LikeThis, key: str) -> None:
    passage(row.place, [say("further.shares", words=listed(row.shared))], words=row.shared, key=key)


def _of_code(here: Here) -> list[LikeThis] | None:
    stands = suggestion_gate.standing(here.desk)
    if not stands.is_open:
        st.info(f"{as_written(stands.sentence)} {say('further.still_open')}")
        return None
    codebook = codebooks.get_codebook(here.desk)
    ids: list[CodeId] = [code.id for code in codebook if code.codable and code.status is not CodeStatus.RETIRED]
    if not ids:
        st.write(say("codebook.none"))
        return None
    state.grant("further.code")
    if state.kept("further.code", ids[0]) not in ids:
        state.drop("further.code")
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
    chosen = left.selectbox(say("further.code"), ids, format_func=codebook.path, key="further.code")
    whole_team = right.checkbox(
        say("further.whole_team"), key="further.whole_team", help=say("further.whole_team_help")
    )
    return found(here, looking_further.like_code, chosen, whole_team=whole_team)


def _of_passage(here: Here) -> list[LikeThis] | None:
    rows = {row.transcript.id: row for row in transcripts.list_transcripts(here.desk)}
    state.grant("further.transcript")
    if state.kept("further.transcript", None) not in rows:
        last_read = state.chosen_transcript()
        state.keep("further.transcript", last_read if last_read in rows else next(iter(rows)))
    left, right = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    chosen = left.selectbox(
        say("further.transcript"),
        list(rows),
        format_func=lambda name: f"{rows[name].transcript.label} – {rows[name].transcript.title}",
        key="further.transcript",
    )
    last = max(1, rows[chosen].turns)
    state.grant("further.turn")
    if state.kept("further.turn", 1) > last:
        state.drop("further.turn")
    turn = right.number_input(
        say("further.turn"), min_value=1, max_value=last, step=1, key="further.turn", help=say("further.turn_help")
    )
    body = transcripts.open_transcript(here.desk, chosen).body
    said = next((one.span.text_in(body.text) for one in body.turns if one.number == turn), "")
    st.caption(as_written(say("further.asked", words=shortened(said, 240))))
    return found(here, looking_further.like_passage, chosen, int(turn))


def _of_words(here: Here) -> list[LikeThis] | None:
    words = st.text_input(
        say("further.words"),
        key="further.words",
        placeholder=say("further.words_example"),
        help=say("further.words_help"),
    )
    return found(here, looking_further.like_words, words) if words.strip() else None
