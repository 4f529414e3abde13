"""The entry of a code: its six parts, a near miss, seed terms, colour, place and status."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.analysis.near_duplicates import similar_codes
from workbench.domain.codebook import Code, Codebook, CodeStatus, NearMiss
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.services import codebook_history, codebooks
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did
from workbench.ui.widgets.codebook_tidy import warn_of_similar
from workbench.ui.words import as_written, name_of, say

_PENDING = "codebook.pending"  # a new code that looks like one that is there
_OPENED = "codebook.opened"  # the code as it was when its form was opened


def new_code(here: Here, codebook: Codebook) -> None:
    """A label and one line of meaning are enough to begin with."""
    with st.popover(say("codebook.add"), type="secondary" if codebook.codes else "primary", width="stretch"):
        pending: tuple[str, str, CodeId | None] | None = state.kept(_PENDING, None)
        if pending is not None:
            _ask_about_similar(here, codebook, *pending)
            return
        with st.form("codebook.new", border=False, clear_on_submit=True):
            label = st.text_input(say("codebook.label"))
            meaning = st.text_input(say("codebook.short_definition"), help=say("codebook.short_definition_help"))
            parent = st.selectbox(
                say("codebook.parent"), [None, *_ids(codebook)], format_func=lambda one: _place(codebook, one)
            )
            wanted = st.form_submit_button(say("codebook.add_go"), type="primary")
        if wanted and similar_codes(codebook, label) and codebook.named(label) is None:
            state.keep(_PENDING, (label, meaning, parent))
            st.rerun()
        elif wanted:
            _add(here, label, meaning, parent)


def _add(here: Here, label: str, meaning: str, parent: CodeId | None) -> None:
    said = say("codebook.added", label=as_written(label))
    code = act(codebooks.add_code, here.desk, label, short_definition=meaning, parent_id=parent, said=said)
    if code is not None:
        state.drop(_PENDING)
        state.wish("codebook.code", code.id)
        st.rerun()


def _ask_about_similar(here: Here, codebook: Codebook, label: str, meaning: str, parent: CodeId | None) -> None:
    """Before a code is made that may be there already under another name, ask once."""
    warn_of_similar(codebook, label)
    with st.container(horizontal=True, gap="small"):
        anyway = st.button(say("codebook.similar_anyway", label=as_written(label)), key="codebook.similar_anyway")
        rather_not = st.button(say("codebook.similar_not"), key="codebook.similar_not")
    if anyway:
        _add(here, label, meaning, parent)
    if rather_not:
        state.drop(_PENDING)
        st.rerun()


def _ids(codebook: Codebook) -> list[CodeId]:
    return [code.id for code in codebook if code.status is not CodeStatus.RETIRED]


def _place(codebook: Codebook, code_id: CodeId | None) -> str:
    return codebook.path(code_id) if code_id else say("codebook.top")


def edit_code(here: Here, codebook: Codebook, stored: Code) -> None:
    """All that is written about a code; what was changed is saved as one act.

    The form keeps the code as it was when the editor opened it, so that a teammate's change is neither lost nor overwritten.
    """
    may = here.may(Right.EDIT_CODEBOOK)
    code = _as_opened(here, stored)
    with st.form(f"codebook.edit.{code.id}", border=False):
        fields = {**_meaning(code, off=not may), **_looks(codebook, code, off=not may)}
        saved = st.form_submit_button(say("frame.save"), type="primary", disabled=not may)
    if saved:
        changes = {name: value for name, value in fields.items() if value != getattr(code, name)}
        if not changes:
            st.info(say("codebook.unchanged"))
        elif did(
            codebooks.change_code,
            here.desk,
            code.id,
            expected=code,
            **changes,
            said=say("codebook.saved", label=as_written(code.label)),
        ):
            state.drop(_OPENED)
            st.rerun()


def _as_opened(here: Here, stored: Code) -> Code:
    """The code as the editor saw it first; what the editor has changed since is taken over at once."""
    seen: Code | None = state.kept(_OPENED, None)
    if seen is None or seen.id != stored.id:
        seen = stored
    if seen != stored and codebook_history.changes_of_code(here.desk, stored.id)[0].actor == here.desk.actor:
        seen = stored
    if seen != stored:
        st.info(say("codebook.changed_meanwhile", label=as_written(stored.label)))
        if st.button(say("codebook.show_new"), key=f"codebook.show_new.{stored.id}"):
            state.drop(_OPENED)
            st.rerun()
    state.keep(_OPENED, seen)
    return seen


def _meaning(code: Code, *, off: bool) -> dict[str, Any]:
    label = st.text_input(say("codebook.label"), code.label, disabled=off)
    short = st.text_input(
        say("codebook.short_definition"),
        code.short_definition,
        help=say("codebook.short_definition_help"),
        disabled=off,
    )
    full = st.text_area(say("codebook.full_definition"), code.full_definition, height=100, disabled=off)
    use, not_use = st.columns(2, gap="medium")
    when = use.text_area(
        say("codebook.when_to_use"),
        "\n".join(code.when_to_use),
        height=110,
        help=say("codebook.one_a_line"),
        disabled=off,
    )
    when_not = not_use.text_area(
        say("codebook.when_not_to_use"),
        "\n".join(code.when_not_to_use),
        height=110,
        help=say("codebook.one_a_line"),
        disabled=off,
    )
    example = st.text_area(say("codebook.example"), code.example, height=80, disabled=off)
    miss, instead = st.columns([3, 2], gap="medium")
    near = miss.text_input(
        say("codebook.near_miss"), code.near_miss.text, help=say("codebook.near_miss_help"), disabled=off
    )
    other = instead.text_input(
        say("codebook.use_instead"),
        code.near_miss.use_instead or "",
        help=say("codebook.use_instead_help"),
        disabled=off,
    )
    return {
        "label": " ".join(label.split()),
        "short_definition": short.strip(),
        "full_definition": full.strip(),
        "when_to_use": _lines(when),
        "when_not_to_use": _lines(when_not),
        "example": example.strip(),
        "near_miss": NearMiss(near.strip(), other.strip() or None),
    }


def _looks(codebook: Codebook, code: Code, *, off: bool) -> dict[str, Any]:
    seeds = st.text_input(
        say("codebook.seed_terms"), ", ".join(code.seed_terms), help=say("codebook.seed_terms_help"), disabled=off
    )
    left, middle, right = st.columns([3, 2, 1], gap="medium")
    parents = [None, *(one for one in _ids(codebook) if one != code.id)]
    if code.parent_id not in parents:
        parents.append(code.parent_id)
    parent = left.selectbox(
        say("codebook.parent"),
        parents,
        index=parents.index(code.parent_id),
        format_func=lambda one: _place(codebook, one),
        disabled=off,
    )
    choices = [status for status in CodeStatus if status is not CodeStatus.RETIRED or code.status is status]
    status = middle.selectbox(
        say("codebook.status"),
        choices,
        index=choices.index(code.status),
        format_func=name_of,
        help=say("codebook.status_help"),
        disabled=off,
    )
    colour = right.color_picker(say("codebook.colour"), code.colour, disabled=off)
    codable = st.checkbox(say("codebook.codable"), code.codable, help=say("codebook.codable_help"), disabled=off)
    return {
        "seed_terms": tuple(term.strip() for term in seeds.split(",") if term.strip()),
        "parent_id": parent,
        "status": status,
        "colour": colour.upper() if colour.upper() != code.colour.upper() else code.colour,
        "codable": codable,
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
