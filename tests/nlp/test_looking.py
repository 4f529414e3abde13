"""Looking further on small, made-up ground: what is alike, far off, contrary, told again, and said in people's own words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.code_rule import WORD
from workbench.nlp import looking
from workbench.nlp.against import against
from workbench.nlp.alike import Landscape, more_like, not_looked_at
from workbench.nlp.ground import Ground
from workbench.nlp.phrases import striking_phrases
from workbench.nlp.repeats import repeats

WAITING = (
    "I waited nine months for the letter from the clinic and nobody called me.",
    "We sat waiting in the hallway and the letter never came to the house.",
    "The waiting was slow, eleven months of waiting for one short letter.",
    "They were so slow to answer, I was always waiting by the telephone.",
)
SOUP = (
    "My sister makes soup with barley and carries it across the frozen lake.",
    "There is nothing like barley soup when the stove is lit in the evening.",
    "She taught me to bake bread with barley flour from the old mill.",
)
QUICK = "For me it was quick, the letter came within a week, I never waited for the clinic at all."


def ground(*texts: str, people: str = "", team: tuple[str, ...] = ()) -> Ground:
    """Passages by the people named by one letter each, all in one transcript."""
    names = people or "A" * len(texts)
    return Ground(texts, tuple(names), ("T01",) * len(texts), team)


def test_a_passage_is_most_like_those_that_share_its_words_and_says_which() -> None:
    landscape = Landscape(ground(*WAITING, *SOUP))

    found = more_like(landscape, [0])

    assert {one.number for one in found[:2]} <= {1, 2, 3}
    assert 0 not in {one.number for one in found}
    texts = [*WAITING, *SOUP]
    assert all(word in texts[one.number] for one in found for word in one.shared)
    assert found[0].shared


def test_words_alone_can_be_asked_about_and_what_shares_none_is_no_answer() -> None:
    landscape = Landscape(ground(*WAITING, *SOUP))

    assert {one.number for one in more_like(landscape, [], "a bowl of barley soup")} == {4, 5, 6}
    assert more_like(landscape, [], "helicopter") == []


def test_what_is_left_out_is_not_shown() -> None:
    landscape = Landscape(ground(*WAITING, *SOUP))

    assert {1, 2} & {one.number for one in more_like(landscape, [0], leave_out=[1, 2])} == set()


def test_people_who_are_not_coded_come_first_with_what_is_unlike_all_that_is() -> None:
    landscape = Landscape(ground(*WAITING, *SOUP, people="AAAABBC"))

    found = not_looked_at(landscape, coded=[0, 1, 4], read=[5])

    assert landscape.ground.people[found[0].number] == "C"
    assert {one.number for one in found} == {2, 3, 5, 6}
    assert "mill" in found[0].new_words


def test_unread_passages_of_one_person_come_before_those_that_were_read_and_left() -> None:
    landscape = Landscape(ground(*SOUP, *WAITING, people="AAAAAAA"))

    found = [one.number for one in not_looked_at(landscape, coded=[3], read=[0, 1, 2])]

    assert set(found[:3]) == {4, 5, 6}


def test_a_passage_on_the_subject_with_opposite_words_may_speak_against_it() -> None:
    landscape = Landscape(ground(*WAITING, QUICK, *SOUP, people="AABBCDDD"))

    found = against(landscape, on=[0, 1, 2, 3], silent=["C", "D"])

    assert found[0].number == 4
    assert ("quick", "slow") in found[0].opposed
    assert "waited" in found[0].negated
    assert all(one.number > 3 for one in found)


def test_what_is_like_a_passage_that_people_marked_is_worth_a_look() -> None:
    other = "Quick as anything, the letter came within a week and the clinic rang too."
    landscape = Landscape(ground(*WAITING, QUICK, other, *SOUP))

    found = against(landscape, on=[0, 1, 2, 3], challenging=[4])

    assert (found[0].number, found[0].like_challenge) == (5, 4)


def test_a_theme_without_passages_has_nothing_against_it() -> None:
    assert against(Landscape(ground(*SOUP)), on=[]) == []


def test_the_same_story_told_twice_is_found_even_with_a_few_other_words() -> None:
    again = WAITING[0].replace("nine", "ten").replace("nobody", "no one")
    found = repeats(ground(*WAITING, *SOUP, again, SOUP[0].upper()))

    assert [one.numbers for one in found] == [(4, 8), (0, 7)]
    assert found[0].likeness == 100.0
    assert 80 <= found[1].likeness < 100


def test_short_words_of_agreement_are_no_stories() -> None:
    assert repeats(ground("Yeah, that is right.", "Yeah, that is right.")) == []


def test_one_thing_said_a_thousand_times_is_one_group() -> None:
    said = "this meeting is being recorded please mute your microphone now"
    found = repeats(ground(*[said] * 1_000, *SOUP))

    assert [len(one.numbers) for one in found] == [1_000]


@given(st.integers(0, 10_000))
def test_groups_do_not_depend_on_the_order_of_passages(seed: int) -> None:
    texts = [*WAITING, *SOUP, WAITING[0].replace("nine", "ten"), WAITING[1] + " Never."]
    shuffled = random.Random(seed).sample(texts, len(texts))

    assert stories(texts) == stories(shuffled)


def stories(texts: list[str]) -> set[frozenset[str]]:
    return {frozenset(texts[n] for n in one.numbers) for one in repeats(ground(*texts))}


OWN = (
    "It is phone tag, I call, they call, phone tag all week.",
    "I play phone tag with the clinic. Two years of it.",
    "So we play phone tag. Two years, two years!",
    "I was fighting the system, um, fighting the system alone.",
    "My son says I am always fighting the system.",
)


def test_phrases_of_several_people_are_found_as_they_are_said_with_their_places() -> None:
    found = {one.words: one for one in striking_phrases(ground(*OWN, people="ABCAB"))}

    assert {"play phone tag", "fighting the system"} <= found.keys()
    tag = found["fighting the system"]
    assert (tag.people, tag.mentions, tag.by_team) == (2, 3, 0)
    assert {OWN[passage][start:end] for passage, start, end in tag.places} == {"fighting the system"}


def test_phrases_begin_and_end_with_words_that_tell_something() -> None:
    words = {one.words for one in striking_phrases(ground(*OWN, people="ABCAB"))}

    assert "Two years" not in words
    assert not any(one.split()[0] in ("the", "I", "um") or one.split()[-1] in ("the", "of") for one in words)


def test_what_the_team_says_itself_is_less_striking() -> None:
    texts = ("We talk about peer support here.", "Peer support is good.", "the stone soup", "stone soup again")
    people = "ABAB"

    quiet = [one.words for one in striking_phrases(ground(*texts, people=people))]
    asked = striking_phrases(ground(*texts, people=people, team=("What is peer support?", "And peer support?")))

    assert set(quiet) == {"stone soup", "peer support"} or {word.lower() for word in quiet} == {
        "stone soup",
        "peer support",
    }
    assert asked[0].words == "stone soup"
    assert asked[1].by_team == 2


def test_a_phrase_does_not_reach_over_a_full_stop_or_a_note_of_the_transcriber() -> None:
    texts = ("I saw the bus. Driver left.", "the bus. driver again", "the bus [laughs] driver", "a bus (laughs) driver")

    assert striking_phrases(ground(*texts)) == []


@given(st.lists(st.sampled_from(["bus stop", "late", "the", "Maple.", "[laughs]", "don’t"]), max_size=30))
def test_every_place_of_a_phrase_holds_its_words(parts: list[str]) -> None:
    text = " ".join(parts)

    for one in striking_phrases(ground(text, text)):
        folded = [word.lower() for word in WORD.findall(one.words)]
        assert all([w.lower() for w in WORD.findall(text[start:end])] == folded for _, start, end in one.places)
        assert one.mentions >= len(one.places)


def test_nothing_said_is_nothing_found() -> None:
    empty = ground()

    assert striking_phrases(empty) == []
    assert repeats(empty) == []


def test_the_child_asks_for_a_ground_it_does_not_have_and_forgets_when_told() -> None:
    looking.forget()

    assert looking.repeats_in_child("k1") is None
    assert looking.repeats_in_child("k1", ground=ground(*SOUP)) == []
    assert looking.repeats_in_child("k1") == []
    looking.forget()
    assert looking.repeats_in_child("k1") is None


def test_the_child_keeps_only_the_last_grounds() -> None:
    looking.forget()
    for key in ("k1", "k2", "k3"):
        looking.repeats_in_child(key, ground=ground(*SOUP))

    assert looking.repeats_in_child("k1") is None
    assert looking.repeats_in_child("k3") == []
