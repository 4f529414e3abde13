"""A report says what it says: voices, places of quotations, tables that fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.exporters.made_up_study import made_up_study
from workbench.domain.ids import TranscriptId
from workbench.domain.report import (
    Bullets,
    Heading,
    Mark,
    Paragraph,
    Quote,
    Report,
    Row,
    Table,
    ask,
    plain_text,
    quotation,
    quote_id,
    words,
)
from workbench.domain.study_facts import STUDY_FACTS
from workbench.errors import QuoteMismatchError, RuleError

HERE = TranscriptId("t1")


def test_a_bare_number_becomes_a_figure_to_check():
    runs = words("We met ", 12, " people.")

    assert [run.mark for run in runs] == [Mark.PLAIN, Mark.CHECK, Mark.PLAIN]
    assert plain_text(runs) == "We met 12 people."


def test_a_quote_that_stands_in_its_source_passes_the_check():
    Quote("bus", "Maple", HERE, 8, 11).check("The red bus")


@pytest.mark.parametrize(
    ("text", "start", "end"), [("Bus", 8, 11), ("bus", 7, 10), ("bus", 8, 12), ("us", 9, 99), ("bus", -3, 11)]
)
def test_a_quote_that_was_altered_or_moved_is_refused(text: str, start: int, end: int):
    with pytest.raises(QuoteMismatchError):
        Quote(text, "Maple", HERE, start, end).check("The red bus")


def test_a_report_checks_each_of_its_quotes_and_misses_no_transcript():
    report = Report("Title", (), (Quote("bus", "Maple", HERE, 8, 11),))

    report.check_quotes({HERE: "The red bus"})
    with pytest.raises(QuoteMismatchError):
        report.check_quotes({})


def test_open_questions_are_found_wherever_they_stand():
    table = Table("T", ("a",), (Row((words(ask("four")),)),))
    blocks = (Paragraph(words(ask("two"))), Bullets((words(ask("three")),)), table)
    report = Report("Title", (("Mentor", words(ask("one"))),), blocks)

    assert report.open_questions() == ("[ASK: one]", "[ASK: two]", "[ASK: three]", "[ASK: four]")


def test_a_table_with_a_short_row_is_refused():
    with pytest.raises(RuleError):
        Table("T", ("a", "b"), (Row((words("only one"),)),))


def test_a_heading_has_a_level_that_word_knows():
    with pytest.raises(RuleError):
        Heading(0, "Nowhere")


def test_a_quote_id_names_pseudonym_phase_transcript_and_turn():
    study = made_up_study()

    assert quote_id(study, study.codings[3]) == "Maple, COLLECT, T02-0002"


def test_a_voice_that_nobody_linked_is_not_named_in_a_quote_id():
    study = made_up_study()
    unlinked = next(coding for coding in study.codings if "Ask about the pills" in coding.quote)

    assert quote_id(study, unlinked) == "unlinked speaker, SET, T01-0004"


def test_a_passage_of_two_people_names_both():
    study = made_up_study()
    body = study.bodies[study.codings[0].transcript_id]
    start, end = body.turns[1].start, body.turns[2].end
    both = replace(study.codings[0], start=start, end=end, quote=body.text[start:end])

    assert quote_id(study, both) == "Maple and Birch, SET, T01-0002"


def test_a_quotation_shows_the_time_where_there_is_one():
    study = made_up_study()

    assert quotation(study, study.codings[3]).source == "Maple, COLLECT, T02-0002, 0:02:02"
    assert quotation(study, study.codings[12]).source == "Willow, COLLECT, T05-0002"


def test_each_fact_of_a_study_is_asked_once_in_a_question():
    keys = [fact.key for fact in STUDY_FACTS]

    assert len(keys) == len(set(keys))
    assert all("?" in fact.question for fact in STUDY_FACTS)
