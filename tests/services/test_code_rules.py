"""What a rule finds in a project, for whom, and how it is kept."""

from __future__ import annotations

import io

import pytest

from tests.builders import Study, make_preview
from workbench.domain.rule_reading import RuleProblemError
from workbench.errors import ChangedMeanwhileError, NotFoundError, RuleError
from workbench.services import code_rules, codebook_history, codebooks, codings, history, people, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store

CEDAR = (
    ("Interviewer", "Did you wait long, waiting for the bus?"),
    ("Cedar", "No wait at all. The bus came, and the nurse waited for me."),
    ("Cedar", "I drive now."),
)


@pytest.fixture
def study(store: Store) -> Study:
    made = Study(store)
    transcripts.import_transcript(made.ana, make_preview(CEDAR, title="Cedar"))
    return made


def test_a_rule_finds_participants_words_in_all_transcripts_and_never_the_interviewers(study: Study) -> None:
    found = code_rules.matches(study.ben, "=wait")

    assert (found.passages, found.voices, found.transcripts, found.whole) == (2, 2, 2, True)
    assert [(hit.transcript_label, hit.turn, hit.voice) for hit in found.first] == [
        ("T01", 2, "Maple"),
        ("T02", 2, "Cedar"),
    ]
    marked = [[hit.text[start:end] for start, end in hit.marks] for hit in found.first]
    assert marked == [["waited"], ["wait", "waited"]]


def test_passages_without_the_code_come_first_and_the_others_are_counted(study: Study) -> None:
    codings.add_coding(study.ana, study.transcript.id, study.place("I waited nine months"), study.waiting.id)

    found = code_rules.matches(study.ben, "=wait", code_id=study.waiting.id)

    assert (found.with_code, found.coded) == (1, 1)
    assert [hit.has_code for hit in found.first] == [False, True]


def test_what_people_said_who_have_withdrawn_is_not_found(study: Study) -> None:
    gone = people.add_participant(study.ana, "P01", pseudonym="Maple", withdrawn_on="2026-05-01")
    voices = transcripts.open_transcript(study.ana, study.transcript.id).speakers.values()
    maple = next(voice for voice in voices if voice.label == "Maple")
    transcripts.change_speaker(study.ana, maple.id, participant_id=gone.id)

    assert [hit.voice for hit in code_rules.matches(study.ben, "=wait").first] == ["Cedar"]


def test_a_correction_of_who_speaks_is_seen_at_once(study: Study) -> None:
    assert code_rules.matches(study.ana, "sister").passages == 1
    voices = transcripts.open_transcript(study.ana, study.transcript.id).speakers.values()
    maple = next(voice for voice in voices if voice.label == "Maple")

    transcripts.change_speaker(study.ana, maple.id, role=next(v.role for v in voices if v.label == "Interviewer"))

    assert code_rules.matches(study.ana, "sister").passages == 0


def test_who_is_not_on_the_team_finds_nothing(study: Study) -> None:
    with pytest.raises(NotFoundError):
        code_rules.matches(Desk(study.store, study.project.id, "Eve"), "wait")


def test_a_rule_is_part_of_the_code_with_its_history_and_undo(study: Study) -> None:
    codebooks.change_code(study.ana, study.waiting.id, rule="  =wait OR late ")
    kept = codebooks.get_codebook(study.ben).get(study.waiting.id).rule
    newest = codebook_history.changes_of_code(study.ana, study.waiting.id)[0]

    assert kept == "=wait OR late"
    assert (newest.fields, newest.actor) == (("rule",), "Ana")
    assert verify(study.store).clean

    history.undo(study.ana)
    assert codebooks.get_codebook(study.ana).get(study.waiting.id).rule == ""


def test_a_rule_that_cannot_be_read_is_not_saved(study: Study) -> None:
    with pytest.raises(RuleProblemError, match="bracket is open"):
        codebooks.change_code(study.ana, study.waiting.id, rule="(wait OR late")


def test_two_people_who_write_a_rule_at_once_do_not_overwrite_each_other(study: Study) -> None:
    seen = codebooks.get_codebook(study.ana).get(study.waiting.id)
    codebooks.change_code(study.ben, study.waiting.id, rule="late")

    with pytest.raises(ChangedMeanwhileError, match="Rule: now “late”; you wrote “wait”"):
        codebooks.change_code(study.ana, study.waiting.id, expected=seen, rule="wait")


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx", "docx", "qdc"])
def test_a_rule_travels_with_the_codebook(study: Study, ending: str) -> None:
    codebooks.change_code(study.ana, study.waiting.id, rule='=wait NOT "waiting room"')
    file = io.BytesIO()

    codebooks.export_codebook(study.ana, file, file_name=f"book.{ending}")

    book = codebooks.preview_codebook(file.getvalue(), file_name=f"book.{ending}")
    assert {code.label: code.rule for code in book.codes} == {"Waiting": '=wait NOT "waiting room"', "Family": ""}


def test_a_broken_rule_in_a_file_is_kept_and_told(study: Study) -> None:
    source = b"label,definition,search rule\nDelay,Time lost,(late OR\n"

    done = codebooks.import_codebook(study.ana, source, file_name="book.csv")

    assert done.added[0].rule == "(late OR"
    assert any("The rule of “Delay” cannot be read" in notice for notice in done.notices)
    with pytest.raises(RuleProblemError):
        code_rules.matches(study.ana, done.added[0].rule)


def test_a_rule_is_made_from_codings_only_when_asked_and_never_applied(study: Study) -> None:
    third = transcripts.import_transcript(
        study.ana, make_preview([("Birch", "The wait. Only the wait.")], title="Birch")
    )
    for transcript_id in (study.transcript.id, third.id, transcripts.find_transcript(study.ana, "T02").id):
        body = transcripts.open_transcript(study.ana, transcript_id).body
        turn = next(
            turn
            for turn in body.turns
            if "wait" in turn.span.text_in(body.text) and "Did you" not in turn.span.text_in(body.text)
        )
        codings.add_coding(study.ana, transcript_id, turn.span, study.waiting.id)
    before = codebooks.get_codebook(study.ana).get(study.waiting.id)

    proposed = code_rules.from_codings(study.ben, study.waiting.id)

    assert (proposed.text, proposed.found, proposed.others) == ("=wait", 3, 0)
    assert codebooks.get_codebook(study.ana).get(study.waiting.id) == before


def test_few_codings_make_no_rule_and_say_why(study: Study) -> None:
    with pytest.raises(RuleError, match="has 0 coded passages"):
        code_rules.from_codings(study.ana, study.waiting.id)
