"""The mirror on the screen: what was made of suggestions, and how coding differs where there was help. Numbers too small say so."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from workbench.domain.ids import CodeId
from workbench.domain.mirror import FEW_PASSAGES, ReviewCounts, Shift
from workbench.domain.project import Right
from workbench.domain.suggestion import UNAIDED_ONE_IN
from workbench.services import codebooks
from workbench.services.mirror import Mirror, own_mirror, team_mirror
from workbench.ui.state import Here
from workbench.ui.widgets.frame import empty
from workbench.ui.words import as_written, say


def mirror_panel(here: Here) -> None:
    """One's own mirror; a mentor or an owner may look at the team's."""
    whole = here.may(Right.SWITCH_SUGGESTIONS) and st.segmented_control(
        say("suggestions.mirror_whose"),
        ["own", "team"],
        default="team",
        required=True,
        format_func=lambda one: say(f"suggestions.mirror_{one}"),
        key="suggestions.mirror_whose",
    )
    found = team_mirror(here.desk) if whole == "team" else own_mirror(here.desk)
    if not found.counts.all:
        empty(say("suggestions.mirror_empty"), say("suggestions.mirror_empty_advice"))
        return
    st.write(say("suggestions.mirror_says", n=found.counts.all, used=found.counts.used))
    _kindly(found)
    codebook = codebooks.get_codebook(here.desk)
    labels = {code.id: codebook.path(code.id) for code in codebook}
    st.subheader(say("suggestions.mirror_by_code"), anchor=False)
    _table(say("suggestions.which_code"), {labels.get(name, ""): counts for name, counts in found.by_code.items()})
    if whole == "team":
        st.subheader(say("suggestions.mirror_by_person"), anchor=False)
        _table(say("suggestions.mirror_person"), found.by_person)
    st.subheader(say("suggestions.mirror_shift"), anchor=False)
    _shift(found.shift, labels)


def _kindly(found: Mirror) -> None:
    for name in found.often_used_by:
        st.info(say("suggestions.mirror_often", name=as_written(name)))


def _table(title: str, rows: Mapping[str, ReviewCounts]) -> None:
    columns = ("accepted", "adjusted", "rejected", "unsure", "never")
    table = [
        {
            title: name,
            **{say(f"suggestions.column_{one}"): getattr(counts, one) for one in columns},
            say("suggestions.column_share"): _share(counts.acceptance),
        }
        for name, counts in rows.items()
    ]
    st.table(pd.DataFrame(table).set_index(title))


def _share(value: float | None) -> str:
    return say("suggestions.too_few") if value is None else f"{value:.0%}"


def _shift(shift: Shift, labels: Mapping[CodeId, str]) -> None:
    st.write(say("suggestions.shift_about", one_in=UNAIDED_ONE_IN))
    if not shift.can_be_said:
        few = min(shift.aided.passages, shift.unaided.passages)
        st.caption(
            say(
                "suggestions.shift_too_few",
                few=few,
                enough=FEW_PASSAGES,
                aided=shift.aided.passages,
                unaided=shift.unaided.passages,
            )
        )
        return
    st.write(
        say(
            "suggestions.shift_says",
            aided=f"{shift.aided.codes_per_passage or 0:.2f}",
            aided_n=shift.aided.passages,
            unaided=f"{shift.unaided.codes_per_passage or 0:.2f}",
            unaided_n=shift.unaided.passages,
        )
    )
    rows = [
        {
            say("suggestions.which_code"): labels.get(code_id, ""),
            say("suggestions.shift_with"): _share(shift.aided.share(code_id)),
            say("suggestions.shift_without"): _share(shift.unaided.share(code_id)),
        }
        for code_id in shift.largest()
    ]
    if rows:
        st.table(pd.DataFrame(rows).set_index(say("suggestions.which_code")))
