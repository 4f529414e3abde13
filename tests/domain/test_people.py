"""Participants' consent, attributes, pseudonyms and talk: the rules, without a database."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.attribute import Attribute, AttributeKind
from workbench.domain.ids import AttributeId, ConsentId, ParticipantId, ProjectId, SpeakerId, TranscriptId
from workbench.domain.participant import (
    Consent,
    FutureUse,
    QuoteUse,
    RepositoryShare,
    SponsorShare,
    newest_of_each,
)
from workbench.domain.pseudonym import NAMES, initials, likeness, propose
from workbench.domain.talk import Talk, talk_of
from workbench.domain.telling_columns import why_telling
from workbench.domain.transcript import Body, Speaker, SpeakerRole, Turn
from workbench.errors import RuleError

PERSON = ParticipantId("p")


def consent(**said: str) -> Consent:
    return replace(Consent(ConsentId(said.pop("id", "c")), PERSON), **said)  # type: ignore[arg-type]  # names of fields


def attribute(kind: AttributeKind, *choices: str) -> Attribute:
    return Attribute(AttributeId("a"), ProjectId("p"), "thing", kind, choices)


def test_a_consent_that_says_nothing_says_no_to_everything() -> None:
    least = Consent(ConsentId("c"), PERSON)

    assert (least.quote_use, least.sponsor_share) == (QuoteUse.NONE, SponsorShare.NONE)
    assert (least.repository_share, least.future_use) == (RepositoryShare.NONE, FutureUse.NONE)
    assert not any((least.recorded, least.recontact, least.quote_review_wanted, least.focus_group_limits_explained))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (consent(), consent(id="d", signed_on="2024-01-01")),
        (consent(signed_on="2024-01-01", consent_version="2"), consent(id="d", signed_on="2024-01-02")),
        (
            consent(signed_on="2024-01-01", consent_version="1.9"),
            consent(id="d", signed_on="2024-01-01", consent_version="1.10"),
        ),
        (
            consent(signed_on="2024-01-01", recorded_at="2024-01-05T10:00:00"),
            consent(id="d", signed_on="2024-01-01", recorded_at="2024-01-05T10:00:01"),
        ),
        (consent(signed_on="2024-01-01"), consent(id="d", signed_on="2024-01-01", recorded_at="2024-01-05")),
    ],
)
def test_the_newest_consent_counts_by_day_then_version_then_moment(older: Consent, newer: Consent) -> None:
    assert newest_of_each([older, newer]) == newest_of_each([newer, older]) == {PERSON: newer}


@given(
    st.lists(
        st.builds(
            consent,
            id=st.sampled_from("abcdefgh"),
            signed_on=st.sampled_from(["2024-01-01", "2024-01-02"]),
            consent_version=st.sampled_from(["", "1", "1.2", "1.10", "1.2-community", "v2"]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one.id,
    )
)
def test_which_consent_is_the_newest_never_depends_on_the_order_of_asking(some: list[Consent]) -> None:
    assert len({newest_of_each(order)[PERSON] for order in permutations(some)}) == 1


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        (AttributeKind.TEXT, "  two   words ", "two words"),
        (AttributeKind.NUMBER, "+007,50", "7.5"),
        (AttributeKind.NUMBER, "-0", "0"),
        (AttributeKind.NUMBER, "1200", "1200"),
        (AttributeKind.YES_NO, "Oui", "yes"),
        (AttributeKind.YES_NO, "0", "no"),
        (AttributeKind.DATE, "2024/3/9", "2024-03-09"),
        (AttributeKind.DATE, "", ""),
    ],
)
def test_a_value_is_kept_in_one_form(kind: AttributeKind, raw: str, kept: str) -> None:
    assert attribute(kind).value_of(raw) == kept
    assert attribute(kind).value_of(kept) == kept


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (AttributeKind.NUMBER, "twelve"),
        (AttributeKind.NUMBER, "1e9"),
        (AttributeKind.YES_NO, "maybe"),
        (AttributeKind.DATE, "03/04/2024"),
        (AttributeKind.DATE, "2024-02-30"),
        (AttributeKind.TEXT, "x" * 201),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(kind: AttributeKind, raw: str) -> None:
    with pytest.raises(RuleError, match=r"It takes|more than"):
        attribute(kind).value_of(raw)


def test_a_choice_takes_its_values_whatever_their_case_and_no_others() -> None:
    region = attribute(AttributeKind.CHOICE, "Rural", "Town")

    assert region.value_of("TOWN") == "Town"
    with pytest.raises(RuleError, match="one of: Rural, Town"):
        region.value_of("Sea")


@pytest.mark.parametrize(("kind", "choices"), [(AttributeKind.CHOICE, ()), (AttributeKind.CHOICE, ("A", "a"))])
def test_a_choice_without_values_or_with_a_doubled_one_is_refused(
    kind: AttributeKind, choices: tuple[str, ...]
) -> None:
    with pytest.raises(RuleError):
        attribute(kind, *choices)


@given(
    st.lists(st.sampled_from(NAMES), max_size=len(NAMES), unique=True),
    st.text("abcdefghij ", max_size=12),
    st.integers(0, 99),
)
def test_a_proposed_pseudonym_is_new_and_begins_unlike_every_known_name(taken: list[str], known: str, at: int) -> None:
    proposed = propose(taken, [known], at=at)

    assert proposed not in taken
    assert not initials([proposed.split()[0]]) & initials([known])
    assert likeness(proposed, [known]) == ""


def test_no_two_names_of_the_list_are_the_same() -> None:
    assert len({name.casefold() for name in NAMES}) == len(NAMES)


def test_a_pseudonym_that_is_a_name_of_the_person_is_warned_of() -> None:
    assert "name of this person" in likeness("Mick", ["Mick"])
    assert "same letter" in likeness("Élan", ["Evan Sorensen"])
    assert likeness("Sage", ["Speaker 2"]) == ""


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Name", []),
        ("First name", []),
        ("participant_name", []),
        ("Nom de famille", []),
        ("E-mail", []),
        ("Courriel", []),
        ("Cell phone", []),
        ("tel.", []),
        ("PHN", []),
        ("Alberta Health Care Number", []),
        ("health card #", []),
        ("DOB", []),
        ("Date of birth", []),
        ("Birthday", []),
        ("SIN", []),
        ("Postal code", []),
        ("Home address", []),
        ("x", ["someone@example.org", ""]),
        ("x", ["403-555-0118"]),
        ("x", ["(403) 555-0118", "later"]),
        ("x", ["046 454 286"]),
        ("x", ["123456789"]),
        ("x", ["1961-04-30", "1974-01-02"]),
        ("x", ["T2N 1N4", "T1K 3M4"]),
        ("x", ["Ada Example", "Bo Q. Sample"]),
    ],
)
def test_a_column_that_tells_who_somebody_is_is_refused(heading: str, cells: list[str]) -> None:
    assert why_telling(heading, cells)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("region", ["Red Deer area", "Fort McMurray area"]),
        ("town", ["Red Deer", "Fort McMurray"]),
        ("age_band", ["50-59", "90+"]),
        ("condition", ["Crohn's disease", "ulcerative colitis"]),
        ("years since diagnosis", ["12", "3"]),
        ("diagnosed on", ["2019-03-01", "2021-04-01"]),
        ("care by phone", ["yes", "no"]),
        ("pseudonym", ["Maple Leaf", "Birch Bark"]),
        ("renamed", ["yes"]),
        ("", []),
    ],
)
def test_a_column_that_tells_nothing_of_the_kind_is_taken(heading: str, cells: list[str]) -> None:
    assert why_telling(heading, cells) in (None, "a phone number" if heading == "care by phone" else None)


def voice(name: str, role: SpeakerRole = SpeakerRole.PARTICIPANT) -> Speaker:
    return Speaker(SpeakerId(name), TranscriptId("t"), name, role)


def test_talk_counts_words_without_notes_and_leaves_facilitators_out() -> None:
    text = "How so?\n\n(laughs) Well, not so bad.\n\nI see.\n\nYes [inaudible]."
    starts = [0, 9, 37, 45]
    ends = [7, 35, 43, len(text)]
    who = ["Q", "A", "Q", "A"]
    times: list[tuple[float | None, float | None]] = [(0.0, None), (2.0, 7.5), (8.0, None), (9.0, None)]
    turns = tuple(Turn(n + 1, SpeakerId(who[n]), starts[n], ends[n], *times[n]) for n in range(4))

    found = talk_of(Body(text, turns), [voice("Q", SpeakerRole.FACILITATOR), voice("A")])

    assert found == {SpeakerId("A"): Talk(transcripts=1, turns=2, words=5, seconds=5.5, untimed=1)}


def test_a_turn_without_an_end_lasts_until_the_next_begins() -> None:
    turns = (Turn(1, SpeakerId("A"), 0, 3, 1.0), Turn(2, SpeakerId("B"), 5, 8, 4.0))

    found = talk_of(Body("One\n\nTwo", turns), [voice("A"), voice("B")])

    assert found[SpeakerId("A")].seconds == 3.0
    assert not found[SpeakerId("B")].is_timed
