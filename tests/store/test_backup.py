"""One file with everything, opened and checked; and back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import Study
from workbench.errors import DamagedError, StorageError
from workbench.services import codings, memos
from workbench.services.maintenance import backup, restore, verify
from workbench.store import Store


def contents(store: Store) -> list[tuple[str, object]]:
    with store.reading() as uow:
        return [(stream, event) for stream in uow.events.streams() for event in uow.events.of_stream(stream)] + [
            (noun, record)
            for noun, collection in uow.collections.items()
            for project in uow.projects.all()
            for _, record in sorted(collection.records_of_project(project.id).items())
        ]


def make_work(store: Store) -> Study:
    study = Study(store)
    codings.add_coding(study.ana, study.transcript.id, study.place("every second week. 🙂"), study.family.id)
    memos.write_memo(study.ben, "Éva said the same.")
    return study


def test_a_backup_restored_into_a_new_place_is_the_same_study(store: Store, tmp_path: Path) -> None:
    make_work(store)

    done = backup(store, tmp_path / "study.backup")
    found = restore(done.path, str(tmp_path / "copy.sqlite3"))

    copy = Store.open(str(tmp_path / "copy.sqlite3"))
    assert contents(copy) == contents(store)
    assert found.clean
    assert found.codings == 1
    copy.close()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_a_backup_of_a_laptop_can_be_restored_on_a_server(
    database: str, make_sqlite: Callable[[], Store], tmp_path: Path
) -> None:
    laptop = make_sqlite()
    make_work(laptop)
    done = backup(laptop, tmp_path / "study.backup")
    server = Store.open(database)
    with server.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    server.close()

    restore(done.path, database)

    server = Store.open(database)
    assert contents(server) == contents(laptop)
    server.close()


def test_restoring_never_overwrites_what_is_there(make_sqlite: Callable[[], Store], tmp_path: Path) -> None:
    store = make_sqlite()
    make_work(store)
    done = backup(store, tmp_path / "study.backup")
    before = contents(store)

    with pytest.raises(StorageError, match="is there already"):
        restore(done.path, str(store.path))

    assert contents(store) == before


def test_a_backup_with_one_changed_word_is_refused_and_leaves_nothing(
    make_sqlite: Callable[[], Store], tmp_path: Path
) -> None:
    store = make_sqlite()
    make_work(store)
    done = backup(store, tmp_path / "study.backup")
    forged = tmp_path / "forged.backup"
    with zipfile.ZipFile(done.path) as source, zipfile.ZipFile(forged, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace("Éva".encode(), b"Eva"))

    with pytest.raises(DamagedError, match="not what was written"):
        restore(forged, str(tmp_path / "copy.sqlite3"))

    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a zip", b"Dear all"])
def test_a_file_that_is_no_backup_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.backup"
    path.write_bytes(content)

    with pytest.raises(DamagedError, match="not a workbench backup"):
        restore(path, str(tmp_path / "copy.sqlite3"))


def test_a_backup_that_cannot_be_written_leaves_no_half_file(make_sqlite: Callable[[], Store], tmp_path: Path) -> None:
    store = make_sqlite()
    (tmp_path / "folder.backup").mkdir()

    with pytest.raises(StorageError, match="could not be written"):
        backup(store, tmp_path / "folder.backup")

    assert not list(tmp_path.glob("*.unfinished"))


def test_verify_finds_a_changed_quote_a_changed_text_and_a_changed_event(make_sqlite: Callable[[], Store]) -> None:
    store = make_sqlite()
    make_work(store)
    assert verify(store).clean

    for statement, word in (
        ("UPDATE codings SET quote = 'every third week'", "quote"),
        ("UPDATE events SET actor = 'Zoe' WHERE number = 3", "event 3"),
        ("UPDATE bodies SET text = replace(text, 'sister', 'cousin')", "text"),
        ("DELETE FROM memos", "memo"),
        ("DELETE FROM events WHERE number = 2", "event 2"),
    ):
        with store.engine.connect() as connection:
            before = store.path.read_bytes() if store.path else b""
            assert before
            transaction = connection.begin()
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            connection.exec_driver_sql(statement)
            transaction.commit()
        assert any(word in fault.lower() for fault in verify(store).faults), statement
