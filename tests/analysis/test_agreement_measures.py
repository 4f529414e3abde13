"""The measures of agreement give the published figures, and say in words where there is none."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.agreement_measures import (
    GAPS,
    NO_UNITS,
    ONE_VALUE,
    TWO_CODERS,
    Level,
    Ratings,
    alpha_interval,
    cohen_kappa,
    cohen_kappa_at_most,
    confused,
    fleiss_kappa,
    fleiss_kappa_by_value,
    gwet_ac1,
    krippendorff_alpha,
    percent,
    scott_pi,
)
from workbench.analysis.agreement_spans import Stretch, alpha_2004, alpha_2016

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "files" / "agreement_vectors.json").read_text("utf-8")
)
COHEN = {one["id"]: one for one in VECTORS["cohen"]}


def from_table(table: list[list[int]]) -> Ratings:
    """Pairs of ratings from a table whose rows are the first coder's values."""
    return [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize("name", [name for name, one in COHEN.items() if "table_rows_coderA" in one])
def test_cohen_kappa_of_published_tables(name: str) -> None:
    expected = COHEN[name]
    ratings = from_table(expected["table_rows_coderA"])

    assert percent(ratings).value == pytest.approx(expected["po"], abs=expected["tol"])
    assert cohen_kappa(ratings).value == pytest.approx(expected["kappa_exact"], abs=1e-9)
    if "kappa_max" in expected:
        assert cohen_kappa_at_most(ratings).value == pytest.approx(expected["kappa_max"], abs=expected["tol"])
    if "ac1_exact" in expected:
        assert gwet_ac1(ratings).value == pytest.approx(expected["ac1_exact"], abs=1e-3)


def test_two_coders_on_a_line_of_positions() -> None:
    line = COHEN["krippendorff1995_lineA"]
    ratings = list(zip(line["coderA"], line["coderB"], strict=True))

    assert cohen_kappa(ratings).value == pytest.approx(line["kappa"], abs=line["tol"])
    assert scott_pi(ratings).value == pytest.approx(line["scott_pi"], abs=line["tol"])
    assert krippendorff_alpha(ratings).value == pytest.approx(line["alpha"], abs=line["tol"])


@pytest.mark.parametrize("expected", VECTORS["gwet_ac1"], ids=lambda one: str(one["ac1"]))
def test_gwet_ac1_of_published_tables(expected: dict[str, Any]) -> None:
    assert gwet_ac1(from_table(expected["table"])).value == pytest.approx(expected["ac1"], abs=5e-4)


def test_fleiss_kappa_of_1971_over_all_and_by_category() -> None:
    expected = next(one for one in VECTORS["fleiss"] if one["id"] == "fleiss1971")
    ratings = [list(values) for values in expected["ratings_per_item"]]

    assert percent(ratings).value == pytest.approx(expected["po"], abs=expected["tol"])
    assert fleiss_kappa(ratings).value == pytest.approx(expected["kappa_exact"], abs=1e-9)
    by_value = {value: measure.value for value, measure in fleiss_kappa_by_value(ratings).items()}
    assert by_value == pytest.approx(expected["per_category_kappa"], abs=expected["per_category_tol"])


def test_fleiss_kappa_of_the_worked_example() -> None:
    expected = next(one for one in VECTORS["fleiss"] if one["id"] == "fleiss_wikipedia")
    ratings = [[value for value, count in enumerate(counts) for _ in range(count)] for counts in expected["counts"]]

    assert fleiss_kappa(ratings).value == pytest.approx(expected["kappa_exact"], abs=1e-9)


ALPHAS = {one["id"]: one for one in VECTORS["krippendorff_alpha"]}


def test_krippendorff_alpha_of_ten_units() -> None:
    expected = ALPHAS["K_binary"]

    assert krippendorff_alpha(expected["units"]).value == pytest.approx(expected["alpha"], abs=expected["tol"])


def test_krippendorff_alpha_of_two_coders_with_letters() -> None:
    expected = ALPHAS["K_two_nominal"]
    ratings = list(zip(expected["coderA"], expected["coderB"], strict=True))

    assert krippendorff_alpha(ratings).value == pytest.approx(expected["alpha_exact"], abs=1e-9)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorff_alpha_with_missing_values(level: Level) -> None:
    expected = ALPHAS["K_C"]

    found = krippendorff_alpha(expected["units"], level=level).value

    assert found == pytest.approx(expected["alpha_exact"][level], abs=1e-9)


def test_alpha_for_units_of_2004() -> None:
    expected = VECTORS["alpha_u_2004"]
    lines = [
        [Stretch(start, start + length, category) for start, length, category in expected[coder]]
        for coder in ("coder_i", "coder_j")
    ]
    start, end = expected["continuum"]

    overall, by_category = alpha_2004(lines, start=start, end=end)

    assert overall.value == pytest.approx(expected["overall_exact_unrounded"], abs=1e-6)
    for category, figures in expected["per_category"].items():
        found = by_category[category]
        assert found.observed == pytest.approx(figures["Do"], abs=5e-4)
        assert found.expected == pytest.approx(figures["De"], abs=5e-4)
        assert found.alpha.value == pytest.approx(figures["alpha"], abs=expected["tol"])


@pytest.mark.parametrize("expected", VECTORS["alpha_u_2016_own"]["cases"], ids=lambda one: str(one["u_alpha"]))
def test_alpha_for_units_of_2016(expected: dict[str, Any]) -> None:
    lines = [[Stretch(*stretch) for stretch in expected[coder]] for coder in "ABC" if coder in expected]

    found = alpha_2016(lines, start=0, end=100)

    assert found.u_alpha.value == pytest.approx(expected["u_alpha"], abs=1e-9)
    for name in ("binary", "cu_alpha"):
        if name in expected:
            assert getattr(found, name).value == pytest.approx(expected[name], abs=1e-9)


def own_turns(*coders: str) -> list[tuple[set[str], ...]]:
    own = VECTORS["turn_by_code_own"]
    return [tuple(map(set, given)) for given in zip(*(own[coder] for coder in coders), strict=True)]


@pytest.mark.parametrize("code", ["ACC", "INFO", "EMO"])
def test_turns_with_several_codes_are_one_question_per_code(code: str) -> None:
    expected = VECTORS["turn_by_code_own"]["pair12"][code]
    pair = [tuple(code in codes for codes in given) for given in own_turns("coder1", "coder2")]
    three = [tuple(code in codes for codes in given) for given in own_turns("coder1", "coder2", "coder3")]

    assert percent(pair).value == pytest.approx(expected["percent"])
    assert cohen_kappa(pair).value == pytest.approx(expected["kappa"])
    assert krippendorff_alpha(pair).value == pytest.approx(expected["alpha"])
    assert gwet_ac1(pair).value == pytest.approx(expected["ac1"])
    assert krippendorff_alpha(three).value == pytest.approx(VECTORS["turn_by_code_own"]["three_coder_alpha"][code])


def test_all_codes_taken_together() -> None:
    expected = VECTORS["turn_by_code_own"]["pooled12"]
    pooled = [
        tuple(code in codes for codes in given)
        for code in ("ACC", "INFO", "EMO")
        for given in own_turns("coder1", "coder2")
    ]

    assert percent(pooled).value == pytest.approx(expected["percent"])
    assert cohen_kappa(pooled).value == pytest.approx(expected["kappa"])
    assert krippendorff_alpha(pooled).value == pytest.approx(expected["alpha"])


def test_where_only_one_value_was_used_nothing_is_computed() -> None:
    ratings = [("1", "1")] * 4

    measures = [
        cohen_kappa(ratings),
        scott_pi(ratings),
        fleiss_kappa(ratings),
        krippendorff_alpha(ratings),
        gwet_ac1(ratings),
    ]

    assert {(measure.value, measure.in_words()) for measure in measures} == {(None, ONE_VALUE)}
    assert percent(ratings).value == 1.0
    assert alpha_interval(ratings) is None


def test_what_cannot_be_computed_is_said_in_words() -> None:
    assert cohen_kappa([(1, 2, 1)]).in_words() == TWO_CODERS
    assert cohen_kappa([(1, None), (None, 2)]).in_words() == NO_UNITS
    assert percent([]).in_words() == NO_UNITS
    assert fleiss_kappa([(1, 2), (1, None)]).in_words() == GAPS
    assert alpha_2016([[], []], start=0, end=10).u_alpha.in_words() == NO_UNITS


VALUES = st.sampled_from([None, 0, 1, 2])


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=30))
def test_a_missing_rating_changes_nothing_but_what_it_would_have_said(ratings: list[tuple[int | None, ...]]) -> None:
    alone = [*ratings, (1, None, None), (None, None, None)]

    assert krippendorff_alpha(alone) == krippendorff_alpha(ratings)
    assert percent(alone) == percent(ratings)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=30))
