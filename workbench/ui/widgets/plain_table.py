"""A small table of words that everybody can read, with a screen reader or by keyboard too."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st


def plain_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with its title above; the first cell of a row names it."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in columns)
    body = "".join(
        "<tr>"
        f'<th scope="row">{html.escape(str(first))}</th>'
        + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in more)
        + "</tr>"
        for first, *more in rows
    )
    st.html(
        f'<div class="wb-table" tabindex="0" role="region" aria-label="{html.escape(title)}"><table>'
        f"<caption>{html.escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
