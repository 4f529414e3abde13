"""Settling one passage: an outcome, one line why, and what the codebook says from now on. Saved as one act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from workbench.domain.codebook import Codebook
from workbench.domain.decision import Decision, Outcome
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.services import codebooks, decisions, projects
from workbench.services.comparing import Compared
from workbench.services.decisions import CodeChange, NewCode
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.words import as_written, day, say

Names = Mapping[str, str]
_KEEP = "keep:"


class _Wish(NamedTuple):
    """What the form says."""

    way: str  # an outcome, or whose coding is kept
    reason: str
    people: list[str]
    new: NewCode | None
    change: CodeChange | None


def decide_here(here: Here, row: Compared, names: Names) -> None:
    """What was settled before, and the form."""
    if row.talk is not None:
        st.info(last_word(row.talk))
    if not here.may(Right.DECIDE):
        st.caption(say("compare.not_allowed"))
        return
    key = f"compare.form.{row.key}"
    codebook = codebooks.get_codebook(here.desk)
    st.header(say("compare.outcome"), anchor=False)
    ways = _ways(row, names)
    way: str | None = st.radio(
        say("compare.outcome_ask"), list(ways), index=None, format_func=ways.__getitem__, key=f"{key}.way"
    )
    if way is None:
        st.caption(say("compare.choose_outcome"))
        return
    with st.form(key, border=False):
        new = _new_code() if way == Outcome.NEW_CODE else None
        reason = st.text_input(say("compare.reason"), help=say("compare.reason_help"), key=f"{key}.reason")
        team = [one.name for one in projects.list_members(here.desk) if one.may(Right.READ)]
        talked = sorted({*row.passage.coders, here.member.name} & set(team))
        people = st.multiselect(say("compare.people"), team, default=talked, key=f"{key}.people")
        change = _change(row, codebook, key) if here.may(Right.EDIT_CODEBOOK) else None
        saved = st.form_submit_button(say("compare.save"), type="primary")
    if saved:
        _save(here, row, _Wish(way, reason, people, new, change))


def last_word(talk: Decision) -> str:
    """What was settled, by whom and when, as a sentence."""
    return say(
        "compare.last_word",
        outcome=outcome_in_words(talk),
        people=as_written(", ".join(talk.people)),
        day=day(talk.decided_at),
        reason=as_written(talk.reason),
    )


def outcome_in_words(talk: Decision) -> str:
    """What a talk led to, naming whose coding stands."""
    if talk.outcome is Outcome.KEEP_ONE:
        return say("compare.kept", names=as_written(", ".join(talk.kept)))
    return say(f"compare.outcome_{talk.outcome.value.replace(' ', '_')}")


def _ways(row: Compared, names: Names) -> dict[str, str]:
    """The outcomes that this passage can have, and what they are called."""
    coded = sorted({one.coder for one in row.passage.codings}, key=lambda name: names.get(name, name))
    ways = {f"{_KEEP}{name}": say("compare.keep", name=names.get(name, name)) for name in coded}
    if len(coded) > 1:
        ways[Outcome.KEEP_BOTH.value] = say("compare.keep_both") if len(coded) == 2 else say("compare.keep_all")
    for outcome in (Outcome.NEW_CODE, Outcome.NO_CODE, Outcome.RECODE_LATER, Outcome.AGREE_TO_DIFFER):
        ways[outcome.value] = say(f"compare.way_{outcome.value.replace(' ', '_')}")
    return ways


def _new_code() -> NewCode:
    left, right = st.columns([2, 3], gap="medium")
    label = left.text_input(say("compare.new_label"), key="compare.new_label")
    return NewCode(label, right.text_input(say("compare.new_meaning"), key="compare.new_meaning"))


def _change(row: Compared, codebook: Codebook, key: str) -> CodeChange | None:
    """What the codebook should say from now on, if anything was written."""
    with st.expander(say("compare.change")):
        st.caption(say("compare.change_about"))
        codes = [code.id for code, _ in codebook.outline() if code.id in row.passage.code_ids]
        if not codes:
            return None
        code_id: CodeId = st.selectbox(
            say("compare.change_which"), codes, format_func=lambda name: codebook.codes[name].label, key=f"{key}.code"
        )
        meaning = st.text_input(say("compare.change_meaning"), key=f"{key}.meaning")
        left, right = st.columns(2, gap="medium")
        use = left.text_input(say("compare.change_use"), key=f"{key}.use")
        avoid = right.text_input(say("compare.change_not"), key=f"{key}.not")
    if not any(words.strip() for words in (meaning, use, avoid)):
        return None
    return CodeChange(code_id, meaning.strip() or None, use, avoid)


def _save(here: Here, row: Compared, wish: _Wish) -> None:
    kept = wish.way.removeprefix(_KEEP) if wish.way.startswith(_KEEP) else None
    done = act(
        decisions.decide,
        here.desk,
        row.transcript.id,
        row.passage.span,
        outcome=Outcome.KEEP_ONE if kept else Outcome(wish.way),
        reason=wish.reason,
        about=row.coding_ids,
        keep=[one.id for one in row.passage.codings if one.coder == kept],
        people=wish.people,
        new_code=wish.new,
        changes=[wish.change] if wish.change else [],
        known=row.earlier,
        said=say("compare.saved"),
    )
    if done is not None:
        state.drop_all("compare.form.")
        state.drop("compare.passage", "compare.new_label", "compare.new_meaning")
        st.rerun()
