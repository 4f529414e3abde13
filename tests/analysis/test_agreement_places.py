"""Which places count: what was read, in a round only what was finished; and figures after the team has talked."""

from __future__ import annotations

from tests.builders import Study
from workbench.analysis.agreement import Agreement, Unit, agreement
from workbench.analysis.agreement_places import after_consensus, made_after_talk
from workbench.domain.decision import Outcome
from workbench.domain.project import Role
from workbench.domain.round import Round
from workbench.services import codings, decisions, projects, reports, rounds, transcripts
from workbench.services.desk import Desk
from workbench.services.rounds import Chosen
from workbench.store import Store


class InRound(Study):
    """Three people, who have read everything; Ana and Ben code turn 2 in a blind round."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        self.mo = Desk(store, self.project.id, "Mo")
        for desk in (self.ana, self.ben):
            transcripts.read_up_to(desk, self.transcript.id, 4)
        self.round: Round = rounds.start_round(self.ana, "First", ["Ana", "Ben"], Chosen({self.transcript.id: (2,)}))
        codings.add_coding(self.ana, self.transcript.id, self.place("nine months"), self.waiting.id)
        codings.add_coding(self.ben, self.transcript.id, self.place("it came twice"), self.family.id)
        codings.add_coding(self.ana, self.transcript.id, self.place("My sister"), self.family.id)

    def found(self, desk: Desk | None = None, unit: Unit = Unit.TURN, *, within: bool = False) -> Agreement:
        snapshot = reports.take_snapshot(desk or self.mo)
        one = next(iter(snapshot.rounds)) if within else None
        return agreement(snapshot, unit=unit, coders=("Ana", "Ben"), within=one)


def test_places_of_a_round_count_for_nobody_until_all_have_finished(store: Store) -> None:
    study = InRound(store)
    running = [study.found(desk).units for desk in (study.mo, study.ben)]
    rounds.finish(study.ana, study.round.id)
    half = study.found().units
    rounds.finish(study.ben, study.round.id)

    assert (running, half, study.found().units) == ([1, 1], 1, 2)
    assert study.found(unit=Unit.CHARACTER).units > study.found(within=True, unit=Unit.CHARACTER).units > 0


def test_a_round_that_ends_early_leaves_those_who_had_not_finished_out(store: Store) -> None:
    study = InRound(store)
    rounds.finish(study.ana, study.round.id)
    rounds.end_early(study.ana, study.round.id, reason="Ben is ill.")

    assert study.found().units == 1
    assert study.found(within=True).units == 0


def test_finishing_a_round_says_more_than_how_far_somebody_read(store: Store) -> None:
    study = Study(store)
    one = rounds.start_round(study.ana, "First", ["Ana", "Ben"], Chosen({study.transcript.id: (4,)}))
    codings.add_coding(study.ana, study.transcript.id, study.place("My sister"), study.family.id)
    for desk in (study.ana, study.ben):
        rounds.finish(desk, one.id)

    found = agreement(reports.take_snapshot(study.ana), coders=("Ana", "Ben"))

    assert (found.units, found.codes[0].positive) == (1, (1, 0))


def test_only_the_places_of_one_round_are_compared_where_asked(store: Store) -> None:
    study = InRound(store)
    for desk in (study.ana, study.ben):
        rounds.finish(desk, study.round.id)

    found = study.found(within=True)

    assert found.units == 1
    assert {unit.turn for code in found.codes for unit in code.differing} == {2}


def test_after_consensus_everybody_who_talked_has_what_was_agreed(store: Store) -> None:
    study = InRound(store)
    for desk in (study.ana, study.ben):
        rounds.finish(desk, study.round.id)
    there = [one for one in codings.codings_of(study.ana, study.transcript.id) if one.quote != "My sister"]
    decisions.decide(
        study.ana,
        study.transcript.id,
        study.place("nine months for a letter. Then it came twice"),
        outcome=Outcome.KEEP_ONE,
        reason="The letter is about waiting.",
        about=[one.id for one in there],
        keep=[one.id for one in there if one.coder == "Ana"],
        people=["Ana", "Ben"],
    )
    snapshot = reports.take_snapshot(study.mo)

    apart = agreement(snapshot, coders=("Ana", "Ben"), within=snapshot.rounds[0])
    together = agreement(after_consensus(snapshot), coders=("Ana", "Ben"), within=snapshot.rounds[0])

    assert {code.code_id: code.percent.value for code in apart.codes} == {study.waiting.id: 0.0, study.family.id: 0.0}
    assert {code.code_id: code.percent.value for code in together.codes} == {study.waiting.id: 1.0}
    assert [one.id for one in snapshot.codings if one.coder == "Ben"]  # the codings themselves stay


def test_codings_made_after_the_talk_are_known(store: Store) -> None:
    study = InRound(store)
    for desk in (study.ana, study.ben):
        rounds.finish(desk, study.round.id)
    before = list(made_after_talk(reports.take_snapshot(study.mo)))

    late = codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)

    assert before == []
    assert [one.id for one in made_after_talk(reports.take_snapshot(study.mo))] == [late.id]
