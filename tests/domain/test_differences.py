"""Comparing coders: every kind of difference, in an order that does not depend on who is named first, with nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.coding import Coding
from workbench.domain.differences import (
    ComparedPassage,
    Difference,
    Kind,
    confusions,
    most_instructive_first,
    passages_of,
    under_other_names,
)
from workbench.domain.ids import CodeId, CodingId, ProjectId, RevisionId, TranscriptId
from workbench.domain.transcript import Body, Turn

TEXT = "\n\n".join(letter * 20 for letter in "abcde")
BODY = Body(TEXT, tuple(Turn(n + 1, None, n * 22, n * 22 + 20) for n in range(5)))
A, B, C = (CodeId(name) for name in "ABC")
ALL_READ = {"Ana": 5, "Ben": 5, "Cyd": 5}


def coding(coder: str, code: str, start: int, end: int, *, name: str = "") -> Coding:
    return Coding(
        CodingId(name or f"{coder}{code}{start}-{end}"), ProjectId("p"), TranscriptId("t"), RevisionId("r"), CodeId(code), coder,
        start, end, TEXT[start:end], "2026-01-01",
    )  # fmt: skip


def only_passage(
    codings: Sequence[Coding], coders: Sequence[str] = ("Ana", "Ben"), read: dict[str, int] | None = None
) -> ComparedPassage:
    [found] = passages_of(BODY, codings, coders, read_to=ALL_READ if read is None else read)
    return found


def test_the_same_code_on_the_same_words_is_agreement():
    found = only_passage([coding("Ana", "A", 2, 9), coding("Ben", "A", 2, 9)])

    assert (found.agreed, found.differences) == ((A,), ())


def test_a_code_that_another_reader_did_not_give_was_missed():
    found = only_passage([coding("Ana", "A", 2, 9)])

    assert found.differences == (Difference(Kind.MISSED, A, ("Ana",), ("Ben",)),)


def test_who_has_not_read_the_turn_has_missed_nothing():
    read = {"Ana": 1, "Ben": 2, "Cyd": 1}

    assert passages_of(BODY, [coding("Ana", "A", 24, 30)], ["Ana", "Cyd"], read_to=read) == []
    found = only_passage([coding("Ana", "A", 24, 30)], ["Ana", "Ben", "Cyd"], read)
    assert found.unread == ("Cyd",)
    assert found.concerned == {"Ana", "Ben"}


def test_other_codes_on_some_of_the_same_words_stand_against_each_other_and_are_not_missed_too():
    found = only_passage([coding("Ana", "A", 0, 9), coding("Ben", "B", 5, 15)])

    assert found.differences == (Difference(Kind.OTHER_CODE, A, ("Ana",), ("Ben",), other_code_id=B),)


def test_a_second_code_beside_a_shared_one_was_missed():
    found = only_passage([coding("Ana", "A", 0, 9), coding("Ana", "B", 0, 9), coding("Ben", "A", 0, 9)])

    assert found.agreed == (A,)
    assert found.differences == (Difference(Kind.MISSED, B, ("Ana",), ("Ben",)),)


def test_the_same_code_with_other_ends_tells_how_much_is_shared():
    found = only_passage([coding("Ana", "A", 0, 10), coding("Ben", "A", 5, 15)])

    assert found.differences == (Difference(Kind.OTHER_WORDS, A, ("Ana", "Ben"), shared=1 / 3),)


def test_one_code_on_two_sentences_of_a_turn_is_one_passage_with_nothing_shared():
    found = only_passage([coding("Ana", "A", 0, 5), coding("Ben", "A", 10, 15)])

    assert [(one.kind, one.shared) for one in found.differences] == [(Kind.OTHER_WORDS, 0.0)]


def test_more_people_come_first_then_another_code_then_a_missed_one_then_other_words():
    everything = [
        coding("Ana", "A", 0, 10), coding("Ben", "A", 5, 15), coding("Cyd", "A", 5, 15),  # other words
        coding("Ana", "A", 22, 30),  # missed by two
        coding("Ana", "A", 44, 50), coding("Ben", "B", 44, 50),  # other code
        coding("Ana", "C", 66, 70), coding("Ben", "B", 66, 70),  # other code, seldom confused
        coding("Ana", "A", 88, 90), coding("Ben", "B", 88, 90),  # other code, often confused
    ]  # fmt: skip
    read = {"Ana": 5, "Ben": 5, "Cyd": 2}

    found = passages_of(BODY, everything, ["Ana", "Ben", "Cyd"], read_to=read)

    assert [one.turns[0] for one in most_instructive_first(found)] == [2, 1, 3, 5, 4]
    assert confusions(found) == {(A, B): 2, (B, C): 1}


def test_letters_stand_for_names_everywhere():
    found = only_passage([coding("Ana", "A", 0, 10), coding("Ben", "B", 5, 15)])

    hidden = under_other_names(found, {"Ana": "Coder B", "Ben": "Coder A"})

    assert "Ana" not in repr(hidden).replace(found.codings[0].id, "")
    assert hidden.differences[0].having == ("Coder B",)


# What holds for any codings --------------------------------------------------------------------------------------------

places = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 30)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], len(TEXT)))
)
some_codings = st.lists(
    st.tuples(st.sampled_from(["Ana", "Ben", "Cyd"]), st.sampled_from("ABC"), places), max_size=12
).map(lambda rows: [coding(who, code, *place, name=f"{number:02d}") for number, (who, code, place) in enumerate(rows)])
readings = st.fixed_dictionaries({name: st.integers(0, 5) for name in ALL_READ})


@given(some_codings, readings, st.permutations(["Ana", "Ben", "Cyd"]), st.randoms())
def test_the_order_of_people_and_codings_changes_nothing(
    codings: list[Coding], read: dict[str, int], people: list[str], random: object
):
    shuffled = list(codings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one_way = most_instructive_first(passages_of(BODY, codings, ["Ana", "Ben", "Cyd"], read_to=read))

    assert most_instructive_first(passages_of(BODY, shuffled, people, read_to=read)) == one_way


@given(some_codings, readings)
def test_swapping_two_people_swaps_them_in_the_differences(codings: list[Coding], read: dict[str, int]):
    swap = {"Ana": "Ben", "Ben": "Ana", "Cyd": "Cyd"}
    before = passages_of(BODY, codings, list(swap), read_to=read)
    swapped = [under_other_names(one, swap) for one in before]

    after = passages_of(
        BODY,
        [coding(swap[one.coder], one.code_id, one.start, one.end, name=one.id) for one in codings],
        list(swap),
        read_to={swap[name]: turn for name, turn in read.items()},
    )

    def told(passage: ComparedPassage) -> object:
        return passage.span, passage.agreed, set(passage.differences), {(c.id, c.coder) for c in passage.codings}

    assert [told(one) for one in after] == [told(one) for one in swapped]


@given(some_codings)
def test_nothing_is_lost_where_all_have_read_everything(codings: list[Coding]):
    found = passages_of(BODY, codings, list(ALL_READ), read_to=ALL_READ)

    assert sorted(one.id for passage in found for one in passage.codings) == sorted(one.id for one in codings)
    for passage in found:
        spoken = {*passage.agreed}
        for one in passage.differences:
            spoken |= {one.code_id, one.other_code_id} - {None}
        assert spoken == set(passage.code_ids)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@given(some_codings, readings)
def test_nobody_is_said_to_have_missed_what_they_coded_or_did_not_read(codings: list[Coding], read: dict[str, int]):
    for passage in passages_of(BODY, codings, list(ALL_READ), read_to=read):
        for one in passage.differences:
            assert one.coders <= set(passage.coders)
            assert not set(one.having) & set(one.against)
            gave = {c.coder for c in passage.codings if c.code_id == one.code_id}
            assert set(one.having) <= gave
            assert not set(one.against) & gave
