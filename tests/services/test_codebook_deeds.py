"""Merging, splitting, moving: told beforehand, done in one act, taken back exactly; no coding is ever dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Study
from tests.services.test_history import state
from workbench.domain.codebook import CodeStatus, Step
from workbench.domain.coding import Coding, MemoKind, Target, Visibility
from workbench.domain.ids import CodeId, CodingId
from workbench.errors import ChangedMeanwhileError, CodeNameTakenError, RuleError, WorkbenchError
from workbench.services import codebook_deeds as deeds
from workbench.services import codebooks, codings, history, memos, questions, themes
from workbench.services.maintenance import verify
from workbench.store import Store


def coded(study: Study) -> list[Coding]:
    """Ana codes two passages with Waiting and one with Family; Ben one of the same with each."""
    here = study.transcript.id
    letter, sister = study.place("nine months for a letter"), study.place("My sister drove me")
    return [
        codings.add_coding(study.ana, here, letter, study.waiting.id),
        codings.add_coding(study.ana, here, sister, study.waiting.id),
        codings.add_coding(study.ana, here, sister, study.family.id),
        codings.add_coding(study.ben, here, letter, study.waiting.id),
        codings.add_coding(study.ben, here, sister, study.family.id),
    ]


def all_codings(study: Study) -> dict[CodingId, Coding]:
    return {coding.id: coding for coding in codings.codings_of(study.ana, study.transcript.id)}


def test_the_preview_of_a_merge_says_what_changes_and_for_whom_and_changes_nothing(store: Store) -> None:
    study = Study(store)
    coded(study)
    letters = codebooks.add_code(study.ana, "Letters", parent_id=study.waiting.id)
    codebooks.change_code(study.ana, study.waiting.id, seed_terms=("wait",))
    themes.add_theme(study.ana, "Time is taken", code_ids=(study.waiting.id,))
    memos.write_memo(study.ana, "Seen often", target=Target.CODE, target_id=study.waiting.id)
    memos.write_memo(study.ben, "Mine alone", target=Target.CODE, target_id=study.waiting.id, visibility=Visibility.ME)
    before = state(store, study)

    effect = deeds.preview_merge(study.ana, study.waiting.id, study.family.id)

    assert (effect.before, effect.after) == ("Waiting", "Family")
    assert effect.codings == {"Ana": 2, "Ben": 1}
    assert effect.doubled == 1
    assert effect.notes == 1  # a private note of Ben's is not told of
    assert effect.themes == ("Time is taken",)
    assert effect.children == (letters.label,)
    assert effect.seed_terms == ("wait",)
    assert state(store, study) == before


def test_a_merge_keeps_every_coding_with_its_coder_date_and_words(store: Store) -> None:
    study = Study(store)
    before = {coding.id: coding for coding in coded(study)}

    deeds.merge_codes(study.ben, study.waiting.id, study.family.id)

    after = all_codings(study)
    assert after.keys() == before.keys()
    assert {coding.code_id for coding in after.values()} == {study.family.id}
    for name, coding in after.items():
        was = before[name]
        assert (coding.coder, coding.created_at, coding.quote, coding.span) == (
            was.coder,
            was.created_at,
            was.quote,
            was.span,
        )


def test_a_merge_takes_notes_themes_and_branches_along_and_leaves_a_note(store: Store) -> None:
    study = Study(store)
    coded(study)
    letters = codebooks.add_code(study.ana, "Letters", parent_id=study.waiting.id)
    theme = themes.add_theme(study.ana, "Time is taken", code_ids=(study.waiting.id, study.family.id))
    memos.write_memo(study.ben, "Mine alone", target=Target.CODE, target_id=study.waiting.id, visibility=Visibility.ME)

    deeds.merge_codes(study.ana, study.waiting.id, study.family.id, reason="One idea")

    book = codebooks.get_codebook(study.ana)
    assert book.get(letters.id).parent_id == study.family.id
    assert (book.get(study.waiting.id).status, book.get(study.waiting.id).merged_into) == (
        CodeStatus.RETIRED,
        study.family.id,
    )
    assert next(one for one in themes.list_themes(study.ana) if one.id == theme.id).code_ids == (study.family.id,)
    assert {memo.target_id for memo in memos.list_memos(study.ben)} == {study.family.id}
    note = memos.list_memos(study.ana)[-1]
    assert (note.author, note.kind) == ("Ana", MemoKind.CODE)
    assert note.text == (
        "Merged from “Waiting”, 3 codings (Ana 2, Ben 1).\nIt meant: Time lost before care.\nWhy: One idea"
    )


def test_a_merge_is_one_act_and_undo_and_redo_are_exact(store: Store) -> None:
    study = Study(store)
    coded(study)
    codebooks.add_code(study.ana, "Letters", parent_id=study.waiting.id)
    before = state(store, study)
    deeds.merge_codes(study.ana, study.waiting.id, study.family.id)
    after = state(store, study)

    assert history.undo(study.ana) == "merge codes"
    assert state(store, study) == before
    assert history.redo(study.ana) == "merge codes"
    assert state(store, study) == after
    assert verify(store).faults == ()


def test_a_page_that_has_not_heard_of_the_merge_codes_with_the_code_it_went_into(store: Store) -> None:
    study = Study(store)
    deeds.merge_codes(study.ana, study.waiting.id, study.family.id)

    coding = codings.add_coding(study.ben, study.transcript.id, study.place("letter"), study.waiting.id)

    assert coding.code_id == study.family.id


def test_passages_are_not_merged_into_a_heading(store: Store) -> None:
    study = Study(store)
    coded(study)
    heading = codebooks.add_code(study.ana, "People")
    codebooks.change_code(study.ana, heading.id, codable=False)

    for deed in (deeds.preview_merge, deeds.merge_codes):
        with pytest.raises(RuleError, match="heading"):
            deed(study.ana, study.waiting.id, heading.id)


def test_a_split_moves_only_the_chosen_passages_to_a_new_code_right_after_the_old_one(store: Store) -> None:
    study = Study(store)
    made = coded(study)
    chosen = [made[0].id, made[3].id]

    effect = deeds.preview_split(study.ana, study.waiting.id, chosen, label="Waiting for letters")
    letters = deeds.split_code(
        study.ana, study.waiting.id, chosen, label="Waiting for letters", short_definition="For the post."
    )

    assert (effect.after, effect.codings) == ("Waiting for letters", {"Ana": 1, "Ben": 1})
    assert [code.label for code in codebooks.get_codebook(study.ana)] == ["Waiting", "Waiting for letters", "Family"]
    after = all_codings(study)
    assert {name for name, coding in after.items() if coding.code_id == letters.id} == set(chosen)
    assert [after[name].coder for name in chosen] == ["Ana", "Ben"]
    assert len(after) == len(made)
    assert memos.list_memos(study.ana)[-1].text == "Moved here from “Waiting”, 2 codings (Ana 1, Ben 1)."


def test_a_split_to_a_code_that_is_there_keeps_what_was_coded_with_both(store: Store) -> None:
    study = Study(store)
    made = coded(study)

    effect = deeds.preview_split(study.ana, study.waiting.id, [made[1].id], target_id=study.family.id)
    deeds.split_code(study.ana, study.waiting.id, [made[1].id], target_id=study.family.id)

    assert effect.doubled == 1
    assert all_codings(study).keys() == {coding.id for coding in made}
    history.undo(study.ana)
    assert all_codings(study) == {coding.id: coding for coding in made}


def test_a_split_of_passages_that_were_moved_meanwhile_is_refused(store: Store) -> None:
    study = Study(store)
    made = coded(study)
    codings.remove_coding(study.ben, made[3].id)

    with pytest.raises(ChangedMeanwhileError):
        deeds.split_code(study.ana, study.waiting.id, [made[3].id], label="Letters")
    with pytest.raises(RuleError, match="at least one"):
        deeds.split_code(study.ana, study.waiting.id, [], label="Letters")
    with pytest.raises(CodeNameTakenError):
        deeds.split_code(study.ana, study.waiting.id, [made[0].id], label="family")
    assert [code.label for code in codebooks.get_codebook(study.ana)] == ["Waiting", "Family"]


def test_a_move_is_previewed_done_and_taken_back(store: Store) -> None:
    study = Study(store)
    letters = codebooks.add_code(study.ana, "Letters", parent_id=study.waiting.id)
    before = state(store, study)

    effect = deeds.preview_move(study.ana, study.waiting.id, study.family.id)
    deeds.move_code(study.ana, study.waiting.id, study.family.id)

    assert (effect.before, effect.after, effect.children) == ("Waiting", "Family › Waiting", ("Letters",))
    assert codebooks.get_codebook(study.ana).path(letters.id) == "Family › Waiting › Letters"
    history.undo(study.ana)
    assert state(store, study) == before


def test_a_step_that_leads_nowhere_is_no_act(store: Store) -> None:
    study = Study(store)
    acts = len(history.newest_acts(study.ana))

    assert not deeds.step_code(study.ana, study.waiting.id, Step.UP)
    assert len(history.newest_acts(study.ana)) == acts
    assert deeds.step_code(study.ana, study.waiting.id, Step.DOWN)
    assert [code.label for code in codebooks.get_codebook(study.ana)] == ["Family", "Waiting"]


def test_renaming_and_retiring_say_beforehand_whose_codings_and_which_themes_show_it(store: Store) -> None:
    study = Study(store)
    coded(study)
    themes.add_theme(study.ana, "Time is taken", code_ids=(study.waiting.id,))

    renamed = deeds.preview_rename(study.ana, study.waiting.id, "Lost  time")
    retired = deeds.preview_retire(study.ana, study.waiting.id)

    assert (renamed.before, renamed.after, renamed.codings) == ("Waiting", "Lost time", {"Ana": 2, "Ben": 1})
    assert renamed.themes == retired.themes == ("Time is taken",)
    assert retired.coding_count == 3
    with pytest.raises(CodeNameTakenError):
        deeds.preview_rename(study.ana, study.waiting.id, "FAMILY")


def test_a_code_that_is_used_again_after_a_merge_is_a_code_of_its_own(store: Store) -> None:
    study = Study(store)
    deeds.merge_codes(study.ana, study.waiting.id, study.family.id)

    codebooks.change_code(study.ana, study.waiting.id, status=CodeStatus.DRAFT)

    assert codebooks.get_codebook(study.ana).get(study.waiting.id).merged_into is None
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("letter"), study.waiting.id)
    assert coding.code_id == study.waiting.id


def test_a_code_with_notes_or_with_a_code_merged_into_it_is_not_removed(store: Store) -> None:
    study = Study(store)
    memos.write_memo(study.ana, "A thought", target=Target.CODE, target_id=study.family.id)
    other = codebooks.add_code(study.ana, "Delays")
    last = codebooks.add_code(study.ana, "Lost time")
    deeds.merge_codes(study.ana, other.id, last.id)
    themes.add_theme(study.ana, "Time is taken", code_ids=(study.waiting.id, study.family.id))

    for code_id in (study.family.id, last.id):
        with pytest.raises(RuleError, match="Retire it instead"):
            codebooks.remove_code(study.ana, code_id)
    codebooks.remove_code(study.ana, study.waiting.id)

    assert themes.list_themes(study.ana)[0].code_ids == (study.family.id,)


def test_a_stale_edit_is_refused_with_both_texts(store: Store) -> None:
    study = Study(store)
    seen = codebooks.get_codebook(study.ben).get(study.waiting.id)
    codebooks.change_code(study.ana, study.waiting.id, short_definition="Any time spent waiting.")

    with pytest.raises(ChangedMeanwhileError) as refusal:
        codebooks.change_code(study.ben, study.waiting.id, expected=seen, short_definition="Time for letters.")

    assert "now “Any time spent waiting.”" in str(refusal.value)
    assert "you wrote “Time for letters.”" in str(refusal.value)
    stored = codebooks.get_codebook(study.ana).get(study.waiting.id)
    assert stored.short_definition == "Any time spent waiting."


def test_an_edit_is_not_held_up_by_a_move_or_by_the_same_words(store: Store) -> None:
    study = Study(store)
    seen = codebooks.get_codebook(study.ben).get(study.waiting.id)
    deeds.step_code(study.ana, study.waiting.id, Step.DOWN)
    codebooks.change_code(study.ben, study.waiting.id, expected=seen, example="Nine months.")

    codebooks.change_code(study.ana, study.waiting.id, expected=seen, example="Nine months.")

    assert codebooks.get_codebook(study.ana).get(study.waiting.id).example == "Nine months."


def test_recoding_is_one_act_that_keeps_what_hung_on_the_coding(store: Store) -> None:
    study = Study(store)
    made = coded(study)
    theme = themes.add_theme(study.ana, "Time is taken")
    codings.mark_challenge(study.ana, made[0].id, theme.id)
    question = questions.ask(study.ana, study.transcript.id, "Is this waiting?", coding_id=made[0].id)
    before = state(store, study)

    after = codings.recode(study.ana, made[0].id, study.family.id)

    assert (after.code_id, after.quote, after.challenges) == (study.family.id, made[0].quote, theme.id)
    assert made[0].id not in all_codings(study)
    with study.ana.reading() as look:
        assert look.uow.questions.get(question.id).coding_id == after.id
    assert history.undo(study.ana) == "recode passage"
    assert state(store, study) == before


def test_a_removed_coding_leaves_its_question_and_undo_ties_them_again(store: Store) -> None:
    study = Study(store)
    made = coded(study)
    question = questions.ask(study.ben, study.transcript.id, "Is this waiting?", coding_id=made[0].id)

    codings.remove_coding(study.ana, made[0].id)
    with study.ana.reading() as look:
        assert look.uow.questions.get(question.id).coding_id is None
    history.undo(study.ana)

    with study.ana.reading() as look:
        assert look.uow.questions.get(question.id).coding_id == made[0].id


def test_only_ones_own_codings_are_recoded_qualified_and_confirmed(store: Store) -> None:
    study = Study(store)
    made = coded(study)

    for deed in (
        lambda: codings.recode(study.ben, made[0].id, study.family.id),
        lambda: codings.set_qualifier(study.ben, made[0].id, ""),
        lambda: codings.confirm_codings(study.ben, [made[3].id, made[0].id]),
    ):
        with pytest.raises(WorkbenchError, match="belongs to Ana"):
            deed()
    assert all_codings(study) == {coding.id: coding for coding in made}


def test_codes_from_a_file_come_after_those_that_are_there_in_the_order_of_the_file(store: Store) -> None:
    study = Study(store)

    done = codebooks.import_codebook(study.ana, b"label\nZeal\nfamily\nCare\n", file_name="more.csv")

    assert [code.label for code in codebooks.get_codebook(study.ana)] == ["Waiting", "Family", "Zeal", "Care"]
    assert done.kept == ("Family",)


# Any sequence -------------------------------------------------------------------------------------------------------


def _pick(study: Study, n: int) -> CodeId:
    ids = sorted(codebooks.get_codebook(study.ana).codes)
    return ids[n % len(ids)]


def _some(study: Study, code_id: CodeId, n: int) -> list[CodingId]:
    found = sorted(c.id for c in all_codings(study).values() if c.code_id == code_id)
    return found[: 1 + n % max(1, len(found))]


ACTS: dict[str, Callable[[Study, int, int], object]] = {
    "add": lambda s, n, m: codebooks.add_code(s.ana, f"Code {n % 7}", parent_id=_pick(s, m) if m % 2 else None),
    "merge": lambda s, n, m: deeds.merge_codes(s.ana, _pick(s, n), _pick(s, m)),
    "split to new": lambda s, n, m: deeds.split_code(
        s.ana, _pick(s, n), _some(s, _pick(s, n), m), label=f"Part {m % 5}"
    ),
    "split to old": lambda s, n, m: deeds.split_code(
        s.ana, _pick(s, n), _some(s, _pick(s, n), m), target_id=_pick(s, m)
    ),
    "move": lambda s, n, m: deeds.move_code(s.ana, _pick(s, n), _pick(s, m) if m % 3 else None, m % 4 + 1),
    "step": lambda s, n, m: deeds.step_code(s.ana, _pick(s, n), list(Step)[m % 4]),
    "rename": lambda s, n, m: codebooks.rename_code(s.ana, _pick(s, n), new_label=f"Name {m % 6}"),
    "retire": lambda s, n, _m: codebooks.change_code(s.ana, _pick(s, n), status=CodeStatus.RETIRED),
    "revive": lambda s, n, _m: codebooks.change_code(s.ana, _pick(s, n), status=CodeStatus.DRAFT),
    "undo": lambda s, _n, _m: None if undone_to(s) else history.undo(s.ana),
    "redo": lambda s, _n, _m: history.redo(s.ana),
}

SET_UP_ACTS = 10  # the study's five acts, and five codings


def undone_to(study: Study) -> bool:
    with study.ana.reading() as look:
        target = history.steps(look).undo
        return target is None or look.uow.events.get(target).number <= SET_UP_ACTS


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_whatever_is_done_to_the_codebook_no_coding_is_lost_and_undo_leads_back(
    make_sqlite: Callable[[], Store], acts: list[tuple[str, int, int]]
) -> None:
    store = make_sqlite()
    study = Study(store)
    made = coded(study)
    start = state(store, study)
    words = {coding.id: (coding.coder, coding.quote, coding.created_at) for coding in made}

    for name, first, second in acts:
        try:
            ACTS[name](study, first, second)
        except WorkbenchError:
            continue
        book = codebooks.get_codebook(study.ana)
        assert len(book.outline()) == len(book)  # every code is reached from the top: no cycle
        now = all_codings(study)
        assert {c.id: (c.coder, c.quote, c.created_at) for c in now.values()} == words
        assert all(coding.code_id in book.codes for coding in now.values())
    assert verify(store).faults == ()

    while not undone_to(study):
        history.undo(study.ana)
    assert state(store, study) == start
