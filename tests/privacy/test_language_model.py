"""A trained model joins the search where one is installed; a hand-made pipeline stands in for it here."""

from __future__ import annotations

import spacy
from spacy.language import Language

from workbench.privacy.language_model import names_by_model
from workbench.privacy.searching import search_in_child
from workbench.privacy.values import IdentifierClass as Kind
from workbench.privacy.values import Known, Talk


def stand_in() -> Language:
    model = spacy.blank("en")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([  # type: ignore[attr-defined]
        {"label": "PERSON", "pattern": "trace"},
        {"label": "GPE", "pattern": "the flats"},
        {"label": "DATE", "pattern": "monday"},
    ])  # fmt: skip
    return model


def test_what_the_model_names_is_given_with_its_place_and_class() -> None:
    text = "our trace went to the flats on monday"

    assert names_by_model([text, ""], stand_in()) == [[(4, 9, Kind.PERSON), (18, 27, Kind.PLACE)], []]


def test_places_hold_in_texts_longer_than_the_model_reads_at_once() -> None:
    text = "so it goes and so it goes on\n" * 3_000 + "our trace"

    ((start, end, kind),) = names_by_model([text], stand_in())[0]

    assert (text[start:end], kind) == ("trace", Kind.PERSON)


def test_the_search_gives_hits_and_questions_for_each_text() -> None:
    first, second = search_in_child([Talk("I told Shauna."), Talk("I was on the national news.")], Known())

    assert [hit.text for hit in first[0]] == ["Shauna"]
    assert first[1] == []
    assert [asked.cue for asked in second[1]] == ["on the national news"]
