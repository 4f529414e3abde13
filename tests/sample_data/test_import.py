"""What students would get on loading the sample files: nothing lost, every turn where the sources say it is."""

from __future__ import annotations

import pytest

from tests.sample_data.study import SOURCES, STUDY, codes
from workbench.importers import read_transcript
from workbench.importers.codebook_files import read_codebook


@pytest.mark.parametrize("name", SOURCES)
def test_turn_n_of_the_source_is_turn_n_after_import(name: str) -> None:
    path = STUDY / "transcripts" / SOURCES[name].header["file"]
    read = read_transcript(path.read_bytes(), file_name=path.name)

    assert [(t.speaker, t.text) for t in read.turns] == [(t.speaker, t.text) for t in SOURCES[name].turns]
    assert read.words_in_file == read.words_imported + sum(read.set_aside.values())


def test_a_telephone_number_as_a_speaker_is_pointed_out() -> None:
    path = STUDY / "transcripts" / "T01_set_focus_group.vtt"
    read = read_transcript(path.read_bytes(), file_name=path.name)

    assert any("403-555-0118" in notice.message for notice in read.notices)


def test_the_codebook_is_read_without_a_doubt() -> None:
    path = STUDY / "codebook.yaml"
    read = read_codebook(path.read_bytes(), file_name=path.name)

    assert [code.id for code in read.codes] == list(codes)
    assert read.notices == ()
