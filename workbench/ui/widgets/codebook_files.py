"""Codebooks as files: the ready-made ones, one's own, and saving."""

from __future__ import annotations

import io
from functools import partial

import pandas as pd
import streamlit as st

from workbench.domain.codebook import Codebook
from workbench.domain.project import Right
from workbench.errors import WorkbenchError
from workbench.services import codebooks
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, fragment
from workbench.ui.widgets.frame import empty, section
from workbench.ui.words import as_written, say

_MANY = 2
_KINDS = {
    "yaml": "application/yaml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "qdc": "application/xml",
}


@fragment
def load_codebook(here: Here, codebook: Codebook) -> None:
    """Begin with a ready-made codebook, or bring one's own; look first, then load."""
    if not here.may(Right.EDIT_CODEBOOK):
        empty(say("codebook.not_allowed"), say("codebook.not_allowed_advice"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        section(say("codebook.starters"), say("codebook.starters_lead"))
        _starters(here, codebook)
    with right:
        section(say("codebook.own_file"), say("codebook.own_file_lead"))
        _own_file(here)


def _starters(here: Here, codebook: Codebook) -> None:
    starters = state.recall("codebook.starters", codebooks.starter_codebooks)
    by_name = {starter.file_name: starter for starter in starters}
    chosen = st.radio(
        say("codebook.which_starter"),
        list(by_name),
        format_func=lambda name: as_written(by_name[name].title),
        captions=[say("counts.codes", n=starter.codes) for starter in starters],
        key="codebook.starter",
    )
    st.write(as_written(by_name[chosen].summary))
    if len(_loaded(codebook, list(by_name)) - {chosen}) >= _MANY:
        st.warning(say("codebook.many_starters"))
    _look_and_load(here, codebooks.starter_file(chosen), chosen, key="starter", primary=not codebook.codes)


def _loaded(codebook: Codebook, names: list[str]) -> set[str]:
    """The ready-made codebooks that this codebook holds already, code for code."""

    def labels() -> dict[str, list[str]]:
        books = {name: codebooks.preview_codebook(codebooks.starter_file(name), file_name=name) for name in names}
        return {name: [code.label for code in book.codes] for name, book in books.items()}

    found = state.recall("codebook.starter_labels", labels)
    return {name for name, codes in found.items() if all(codebook.named(label) for label in codes)}


def _own_file(here: Here) -> None:
    file = st.file_uploader(say("codebook.choose_file"), help=say("codebook.file_help"), key="codebook.file")
    if file is not None:
        _look_and_load(here, file.getvalue(), file.name, key="own", primary=True)


def _look_and_load(here: Here, source: bytes, file_name: str, *, key: str, primary: bool) -> None:
    try:
        found = codebooks.preview_codebook(source, file_name=file_name)
    except WorkbenchError as error:
        st.error(as_written(str(error)))
        return
    with st.expander(say("codebook.look", n=len(found.codes))):
        columns = [say("codebook.label"), say("codebook.short_definition")]
        rows = [(code.label, code.short_definition) for code in found.codes]
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, alt=say("codebook.look_alt"))
        for notice in found.notices:
            st.caption(as_written(str(notice.message)))
    if st.button(
        say("codebook.load", n=len(found.codes)), type="primary" if primary else "secondary", key=f"codebook.load.{key}"
    ) and (done := act(codebooks.import_codebook, here.desk, source, file_name=file_name)):
        state.wish("codebook.tab", say("codebook.tab_codes"))
        state.tell(say("codebook.loaded", added=len(done.added), kept=len(done.kept)))
        st.rerun()


def save_codebook(here: Here, codebook: Codebook) -> None:
    """The codebook in each form that other programs read."""
    section(say("codebook.save"), say("codebook.save_lead"))
    if not codebook.codes:
        st.write(say("codebook.none"))
        return
    for ending, kind in _KINDS.items():
        left, right = st.columns([1, 3], vertical_alignment="center")
        left.download_button(
            say("codebook.save_as", ending=f".{ending}"),
            data=partial(_file, here, ending),
            file_name=f"codebook.{ending}",
            mime=kind,
            key=f"codebook.save.{ending}",
            width="stretch",
        )
        right.write(say(f"codebook.save_{ending}"))


def _file(here: Here, ending: str) -> bytes:
    target = io.BytesIO()
    codebooks.export_codebook(here.desk, target, file_name=f"codebook.{ending}")
    return target.getvalue()
