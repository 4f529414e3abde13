"""Edits of a text, and how places travel from a text to the next one.

A place arrives *for certain* when

- no edit crosses its borders (an edit that only touches a border is outside if it inserts, inside if it replaces), and
- enough of its words are still there: at least half of its letters stand untouched, or what stands there now looks like
  what stood there before (``dear`` and ``deer``).

Everything else is for a person to decide; the way then offers a guess. Where a replacement *stands for* the words it
replaces (``[sister]`` for a name), nothing is in doubt: a place that touched the old words covers the new ones.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from workbench.domain.span import Span
from workbench.domain.transcript import Body

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.6  # "dear" and "deer" are 0.75 alike, "dear" and "[sister]" 0.17
_COMPARED = 400  # letters; comparing more letter by letter takes long, and then words tell enough
_LONG = 3_000  # tokens from which on frequent words do not count as a sign that two places belong together


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text[start:end]`` becomes ``replacement``. An empty stretch inserts, an empty replacement takes out."""

    start: int
    end: int
    replacement: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"An edit needs 0 <= start <= end, not {self.start} and {self.end}.")

    @property
    def growth(self) -> int:
        """By how many characters the text grows."""
        return len(self.replacement) - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a place stands in the new text. ``span`` is a guess where it is not ``certain``; ``None`` if nothing is left."""

    span: Span | None
    certain: bool


@dataclass(frozen=True)
class Way:
    """From a text to the one that a set of edits makes of it.

    >>> way = travel("We saw a red dear there", [Edit(13, 17, "deer")])
    >>> way.new, way.span(Span(9, 17)), way.span(Span(18, 23)).span
    ('We saw a red deer there', Arrival(span=Span(start=9, end=17), certain=True), Span(start=18, end=23))
    >>> travel("Tracy Hill drove", [Edit(0, 10, "[sister]")], stands_for=True).span(Span(6, 16))
    Arrival(span=Span(start=0, end=14), certain=True)
    """

    old: str
    edits: tuple[Edit, ...]
    stands_for: bool = False

    def __post_init__(self) -> None:
        before = 0
        for edit in self.edits:
            if edit.start < before or edit.end > len(self.old):
                raise ValueError("Edits come in order, do not overlap, and lie within the text.")
            before = edit.end

    @cached_property
    def new(self) -> str:
        """The new text."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.old[at : edit.start], edit.replacement]
            at = edit.end
        return "".join([*parts, self.old[at:]])

    def body(self, old: Body) -> Body:
        """The new text with the turns of the old one."""
        turns = []
        for turn in old.turns:
            start, end = self.around(turn.span)
            turns.append(replace(turn, start=start, end=end))
        return Body(self.new, tuple(turns))

    def span(self, place: Span) -> Arrival:
        """Where a place stands now, and whether that is certain."""
        inside = self._inside(place)
        start, end = self.start_now(place.start), self.end_now(place.end)
        if not inside:
            return Arrival(Span(start, end), certain=True)
        trimmed = _without_edge_spaces(self.new, start, end)
        if trimmed is None:
            return Arrival(None, certain=False)
        crossed = any(
            edit.start < place.start < edit.end or edit.start < place.end < edit.end for edit in (inside[0], inside[-1])
        )
        certain = self.stands_for or (not crossed and self._alike(place, trimmed, inside))
        return Arrival(trimmed, certain)

    def start_now(self, position: int) -> int:
        """Where something that begins at a position begins now; what is inserted there comes before it."""
        index = bisect.bisect_right(self._starts, position)
        if index and (edit := self.edits[index - 1]).end > position:
            return edit.start + self._grown[index - 1]  # within an edit, or at its beginning: with its replacement
        return position + self._grown[index]

    def end_now(self, position: int) -> int:
        """Where something that ends at a position ends now; what is inserted there comes after it."""
        index = bisect.bisect_left(self._starts, position)
        if index and (edit := self.edits[index - 1]).end > position:
            return edit.start + self._grown[index - 1] + len(edit.replacement)
        return position + self._grown[index]

    def around(self, place: Span) -> tuple[int, int]:
        """The borders of a stretch such as a turn, to which everything belongs that is inserted at its borders."""
        first = bisect.bisect_left(self._starts, place.start)
        last = bisect.bisect_right(self._starts, place.end)
        return place.start + self._grown[first], place.end + self._grown[last]

    def _inside(self, place: Span) -> tuple[Edit, ...]:
        """The edits that change something of a place."""
        first = max(0, bisect.bisect_right(self._starts, place.start) - 1)
        last = bisect.bisect_left(self._starts, place.end)
        return tuple(
            edit
            for edit in self.edits[first:last]
            if edit.start < place.end and edit.end > place.start and (edit.start < edit.end or edit.start > place.start)
        )

    def _alike(self, place: Span, now: Span, inside: tuple[Edit, ...]) -> bool:
        longer = max(len(place), len(now))
        kept = len(place) - sum(edit.end - edit.start for edit in inside)
        if 2 * kept >= longer:
            return True
        before, after = place.text_in(self.old), now.text_in(self.new)
        if longer > _COMPARED:
            return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() >= _ALIKE
        return SequenceMatcher(None, before, after, autojunk=False).ratio() >= _ALIKE

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _grown(self) -> list[int]:
        """By how much the text before the n-th edit has grown."""
        grown = [0]
        for edit in self.edits:
            grown.append(grown[-1] + edit.growth)
        return grown


def _without_edge_spaces(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Span(start, end) if start < end else None


def travel(old: str, edits: Iterable[Edit], *, stands_for: bool = False) -> Way:
    """The way from a text through edits in any order; ``ValueError`` where they overlap or leave the text."""
    return Way(old, tuple(sorted(edits)), stands_for)


def between(old: str, new: str) -> Way:
    """The way between two whole texts, found by comparing their lines and then the words of lines that differ.

    >>> way = between("One two three.\\n\\nFour five.", "One 2 three.\\n\\nFour five.")
    >>> way.edits, way.new
    ((Edit(start=4, end=7, replacement='2'),), 'One 2 three.\\n\\nFour five.')
    """
    return Way(old, tuple(_differences(old, new, (_lines, _tokens))))


def word_edits(old: str, new: str, *, at: int = 0) -> tuple[Edit, ...]:
    """The edits, word by word, that make ``new`` of ``old``, where ``old`` begins at position ``at``.

    >>> word_edits("the red dear", "the big red deer", at=100)
    (Edit(start=103, end=103, replacement=' big'), Edit(start=108, end=112, replacement='deer'))
    """
    return tuple(_differences(old, new, (_tokens,), at=at))


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _differences(old: str, new: str, cuts: tuple[object, ...], *, at: int = 0) -> Iterable[Edit]:
    if old == new:
        return
    cut, *finer = cuts
    before, after = cut(old), cut(new)  # type: ignore[operator]  # a tuple of functions
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > _LONG)
    old_at, new_at = _offsets(before), _offsets(after)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[old_at[first] : old_at[last]], new[new_at[new_first] : new_at[new_last]]
        if finer and gone and come:
            yield from _differences(gone, come, tuple(finer), at=at + old_at[first])
        else:
            yield Edit(at + old_at[first], at + old_at[last], come)


def _offsets(parts: list[str]) -> list[int]:
    """Where each part begins, and the end."""
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found
