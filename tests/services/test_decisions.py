"""Decisions: one act that leaves a log, agreed codings and a better codebook, and never touches anybody's own coding."""

from __future__ import annotations

import pytest

from tests.builders import Study
from tests.services.test_corrections import fix
from tests.services.test_history import state
from tests.services.test_withdrawal import Group
from workbench.domain.coding import Coding
from workbench.domain.decision import Decision, Outcome
from workbench.domain.project import Role
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import codebook_deeds, codebooks, codings, decisions, history, projects, withdrawal
from workbench.services.decisions import CodeChange, NewCode, Talk
from workbench.services.maintenance import verify
from workbench.store import Store

WORDS = "I waited nine months"


class Differing(Study):
    """Ana coded some words as waiting, Ben the same words as family."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.span = self.place(WORDS)
        self.anas = codings.add_coding(self.ana, self.transcript.id, self.span, self.waiting.id)
        self.bens = codings.add_coding(self.ben, self.transcript.id, self.span, self.family.id)

    def decide(self, outcome: Outcome, **more: object) -> Decision:
        given: dict[str, object] = {"about": [self.anas.id, self.bens.id], "reason": "We read it again.", **more}
        return decisions.decide(self.ana, self.transcript.id, self.span, outcome=outcome, **given)  # type: ignore[arg-type]

    @property
    def agreed(self) -> list[tuple[str, str]]:
        with self.store.reading() as uow:
            labels = {code.id: code.label for code in uow.codes.of_project(self.project.id)}
            return [(labels[one.code_id], one.quote) for one in uow.agreed_codings.of_project(self.project.id)]

    @property
    def own(self) -> list[Coding]:
        return codings.codings_of(self.ana, self.transcript.id)

    @property
    def only_talk(self) -> Talk:
        [talk] = decisions.talks(self.ana)
        return talk


@pytest.fixture
def study(store: Store) -> Differing:
    return Differing(store)


@pytest.mark.parametrize(
    ("outcome", "agreed", "kept"),
    [
        (Outcome.KEEP_BOTH, [("Family", WORDS), ("Waiting", WORDS)], ("Ana", "Ben")),
        (Outcome.NO_CODE, [], ()),
        (Outcome.RECODE_LATER, [], ()),
        (Outcome.AGREE_TO_DIFFER, [], ()),
    ],
)
def test_an_outcome_leaves_its_agreed_codings_and_nobodys_own_coding_changes(
    study: Differing, outcome: Outcome, agreed: list[tuple[str, str]], kept: tuple[str, ...]
) -> None:
    before = study.own

    made = study.decide(outcome)

    assert sorted(study.agreed) == agreed
    assert (made.kept, made.people, made.decided_by, made.quote) == (kept, ("Ana", "Ben"), "Ana", WORDS)
    assert study.own == before
    assert verify(study.store).clean


def test_keeping_one_persons_coding_says_whose(study: Differing) -> None:
    made = study.decide(Outcome.KEEP_ONE, keep=[study.bens.id])

    assert study.agreed == [("Family", WORDS)]
    assert made.kept == ("Ben",)


def test_a_new_code_and_a_clearer_entry_come_in_the_same_act_and_go_with_one_undo(study: Differing) -> None:
    before = state(study.store, study)

    made = study.decide(
        Outcome.NEW_CODE,
        new_code=NewCode("Letters", "News that comes by post."),
        changes=[CodeChange(study.waiting.id, do_not_use="The wait is told as news: use Letters.")],
    )

    assert study.agreed == [("Letters", WORDS)]
    book = codebooks.get_codebook(study.ana)
    assert book.get(study.waiting.id).when_not_to_use == ("The wait is told as news: use Letters.",)
    assert made.redefined == (study.waiting.id, made.new_code_id)
    assert len(history.newest_acts(study.ana, limit=1)) == 1
    after = state(study.store, study)

    assert history.undo(study.ana) == "record decision"
    assert state(study.store, study) == before
    assert history.redo(study.ana) == "record decision"
    assert state(study.store, study) == after
    assert verify(study.store).clean


def test_talking_again_replaces_what_was_agreed_and_keeps_the_log(study: Differing) -> None:
    first = study.decide(Outcome.KEEP_ONE, keep=[study.anas.id])
    second = study.decide(Outcome.KEEP_BOTH)

    assert sorted(study.agreed) == [("Family", WORDS), ("Waiting", WORDS)]
    assert [one.decision.id for one in decisions.talks(study.ana)] == [second.id]
    both = {one.decision.id: one.decision.replaced_by for one in decisions.talks(study.ana, replaced=True)}
    assert both == {first.id: second.id, second.id: None}


def test_what_somebody_else_settled_meanwhile_is_not_replaced_unseen(study: Differing) -> None:
    first = study.decide(Outcome.KEEP_ONE, keep=[study.anas.id], reason="It is a wait.")

    with pytest.raises(ChangedMeanwhileError, match=r"Ana has settled this passage meanwhile: “It is a wait\.”"):
        study.decide(Outcome.KEEP_BOTH, known=())
    assert study.agreed == [("Waiting", WORDS)]

    study.decide(Outcome.KEEP_BOTH, known=[first.id])
    assert len(study.agreed) == 2


@pytest.mark.parametrize(
    ("wishes", "advice"),
    [
        ({"outcome": Outcome.KEEP_BOTH, "reason": "  "}, "needs its reason"),
        ({"outcome": Outcome.KEEP_ONE}, "whose coding stands"),
        ({"outcome": Outcome.KEEP_BOTH, "about": []}, "whose coding stands"),
        ({"outcome": Outcome.NEW_CODE}, "new code a name"),
        ({"outcome": Outcome.KEEP_BOTH, "new_code": NewCode("Letters")}, "goes with the outcome"),
        ({"outcome": Outcome.KEEP_FIRST}, "whose coding stands"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence_and_nothing_is_written(
    study: Differing, wishes: dict[str, object], advice: str
) -> None:
    before = state(study.store, study)

    with pytest.raises(RuleError, match=advice):
        study.decide(**wishes)  # type: ignore[arg-type]

    assert state(study.store, study) == before


def test_an_entry_that_would_not_change_is_not_called_redefined(study: Differing) -> None:
    with pytest.raises(RuleError, match="Nothing of “Waiting” would change"):
        study.decide(Outcome.KEEP_BOTH, changes=[CodeChange(study.waiting.id, use=" ")])


def test_a_coding_that_went_while_people_talked_stops_the_decision(study: Differing) -> None:
    codings.remove_coding(study.ben, study.bens.id)

    with pytest.raises(ChangedMeanwhileError, match="Look at it again"):
        study.decide(Outcome.KEEP_BOTH)


def test_only_people_of_the_team_have_talked(study: Differing) -> None:
    with pytest.raises(NotFoundError):
        study.decide(Outcome.KEEP_BOTH, people=["Ana", "Nobody"])


def test_a_talk_is_taken_back_by_those_who_had_it_or_the_mentor_and_undo_brings_it_back(study: Differing) -> None:
    made = study.decide(Outcome.KEEP_BOTH, people=["Ana"])
    before = state(study.store, study)
    with pytest.raises(NotAllowedError, match="settled by Ana"):
        decisions.take_back(study.ben, made.id)

    decisions.take_back(study.ana, made.id)
    assert (study.agreed, decisions.talks(study.ana)) == ([], [])
    history.undo(study.ana)

    assert state(study.store, study) == before


def test_a_sponsor_sees_and_settles_nothing(study: Differing) -> None:
    projects.add_member(study.ana, "Sol", role=Role.SPONSOR)
    sol = type(study.ana)(study.store, study.project.id, "Sol")

    with pytest.raises(NotAllowedError):
        decisions.talks(sol)
    with pytest.raises(NotAllowedError):
        decisions.decide(sol, study.transcript.id, study.span, outcome=Outcome.RECODE_LATER, reason="Because.")


# What happens to it later -------------------------------------------------------------------------------------------


def test_what_was_agreed_travels_with_a_correction_and_undo_finds_its_way_back(study: Differing) -> None:
    before = state(study.store, study)
    study.decide(Outcome.KEEP_BOTH)
    fix(study, 1, "What was", "So what was", desk=study.ben)

    assert {quote for _, quote in study.agreed} == {WORDS}
    assert (study.only_talk.words, study.only_talk.words_changed) == (WORDS, False)
    history.undo(study.ana)
    assert study.agreed == []
    history.redo(study.ana)
    assert study.only_talk.words == WORDS
    history.undo(study.ben)
    history.undo(study.ana)

    assert state(study.store, study) == before
    assert verify(study.store).clean


def test_a_talk_that_comes_back_after_a_correction_stands_at_its_words(study: Differing) -> None:
    study.decide(Outcome.KEEP_BOTH)
    history.undo(study.ana)
    fix(study, 1, "What was", "Now then, what was", desk=study.ben)

    history.redo(study.ana)

    assert study.only_talk.words == WORDS
    assert study.only_talk.decision.span == study.place(WORDS)
    with study.store.reading() as uow:
        assert all(one.span == study.place(WORDS) for one in uow.agreed_codings.of_project(study.project.id))


def test_words_that_were_corrected_beyond_doubt_say_so(study: Differing) -> None:
    study.decide(Outcome.KEEP_BOTH)

    fix(study, 2, "I waited nine months for", "They rang after a week about", desk=study.ben)

    assert study.only_talk.words_changed


def test_merging_codes_takes_what_was_agreed_along(study: Differing) -> None:
    study.decide(Outcome.KEEP_ONE, keep=[study.bens.id])

    codebook_deeds.merge_codes(study.ana, study.family.id, study.waiting.id)

    assert study.agreed == [("Waiting", WORDS)]


def test_a_code_that_was_agreed_on_is_not_removed(study: Differing) -> None:
    made = study.decide(Outcome.NEW_CODE, new_code=NewCode("Letters"))

    with pytest.raises(RuleError, match="agreed on it"):
        codebooks.remove_code(study.ana, made.new_code_id)  # type: ignore[arg-type]


def test_a_withdrawn_persons_words_go_from_talks_and_agreed_codings(store: Store) -> None:
    group = Group(store)
    about = group.coding_of_rowan
    decisions.decide(
        group.ben, group.transcript.id, about.span, outcome=Outcome.KEEP_BOTH, reason="It is a wait.", about=[about.id]
    )
    kept = group.coding_of_juniper
    decisions.decide(
        group.ben, group.transcript.id, kept.span, outcome=Outcome.KEEP_BOTH, reason="So it is.", about=[kept.id]
    )

    withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    assert [one.decision.reason for one in decisions.talks(group.ana)] == ["So it is."]
    with store.reading() as uow:
        assert [one.quote for one in uow.agreed_codings.of_project(group.project.id)] == ["sleep in the car"]
    assert verify(store).clean
