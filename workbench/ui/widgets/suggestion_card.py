"""One suggestion with its reason in the line, and what can be made of it: two buttons for the usual answers, the others one step away."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from workbench.domain.codebook import Codebook
from workbench.domain.ids import CodeId
from workbench.domain.sentences import split_sentences
from workbench.domain.span import Span
from workbench.domain.suggestion import Suggestion
from workbench.services import suggestion_reviews
from workbench.services.desk import Desk
from workbench.services.transcripts import OpenTranscript
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.code_outline import swatch
from workbench.ui.widgets.code_passages import in_context
from workbench.ui.widgets.voices import Pseudonyms, place_in_words
from workbench.ui.words import as_written, name_of, say, shortened


@dataclass(frozen=True)
class Sight:
    """What a page needs to show suggestions: who looks, the codebook with its letters, and what people are called."""

    here: Here
    codebook: Codebook
    letters: Mapping[CodeId, str]
    names: Pseudonyms


def suggestion_card(
    sight: Sight, opened: OpenTranscript, suggestion: Suggestion, *, key: str, worth: str = "", keys: bool = False
) -> None:
    """The passage, why the code may fit, and the answers. With ``keys`` single letters answer this one."""
    code = sight.codebook.get(suggestion.code_id)
    place = place_in_words(opened, suggestion.span.start, sight.names)
    chip = f' <span class="wb-worth">{html.escape(worth)}</span>' if worth else ""
    with st.container(border=True, key=f"{key}_{suggestion.id}"):
        st.html(
            f'<p class="wb-about">{swatch(code, sight.letters[code.id])} <b>{html.escape(code.label)}</b> · '
            f"{html.escape(name_of(suggestion.band))} · {html.escape(place)}{chip}</p>"
            f"{why(suggestion.because)}"
            f"{in_context(opened.body, suggestion.span.start, suggestion.span.end)}"
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _answer(sight, suggestion, "accept", key=key, shortcut="a" if keys else None)
            _answer(sight, suggestion, "reject", key=key, shortcut="x" if keys else None)
            _answer(sight, suggestion, "unsure", key=key, shortcut="o" if keys else None)
            _answer(sight, suggestion, "never", key=key, shortcut="v" if keys else None)
            with st.popover(say("suggestions.more"), type="tertiary", key=f"{key}.more.{suggestion.id}"):
                _other_words(sight, opened, suggestion, key=key)
            turn = opened.body.turn_at(suggestion.span.start)
            doors.link(
                "code",
                say("suggestions.in_place"),
                transcript_id=suggestion.transcript_id,
                turn=turn.number if turn else None,
            )


def why(because: Sequence[str]) -> str:
    """The reasons, in view without a click: the words that count, then the passages that are alike, a line for each."""
    reasons = list(because) or [say("suggestions.no_reason")]
    lines = "".join(f"<li>{html.escape(reason)}</li>" for reason in reasons)
    return f'<div class="wb-because"><span>{html.escape(say("suggestions.because"))}</span><ul>{lines}</ul></div>'


_DEEDS: dict[str, Callable[[Desk, str], object]] = {
    "accept": suggestion_reviews.accept,
    "reject": suggestion_reviews.reject,
    "unsure": suggestion_reviews.put_aside,
    "never": suggestion_reviews.never_here,
}


def _answer(sight: Sight, suggestion: Suggestion, answer: str, *, key: str, shortcut: str | None) -> None:
    pressed = st.button(
        say(f"suggestions.{answer}"),
        key=f"{key}.{answer}.{suggestion.id}",
        help=say(f"suggestions.{answer}_help"),
        shortcut=shortcut,
        type="tertiary" if answer in ("unsure", "never") else "secondary",
    )
    label = as_written(sight.codebook.get(suggestion.code_id).label)
    if pressed and did(
        _DEEDS[answer], sight.here.desk, suggestion.id, said=say(f"suggestions.{answer}_done", code=label)
    ):
        st.rerun()


def _other_words(sight: Sight, opened: OpenTranscript, suggestion: Suggestion, *, key: str) -> None:
    """Use the code on some sentences of the turn only, or on more of them."""
    turn = opened.body.turn_at(suggestion.span.start)
    if turn is None:
        return
    text = opened.body.text
    sentences = split_sentences(text, turn.start, turn.end)
    meant = [at for at, one in enumerate(sentences) if one.overlaps(suggestion.span)]
    chosen = st.multiselect(
        say("suggestions.other_words"),
        range(len(sentences)),
        default=meant,
        format_func=lambda at: f"{at + 1}. {shortened(sentences[at].text_in(text), 80)}",
        help=say("suggestions.other_words_help"),
        key=f"{key}.words.{suggestion.id}",
    )
    pressed = st.button(
        say("suggestions.use_words"), key=f"{key}.adjust.{suggestion.id}", disabled=not chosen or chosen == meant
    )
    if not pressed:
        return
    span = Span(sentences[min(chosen)].start, sentences[max(chosen)].end)
    label = as_written(sight.codebook.get(suggestion.code_id).label)
    said = say("suggestions.accept_done", code=label)
    if did(suggestion_reviews.accept, sight.here.desk, suggestion.id, span=span, said=said):
        st.rerun()
