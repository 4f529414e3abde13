"""Attributes: what the team notes of each participant, with its type; and bringing them in from a sheet."""

from __future__ import annotations

import streamlit as st

from workbench.domain.attribute import Attribute, AttributeKind
from workbench.domain.project import Right
from workbench.importers.people_sheet import PeopleSheet
from workbench.services import attributes, people_sheets
from workbench.services.people_sheets import PeoplePlan
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import empty, section
from workbench.ui.words import as_written, name_of, say


@fragment
def show_attributes(here: Here) -> None:
    """The attributes there are, each to be changed; a new one; a sheet."""
    found = attributes.list_attributes(here.desk)
    section(say("people.attributes"), say("people.attributes_lead"))
    if not found:
        empty(say("people.attributes_none"), say("people.attributes_none_advice"))
    may = here.may(Right.MANAGE_PEOPLE)
    for one in found:
        kind = name_of(one.kind)
        about = f"{kind}: {', '.join(one.choices)}" if one.choices else kind
        if not may:
            st.markdown(f"**{as_written(one.name)}** – {as_written(about)}")
            continue
        with st.expander(f"{as_written(one.name)} – {as_written(about)}"):
            _change(here, one)
    if not may:
        return
    left, right = st.columns(2, gap="large")
    with left:
        _new(here)
    with right:
        _sheet(here)


def _fields(one: Attribute | None, key: str) -> tuple[str, AttributeKind, list[str]]:
    name = st.text_input(say("people.attribute_name"), one.name if one else "", key=f"{key}.name")
    kind = choose(say("people.attribute_kind"), AttributeKind, before=one.kind if one else None, key=f"{key}.kind")
    choices = st.text_area(
        say("people.attribute_choices"),
        "\n".join(one.choices) if one else "",
        help=say("people.attribute_choices_help"),
        height=100,
        key=f"{key}.choices",
    )
    return name, kind, [line for line in choices.splitlines() if line.strip()]


def _change(here: Here, one: Attribute) -> None:
    with st.form(f"people.attribute.{one.id}", border=False):
        name, kind, choices = _fields(one, f"people.attribute.{one.id}")
        saved = st.form_submit_button(say("frame.save"))
    said = say("people.attribute_saved", name=as_written(name))
    if saved and did(attributes.change_attribute, here.desk, one.id, name=name, kind=kind, choices=choices, said=said):
        st.rerun()
    gone = say("people.attribute_gone", name=as_written(one.name))
    if st.button(say("people.attribute_remove"), key=f"people.attribute.remove.{one.id}") and did(
        attributes.remove_attribute, here.desk, one.id, said=gone
    ):
        st.rerun()


def _new(here: Here) -> None:
    section(say("people.attribute_new"))
    with st.form("people.attribute_new", clear_on_submit=True):
        name, kind, choices = _fields(None, "people.attribute_new")
        made = st.form_submit_button(say("people.attribute_add"))
    said = say("people.attribute_saved", name=as_written(name))
    if made and did(attributes.define_attribute, here.desk, name, kind, choices=choices, said=said):
        st.rerun()


def _sheet(here: Here) -> None:
    """A file, what it would do, and the button that does it."""
    section(say("people.sheet"), say("people.sheet_lead"))
    file = st.file_uploader(say("people.sheet_file"), type=["csv", "xlsx", "tsv"], key="people.sheet.file")
    if file is None:
        return
    sheet = act(people_sheets.read_sheet, here.desk, file.getvalue(), file_name=file.name)
    plan = act(people_sheets.plan_participants, here.desk, sheet) if sheet else None
    if sheet is None or plan is None:
        return
    kinds = _preview(plan)
    if st.button(
        say("people.sheet_go"), type="primary", key="people.sheet.go", disabled=not (plan.new or plan.changed)
    ):
        _bring_in(here, sheet, kinds)


def _preview(plan: PeoplePlan) -> dict[str, AttributeKind]:
    """What a sheet would do, in words; the kind of each new attribute may be changed."""
    lines = [
        say("people.sheet_new", n=len(plan.new), who=", ".join(plan.new)) if plan.new else "",
        *(
            say("people.sheet_changed", who=as_written(label), what=as_written(", ".join(names)))
            for label, names in plan.changed.items()
        ),
        say("people.sheet_same", n=len(plan.same)) if plan.same else "",
    ]
    st.markdown("\n".join(f"- {line}" for line in lines if line))
    return {
        one.name: choose(
            say("people.sheet_kind", name=as_written(one.name)),
            AttributeKind,
            before=one.kind,
            key=f"people.sheet.{one.name}",
        )
        for one in plan.attributes
    }


def _bring_in(here: Here, sheet: PeopleSheet, kinds: dict[str, AttributeKind]) -> None:
    done = act(people_sheets.import_participants, here.desk, sheet, kinds=kinds)
    if done is not None:
        state.tell(say("people.sheet_done", new=len(done.new), changed=len(done.changed)))
        state.drop("people.sheet.file")
        st.rerun()
