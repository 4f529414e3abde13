"""The codebook as an outline to look things up in: swatch, letters, label, number of codings, and what a code means."""

from __future__ import annotations

import html
from collections.abc import Mapping

import streamlit as st

from workbench.domain.codebook import Code, Codebook, CodeStatus
from workbench.domain.ids import CodeId
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.words import say


def outline(codebook: Codebook, uses: Mapping[CodeId, int]) -> None:
    """Every code in its place; each opens to show its meaning."""
    letters = code_letters(codebook)
    st.html(
        '<div class="wb-outline">'
        + "".join(
            _entry(code, depth, letters[code.id], uses.get(code.id, 0))
            for code, depth in codebook.outline()
            if code.status is not CodeStatus.RETIRED
        )
        + "</div>"
    )


def swatch(code: Code, letters: str) -> str:
    """A code's colour with its letters, so that colour is never the only sign."""
    return f'<span class="wb-swatch" style="--code:{html.escape(code.colour)}">{html.escape(letters)}</span>'


def _entry(code: Code, depth: int, letters: str, uses: int) -> str:
    count = f'<small aria-label="{html.escape(say("counts.codings", n=uses))}">{uses}</small>' if uses else ""
    label = html.escape(code.label) if code.codable else f"<em>{html.escape(code.label)}</em>"
    lines = [
        ("", code.short_definition or code.full_definition or say("outline.no_definition")),
        (say("outline.use"), " ".join(code.when_to_use)),
        (say("outline.not"), " ".join(code.when_not_to_use)),
        (say("outline.example"), code.example),
        (say("outline.near_miss"), code.near_miss.text),
    ]
    told = "".join(
        f"<p>{f'<b>{html.escape(name)}</b> ' if name else ''}{html.escape(text)}</p>" for name, text in lines if text
    )
    return (
        f'<details style="--depth:{depth}"><summary>{swatch(code, letters)}<span>{label}</span>{count}</summary>'
        f"{told}</details>"
    )
