"""Whether new codes slowed down: the values are chosen first, then the curve, the table and a sentence that claims no more than it can."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from workbench.analysis.saturation import (
    BASE_SIZES,
    RUN_LENGTHS,
    THRESHOLDS,
    Interview,
    Saturation,
    interviews_in_order,
    saturation,
)
from workbench.domain.snapshot import Snapshot
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.charts import draw, mark
from workbench.ui.widgets.frame import lead
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import day, say

_ASKED = "patterns.new_asked"


def show_new_codes(_: Here, snapshot: Snapshot) -> None:
    """Nothing is shown before the values are chosen, so that nobody chooses them by the result."""
    lead(say("patterns.new_lead"))
    with st.form("patterns.new"):
        first, second, third = st.columns(3, gap="small")
        base = first.selectbox(say("patterns.base"), BASE_SIZES)
        run = second.selectbox(say("patterns.run"), RUN_LENGTHS)
        threshold = third.selectbox(say("patterns.threshold"), THRESHOLDS, format_func="{:.0%}".format)
        if st.form_submit_button(say("patterns.look"), type="primary"):
            state.keep(_ASKED, (base, run, threshold))
    asked: tuple[int, int, float] | None = state.kept(_ASKED, None)
    st.write(say("patterns.new_about"))
    if asked is None:
        return
    base, run, threshold = asked
    interviews = interviews_in_order(snapshot)
    if len(interviews) < base + run:
        st.info(say("patterns.too_few", n=len(interviews), needed=base + run))
        return
    new = [len(one.new_codes) for one in interviews]
    found = saturation(new, base_size=base, run_length=run, threshold=threshold)
    _verdict(found)
    _warnings(snapshot, interviews)
    draw(_curve(snapshot, interviews))
    _table(snapshot, interviews, found)


def _verdict(found: Saturation) -> None:
    if not found.windows:
        st.info(say("patterns.empty_base"))
    elif found.reached:
        st.info(
            say(
                "patterns.reached",
                end=found.reached.end,
                short=found.in_short(),
                share=f"{found.reached.share:.0%}",
                run=found.run_length,
            )
        )
    else:
        st.info(say("patterns.not_reached", share=f"{found.windows[-1].share:.0%}", run=found.run_length))


def _warnings(snapshot: Snapshot, interviews: list[Interview]) -> None:
    def listed(some: list[Interview]) -> str:
        return ", ".join(snapshot.transcript_by_id[one.transcript_id].label for one in some)

    if groups := [one for one in interviews if one.is_group]:
        st.caption(say("patterns.group_warning", labels=listed(groups)))
    if undated := [one for one in interviews if one.held_on is None]:
        st.warning(say("patterns.no_date_warning", labels=listed(undated)))


def _curve(snapshot: Snapshot, interviews: list[Interview]) -> alt.LayerChart:
    new = [len(one.new_codes) for one in interviews]
    frame = pd.DataFrame(
        {
            "interview": [snapshot.transcript_by_id[one.transcript_id].label for one in interviews],
            "new": new,
            "all": list(pd.Series(new).cumsum()),
        }
    )
    base = alt.Chart(frame, title=say("patterns.new_chart"), height=300).encode(
        x=alt.X("interview:N", sort=None, title=say("patterns.column_interview"), axis=alt.Axis(labelAngle=0)),
    )
    count = alt.Y("all:Q", title=say("patterns.column_all"), axis=alt.Axis(tickMinStep=1, format="d"))
    line = base.mark_line(point={"filled": True, "size": 60, "color": mark()}, color=mark()).encode(y=count)
    bars = base.mark_bar(width=18, opacity=0.5, color=mark()).encode(y=alt.Y("new:Q"))
    words = base.mark_text(dy=-10).encode(y=count, text="all:Q")
    chart: alt.LayerChart = bars + line + words
    return chart


def _table(snapshot: Snapshot, interviews: list[Interview], found: Saturation) -> None:
    shares = {window.end: f"{window.share:.0%}" for window in found.windows}
    so_far, rows = 0, []
    for number, one in enumerate(interviews, start=1):
        so_far += len(one.new_codes)
        label = snapshot.transcript_by_id[one.transcript_id].label
        named = f"{label}, {day(one.held_on)}" if one.held_on else label
        rows.append((number, named, len(one.new_codes), so_far, shares.get(number, "")))
    plain_table(
        say("patterns.new_table"),
        [say(f"patterns.column_{name}") for name in ("number", "interview", "new", "all", "share")],
        rows,
    )
