"""Which codes of colleagues are one: found anew from all files, so that their order does not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.arrival import Arrival, Version, settle
from workbench.domain.codebook import Code
from workbench.domain.ids import ArrivalId, CodeId, ProjectId

P = ProjectId("p")
NAMES = ("Hope", "hope ", "Waiting", "Family", "Care")


def arrival(who: str, *codes: Code, **more: object) -> Arrival:
    return Arrival(ArrivalId(who), P, who, "copy", "2026-05-04", 1, codes=codes, **more)  # type: ignore[arg-type]


def code(name: str, label: str, **more: object) -> Code:
    return Code(CodeId(name), P, label, **more)  # type: ignore[arg-type]


@st.composite
def files(draw: st.DrawFn) -> list[Arrival]:
    found = []
    for who in ("Ben", "Cara", "Dan"):
        codes = []
        for number, label in enumerate(draw(st.lists(st.sampled_from(NAMES), max_size=4))):
            above = draw(st.sampled_from([None, *(one.id for one in codes)]))
            made = draw(st.sampled_from(["2026-01-01", "2026-01-02"]))
            codes.append(code(f"{who}{number}", label, created_at=made, created_by=who, parent_id=above))
        found.append(arrival(who, *codes))
    return found


@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(rows: list[Arrival], random: object) -> None:
    own = [code("own", "Family")]
    other = list(rows)
    random.shuffle(other)  # type: ignore[attr-defined]

    first, second = settle(own, rows), settle(own, other)

    assert first.placed == second.placed
    assert first.target == second.target


@given(files())
def test_every_code_has_a_place_in_a_tree_without_rings_and_no_name_stands_twice(rows: list[Arrival]) -> None:
    found = settle([code("own", "Family")], rows)
    codes = {**found.own, **found.placed}

    assert all(found.code_for(row, one.id) in codes for row in rows for one in row.codes)
    assert len({one.label.strip().casefold() for one in codes.values()}) == len(codes)
    for one in codes.values():
        steps, above = 0, one.parent_id
        while above is not None:
            steps, above = steps + 1, codes[above].parent_id
            assert steps <= len(codes)


def test_the_oldest_of_two_codes_of_one_name_stands_and_the_other_is_it() -> None:
    ben = arrival("Ben", code("b", "Hope", created_at="2026-01-02"))
    cara = arrival("Cara", code("c", "hope", created_at="2026-01-01"))

    found = settle([], [ben, cara])

    assert list(found.placed) == ["c"]
    assert found.code_for(ben, "b") == "c"


def test_a_code_of_the_project_goes_before_those_that_come() -> None:
    ben = arrival("Ben", code("b", "Hope", created_at="2026-01-01"))

    found = settle([code("own", "HOPE", created_at="2026-05-05")], [ben])

    assert not found.placed
    assert found.code_for(ben, "b") == "own"


def test_a_person_can_say_that_a_code_is_one_of_the_project() -> None:
    ben = arrival("Ben", code("b", "Hopeful"), same={"b": "own"})

    found = settle([code("own", "Hope")], [ben])

    assert not found.placed
    assert found.code_for(ben, "b") == "own"


def test_a_version_is_read_as_it_was_written() -> None:
    for version in (Version("ab"), Version("ab", "c-d"), Version("ab", "c-d", "ef", 3, 9)):
        assert Version.read(str(version)) == version
