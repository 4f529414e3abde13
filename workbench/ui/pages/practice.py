"""Practice: read a passage of an invented interview, choose a code, and hear what a team would say.

Nothing is kept: no project, count or log knows of it, and a reload begins anew.
"""

from __future__ import annotations

import html

import streamlit as st

from workbench.services.practice import Answer, Feedback, Practice, PracticePassage, feedback, open_practice
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.frame import heading, section
from workbench.ui.words import say

_NUMBER, _ASKED = "practice.number", "practice.asked"
_NONE = "none"


def page(here: Here) -> None:
    """The passage on the left, the small codebook on the right."""
    practice = open_practice()
    heading(here, say("practice.title"), say("practice.lead"))
    st.html(f'<p class="wb-content-note" role="note">{html.escape(say("practice.made_up"))}</p>')
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="practice_exercise"):
        _exercise()
    with right:
        with st.expander(say("practice.whole", title=practice.title)):
            st.html(_interview(practice))
        section(say("practice.codes"))
        st.html(_codebook(practice))
    doors.link("home", say("practice.back"))


@fragment
def _exercise() -> None:
    practice = open_practice()
    number = state.kept(_NUMBER, 0)
    if number >= len(practice.passages):
        _end()
        return
    passage = practice.passages[number]
    section(say("practice.passage", number=number + 1, last=len(practice.passages)))
    st.html(_in_its_place(practice, passage))
    choices = [*practice.codes, _NONE]
    chosen = st.radio(
        say("practice.ask"),
        choices,
        index=None,
        horizontal=True,
        format_func=lambda name: practice.codes[name].label if name in practice.codes else say("practice.none"),
        key=f"practice.choice.{number}",
    )
    if chosen is None:
        st.caption(say("practice.choose_first"))
    with st.container(horizontal=True, gap="small"):
        asked = st.button(say("practice.show"), type="primary", disabled=chosen is None, key=f"practice.show.{number}")
        st.button(
            say("practice.before"), disabled=number == 0, key="practice.before", on_click=_turn_to, args=(number - 1,)
        )
        st.button(say("practice.next"), key="practice.next", on_click=_turn_to, args=(number + 1,))
    if asked:
        state.keep(_ASKED, (number, chosen))
    if chosen is not None and state.kept(_ASKED, None) == (number, chosen):
        st.html(_said(feedback(practice, passage, None if chosen == _NONE else chosen)))


def _end() -> None:
    section(say("practice.end"))
    st.write(say("practice.end_about"))
    st.button(say("practice.again"), key="practice.again", on_click=_turn_to, args=(0,))


def _turn_to(number: int) -> None:
    """Go to a passage; what the key said about another one is not shown there."""
    state.keep(_NUMBER, number)
    state.drop(_ASKED)


def _interview(practice: Practice) -> str:
    turns = "".join(
        f"<p><strong>{html.escape(turn.speaker)}:</strong> {html.escape(turn.text)}</p>" for turn in practice.turns
    )
    return f'<div class="wb-turns">{turns}</div>'


def _in_its_place(practice: Practice, passage: PracticePassage) -> str:
    """The marked words in their turn, after the question that they answer."""
    turn, span = practice.turn(passage.turn), passage.span
    before, after = turn.text[: span.start], turn.text[span.end :]
    question = practice.turn(passage.turn - 1) if passage.turn > 1 else None
    asked = f"<p><small>{html.escape(question.speaker)}: {html.escape(question.text)}</small></p>" if question else ""
    return (
        f'<div class="wb-turns wb-practice">{asked}<p class="wb-passage"><strong>{html.escape(turn.speaker)}:</strong> '
        f"{html.escape(before)}<mark>{html.escape(passage.quote)}</mark>{html.escape(after)}</p></div>"
    )


def _said(said: Feedback) -> str:
    """The answer in words: how the choice stands to the key, why, and what else can be seen."""
    names = say("practice.and").join(f"“{code.label}”" for code in said.key)
    chosen = f"“{said.chosen.label}”" if said.chosen else ""
    lines = [say(f"practice.answer_{said.answer.value}", chosen=chosen, key=names), said.why]
    if said.people_differ:
        lines.append(say("practice.differ", key=names))
    if said.seen_too:
        lines.append(say("practice.seen_too", chosen=chosen, what=said.seen_too))
    elif said.answer in (Answer.ANOTHER, Answer.KEY_HAS_NONE) and said.chosen:
        lines.append(say("practice.meaning", chosen=chosen, meaning=f"{said.chosen.definition} {said.chosen.use}"))
    first, *rest = [html.escape(line) for line in lines]
    return (
        f'<div class="wb-feedback" role="status"><p><strong>{first}</strong></p>'
        f"{''.join(f'<p>{line}</p>' for line in rest)}</div>"
    )


def _codebook(practice: Practice) -> str:
    rows = "".join(
        f"<div><dt>{html.escape(code.label)}</dt><dd>{html.escape(code.definition)}"
        f"<br><small>{html.escape(say('practice.use', text=code.use))}</small>"
        f"<br><small>{html.escape(say('practice.not_for', text=code.not_for))}</small></dd></div>"
        for code in practice.codes.values()
    )
    return f'<dl class="wb-glossary wb-glossary-narrow">{rows}</dl>'
