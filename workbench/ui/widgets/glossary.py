"""The words of the workbench in plain English. They stand in ``glossary_en.toml``; another language is another such file."""

from __future__ import annotations

import html
import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

from workbench.ui.words import say

_FILE = Path(__file__).parent.parent / "glossary_en.toml"


@cache
def glossary() -> dict[str, str]:
    """Every word and its meaning, by the alphabet."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))["word"]
    return dict(sorted(((row["term"], row["meaning"]) for row in found), key=lambda pair: pair[0].casefold()))


def glossary_here() -> None:
    """The whole list, folded away until somebody wants it."""
    with st.expander(say("glossary.title", n=len(glossary()))):
        rows = "".join(
            f"<div><dt>{html.escape(term)}</dt><dd>{html.escape(meaning)}</dd></div>"
            for term, meaning in glossary().items()
        )
        st.html(f'<dl class="wb-glossary">{rows}</dl>')
