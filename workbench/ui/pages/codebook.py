"""The codebook: the tree of codes, what each means, its passages; loading and saving it as a file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from workbench.domain.codebook import Codebook, CodeStatus
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.services import codebooks
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets import doors
from workbench.ui.widgets.code_form import edit_code, new_code
from workbench.ui.widgets.code_rule import edit_rule
from workbench.ui.widgets.codebook_files import load_codebook, save_codebook
from workbench.ui.widgets.codebook_passages import passages_of
from workbench.ui.widgets.codebook_past import codebook_then, history_of
from workbench.ui.widgets.codebook_reshape import reshape, step_bar
from workbench.ui.widgets.codebook_tidy import tidy
from workbench.ui.widgets.frame import empty, heading, section, undo_and_redo
from workbench.ui.widgets.proposals import proposals_news
from workbench.ui.words import as_written, name_of, say

_CHOSEN = "codebook.code"
_LINES = "codebook.lines"  # the words of the tree as they were drawn last
_OPEN_PASSAGES = "codebook.open_passages"  # a code whose passages shall be shown first


def page(here: Here) -> None:
    """Codes on the left, one code on the right; tidying, the past and files under tabs of their own."""
    codebook = codebooks.get_codebook(here.desk)
    heading(here, say("codebook.title"), say("codebook.lead"))
    names = [
        say("codebook.tab_codes"),
        say("codebook.tab_tidy"),
        say("codebook.tab_past"),
        say("codebook.tab_load"),
        say("codebook.tab_save"),
    ]
    state.grant("codebook.tab")
    codes, tidying, past, load, save = st.tabs(
        names, on_change="rerun", key="codebook.tab", default=names[0] if codebook.codes else names[3]
    )
    with codes:
        if codes.open:
            _codes(here, codebook)
    with tidying:
        if tidying.open:
            proposals_news(here, key="codebook.proposal")
            tidy(here, codebook, codebooks.uses_of_codes(here.desk))
    with past:
        if past.open:
            codebook_then(here)
    with load:
        if load.open:
            load_codebook(here, codebook)
    with save:
        if save.open:
            save_codebook(here, codebook)


def _codes(here: Here, codebook: Codebook) -> None:
    uses = codebooks.uses_of_codes(here.desk)
    left, right = st.columns([2, 3], gap="large")
    with left:
        back, add = st.columns(2, gap="small")
        with back:
            undo_and_redo(here, key="codebook")
        if here.may(Right.EDIT_CODEBOOK):
            with add:
                new_code(here, codebook)
        steps = st.container()  # filled when it is known which code is chosen
        chosen = _tree(codebook, uses)
        if chosen is not None and here.may(Right.EDIT_CODEBOOK):
            with steps:
                step_bar(here, codebook, chosen)
    with right:
        if chosen is None:
            empty(say("codebook.none"), say("codebook.none_advice"))
        else:
            _one_code(here, codebook, chosen, uses.get(chosen, 0))


def _tree(codebook: Codebook, uses: Mapping[CodeId, int]) -> CodeId | None:
    """The codes as a list of choices, each indented below its parent, with swatch, count and definition."""
    if not codebook.codes:
        return None
    state.grant(_CHOSEN)
    outline = codebook.outline()
    ids = [code.id for code, _ in outline]
    if state.kept(_CHOSEN, ids[0]) not in ids:
        state.drop(_CHOSEN)
    lines = {code_id: _line(codebook, code_id, uses.get(code_id, 0)) for code_id in ids}
    if state.kept(_LINES, lines) != lines and (chosen := state.kept(_CHOSEN, "")):
        state.keep(_CHOSEN, chosen)  # a browser knows a choice by its words; when they change it has to be told anew
    state.keep(_LINES, lines)
    letters = code_letters(codebook)
    looks = "".join(
        f".st-key-codebook_tree [role=radiogroup]>div:nth-child({place})"
        f"{{--code:{code.colour};--depth:{depth};--letters:'{letters[code.id]}'}}"
        for place, (code, depth) in enumerate(outline, 1)
        if code.colour.startswith("#") and code.colour[1:].isalnum() and letters[code.id].isalnum()
    )
    st.html(f"<style>{looks}</style>")
    with st.container(key="codebook_tree"):
        return st.radio(
            say("codebook.tree"),
            ids,
            format_func=lines.__getitem__,
            captions=[as_written(code.short_definition) for code, _ in outline],
            key=_CHOSEN,
        )


def _line(codebook: Codebook, code_id: CodeId, uses: int) -> str:
    code = codebook.codes[code_id]
    parts = [f"**{as_written(code.label)}**"]
    if not code.codable:
        parts.append(say("codebook.heading"))
    if uses:
        parts.append(say("counts.codings", n=uses))
    if code.status is not CodeStatus.DRAFT:
        parts.append(name_of(code.status).lower())
    return " · ".join(parts)


def _one_code(here: Here, codebook: Codebook, code_id: CodeId, uses: int) -> None:
    code = codebook.get(code_id)
    section(as_written(code.label))
    st.caption(
        say(
            "codebook.about",
            path=as_written(codebook.path(code_id)),
            status=name_of(code.status),
            codings=say("counts.codings", n=uses),
        )
    )
    if code.codable and code.status is not CodeStatus.RETIRED:
        doors.link("further", say("further.from_codebook"), code_id=code_id)
    names = [
        say("codebook.tab_entry"),
        say("codebook.tab_passages", n=uses),
        say("rule.tab"),
        say("codebook.tab_history"),
    ]
    if here.may(Right.EDIT_CODEBOOK):
        names.append(say("codebook.tab_reshape"))
    key = f"codebook.view.{code_id}"
    if state.kept(_OPEN_PASSAGES, "") == code_id:
        state.drop(_OPEN_PASSAGES)
        state.keep(key, names[1])
    entry, found, rule, history, *rest = st.tabs(names, on_change="rerun", key=key)
    with entry:
        if entry.open:
            edit_code(here, codebook, code)
    with found:
        if found.open:
            passages_of(here, codebook, code)
    with rule:
        if rule.open:
            edit_rule(here, code)
    with history:
        if history.open:
            history_of(here, codebook, code_id)
    for reshaping in rest:
        with reshaping:
            if reshaping.open:
                reshape(here, codebook, code, uses)
