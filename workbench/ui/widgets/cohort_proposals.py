"""Proposing a change of the codebook, with what it would change, and the list of what was proposed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.domain.codebook import Codebook, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId
from workbench.domain.proposal import Proposal, ProposalKind
from workbench.services import codebook_deeds, codebooks, proposals
from workbench.services.code_passages import passages
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.codebook_reshape import merge_lines, shares, show_preview, told_beforehand
from workbench.ui.widgets.frame import empty, section
from workbench.ui.widgets.proposals import proposal_card
from workbench.ui.words import as_written, name_of, say, shortened

_NEW = "new"
_MOST = 30


def cohort_proposals(here: Here) -> None:
    """The form, then what was proposed, open ones first."""
    st.write(say("proposal.lead"))
    _make(here)
    section(say("proposal.made"))
    rows = proposals.list_proposals(here.desk)
    if not rows:
        empty(say("proposal.none"), say("proposal.none_advice"))
    rows.sort(key=lambda one: not one.proposal.is_open)
    for row in rows[:_MOST]:
        proposal_card(here, row, key="cohort.proposal")
    if len(rows) > _MOST:
        st.caption(say("sights.more", n=len(rows) - _MOST))


def _make(here: Here) -> None:
    codebook = codebooks.get_codebook(here.desk)
    codes = [code.id for code in codebook if code.status is not CodeStatus.RETIRED]
    if not codes:
        st.info(say("proposal.no_codes"))
        return
    with st.container(border=True):
        kind = st.segmented_control(
            say("proposal.kind"),
            [one for one in ProposalKind if one.is_about_codebook],
            default=ProposalKind.MERGE,
            required=True,
            format_func=name_of,
            key="proposal.kind",
        )
        code_id = _choose_code(say("proposal.code"), codes, codebook, key="proposal.code")
        if code_id is None:
            return
        others = [one for one in codes if one != code_id]
        if kind == ProposalKind.SPLIT:
            _split(here, codebook, code_id, others)
        elif kind == ProposalKind.RENAME:
            _rename(here, code_id, codebook)
        else:
            _merge(here, codebook, code_id, others)


def _choose_code(label: str, codes: list[CodeId], codebook: Codebook, *, key: str) -> CodeId | None:
    return st.selectbox(
        label, codes, index=None, format_func=codebook.path, placeholder=say("reshape.choose_code"), key=key
    )


def _merge(here: Here, codebook: Codebook, code_id: CodeId, others: list[CodeId]) -> None:
    target_id = _choose_code(say("proposal.into"), others, codebook, key=f"proposal.into.{code_id}")
    if target_id is None:
        return
    told = told_beforehand(lambda: codebook_deeds.preview_merge(here.desk, code_id, target_id))
    if told is None:
        return
    show_preview(merge_lines(told, as_written(codebook.get(code_id).label), as_written(codebook.get(target_id).label)))
    _send(
        lambda reason: proposals.propose_merge(here.desk, code_id, target_id, reason=reason), f"{code_id}.{target_id}"
    )


def _rename(here: Here, code_id: CodeId, codebook: Codebook) -> None:
    label = codebook.get(code_id).label
    new = st.text_input(say("reshape.new_name"), value=label, key=f"proposal.name.{code_id}")
    if not new.strip() or new.strip() == label:
        return
    told = told_beforehand(lambda: codebook_deeds.preview_rename(here.desk, code_id, new))
    if told is None:
        return
    show_preview([say("reshape.renamed_codings", codings=shares(told), label=as_written(told.after))])
    _send(lambda reason: proposals.propose_rename(here.desk, code_id, new, reason=reason), f"name.{code_id}")


def _split(here: Here, codebook: Codebook, code_id: CodeId, others: list[CodeId]) -> None:
    found = {row.coding.id: row.coding for row in passages(here.desk, code_id)}
    chosen = st.multiselect(
        say("proposal.which"),
        list(found),
        format_func=lambda one: _passage(found[one]),
        placeholder=say("proposal.choose_passages"),
        key=f"proposal.which.{code_id}",
    )
    target = st.selectbox(
        say("proposal.to"),
        [_NEW, *others],
        format_func=lambda one: say("proposal.new_code") if one == _NEW else codebook.path(CodeId(one)),
        key=f"proposal.to.{code_id}",
    )
    target_id = None if target == _NEW else CodeId(target)
    label = st.text_input(say("reshape.new_name"), key=f"proposal.new.{code_id}") if target_id is None else ""
    if not chosen or (target_id is None and not label.strip()):
        return
    told = told_beforehand(
        lambda: codebook_deeds.preview_split(here.desk, code_id, chosen, target_id=target_id, label=label)
    )
    if told is None:
        return
    show_preview([say("reshape.all_codings", codings=shares(told), target=as_written(told.after))])
    _send(
        lambda reason: proposals.propose_split(
            here.desk, code_id, chosen, target_id=target_id, label=label, reason=reason
        ),
        f"split.{code_id}",
    )


def _passage(coding: Coding) -> str:
    return f"{coding.coder}: {shortened(coding.quote, 70)}"


def _send(propose: Callable[[str], Proposal], key: str) -> None:
    """A line for the reason and the button; afterwards the form begins anew."""
    reason = st.text_input(say("proposal.reason"), key=f"proposal.reason.{key}")
    wanted = st.button(say("proposal.send"), type="primary", key=f"proposal.send.{key}")
    if wanted and did(propose, reason, said=say("proposal.sent")):
        state.drop_all("proposal.")
        st.rerun()
