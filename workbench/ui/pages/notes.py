"""Notes: the team's journal, by date, to search and to write in. A private note is shown to its author only, and says so."""

from __future__ import annotations

import streamlit as st

from workbench.domain.coding import MemoKind, Target
from workbench.domain.project import Right
from workbench.services.journal import Entry, Wanted, journal
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.feelings import calm_words, write_feelings
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.widgets.note_form import note_form
from workbench.ui.widgets.notes_panel import one_note
from workbench.ui.words import day, name_of, say

PER_PAGE = 20


def page(here: Here) -> None:
    """Write on the right, read on the left."""
    heading(here, say("notes.title"), say("notes.lead"))
    left, right = st.columns([3, 2], gap="large")
    with right:
        undo_and_redo(here, key="notes")
        if here.may(Right.WRITE_NOTES):
            with st.popover(say("care.feelings_open"), help=say("care.feelings_help"), width="stretch"):
                calm_words(here)
                write_feelings(here, key="notes")
            note_form(here)
    with left:
        _journal(here)


@fragment
def _journal(here: Here) -> None:
    found = journal(here.desk)
    if not found:
        empty(say("notes.none"), say("notes.none_advice"))
        return
    wanted = _wanted(found)
    shown = [entry for entry in found if wanted.holds(entry)]
    st.caption(say("counts.notes", n=len(shown)))
    if not shown:
        st.info(say("notes.none_found"))
    number = st.pagination((len(shown) - 1) // PER_PAGE + 1, key="notes.page") if len(shown) > PER_PAGE else 1
    before = ""
    for entry in shown[(number - 1) * PER_PAGE : number * PER_PAGE]:
        if (date := day(entry.memo.created_at)) != before:
            st.subheader(date, anchor=False)
            before = date
        one_note(here, entry.memo, key="notes", place=_place(entry), goes_to=entry)


def _wanted(found: list[Entry]) -> Wanted:
    """What the reader looks for."""
    words, since, until = st.columns([2, 1, 1], gap="medium")
    kinds, authors, targets = st.columns(3, gap="medium")
    wanted = Wanted(
        words=words.text_input(say("notes.find"), key="notes.find"),
        since=since.date_input(say("notes.since"), value=None, format="YYYY-MM-DD", key="notes.since"),
        until=until.date_input(say("notes.until"), value=None, format="YYYY-MM-DD", key="notes.until"),
        kind=kinds.selectbox(
            say("notes.filter_kind"),
            [None, *MemoKind],
            format_func=lambda one: name_of(one) if one else say("notes.all_kinds"),
            key="notes.filter_kind",
        ),
        author=authors.selectbox(
            say("notes.filter_author"),
            [None, *sorted({entry.memo.author for entry in found})],
            format_func=lambda one: one or say("notes.all_authors"),
            key="notes.filter_author",
        ),
        target=targets.selectbox(
            say("notes.filter_target"),
            [None, *Target],
            format_func=lambda one: name_of(one) if one else say("notes.all_targets"),
            key="notes.filter_target",
        ),
    )
    if state.kept("notes.wanted", wanted) != wanted:
        state.drop("notes.page")  # another search begins at its first page
    state.keep("notes.wanted", wanted)
    if wanted.since and wanted.until and wanted.since > wanted.until:
        st.info(say("notes.dates_crossed"))
    return wanted


def _place(entry: Entry) -> str:
    """What a note hangs on, in words."""
    match entry.memo.target:
        case Target.CODE:
            return say("notes.on_code", label=entry.name) if entry.name else ""
        case Target.THEME:
            return say("notes.on_theme", title=entry.name) if entry.name else ""
        case Target.PASSAGE if entry.turn is not None:
            return say("notes.on_passage", transcript=entry.name, turn=entry.turn)
        case _:
            return entry.name
