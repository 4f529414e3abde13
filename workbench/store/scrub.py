"""Cleaning the files after an erasure, so that what the tables no longer say stands in no file either.

An erasure asks for it in its own transaction (table ``scrubs``); the row goes when all is done. Whoever opens the database
next finds an unfinished cleaning and finishes it, so a crash in between leaves nothing behind.

What cannot be reached from here: a server's write-ahead archives and its own backups, the disk's deleted blocks, and
copies that people took elsewhere.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

from workbench.store import tables as t
from workbench.store.engine import storage_errors

_DEPTH = 3  # folders below the database's own in which its copies are looked for
_OLD_SECONDS = 3600
_WAIT_SECONDS = 10
SCRATCH = "workbench-check-"
"""How the folders begin in which a backup is opened to be checked."""


def asked(connection: sa.Connection) -> dict[str, int]:
    """What is still to be cleaned: stream -> the number of the event that erased."""
    found: dict[str, int] = {}
    for stream, number in connection.execute(sa.select(t.scrubs.c.stream, t.scrubs.c.number)):
        found[stream] = max(number, found.get(stream, 0))
    return found


def clean_sqlite(engine: sa.Engine, path: Path) -> bool:
    """Write the file anew without its free pages, empty its write-ahead log, remove older copies; whether all was done."""
    with storage_errors(), engine.connect() as connection:
        todo = asked(connection)
    if not todo:
        return True
    raw = engine.raw_connection()
    try:
        file = raw.driver_connection
        assert isinstance(file, sqlite3.Connection)
        file.execute(f"PRAGMA busy_timeout={_WAIT_SECONDS * 1000}")
        file.execute("VACUUM")
        emptied = bool(file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.OperationalError:  # somebody reads or writes: the row stays, and the next opening tries again
        return False
    finally:
        raw.invalidate()  # its settings are its own
    remove(older_copies(path, todo))
    remove(_leftovers(path))
    if emptied:
        _done(engine, todo)
    return emptied


def clean_postgres(engine: sa.Engine) -> bool:
    """Write every table anew, so that no dead row and no statistics keep lost words."""
    with storage_errors(), engine.connect() as connection:
        todo = asked(connection)
    if not todo:
        return True
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
        try:
            for table in t.metadata.sorted_tables:
                connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table.name}"')
        except (
            sa.exc.OperationalError
        ):  # somebody reads for a long time: the row stays, and the next opening tries again
            return False
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    _done(engine, todo)
    return True


def _done(engine: sa.Engine, todo: dict[str, int]) -> None:
    """Strike what was done; what was asked for meanwhile stays."""
    with storage_errors(), engine.connect().execution_options(writing=True) as connection, connection.begin():
        for stream, number in todo.items():
            connection.execute(sa.delete(t.scrubs).where(t.scrubs.c.stream == stream, t.scrubs.c.number <= number))


def older_copies(path: Path, erased: dict[str, int]) -> list[Path]:
    """Backups, and copies made before a change of form, that hold a stream as it was before an erasure.

    They are looked for in the database's folder and those below it.
    """
    return [one for one in _files(path.parent) if _is_ours(one) and _is_older(one, erased)]


def other_databases(path: Path, stream: str) -> list[Path]:
    """Databases of the same study beside this one, such as a restored backup: they have a life of their own."""
    return [one for one in _files(path.parent) if one != path and not _is_ours(one) and stream in _heads(one)]


def _is_ours(file: Path) -> bool:
    """Whether a file is a backup, or a copy that the program itself named; not a database that somebody works in."""
    return zipfile.is_zipfile(file) or ".before-" in file.name


def remove(files: Iterable[Path]) -> None:
    """Remove files; one that is gone already is no fault."""
    for file in files:
        file.unlink(missing_ok=True)


def _files(folder: Path, depth: int = _DEPTH) -> Iterator[Path]:
    """The files of a folder and of those below it, hidden ones and links left out."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # a folder that may not be read holds nothing of ours
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if depth > 1:
                yield from _files(entry, depth - 1)
        elif entry.is_file():
            yield entry


def _is_older(file: Path, erased: dict[str, int]) -> bool:
    return any(number < erased[stream] for stream, number in _heads(file).items() if stream in erased)


def _heads(file: Path) -> dict[str, int]:
    """The streams in a copy or a backup with the number of the last event of each; nothing for any other file."""
    try:
        with file.open("rb") as opened:
            begin = opened.read(16)
        if begin.startswith(b"SQLite format 3"):
            return _heads_of_copy(file)
        if begin.startswith(b"PK"):
            return _heads_of_backup(file)
    except (OSError, sqlite3.Error, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        return {}  # not one of ours, or not whole
    return {}


def _heads_of_copy(file: Path) -> dict[str, int]:
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        return dict(connection.execute("SELECT stream, last_number FROM streams").fetchall())


def _heads_of_backup(file: Path) -> dict[str, int]:
    with zipfile.ZipFile(file) as archive, archive.open("tables/streams.jsonl") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["stream"]: row["last_number"] for row in rows}


def _leftovers(path: Path) -> list[Path]:
    """What a crash left half made: copies and backups in the database's folder, and databases opened to be checked."""
    found = [one for one in _files(path.parent) if one.name.endswith(".unfinished") and _is_half_made(one)]
    for folder in Path(tempfile.gettempdir()).glob(SCRATCH + "*"):
        with contextlib.suppress(OSError):  # somebody else's
            if time.time() - folder.stat().st_mtime > _OLD_SECONDS:
                found += [one for one in folder.iterdir() if one.is_file()]
    return found


def _is_half_made(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(2) in (b"SQ", b"PK")
    except OSError:
        return False
