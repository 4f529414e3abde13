"""What a mentor may want to look at: each thing a sentence, with a way to its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

import streamlit as st

from workbench.domain.coding import Coding
from workbench.services.cohort import Sights, what_to_look_at
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.frame import empty
from workbench.ui.words import as_written, say

_MOST = 12


def cohort_sights(here: Here) -> None:
    """The codes first, then what was marked, then how suggestions were used."""
    found = what_to_look_at(here.desk)
    st.write(say("sights.lead"))
    if found.is_empty:
        empty(say("sights.none"), say("sights.none_advice"))
        return
    _codes(found)
    _selections(found, "long", [one.coding for one in found.long], {one.coding.id: one.words for one in found.long})
    _selections(found, "short", [one.coding for one in found.short], {})
    _selections(found, "facilitator", found.facilitator, {})
    _thin(found)
    for name, counts in found.often_used.items():
        with _sight(say("sights.often", name=as_written(name), used=counts.used, all=counts.all)):
            st.write(say("sights.often_about"))
            doors.link("suggestions", say("sights.to_suggestions"))


def _codes(found: Sights) -> None:
    if found.undefined:
        with _sight(say("sights.undefined", n=len(found.undefined))):
            for code in found.undefined[:_MOST]:
                doors.link("codebook", as_written(code.label), code_id=code.id)
            _and_more(len(found.undefined))
    if found.alike:
        with _sight(say("sights.alike", n=len(found.alike))):
            for pair in found.alike[:_MOST]:
                names = say("sights.pair", first=as_written(pair.first.label), second=as_written(pair.second.label))
                doors.link("codebook", names, code_id=pair.first.id)
            _and_more(len(found.alike))
    if found.of_one:
        with _sight(say("sights.of_one", n=len(found.of_one))):
            for one in found.of_one[:_MOST]:
                about = say(
                    "sights.of_one_row", label=as_written(one.code.label), who=as_written(one.coder), n=one.uses
                )
                doors.link("codebook", about, code_id=one.code.id)
            _and_more(len(found.of_one))


def _selections(found: Sights, kind: str, codings: Iterable[Coding], words: dict[str, int]) -> None:
    """One thing for each person and kind, with the places behind it."""
    ordered = sorted(codings, key=lambda one: one.coder)
    for coder, group in groupby(ordered, key=lambda one: one.coder):
        places = list(group)
        with _sight(say(f"sights.{kind}", who=as_written(coder), n=len(places))):
            for one in places[:_MOST]:
                transcript, turn = found.transcripts[one.transcript_id].label, found.turn_of[one.id]
                label = say("sights.place", transcript=transcript, turn=turn)
                if one.id in words:
                    label = say("sights.place_words", transcript=transcript, turn=turn, words=words[one.id])
                doors.link("code", label, transcript_id=one.transcript_id, turn=turn)
            _and_more(len(places))


def _thin(found: Sights) -> None:
    if not found.thin:
        return
    with _sight(say("sights.thin", n=len(found.thin))):
        for one in found.thin[:_MOST]:
            transcript = found.transcripts[one.read.transcript_id]
            label = say(
                "sights.thin_row",
                who=as_written(one.read.reader),
                transcript=transcript.label,
                words=one.read.words,
                n=one.codings,
            )
            doors.link("code", label, transcript_id=transcript.id, turn=1)
        _and_more(len(found.thin))


@contextmanager
def _sight(sentence: str) -> Iterator[None]:
    with st.expander(sentence):
        yield


def _and_more(count: int) -> None:
    if count > _MOST:
        st.caption(say("sights.more", n=count - _MOST))
