"""What may speak against a theme: found by words, judged by a person, marked with one press."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.codebook import Codebook, Theme
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.services import codebooks, further_deeds, looking_further, themes
from workbench.services.looking_further import Contrary
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.frame import empty, lead, undo_and_redo
from workbench.ui.widgets.further_rows import each, found, in_words, listed, passage
from workbench.ui.words import as_written, say


@fragment
def speaks_against(here: Here) -> None:
    """A theme, and passages on its subject that may not fit it."""
    lead(say("further.against_lead"))
    known = {theme.id: theme for theme in themes.list_themes(here.desk)}
    if not known:
        empty(say("further.against_no_theme"), say("further.against_no_theme_advice"))
        return
    left, right = st.columns([4, 1], gap="medium", vertical_alignment="bottom")
    chosen = left.selectbox(
        say("further.theme"), list(known), format_func=lambda name: known[name].title, key="further.theme"
    )
    with right:
        undo_and_redo(here, key="further")
    theme = known[chosen]
    if theme.claim:
        st.html(f'<p class="wb-lead">{html.escape(say("further.claim", claim=theme.claim))}</p>')
    rows = found(here, looking_further.may_speak_against, theme.id)
    if rows is None:
        return
    if not rows:
        st.write(say("further.against_none"))
        return
    codebook = codebooks.get_codebook(here.desk)
    each(rows, f"further.page.against.{theme.id}", lambda _, row: _one(here, codebook, theme, row))


def _one(here: Here, codebook: Codebook, theme: Theme, row: Contrary) -> None:
    place = row.place
    key = f"further.against.{theme.id}.{place.transcript_id}.{place.span.start}"
    words = [
        *(here_said for here_said, _ in row.found.opposed),
        *row.found.negated,
        *row.found.affirmed,
        *row.found.turns,
    ]
    passage(place, _reasons(row), words=words, key=key)
    if not here.may(Right.CODE):
        return
    codes = [code_id for code_id in theme.code_ids if code_id in codebook.codes]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pressed = st.button(say("further.mark"), key=f"{key}.mark", help=say("further.mark_help"))
        carried = [code_id for code_id in codes if codebook.codes[code_id].label in place.codes]
        chosen: CodeId | None = (
            st.selectbox(
                say("further.mark_code"),
                [*carried, *(code_id for code_id in codes if code_id not in carried)],
                format_func=lambda code_id: codebook.codes[code_id].label,
                key=f"{key}.code",
                width=320,
            )
            if codes
            else None
        )
    if pressed and did(
        further_deeds.mark_against,
        here.desk,
        theme.id,
        place.transcript_id,
        place.span,
        code_id=chosen,
        said=say("further.marked", theme=as_written(theme.title)),
    ):
        st.rerun()


def _reasons(row: Contrary) -> list[str]:
    """Why a passage is shown, in words."""
    signs = row.found
    told = [say("further.qualifier", qualifier=row.qualifier)] if row.qualifier else []
    told += [say("further.opposed", here=here_said, there=there) for here_said, there in signs.opposed]
    told += [say("further.negated", word=word) for word in signs.negated]
    told += [say("further.affirmed", word=word) for word in signs.affirmed]
    told += [say("further.turns", words=words) for words in signs.turns]
    if row.like_challenge is not None:
        told.append(say("further.like_marked", place=in_words(row.like_challenge)))
    if row.silent_voice:
        told.append(say("further.silent", voice=row.place.voice or say("further.a_person")))
    if signs.shared:
        told.append(say("further.on_subject", words=listed(signs.shared)))
    return told
