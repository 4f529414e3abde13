"""A mentor proposes, the owners of the work decide; nothing changes before, and one undo takes all back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.builders import Study
from workbench.domain.codebook import CodeStatus
from workbench.domain.project import Role
from workbench.domain.proposal import Proposal, ProposalStatus
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError
from workbench.services import codebooks, codings, history, projects, proposals
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


class Proposing(Study):
    """Two students have coded; Mo looks after them."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        projects.add_member(self.ana, "Cy", role=Role.STUDENT)
        self.mo = Desk(store, self.project.id, "Mo")
        self.cy = Desk(store, self.project.id, "Cy")
        self.delay = codebooks.add_code(self.ana, "Delay")
        self.bens = codings.add_coding(self.ben, self.transcript.id, self.place("nine months"), self.delay.id)
        self.cys = codings.add_coding(self.cy, self.transcript.id, self.place("nine months"), self.delay.id)

    def merge(self) -> Proposal:
        return proposals.propose_merge(self.mo, self.delay.id, self.waiting.id, reason="They say the same.")

    def codes_of(self, desk: Desk) -> list[str]:
        book = codebooks.get_codebook(desk)
        return [book.get(one.code_id).label for one in codings.codings_of(desk, self.transcript.id)]


def test_a_proposal_changes_nothing_and_says_who_would_be_affected(store: Store) -> None:
    study = Proposing(store)

    study.merge()

    [seen] = proposals.waiting_for(study.ben)
    assert seen.effect is not None
    assert (dict(seen.effect.codings), seen.code, seen.target) == ({"Ben": 1, "Cy": 1}, "Delay", "Waiting")
    assert study.codes_of(study.ben) == ["Delay", "Delay"]
    assert proposals.waiting_for(study.mo) == []
    assert verify(store).clean


def test_an_accepted_merge_is_one_act_and_one_undo_opens_the_proposal_again(store: Store) -> None:
    study = Proposing(store)
    proposed = study.merge()

    done = proposals.accept(study.ben, proposed.id, answer="Yes.")

    assert (done.status, done.decided_by, done.answer) == (ProposalStatus.ACCEPTED, "Ben", "Yes.")
    assert study.codes_of(study.ben) == ["Waiting", "Waiting"]
    assert codebooks.get_codebook(study.ben).get(study.delay.id).status is CodeStatus.RETIRED
    assert {one.coder for one in codings.codings_of(study.ben, study.transcript.id)} == {"Ben", "Cy"}
    assert history.undo(study.ben) == "accept proposal"
    assert study.codes_of(study.ben) == ["Delay", "Delay"]
    assert [one.proposal for one in proposals.waiting_for(study.ben)] == [proposed]
    assert verify(store).clean


def test_split_and_rename_do_what_they_say(make_sqlite: Callable[[], Store]) -> None:
    study = Proposing(make_sqlite())
    split = proposals.propose_split(study.mo, study.delay.id, [study.cys.id], label="Silence", reason="Two ideas.")
    proposals.accept(study.cy, split.id)
    renamed = proposals.propose_rename(study.mo, study.delay.id, " Long   waits ", reason="Plainer.")
    proposals.accept(study.cy, renamed.id)

    assert sorted(study.codes_of(study.ben)) == ["Long waits", "Silence"]


def test_another_code_for_a_coding_is_for_its_coder_alone(store: Store) -> None:
    study = Proposing(store)
    proposed = proposals.propose_other_code(study.mo, study.bens.id, study.family.id, reason="It is her sister.")

    assert proposals.list_proposals(study.cy) == []
    with pytest.raises(NotFoundError):
        proposals.accept(study.cy, proposed.id)
    with pytest.raises(NotAllowedError, match="for Ben to decide"):
        proposals.accept(study.ana, proposed.id)
    proposals.accept(study.ben, proposed.id)

    own = [one for one in codings.codings_of(study.ben, study.transcript.id) if one.coder == "Ben"]
    assert [one.code_id for one in own] == [study.family.id]
    assert verify(store).clean


def test_declining_needs_a_word_and_leaves_everything(make_sqlite: Callable[[], Store]) -> None:
    study = Proposing(make_sqlite())
    proposed = study.merge()

    with pytest.raises(RuleError, match="word or two"):
        proposals.decline(study.ben, proposed.id, answer=" ")
    done = proposals.decline(study.ben, proposed.id, answer="A delay is planned, waiting is not.")

    assert done.status is ProposalStatus.DECLINED
    assert study.codes_of(study.ben) == ["Delay", "Delay"]
    with pytest.raises(RuleError, match="decided already"):
        proposals.accept(study.cy, proposed.id)


def test_what_cannot_be_done_any_more_says_why(make_sqlite: Callable[[], Store]) -> None:
    study = Proposing(make_sqlite())
    other = proposals.propose_other_code(study.mo, study.bens.id, study.family.id, reason="Her sister.")
    merge = study.merge()
    codings.remove_coding(study.ben, study.bens.id)
    codebooks.change_code(study.ana, study.waiting.id, status=CodeStatus.RETIRED)

    hindered = {one.proposal.id: one.hindered for one in proposals.waiting_for(study.ben)}

    assert "not there any more" in hindered[other.id]
    assert "retired" in hindered[merge.id]
    with pytest.raises(ChangedMeanwhileError):
        proposals.accept(study.ben, other.id)
    proposals.take_back(study.mo, merge.id)
    assert merge.id not in {one.proposal.id for one in proposals.waiting_for(study.ben)}


def test_only_mentors_propose_with_a_reason_once_and_decide_not_on_their_own(make_sqlite: Callable[[], Store]) -> None:
    study = Proposing(make_sqlite())
    proposed = study.merge()

    with pytest.raises(NotAllowedError):
        proposals.propose_merge(study.ben, study.delay.id, study.family.id, reason="Hm.")
    with pytest.raises(RuleError, match="proposed already"):
        study.merge()
    with pytest.raises(RuleError, match="why"):
        proposals.propose_rename(study.mo, study.delay.id, "Late", reason="")
    with pytest.raises(NotAllowedError):
        proposals.accept(study.mo, proposed.id)
    with pytest.raises(NotAllowedError, match="proposed by Mo"):
        proposals.take_back(study.ana, proposed.id)
