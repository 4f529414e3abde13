"""The same words everywhere: whatever the text, one string is replaced by one meaning, and nothing of it is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.identifiers import bracketed, tells
from workbench.errors import RuleError
from workbench.privacy.replacing import InUse, in_place, places_of, propose, without_ending, written_anew
from workbench.privacy.values import IdentifierClass

NAMES = {"Tracy": "[nurse]", "Tracy Moss": "[nurse]", "Vulcan": "[Town, southern Alberta]", "O’Hara": "[doctor]"}
PIECES = [*NAMES, "Tracy's", "Vulcan’s", "tracy", "Tracyann", "drove", "to", "🙂", "(", ")", ".", ","]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_each_string_is_replaced_by_its_one_meaning_and_none_is_left(text: str) -> None:
    anew = written_anew(text, NAMES)

    assert places_of(anew, NAMES) == []
    assert anew.count("[nurse]") == len(places_of(text, ["Tracy", "Tracy Moss"]))
    assert anew.count("[Town, southern Alberta]") == len(places_of(text, ["Vulcan"]))
    assert written_anew(anew, NAMES) == anew
    assert anew.count("Tracyann") == text.count("Tracyann")


@given(st.text(max_size=60), st.sampled_from(sorted(NAMES)))
def test_a_place_is_always_the_string_itself_as_a_word_of_its_own(before: str, name: str) -> None:
    text = f"{before} {name} {before}"

    assert any(text[start:end] == name for start, end in places_of(text, [name]))
    assert all(
        without_ending(text[start:end]) in (name, without_ending(name)) for start, end in places_of(text, [name])
    )


@given(st.sampled_from(list(IdentifierClass)), st.text(min_size=1, max_size=30))
def test_every_proposal_stands_in_brackets_and_never_holds_what_it_replaces(
    kind: IdentifierClass, spelling: str
) -> None:
    proposal = propose(kind, spelling, taken=InUse({}))

    assert (proposal[0], proposal[-1]) == ("[", "]")
    if not tells(proposal, spelling):
        assert bracketed(proposal, originals=[spelling]) == proposal


def test_two_strings_of_one_kind_get_two_meanings_and_two_names_of_one_person_get_one() -> None:
    taken = {"Bow Meadows Hospital": "[Hospital A]", "Gord Thiessen": "[Walt]", "Vulcan": "[Place A]"}

    assert propose(IdentifierClass.ORGANISATION, "Clearwater Hospital", taken=InUse(taken)) == "[Hospital B]"
    assert propose(IdentifierClass.PERSON, "Gord", taken=InUse(taken)) == "[Walt]"
    assert propose(IdentifierClass.PERSON, "Dr. Osei", taken=InUse(taken)) == "[Doctor A]"
    assert propose(IdentifierClass.PLACE, "Airdrie", taken=InUse(taken)) == "[Place B]"


@pytest.mark.parametrize(
    ("said", "season"),
    [
        ("August 4, 2022", "[date, summer]"),
        ("le 3 mars", "[date, spring]"),
        ("2024-12-01", "[date, winter]"),
        ("the fifth", "[date]"),
    ],
)
def test_a_date_keeps_its_season(said: str, season: str) -> None:
    assert propose(IdentifierClass.DATE, said, taken=InUse({})) == season


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        ("Tracy's", "[nurse]'s"),
        ("Tracy’s", "[nurse]’s"),
        ("the Mosses'", "[nurse]'s"),
        ("Tracy", "[nurse]"),
        ("TRACY'S", "[nurse]'S"),
    ],
)
def test_a_possessive_stays_one(found: str, stands: str) -> None:
    assert in_place(found, "[nurse]") == stands


def test_a_sort_of_place_may_be_named_but_not_the_place() -> None:
    assert bracketed("Hospital A", originals=["Bow Meadows Hospital"]) == "[Hospital A]"
    with pytest.raises(RuleError, match="repeats what it should hide"):
        bracketed("the Meadows", originals=["Bow Meadows Hospital"])
