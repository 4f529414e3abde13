"""A passage with the words around it."""

from __future__ import annotations

import html

from workbench.domain.transcript import Body

_AROUND = 160  # characters of context on each side


def in_context(body: Body, start: int, end: int) -> str:
    """A passage, marked, with a little of what was said before and after it."""
    before, after = body.text[max(0, start - _AROUND) : start], body.text[end : end + _AROUND]
    if start > _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + _AROUND < len(body.text):
        after = f"{after.rpartition(' ')[0]} …"
    return (
        f'<p class="wb-passage">{html.escape(before)}<mark>{html.escape(body.text[start:end])}</mark>'
        f"{html.escape(after)}</p>"
    )
