"""Proper names: in context, by list, and spread to every mention in the project."""

from __future__ import annotations

import pytest

from workbench.privacy.detect import find_identifiers
from workbench.privacy.values import IdentifierClass as Kind
from workbench.privacy.values import Known, SpokenBy, Talk


def names(*texts: str, known: Known | None = None) -> list[list[str]]:
    return [
        [hit.text for hit in hits if hit.kind.is_name] for hits in find_identifiers([Talk(t) for t in texts], known)
    ]


def kinds(text: str) -> dict[str, Kind]:
    return {hit.text: hit.kind for hit in find_identifiers([Talk(text)])[0]}


def test_a_capital_inside_a_sentence_is_enough() -> None:
    assert names("So we asked Quellavine, and then we drove to Brumby Flats.") == [["Quellavine", "Brumby Flats"]]


def test_classes_follow_lists_titles_and_the_words_around() -> None:
    found = kinds(
        "My nurse Shauna and Dr. Pillai sent me from Lethbridge to Tamarack Ridge Hospital, near Lac La Biche."
    )

    assert found["Shauna"] is Kind.PERSON
    assert found["Dr. Pillai"] is Kind.PERSON
    assert found["Lethbridge"] is Kind.PLACE
    assert found["Tamarack Ridge Hospital"] is Kind.ORGANISATION
    assert found["Lac La Biche"] is Kind.PLACE


@pytest.mark.parametrize(
    "text",
    [
        "I went on Monday. However, it was closed. Maybe in March. I'm fine, and I think I'll go.",
        "Walking helps. What did they say? Nothing. Because nobody asked. Thank you.",
        "The French and the Ukrainian speakers had an MRI and the TV on at Christmas.",
        "Oh my God. Okay. Yeah, right. [laughs] (Inaudible) Mm-hmm.",
        "“So what?” she said. “Go home.” It was: Nothing. It was FREEZING out.",
    ],
)
def test_ordinary_capitals_are_left_alone(text: str) -> None:
    assert names(text) == [[]]


def test_a_name_found_in_one_transcript_is_found_in_all() -> None:
    found = names(
        "I told Quellavine Brumby.",
        "Quellavine's car. Quellavine laughed.",
        "i said to quellavine no. And Brumby? Yes.",
    )

    assert found == [["Quellavine Brumby"], ["Quellavine's", "Quellavine"], ["quellavine", "Brumby"]]


def test_a_nickname_of_a_name_in_the_project_is_found() -> None:
    assert "Gord" in names("We met Gordon Brumby.", "And Gord, he came too.")[1]


def test_a_speakers_label_is_looked_for_in_what_is_said() -> None:
    text = "Well, quillon said so. Hope too."
    talk = Talk(text, (SpokenBy(0, len(text), "Quillon B (she/her)"),))

    assert [hit.text for hit in find_identifiers([talk])[0]] == ["quillon"]


def test_a_label_that_is_a_role_is_no_name() -> None:
    text = "The moderator asked P3 and the host."

    assert find_identifiers([Talk(text, (SpokenBy(0, len(text), "Moderator"),), ("P3", "Host", "Speaker 1"))]) == [[]]


def test_the_projects_list_finds_small_letters_and_says_why() -> None:
    (hit,) = find_identifiers([Talk("we were at blunderbuss acres then")], Known.of(places=["Blunderbuss Acres"]))[0]

    assert (hit.text, hit.kind, hit.key) == ("blunderbuss acres", Kind.PLACE, "blunderbuss acres")
    assert "list of places" in hit.why


def test_what_was_kept_and_what_was_replaced_do_not_come_back() -> None:
    known = Known.of(kept=["Edmonton"], replacements=["[Clinic A, Calgary]"], people=["Shauna"])

    assert names("We left Edmonton for [Clinic A, Calgary], Shauna and I.", known=known) == [["Shauna"]]


def test_a_possessive_and_a_title_fall_under_one_key() -> None:
    hits = find_identifiers([Talk("We saw Dr. Pillai. It was Dr. Pillai's idea, and Pillai knew.")])[0]

    assert [hit.key for hit in hits] == ["pillai", "pillai", "pillai"]


def test_names_that_are_words_need_a_capital_or_company() -> None:
    assert names("I told Will and Hope about it.") == [["Will and Hope"]] or names(
        "I told Will and Hope about it."
    ) == [["Will", "Hope"]]
    assert names("Will you hope for the best? May I?") == [[]]


def test_speech_to_text_without_capitals_still_gives_listed_names() -> None:
    text = (
        "so yeah i went up to lethbridge with shauna and dr pillai and then we saw quellavine at the desk and went home"
    )

    assert names(text) == [["lethbridge", "shauna", "dr pillai", "quellavine"]]


def test_speech_to_text_all_in_capitals_still_gives_listed_names() -> None:
    text = "SO YEAH I WENT UP TO LETHBRIDGE WITH SHAUNA AND THEN WE SAW SOMEBODY AT THE DESK AND WENT HOME AGAIN"

    assert names(text) == [["LETHBRIDGE", "SHAUNA"]]


def test_french_names_after_forms_of_address_and_prepositions() -> None:
    found = kinds(
        "Alors j'ai vu Mme Lapensée à Gatineau, et le docteur Ouellet m'a dit d'attendre. On a parlé d'Amélie."
    )

    assert found["Mme Lapensée"] is Kind.PERSON
    assert found["Gatineau"] is Kind.PLACE
    assert any("Ouellet" in name for name in found)
    assert found["Amélie"] is Kind.PERSON


def test_another_finder_joins_the_union() -> None:
    text = "we spoke with our trace."
    hits = find_identifiers([Talk(text)], other=lambda texts: [[(18, 23, Kind.PERSON)] for _ in texts])[0]

    assert [(hit.text, hit.why) for hit in hits] == [("trace", "Found by the installed language model.")]
