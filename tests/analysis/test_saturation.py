"""Saturation: Guest's published example, and which conversations count in which order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exporters.made_up_study import made_up_study
from workbench.analysis.saturation import interviews_in_order, saturation
from workbench.domain.transcript import Phase

VECTORS = json.loads((Path(__file__).parents[1] / "files" / "agreement_vectors.json").read_text(encoding="utf-8"))
GUEST = VECTORS["saturation_guest2020"]


@pytest.mark.parametrize("run_length", [2, 3])
def test_the_published_example_gives_its_shares_and_its_verdict(run_length: int) -> None:
    found = saturation(
        GUEST["new_codes_per_interview"],
        base_size=GUEST["base_size"],
        run_length=run_length,
        threshold=GUEST["threshold"],
    )

    shares = GUEST[f"run{run_length}"]
    assert [round(window.share, 6) for window in found.windows][: len(shares)] == shares
    assert found.base_total == GUEST["base_total"]
    assert found.in_short() == GUEST[f"run{run_length}_verdict"]


def test_with_a_threshold_of_none_the_published_example_is_not_reached() -> None:
    found = saturation(GUEST["new_codes_per_interview"], base_size=4, run_length=2, threshold=0.0)

    assert found.reached is None
    assert found.in_short() == ""


def test_too_few_interviews_or_an_empty_base_give_no_window() -> None:
    assert saturation([4, 2, 1, 0, 0], base_size=4, run_length=2, threshold=0.05).windows == ()
    assert saturation([0, 0, 0, 0, 1, 1], base_size=4, run_length=2, threshold=0.05).windows == ()


def test_each_code_is_new_once_in_the_order_of_dates_and_other_phases_are_left_out() -> None:
    study = made_up_study()
    first, *others = study.transcripts
    dated = tuple(replace(one, phase=Phase.COLLECT, held_on=f"2024-05-{20 - n}") for n, one in enumerate(others))
    study = replace(study, transcripts=(replace(first, phase=Phase.SET), *dated))

    found = interviews_in_order(study)

    assert [one.transcript_id for one in found] == [
        one.id for one in reversed(dated) if any(coding.transcript_id == one.id for coding in study.codings)
    ][: len(found)]
    assert first.id not in [one.transcript_id for one in found]
    new = [code for one in found for code in one.new_codes]
    assert len(new) == len(set(new))
