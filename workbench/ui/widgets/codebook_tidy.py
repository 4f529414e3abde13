"""Tidying the codebook up: codes that may be one idea, and passages that were coded under an old meaning."""

from __future__ import annotations

import html
from collections.abc import Mapping

import streamlit as st

from workbench.analysis.near_duplicates import Likeness, NearDuplicate, near_duplicates, similar_codes
from workbench.domain.codebook import Code, Codebook
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.services import codebook_history
from workbench.services.codebook_history import OldMeaning
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets.code_outline import swatch
from workbench.ui.widgets.codebook_reshape import merge_form
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, day, say


def tidy(here: Here, codebook: Codebook, uses: Mapping[CodeId, int]) -> None:
    """Left what may be one idea, right what is to be looked at again."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        section(say("tidy.alike"), say("tidy.alike_lead"))
        found = near_duplicates(codebook)
        if not found:
            st.write(say("tidy.none_alike"))
        letters = code_letters(codebook)
        for pair in found:
            _pair(here, codebook, pair, letters, uses)
    with right:
        section(say("tidy.old"), say("tidy.old_lead"))
        olds = codebook_history.under_old_meanings(here.desk)
        if not olds:
            st.write(say("tidy.none_old"))
        for old in olds:
            _old(here, old)


def _pair(
    here: Here, codebook: Codebook, pair: NearDuplicate, letters: Mapping[CodeId, str], uses: Mapping[CodeId, int]
) -> None:
    with st.container(border=True):
        st.html(
            "".join(_side(code, letters[code.id], uses.get(code.id, 0)) for code in (pair.first, pair.second))
            + f'<p class="wb-because">{html.escape(say(f"tidy.{_reason(pair.likeness)}"))}</p>'
        )
        if not here.may(Right.EDIT_CODEBOOK):
            return
        # The code with more codings is offered as the one that stays.
        fewer, more = sorted((pair.first, pair.second), key=lambda code: uses.get(code.id, 0))
        with st.popover(say("tidy.merge", source=as_written(fewer.label), target=as_written(more.label))):
            swap = st.checkbox(say("tidy.swap"), key=f"tidy.swap.{fewer.id}.{more.id}")
            source, target = (more, fewer) if swap else (fewer, more)
            merge_form(here, codebook, source.id, target.id)


def _side(code: Code, letters: str, uses: int) -> str:
    meaning = code.short_definition or code.full_definition or say("outline.no_definition")
    return (
        f'<p class="wb-pair">{swatch(code, letters)} <strong>{html.escape(code.label)}</strong> '
        f"<small>{html.escape(say('counts.codings', n=uses))}</small><br>{html.escape(meaning)}</p>"
    )


def _reason(likeness: Likeness) -> str:
    return {
        Likeness.SAME_WORDS: "same_words",
        Likeness.NAMES: "names_alike",
        Likeness.ONE_IN_THE_OTHER: "one_in_the_other",
        Likeness.MEANINGS: "meanings_alike",
        Likeness.NAMED_IN_MEANING: "named_in_meaning",
    }[likeness]


def _old(here: Here, old: OldMeaning) -> None:
    mine = len(old.of(here.desk.actor))
    with st.container(border=True):
        st.markdown(f"**{as_written(old.code.label)}**  \n{say('passages.old', n=len(old.codings))}")
        st.caption(
            say(
                "tidy.old_change",
                who=as_written(old.changed_by),
                day=day(old.changed_at),
                mine=say("counts.codings", n=mine),
            )
        )
        if st.button(say("tidy.look"), key=f"tidy.look.{old.code.id}"):
            state.wish("codebook.code", old.code.id)
            state.wish("codebook.tab", say("codebook.tab_codes"))
            state.keep("codebook.open_passages", old.code.id)
            st.rerun()


def warn_of_similar(codebook: Codebook, label: str) -> None:
    """Show the codes that may already say what a new label says."""
    names = "\n".join(
        f"- **{as_written(one.code.label)}** – {as_written(one.code.short_definition or say('outline.no_definition'))}"
        for one in similar_codes(codebook, label)
    )
    st.warning(f"{say('tidy.similar', label=as_written(label))}\n\n{names}")
