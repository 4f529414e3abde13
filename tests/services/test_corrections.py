"""Corrections: a turn is mended, and nothing that was coded is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Study, make_preview
from tests.conftest import THOROUGH
from workbench.domain.coding import Coding, Target
from workbench.domain.content_note import read_notes
from workbench.domain.project import Right, Role
from workbench.domain.revising import Edit
from workbench.domain.span import Span
from workbench.domain.transcript import RevisionKind
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import (
    codebook_deeds,
    codebooks,
    codings,
    corrections,
    history,
    maintenance,
    memos,
    projects,
    questions,
    transcripts,
    waiting,
)
from workbench.services.corrections import TurnFix
from workbench.services.desk import Desk
from workbench.services.revisions import revise
from workbench.store import Store


def turn_text(study: Study, number: int) -> str:
    body = transcripts.open_transcript(study.ana, study.transcript.id).body
    return body.turns[number - 1].span.text_in(body.text)


def fix(study: Study, number: int, old: str, new: str, *, desk: Desk | None = None) -> corrections.Revised:
    text = turn_text(study, number)
    assert old in text
    wanted = TurnFix(number, text.replace(old, new))
    return corrections.fix_turn(desk or study.ana, study.transcript.id, wanted, reason="misheard")


def code(study: Study, words: str, *, desk: Desk | None = None) -> Coding:
    return codings.add_coding(desk or study.ana, study.transcript.id, study.place(words), study.waiting.id)


def quotes(study: Study) -> list[str]:
    return [one.quote for one in codings.codings_of(study.ana, study.transcript.id)]


def rows(store: Store, study: Study) -> dict[tuple[str, str], object]:
    """Everything in the project, row by row."""
    with store.reading() as uow:
        return {
            (noun, name): record
            for noun, collection in uow.collections.items()
            for name, record in collection.records_of_project(study.project.id).items()
        }


# One turn -----------------------------------------------------------------------------------------------------------


def test_a_corrected_word_makes_a_revision_and_codings_stay_on_their_words(store: Store) -> None:
    study = Study(store)
    inside, after = code(study, "My sister drove me to Red Deer"), code(study, "She never asked", desk=study.ben)

    done = fix(study, 4, "Red Deer", "Rideau")

    assert (done.moved, done.waiting) == (2, ())
    assert quotes(study) == ["My sister drove me to Rideau", "She never asked"]
    assert {one.id for one in codings.codings_of(study.ana, study.transcript.id)} == {inside.id, after.id}
    first, second = waiting.revisions_of(study.ana, study.transcript.id)[::-1]
    assert (second.number, second.kind, second.reason, second.made_by) == (2, RevisionKind.CORRECTED, "misheard", "Ana")
    assert [
        [(piece.mark.value, piece.text) for piece in one.pieces if piece.mark is not waiting.Mark.SAME]
        for one in waiting.compare(study.ana, first.id, second.id)
    ] == [[("gone", "Red Deer"), ("new", "Rideau")]]
    assert maintenance.verify(store).clean


def test_a_preview_says_what_would_be_touched_and_changes_nothing(store: Store) -> None:
    study = Study(store)
    code(study, "drove me to Red Deer")
    code(study, "second week. 🙂 She")
    code(study, "nine months")
    before = rows(store, study)

    text = turn_text(study, 4).replace("Red Deer", "Rideau").replace("every second week. 🙂 She", "weekly, and we")
    found = corrections.preview_fix(study.ana, study.transcript.id, TurnFix(4, text))

    assert found.kept == 1
    assert [(one.coding.quote, one.quote) for one in found.reworded] == [("drove me to Red Deer", "drove me to Rideau")]
    assert [one.quote for one in found.waiting] == ["second week. 🙂 She"]
    assert rows(store, study) == before


def test_what_cannot_be_placed_waits_with_its_words_and_counts_nowhere(store: Store) -> None:
    study = Study(store)
    coding = code(study, "My sister drove me")
    with study.ana.deed("correct transcript", Right.CORRECT) as deed:
        here = transcripts.opened(deed, study.transcript.id)
        start = study.place("sister drove me to Red Deer")
        done = revise(
            deed, here, [Edit(start.start, start.end, "cousin flew"), Edit(start.start - 3, start.start - 1, "Our")],
            kind=RevisionKind.CORRECTED, reason="misheard",
        )  # fmt: skip

    assert done.waiting == (coding.id,)
    assert quotes(study) == []
    assert codebooks.uses_of_codes(study.ana) == {}
    (shown,) = waiting.waiting(study.ana)
    assert (shown.coding, shown.guessed_words, shown.turn_number) == (coding, "Our cousin flew", 4)
    assert shown.turn_before.startswith("My sister drove me")
    assert waiting.how_many_wait(study.ana) == {study.transcript.id: 1}
    assert maintenance.verify(store).clean


def waiting_coding(study: Study) -> Coding:
    """A coding of Ben's that a correction by Ana has left without a certain place."""
    coding = code(study, "every second week. 🙂 She never", desk=study.ben)
    done = fix(study, 4, "week. 🙂 She never asked for gas money.", "weekend, he said.")
    assert done.waiting == (coding.id,)
    return coding


