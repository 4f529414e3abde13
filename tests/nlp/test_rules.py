"""Finding what a rule fits, in an index of all passages; and a first rule from codings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_code_rule import rules
from workbench.domain.code_rule import Rule, holds, said, with_base_forms
from workbench.domain.rule_reading import read_rule
from workbench.nlp.rules import RuleIndex, marks, propose_rule
from workbench.nlp.word_forms import base_form

talk = st.lists(
    st.lists(st.sampled_from(["wait", "Waited", "bus", "buses", "and", "near", "don’t", "late"]), max_size=9).map(
        " ".join
    ),
    max_size=8,
)


@given(rules, talk)
def test_the_index_finds_exactly_the_passages_that_a_rule_fits(rule: Rule, texts: list[str]):
    found = RuleIndex(texts).find(rule, seconds=60)

    one_by_one = with_base_forms(rule, base_form)
    assert list(found.numbers) == [n for n, text in enumerate(texts) if holds(one_by_one, said(text, base_form))]
    assert found.whole


def test_a_search_that_takes_too_long_stops_and_says_so():
    found = RuleIndex(["the bus was late"] * 2_000).find(read_rule("bus NEAR/3 late"), seconds=0.0)

    assert not found.whole
    assert len(found.numbers) < 2_000


def test_the_words_that_fit_are_marked_as_they_stand():
    text = "Waiting, we waited for the “late” bus; the waiting-room was full."

    found = [text[start:end] for start, end in marks(read_rule('=wait AND "late bus" NOT train'), text)]

    assert found == ["Waiting", "waited", "late” bus", "waiting"]


SAID = [
    "I waited nine months for the letter",
    "waiting and waiting, nobody calls",
    "the wait was the worst of it",
    "My sister drives me to the lake",
    "she drove all night in the snow",
    "soup again for supper, and bread",
    "the bread was good, the soup was not",
    "we sing on Sundays",
]


def test_a_proposed_rule_finds_the_coded_passages_and_tells_how_many_others():
    index = RuleIndex(SAID)

    proposed = propose_rule(index, {0: "Maple", 1: "Cedar", 2: "Birch"})

    assert proposed is not None
    assert (proposed.text, proposed.coded, proposed.found, proposed.others) == ("=wait", 3, 3, 0)
    assert index.find(read_rule(proposed.text)).numbers == (0, 1, 2)


def test_words_of_one_person_alone_make_no_rule():
    told = ["the walleye bit", "a walleye again", "walleye for lunch", *SAID]
    voices = {0: "Maple", 1: "Maple", 2: "Maple", 3: "Cedar", 4: "Birch", 5: "Aspen"}

    proposed = propose_rule(RuleIndex(told), voices)

    assert proposed is not None
    assert "walleye" not in proposed.text


def test_what_shares_no_words_gets_no_rule():
    assert propose_rule(RuleIndex(SAID), {0: "Maple", 3: "Cedar", 5: "Birch", 7: "Aspen"}) is None
    assert propose_rule(RuleIndex(SAID), {}) is None
