"""A fair sample: drawn from a student's work, kept while others go on, looked at and commented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.builders import Study, make_preview
from workbench.domain.coding import Target, Visibility
from workbench.domain.project import Role
from workbench.domain.sampled_passage import Drawn
from workbench.domain.transcript import Phase
from workbench.domain.withdrawal import Scope
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import (
    codebooks,
    codings,
    corrections,
    history,
    memos,
    passage_samples,
    people,
    projects,
    proposals,
    questions,
    rounds,
    transcripts,
    withdrawal,
)
from workbench.services.cohort import state_of_cohort, what_to_look_at
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store

LONG = "I have waited for this letter since the autumn, and nobody could say why."


class Worked(Study):
    """Ben has read sixteen turns, coded eight of them, used a rare code twice, and asked once."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        self.mo = Desk(store, self.project.id, "Mo")
        talk = [("Maple" if n % 2 else "Interviewer", f"{LONG} ({n})") for n in range(40)]
        self.long = transcripts.import_transcript(self.ana, make_preview(talk, title="Long"), phase=Phase.COLLECT)
        transcripts.read_up_to(self.ben, self.long.id, 40)
        self.turns = transcripts.open_transcript(self.ben, self.long.id).body.turns
        rare = codebooks.add_code(self.ana, "Rare")
        self.said = [turn for turn in self.turns if turn.number % 2 == 0]
        for turn in self.said[:10]:
            codings.add_coding(self.ben, self.long.id, turn.span, self.waiting.id)
        for turn in self.said[10:12]:
            codings.add_coding(self.ben, self.long.id, turn.span, rare.id)
        questions.ask(self.ben, self.long.id, "Is this waiting?", span=self.said[12].span)


def test_ten_passages_are_drawn_and_the_same_number_draws_them_again(store: Store) -> None:
    study = Worked(store)

    first = passage_samples.draw(study.mo, seed=7)
    again = passage_samples.draw(study.mo, seed=7)
    other = passage_samples.draw(study.mo, seed=8)

    def things(rows: list[passage_samples.SampledPassage]) -> list[tuple[object, ...]]:
        return [(row.student, row.drawn, row.thing, row.turn) for row in rows]

    assert len(first) == 10
    assert Counter(row.drawn for row in first) == {Drawn.CODED: 5, Drawn.UNCODED: 2, Drawn.RARE: 2, Drawn.FLAGGED: 1}
    assert things(first) == things(again) != things(other)
    assert passage_samples.sample_of(study.mo) == other
    assert verify(store).clean


def test_what_is_drawn_and_not_coded_is_talk_of_participants_that_was_read(make_sqlite: Callable[[], Store]) -> None:
    study = Worked(make_sqlite())
    passage_samples.draw(study.mo, seed=3)

    shown = [one for one in passage_samples.passages_of(study.mo, "Ben") if one.row.drawn is Drawn.UNCODED]

    assert [(one.speaker, one.codings) for one in shown] == [("Maple", ())] * 2
    assert all(one.turn > 24 for one in shown)


def test_a_passage_is_shown_with_its_codes_the_notes_one_may_read_and_its_threads(
    make_sqlite: Callable[[], Store],
) -> None:
    study = Worked(make_sqlite())
    passage_samples.draw(study.mo, seed=3)
    flagged = next(row for row in passage_samples.sample_of(study.mo) if row.drawn is Drawn.FLAGGED)
    place = study.said[12].span
    for text, seen_by in (("For all.", Visibility.TEAM), ("For me.", Visibility.ME)):
        memos.write_memo(
            study.ben, text, visibility=seen_by, target=Target.PASSAGE, target_id=study.long.id, span=place
        )

    [shown] = [one for one in passage_samples.passages_of(study.mo, "Ben") if one.row.id == flagged.id]

    assert (shown.label, shown.turn, shown.text) == ("T02", 26, f"{LONG} (25)")
    assert [memo.text for memo in shown.notes] == ["For all."]
    assert [one.text for one in shown.threads] == ["Is this waiting?"]


