"""Whose talk carries which code: by person, or by what people share."""

from __future__ import annotations

import streamlit as st

from workbench.analysis.who_says import NOT_LINKED, cells_by_value, codings_by_person, mentions_by_person
from workbench.domain.ids import CodeId, ParticipantId
from workbench.domain.snapshot import Snapshot
from workbench.ui.state import Here
from workbench.ui.widgets.frame import lead
from workbench.ui.widgets.passage_list import passage_list
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, say

_EVERYBODY = ParticipantId("everybody")


def show_people(here: Here, snapshot: Snapshot) -> None:
    """A table of codes by people or by the values of an attribute, and the passages of a cell."""
    lead(say("patterns.people_lead"))
    names = [one.name for one in snapshot.attributes]
    chosen = st.selectbox(
        say("patterns.people_by"),
        ["", *names],
        format_func=lambda name: name or say("patterns.people_each"),
        key="patterns.people_by",
    )
    if chosen:
        _by_value(snapshot, chosen)
    else:
        _by_person(snapshot)
    st.caption(say("patterns.team_only"))
    _open(here, snapshot)


def _by_person(snapshot: Snapshot) -> None:
    cells = mentions_by_person(snapshot)
    people = _people(snapshot)
    plain_table(
        say("patterns.people_table"),
        [say("patterns.column_code"), *people.values()],
        [
            (label, *(cells.get((code_id, person), "") for person in people))
            for code_id, label in _codes(snapshot, {code_id for code_id, _ in cells}).items()
        ],
    )


def _by_value(snapshot: Snapshot, name: str) -> None:
    cells = cells_by_value(snapshot, name)
    values = sorted({value for _, value in cells}, key=lambda value: (not value, value))
    rows = []
    for code_id, label in _codes(snapshot, {code_id for code_id, _ in cells}).items():
        found = [cells.get((code_id, value)) for value in values]
        rows.append((label, *(say("patterns.value_cell", people=cell.people, mentions=cell.mentions) if cell else "" for cell in found)))  # fmt: skip
    heads = [value or say("patterns.no_value") for value in values]
    plain_table(say("patterns.value_table", name=name), [say("patterns.column_code"), *heads], rows)
    st.caption(say("patterns.value_key"))


def _people(snapshot: Snapshot) -> dict[ParticipantId, str]:
    """Everybody who is heard in a coding, by number and pseudonym; voices without a person last."""
    heard = codings_by_person(snapshot)
    names = {
        person.id: f"{person.label} {person.pseudonym}".strip()
        for person in snapshot.participants
        if person.id in heard
    }
    return names | ({NOT_LINKED: say("patterns.not_linked")} if NOT_LINKED in heard else {})


def _codes(snapshot: Snapshot, used: set[CodeId]) -> dict[CodeId, str]:
    return {code.id: code.label for code, _ in snapshot.codebook.outline() if code.id in used}


def _open(here: Here, snapshot: Snapshot) -> None:
    by_person = codings_by_person(snapshot)
    everybody = list({coding.id: coding for some in by_person.values() for coding in some}.values())
    codes = _codes(snapshot, {coding.code_id for coding in everybody})
    st.subheader(say("patterns.open_lead"), anchor=False)
    left, right = st.columns(2, gap="small")
    code_id = left.selectbox(
        say("patterns.open_code"),
        list(codes),
        index=None,
        format_func=lambda one: as_written(codes[one]),
        placeholder=say("patterns.open_choose"),
        key="patterns.people_code",
    )
    people = _people(snapshot)
    person: ParticipantId = right.selectbox(
        say("patterns.open_person"),
        [_EVERYBODY, *people],
        format_func=lambda one: as_written(people[one]) if one in people else say("patterns.open_all"),
        key="patterns.people_person",
    )
    if code_id is None:
        return
    found = [coding for coding in (by_person.get(person, everybody)) if coding.code_id == code_id]
    if found:
        passage_list(here, found, key=f"patterns.people_passages.{code_id}.{person}")
    else:
        st.write(say("patterns.open_none"))
