"""The sample participants, their consent, and the identifiers planted in what they say."""

from __future__ import annotations

import re
from collections import Counter

from tests.sample_data.study import (
    CONSENT_FIELDS,
    SOURCES,
    facilitators,
    identifiers,
    people,
    speaker_of,
    study,
    whole_word,
)
from workbench.domain.participant import FutureUse, QuoteUse, RepositoryShare, SponsorShare


def test_every_voice_is_a_facilitator_or_one_participant() -> None:
    voices = {(name, turn.speaker) for name, source in SOURCES.items() for turn in source.turns}
    assert voices == facilitators | set(speaker_of)
    assert not facilitators & set(speaker_of)


def test_every_consent_record_has_every_field_and_only_known_answers() -> None:
    assert [person["id"] for person in people] == [f"P{n:02d}" for n in range(1, len(people) + 1)]
    for person in people:
        consent = person["consent"]
        assert set(consent) == CONSENT_FIELDS
        for key, kind in (("quote_use", QuoteUse), ("sponsor_share", SponsorShare),
                          ("repository_share", RepositoryShare), ("future_use", FutureUse)):  # fmt: skip
            assert consent[key] is None or kind(consent[key])


def test_consent_of_every_kind_occurs_and_one_answer_is_missing() -> None:
    for key, kind in (("quote_use", QuoteUse), ("sponsor_share", SponsorShare), ("repository_share", RepositoryShare),
                      ("future_use", FutureUse)):  # fmt: skip
        assert {person["consent"][key] for person in people} >= set(kind)
    assert [p["id"] for p in people if None in p["consent"].values()] == ["P05"]


def test_one_person_took_everything_back_in_time_one_took_back_a_passage_and_one_is_community_governed() -> None:
    asked = {p["id"]: p["withdrawal"] for p in people if p["withdrawal"]}
    assert {who: what["scope"] for who, what in asked.items()} == {"P08": "everything", "P09": "passages"}
    for who, what in asked.items():
        deadline = next(p["consent"]["withdraw_until"] for p in people if p["id"] == who)
        assert what["asked_on"] <= deadline
    assert [p["id"] for p in people if p["community_governed"]] == ["P06"]


def test_pseudonyms_are_unique_and_give_no_speaker_label_away() -> None:
    pseudonyms = [person["pseudonym"] for person in people]
    assert len(set(pseudonyms)) == len(pseudonyms)
    labels = {label for _, label in speaker_of}
    named = {p["pseudonym"] for p in people if p["consent"]["quote_use"] == "verbatim_named"}
    assert set(pseudonyms) & labels == named


# --- identifiers ------------------------------------------------------------------------------------------------


def test_every_planted_identifier_stands_as_often_as_said() -> None:
    for planted in identifiers["identifiers"]:
        turns = SOURCES[planted["transcript"]].turns
        assert sum(len(whole_word(planted["text"]).findall(t.text)) for t in turns) == planted["count"] > 0, planted


def test_at_least_sixty_identifiers_of_many_classes_are_planted_in_every_transcript() -> None:
    planted = identifiers["identifiers"]
    assert len(planted) >= 60
    assert {item["transcript"] for item in planted} == set(SOURCES)
    assert {item["class"] for item in planted} >= {
        "person name", "staff name", "place", "organisation", "school", "phone", "fax", "e-mail", "postal code", "health number",
        "SIN", "date", "age 90+", "web address", "handle", "record number", "account number", "claim number", "licence number",
        "vehicle plate", "device number", "IP address", "spoken digits", "rare role", "rare event", "employer", "media event",
    }  # fmt: skip
    assert all(item["must_catch"] == (item["how"] == "pattern") for item in planted)


def test_an_identifier_on_the_name_list_is_among_the_names_the_team_knows() -> None:
    known = {name for names in study["names_known_to_team"].values() for name in names}
    words = {word for name in known for word in name.split()}
    listed = [item["text"] for item in identifiers["identifiers"] if item["how"] == "name_list"]
    assert [text for text in listed if text not in known and not set(text.split()) <= words] == []


def test_numbers_and_addresses_are_of_kinds_that_are_never_given_out() -> None:
    for source in SOURCES.values():
        for turn in source.turns:
            assert all("555-01" in n for n in re.findall(r"\d{3}\)?[ -]\d{3}-\d{4}(?!-\w)", turn.text))
            assert all(mail.endswith("example.org") for mail in re.findall(r"[\w.]+@[\w.]*\w", turn.text))


def test_every_telling_speaker_label_is_listed_with_its_turns() -> None:
    counted = Counter((name, turn.speaker) for name, source in SOURCES.items() for turn in source.turns)
    for item in identifiers["labels"]:
        assert counted[item["transcript"], item["label"]] == item["turns"]