def test_its_coder_places_it_and_undo_lets_it_wait_again(store: Store) -> None:
    study = Study(store)
    coding = waiting_coding(study)

    placed = waiting.place(study.ben, coding.id, study.place("every second weekend"), quote="every second weekend")

    assert (placed.id, placed.quote, quotes(study)) == (coding.id, "every second weekend", ["every second weekend"])
    assert waiting.waiting(study.ana) == []
    history.undo(study.ben)
    assert [one.coding for one in waiting.waiting(study.ana)] == [coding]
    assert maintenance.verify(store).clean


def test_setting_aside_needs_a_reason_and_can_be_taken_back(store: Store) -> None:
    study = Study(store)
    coding = waiting_coding(study)

    with pytest.raises(RuleError, match="reason"):
        waiting.set_aside(study.ben, coding.id, reason=" ")
    waiting.set_aside(study.ben, coding.id, reason="He never said it.")

    assert waiting.waiting(study.ana) == []
    (aside,) = waiting.waiting(study.ana, set_aside=True)
    assert (aside.unplaced.set_aside_by, aside.unplaced.reason) == ("Ben", "He never said it.")
    waiting.take_up(study.ben, coding.id)
    assert [one.coding.id for one in waiting.waiting(study.ana)] == [coding.id]
    assert maintenance.verify(store).clean


def test_only_its_coder_and_the_mentor_decide_about_a_waiting_coding(store: Store) -> None:
    study = Study(store)
    coding = waiting_coding(study)
    projects.add_member(study.ana, "Cy", role=Role.STUDENT)

    with pytest.raises(NotAllowedError, match="Ben or the mentor"):
        waiting.place(Desk(store, study.project.id, "Cy"), coding.id, study.place("every second weekend"))
    with pytest.raises(RuleError, match="no words"):
        waiting.place(study.ben, coding.id, Span(study.text.index("\n\n"), study.text.index("\n\n") + 2))
    waiting.place(study.ana, coding.id, study.place("every second weekend"))  # Ana owns the project
    with pytest.raises(NotFoundError, match="placed it already"):
        waiting.set_aside(study.ben, coding.id, reason="twice")


def test_a_waiting_coding_goes_along_when_its_code_is_merged_and_goes_when_it_is_removed(store: Store) -> None:
    study = Study(store)
    coding = waiting_coding(study)

    with pytest.raises(RuleError, match="used by 1 coded"):
        codebooks.remove_code(study.ana, study.waiting.id)
    codebook_deeds.merge_codes(study.ana, study.waiting.id, study.family.id)
    (shown,) = waiting.waiting(study.ben)
    assert shown.code.id == study.family.id
    codings.remove_coding(study.ben, coding.id)

    assert waiting.waiting(study.ben) == []
    assert maintenance.verify(store).clean


