"""The form that corrects one turn: its words, who speaks, where it ends, why; and which codings it touches."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.ids import SpeakerId, TranscriptId
from workbench.domain.transcript import Turn
from workbench.services import corrections, transcripts
from workbench.services.corrections import Effect, TurnFix
from workbench.services.revisions import Revised
from workbench.services.transcripts import OpenTranscript
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, errors_in_words
from workbench.ui.words import as_written, say, shortened

_OTHER = "other"
_SHOWN = 5


def fix_turn(here: Here, transcript_id: TranscriptId, number: int) -> None:
    """Open the form over the page."""
    st.dialog(say("corrections.fix_title", n=number), width="medium")(_form)(here, transcript_id, number)


def _form(here: Here, transcript_id: TranscriptId, number: int) -> None:
    with errors_in_words():
        place = transcripts.open_transcript(here.desk, transcript_id)
        turn = corrections.turn_of(place, number)
        key = f"corrections.fix.{place.revision.id}.{number}"
        ways = ["words", "cut", "join"] if number > 1 else ["words", "cut"]
        way = st.segmented_control(
            say("corrections.fix_what"),
            ways,
            default="words",
            required=True,
            format_func=lambda one: say(f"corrections.fix_{one}"),
            key=f"{key}.way",
        )
        if way == "cut":
            _cut(here, place, turn, key)
        elif way == "join":
            _join(here, place, turn, key)
        else:
            _reword(here, place, turn, key)


def _reword(here: Here, place: OpenTranscript, turn: Turn, key: str) -> None:
    """Other words, or another speaker."""
    transcript_id = place.transcript.id
    st.caption(say("corrections.fix_about"))
    text = st.text_area(say("corrections.fix_text"), turn.span.text_in(place.body.text), height=180, key=f"{key}.text")
    speaker, voice = _speaker(place, turn.speaker_id, key)
    reason = _reason(key)
    fix = TurnFix(turn.number, text, speaker, voice)
    effect = corrections.preview_fix(here.desk, transcript_id, fix)
    if effect.edits:
        show_effect(effect)
    if st.button(say("corrections.fix_save"), type="primary", key=f"{key}.save"):
        _end(
            place,
            act(corrections.fix_turn, here.desk, transcript_id, fix, reason=reason, seen=place.revision.id),
            said="corrections.fixed",
        )


def _cut(here: Here, place: OpenTranscript, turn: Turn, key: str) -> None:
    """Two turns where there is one; the second may be somebody else's."""
    words = turn.span.text_in(place.body.text)
    st.html(f'<p class="wb-quote">{html.escape(words)}</p>')
    first = st.text_input(say("corrections.cut_at"), help=say("corrections.cut_at_help"), key=f"{key}.cut").strip()
    names: dict[str, str] = {name: voice.label for name, voice in place.speakers.items()}
    speaker = None
    if names:
        speaker = st.selectbox(
            say("corrections.cut_speaker"),
            list(names),
            index=list(names).index(turn.speaker_id) if turn.speaker_id in names else 0,
            format_func=names.__getitem__,
            key=f"{key}.cut_speaker",
        )
    reason = _reason(key)
    if not st.button(say("corrections.cut_save"), type="primary", disabled=not first, key=f"{key}.save_cut"):
        return
    if words.count(first) != 1:
        st.error(say("corrections.cut_twice" if first in words else "corrections.cut_not_there"))
        return
    done = act(
        corrections.split_turn,
        here.desk,
        place.transcript.id,
        turn.number,
        turn.start + words.index(first),
        reason=reason,
        speaker_id=SpeakerId(speaker) if speaker else None,
        seen=place.revision.id,
    )
    _end(place, done, said="corrections.cut_done")


def _join(here: Here, place: OpenTranscript, turn: Turn, key: str) -> None:
    """One turn where there are two."""
    st.caption(say("corrections.join_about"))
    for one in (corrections.turn_of(place, turn.number - 1), turn):
        st.html(f'<p class="wb-quote">{html.escape(one.span.text_in(place.body.text))}</p>')
    reason = _reason(key)
    if st.button(say("corrections.join_save"), type="primary", key=f"{key}.save_join"):
        done = act(
            corrections.join_turns, here.desk, place.transcript.id, turn.number, reason=reason, seen=place.revision.id
        )  # fmt: skip
        _end(place, done, said="corrections.join_done")


def _reason(key: str) -> str:
    return st.text_input(say("corrections.fix_reason"), help=say("corrections.fix_reason_help"), key=f"{key}.reason")


def _end(place: OpenTranscript, done: Revised | None, *, said: str) -> None:
    """Close the form and say what came of it, if it was done."""
    if done is None:
        return
    state.drop_all("corrections.fix.")
    state.choose_transcript(place.transcript.id)
    state.tell(say("corrections.fixed_waiting" if done.waiting else said, n=len(done.waiting)))
    st.rerun()


def _speaker(place: OpenTranscript, now: SpeakerId | None, key: str) -> tuple[SpeakerId | None, str]:
    names = {name: voice.label for name, voice in place.speakers.items()}
    choices: list[str] = [*names, _OTHER] if now else ["", *names, _OTHER]
    left, right = st.columns(2, gap="medium")
    chosen = left.selectbox(
        say("corrections.fix_speaker"),
        choices,
        index=choices.index(now or ""),
        format_func=lambda name: (
            names.get(SpeakerId(name)) or say("corrections.speaker_other" if name else "corrections.speaker_none")
        ),
        key=f"{key}.speaker",
    )
    if chosen != _OTHER:
        return (SpeakerId(chosen) if chosen else None), ""
    return now, right.text_input(say("corrections.speaker_new"), key=f"{key}.voice")


def show_effect(effect: Effect) -> None:
    """What a correction does to codings, in words, with the passages it touches."""
    touched = len(effect.reworded) + len(effect.waiting)
    if not touched:
        st.info(say("corrections.touches_none"))
        return
    if effect.reworded:
        st.info(say("corrections.touches", n=len(effect.reworded)))
        for one in effect.reworded[:_SHOWN]:
            st.html(
                f'<p class="wb-pair"><del>{html.escape(shortened(one.coding.quote, 160))}</del><br>'
                f"<ins>{html.escape(shortened(one.quote, 160))}</ins></p>"
            )
    if effect.waiting:
        st.warning(say("corrections.will_wait", n=len(effect.waiting)))
        for coding in effect.waiting[:_SHOWN]:
            st.markdown(f"- {as_written(shortened(coding.quote, 160))}")
