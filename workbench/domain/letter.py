"""Letter: a page to somebody outside the team, as paragraphs and one table; what it says, not how it looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """``before`` and ``after`` are the paragraphs around the table; ``steps`` are what the reader is asked to do."""

    recipient: str
    title: str
    written_on: str
    before: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    steps: tuple[str, ...]
    after: tuple[str, ...]
