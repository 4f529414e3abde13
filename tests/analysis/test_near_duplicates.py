"""Codes that may be one idea under two names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import make_codebook
from workbench.analysis.near_duplicates import Likeness, near_duplicates, similar_codes
from workbench.domain.codebook import Codebook, CodeStatus
from workbench.domain.ids import CodeId, ProjectId, new_id
from workbench.formats.codebook_file import to_codes
from workbench.importers.codebook_files import read_codebook
from workbench.shipped import shipped_folder


def with_meanings(*codes: tuple[str, str]) -> Codebook:
    book = make_codebook(*(label for label, _ in codes))
    for label, meaning in codes:
        code = book.named(label)
        assert code is not None
        book.change(replace(code, short_definition=meaning))
    return book


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        ("Waiting time", "Waiting times", Likeness.NAMES),
        ("Trust in staff", "Staff trust", Likeness.SAME_WORDS),
        ("Being dismissed", "Being dismised", Likeness.NAMES),
        ("Élan", "ÉLAN ", Likeness.SAME_WORDS),
        ("Waiting", "Waiting times", Likeness.ONE_IN_THE_OTHER),
    ],
)
def test_names_alike_are_found_with_the_reason(first: str, second: str, likeness: Likeness) -> None:
    # the second name is put in place of another one, since a codebook refuses the same name twice
    book = make_codebook(first, "Something else")
    other = book.named("Something else")
    assert other is not None
    book.codes[other.id] = replace(other, label=second)

    found = near_duplicates(book)

    assert [pair.likeness for pair in found] == [likeness]


def test_meanings_alike_are_found_though_the_names_differ() -> None:
    book = with_meanings(
        ("Waiting", "Time that is lost before people get care."),
        ("Delays", "The time people lost before they got care"),
        ("Family", "Help from relatives."),
    )

    found = near_duplicates(book)

    assert [(pair.first.label, pair.second.label, pair.likeness) for pair in found] == [
        ("Waiting", "Delays", Likeness.MEANINGS)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hope", "Cope"),
        ("Trust", "Travel"),
        ("Family", "Friends"),
        ("Hope", "Losing hope again"),
        ("Yes, that", "Yes, but - or no"),
    ],
)
def test_short_names_that_share_letters_are_not_called_alike(first: str, second: str) -> None:
    assert near_duplicates(make_codebook(first, second)) == []


def test_a_longer_name_below_a_shorter_one_is_meant_to_say_more() -> None:
    book = make_codebook("Waiting", "Waiting rooms")
    rooms, waiting = book.named("Waiting rooms"), book.named("Waiting")
    assert rooms is not None
    assert waiting is not None
    book.move(rooms.id, waiting.id)

    assert near_duplicates(book) == []


def test_a_retired_code_is_nobodys_double() -> None:
    book = make_codebook("Waiting time", "Waiting times")
    retired = book.named("Waiting times")
    assert retired is not None
    book.change(replace(retired, status=CodeStatus.RETIRED))

    assert near_duplicates(book) == []
    assert [one.code.label for one in similar_codes(book, "waiting")] == ["Waiting time"]


def test_of_the_ninety_codes_of_the_starter_codebooks_one_pair_is_shown() -> None:
    pairs = []
    for path in sorted(shipped_folder("codebooks").glob("*.yaml")):
        file = read_codebook(path.read_bytes(), file_name=path.name)
        codes = to_codes(file, ProjectId("p"), new_id=lambda: CodeId(new_id()), at="", by="")
        pairs += near_duplicates(Codebook(file.title, codes))

    assert [(pair.first.label, pair.second.label) for pair in pairs] == [
        ("Movement toward ease", "Movement toward dis-ease")
    ]


def test_a_new_label_is_compared_with_names_meanings_and_seed_terms() -> None:
    book = with_meanings(("Waiting", "Time lost."), ("Access", "Travel, cost and opening hours."), ("Relatives", ""))
    relatives = book.named("Relatives")
    assert relatives is not None
    book.change(replace(relatives, seed_terms=("sister",)))

    assert [one.code.label for one in similar_codes(book, "waiting")] == ["Waiting"]
    assert [one.code.label for one in similar_codes(book, "Waitting")] == ["Waiting"]
    assert [one.likeness for one in similar_codes(book, "cost")] == [Likeness.NAMED_IN_MEANING]
    assert [one.code.label for one in similar_codes(book, "Sister")] == ["Relatives"]
    assert similar_codes(book, "Parking") == []
    assert similar_codes(book, "  ") == []
