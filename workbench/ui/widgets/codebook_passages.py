"""The passages of a code on one page: sorted, filtered, coded anew, moved to another code, looked at again."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.codebook import MEANING, Code, Codebook, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId
from workbench.domain.project import Right
from workbench.domain.transcript import time_code
from workbench.services import code_passages, codebook_deeds, codebook_history, codings
from workbench.services.code_passages import Order, Passage
from workbench.services.codebook_history import OldMeaning
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.attribute_filter import attribute_filter
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.codebook_reshape import shares, show_preview, told_beforehand
from workbench.ui.widgets.locks import lock_html
from workbench.ui.words import as_written, day, name_of, say

PER_PAGE = 10


@fragment
def passages_of(here: Here, codebook: Codebook, code: Code) -> None:
    """Ten passages a page; above them the order, the filters, and what to do with those that are ticked."""
    key = f"passages.{code.id}"
    old = codebook_history.under_old_meaning(here.desk, code.id)
    rows = _chosen_rows(here, codebook, code, old)
    if rows is None:
        st.write(say("passages.none"))
        return
    above = st.container()  # filled at the end, when it is known what is ticked
    st.caption(say("passages.shown", n=len(rows)))
    ticks: dict[CodingId, None] = state.recall(f"{key}.ticks", dict)
    number = 1
    if len(rows) > PER_PAGE:
        number = st.pagination((len(rows) - 1) // PER_PAGE + 1, key=f"{key}.page")
    for row in rows[(number - 1) * PER_PAGE : number * PER_PAGE]:
        _passage(here, codebook, row, own_code=row.code.id == code.id, ticks=ticks, old=old)
    if here.may(Right.EDIT_CODEBOOK):
        shown = {row.coding.id for row in rows}
        with above:
            _split(here, codebook, code, [coding_id for coding_id in ticks if coding_id in shown])


def _chosen_rows(here: Here, codebook: Codebook, code: Code, old: OldMeaning | None) -> list[Passage] | None:
    """The passages in the order and with the filters that were chosen; ``None`` where the code has none at all."""
    key = f"passages.{code.id}"
    below = bool(codebook.below(code.id))
    with_children = below and st.checkbox(say("passages.with_children"), key=f"{key}.children")
    narrowed = attribute_filter(here, key=key)
    rows = code_passages.passages(here.desk, code.id, with_children=with_children, attributes=narrowed)
    if not rows and not narrowed:
        return None
    voices = list(dict.fromkeys(row.voice for row in rows if row.voice))
    coders = sorted({row.coding.coder for row in rows})
    sort, coder, voice, words = st.columns(4, gap="small")
    with sort:
        order = choose(say("passages.order"), Order, key=f"{key}.order")
    by = coder.selectbox(say("passages.coder"), coders, index=None, placeholder=say("passages.any"), key=f"{key}.coder")
    who = voice.selectbox(
        say("passages.voice"), voices, index=None, placeholder=say("passages.any"), key=f"{key}.voice"
    )
    holding = words.text_input(say("passages.containing"), key=f"{key}.containing").casefold()
    only_old = old is not None and _old_meaning(here, old, key)
    older = {coding.id for coding in old.codings} if old else set()
    kept = [
        row
        for row in rows
        if by in (None, row.coding.coder)
        and who in (None, row.voice)
        and holding in row.coding.quote.casefold()
        and (not only_old or row.coding.id in older)
    ]
    return code_passages.ordered(kept, order)


def _old_meaning(here: Here, old: OldMeaning, key: str) -> bool:
    """Say that the meaning changed since; whether only those passages are wanted."""
    with st.container(border=True):
        st.markdown(f"**{say('passages.old', n=len(old.codings))}**")
        st.write(say("passages.old_change", who=as_written(old.changed_by), day=day(old.changed_at)))
        was, now = st.columns(2, gap="medium")
        parts = [name for name in MEANING if getattr(old.was, name) != getattr(old.code, name)]
        was.markdown(f"*{say('passages.was')}*  \n{_meaning(old.was, parts)}")
        now.markdown(f"*{say('passages.now')}*  \n{_meaning(old.code, parts)}")
        mine = old.of(here.desk.actor)
        with st.container(horizontal=True, vertical_alignment="center"):
            only: bool = st.checkbox(say("passages.only_old"), key=f"{key}.only_old")
            if mine and st.button(say("passages.confirm_all", n=len(mine)), key=f"{key}.confirm_all"):
                _confirm(here, [coding.id for coding in mine])
        if len(mine) < len(old.codings):
            st.caption(say("passages.others_old", n=len(old.codings) - len(mine)))
    return only


def _meaning(code: Code, parts: list[str]) -> str:
    """These parts of a meaning, each on its line; a dash where nothing is written."""
    names = {"when_to_use": say("outline.use"), "when_not_to_use": say("outline.not")}
    values = [(names.get(part, ""), getattr(code, part)) for part in parts]
    texts = [(name, "; ".join(value) if isinstance(value, tuple) else value) for name, value in values]
    return "  \n".join(f"{name} {as_written(text) or '–'}".strip() for name, text in texts)


def _confirm(here: Here, coding_ids: list[CodingId]) -> None:
    if did(codings.confirm_codings, here.desk, coding_ids, said=say("passages.confirmed", n=len(coding_ids))):
        st.rerun()


def _split(here: Here, codebook: Codebook, code: Code, ticked: list[CodingId]) -> None:
    """Move the ticked passages to a new code or to another one, told beforehand."""
    with st.expander(say("passages.split", n=len(ticked)), expanded=bool(ticked)):
        if not ticked:
            st.write(say("passages.split_lead"))
            return
        key = f"passages.split.{code.id}"
        others: list[CodeId | None] = [
            None,
            *(one.id for one in codebook if one.id != code.id and one.codable and one.status is not CodeStatus.RETIRED),
        ]
        target_id = st.selectbox(
            say("passages.split_to"),
            others,
            format_func=lambda one: codebook.path(one) if one else say("passages.split_new"),
            key=f"{key}.to",
        )
        label = meaning = ""
        if target_id is None:
            left, right = st.columns(2, gap="small")
            label = left.text_input(say("codebook.label"), key=f"{key}.label")
            meaning = right.text_input(say("codebook.short_definition"), key=f"{key}.meaning")
        told = told_beforehand(
            lambda: codebook_deeds.preview_split(here.desk, code.id, ticked, target_id=target_id, label=label)
        )
        if told is None:
            return
        lines = [say("passages.split_moves", codings=shares(told), target=as_written(told.after))]
        if told.doubled:
            lines.append(say("reshape.doubled", n=told.doubled))
        if target_id is not None or label.strip():
            show_preview(lines)
        wanted = st.button(
            say("passages.split_go", n=len(ticked)),
            type="primary",
            disabled=target_id is None and not label.strip(),
            key=f"{key}.go",
        )
        if wanted and (
            target := act(
                codebook_deeds.split_code,
                here.desk,
                code.id,
                ticked,
                target_id=target_id,
                label=label,
                short_definition=meaning,
            )
        ):
            state.drop(f"passages.{code.id}.ticks")
            state.drop_all("passages.tick.")
            state.tell(say("passages.split_done", n=len(ticked), target=as_written(target.label)))
            state.wish("codebook.code", target.id)
            st.rerun()


def _passage(
    here: Here,
    codebook: Codebook,
    row: Passage,
    *,
    own_code: bool,
    ticks: dict[CodingId, None],
    old: OldMeaning | None,
) -> None:
    coding = row.coding
    with st.container(border=True):
        doors.link(
            "code",
            say(
                "passages.place",
                transcript=row.transcript_label,
                turn=row.turn,
                speaker=row.voice or say("import.nobody"),
            ),
            transcript_id=coding.transcript_id,
            turn=row.turn,
        )
        st.html(
            f'<p class="wb-passage">{html.escape(row.before)}<mark>{html.escape(coding.quote)}</mark>'
            f'{html.escape(row.after)}</p><p class="wb-about">{html.escape(_about(here, row))} {lock_html(row.lock)}</p>'
        )
        mine = coding.coder == here.desk.actor and here.may(Right.CODE)
        may_tick = own_code and here.may(Right.EDIT_CODEBOOK)
        if mine or may_tick:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                if may_tick:
                    _tick(coding.id, ticks)
                if mine:
                    _own_tools(here, codebook, coding, to_review=old is not None and coding in old.codings)


def _tick(coding_id: CodingId, ticks: dict[CodingId, None]) -> None:
    """A box to choose a passage; what is ticked stays so on the other pages of the list."""
    if st.checkbox(say("passages.tick"), coding_id in ticks, key=f"passages.tick.{coding_id}"):
        ticks[coding_id] = None
    else:
        ticks.pop(coding_id, None)


def _about(here: Here, row: Passage) -> str:
    parts = [say("passages.by", coder=row.coding.coder)]
    if row.begins_at is not None:
        parts.append(time_code(row.begins_at))
    if row.coding.qualifier:
        parts.append(here.project.qualifiers.get(row.coding.qualifier, row.coding.qualifier))
    parts += [name_of(row.phase), day(row.coding.created_at)]
    return " · ".join(parts)


def _own_tools(here: Here, codebook: Codebook, coding: Coding, *, to_review: bool) -> None:
    """For one's own coding: another code, a qualifier, and “still right”."""
    if to_review and st.button(say("passages.confirm"), key=f"passages.confirm.{coding.id}"):
        _confirm(here, [coding.id])
    with st.popover(say("passages.recode"), key=f"passages.recode.{coding.id}"):
        others = [
            one.id
            for one in codebook
            if one.id != coding.code_id and one.codable and one.status is not CodeStatus.RETIRED
        ]
        chosen = st.selectbox(
            say("passages.recode_to"),
            others,
            index=None,
            format_func=codebook.path,
            placeholder=say("reshape.choose_code"),
            key=f"passages.recode_to.{coding.id}",
        )
        if st.button(
            say("passages.recode_go"), disabled=chosen is None, type="primary", key=f"passages.recode_go.{coding.id}"
        ) and did(codings.recode, here.desk, coding.id, chosen, said=say("passages.recoded")):
            st.rerun()
    if here.project.qualifiers:
        keys = ["", *here.project.qualifiers]
        with st.popover(say("passages.qualify"), key=f"passages.qualify.{coding.id}"):
            chosen_key = st.radio(
                say("passages.qualifier"),
                keys,
                index=keys.index(coding.qualifier) if coding.qualifier in keys else 0,
                format_func=lambda one: as_written(here.project.qualifiers.get(one, say("passages.no_qualifier"))),
                key=f"passages.qualifier.{coding.id}",
            )
            if chosen_key != coding.qualifier and did(codings.set_qualifier, here.desk, coding.id, chosen_key):
                st.rerun()
