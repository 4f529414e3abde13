"""Corrections: codings that wait for a place, the revisions of a transcript, and a better version of a file."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.ids import RevisionId
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.transcript import Transcript
from workbench.services import corrections, transcripts, waiting
from workbench.services.waiting import Mark, TurnDifference, Waiting
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.fix_turn import show_effect
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.words import as_written, moment, name_of, say

_MARKS = {Mark.SAME: "{}", Mark.GONE: "<del>{}</del>", Mark.NEW: "<ins>{}</ins>"}
_MOST = 200  # turns shown of one comparison


def page(here: Here) -> None:
    """What waits first; then one transcript's texts."""
    heading(here, say("corrections.title"), say("corrections.lead"))
    undo_and_redo(here, key="corrections")
    names = [say(f"corrections.tab_{name}") for name in ("waiting", "revisions", "replace")]
    first, second, third = st.tabs(names, key="corrections.tab")
    with first:
        _queue(here)
    with second:
        _revisions(here)
    with third:
        _replace(here)


# What waits ---------------------------------------------------------------------------------------------------------


@fragment
def _queue(here: Here) -> None:
    if not here.may(Right.CODE):
        empty(say("corrections.not_allowed"), say("corrections.not_allowed_advice"))
        return
    rows = waiting.waiting(here.desk)
    if not rows:
        empty(say("corrections.none_waits"), say("corrections.none_waits_advice"))
    else:
        st.write(say("corrections.waiting", n=len(rows)))
        _one(here, rows[min(state.kept("corrections.at", 0), len(rows) - 1)], len(rows))
    aside = waiting.waiting(here.desk, set_aside=True)
    if aside:
        with st.expander(say("corrections.aside", n=len(aside))):
            for row in aside:
                st.markdown(
                    f"**{as_written(row.code.label)}** – {as_written(row.coding.quote)}  \n"
                    + say(
                        "corrections.aside_by",
                        who=as_written(row.unplaced.set_aside_by),
                        reason=as_written(row.unplaced.reason),
                    )
                )
                up = row.may_decide and st.button(say("corrections.take_up"), key=f"corrections.up.{row.coding.id}")
                if up and did(waiting.take_up, here.desk, row.coding.id):
                    st.rerun()


def _one(here: Here, row: Waiting, total: int) -> None:
    """One coding with both texts side by side, and the three ways on."""
    key = f"corrections.one.{row.coding.id}"
    with st.container(border=True, key=key.replace(".", "_")):
        st.subheader(
            f"{as_written(row.code.label)} · {say('corrections.by', who=as_written(row.coding.coder), label=row.transcript.label)}",
            anchor=False,
        )
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown(f"**{say('corrections.before')}**")
            st.html(_marked(row.turn_before or row.coding.quote, row.coding.quote))
        with right:
            turn = f" ({say('corrections.turn', n=row.turn_number)})" if row.turn_number else ""
            st.markdown(f"**{say('corrections.now')}**{turn}")
            st.html(
                _marked(row.turn_now, row.guessed_words) if row.turn_now else f"<p>{say('corrections.no_guess')}</p>"
            )
        if not row.may_decide:
            st.info(say("corrections.whose", who=as_written(row.coding.coder)))
        else:
            _ways(here, row, key)
    if total > 1 and st.button(say("corrections.next"), key="corrections.next"):
        state.keep("corrections.at", (state.kept("corrections.at", 0) + 1) % total)
        st.rerun(scope="fragment")


def _ways(here: Here, row: Waiting, key: str) -> None:
    if row.guess is not None and st.button(say("corrections.keep_guess"), type="primary", key=f"{key}.keep"):
        _place(here, row, row.guess, row.guessed_words)
    with st.expander(say("corrections.other_words"), expanded=row.guess is None):
        number = st.number_input(
            say("corrections.in_turn"), min_value=1, value=row.turn_number or 1, step=1, key=f"{key}.turn"
        )
        place = transcripts.open_transcript(here.desk, row.transcript.id)
        turn = corrections.turn_of(place, int(number))
        text = turn.span.text_in(place.body.text)
        st.html(f'<p class="wb-quote">{html.escape(text)}</p>')
        words = st.text_input(say("corrections.words"), help=say("corrections.words_help"), key=f"{key}.words").strip()
        if st.button(say("corrections.place"), key=f"{key}.place", disabled=not words):
            if words in text:
                start = turn.start + text.index(words)
                _place(here, row, Span(start, start + len(words)), words)
            else:
                st.error(say("corrections.not_there", n=int(number)))
    with st.expander(say("corrections.set_aside_open")):
        reason = st.text_input(say("corrections.aside_reason"), key=f"{key}.reason")
        if st.button(say("corrections.set_aside"), key=f"{key}.aside") and did(
            waiting.set_aside, here.desk, row.coding.id, reason=reason, said=say("corrections.aside_done")
        ):
            st.rerun()


