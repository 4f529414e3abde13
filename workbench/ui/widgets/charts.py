"""Charts in the colours of the workbench: marks and words that are read on light and on dark ground. A table always stands beside them."""

from __future__ import annotations

import altair as alt
import streamlit as st

_INK = {"light": "#22292B", "dark": "#E6E4DE"}
_MARK = {"light": "#0B6B66", "dark": "#3FB3A6"}


def mark() -> str:
    """The colour of bars, lines and points on the present ground."""
    return _MARK[_ground()]


def draw(chart: alt.LayerChart) -> None:
    """Show a chart as wide as the page, its words in full ink."""
    ink = _INK[_ground()]
    st.altair_chart(
        chart.configure_axis(labelColor=ink, titleColor=ink, labelFontSize=13, titleFontSize=13)
        .configure_title(color=ink, fontSize=15, anchor="start")
        .configure_text(color=ink, fontSize=13)
        .configure_legend(labelColor=ink, titleColor=ink, labelFontSize=13),
        width="stretch",
    )


def _ground() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
