"""The sample study's codebook keeps the rules of a house codebook."""

from __future__ import annotations

import re

import pytest

from tests.sample_data.study import CODE_FIELDS, SOURCES, codebook, codes, people, speaker_of


def test_the_codebook_keeps_the_rules_of_a_house_codebook() -> None:
    assert len(codes) == len(codebook["codes"])
    assert 22 <= sum(code["codable"] for code in codes.values()) <= 28
    for code in codes.values():
        assert set(code) == CODE_FIELDS
        assert code["parent"] is None or not codes[code["parent"]]["codable"]
        assert code["near_miss"]["use_instead"] is None or codes[code["near_miss"]["use_instead"]]["codable"]
        assert code["near_miss"]["use_instead"] != code["id"]
        assert all(
            code[key]
            for key in ("label", "short_definition", "full_definition", "when_to_use", "when_not_to_use", "example")
        )
        assert all(rule.endswith(".") for key in ("when_to_use", "when_not_to_use") for rule in code[key]), code["id"]
        assert code["near_miss"]["text"]
        assert code["seed_terms"] or not code["codable"]
        assert all(isinstance(term, str) for term in code["seed_terms"])
        assert re.fullmatch(r"#[0-9A-F]{6}", code["colour"])


@pytest.mark.parametrize("key", ["label", "short_definition", "full_definition", "example"])
def test_no_two_codes_say_the_same(key: str) -> None:
    texts = [code[key] for code in codes.values()]
    assert len(set(texts)) == len(texts)


def test_the_codebook_quotes_nobody_whose_words_may_not_travel() -> None:
    may_not = {p["id"] for p in people if p["withdrawal"] and p["withdrawal"]["scope"] == "everything"}
    may_not |= {
        p["id"] for p in people if p["community_governed"] or not str(p["consent"]["quote_use"]).startswith("verbatim")
    }
    theirs = " ".join(
        turn.text for name, source in SOURCES.items() for turn in source.turns
        if speaker_of.get((name, turn.speaker), {"id": None})["id"] in may_not
    )  # fmt: skip
    for code in codes.values():
        for text in (code["example"], code["near_miss"]["text"]):
            words = text.split()
            runs = [" ".join(words[at : at + 5]) for at in range(len(words) - 4)]
            assert not [run for run in runs if run in theirs], code["id"]
