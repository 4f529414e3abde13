"""Reshaping the tree of codes: steps by buttons, moving, merging and retiring, each told beforehand."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.domain.codebook import Code, Codebook, CodeStatus, Step
from workbench.domain.ids import CodeId
from workbench.errors import WorkbenchError
from workbench.services import codebook_deeds, codebooks
from workbench.services.codebook_deeds import Effect
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did
from workbench.ui.words import as_written, say

_STEPS = {Step.UP: "↑", Step.DOWN: "↓", Step.OUT: "←", Step.IN: "→"}


def step_bar(here: Here, codebook: Codebook, code_id: CodeId) -> None:
    """Four buttons that move the chosen code by one step; the same by mouse, touch and keyboard."""
    label = as_written(codebook.get(code_id).label)
    with st.container(horizontal=True, gap="small", key="codebook_steps"):
        for step, arrow in _STEPS.items():
            wanted = st.button(
                f"{arrow} {say(f'reshape.step_{step.value}')}",
                help=say(f"reshape.step_{step.value}_help", label=label),
                disabled=codebook.step(code_id, step) is None,
                key=f"codebook.step.{step.value}",
            )
            if wanted and did(codebook_deeds.step_code, here.desk, code_id, step):
                st.rerun()


def reshape(here: Here, codebook: Codebook, code: Code, uses: int) -> None:
    """Merge, move, retire or remove one code; what would change is said first."""
    names = [say("reshape.merge"), say("reshape.move"), say("reshape.rename"), say("reshape.end")]
    chosen = st.segmented_control(
        say("reshape.what"), names, default=names[0], key=f"reshape.what.{code.id}", label_visibility="collapsed"
    )
    if chosen == names[1]:
        _move(here, codebook, code)
    elif chosen == names[2]:
        _rename(here, code)
    elif chosen == names[3]:
        _end(here, code, uses)
    else:
        _merge(here, codebook, code)


def _merge(here: Here, codebook: Codebook, code: Code) -> None:
    st.write(say("reshape.merge_lead"))
    if code.status is CodeStatus.RETIRED:
        st.info(say("reshape.retired_first"))
        return
    state.grant(f"reshape.into.{code.id}")
    others = [one.id for one in codebook if one.id != code.id and one.status is not CodeStatus.RETIRED]
    target_id = st.selectbox(
        say("reshape.into"),
        others,
        index=None,
        format_func=codebook.path,
        placeholder=say("reshape.choose_code"),
        key=f"reshape.into.{code.id}",
    )
    if target_id is not None:
        merge_form(here, codebook, code.id, target_id)


def merge_form(here: Here, codebook: Codebook, source_id: CodeId, target_id: CodeId) -> None:
    """What a merge would change, a line for the reason, and the button that does it."""
    told = told_beforehand(lambda: codebook_deeds.preview_merge(here.desk, source_id, target_id))
    if told is None:
        return
    source, target = codebook.get(source_id).label, codebook.get(target_id).label
    show_preview(merge_lines(told, source, target))
    key = f"{source_id}.{target_id}"
    reason = st.text_input(say("reshape.why"), help=say("reshape.why_help"), key=f"reshape.why.{key}")
    go = say("reshape.merge_go", source=as_written(source), target=as_written(target))
    if st.button(go, type="primary", key=f"reshape.go.{key}") and did(
        codebook_deeds.merge_codes,
        here.desk,
        source_id,
        target_id,
        reason=reason,
        said=say("reshape.merged", source=as_written(source), target=as_written(target)),
    ):
        state.wish("codebook.code", target_id)
        st.rerun()


def merge_lines(told: Effect, source: str, target: str) -> list[str]:
    """What a merge would change, one line for each kind of thing."""
    lines = [say("reshape.no_coding")]
    if told.codings:
        lines = [say("reshape.all_codings", codings=shares(told), target=as_written(target))]
    if told.doubled:
        lines.append(say("reshape.doubled", n=told.doubled))
    if told.notes:
        lines.append(say("reshape.notes", n=told.notes))
    lines += _names("reshape.themes", told.themes) + _names("reshape.children", told.children)
    lines += _names("reshape.seeds", told.seed_terms) + _names("reshape.pointing", told.pointing)
    lines += [say("reshape.rule", rule=as_written(told.rule))] if told.rule else []
    lines.append(say("reshape.source_after", source=as_written(source)))
    return lines


def _move(here: Here, codebook: Codebook, code: Code) -> None:
    st.write(say("reshape.move_lead"))
    branch = {code.id, *(one.id for one in codebook.below(code.id))}
    places: list[CodeId | None] = [
        None,
        *(one.id for one in codebook if one.id not in branch and one.status is not CodeStatus.RETIRED),
    ]
    parent_id = st.selectbox(
        say("codebook.parent"),
        places,
        index=places.index(code.parent_id) if code.parent_id in places else 0,
        format_func=lambda one: codebook.path(one) if one else say("codebook.top"),
        key=f"reshape.parent.{code.id}.{code.parent_id}",
    )
    there = [one.id for one in codebook.children(parent_id)]
    now = there.index(code.id) + 1 if code.id in there else None
    siblings = [one for one in codebook.children(parent_id) if one.id != code.id]
    position = st.selectbox(
        say("reshape.place"),
        list(range(1, len(siblings) + 2)),
        index=now - 1 if now else len(siblings),
        format_func=lambda n: say("reshape.after", label=siblings[n - 2].label) if n > 1 else say("reshape.first"),
        key=f"reshape.position.{code.id}.{parent_id}.{now}",
    )
    told = told_beforehand(lambda: codebook_deeds.preview_move(here.desk, code.id, parent_id, position))
    if told is None:
        return
    if position == now:
        st.write(say("reshape.stands_there"))
        return
    path = say("reshape.path", before=as_written(told.before), after=as_written(told.after))
    order = say("reshape.other_order", path=as_written(told.after))
    show_preview(
        [order if now else path, *_names("reshape.along", told.children), say("reshape.no_coding")],
    )
    if st.button(say("reshape.move_go"), type="primary", key=f"reshape.move.{code.id}") and did(
        codebook_deeds.move_code,
        here.desk,
        code.id,
        parent_id,
        position,
        said=say("reshape.moved", label=as_written(code.label)),
    ):
        st.rerun()


def _rename(here: Here, code: Code) -> None:
    st.write(say("reshape.rename_lead"))
    new_label = st.text_input(say("reshape.new_name"), value=code.label, key=f"reshape.name.{code.id}.{code.label}")
    if not new_label.strip() or new_label.strip() == code.label:
        return
    told = told_beforehand(lambda: codebook_deeds.preview_rename(here.desk, code.id, new_label))
    if told is None:
        return
    show_preview(
        [
            say("reshape.renamed_codings", codings=shares(told), label=as_written(told.after)),
            *_names("reshape.stays_in", told.themes),
            *_names("reshape.pointing", told.pointing),
        ]
    )
    if st.button(say("reshape.rename_go"), type="primary", key=f"reshape.rename.{code.id}") and did(
        codebooks.rename_code,
        here.desk,
        code.id,
        new_label=new_label,
        said=say("reshape.renamed", before=as_written(told.before), after=as_written(told.after)),
    ):
        st.rerun()


def _end(here: Here, code: Code, uses: int) -> None:
    retired = code.status is CodeStatus.RETIRED
    st.write(say("reshape.end_lead"))
    told = told_beforehand(lambda: codebook_deeds.preview_retire(here.desk, code.id))
    if told is None:
        return
    if not retired:
        show_preview(
            [
                say("reshape.keeps", codings=shares(told)),
                *_names("reshape.stays_in", told.themes),
                *_names("reshape.children_stay", told.children),
                *_names("reshape.still_pointing", told.pointing),
            ]
        )
    with st.container(horizontal=True, gap="small"):
        retire = st.button(
            say("codebook.revive") if retired else say("codebook.retire"),
            help=say("codebook.retire_help"),
            key=f"codebook.retire.{code.id}",
        )
        remove = st.button(
            say("codebook.remove"),
            disabled=uses > 0,
            help=say("codebook.remove_help"),
            key=f"codebook.remove.{code.id}",
        )
    label = as_written(code.label)
    if retire and did(
        codebooks.change_code,
        here.desk,
        code.id,
        status=CodeStatus.DRAFT if retired else CodeStatus.RETIRED,
        said=say("codebook.revived" if retired else "codebook.retired", label=label),
    ):
        st.rerun()
    if remove and did(codebooks.remove_code, here.desk, code.id, said=say("codebook.removed", label=label)):
        st.rerun()


# Previews in words --------------------------------------------------------------------------------------------------


def told_beforehand(preview: Callable[[], Effect]) -> Effect | None:
    """What an act would change; ``None`` where it would be refused, after the reason was shown."""
    try:
        return preview()
    except WorkbenchError as error:
        st.warning(as_written(str(error)))
        return None


def shares(told: Effect) -> str:
    """Whose codings, such as ``12 codings (Ana 7, Ben 5)``."""
    number = say("counts.codings", n=told.coding_count)
    if not told.codings:
        return number
    return f"{number} ({', '.join(f'{as_written(coder)} {count}' for coder, count in told.codings.items())})"


def _names(phrase: str, names: tuple[str, ...]) -> list[str]:
    return [say(phrase, names=", ".join(f"“{as_written(name)}”" for name in names))] if names else []


def show_preview(lines: list[str]) -> None:
    """What would change, one line for each kind of thing."""
    with st.container(border=True):
        st.markdown(f"**{say('reshape.preview')}**\n\n" + "\n".join(f"- {line}" for line in lines))
