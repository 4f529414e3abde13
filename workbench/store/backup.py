"""One file with everything in it, for any of the two databases; and a new database from such a file.

A zip with ``manifest.json`` (form, schema version, rows and SHA-256 of each table) and ``tables/<name>.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from workbench.errors import DamagedError, StorageError
from workbench.store import Store
from workbench.store.engine import (
    database_url,
    foreign_keys_off,
    known_versions,
    migrate,
    open_engine,
    prepare,
    storage_errors,
    version_of,
)
from workbench.store.scrub import SCRATCH
from workbench.store.tables import metadata

_FORM = 1
_BATCH = 1_000
_LEFT_OUT = {
    "searches", "suggestions", "scrubs",  # can be asked again; a job of this database's own files
    "sessions", "invitations", "throttles", "server_values",  # of one server: nobody is signed in on a copy
}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    schema: str
    made_at: str
    rows: dict[str, int]
    digests: dict[str, str]


def write_backup(store: Store, target: Path, *, made_at: str) -> Manifest:
    """Write everything to ``target``; it gets its name only after it was read again and compared."""
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        manifest = _write(store, unfinished, made_at)
        read_manifest(unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise StorageError(f"The backup could not be written to “{target}”: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(store: Store, target: Path, made_at: str) -> Manifest:
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    level = {} if store.path else {"isolation_level": "REPEATABLE READ"}
    with (
        storage_errors(),
        store.engine.connect().execution_options(**level) as connection,
        connection.begin(),
        target.open("wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        schema = version_of(connection)
        assert schema is not None
        for table in metadata.sorted_tables:
            if table.name in _LEFT_OUT:
                continue
            seen = hashlib.sha256()
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as entry:
                rows[table.name] = _write_table(connection, table, entry, seen)
            digests[table.name] = seen.hexdigest()
        manifest = Manifest(schema, made_at, rows, digests)
        described = {"form": _FORM, "schema": schema, "made_at": made_at, "rows": rows, "sha256": digests}
        archive.writestr("manifest.json", json.dumps(described, indent=2, sort_keys=True))
        archive.close()
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _write_table(connection: sa.Connection, table: sa.Table, entry: IO[bytes], seen: Any) -> int:
    count = 0
    question = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_BATCH).execute(question).mappings():
        line = (json.dumps(dict(row), ensure_ascii=False, sort_keys=True) + "\n").encode()
        entry.write(line)
        seen.update(line)
        count += 1
    return count


def read_manifest(source: Path) -> Manifest:
    """The manifest of a backup whose every table was read and compared with it."""
    try:
        with zipfile.ZipFile(source) as archive:
            described = json.loads(archive.read("manifest.json"))
            if described["form"] != _FORM:
                raise StorageError(
                    "This backup was made by a newer version of the workbench. Install that version to open it."
                )
            manifest = Manifest(
                described["schema"], described["made_at"], dict(described["rows"]), dict(described["sha256"])
            )
            for name, expected in manifest.digests.items():
                seen, count = hashlib.sha256(), 0
                for line in _lines(archive, name):
                    seen.update(line)
                    count += 1
                if seen.hexdigest() != expected or count != manifest.rows[name]:
                    raise DamagedError(f"The backup is damaged: its table “{name}” is not what was written.")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise DamagedError("This file is not a workbench backup, or it is damaged.") from error
    except OSError as error:
        raise StorageError(f"The backup cannot be read: {error.strerror or error}.") from error
    return manifest


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(f"tables/{name}.jsonl") as entry:
        yield from entry


def restore_backup(source: Path, database: str, *, migrate_shared: bool = False) -> Store:
    """A new database from a backup, checked table by table. ``database`` must be empty: nothing is overwritten."""
    manifest = read_manifest(source)
    if manifest.schema not in known_versions():
        raise StorageError("This backup was made by a newer version of the workbench. Install that version to open it.")
    url = database_url(database)
    path = Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
    if path is not None and path.exists():
        raise StorageError(f"“{path}” is there already. Restore into a new file, then compare the two.")
    building = path.with_name(path.name + ".unfinished") if path else None
    target = url.set(database=str(building)) if building else url
    engine = open_engine(target)
    try:
        with (
            storage_errors(),
            engine.connect().execution_options(writing=True) as connection,
            foreign_keys_off(connection),
            connection.begin(),
        ):
            if sa.inspect(connection).get_table_names():
                raise StorageError("This database has tables already. Restore into an empty one, then compare the two.")
            migrate(connection, manifest.schema)
            _fill(connection, source, manifest)
        prepare(engine, migrate_shared=True)
    except BaseException:  # whatever went wrong, no half-made database stays behind
        engine.dispose()
        if building:
            for leftover in building.parent.glob(building.name + "*"):
                leftover.unlink(missing_ok=True)
        raise
    engine.dispose()
    if building and path:
        building.replace(path)
    return Store.open(database, migrate_shared=migrate_shared)


def _fill(connection: sa.Connection, source: Path, manifest: Manifest) -> None:
    """Insert every row in the tables as they were in the backup's own schema version."""
    there = sa.MetaData()
    there.reflect(connection)
    with zipfile.ZipFile(source) as archive:
        for table in (metadata.tables[name] for name in manifest.rows if name in metadata.tables):
            columns = {column.name for column in there.tables[table.name].columns}
            typed = sa.table(table.name, *(sa.column(c.name, c.type) for c in table.columns if c.name in columns))
            batch: list[dict[str, Any]] = []
            for line in _lines(archive, table.name):
                batch.append(json.loads(line))
                if len(batch) == _BATCH:
                    connection.execute(sa.insert(typed), batch)
                    batch = []
            if batch:
                connection.execute(sa.insert(typed), batch)
            count = connection.execute(sa.select(sa.func.count()).select_from(typed)).scalar_one()
            if count != manifest.rows[table.name]:
                raise DamagedError(f"The table “{table.name}” did not arrive whole.")


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A place for a database that is only looked at, removed afterwards."""
    return tempfile.TemporaryDirectory(prefix=SCRATCH)
