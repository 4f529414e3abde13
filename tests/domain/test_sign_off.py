"""A theme says what it lacks before it is ready; a signature holds for one state and is taken back with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.domain.codebook import Lack, Theme, ThemeStatus
from workbench.domain.ids import CodeId, ProjectId, SignOffId, ThemeId
from workbench.domain.sign_off import Signed, SignOff, Standing, newest, state_of_theme, state_of_tier
from workbench.errors import RuleError

WHOLE = Theme(
    ThemeId("t"),
    ProjectId("p"),
    "Waiting",
    claim="Waiting wears people out.",
    counter_examples="none found after looking",
    code_ids=(CodeId("a"), CodeId("b")),
)
SIGNATURE = SignOff(SignOffId("s"), ProjectId("p"), Signed.THEME, "t", "as it was", "Mo", "2026-05-03T10:00:00+00:00")


@pytest.mark.parametrize(
    ("theme", "people", "lacks"),
    [
        (WHOLE, 2, ()),
        (WHOLE, 1, (Lack.PEOPLE,)),
        (replace(WHOLE, claim="Waiting for care"), 2, (Lack.CLAIM,)),  # three words: a topic
        (replace(WHOLE, counter_examples="  "), 9, (Lack.COUNTER_CASE,)),
        (Theme(ThemeId("t"), ProjectId("p"), "Food"), 0, (Lack.CLAIM, Lack.PEOPLE, Lack.COUNTER_CASE)),
    ],
)
def test_a_theme_says_all_that_it_lacks(theme: Theme, people: int, lacks: tuple[Lack, ...]) -> None:
    assert theme.lacks(people=people) == lacks


def test_a_theme_that_is_called_ready_without_evidence_is_refused_with_the_reasons() -> None:
    ready = replace(WHOLE, status=ThemeStatus.READY, counter_examples="")

    with pytest.raises(RuleError, match="passages of at least two people; say what speaks against it"):
        ready.check_ready(people=1)

    replace(ready, status=ThemeStatus.CANDIDATE).check_ready(people=0)


@pytest.mark.parametrize(
    "changes",
    [{"claim": "Waiting makes people ill."}, {"code_ids": (CodeId("a"),)}, {"counter_examples": "Two said no."}],
)
def test_a_signature_lapses_when_what_the_theme_says_changes(changes: dict[str, object]) -> None:
    assert state_of_theme(replace(WHOLE, **changes)) != state_of_theme(WHOLE)  # type: ignore[arg-type]


def test_a_signature_does_not_mind_the_place_of_a_theme_or_the_order_of_its_codes() -> None:
    moved = replace(WHOLE, position=7, code_ids=(CodeId("b"), CodeId("a")), status=ThemeStatus.READY)

    assert state_of_theme(moved) == state_of_theme(WHOLE)


def test_a_tier_is_the_same_in_whatever_order_its_parts_are_told() -> None:
    assert state_of_tier(["x", "y"], ["c"], ["r"]) == state_of_tier(["y", "x"], ["c"], ["r"])
    assert state_of_tier(["x"], ["y"], []) != state_of_tier(["x"], [], ["y"])


def test_a_signature_stands_changes_or_is_taken_back() -> None:
    taken_back = SIGNATURE.withdrawn(by="Mo", at="2026-05-04T10:00:00+00:00", why=" The claim is too broad. ")

    assert SIGNATURE.standing("as it was") is Standing.SIGNED
    assert SIGNATURE.standing("as it is now") is Standing.CHANGED_SINCE
    assert taken_back.standing("as it was") is Standing.WITHDRAWN
    assert taken_back.withdrawn_why == "The claim is too broad."
    for signature, why in ((SIGNATURE, " "), (taken_back, "once more")):
        with pytest.raises(RuleError):
            signature.withdrawn(by="Mo", at="2026-05-05T10:00:00+00:00", why=why)


def test_the_last_signature_counts() -> None:
    later = replace(SIGNATURE, id=SignOffId("a"), signed_at="2026-06-01T10:00:00+00:00")

    assert newest([later, SIGNATURE]) is later
    assert newest([]) is None