def test_the_same_seed_gives_the_same_interval(ratings: list[tuple[int | None, ...]]) -> None:
    interval = alpha_interval(ratings)

    assert interval == alpha_interval(ratings)
    assert (interval is None) or (krippendorff_alpha(ratings).value is not None)
    assert (interval is None) or (-1 <= interval.low <= interval.high <= 1)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=30))
def test_units_alike_may_be_counted_instead_of_told_one_by_one(ratings: list[tuple[int | None, ...]]) -> None:
    alike = Counter(ratings)
    counted, times = list(alike), list(alike.values())

    for measure in (percent, krippendorff_alpha, fleiss_kappa, gwet_ac1):
        told, short = measure(ratings), measure(counted, times)
        assert short.why_not == told.why_not
        assert short.value == pytest.approx(told.value)
    pairs, of_pairs = [values[:2] for values in ratings], [values[:2] for values in counted]
    assert cohen_kappa(of_pairs, times).value == pytest.approx(cohen_kappa(pairs).value)
    assert alpha_interval(counted, times) == alpha_interval(ratings)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=30))
def test_nominal_alpha_is_that_of_the_library(ratings: list[tuple[int | None, ...]]) -> None:
    found = krippendorff_alpha(ratings).value

    if found is not None:
        told = [[math.nan if value is None else value for value in one] for one in zip(*ratings, strict=True)]
        assert found == pytest.approx(float(krippendorff.alpha(told, level_of_measurement="nominal")))


