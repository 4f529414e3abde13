"""Agreement on where a code begins and ends: Krippendorff's alphas for units on a line of characters.

Coders mark stretches of the line; what they leave unmarked are gaps. Two families: 2004 (squared differences of the ends, per
category) and 2016 (lengths of intersections). Sources: Krippendorff 2004, Content Analysis, ch. 11.6; Krippendorff, Mathet,
Bouvry & Widlöcher 2016, Quality & Quantity 50:2347-2364.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from workbench.analysis.agreement_measures import NO_UNITS, ONE_VALUE, Measure

_GAP = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open piece of the line with its category."""

    start: int
    end: int
    category: Hashable

    @property
    def length(self) -> int:
        return self.end - self.start


Lines = Sequence[Sequence[Stretch]]
"""One line per coder: the stretches that the coder marked, not overlapping."""


def _cut(line: Sequence[Stretch], start: int, end: int) -> list[Stretch]:
    """The whole line as stretches and gaps, in order. Overlapping stretches of one coder are refused."""
    found: list[Stretch] = []
    at = start
    for one in sorted(line, key=lambda stretch: (stretch.start, stretch.end)):
        if not start <= one.start < one.end <= end or one.start < at:
            raise ValueError("Stretches of one coder must lie on the line and may not overlap.")
        if one.start > at:
            found.append(Stretch(at, one.start, _GAP))
        found.append(one)
        at = one.end
    return [*found, Stretch(at, end, _GAP)] if at < end else found


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed and expected disagreement of one category (2004)."""

    observed: float
    expected: float

    @property
    def alpha(self) -> Measure:
        return Measure(1 - self.observed / self.expected) if self.expected else Measure(None, ONE_VALUE)


def alpha_2004(lines: Lines, *, start: int, end: int) -> tuple[Measure, dict[Hashable, Disagreement]]:
    """Alpha over all categories, and the disagreements of each (Krippendorff 2004, p. 251-256).

    Stretches of different categories may overlap; those of one category by one coder may not.
    """
    categories = sorted({one.category for line in lines for one in line}, key=repr)
    if len(lines) < 2 or not categories:
        return Measure(None, NO_UNITS), {}
    found = {}
    for category in categories:
        whole = [_cut([one for one in line if one.category == category], start, end) for line in lines]
        found[category] = Disagreement(_observed(whole, end - start), _expected(whole, end - start))
    expected = sum(one.expected for one in found.values())
    if not expected:
        return Measure(None, ONE_VALUE), found
    return Measure(1 - sum(one.observed for one in found.values()) / expected), found


def _observed(lines: list[list[Stretch]], length: int) -> float:
    total = sum(
        _apart(one, other)
        for i, mine in enumerate(lines)
        for j, theirs in enumerate(lines)
        if i != j
        for one in mine
        for other in theirs
    )
    return total / (len(lines) * (len(lines) - 1) * length**2)


def _apart(one: Stretch, other: Stretch) -> int:
    """The squared difference of two stretches that share characters (2004, p. 253)."""
    if one.category is not _GAP and other.category is not _GAP:
        if min(one.end, other.end) <= max(one.start, other.start):
            return 0
        return int((one.start - other.start) ** 2 + (one.end - other.end) ** 2)
    marked, gap = (one, other) if other.category is _GAP else (other, one)
    if marked.category is _GAP:
        return 0
    return int(marked.length**2) if gap.start <= marked.start and marked.end <= gap.end else 0


def _expected(lines: list[list[Stretch]], length: int) -> float:
    marked = [one.length for line in lines for one in line if one.category is not _GAP]
    gaps = [one.length for line in lines for one in line if one.category is _GAP]
    total = len(lines) * length
    summed = sum(
        (len(marked) - 1) / 3 * (2 * own**3 - 3 * own**2 + own)
        + own**2 * sum(gap - own + 1 for gap in gaps if gap >= own)
        for own in marked
    )
    possible = total * (total - 1) - sum(own * (own - 1) for own in marked)
    return 2 / length * summed / possible


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """The family of 2016: over all, marked against unmarked, and which category where both marked."""

    u_alpha: Measure
    binary: Measure
    cu_alpha: Measure


def alpha_2016(lines: Lines, *, start: int, end: int) -> SpanAgreement:
    """Alphas from the lengths of intersections; with units of one character each, ``u_alpha`` is nominal alpha."""
    if len(lines) < 2 or not any(lines):
        nothing = Measure(None, NO_UNITS)
        return SpanAgreement(nothing, nothing, nothing)
    whole = [_cut(line, start, end) for line in lines]
    as_marked = [
        [one if one.category is _GAP else Stretch(one.start, one.end, "marked") for one in line] for line in whole
    ]
    return SpanAgreement(
        _alpha(*_coincidences(whole)), _alpha(*_coincidences(as_marked)), _among_marked(*_coincidences(whole))
    )


_Pair = tuple[Hashable, Hashable]


def _coincidences(whole: list[list[Stretch]]) -> tuple[dict[_Pair, float], dict[_Pair, float]]:
    """Observed and expected shared lengths for each pair of categories (gaps are a category of their own)."""
    observed: dict[_Pair, float] = defaultdict(float)
    for i, mine in enumerate(whole):
        for j, theirs in enumerate(whole):
            if i == j:
                continue
            for one, other in _meeting(mine, theirs):
                shared = min(one.end, other.end) - max(one.start, other.start)
                observed[one.category, other.category] += shared / (len(whole) - 1)
    of_category: dict[Hashable, float] = defaultdict(float)
    for (category, _), length in observed.items():
        of_category[category] += length
    own: dict[Hashable, float] = defaultdict(float)
    for line in whole:
        for one in line:
            own[one.category] += one.length if one.category is _GAP else one.length**2
    total = sum(of_category.values())
    possible = total**2 - sum(own.values())
    expected = (
        {
            (one, other): total * (of_category[one] * of_category[other] - (own[one] if one == other else 0)) / possible
            for one in of_category
            for other in of_category
        }
        if possible
        else {}
    )
    return observed, expected


def _meeting(mine: list[Stretch], theirs: list[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """The pairs that share characters; both lists lie in order and cover the line."""
    found = []
    i = j = 0
    while i < len(mine) and j < len(theirs):
        found.append((mine[i], theirs[j]))
        if mine[i].end <= theirs[j].end:
            i, j = i + 1, j + (mine[i].end == theirs[j].end)
        else:
            j += 1
    return found


def _alpha(observed: dict[_Pair, float], expected: dict[_Pair, float]) -> Measure:
    apart = sum(length for (one, other), length in expected.items() if one != other)
    if not apart:
        return Measure(None, ONE_VALUE)
    return Measure(1 - sum(length for (one, other), length in observed.items() if one != other) / apart)


def _among_marked(observed: dict[_Pair, float], expected: dict[_Pair, float]) -> Measure:
    """Which category, where both marked something: gaps are left out, and the expected lengths brought to the same sum."""
    seen = {pair: length for pair, length in observed.items() if _GAP not in pair}
    by_chance = {pair: length for pair, length in expected.items() if _GAP not in pair}
    both_seen, both_by_chance = sum(seen.values()), sum(by_chance.values())
    apart = sum(length for (one, other), length in by_chance.items() if one != other)
    if not both_seen or not both_by_chance:
        return Measure(None, NO_UNITS)
    if not apart:
        return Measure(None, ONE_VALUE)
    found = sum(length for (one, other), length in seen.items() if one != other)
    return Measure(1 - (found / both_seen) / (apart / both_by_chance))