def test_what_was_looked_at_is_kept_and_is_nothing_that_undo_takes_back(store: Store) -> None:
    study = Worked(store)
    rows = passage_samples.draw(study.mo, seed=7)

    passage_samples.mark_looked(study.mo, rows[0].id)

    assert [bool(row.looked_at) for row in passage_samples.sample_of(study.mo)] == [True] + [False] * 9
    assert [bool(row.looked_at) for row in passage_samples.draw(study.mo, seed=7)] == [True] + [False] * 9
    assert history.undo(study.mo) == "draw passages"
    assert verify(store).clean


def test_a_sample_stays_when_work_goes_on_and_says_what_is_gone(make_sqlite: Callable[[], Store]) -> None:
    study = Worked(make_sqlite())
    rows = passage_samples.draw(study.mo, seed=7)
    gone = next(row for row in rows if row.drawn is Drawn.CODED)
    unread = next(row for row in rows if row.drawn is Drawn.UNCODED)
    codings.remove_coding(study.ben, passage_samples.CodingId(gone.thing))
    first = corrections.TurnFix(1, text="How was it?")
    corrections.fix_turn(study.ana, study.long.id, first, reason="heard better")

    shown = {one.row.id: one for one in passage_samples.passages_of(study.mo, "Ben")}

    assert shown[gone.id].is_gone
    assert shown[unread.id].is_gone
    assert sum(1 for one in shown.values() if not one.is_gone) == 7


def test_students_draw_no_samples_and_nobody_marks_anothers(make_sqlite: Callable[[], Store]) -> None:
    study = Worked(make_sqlite())
    [first, *_] = passage_samples.draw(study.mo, seed=7)

    with pytest.raises(NotAllowedError):
        passage_samples.draw(study.ben, seed=7)
    with pytest.raises(NotAllowedError):
        passage_samples.passages_of(study.ben, "Ben")
    with pytest.raises(NotFoundError):
        passage_samples.mark_looked(study.ana, first.id)
    with pytest.raises(RuleError, match="goes from 0 to 9999"):
        passage_samples.draw(study.mo, seed=-1)


def test_what_is_taken_back_leaves_sample_comment_and_proposal_whole(store: Store) -> None:
    study = Worked(store)
    passage_samples.draw(study.mo, seed=7)
    coding = next(one for one in codings.codings_of(study.mo, study.long.id) if one.coder == "Ben")
    questions.comment(study.mo, study.long.id, "She says: nobody could say why.", to="Ben", coding_id=coding.id)
    proposals.propose_other_code(study.mo, coding.id, study.family.id, reason="It was drawn.")
    person = people.add_participant(study.ana, "P01", pseudonym="Aspen")
    maple = [one.speaker.id for one in people.voices(study.ana) if one.speaker.label == "Maple"]
    people.link_voices(study.ana, maple, person.id)
    asked = withdrawal.ask(study.ana, person.id, Scope.EVERYTHING, asked_on="2026-11-20")

    withdrawal.carry_out(study.ana, asked)

    assert all(one.is_gone for one in passage_samples.passages_of(study.mo, "Ben"))
    assert questions.list_questions(study.mo) == []
    [left] = proposals.list_proposals(study.mo)
    assert left.hindered
    assert verify(store).clean


def test_a_mentor_who_codes_in_a_running_round_sees_nothing_of_the_others_there(
    make_sqlite: Callable[[], Store],
) -> None:
    study = Worked(make_sqlite())
    coding = next(one for one in codings.codings_of(study.mo, study.long.id) if one.coder == "Ben")
    proposals.propose_other_code(study.ana, coding.id, study.family.id, reason="It was drawn.")
    passage_samples.draw(study.mo, seed=7)
    rounds.start_round(study.ana, "First round", ["Mo", "Ben"], rounds.Whole((study.long.id,)))

    assert [row.codings for row in state_of_cohort(study.mo)] == [0]
    assert all(one.is_gone or not one.codings for one in passage_samples.passages_of(study.mo, "Ben"))
    assert passage_samples.draw(study.mo, seed=7) == []
    assert what_to_look_at(study.mo).of_one == []
    assert proposals.list_proposals(study.mo) == []
