"""Identifiers: find what could tell who somebody is, decide about each string once, have it checked, sign off."""

from __future__ import annotations

import streamlit as st

from workbench.domain.project import Right
from workbench.privacy.score import ALL, CANNOT, Score, published
from workbench.privacy.values import IdentifierClass
from workbench.services import identifier_replacing, identifiers
from workbench.services.identifier_finds import Overview
from workbench.ui.state import Here
from workbench.ui.widgets import identifier_clearing, identifier_groups, identifier_vault
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say

_PARTS = ("decide", "list", "check", "vault")


def page(here: Here) -> None:
    """The button, how far the team is, and the four parts of the work."""
    heading(here, say("identifiers.title"), say("identifiers.lead"))
    if not here.may(Right.DEIDENTIFY):
        empty(say("identifiers.not_allowed"), say("identifiers.not_allowed_advice"))
        return
    seen = identifiers.look_over(here.desk)
    if not seen.standings:
        empty(say("identifiers.no_transcripts"), say("identifiers.no_transcripts_advice"))
        return
    _find(here)
    if not any(one.search or one.clearance.signed_at for one in seen.standings) and not seen.groups:
        empty(say("identifiers.not_searched"), say("identifiers.not_searched_advice"))
        return
    _progress(seen)
    part = st.segmented_control(
        say("identifiers.part"),
        _PARTS,
        default=_PARTS[0],
        required=True,
        format_func=lambda one: say(f"identifiers.part_{one}"),
        key="identifiers.part",
        label_visibility="collapsed",
    )
    if part == "decide":
        _replace_now(here, seen)
        identifier_groups.one_at_a_time(here)
    elif part == "list":
        identifier_groups.listed(seen)
    elif part == "check":
        identifier_clearing.draw(here, seen)
    else:
        identifier_vault.draw(here)


def _find(here: Here) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="identifiers_find"):
        wanted = st.button(
            say("identifiers.find"), type="primary", key="identifiers.find", help=say("identifiers.find_help")
        )
        undo_and_redo(here, key="identifiers")
        with st.popover(say("identifiers.score")):
            _score()
    if wanted:
        with st.spinner(say("identifiers.finding"), show_time=True):
            found = act(identifiers.search, here.desk, here.workbench.models)
        if found is not None:
            st.toast(say("identifiers.found", n=len(found.groups)), duration="long")
            st.rerun()


def _score() -> None:
    """The published figures of the search, on both corpora, and what it cannot find."""
    figures = published()
    _score_table("apart", figures.kept_apart)
    _score_table("developed", figures.developed_against)
    st.write(say("identifiers.score_blind"))
    st.markdown("\n".join(f"- {as_written(one)}" for one in CANNOT))


def _score_table(corpus: str, found: Score) -> None:
    st.write(say(f"identifiers.score_{corpus}_text", n=found.words, hits=round(found.hits_per_thousand)))
    rows = [
        (
            say(f"identifiers.kind_{IdentifierClass(row.kind).name.lower()}"),
            row.planted,
            _share(row.recall),
            _share(row.precision),
        )
        for row in found.rows
        if row.voice == ALL
    ]
    columns = [say(f"identifiers.column_{one}") for one in ("kind", "planted", "recall", "precision")]
    plain_table(say(f"identifiers.score_{corpus}_table"), columns, rows)


def _share(share: float | None) -> str:
    return say("identifiers.score_none") if share is None else f"{share:.0%}"


def _progress(seen: Overview) -> None:
    total, left = len(seen.groups), len(seen.open)
    stale = [one.here.transcript.label for one in seen.standings if one.state.value == "not searched"]
    if total:
        st.progress((total - left) / total, text=say("identifiers.progress", done=total - left, n=total))
    if stale:
        st.caption(say("identifiers.stale", labels=", ".join(stale)))


def _replace_now(here: Here, seen: Overview) -> None:
    """The replacements that are decided and not made yet, with what else would change, and the button that makes them."""
    waiting = sum(len(group.pending) + len(group.pending_voices) for group in seen.groups)
    if not waiting:
        return
    with st.container(border=True, key="identifiers_waiting"):
        st.write(say("identifiers.waiting", n=waiting))
        others = identifier_replacing.elsewhere(here.desk)
        if others:
            with st.expander(say("identifiers.elsewhere", n=len(others))):
                for one in others[:50]:
                    st.markdown(f"~~{as_written(one.now)}~~  \n{as_written(one.then)}")
        if st.button(
            say("identifiers.replace_now"),
            key="identifiers.replace_now",
            type="primary" if not seen.open else "secondary",
        ):
            done = act(identifier_replacing.replace_decided, here.desk)
            if done is not None:
                st.toast(
                    say("identifiers.replaced_now", n=done.occurrences, transcripts=done.transcripts), duration="long"
                )
                st.rerun()
