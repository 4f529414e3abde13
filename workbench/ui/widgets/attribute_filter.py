"""Narrowing a list to participants with some attribute."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from workbench.services import attributes, people
from workbench.ui.state import Here
from workbench.ui.words import say


def attribute_filter(here: Here, *, key: str) -> Mapping[str, str]:
    """An attribute and one of its values, as chosen; nothing where none is chosen or none is defined."""
    names = [one.name for one in attributes.list_attributes(here.desk)]
    if not names:
        return {}
    left, right = st.columns(2, gap="small")
    name = left.selectbox(
        say("attributes.which"),
        ["", *names],
        format_func=lambda one: one or say("attributes.all"),
        key=f"{key}.attribute",
    )
    if not name:
        return {}
    values = sorted({one.attributes[name] for one in people.list_participants(here.desk) if name in one.attributes})
    value = right.selectbox(name, values, key=f"{key}.attribute.{name}")
    return {name: value} if value else {}
