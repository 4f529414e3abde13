"""Choosing one value of a kind, such as a phase or a role, by the name it has on the screen."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import streamlit as st

from workbench.ui.words import name_of

Kind = TypeVar("Kind", bound=StrEnum)


def choose(
    label: str,
    kind: type[Kind],
    *,
    before: Kind | None = None,
    advice: str | None = None,
    key: str | None = None,
) -> Kind:
    """One value of a kind; ``before`` is chosen already, else the first."""
    values = list(kind)
    chosen: Kind = st.selectbox(
        label, values, index=values.index(before) if before else 0, format_func=name_of, help=advice, key=key
    )
    return chosen