def test_the_guess_of_what_waits_travels_with_later_corrections(store: Store) -> None:
    study = Study(store)
    coding = waiting_coding(study)
    (before,) = waiting.waiting(study.ben)

    fix(study, 1, "What was", "So, tell me: what was")

    (after,) = waiting.waiting(study.ben)
    assert after.guess != before.guess
    assert (after.coding, after.guessed_words) == (coding, before.guessed_words)


def test_who_speaks_a_turn_can_be_corrected_also_to_a_new_voice(store: Store) -> None:
    study = Study(store)
    code(study, "nine months")
    interviewer = next(
        one
        for one in transcripts.open_transcript(study.ana, study.transcript.id).speakers.values()
        if one.label == "Interviewer"
    )

    corrections.fix_turn(
        study.ana, study.transcript.id, TurnFix(2, speaker_id=interviewer.id), reason="it was Ivy who spoke"
    )
    corrections.fix_turn(study.ana, study.transcript.id, TurnFix(4, new_voice="Sister"), reason="another voice")

    here = transcripts.open_transcript(study.ana, study.transcript.id)
    spoken = [here.speakers[turn.speaker_id].label for turn in here.body.turns if turn.speaker_id]
    assert spoken == ["Interviewer", "Interviewer", "Interviewer", "Sister"]
    assert quotes(study) == ["nine months"]
    assert maintenance.verify(store).clean


def test_turns_are_cut_and_joined_and_what_counts_turns_follows(store: Store) -> None:
    study = Study(store)
    code(study, "Then it came twice")
    transcripts.read_up_to(study.ben, study.transcript.id, 3)
    transcripts.change_transcript(study.ana, study.transcript.id, content_note="turn 4: the drive")

    corrections.split_turn(study.ana, study.transcript.id, 2, study.place("Then").start, reason="two people spoke")

    here = transcripts.open_transcript(study.ana, study.transcript.id)
    assert [turn.span.text_in(here.body.text) for turn in here.body.turns][1:3] == [
        "I waited nine months for a letter.", "Then it came twice. (laughs)",
    ]  # fmt: skip
    assert [(note.first, note.last) for note in read_notes(here.transcript.content_note)] == [(5, 5)]
    assert [row.turns_read for row in transcripts.list_transcripts(study.ben)] == [4]
    corrections.join_turns(study.ana, study.transcript.id, 3, reason="one person after all")

    here = transcripts.open_transcript(study.ana, study.transcript.id)
    assert (
        here.body.turns[1].span.text_in(here.body.text)
        == "I waited nine months for a letter. Then it came twice. (laughs)"
    )
    assert here.body.text.count("\n\n") == 3
    assert [row.turns_read for row in transcripts.list_transcripts(study.ben)] == [3]
    assert quotes(study) == ["Then it came twice"]
    assert maintenance.verify(store).clean


