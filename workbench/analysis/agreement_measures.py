"""Agreement between coders, as a learning view: measures over units, each a figure or the reason why there is none.

A *unit* is what every coder looked at (a turn, a sentence); its ratings hold one value per coder, ``None`` where a coder has
not looked. Nothing here knows about codes or transcripts.

Sources: Cohen 1960 (Educ Psychol Meas 20:37-46), Fleiss 1971 (Psychol Bull 76:378-382), Krippendorff 2004 (Content Analysis,
ch. 11), Gwet 2008 (Br J Math Stat Psychol 61:29-48).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import krippendorff
import numpy as np

Rating = Hashable | None
Ratings = Sequence[Sequence[Rating]]
"""Units, and in each one value per coder in a fixed order; ``None`` is missing, not "absent"."""

NO_UNITS = "not computable: no unit was looked at by two coders"
ONE_VALUE = "not computable: only one value was used"
TWO_CODERS = "not computable: this measure compares two coders"
GAPS = "not computable: this measure needs every coder to have looked at every unit"

RESAMPLES = 1000
FEWEST_UNITS = 10
"""Fewer units that carry the code than this are too few to read anything into a figure (method notes, 2.8)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, or ``None`` and the reason in words."""

    value: float | None
    why_not: str = ""

    def in_words(self) -> str:
        """
        >>> Measure(0.4915).in_words(), Measure(None, ONE_VALUE).in_words()
        ('0.49', 'not computable: only one value was used')
        """
        return self.why_not if self.value is None else f"{self.value:.2f}"


Times = Sequence[int] | None
"""How many units had these ratings, one number for each; ``None`` where every unit is told by itself."""


def percent(ratings: Ratings, times: Times = None) -> Measure:
    """Share of pairs of ratings of the same unit that are equal, from 0 to 1; the mean of the units' shares."""
    looked_at = _looked_at(ratings, times)
    if not looked_at:
        return Measure(None, NO_UNITS)
    shares = sum(n * _share_of_equal_pairs(Counter(values)) for values, n in looked_at)
    return Measure(shares / _units(looked_at))


def cohen_kappa(ratings: Ratings, times: Times = None) -> Measure:
    """``(po - pe) / (1 - pe)`` for two coders, with each coder's own shares in ``pe`` (Cohen 1960)."""
    pairs = _pairs(ratings, times)
    if isinstance(pairs, Measure):
        return pairs
    expected = _chance(pairs)
    return _beyond_chance(_equal(pairs), expected)


def cohen_kappa_at_most(ratings: Ratings) -> Measure:
    """The highest kappa that these two coders' own shares of each value allow (Cohen 1960, p. 42)."""
    pairs = _pairs(ratings)
    if isinstance(pairs, Measure):
        return pairs
    first, second = _by_coder(pairs)
    return _beyond_chance(sum(min(first[value], second[value]) for value in first) / _units(pairs), _chance(pairs))


def scott_pi(ratings: Ratings) -> Measure:
    """As kappa, with both coders' shares taken together in ``pe`` (Scott 1955)."""
    pairs = _pairs(ratings)
    if isinstance(pairs, Measure):
        return pairs
    shares = _shares(pairs)
    return _beyond_chance(_equal(pairs), sum(share * share for share in shares.values()))


def gwet_ac1(ratings: Ratings, times: Times = None, *, values: int | None = None) -> Measure:
    """Gwet's AC1: ``pe = sum(p (1 - p)) / (q - 1)`` over ``q`` values; steadier than kappa where a code is rare or common.

    ``values`` is how many values there could be; without it, those that were used.
    """
    looked_at = _looked_at(ratings, times)
    if not looked_at:
        return Measure(None, NO_UNITS)
    shares = _shares(looked_at)
    possible = values or len(shares)
    if possible < 2:
        return Measure(None, ONE_VALUE)
    chance = sum(share * (1 - share) for share in shares.values()) / (possible - 1)
    observed = percent(ratings, times).value
    assert observed is not None
    return _beyond_chance(observed, chance)


def fleiss_kappa(ratings: Ratings, times: Times = None) -> Measure:
    """Fleiss 1971: any number of coders, the same number for each unit, nothing missing."""
    if not ratings or len(ratings[0]) < 2:
        return Measure(None, NO_UNITS)
    if any(value is None for values in ratings for value in values):
        return Measure(None, GAPS)
    shares = _shares(_looked_at(ratings, times))
    observed = percent(ratings, times).value
    assert observed is not None
    return _beyond_chance(observed, sum(share * share for share in shares.values()))


def fleiss_kappa_by_value(ratings: Ratings) -> dict[Hashable, Measure]:
    """Fleiss' kappa of each value against all others."""
    used = sorted({value for values in ratings for value in values if value is not None}, key=repr)
    return {
        one: fleiss_kappa([[None if value is None else value == one for value in values] for values in ratings])
        for one in used
    }


Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(ratings: Ratings, times: Times = None, *, level: Level = "nominal") -> Measure:
    """Krippendorff's alpha, ``1 - Do / De``; any number of coders, missing values allowed (2004, ch. 11.3).

    Values must be numbers for every ``level`` but the nominal one.
    """
    looked_at = _looked_at(ratings, times)
    if not looked_at:
        return Measure(None, NO_UNITS)
    domain, counts, often = _counted(looked_at)
    if len(domain) < 2:
        return Measure(None, ONE_VALUE)
    if level == "nominal":  # as the library gives it (tested), without telling thousands of equal units one by one
        return Measure(float(_alphas(counts, often[np.newaxis])[0]))
    told = np.repeat(counts, often, axis=0).astype(int)
    numbers = np.array(domain, dtype=float)
    return Measure(float(krippendorff.alpha(value_counts=told, value_domain=numbers, level_of_measurement=level)))


