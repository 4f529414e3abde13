"""Rules beside codes: what is written is what is read, what fits is what anybody would say fits, and errors help."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.code_rule import (
    And,
    Form,
    Near,
    Not,
    Or,
    Phrase,
    Rule,
    Said,
    Term,
    evidence,
    holds,
    said,
    show_rule,
    with_base_forms,
)
from workbench.domain.rule_reading import MAX_RULE, RuleProblemError, both_rules, read_rule, readable, seed_terms

NO_WORDS = Said((), ())
BASES = {"waits": "wait", "waited": "wait", "buses": "bus"}
WORDS = ("wait", "waits", "waited", "bus", "buses", "and", "near", "don't")

terms = st.builds(Term, st.sampled_from(WORDS), st.sampled_from(Form))
phrases = st.builds(Phrase, st.lists(terms, min_size=2, max_size=3).map(tuple))
placed = st.recursive(
    st.one_of(terms, phrases),
    lambda inner: st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    max_leaves=4,
)
rules = st.recursive(
    st.one_of(terms, phrases, st.builds(Near, placed, placed, st.integers(1, 50))),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
passages = st.lists(st.sampled_from(WORDS), max_size=12).map(lambda words: said(" ".join(words), base_form))


def base_form(word: str) -> str:
    return BASES.get(word, word)


@given(rules.filter(lambda rule: not holds(rule, NO_WORDS) and len(show_rule(rule)) <= MAX_RULE))
def test_a_rule_that_is_shown_is_read_as_the_same_rule(rule: Rule):
    assert read_rule(show_rule(rule)) == rule


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(['"', "(", ")", "AND ", "OR ", "NOT ", "NEAR/2 ", "=", "*", "wait "]), max_size=12).map(
        "".join
    )
)
def test_any_text_is_read_or_refused_with_the_place_of_what_is_wrong(text: str):
    rule, problem = attempt(text)

    if problem is not None:
        assert 0 <= problem.at <= problem.end <= len(text)
        assert len(str(problem)) > 15
    if rule is not None:
        assert read_rule(show_rule(rule)) == rule
        assert not holds(rule, NO_WORDS)


def attempt(text: str) -> tuple[Rule | None, RuleProblemError | None]:
    try:
        return read_rule(text), None
    except RuleProblemError as problem:
        return None, problem


@given(rules, passages)
def test_a_rule_fits_exactly_what_a_naive_reader_says_it_fits(rule: Rule, passage: Said):
    based = with_base_forms(rule, base_form)

    assert holds(based, passage) == naive(based, passage)


@given(rules, passages)
def test_the_evidence_lies_in_the_passage_and_is_there_only_where_the_rule_fits(rule: Rule, passage: Said):
    places = evidence(rule, passage)

    assert all(0 <= start < end <= len(passage.words) for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))
    assert not places or holds(rule, passage)


def naive(rule: Rule, passage: Said) -> bool:
    """The meaning of a rule in the plainest words there are; slow."""
    if isinstance(rule, And):
        return all(naive(part, passage) for part in rule.parts)
    if isinstance(rule, Or):
        return any(naive(part, passage) for part in rule.parts)
    if isinstance(rule, Not):
        return not naive(rule.part, passage)
    if isinstance(rule, Near):
        return any(
            0 <= later[0] - earlier[-1] - 1 <= rule.within
            for one, other in product(stands(rule.left, passage), stands(rule.right, passage))
            for earlier, later in ((one, other), (other, one))
        )
    return bool(stands(rule, passage))


def stands(rule: Rule, passage: Said) -> list[range]:
    """Where a word, phrase or choice stands, by trying every run of words."""
    if isinstance(rule, Or):
        return [run for part in rule.parts for run in stands(part, passage)]
    wanted = rule.terms if isinstance(rule, Phrase) else (rule,)
    runs = (range(start, start + len(wanted)) for start in range(len(passage.words)))
    return [
        run for run in runs if run[-1] < len(passage.words) and all(map(lambda t, p: same(t, passage, p), wanted, run))
    ]


def same(term: Rule, passage: Said, place: int) -> bool:
    assert isinstance(term, Term)
    word = passage.words[place]
    if term.form is Form.BEGINNING:
        return word[: len(term.word)] == term.word
    return word == term.word or (term.form is Form.ANY and base_form(word) == term.word)


@pytest.mark.parametrize(
    ("written", "fits", "fits_not"),
    [
        ("wait", "I wait.", "I waited."),
        ("=waiting", "I waited.", "I left."),
        ("wait*", "The waitlist.", "A await."),
        ('"bus stop"', "The Bus, stop!", "The stop, bus."),
        ("follow-up", "A follow up call", "Up to follow"),
        ("=wait NEAR/2 bus", "waiting for the bus", "waiting for the red city bus"),
        ("bus NEAR/1 bus", "bus, bus", "the bus"),
        ("wait NOT list", "I wait", "wait list"),
        ("(bus OR train) AND late", "The train was late", "The car was late"),
        ('"and" AND bus', "this and the bus", "the bus"),
        ("don’t", "I don't know", "I do"),
    ],
)
def test_each_sign_means_what_the_help_says(written: str, fits: str, fits_not: str):
    def base(word: str) -> str:
        return {"waited": "wait", "waiting": "wait"}.get(word, word)

    rule = with_base_forms(read_rule(written), base)

    assert holds(rule, said(fits, base))
    assert not holds(rule, said(fits_not, base))


@pytest.mark.parametrize(
    ("written", "advice", "where"),
    [
        ("", "Write a word", ""),
        ("bus AND", "A word is missing after “AND”", "AND"),
        ("bus and train", "Write “AND” in capitals", "and"),
        ("bus train", "Something is missing before “train”", "train"),
        ("(bus OR train", "A bracket is open", "("),
        ("bus)", "closes nothing", ")"),
        ('"bus stop', "quotation mark is open", '"bus stop'),
        ('""', "no word between", '""'),
        ("OR bus", "cannot begin with “OR”", "OR"),
        ("bus OR AND train", "missing between “OR” and “AND”", "OR AND"),
        ("NOT bus", "fits every passage", "NOT bus"),
        ("bus NEAR train", "Say how near", "NEAR"),
        ("bus NEAR/99 train", "from 1 to 50", "NEAR/99"),
        ("a NEAR/2 b NEAR/2 c", "two things at a time", "a NEAR/2 b NEAR/2"),
        ("bus NEAR/2 (a AND b)", "Take AND, NOT and NEAR out", "bus NEAR/2 (a AND b)"),
        ("=bus*", "both = and *", "=bus*"),
        ("bus & train", "“&” means nothing", "&"),
        ("= bus", "right before a word", "="),
        ("(" * 30 + "bus" + ")" * 30, "too many brackets", "("),
        ("bus OR " * 80 + "bus", "at most 500", None),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words_with_its_place(written: str, advice: str, where: str | None):
    with pytest.raises(RuleProblemError, match=None) as problem:
        read_rule(written)

    assert advice in str(problem.value)
    if where is not None:
        assert written[problem.value.at : problem.value.end] == where


def test_words_that_a_rule_excludes_are_no_seed_terms():
    assert seed_terms('(=wait OR "phone tag") NEAR/3 nurse NOT "waiting room"') == ("wait", "phone tag", "nurse")
    assert seed_terms("(broken") == ()


def test_a_rule_from_a_file_that_cannot_be_read_does_no_harm():
    assert readable("(broken") is None
    assert both_rules("(broken", "=wait") == "(broken"
