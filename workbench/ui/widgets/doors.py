"""Ways from one page to another; each keeps the place, also when it is opened in a new tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from workbench.domain.ids import CodeId, TranscriptId
from workbench.ui import state

_PAGES = "doors.pages"


def remember(pages: Mapping[str, st.Page]) -> None:
    """The pages of this run, by name."""
    state.keep(_PAGES, dict(pages))


def leads_to(name: str) -> bool:
    """Whether there is a page of this name."""
    return name in state.kept(_PAGES, {})


def go(name: str) -> NoReturn:
    """Show another page now."""
    pages: dict[str, st.Page] = state.kept(_PAGES, {})
    st.switch_page(pages[name], query_params=state.address())


def link(
    name: str,
    label: str,
    *,
    transcript_id: TranscriptId | None = None,
    turn: int | None = None,
    code_id: CodeId | None = None,
) -> None:
    """A link to another page: to a turn of a transcript, or with a code in hand."""
    pages: dict[str, st.Page] = state.kept(_PAGES, {})
    more: dict[str, str] = {}
    if transcript_id:
        more[state.TRANSCRIPT] = transcript_id
    if turn is not None:
        more[state.TURN] = str(turn)
    if code_id:
        more[state.CODE] = code_id
    st.page_link(pages[name], label=label, query_params=state.address(**more))
