"""Everything that a database and its folder hold, as a search for somebody's words would find it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import sqlalchemy as sa

from workbench.store import Store


def everything_in(store: Store) -> str:
    """Every file of an SQLite database's folder, packed ones unpacked; or every row of every table of a server's."""
    if store.path is not None:
        files = [file for file in store.path.parent.rglob("*") if file.is_file()]
        return "\n".join([*map(_read, files), *(_unpacked(file) for file in files if zipfile.is_zipfile(file))])
    tables = sa.MetaData()
    tables.reflect(store.engine)
    with store.engine.connect() as connection:
        rows = [row for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
        values = connection.exec_driver_sql(
            "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname = 'public'"
        ).all()
    return "\n".join(str(tuple(row)) for row in (*rows, *values))


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _unpacked(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
