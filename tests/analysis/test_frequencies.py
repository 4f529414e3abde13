"""People and mentions: what is counted once, what is not counted, and what is not shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.exporters.made_up_study import code_id, made_up_study
from workbench.analysis.frequencies import (
    SMALL_CELL,
    attribute_counts,
    by_code,
    counted_codings,
    merged,
    passages,
    reach,
    small_cells,
)
from workbench.domain.span import Span

SPANS = st.lists(st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 20)))


@given(SPANS)
def test_merging_covers_the_same_characters_and_leaves_no_overlap(spans: list[Span]):
    joined = merged(spans)

    assert {n for s in joined for n in range(s.start, s.end)} == {n for s in spans for n in range(s.start, s.end)}
    assert all(not a.overlaps(b) for a, b in pairwise(joined))
    assert all(any(s.contains(span) for s in joined) for span in spans)


def test_the_same_passage_coded_by_two_people_is_one_mention():
    study = made_up_study()
    near = by_code(counted_codings(study))[code_id("HELP_NEAR")]

    assert len(near) == 5
    assert reach(study, near).mentions == 4


def test_every_coding_is_in_exactly_one_passage():
    study = made_up_study()

    found = [coding.id for passage in passages(study.codings) for coding in passage.codings]

    assert sorted(found) == sorted(coding.id for coding in study.codings)


def test_a_person_heard_in_three_transcripts_counts_once():
    study = made_up_study()

    found = reach(
        study, [c for c in counted_codings(study) if "sheet" in c.quote and "Cedar" in str(study.speaker_of(c))]
    )

    assert found.in_words() == "1 person, 2 mentions"


def test_a_voice_without_a_participant_is_counted_apart():
    study = made_up_study()
    pills = by_code(counted_codings(study))[code_id("PILLS")]

    assert reach(study, pills).in_words() == "0 people and 1 speaker not linked to a participant, 1 mention"


def test_a_transcript_without_speakers_is_one_unknown_voice():
    study = replace(made_up_study(), speakers={})

    assert len(reach(study, study.codings[3:6]).unlinked) == 1


def test_withdrawn_people_and_facilitators_are_not_counted():
    study = made_up_study()

    counted = {coding.quote for coding in counted_codings(study)}

    assert "Withdrawn words that must never appear anywhere." not in counted
    assert "Whom did you turn to?" not in counted
    assert len(counted) == len(study.codings) - 2


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 30), max_size=8))
def test_no_small_group_is_shown_or_can_be_worked_out_from_the_total(counts: dict[str, int]):
    shown = small_cells(counts)

    hidden = [value for value, text in shown.items() if not text.isdigit()]
    assert all(value in hidden for value, count in counts.items() if count < SMALL_CELL)
    assert len(hidden) != 1 or len(counts) == 1
    if hidden and len(hidden) < len(counts):
        assert sum(counts[value] for value in hidden) >= SMALL_CELL


def test_a_table_without_small_groups_is_shown_whole():
    assert small_cells({"a": 5, "b": 12}) == {"a": "5", "b": "12"}


def test_ages_are_shown_in_bands_and_withdrawn_people_in_none():
    found = attribute_counts(made_up_study())

    assert found["age"] == {"30–39": "<5", "50–59": "<5", "60–69": "<5", "70–79": "<5"}
    assert found["region"] == {"rural": "<5", "urban": "not shown"}


def test_an_attribute_that_singles_out_each_person_shows_no_value():
    study = made_up_study()
    people = tuple(replace(p, attributes={"job": f"job of {p.label}"}) for p in study.participants)

    assert attribute_counts(replace(study, participants=people)) == {"job": {}}
