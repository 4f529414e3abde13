"""A fair sample: ten passages of the right kinds, no turn twice, the same for the same seed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.fair_sample import SHARES, Candidate, fair_sample, rare_codes
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId, ProjectId, RevisionId, TranscriptId
from workbench.domain.sampled_passage import Drawn


def candidates(first: int, count: int) -> list[Candidate]:
    return [Candidate(f"c{n}", TranscriptId("t"), RevisionId("r"), n) for n in range(first, first + count)]


ENOUGH = {
    Drawn.CODED: candidates(0, 50),
    Drawn.UNCODED: candidates(100, 50),
    Drawn.RARE: candidates(40, 10),
    Drawn.FLAGGED: candidates(200, 5),
}
numbers = st.integers(0, 12)


def test_where_there_is_enough_the_shares_are_those_of_the_method() -> None:
    drawn = fair_sample(ENOUGH, seed=7, student="Ana")

    assert Counter(kind for kind, _ in drawn) == SHARES


def test_the_same_seed_draws_the_same_and_another_seed_or_student_something_else() -> None:
    drawn = fair_sample(ENOUGH, seed=7, student="Ana")

    assert drawn == fair_sample({kind: list(reversed(all_)) for kind, all_ in ENOUGH.items()}, seed=7, student="Ana")
    assert drawn != fair_sample(ENOUGH, seed=8, student="Ana")
    assert drawn != fair_sample(ENOUGH, seed=7, student="Ben")


@given(st.tuples(numbers, numbers, numbers, numbers), st.integers(0, 9999))
def test_no_turn_comes_twice_and_the_number_is_made_up_where_it_can_be(
    counts: tuple[int, int, int, int], seed: int
) -> None:
    offered = {kind: candidates(at * 8, count) for at, (kind, count) in enumerate(zip(Drawn, counts, strict=True))}
    drawn = fair_sample(offered, seed=seed, student="Ana")
    places = {one.place for all_ in offered.values() for one in all_}

    assert len({one.place for _, one in drawn}) == len(drawn) == min(10, len(places))


def test_one_more_coding_changes_a_sample_by_few_passages() -> None:
    before = fair_sample(ENOUGH, seed=7, student="Ana")
    more = {**ENOUGH, Drawn.CODED: [*ENOUGH[Drawn.CODED], *candidates(300, 1)]}

    assert len(set(before) - set(fair_sample(more, seed=7, student="Ana"))) <= 1


def test_rare_codes_are_the_quarter_used_least() -> None:
    uses = {"a": 9, "b": 7, "c": 5, "d": 1, "e": 2, "f": 9, "g": 9, "h": 9}
    made = [
        Coding(
            CodingId(f"{name}{n}"),
            ProjectId("p"),
            TranscriptId("t"),
            RevisionId("r"),
            CodeId(name),
            "Ana",
            0,
            1,
            "x",
            "",
        )
        for name, count in uses.items()
        for n in range(count)
    ]

    assert rare_codes(made) == {"d", "e"}