@given(st.lists(st.tuples(st.sampled_from("ab."), st.sampled_from("ab.")), min_size=2, max_size=40))
def test_units_of_one_character_have_the_alpha_of_positions(line: list[tuple[str, str]]) -> None:
    marked = [
        [Stretch(at, at + 1, pair[coder]) for at, pair in enumerate(line) if pair[coder] != "."] for coder in (0, 1)
    ]

    found = alpha_2016(marked, start=0, end=len(line)).u_alpha.value

    values = [[ord(pair[coder]) for pair in line] for coder in (0, 1)]
    if any(marked) and found is not None:
        assert found == pytest.approx(float(krippendorff.alpha(values, level_of_measurement="nominal")))


def test_overlapping_stretches_of_one_coder_are_refused() -> None:
    with pytest.raises(ValueError, match="may not overlap"):
        alpha_2016([[Stretch(0, 5, "c"), Stretch(3, 8, "c")], []], start=0, end=10)


def test_codes_that_stand_against_each_other_are_counted() -> None:
    given = [
        ({"Waiting"}, {"Access"}),
        ({"Waiting", "Cost"}, {"Access", "Cost"}),
        ({"Cost"}, {"Cost"}),
        (None, {"Access"}),
    ]

    assert confused(given) == {("Access", "Waiting"): 2}
