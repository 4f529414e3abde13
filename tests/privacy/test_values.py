"""What the search for identifiers takes and gives."""

from __future__ import annotations

import pytest

from workbench.privacy.values import Hit, IdentifierClass, Known, SpokenBy, Talk, key_of


@pytest.mark.parametrize("spelling", ["Tracy", "Tracy's", "Tracy’s", "tracy", " TRACY, "])
def test_every_spelling_of_a_name_has_one_key(spelling: str) -> None:
    assert key_of(spelling, IdentifierClass.PERSON) == "tracy"


@pytest.mark.parametrize("spelling", ["403-555-0177", "(403) 555-0177", "403 555 0177", "403.555.0177"])
def test_every_way_of_writing_a_number_has_one_key(spelling: str) -> None:
    assert key_of(spelling, IdentifierClass.PHONE) == "4035550177"


def test_a_hit_cannot_be_longer_than_its_text() -> None:
    with pytest.raises(ValueError, match="as long as its text"):
        Hit(0, 4, "Tracy", IdentifierClass.PERSON, 0.9, "on the list", "tracy")


def test_shapes_must_be_caught_and_names_are_found_by_context() -> None:
    assert IdentifierClass.SIN.must_catch
    assert not IdentifierClass.PERSON.must_catch
    assert not IdentifierClass.ADDRESS.must_catch


def test_a_talk_names_each_voice_once() -> None:
    talk = Talk("Hi.\n\nHi.", (SpokenBy(0, 3, "Mick"), SpokenBy(5, 8, "Mick")), ("Ingrid", "Mick"))

    assert talk.labels == ("Ingrid", "Mick")


def test_what_is_known_holds_no_empty_strings() -> None:
    assert Known.of(people=["Gord", "  ", ""]).people == {"Gord"}