@pytest.mark.parametrize(
    ("text", "reason", "message"),
    [
        ("  ", "misheard", "without a word"),
        (None, "misheard", "Nothing was changed"),
        ("And who?", "", "Give a reason"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(store: Store, text: str | None, reason: str, message: str) -> None:
    study = Study(store)
    with pytest.raises(RuleError, match=message):
        corrections.fix_turn(study.ana, study.transcript.id, TurnFix(3, text), reason=reason)
    with pytest.raises(NotFoundError, match="has 4 turns"):
        corrections.fix_turn(study.ana, study.transcript.id, TurnFix(9, "And who?"), reason="misheard")


def test_text_typed_in_another_way_of_writing_letters_is_kept_in_ours(store: Store) -> None:
    study = Study(store)
    code(study, "for gas money")
    fix(study, 4, "Red Deer", "Montre\u0301al\r\n")
    assert "Montréal\n, every" in study.text
    assert maintenance.verify(store).clean


def test_who_looked_at_an_older_text_is_told_and_a_sponsor_may_not_correct(store: Store) -> None:
    study = Study(store)
    seen = transcripts.open_transcript(study.ben, study.transcript.id).revision.id
    fix(study, 4, "Red Deer", "Rideau")

    with pytest.raises(ChangedMeanwhileError, match="since you opened it"):
        corrections.fix_turn(study.ben, study.transcript.id, TurnFix(3, "And?"), reason="misheard", seen=seen)
    projects.add_member(study.ana, "Sol", role=Role.SPONSOR)
    with pytest.raises(NotAllowedError, match="correct transcripts"):
        corrections.fix_turn(Desk(store, study.project.id, "Sol"), study.transcript.id, TurnFix(3, "?"), reason="x")


# A better version of the file ---------------------------------------------------------------------------------------

BETTER = (
    ("Interviewer", "What was the first year like for you?"),
    ("Maple", "I waited nine months for the letter. Then it came twice."),
    ("Maple", "Can you believe it?"),
    ("Interviewer", "And who helped you?"),
    ("Sister", "I drove her to Red Deer, every second week."),
)


def test_a_better_file_replaces_the_text_and_keeps_codings_where_their_words_are(store: Store) -> None:
    study = Study(store)
    code(study, "nine months for a letter")
    code(study, "And who helped you?", desk=study.ben)
    lost = code(study, "She never asked for gas money.")

    seen = make_preview(BETTER, title="Maple, checked")
    found = corrections.preview_replacement(study.ana, study.transcript.id, seen)
    done = corrections.replace_transcript(study.ana, study.transcript.id, seen, reason="checked against the recording")

    assert (len(found.reworded), found.kept, [one.id for one in found.waiting]) == (1, 1, [lost.id])
    assert done.waiting == (lost.id,)
    assert quotes(study) == ["nine months for the letter", "And who helped you?"]
    here = transcripts.open_transcript(study.ana, study.transcript.id)
    assert sorted(voice.label for voice in here.speakers.values()) == ["Interviewer", "Maple", "Sister"]
    assert here.revision.kind is RevisionKind.REPLACED
    assert maintenance.verify(store).clean
    with pytest.raises(RuleError, match="says the same"):
        corrections.replace_transcript(study.ana, study.transcript.id, seen, reason="again")


# Undo ---------------------------------------------------------------------------------------------------------------


def test_undo_of_a_correction_restores_every_row_and_redo_brings_it_back(store: Store) -> None:
    study = Study(store)
    code(study, "My sister drove me to Red Deer")
    code(study, "every second week. 🙂 She never", desk=study.ben)
    memos.write_memo(
        study.ben, "Far.", target=Target.PASSAGE, target_id=study.transcript.id, span=study.place("Red Deer")
    )
    questions.ask(study.ben, study.transcript.id, "Where?", span=study.place("gas money"))
    before = rows(store, study)
    fix(study, 4, "to Red Deer, every second week. 🙂", "home.")
    after = rows(store, study)

    history.undo(study.ana)
    assert rows(store, study) == before
    history.redo(study.ana)

    assert rows(store, study) == after
    assert maintenance.verify(store).clean


def test_what_others_coded_since_travels_back_with_an_undo(store: Store) -> None:
    study = Study(store)
    fix(study, 2, "nine months", "nine long months")
    since = code(study, "who helped you", desk=study.ben)
    memos.write_memo(
        study.ben, "Kind.", target=Target.PASSAGE, target_id=study.transcript.id, span=study.place("gas money")
    )

    history.undo(study.ana)

    assert {one.id: one.quote for one in codings.codings_of(study.ben, study.transcript.id)} == {
        since.id: "who helped you"
    }
    (memo,) = memos.list_memos(study.ben)
    assert memo.start is not None
    assert study.text[memo.start : memo.end] == "gas money"
    assert maintenance.verify(store).clean


def test_an_undo_that_would_take_coded_words_away_is_refused(store: Store) -> None:
    study = Study(store)
    fix(study, 2, "(laughs)", "The whole family was at the table when it came.")
    code(study, "whole family was at the table", desk=study.ben)

    with pytest.raises(ChangedMeanwhileError, match="coded words that this correction brought in"):
        history.undo(study.ana)
    assert quotes(study) == ["whole family was at the table"]


def test_ones_own_coding_can_be_undone_after_a_colleague_corrected_the_text(store: Store) -> None:
    study = Study(store)
    code(study, "gas money", desk=study.ben)
    fix(study, 2, "nine months", "nine long months")

    assert history.undo(study.ben) == "code passage"

    assert quotes(study) == []
    history.redo(study.ben)
    assert quotes(study) == ["gas money"]
    assert maintenance.verify(store).clean


def test_what_was_removed_before_a_correction_comes_back_on_its_words(store: Store) -> None:
    study = Study(store)
    coding = code(study, "gas money", desk=study.ben)
    codings.remove_coding(study.ben, coding.id)
    fix(study, 2, "nine months", "nine long months")

    history.undo(study.ben)

    assert quotes(study) == ["gas money"]
    assert maintenance.verify(store).clean


def test_a_second_correction_hinders_the_undo_of_the_first(store: Store) -> None:
    study = Study(store)
    fix(study, 2, "nine months", "nine long months")
    fix(study, 4, "Red Deer", "Rideau", desk=study.ben)

    with pytest.raises(ChangedMeanwhileError, match="corrected again since"):
        history.undo(study.ana)


# For all texts and edits ----------------------------------------------------------------------------------------------

WORDS = st.text(alphabet="abc é🙂\n", max_size=12)


def random_edits(data: st.DataObject, here: transcripts.OpenTranscript) -> list[Edit]:
    """Some edits inside turns, apart from one another."""
    found: list[Edit] = []
    for turn in data.draw(st.lists(st.sampled_from(here.body.turns), min_size=1, max_size=3, unique=True)):
        borders = sorted(data.draw(st.lists(st.integers(turn.start, turn.end), min_size=2, max_size=4, unique=True)))
        found += [Edit(a, b, data.draw(WORDS)) for a, b in zip(borders[::2], borders[1::2], strict=False)]
    return found


@pytest.mark.timeout(600)
@settings(
    max_examples=50 if THOROUGH else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_no_random_edit_drops_a_coding_and_each_quote_is_its_text_or_waits(
    make_sqlite: Callable[[], Store], data: st.DataObject
) -> None:
    store = make_sqlite()
    study = Study(store)
    length = len(study.text)
    made = set()
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, length - 1))
        span = Span(start, data.draw(st.integers(start + 1, min(length, start + 60))))
        if span.text_in(study.text).strip():
            made.add(codings.add_coding(study.ana, study.transcript.id, span, study.waiting.id).id)
    for _ in range(20):  # as many studies as above, with 20 corrections each
        undone = data.draw(st.integers(0, 4)) == 0
        before = rows(store, study) if undone else {}
        try:
            with study.ana.deed("correct transcript", Right.CORRECT) as deed:
                here = transcripts.opened(deed, study.transcript.id)
                revise(deed, here, random_edits(data, here), kind=RevisionKind.CORRECTED, reason="random")
        except RuleError:  # a turn would be left empty
            continue
        placed = {one.id: one for one in codings.codings_of(study.ana, study.transcript.id)}
        waits = {one.coding.id for one in waiting.waiting(study.ana)}
        assert placed.keys() | waits == made
        assert not placed.keys() & waits
        assert all(one.quote == study.text[one.start : one.end] for one in placed.values())
        if undone:
            after = rows(store, study)
            history.undo(study.ana)
            assert rows(store, study) == before
            history.redo(study.ana)
            assert rows(store, study) == after
    found = maintenance.verify(store)
    assert found.clean, found.faults
