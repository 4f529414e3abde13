"""Bringing in the work of colleagues: the files, what they would change, what to choose, and the one button."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from workbench.services import work_merging
from workbench.services.work_merging import COUNTED, Conflict, Merging, Told, Wishes
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import as_written, moment, say

_DONE = "exchange.done"
_ROUND = "exchange.round"  # a new uploader after each merge


def bring_in(here: Here) -> None:
    """Look first, then bring it in."""
    section(say("exchange.merge"), say("exchange.merge_lead"))
    turn = state.kept(_ROUND, 0)
    done: Merging | None = state.kept(_DONE, None)
    if done is not None:
        st.success(say("exchange.merged" if done.changes else "exchange.nothing_new"))
        _counts(done, say("exchange.counts_done"))
        state.drop(_DONE)
    files = st.file_uploader(
        say("exchange.files"),
        type=["wbwork"],
        accept_multiple_files=True,
        help=say("exchange.files_help"),
        key=f"exchange.files.{turn}",
    )
    if not files:
        return
    sources = [file.getvalue() for file in files]
    seen = act(work_merging.preview, here.desk, sources)
    if seen is None:
        return
    choices = [_show(told, f"exchange.{turn}.{number}") for number, told in enumerate(seen.files)]
    if not seen.changes and not any(told.conflicts for told in seen.files):
        st.info(say("exchange.nothing_new"))
        return
    _counts(seen, say("exchange.counts"))
    people = [told.who for told in seen.files if told.is_new_person]
    add = bool(people) and st.checkbox(
        say("exchange.add_people", names=as_written(", ".join(sorted(set(people))))), key=f"exchange.add.{turn}"
    )
    wishes = Wishes(
        add_people=add,
        take=frozenset(key for take, _ in choices for key in take),
        same={name: ours for _, same in choices for name, ours in same.items()},
    )
    if st.button(say("exchange.go"), type="primary", key=f"exchange.go.{turn}"):
        made = act(work_merging.merge, here.desk, sources, wishes)
        if made is not None:
            state.keep(_DONE, made)
            state.keep(_ROUND, turn + 1)
            st.rerun()


def _counts(seen: Merging, title: str) -> None:
    rows = [(say(f"exchange.{noun}"), seen.before[noun], seen.after[noun]) for noun in COUNTED]
    plain_table(title, (say("exchange.what"), say("exchange.before"), say("exchange.after")), rows)


def _show(told: Told, key: str) -> tuple[list[str], Mapping[str, str]]:
    """What one file would do; which conflicts are chosen for the sender, and which codes are one."""
    with st.container(border=True):
        st.subheader(as_written(told.who), anchor=False)
        st.caption(say("exchange.as_of", at=moment(told.sent_at)))
        if told.is_older:
            st.info(say("exchange.older"))
            return [], {}
        if told.is_new_person:
            st.warning(say("exchange.new_person", name=as_written(told.who)))
        _changes(told)
        _transcripts(told)
        same = _codes(told, key)
        return _conflicts(told, key), same


def _changes(told: Told) -> None:
    nouns = [
        noun for noun in (*COUNTED, "review") if told.added[noun] + told.changed[noun] + told.removed[noun]
    ]  # fmt: skip
    if nouns:
        rows = [(say(f"exchange.{noun}"), told.added[noun], told.changed[noun], told.removed[noun]) for noun in nouns]
        head = tuple(say(f"exchange.{name}") for name in ("what", "added", "changed", "removed"))
        plain_table(say("exchange.changes"), head, rows)
    if told.waiting:
        st.write(say("exchange.waiting", n=told.waiting))
    if told.belong_to_others:
        st.warning(say("exchange.others", n=told.belong_to_others))


def _transcripts(told: Told) -> None:
    if not told.transcripts:
        return
    rows = []
    for one in told.transcripts:
        left_out = told.unknown_text[one.theirs]
        if left_out:
            state_now = say("exchange.text_unknown", n=left_out)
        else:
            state_now = say("exchange.text_present" if one.is_present else "exchange.text_older")
        rows.append((one.theirs, one.ours or say("exchange.none"), one.codings, state_now))
    head = tuple(say(f"exchange.{name}") for name in ("theirs", "ours", "coding", "text"))
    plain_table(say("exchange.transcripts"), head, rows)


def _codes(told: Told, key: str) -> dict[str, str]:
    if told.new_codes:
        st.write(say("exchange.new_codes", names=as_written(", ".join(told.new_codes))))
    for theirs, ours in told.matched_codes:
        st.write(say("exchange.matched", theirs=as_written(theirs), ours=as_written(ours)))
    same = {}
    for near in told.near_names:
        question = say("exchange.near", theirs=as_written(near.label), ours=as_written(near.ours.label))
        if st.checkbox(question, key=f"{key}.same.{near.code_id}"):
            same[str(near.code_id)] = str(near.ours.id)
    return same


def _conflicts(told: Told, key: str) -> list[str]:
    if not told.conflicts:
        return []
    st.markdown(f"**{say('exchange.conflicts', n=len(told.conflicts))}**")
    return [one.key for one in told.conflicts if _conflict(one, f"{key}.take.{one.key}")]


def _conflict(one: Conflict, key: str) -> bool:
    st.write(say(f"exchange.conflict_{one.what}", where=as_written(one.where)))
    if one.ours or one.theirs:
        here, there = st.columns(2, gap="medium")
        here.markdown(f"**{say('exchange.here')}**")
        here.write(as_written(one.ours) or say("exchange.none"))
        there.markdown(f"**{say('exchange.in_file')}**")
        there.write(as_written(one.theirs) or say("exchange.none"))
    return st.checkbox(say("exchange.take"), key=key)
