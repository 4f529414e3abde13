"""How far each code reaches: people and mentions as a chart and as a table, and the passages behind every count."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from workbench.domain.snapshot import Snapshot
from workbench.services import patterns
from workbench.services.patterns import CodeReach
from workbench.ui.state import Here
from workbench.ui.widgets.charts import draw, mark
from workbench.ui.widgets.frame import lead
from workbench.ui.widgets.passage_list import passage_list
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say

_IN_CHART = 25


def show_codes(here: Here, snapshot: Snapshot) -> None:
    """Chart, table, and the passages of the code that is chosen."""
    lead(say("patterns.codes_lead"))
    with_below = st.checkbox(say("patterns.below"), key="patterns.below")
    rows = patterns.code_reaches(snapshot, with_below=with_below)
    used = sorted((row for row in rows if row.codings), key=lambda row: (-len(row.reach.people), -row.reach.mentions))
    draw(bars(used[:_IN_CHART]))
    unlinked = any(row.reach.unlinked for row in used)
    columns = ("code", "people", "mentions", "transcripts", *(("voices",) if unlinked else ()))
    plain_table(
        say("patterns.codes_chart"),
        [say(f"patterns.column_{name}") for name in columns],
        [
            (
                "\u2003" * row.depth + row.code.label,
                len(row.reach.people),
                row.reach.mentions,
                len(row.reach.transcripts),
                *((len(row.reach.unlinked) or "",) if unlinked else ()),
            )
            for row in rows
            if row.codings
        ],
    )
    if unused := len(rows) - len(used):
        st.caption(say("patterns.unused", n=unused))
    _open(here, used)


def bars(rows: list[CodeReach]) -> alt.LayerChart:
    """A bar for the people of each code; its numbers stand behind it in words, so that length and colour are not alone."""
    frame = pd.DataFrame(
        {
            "code": [row.code.label for row in rows],
            "people": [len(row.reach.people) for row in rows],
            "said": [_in_words(row) for row in rows],
        }
    )  # fmt: skip
    base = alt.Chart(frame, title=say("patterns.codes_chart"), height=alt.Step(24)).encode(
        y=alt.Y("code:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
        x=alt.X("people:Q", title=say("patterns.column_people"), axis=alt.Axis(tickMinStep=1, format="d")),
    )
    chart: alt.LayerChart = base.mark_bar(height=14, color=mark()) + base.mark_text(align="left", dx=5).encode(
        text="said:N"
    )
    return chart


def _in_words(row: CodeReach) -> str:
    return f"{say('patterns.people', n=len(row.reach.people))}, {say('patterns.mentions', n=row.reach.mentions)}"


def _open(here: Here, used: list[CodeReach]) -> None:
    chosen = st.selectbox(
        say("patterns.open_lead"),
        used,
        index=None,
        format_func=lambda row: as_written(row.code.label),
        placeholder=say("patterns.open_choose"),
        key="patterns.open",
    )
    if chosen:
        passage_list(here, chosen.codings, key=f"patterns.passages.{chosen.code.id}")
