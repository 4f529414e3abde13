"""Tables for notebooks: one row for each thing, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.exporters.made_up_study import made_up_study
from workbench.analysis.frames import codes_frame, codings_frame, participants_frame, turns_frame
from workbench.domain.snapshot import Snapshot
from workbench.formats.coding_rows import COLUMNS


@pytest.fixture
def study() -> Snapshot:
    return made_up_study()


def test_each_coding_is_a_row_except_those_of_people_who_withdrew(study: Snapshot):
    frame = codings_frame(study)

    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(study.codings) - 1
    assert not frame["quote"].str.contains("Withdrawn").any()


def test_each_turn_is_a_row_with_its_words(study: Snapshot):
    frame = turns_frame(study)

    assert len(frame) == sum(len(body.turns) for body in study.bodies.values())
    first = frame[frame["turn_id"] == "T02-0002"].iloc[0]
    assert (first["pseudonym"], first["speaker_role"], first["words"]) == ("Maple", "participant", 36)


def test_codes_come_as_the_tree_reads_with_their_counts(study: Snapshot):
    frame = codes_frame(study)

    assert list(frame["code_key"]) == ["HELP", "HELP_NEAR", "HELP_PRO", "PAPER", "PILLS", "OLD"]
    assert list(frame["depth"]) == [0, 1, 1, 0, 0, 0]
    assert frame["codings"].sum() == len(study.codings)


def test_an_attribute_never_hides_a_column_of_the_same_name(study: Snapshot):
    people = tuple(replace(person, attributes={"participant": "x"}) for person in study.participants)

    frame = participants_frame(replace(study, participants=people))

    assert frame["participant"].iloc[0] == "P01"
    assert frame["attribute.participant"].iloc[0] == "x"


def test_an_empty_study_gives_empty_tables_with_their_columns(study: Snapshot):
    empty = Snapshot(study.project, study.taken_at, study.version)

    for frame in (codings_frame(empty), turns_frame(empty), codes_frame(empty), participants_frame(empty)):
        assert len(frame) == 0
        assert len(frame.columns) >= 5
