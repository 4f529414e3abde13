"""What a codebook file becomes: codes of a project, in order, with unique names, each below its parent."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exporters.made_up_study import PROJECT, codes
from workbench.domain.codebook import MAX_LABEL, Codebook, CodeStatus, fold
from workbench.errors import UnreadableFileError
from workbench.formats.codebook_file import (
    CodebookFile,
    FileCode,
    FileNearMiss,
    from_codebook,
    key_from,
    settled,
    to_codes,
)


def numbered() -> object:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


def made(file: CodebookFile) -> Codebook:
    return Codebook(file.title, to_codes(file, PROJECT, new_id=numbered(), at="2031-01-01", by="Ada"))


def test_a_codebook_survives_the_way_through_a_file():
    before = Codebook("Study", codes())

    after = made(from_codebook(before))

    def told(book: Codebook) -> list[object]:
        nowhere = {"id": "", "parent_id": None, "position": 0, "created_at": "", "created_by": ""}
        return [(book.path(code.id), replace(code, **nowhere)) for code in book]

    assert told(after) == told(before)


def test_imported_codes_have_fresh_ids_and_say_who_brought_them():
    book = made(from_codebook(Codebook("Study", codes())))

    assert sorted(book.codes) == [f"id-{n}" for n in range(1, 7)]
    assert {(code.created_at, code.created_by, code.project_id) for code in book} == {("2031-01-01", "Ada", PROJECT)}


def test_imported_codes_can_be_added_to_a_codebook_one_after_the_other():
    target = Codebook("Study", ())

    for code in made(from_codebook(Codebook("Study", codes()))):
        target.add(code)

    assert len(target) == 6


def test_a_code_without_a_key_gets_one_from_its_label():
    file = from_codebook(Codebook("Study", [replace(codes()[1], key="", parent_id=None)]))

    assert file.codes[0].id == "PEOPLE_NEARBY"


def test_codes_without_a_colour_take_their_parents():
    file = CodebookFile(title="T", codes=(FileCode(id="A", label="A"), FileCode(id="B", label="B", parent="A")))

    above, below = to_codes(file, PROJECT, new_id=numbered(), at="", by="")

    assert above.colour == below.colour


def test_children_come_after_their_parents_whatever_the_order_of_the_file():
    found, _ = settled(
        [FileCode(id="B", label="B", parent="A"), FileCode(id="C", label="C"), FileCode(id="A", label="A")]
    )

    assert [code.id for code in found] == ["C", "A", "B"]


def test_a_parent_may_be_named_by_its_label():
    found, _ = settled([FileCode(id="A", label="Access"), FileCode(id="B", label="B", parent="access")])

    assert found[1].parent == "A"


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([], "no code"),
        ([FileCode(id="A", label="One"), FileCode(id="a", label="Two")], "“One” and “Two”"),
        ([FileCode(id="A", label="One", parent="Z")], "“One” stands below “Z”"),
        ([FileCode(id="A", label="One", parent="B"), FileCode(id="B", label="Two", parent="A")], "below itself"),
        ([FileCode(id="A", label="One", parent="A")], "below itself"),
        ([FileCode(id="A", label="  ")], "“A” has no name"),
    ],
)
def test_what_cannot_be_a_codebook_is_refused_by_name(codes: list[FileCode], told: str):
    with pytest.raises(UnreadableFileError) as refusal:
        settled(codes)

    assert told in str(refusal.value)


def test_two_codes_of_one_name_are_told_apart_and_reported():
    twins = [
        FileCode(id="A", label="Access"),
        FileCode(id="B", label="Other", parent="A"),
        FileCode(id="C", label="Care"),
        FileCode(id="D", label="other", parent="C"),
        FileCode(id="E", label="OTHER"),
    ]

    found, notices = settled(twins)

    assert [code.label for code in found] == ["Access", "Other", "Care", "other (Care)", "OTHER (2)"]
    assert len(notices) == 2


def test_a_name_that_is_too_long_is_cut_and_kept_in_the_definition():
    found, notices = settled([FileCode(id="A", label="x" * 300)])

    assert len(found[0].label) <= MAX_LABEL
    assert "x" * 300 in found[0].full_definition
    assert notices


def test_a_near_miss_that_points_nowhere_is_reported_and_kept_as_words():
    found, notices = settled([FileCode(id="A", label="One", near_miss=FileNearMiss(text="So near", use_instead="Z"))])

    assert (found[0].near_miss.text, found[0].near_miss.use_instead) == ("So near", None)
    assert "“Z”" in notices[0].message


@pytest.mark.parametrize(("colour", "told"), [("#abc", "#AABBCC"), ("#00ff00", "#00FF00"), ("green", ""), ("", "")])
def test_colours_are_written_one_way(colour: str, told: str):
    assert settled([FileCode(id="A", label="One", colour=colour)])[0][0].colour == told


@given(st.lists(st.text(max_size=30), max_size=12))
def test_keys_made_from_labels_are_always_different(labels: list[str]):
    keys: list[str] = []
    for label in labels:
        keys.append(key_from(label, keys))

    assert len({fold(key) for key in keys}) == len(labels)
    assert all(key for key in keys)


def test_a_status_travels():
    file = from_codebook(Codebook("Study", codes()))

    assert [code.status for code in file.codes].count(CodeStatus.RETIRED) == 1
