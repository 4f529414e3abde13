"""Edit: a change of some words of a text, and how places travel through a set of them.

A replacement stands for what it replaces: a place that touched the old words covers the whole of the new ones.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.domain.span import Span
from workbench.domain.transcript import Body, Turn
from workbench.errors import RuleError


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text[start:end]`` becomes ``replacement``."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Passage:
    """The way from a text to the one that a set of edits makes of it.

    >>> way = Passage((Edit(0, 5, "[sister]"),))
    >>> way.text("Tracy drove"), way.span(Span(6, 11)), way.span(Span(2, 5))
    ('[sister] drove', Span(start=9, end=14), Span(start=0, end=8))
    """

    edits: tuple[Edit, ...]

    def __post_init__(self) -> None:
        before = 0
        for edit in self.edits:
            if not before <= edit.start < edit.end or not edit.replacement:
                raise ValueError("Edits come in order, do not overlap, and put something in the place of something.")
            before = edit.end

    @classmethod
    def through(cls, edits: Sequence[Edit]) -> Passage:
        """From edits in any order."""
        return cls(tuple(sorted(edits)))

    def text(self, old: str) -> str:
        """The new text."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [old[at : edit.start], edit.replacement]
            at = edit.end
        return "".join([*parts, old[at:]])

    def span(self, old: Span) -> Span:
        """Where the words of a place stand now."""
        return Span(self._moved(old.start, end=False), self._moved(old.end, end=True))

    def body(self, old: Body) -> Body:
        """The new text with its turns. An edit that leaves its turn is refused."""
        for edit in self.edits:
            turn = old.turn_at(edit.start)
            if turn is None or edit.end > turn.end:
                raise RuleError("A change of the text must stay within one turn.")
        turns = tuple(
            Turn(turn.number, turn.speaker_id, moved.start, moved.end, turn.begins_at, turn.ends_at)
            for turn in old.turns
            for moved in (self.span(turn.span),)
        )
        return Body(self.text(old.text), turns)

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _grown(self) -> list[int]:
        """By how much the text before the n-th edit has grown."""
        grown = [0]
        for edit in self.edits:
            grown.append(grown[-1] + len(edit.replacement) - (edit.end - edit.start))
        return grown

    def _moved(self, position: int, *, end: bool) -> int:
        """Where a border stands now; within an edit the start goes to its beginning and the end behind it."""
        index = (bisect.bisect_left if end else bisect.bisect_right)(self._starts, position) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        if edit.end <= position:
            return position + self._grown[index + 1]
        begun = edit.start + self._grown[index]
        return begun + len(edit.replacement) if end else begun
