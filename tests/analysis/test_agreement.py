"""Agreement in a study: what is a unit, who has looked at it, and which passages differ."""

from __future__ import annotations

from tests.builders import Study
from workbench.analysis.agreement import Unit, agreement
from workbench.analysis.agreement_measures import ONE_VALUE
from workbench.domain.project import Role
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.services import codings, projects, reports, transcripts
from workbench.services.desk import Desk
from workbench.store import Store


def coded_by_two(store: Store) -> tuple[Study, Snapshot]:
    """Ana and Ben have read all four turns; both marked the waiting, only Ana marked the sister."""
    study = Study(store)
    for desk in (study.ana, study.ben):
        transcripts.read_up_to(desk, study.transcript.id, 4)
    codings.add_coding(study.ana, study.transcript.id, study.place("waited nine months"), study.waiting.id)
    codings.add_coding(study.ben, study.transcript.id, study.place("nine months for a letter"), study.waiting.id)
    codings.add_coding(study.ana, study.transcript.id, study.place("My sister drove me"), study.family.id)
    return study, reports.take_snapshot(study.ana)


def test_only_participants_turns_that_both_have_read_are_compared(store: Store) -> None:
    study, snapshot = coded_by_two(store)

    found = agreement(snapshot)

    assert (found.coders, found.units) == (("Ana", "Ben"), 2)
    waiting, family = found.codes
    assert (waiting.code_id, waiting.positive, waiting.percent.value) == (study.waiting.id, (1, 1), 1.0)
    assert (waiting.alpha.value, waiting.kappa.value) == (1.0, 1.0)
    assert (family.positive, family.percent.value) == ((1, 0), 0.5)
    assert family.too_few
    assert [unit.turn for unit in family.differing] == [4]
    assert waiting.differing == ()


def test_a_turn_that_a_coder_has_not_read_is_missing_and_not_without_the_code(store: Store) -> None:
    study = Study(store)
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    transcripts.read_up_to(study.ben, study.transcript.id, 2)
    codings.add_coding(study.ana, study.transcript.id, study.place("My sister drove me"), study.family.id)
    codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)

    found = agreement(reports.take_snapshot(study.ana))

    assert found.units == 1
    [waiting] = found.codes
    assert waiting.positive == (0, 1)


def test_sentences_see_what_turns_do_not(store: Store) -> None:
    study, snapshot = coded_by_two(store)

    found = agreement(snapshot, unit=Unit.SENTENCE)

    assert found.units == 5  # each turn's sentences; “(laughs)” belongs to the one before or stands alone
    assert [code.code_id for code in found.codes] == [study.waiting.id, study.family.id]


def test_on_the_line_of_characters_the_ends_of_codings_matter(store: Store) -> None:
    study, snapshot = coded_by_two(store)

    waiting, family = agreement(snapshot, unit=Unit.CHARACTER).codes

    assert waiting.code_id == study.waiting.id
    assert waiting.alpha.value is not None
    assert 0 < waiting.alpha.value < 1
    assert family.alpha.value is not None
    assert family.alpha.value < 0


def test_a_code_that_everybody_gave_everywhere_has_no_alpha_but_words(store: Store) -> None:
    study = Study(store)
    for desk in (study.ana, study.ben):
        transcripts.read_up_to(desk, study.transcript.id, 4)
        for words in ("waited nine months", "My sister drove me"):
            codings.add_coding(desk, study.transcript.id, study.place(words), study.waiting.id)

    [waiting] = agreement(reports.take_snapshot(study.ana)).codes

    assert (waiting.alpha.value, waiting.alpha.in_words(), waiting.percent.value) == (None, ONE_VALUE, 1.0)


def test_two_codes_for_the_same_words_are_named_as_a_pair(store: Store) -> None:
    study = Study(store)
    for desk, code in ((study.ana, study.waiting), (study.ben, study.family)):
        transcripts.read_up_to(desk, study.transcript.id, 4)
        codings.add_coding(desk, study.transcript.id, study.place("waited nine months"), code.id)

    found = agreement(reports.take_snapshot(study.ana))

    [(one, other, times)] = found.confused
    assert ({one, other}, times) == ({study.waiting.id, study.family.id}, 1)


def test_of_three_coders_each_pair_has_a_kappa_of_its_own(store: Store) -> None:
    study = Study(store)
    projects.add_member(study.ana, "Cy", role=Role.STUDENT)
    for desk, words in (
        (study.ana, "nine months"),
        (study.ben, "nine months"),
        (Desk(store, study.project.id, "Cy"), "gas"),
    ):
        transcripts.read_up_to(desk, study.transcript.id, 4)
        codings.add_coding(desk, study.transcript.id, study.place(words), study.waiting.id)

    [waiting] = agreement(reports.take_snapshot(study.ana)).codes

    assert waiting.kappa.value is None
    assert {(one.first, one.second): one.kappa.value for one in waiting.pairs} == {
        ("Ana", "Ben"): 1.0,
        ("Ana", "Cy"): -1.0,
        ("Ben", "Cy"): -1.0,
    }


def test_on_the_line_the_turns_whose_marks_end_elsewhere_are_named(store: Store) -> None:
    _, snapshot = coded_by_two(store)

    waiting, family = agreement(snapshot, unit=Unit.CHARACTER).codes

    assert [unit.turn for unit in waiting.differing] == [2]
    assert [unit.turn for unit in family.differing] == [4]
    assert [bool(given) for given in family.differing[0].given] == [True, False]


def test_a_long_coding_counts_in_every_turn_it_covers_and_in_no_question(store: Store) -> None:
    study = Study(store)
    whole = Span(study.text.index("I waited"), len(study.text))
    for desk in (study.ana, study.ben):
        transcripts.read_up_to(desk, study.transcript.id, 4)
        codings.add_coding(desk, study.transcript.id, whole, study.waiting.id)

    found = agreement(reports.take_snapshot(study.ana))

    assert (found.units, found.codes[0].positive) == (2, (2, 2))
