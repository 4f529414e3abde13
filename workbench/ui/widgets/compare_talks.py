"""What was settled by talking: the log, with what each talk led to and a way to open it again."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.decision import Outcome
from workbench.services import decisions
from workbench.services.decisions import Talk
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.compare_form import last_word
from workbench.ui.widgets.frame import empty
from workbench.ui.words import as_written, say, shortened

_PER_PAGE = 10


@fragment
def show_talks(here: Here) -> None:
    """The newest first; where people agreed to differ, that stays in sight."""
    found = decisions.talks(here.desk, replaced=st.session_state.get("compare.replaced", False))
    if not found:
        empty(say("compare.no_talks"), say("compare.no_talks_advice"))
        return
    last = [one for one in found if one.decision.is_last_word]
    redefined = {code.id for one in last for code in one.redefined}
    differ = sum(one.decision.outcome is Outcome.AGREE_TO_DIFFER for one in last)
    later = sum(one.decision.outcome is Outcome.RECODE_LATER for one in last)
    told = [say("compare.talked", n=len(last)), say("compare.redefined", n=len(redefined))]
    told += [say("compare.stay_apart", n=differ)] if differ else []
    told += [say("compare.for_later", n=later)] if later else []
    st.write(" ".join(told))
    st.toggle(say("compare.replaced"), help=say("compare.replaced_help"), key="compare.replaced")
    pages = (len(found) - 1) // _PER_PAGE + 1
    number = st.pagination(pages, key="compare.talks_page") if pages > 1 else 1
    for one in found[(number - 1) * _PER_PAGE : number * _PER_PAGE]:
        with st.container(border=True):
            _talk(here, one)


def _talk(here: Here, one: Talk) -> None:
    turn = one.turns[0] if one.turns else 1
    doors.link(
        "code",
        say("compare.place", label=one.transcript.label, turn=turn),
        transcript_id=one.transcript.id,
        turn=turn,
    )
    st.html(f'<p class="wb-found">{html.escape(shortened(one.words, 240))}</p>')
    st.markdown(last_word(one.decision))
    told = [say("compare.agreed_codes", codes=", ".join(code.label for code in one.agreed))] if one.agreed else []
    told += [say("compare.now_reads", codes=", ".join(code.label for code in one.redefined))] if one.redefined else []
    told += [say("compare.words_changed")] if one.words_changed else []
    told += [say("compare.talked_again")] if not one.decision.is_last_word else []
    if told:
        st.caption(as_written(" ".join(told)))
    if (
        one.may_take_back
        and one.decision.is_last_word
        and st.button(
            say("compare.take_back"), key=f"compare.back.{one.decision.id}", help=say("compare.take_back_help")
        )
        and did(decisions.take_back, here.desk, one.decision.id, said=say("compare.taken_back"))
    ):
        st.rerun()
