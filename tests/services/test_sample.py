"""The sample study, brought in like any other."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.services import reports, sample, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.services.sample import SampleStudy
from workbench.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("sample") / "sample.sqlite3"
    shutil.copy(empty_sqlite, path)
    opened = Store.open(str(path))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def study(store: Store) -> SampleStudy:
    return sample.create_sample_study(store)


def test_the_sample_study_comes_in_whole_and_verifies(store: Store, study: SampleStudy) -> None:
    assert study.project.made_up
    assert (study.transcripts, study.codings) == (11, 499)
    assert verify(store).faults == ()


def test_who_withdrew_or_agreed_to_no_quotes_is_not_quotable(store: Store, study: SampleStudy) -> None:
    snapshot = reports.take_snapshot(Desk(store, study.project.id, "Marisol"))
    refused = {"P02", "P08", "P10"}

    for coding in snapshot.codings:
        voices = {p.label for s in snapshot.speakers_of(coding) if (p := snapshot.participant_of(s))}
        if voices & refused:
            assert not snapshot.quotable(coding)
    assert any(snapshot.quotable(coding) for coding in snapshot.codings)


def test_a_private_note_leaves_in_no_snapshot(store: Store, study: SampleStudy) -> None:
    for name in ("Marisol", "Tess"):
        notes = reports.take_snapshot(Desk(store, study.project.id, name)).memos
        assert notes
        assert all(note.visibility == "team" for note in notes)


def test_preview_of_a_file_that_is_there_already_says_so(store: Store, study: SampleStudy) -> None:
    desk = Desk(store, study.project.id, "Marisol")
    source = (sample.shipped_folder("sample_data") / "transcripts" / "T01_set_focus_group.vtt").read_bytes()

    seen = transcripts.preview(desk, source, file_name="again.vtt")

    assert seen.twin == "T01"


def test_a_second_copy_gets_a_title_of_its_own(store: Store, study: SampleStudy) -> None:
    assert study.project.title == "Out of range"
    assert sample.create_sample_study(store).project.title == "Out of range (2)"
