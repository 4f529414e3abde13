"""Opening databases: where, how, and what is refused."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workbench.errors import DamagedError, StorageError, UnsafePlaceError
from workbench.store import Store
from workbench.store.engine import database_url, newest_version, version_of
from workbench.store.tables import metadata


def test_the_migrations_end_at_the_tables_in_the_code(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []
        assert version_of(connection) == newest_version()


def test_sqlite_waits_for_the_disk_and_checks_what_points_where(empty_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    shutil.copy(empty_sqlite, path)
    store = Store.open(str(path))
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    store.close()

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


@pytest.mark.parametrize(
    "folder", ["OneDrive - University", "Dropbox", "Google Drive", "Library/Mobile Documents/x", "iCloud Drive"]
)
def test_a_database_in_a_synced_folder_is_refused_with_the_reason(folder: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafePlaceError, match="gets damaged"):
        Store.open(str(tmp_path / folder / "study.sqlite3"))

    assert not list(tmp_path.rglob("*.sqlite3"))


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite3"
    path.write_bytes(b"Dear all, " * 500)

    with pytest.raises(StorageError, match="damaged or is not a workbench database"):
        Store.open(str(path))

    assert path.read_bytes() == b"Dear all, " * 500


def test_a_damaged_database_is_noticed_on_opening(empty_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    shutil.copy(empty_sqlite, path)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 2)

    with pytest.raises((DamagedError, StorageError), match=r"damaged|Restore"):
        Store.open(str(path))


def test_a_database_of_a_newer_version_is_refused(empty_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    shutil.copy(empty_sqlite, path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(StorageError, match="newer version"):
        Store.open(str(path))


def test_an_address_that_is_no_database_is_refused_in_a_sentence() -> None:
    with pytest.raises(StorageError, match="SQLite or PostgreSQL"):
        database_url("mysql://localhost/study")


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    store = Store(sa.create_engine("postgresql+psycopg://ana:secret@localhost/study"))

    assert "secret" not in store.address