@dataclass(frozen=True, slots=True)
class Interval:
    """Where 95 of 100 resamplings of the units put the figure."""

    low: float
    high: float


def alpha_interval(
    ratings: Ratings, times: Times = None, *, seed: int = 2026, resamples: int = RESAMPLES
) -> Interval | None:
    """A bootstrap interval of nominal alpha: units are drawn again with replacement; the same seed, the same interval.

    ``None`` where alpha itself cannot be computed, or too few of the resamplings have two values.
    """
    domain, counts, often = _counted(_looked_at(ratings, times))
    if len(domain) < 2:
        return None
    units = int(often.sum())
    drawn = np.random.default_rng(seed).multinomial(units, often / units, resamples)
    found = _alphas(counts, drawn)
    found = found[~np.isnan(found)]
    if len(found) < resamples / 2:
        return None
    low, high = np.quantile(found, (0.025, 0.975))
    return Interval(float(low), float(high))


def _counted(looked_at: _LookedAt) -> tuple[list[Hashable], np.ndarray, np.ndarray]:
    """The values in their order; how often each stands in a unit, a row for each different unit; and how many such units.

    The rows have an order of their own, so that the same units give the same interval in whatever order they are told.
    """
    domain = sorted({value for values, _ in looked_at for value in values}, key=_order)
    alike: Counter[tuple[int, ...]] = Counter()
    for values, n in looked_at:
        alike[tuple(values.count(value) for value in domain)] += n
    rows = sorted(alike)
    return domain, np.array(rows, dtype=float), np.array([alike[row] for row in rows], dtype=int)


def _alphas(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Nominal alpha for each row of ``weights`` (how often each unit counts); not a number where only one value is left."""
    of_unit = counts.sum(axis=1)
    disagreeing = (of_unit**2 - (counts**2).sum(axis=1)) / (of_unit - 1)
    totals = weights @ counts
    all_values = totals.sum(axis=1)
    observed = (weights @ disagreeing) / all_values
    expected = (all_values**2 - (totals**2).sum(axis=1)) / (all_values * (all_values - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


_LookedAt = list[tuple[list[Hashable], int]]


def _looked_at(ratings: Ratings, times: Times = None) -> _LookedAt:
    """The units that two coders or more have looked at, without the missing values; each with how many such there are."""
    often = times if times is not None else [1] * len(ratings)
    present = (([value for value in values if value is not None], n) for values, n in zip(ratings, often, strict=True))
    return [(values, n) for values, n in present if len(values) > 1 and n]


def _units(looked_at: _LookedAt) -> int:
    return sum(n for _, n in looked_at)


def _pairs(ratings: Ratings, times: Times = None) -> _LookedAt | Measure:
    if any(len(values) != 2 for values in ratings):
        return Measure(None, TWO_CODERS)
    return _looked_at(ratings, times) or Measure(None, NO_UNITS)


def _share_of_equal_pairs(counts: Counter[Rating]) -> float:
    total = sum(counts.values())
    return sum(count * (count - 1) for count in counts.values()) / (total * (total - 1))


def _equal(pairs: _LookedAt) -> float:
    return sum(n for (first, second), n in pairs if first == second) / _units(pairs)


def _by_coder(pairs: _LookedAt) -> tuple[Counter[Hashable], Counter[Hashable]]:
    """How often each of two coders gave each value."""
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, other), n in pairs:
        first[one] += n
        second[other] += n
    return first, second


def _chance(pairs: _LookedAt) -> float:
    first, second = _by_coder(pairs)
    return sum(first[value] * second[value] for value in first) / _units(pairs) ** 2


def _shares(looked_at: _LookedAt) -> dict[Hashable, float]:
    """Share of each value; the mean of the units' shares, so that each unit counts the same."""
    shares: dict[Hashable, float] = {}
    for values, n in looked_at:
        for value in values:
            shares[value] = shares.get(value, 0.0) + n / len(values)
    units = _units(looked_at)
    return {value: share / units for value, share in shares.items()}


def _beyond_chance(observed: float, chance: float) -> Measure:
    return Measure(None, ONE_VALUE) if chance >= 1 else Measure((observed - chance) / (1 - chance))


def _order(value: Hashable) -> tuple[bool, float, str]:
    number = isinstance(value, int | float)
    return (not number, float(value) if isinstance(value, int | float) else 0.0, "" if number else repr(value))


def confused(codings: Ratings) -> Counter[tuple[str, str]]:
    """How often two codes stand against each other: a unit where one coder gave this code and another gave that one instead.

    ``codings`` holds one set of codes per coder for each unit (or ``None``). Pairs are in alphabetical order.
    """
    found: Counter[tuple[str, str]] = Counter()
    for given in codings:
        sets = [frozenset(codes) for codes in given if isinstance(codes, frozenset | set)]
        against = set()
        for one, other in combinations(sets, 2):
            against |= {(min(a, b), max(a, b)) for a in one - other for b in other - one}
        found.update(against)
    return found
