"""The form that corrects one turn: its words, who speaks, why; and which codings it touches, before it is saved."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.ids import SpeakerId, TranscriptId
from workbench.services import corrections, transcripts
from workbench.services.corrections import Effect, TurnFix
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
        st.caption(say("corrections.fix_about"))
        text = st.text_area(
            say("corrections.fix_text"), turn.span.text_in(place.body.text), height=180, key=f"{key}.text"
        )
        speaker, voice = _speaker(place, turn.speaker_id, key)
        reason = st.text_input(
            say("corrections.fix_reason"), help=say("corrections.fix_reason_help"), key=f"{key}.reason"
        )
        fix = TurnFix(number, text, speaker, voice)
        effect = corrections.preview_fix(here.desk, transcript_id, fix)
        if effect.edits:
            show_effect(effect)
        if st.button(say("corrections.fix_save"), type="primary", key=f"{key}.save"):
            done = act(
                corrections.fix_turn, here.desk, transcript_id, fix, reason=reason, seen=place.revision.id
            )  # fmt: skip
            if done is not None:
                state.drop_all("corrections.fix.")
                state.choose_transcript(transcript_id)
                state.tell(
                    say("corrections.fixed_waiting" if done.waiting else "corrections.fixed", n=len(done.waiting))
                )
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
