"""The passages behind a number: where each stands, its words, the code and who marked it, ten to a page."""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from workbench.domain.coding import Coding
from workbench.services import code_passages
from workbench.services.code_passages import Passage
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.further_rows import each
from workbench.ui.widgets.locks import lock_html
from workbench.ui.words import say


def passage_list(here: Here, codings: Iterable[Coding], *, key: str) -> None:
    """These codings where they stand, each with a way to its turn."""
    rows = code_passages.passages_of(here.desk, codings)
    st.caption(say("passages.shown", n=len(rows)))
    each(rows, f"{key}.page", lambda _, row: _passage(row))


def _passage(row: Passage) -> None:
    place = say(
        "passages.place", transcript=row.transcript_label, turn=row.turn, speaker=row.voice or say("import.nobody")
    )
    doors.link("code", place, transcript_id=row.coding.transcript_id, turn=row.turn)
    about = f"{row.code.label} · {say('passages.by', coder=row.coding.coder)}"
    st.html(
        f'<p class="wb-passage">{html.escape(row.before)}<mark>{html.escape(row.coding.quote)}</mark>'
        f'{html.escape(row.after)}</p><p class="wb-about">{html.escape(about)} {lock_html(row.lock)}</p>'
    )
