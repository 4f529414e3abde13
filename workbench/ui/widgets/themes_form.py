"""Themes: a title, a claim in one sentence, and the codes that carry it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.domain.codebook import Codebook, CodeStatus, Theme, ThemeStatus
from workbench.services import codebooks, sign_offs, themes
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.frame import empty, section
from workbench.ui.widgets.sign_off_state import sign_off_in_words
from workbench.ui.words import as_written, name_of, say


@fragment
def show_themes(here: Here) -> None:
    """The themes in their order, each with its form; and one more."""
    section(say("themes.title"), say("themes.lead"))
    codebook = codebooks.get_codebook(here.desk)
    found = themes.list_themes(here.desk)
    if not found:
        empty(say("themes.none"), say("themes.none_advice"))
    signed = {line.subject: line for line in sign_offs.lines_of_themes(here.desk)}
    for theme in found:
        codes = say("counts.codes", n=len(theme.code_ids))
        with st.expander(
            say("themes.line", title=as_written(theme.title), status=name_of(theme.status).lower(), codes=codes)
        ):
            if signed[theme.id].signed_at:
                st.caption(as_written(sign_off_in_words(signed[theme.id])))
            _one(here, codebook, theme)
    with st.expander(say("themes.add"), expanded=not found):
        _one(here, codebook, None)


def _one(here: Here, codebook: Codebook, theme: Theme | None) -> None:
    usable = [code.id for code in codebook if code.status is not CodeStatus.RETIRED]
    usable += [
        code_id for code_id in (theme.code_ids if theme else ()) if code_id in codebook.codes and code_id not in usable
    ]
    with st.form(f"themes.{theme.id if theme else 'new'}", border=False, clear_on_submit=theme is None):
        title = st.text_input(say("themes.field_title"), theme.title if theme else "")
        claim = st.text_area(
            say("themes.field_claim"), theme.claim if theme else "", height=80, help=say("themes.field_claim_help")
        )
        codes = st.multiselect(
            say("themes.field_codes"),
            usable,
            default=[code_id for code_id in theme.code_ids if code_id in usable] if theme else [],
            format_func=codebook.path,
            placeholder=say("turns.choose_codes"),
        )
        left, right = st.columns(2, gap="medium")
        texts = {
            name: column.text_area(say(f"themes.field_{name}"), getattr(theme, name) if theme else "", height=90)
            for name, column in (("scope", left), ("is_not", right), ("counter_examples", left), ("meaning", right))
        }
        ready = st.checkbox(
            say("themes.ready"), theme is not None and theme.status is ThemeStatus.READY, help=say("themes.ready_help")
        )
        saved = st.form_submit_button(say("themes.save") if theme else say("themes.make"), type="primary")
    if theme is not None and not theme.has_claim:
        st.caption(say("themes.no_claim"))
    if saved:
        _save(here, theme, title=title, claim=claim, code_ids=tuple(codes), ready=ready, texts=texts)


def _save(here: Here, theme: Theme | None, *, ready: bool, texts: dict[str, str], **changes: Any) -> None:
    status = ThemeStatus.READY if ready else ThemeStatus.CANDIDATE
    said = say("themes.saved", title=as_written(changes["title"]))
    if theme is None:
        title = changes.pop("title")
        done = did(themes.add_theme, here.desk, title, **changes, **texts, status=status, said=said)
    else:
        cleaned = {name: text.strip() for name, text in texts.items()}
        done = did(themes.change_theme, here.desk, theme.id, **changes, **cleaned, status=status, said=said)
    if done:
        st.rerun()
