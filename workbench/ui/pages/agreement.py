"""Agreement: how alike people coded, as a view to learn from. What speaks against the figures stands above the button."""

from __future__ import annotations

import streamlit as st

from workbench.analysis.agreement import Unit
from workbench.domain.project import Right
from workbench.domain.round import Round
from workbench.services import agreement
from workbench.services.agreement import Choices, Wish
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.agreement_figures import show_figures
from workbench.ui.widgets.agreement_words import meaning
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.words import as_written, say

_ASKED = "agreement.asked"
_REASONS_AGAINST = 6
_UNITS: tuple[Unit, ...] = tuple(Unit)


def page(here: Here) -> None:
    """Ask, then look. The figures stay until something else is asked."""
    heading(here, say("agreement.title"), say("agreement.lead"))
    if not here.may(Right.CODE):
        empty(say("agreement.not_allowed"), say("agreement.not_allowed_advice"))
        return
    there = agreement.choices(here.desk)
    if len(there.coders) < 2:
        empty(say("agreement.alone"), say("agreement.alone_advice"))
        meaning()
        return
    _when_not()
    if there.needs_reason:
        st.warning(say("agreement.closed"))
    _ask(here, there)
    asked: Wish | None = state.kept(_ASKED, None)
    if asked is not None and set(asked.coders) <= set(there.coders):
        shown = act(agreement.figures, here.desk, asked, reason=state.kept("agreement.why", ""))
        if shown is not None:
            show_figures(here, shown, reason=state.kept("agreement.why", ""))
    meaning()


def _when_not() -> None:
    """The list of the method, above the button."""
    with st.container(border=True, key="agreement_when_not"):
        st.subheader(say("agreement.when_not"), anchor=False)
        lines = "\n".join(f"- {say(f'agreement.when_not_{number}')}" for number in range(1, _REASONS_AGAINST + 1))
        st.markdown(f"{say('agreement.when_not_lead')}\n\n{lines}")
        st.caption(say("agreement.when_not_source"))


def _ask(here: Here, there: Choices) -> None:
    rounds = {one.id: one for one in there.rounds}
    with st.form("agreement.ask"):
        left, right = st.columns(2, gap="medium")
        unit = left.radio(
            say("agreement.unit"),
            _UNITS,
            format_func=_unit,
            help=say("agreement.unit_help"),
            key="agreement.unit",
        )
        together = left.radio(
            say("agreement.layer"),
            [False, True] if there.decisions else [False],
            format_func=lambda one: say("agreement.layer_together" if one else "agreement.layer_own"),
            help=say("agreement.layer_help"),
            key="agreement.layer",
        )
        coders = right.multiselect(
            say("agreement.coders"),
            there.coders,
            placeholder=say("agreement.coders_all"),
            key="agreement.coders",
        )
        within = right.selectbox(
            say("agreement.where"),
            [None, *rounds],
            format_func=lambda one: _place(rounds[one]) if one else say("agreement.where_all"),
            key="agreement.where",
        )
        reason = right.text_input(say("agreement.reason"), help=say("agreement.reason_help"), key="agreement.reason")
        pressed = st.form_submit_button(say("agreement.compute"), type="primary")
    if pressed:
        wish = Wish(unit, tuple(coders), bool(together), within)
        if act(agreement.figures, here.desk, wish, reason=reason) is None:
            state.drop(_ASKED)
        else:
            state.keep(_ASKED, wish)
            state.keep("agreement.why", reason)


def _unit(unit: Unit) -> str:
    return say(f"agreement.unit_{unit.value}")


def _place(one: Round) -> str:
    return say("agreement.where_round", title=as_written(one.title))
