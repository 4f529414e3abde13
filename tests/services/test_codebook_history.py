"""The codebook's past: any date, each change, and codings made under an old meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.builders import Study
from workbench.services import codebook_deeds, codebook_history, codebooks, codings, history
from workbench.services.desk import Desk
from workbench.store import Store


@pytest.fixture
def clock() -> Callable[[], str]:
    """A clock that goes one minute further with each look."""
    minutes: Iterator[int] = iter(range(600))
    return lambda: f"2030-01-01T{(n := next(minutes)) // 60:02d}:{n % 60:02d}:00.000000+00:00"


@pytest.fixture
def study(store: Store, clock: Callable[[], str]) -> Study:
    made = Study(store)
    made.ana, made.ben = replace(made.ana, clock=clock), replace(made.ben, clock=clock)
    return made


def now(desk: Desk) -> str:
    return history.newest_acts(desk, limit=1)[0].at


def test_the_codebook_on_a_date_has_the_tree_the_words_and_the_counts_of_that_date(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    codebooks.add_code(study.ana, "Letters", parent_id=study.waiting.id)
    then = now(study.ana)
    codebooks.rename_code(study.ana, study.waiting.id, new_label="Lost time")
    codebook_deeds.merge_codes(study.ana, study.waiting.id, study.family.id)

    past = codebook_history.codebook_on(study.ben, then)

    assert [code.label for code in past.codebook] == ["Waiting", "Letters", "Family"]
    assert past.codebook.get(study.waiting.id).short_definition == "Time lost before care."
    assert past.uses == {study.waiting.id: 1}
    assert past.whole
    today = codebook_history.codebook_on(study.ben, now(study.ana))
    assert today.codebook.codes == codebooks.get_codebook(study.ana).codes
    assert today.uses == codebooks.uses_of_codes(study.ana)


def test_before_the_first_code_the_codebook_is_empty(study: Study) -> None:
    assert len(codebook_history.codebook_on(study.ana, "2020-01-01").codebook) == 0


def test_the_changes_of_a_code_say_who_did_what_and_how_many_codings_came_or_went(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    codebooks.change_code(study.ben, study.family.id, short_definition="Help from kin.", example="My sister.")
    codebook_deeds.merge_codes(study.ana, study.waiting.id, study.family.id)

    merged, changed, added = codebook_history.changes_of_code(study.ana, study.family.id)[:3]

    assert (merged.actor, merged.deed, merged.gained, merged.lost) == ("Ana", "merge codes", 1, 0)
    assert (changed.actor, changed.fields) == ("Ben", ("short_definition", "example"))
    assert (added.deed, added.before) == ("add code", None)


def test_the_code_that_was_merged_tells_how_many_codings_went(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    codebook_deeds.merge_codes(study.ana, study.waiting.id, study.family.id)

    newest = codebook_history.changes_of_code(study.ana, study.waiting.id)[0]

    assert newest.lost == 1
    assert set(newest.fields) == {"status", "merged_into"}


def test_codings_made_before_the_meaning_changed_are_to_be_looked_at_again(study: Study) -> None:
    old = codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    bens = codings.add_coding(study.ben, study.transcript.id, study.place("letter"), study.waiting.id)
    assert codebook_history.under_old_meanings(study.ana) == []

    codebooks.change_code(study.ben, study.waiting.id, when_not_to_use=("Waiting in a queue.",))
    codings.add_coding(study.ana, study.transcript.id, study.place("twice"), study.waiting.id)

    found = codebook_history.under_old_meaning(study.ana, study.waiting.id)
    assert found is not None
    assert set(found.codings) == {old, bens}
    assert found.of("Ana") == (old,)
    assert (found.changed_by, found.was.when_not_to_use) == ("Ben", ())
    assert codebook_history.under_old_meanings(study.ana) == [found]


def test_what_was_confirmed_or_recoded_is_looked_at(study: Study) -> None:
    first = codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    second = codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.waiting.id)
    codebooks.change_code(study.ben, study.waiting.id, full_definition="Only before the first visit.")

    codings.confirm_codings(study.ana, [first.id])
    codings.recode(study.ana, second.id, study.family.id)

    assert codebook_history.under_old_meaning(study.ana, study.waiting.id) is None
    history.undo(study.ana)
    history.undo(study.ana)
    found = codebook_history.under_old_meaning(study.ana, study.waiting.id)
    assert found is not None
    assert len(found.codings) == 2


def test_a_meaning_that_was_changed_back_asks_for_nothing(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)
    codebooks.change_code(study.ben, study.waiting.id, short_definition="Something else.")

    history.undo(study.ben)

    assert codebook_history.under_old_meaning(study.ana, study.waiting.id) is None


def test_the_first_words_about_a_code_and_a_new_name_change_no_meaning(study: Study) -> None:
    bare = codebooks.add_code(study.ana, "Letters")
    codings.add_coding(study.ana, study.transcript.id, study.place("letter"), bare.id)

    codebooks.change_code(study.ana, bare.id, short_definition="Post from the clinic.")
    codebooks.rename_code(study.ana, bare.id, new_label="Post")
    codebooks.change_code(study.ana, bare.id, colour="#000000", example="Then it came twice.")

    assert codebook_history.under_old_meanings(study.ana) == []


def test_a_passage_that_was_chosen_in_a_split_counts_as_looked_at(study: Study) -> None:
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.waiting.id)
    codebooks.change_code(study.ana, study.family.id, short_definition="Help from kin.")

    codebook_deeds.split_code(study.ana, study.waiting.id, [coding.id], target_id=study.family.id)

    assert codebook_history.under_old_meaning(study.ana, study.family.id) is None