def _place(here: Here, row: Waiting, span: Span, quote: str) -> None:
    if act(waiting.place, here.desk, row.coding.id, span, quote=quote, said=say("corrections.placed")):
        st.rerun()


def _marked(turn: str, words: str) -> str:
    """A turn with the words of a coding in it marked."""
    shown = html.escape(turn)
    found = html.escape(words)
    return f'<p class="wb-quote">{shown.replace(found, f"<mark>{found}</mark>", 1) if found else shown}</p>'


# The texts of a transcript ------------------------------------------------------------------------------------------


@fragment
def _revisions(here: Here) -> None:
    transcript = _choose(here, "corrections.of")
    if transcript is None:
        return
    found = waiting.revisions_of(here.desk, transcript.id)
    for one in found:
        reason = f" – {as_written(one.reason)}" if one.reason and one.number > 1 else ""
        who = say("corrections.made", who=as_written(one.made_by), when=moment(one.made_at))
        st.markdown(f"{one.number}. **{name_of(one.kind)}**{reason}  \n{who}", unsafe_allow_html=False)
    if len(found) < 2:
        st.caption(say("corrections.never_corrected"))
        return
    names = {one.id: say("corrections.revision", n=one.number, kind=name_of(one.kind).lower()) for one in found}
    left, right = st.columns(2, gap="medium")
    before = left.selectbox(
        say("corrections.compare"),
        list(names),
        index=1,
        format_func=lambda one: names[one],
        key=f"corrections.a.{transcript.id}",
    )
    after = right.selectbox(
        say("corrections.with"),
        list(names),
        index=0,
        format_func=lambda one: names[one],
        key=f"corrections.b.{transcript.id}",
    )
    _differences(here, before, after)


def _differences(here: Here, before: RevisionId, after: RevisionId) -> None:
    rows = act(waiting.compare, here.desk, before, after)
    if rows is None:
        return
    st.caption(say("corrections.differences", n=len(rows)))
    st.html("".join(_difference(row) for row in rows[:_MOST]))
    if len(rows) > _MOST:
        st.caption(say("corrections.more_differences", n=len(rows) - _MOST))


def _difference(row: TurnDifference) -> str:
    """A turn with what is gone struck through and what is new underlined: not by colour alone."""
    number = row.after or row.before or 0
    speaker = html.escape(row.speaker_after or row.speaker_before)
    if row.speaker_before and row.speaker_after and row.speaker_before != row.speaker_after:
        speaker = f"<del>{html.escape(row.speaker_before)}</del> <ins>{html.escape(row.speaker_after)}</ins>"
    words = "".join(_MARKS[piece.mark].format(html.escape(piece.text)) for piece in row.pieces)
    return f'<p class="wb-quote"><strong>{html.escape(say("corrections.turn", n=number))} {speaker}</strong><br>{words}</p>'


def _choose(here: Here, key: str) -> Transcript | None:
    rows = transcripts.list_transcripts(here.desk)
    if not rows:
        empty(say("transcripts.none"), say("code.none_advice"))
        return None
    by_id = {row.transcript.id: row.transcript for row in rows}
    chosen = state.chosen_transcript()
    picked = st.selectbox(
        say("transcripts.which"),
        list(by_id),
        index=list(by_id).index(chosen) if chosen in by_id else 0,
        format_func=lambda name: f"{by_id[name].label} – {by_id[name].title}",
        key=key,
    )
    doors.link("code", say("transcripts.open", label=by_id[picked].label), transcript_id=picked)
    return by_id[picked]


# A better version of the file ---------------------------------------------------------------------------------------


@fragment
def _replace(here: Here) -> None:
    if not here.may(Right.IMPORT):
        empty(say("import.not_allowed"), say("import.not_allowed_advice"))
        return
    st.write(say("corrections.replace_about"))
    transcript = _choose(here, "corrections.replaced")
    if transcript is None:
        return
    key = f"corrections.file.{transcript.id}.{transcript.revision_id}"
    file = st.file_uploader(say("corrections.replace_file"), help=say("import.formats"), key=key)
    if file is None:
        return
    seen = act(transcripts.preview, here.desk, file.getvalue(), file_name=file.name)
    effect = act(corrections.preview_replacement, here.desk, transcript.id, seen) if seen else None
    if seen is None or effect is None:
        return
    st.write(say("corrections.replace_words", before=effect.words_before, after=effect.words_after, kept=effect.kept))
    show_effect(effect)
    reason = st.text_input(
        say("corrections.fix_reason"), help=say("corrections.replace_reason_help"), key=f"{key}.reason"
    )
    go = st.button(say("corrections.replace_go"), type="primary", key=f"{key}.go")
    said = say("corrections.replaced", label=transcript.label)
    if go and did(corrections.replace_transcript, here.desk, transcript.id, seen, reason=reason, said=said):
        st.rerun()
