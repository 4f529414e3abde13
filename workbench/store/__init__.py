"""The store: the only place that speaks SQL. It keeps nouns and events, all or nothing, on SQLite or PostgreSQL."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from workbench.errors import ChangedMeanwhileError
from workbench.store.engine import (
    FairLock,
    check_integrity,
    copy_sqlite,
    database_url,
    open_engine,
    prepare,
    storage_errors,
)
from workbench.store.scrub import clean_postgres, clean_sqlite, older_copies, other_databases
from workbench.store.unit_of_work import UnitOfWork

__all__ = ["Store", "UnitOfWork"]


class Store:
    """An opened database. Safe to share between threads; each transaction has its own connection."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._writers = FairLock()

    @classmethod
    def open(cls, database: str, *, migrate_shared: bool = False) -> Store:
        """The database at a URL or path, made or migrated as needed; see ``engine.prepare`` for what is refused."""
        url = database_url(database)
        engine = open_engine(url)
        try:
            prepare(engine, migrate_shared=migrate_shared)
        except BaseException:  # whatever went wrong, no connection stays open
            engine.dispose()
            raise
        opened = cls(engine)
        opened.scrub()  # nothing to do, unless an erasure was cut short
        return opened

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, ``None`` for a server's."""
        return Path(str(self.engine.url.database)) if self._is_sqlite else None

    @property
    def address(self) -> str:
        """Where the data lie, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.url.get_backend_name() == "sqlite"

    @contextlib.contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A look at one moment; what is changed in it is not kept."""
        level = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with (
            storage_errors(),
            self.engine.connect().execution_options(**level) as connection,
            connection.begin() as transaction,
        ):
            yield UnitOfWork(connection)
            transaction.rollback()

    @contextlib.contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One transaction, committed when the block ends well and taken back when it does not."""
        fair = self._writers if self._is_sqlite else contextlib.nullcontext()
        try:
            with (
                storage_errors(),
                fair,
                self.engine.connect().execution_options(writing=True) as connection,
                connection.begin(),
            ):
                yield UnitOfWork(connection)
        except sa.exc.IntegrityError as error:
            raise ChangedMeanwhileError(
                "Something that this depends on was changed or removed meanwhile, or others have built on it since. Reload and look again."
            ) from error

    def check(self) -> None:
        """SQLite's full integrity check; PostgreSQL checks its own pages."""
        if self._is_sqlite:
            with storage_errors(), self.engine.connect() as connection:
                check_integrity(connection, full=True)

    def scrub(self) -> bool:
        """Clean the files after an erasure, where one asked for it; false where it must be tried again later."""
        if self.path is None:
            return clean_postgres(self.engine)
        with self._writers:
            return clean_sqlite(self.engine, self.path)

    def older_copies(self, stream: str) -> list[Path]:
        """Backups and copies in the database's folder that hold a project as it is now or was before."""
        if self.path is None:
            return []
        return older_copies(self.path, {stream: sys.maxsize})

    def other_databases(self, stream: str) -> list[Path]:
        """Databases of the same project beside this one; nothing done here changes them."""
        return [] if self.path is None else other_databases(self.path, stream)

    def copy_to(self, target: Path) -> None:
        """A checked copy of an SQLite file in use."""
        copy_sqlite(self.engine, target)

    def close(self) -> None:
        self.engine.dispose()
