"""All passages of a code, with the talk around them."""

from __future__ import annotations

import io

import pytest

from tests.builders import Study
from workbench.errors import NotFoundError
from workbench.services import codebook_deeds, codebooks, codings, people, projects, transcripts
from workbench.services.code_passages import Order, passages
from workbench.services.desk import Desk
from workbench.store import Store


def coded(study: Study) -> None:
    here = study.transcript.id
    codings.add_coding(study.ben, here, study.place("What was the first year like?"), study.waiting.id)
    codings.add_coding(study.ana, here, study.place("nine months for a letter"), study.waiting.id)
    codings.add_coding(study.ana, here, study.place("sister"), study.waiting.id)


def quotes(study: Study, order: Order) -> list[str]:
    return [row.coding.quote for row in passages(study.ana, study.waiting.id, order=order)]


def test_a_passage_comes_with_the_words_around_it_in_its_turn_and_who_speaks(store: Store) -> None:
    study = Study(store)
    coded(study)

    row = next(row for row in passages(study.ana, study.waiting.id) if row.coding.quote == "sister")

    assert (row.before, row.after[:18]) == ("My ", " drove me to Red D")
    assert (row.transcript_label, row.turn, row.voice, row.words) == ("T01", 4, "Maple", 1)
    assert row.before + row.coding.quote + row.after in study.text


def test_a_voice_has_its_pseudonym_once_the_team_has_said_whose_it_is(store: Store) -> None:
    study = Study(store)
    coded(study)
    person = people.add_participant(study.ana, "P07", pseudonym="Rowan")
    voices = transcripts.open_transcript(study.ana, study.transcript.id).speakers.values()
    transcripts.change_speaker(study.ana, next(v.id for v in voices if v.label == "Maple"), participant_id=person.id)

    assert {row.voice for row in passages(study.ana, study.waiting.id)} == {"Interviewer", "Rowan"}


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (Order.PARTICIPANT, "What was the first year like?"),
        (Order.LENGTH, "What was the first year like?"),
        (Order.CODER, "nine months for a letter"),
        (Order.NEWEST, "sister"),
    ],
)
def test_passages_come_in_the_order_that_was_asked_for(store: Store, order: Order, first: str) -> None:
    study = Study(store)
    coded(study)

    assert quotes(study, order)[0] == first
    assert len(quotes(study, order)) == 3


def test_passages_are_filtered_by_coder_voice_and_words(store: Store) -> None:
    study = Study(store)
    coded(study)

    assert [row.coding.coder for row in passages(study.ana, study.waiting.id, coder="Ben")] == ["Ben"]
    assert len(passages(study.ana, study.waiting.id, voice="Maple")) == 2
    assert [r.coding.quote for r in passages(study.ana, study.waiting.id, containing="MONTHS")] == [
        "nine months for a letter"
    ]


def test_passages_of_the_codes_below_come_along_when_wanted(store: Store) -> None:
    study = Study(store)
    coded(study)
    codebook_deeds.move_code(study.ana, study.waiting.id, study.family.id)

    assert passages(study.ana, study.family.id) == []
    assert {row.code.label for row in passages(study.ana, study.family.id, with_children=True)} == {"Waiting"}


def test_a_code_of_another_project_has_no_passages_here(store: Store) -> None:
    study = Study(store)
    coded(study)
    other = projects.create_project(store, "Another", actor="Ana")

    with pytest.raises(NotFoundError):
        passages(Desk(store, other.id, "Ana"), study.waiting.id)
    with pytest.raises(NotFoundError):
        passages(Desk(store, study.project.id, "Zoe"), study.waiting.id)


def test_qualifiers_come_with_a_codebook_file_are_set_on_ones_own_coding_and_saved_again(store: Store) -> None:
    study = Study(store)
    coded(study)
    name = "salutogenesis.yaml"
    codebooks.import_codebook(study.ana, codebooks.starter_file(name), file_name=name)
    keys = codebooks.preview_codebook(codebooks.starter_file(name), file_name=name).qualifiers
    mine = passages(study.ana, study.waiting.id, coder="Ana")[0].coding

    changed = codings.set_qualifier(study.ana, mine.id, keys[0].id)

    assert changed.qualifier == keys[0].id
    assert codings.set_qualifier(study.ana, mine.id, "").qualifier == ""
    with pytest.raises(NotFoundError):
        codings.set_qualifier(study.ana, mine.id, "no such")


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_saved_codebook_carries_its_qualifiers(store: Store, ending: str) -> None:
    study = Study(store)
    name = "salutogenesis.yaml"
    source = codebooks.starter_file(name)
    codebooks.import_codebook(study.ana, source, file_name=name)

    target = io.BytesIO()
    codebooks.export_codebook(study.ana, target, file_name=f"book.{ending}")

    again = codebooks.preview_codebook(target.getvalue(), file_name=f"book.{ending}")
    assert again.qualifiers == codebooks.preview_codebook(source, file_name=name).qualifiers
