"""The figures of agreement: a chart and a table per code, where people differ, and which codes stand against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from workbench.analysis.agreement import CodeAgreement, SeenUnit, Unit
from workbench.analysis.agreement_measures import GAPS, NO_UNITS, ONE_VALUE, TWO_CODERS, Measure
from workbench.domain.ids import CodeId
from workbench.services import agreement
from workbench.services.agreement import Figures
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.frame import empty, section
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say, shortened

_WHY = {ONE_VALUE: "one_value", NO_UNITS: "no_units", TWO_CODERS: "two_coders", GAPS: "gaps"}
_MOST_PASSAGES = 12
_MOST_CLOSELY = 40
_MOST_PAIRS = 8
_LABEL = 40
_INK = "#17807A"  # holds on light and dark ground
_ROW = 26  # points of height for each code in the chart


def show_figures(here: Here, shown: Figures, *, reason: str) -> None:
    """All that was asked for, with what speaks against it first."""
    found = shown.found
    if shown.wish.together:
        st.warning(say("agreement.after_consensus"))
    for caution, number in shown.cautions.items():
        st.info(say(f"agreement.caution_{caution.value.replace(' ', '_')}", n=number))
    if not found.codes:
        empty(say("agreement.nothing"), say("agreement.nothing_advice"))
        return
    people = as_written(", ".join(found.coders))
    st.write(say(f"agreement.found_{found.unit.value}", n=found.units, people=people))
    st.caption(say("agreement.missing"))
    _chart(shown)
    _table(shown)
    st.download_button(
        say("agreement.save"),
        data=partial(agreement.table_bytes, here.desk, shown.wish, reason=reason),
        file_name="agreement.csv",
        mime="text/csv",
        key="agreement.save",
    )
    _weakest(shown)
    _confused(shown)
    _closely(shown)


def _label(shown: Figures, code_id: CodeId) -> str:
    return shown.codebook.get(code_id).label


def _chart(shown: Figures) -> None:
    """Alpha of each code as a mark with its range; form, not colour, tells what is too few."""
    rows = [
        {
            "code": shortened(_label(shown, code.code_id), _LABEL),
            "alpha": code.alpha.value,
            "low": code.interval.low if code.interval else code.alpha.value,
            "high": code.interval.high if code.interval else code.alpha.value,
            "enough": say("agreement.chart_few" if code.too_few else "agreement.chart_enough"),
        }
        for code in shown.found.codes
        if code.alpha.value is not None
    ]
    if not rows:
        return
    section(say("agreement.chart"))
    names = [say("agreement.chart_enough"), say("agreement.chart_few")]
    shape = alt.Shape(
        "enough:N",
        title=None,
        scale=alt.Scale(domain=names, range=["circle", "square"]),
        legend=alt.Legend(orient="top"),
    )
    filled = alt.condition(alt.datum.enough == names[0], alt.value(_INK), alt.value("transparent"))
    lows = [code.interval.low for code in shown.found.codes if code.interval]
    lows += [code.alpha.value for code in shown.found.codes if code.alpha.value is not None]
    scale = alt.Scale(domain=[min(0.0, *lows), 1.0], nice=True)
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("code:N", sort=None, title=None, axis=alt.Axis(labelLimit=320, labelOverlap=False)),
        tooltip=[
            "code",
            alt.Tooltip("alpha", format=".2f"),
            alt.Tooltip("low", format=".2f"),
            alt.Tooltip("high", format=".2f"),
        ],
    )
    ranges = base.mark_rule(strokeWidth=2, color=_INK).encode(
        x=alt.X("low:Q", title=say("agreement.chart_axis"), scale=scale), x2="high:Q"
    )
    marks = base.mark_point(size=90, opacity=1, strokeWidth=2, color=_INK).encode(
        x=alt.X("alpha:Q", scale=scale), shape=shape, fill=filled
    )
    st.altair_chart((ranges + marks).properties(height=_ROW * len(rows) + 140), alt=say("agreement.chart_alt"))
    st.caption(say("agreement.chart_about"))


def _table(shown: Figures) -> None:
    found = shown.found
    on_the_line = found.unit is Unit.CHARACTER
    measures: list[tuple[str, Callable[[CodeAgreement], str]]] = (
        [("units_alpha", lambda code: _in_words(code.alpha))]
        if on_the_line
        else [
            ("percent", lambda code: "" if code.percent.value is None else f"{code.percent.value:.0%}"),
            ("alpha", _alpha),
            ("kappa", _kappa),
            *([("fleiss", _fleiss)] if len(found.coders) > 2 else []),
            ("ac1", lambda code: _in_words(code.ac1)),
        ]
    )
    columns = [
        say("agreement.column_code"),
        *(say("agreement.column_given", name=name) for name in found.coders),
        *(say(f"agreement.column_{name}") for name, _ in measures),
        say("agreement.column_note"),
    ]
    rows = [
        (
            _label(shown, code.code_id),
            *code.positive,
            *(cell(code) for _, cell in measures),
            say("agreement.too_few") if code.too_few else "",
        )
        for code in found.codes
    ]
    plain_table(say("agreement.table"), columns, rows)


def _in_words(measure: Measure) -> str:
    if measure.value is None:
        return say(f"agreement.why_{_WHY[measure.why_not]}")
    return f"{measure.value:.2f}".replace("-0.00", "0.00")


def _alpha(code: CodeAgreement) -> str:
    if code.interval is None:
        return _in_words(code.alpha)
    ends = {name: _in_words(Measure(getattr(code.interval, name))) for name in ("low", "high")}
    return say("agreement.range", figure=_in_words(code.alpha), **ends)


def _kappa(code: CodeAgreement) -> str:
    """Of two people the figure; of more, from the lowest pair to the highest."""
    if not code.pairs:
        return _in_words(code.kappa)
    figures = [one.kappa.value for one in code.pairs if one.kappa.value is not None]
    if not figures:
        return _in_words(code.pairs[0].kappa)
    return say("agreement.pairs_range", low=_in_words(Measure(min(figures))), high=_in_words(Measure(max(figures))))


def _fleiss(code: CodeAgreement) -> str:
    return _in_words(code.fleiss)


def _weakest(shown: Figures) -> None:
    """The three codes with the lowest figures that can be read, and the way to the passages."""
    section(say("agreement.weakest"), say("agreement.weakest_lead"))
    weakest = [code for code in shown.found.weakest if code.differing]
    if not weakest:
        st.write(say("agreement.no_weakest"))
        return
    for code in weakest:
        label = as_written(_label(shown, code.code_id))
        st.markdown(say("agreement.weak_line", code=label, alpha=_in_words(code.alpha)))
        _passages(shown, code.differing, most=_MOST_PASSAGES, key=f"weak.{code.code_id}")
    if doors.leads_to("compare"):
        doors.link("compare", say("agreement.compare"))


def _passages(shown: Figures, units: Sequence[SeenUnit], *, most: int, key: str) -> None:
    """Links to turns, each once."""
    turns = list(dict.fromkeys((unit.transcript_id, unit.turn) for unit in units))
    with st.container(horizontal=True, key=f"agreement.{key}"):
        for transcript_id, turn in turns[:most]:
            words = say("agreement.passage", transcript=shown.labels.get(transcript_id, ""), turn=turn)
            doors.link("code", words, transcript_id=transcript_id, turn=turn)
    if len(turns) > most:
        st.caption(say("agreement.more", n=len(turns) - most))


def _confused(shown: Figures) -> None:
    if not shown.found.confused:
        return
    section(say("agreement.confused"), say("agreement.confused_lead"))
    lines = [
        say("agreement.confused_line", one=as_written(_label(shown, one)), other=as_written(_label(shown, other)), n=n)
        for one, other, n in shown.found.confused[:_MOST_PAIRS]
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _closely(shown: Figures) -> None:
    """Any one code: every passage that differs, and the kappa of each pair."""
    codes = {code.code_id: code for code in shown.found.codes}
    with st.expander(say("agreement.closer"), key="agreement.closer"):
        chosen = st.selectbox(
            say("agreement.closer_code"),
            list(codes),
            format_func=shown.codebook.path,
            key="agreement.closer_code",
        )
        code = codes[chosen]
        if code.differing:
            st.write(say("agreement.passages"))
            _passages(shown, code.differing, most=_MOST_CLOSELY, key="closely")
        else:
            st.write(say("agreement.closer_alike"))
        if code.pairs:
            rows = [(f"{one.first} – {one.second}", _in_words(one.kappa)) for one in code.pairs]
            columns = (say("agreement.closer_pair"), say("agreement.column_kappa"))
            plain_table(say("agreement.closer_pairs"), columns, rows)
