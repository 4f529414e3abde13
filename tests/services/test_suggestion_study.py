import pytest

from tests.builders import Study as Project
from tests.builders import make_preview
from workbench.domain.coding import Coding
from workbench.domain.decision import Outcome
from workbench.domain.withdrawal import Scope
from workbench.services import codings, decisions, people, suggestions, transcripts, withdrawal
from workbench.services.decisions import NewCode
from workbench.services.desk import Desk
from workbench.services.suggestion_study import PASSAGES, Study
from workbench.store import Store


@pytest.fixture
def study(store: Store) -> Project:
    return Project(store)


LETTER = "I waited nine months for a letter. Then it came twice. (laughs)"
SISTER = "My sister drove me to Red Deer"


def seen_by(desk: Desk, *, whole_team: bool = False) -> Study:
    with desk.reading() as look:
        return Study.of(look, whole_team=whole_team)


def taught(study: Project) -> dict[str, set[str]]:
    """What each passage teaches, by its first words."""
    return {study.by_id[name].text[:8]: codes for name, codes in study.labels().items()}


def code_both_ways(study: Project) -> tuple[Coding, Coding]:
    """Ana codes the letter as waiting, Ben as family."""
    place = study.place(LETTER)
    return (
        codings.add_coding(study.ana, study.transcript.id, place, study.waiting.id),
        codings.add_coding(study.ben, study.transcript.id, place, study.family.id),
    )


def test_another_coders_open_codings_teach_nothing(study: Project):
    code_both_ways(study)

    assert taught(seen_by(study.ana)) == {"I waited": {study.waiting.id}}
    assert taught(seen_by(study.ben)) == {"I waited": {study.family.id}}


def test_who_has_withdrawn_teaches_nothing_and_is_not_read_for_suggestions(study: Project):
    place = study.place(LETTER)
    codings.add_coding(study.ana, study.transcript.id, place, study.waiting.id)
    with study.ana.reading() as look:
        [maple] = [one for one in look.uow.speakers.of_project(study.project.id) if one.role.is_data]
    person = people.add_participant(study.ana, "P01", pseudonym="Pebble")
    people.link_voices(study.ana, [maple.id], person.id)
    assert taught(seen_by(study.ana)) == {"I waited": {study.waiting.id}}

    withdrawal.ask(study.ana, person.id, Scope.EVERYTHING, asked_on="2026-05-31")

    assert seen_by(study.ana).units == []


def test_what_was_read_and_left_uncoded_counts_as_no_and_what_was_not_read_does_not_count(study: Project):
    transcripts.read_up_to(study.ana, study.transcript.id, 2)
    assert taught(seen_by(study.ana)) == {"I waited": set()}

    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    assert taught(seen_by(study.ana)) == {"I waited": set(), "My siste": set()}
    assert taught(seen_by(study.ben)) == {}


@pytest.mark.parametrize(
    ("outcome", "kept", "ana_learns", "ben_learns"),
    [
        (Outcome.KEEP_ONE, 0, {"waiting"}, {"waiting"}),
        (Outcome.KEEP_ONE, 1, {"family"}, {"family"}),
        (Outcome.KEEP_BOTH, None, {"waiting", "family"}, {"waiting", "family"}),
        (Outcome.NEW_CODE, None, {"letters"}, {"letters"}),
        (Outcome.NO_CODE, None, set(), set()),
        (Outcome.AGREE_TO_DIFFER, None, {"waiting"}, {"family"}),
        (Outcome.RECODE_LATER, None, {"waiting"}, {"family"}),
    ],
)
def test_what_the_team_agreed_on_teaches_everyone(
    study: Project, outcome: Outcome, kept: int | None, ana_learns: set[str], ben_learns: set[str]
):
    both = code_both_ways(study)

    made = decisions.decide(
        study.ana,
        study.transcript.id,
        both[0].span,
        outcome=outcome,
        reason="We talked.",
        about=[one.id for one in both],
        keep=[] if kept is None else [both[kept].id],
        new_code=NewCode("Letters") if outcome is Outcome.NEW_CODE else None,
    )

    names = {study.waiting.id: "waiting", study.family.id: "family", made.new_code_id: "letters"}
    for desk, learns in ((study.ana, ana_learns), (study.ben, ben_learns)):
        assert {names[code] for codes in taught(seen_by(desk)).values() for code in codes} == learns


def test_a_coding_made_after_the_decision_is_open_again(study: Project):
    first, second = code_both_ways(study)
    decisions.decide(
        study.ana, study.transcript.id, first.span, outcome=Outcome.KEEP_BOTH, reason="We talked.",
        about=[first.id, second.id],
    )  # fmt: skip
    codings.remove_coding(study.ben, second.id)
    codings.add_coding(study.ben, study.transcript.id, study.place(SISTER), study.family.id)

    assert taught(seen_by(study.ana)) == {"I waited": {study.waiting.id, study.family.id}}


def test_a_suggestion_teaches_nothing_until_it_is_accepted(study: Project):
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    before = taught(seen_by(study.ana))

    # What the engine said lies in a table of its own; only a coding teaches.
    place = study.place(SISTER)
    assert seen_by(study.ana).coded == {}
    codings.add_coding(study.ana, study.transcript.id, place, study.family.id)

    assert before["My siste"] == set()
    assert taught(seen_by(study.ana))["My siste"] == {study.family.id}


def test_passages_are_cut_once_and_forgotten_when_asked(study: Project):
    first = seen_by(study.ana)
    again = seen_by(study.ana)
    assert again.units[0] is first.units[0]

    PASSAGES.forget()
    anew = seen_by(study.ana)

    assert anew.units[0] is not first.units[0]
    assert anew.units == first.units


def test_a_code_that_the_person_lets_run_is_proposed_for_the_turn_just_finished(study: Project):
    talk = [("Maple", f"We waited, week {number}, and nobody called.") for number in range(8)]
    seen = transcripts.import_transcript(study.ana, make_preview(talk, title="Long"))
    body = transcripts.open_transcript(study.ana, seen.id).body
    for turn in body.turns[:6]:
        codings.add_coding(study.ana, seen.id, turn.span, study.waiting.id)
    transcripts.read_up_to(study.ana, seen.id, 8)  # a transcript read to its end opens suggestions

    (proposal,) = suggestions.continuing(study.ana, seen.id, body.turns[6].start)

    assert proposal.code_id == study.waiting.id
    assert proposal.because == ("you gave this code to the turn just before",)
    assert suggestions.continuing(study.ben, seen.id, body.turns[6].start) == []
    assert suggestions.continuing(study.ana, seen.id, 10**6) == []
