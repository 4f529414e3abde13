"""What holds for any text whatever: hits stand where they say, none overlaps another, and odd texts are not slow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.privacy.detect import find_identifiers
from workbench.privacy.values import Known, SpokenBy, Talk

_PIECES = st.sampled_from(
    [
        "Gord", "gord", "Will", "Dr. ", "Mr", "O'Brien", "d'Ottawa", "St. Paul", "[laughs]", "[Clinic A]", " ", "  ", "\n\n", ". ", ", ", "-",
        "’s", "403", "555", "0190", "403-555-0190", "four oh three five five five", "T2N 1N4", "@", "a@b.ca", " dot ", " at ", "com", "the third of May",
        "May", "2019-03-12", "I'm ", "ninety-two", "🙂", "é", "e\u0301", "İ", "ß", "李", "\u200f", "\ud7ff", "ǅ", "_", "/", "(", ")", "١٢٣", "²",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=300), st.lists(_PIECES, max_size=40).map("".join), st.lists(_PIECES, max_size=40).map(" ".join)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=3), st.lists(st.text(max_size=20), max_size=3))
def test_hits_stand_where_they_say_and_never_overlap(texts: list[str], names: list[str]) -> None:
    talks = [Talk(text, (SpokenBy(0, len(text), "Gord"),) if text else ()) for text in texts]

    found = find_identifiers(talks, Known.of(people=names, kept=["gord"], replacements=["[Clinic A]"]))

    assert len(found) == len(texts)
    for text, hits in zip(texts, found, strict=True):
        assert all(text[hit.start : hit.end] == hit.text for hit in hits)
        assert all(before.end <= after.start for before, after in pairwise(hits))
        assert all(hit.key and 0 < hit.confidence <= 1 and hit.why for hit in hits)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["a", "A", "A ", "1", "1 ", "1-", "one ", "a.", "a@", "a dot ", "A-1-", "(", "[", ".", ",", "the ", "may ", "I'm ", "Dr. ", "St. ", "box ", "é", "a_", ":", "1:", "1.", "January ",
     "number is ", "mrn ", "ninety ", "Lake of the ", "at ", "\n", "'", "de la ", "W", "double "],
)  # fmt: skip
def test_no_repetition_makes_the_search_slow(piece: str) -> None:
    """The limit on the test's own time is the assertion: a pattern that goes wrong takes hours on these."""
    long = piece * (30_000 // len(piece))

    assert len(find_identifiers([Talk(long)])) == 1
