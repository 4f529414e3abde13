"""Opening a database so that what was acknowledged is stored, and migrating it without losing a row."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, make_url

from workbench.errors import DamagedError, StorageError
from workbench.store.places import refuse_unsafe_place

BUSY_SECONDS = 10
MIGRATIONS = Path(__file__).with_name("migrations")
_LARGE = 200 * 1024 * 1024  # above this, opening uses SQLite's quick check; `workbench verify` always does the full one


class FairLock:
    """A lock that is handed on first in, first out. SQLite's own wait is unfair: with 30 writers it kept one for 11 s."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()  # stays held: it is the next one's now
            else:
                self._held = False


def database_url(database: str) -> URL:
    """A SQLAlchemy URL from what a person gave: a URL, or a path of an SQLite file."""
    if "://" not in database:
        return URL.create("sqlite", database=database)
    try:
        url = make_url(database)
    except sa.exc.ArgumentError as error:
        raise StorageError(
            f"“{database}” is not a database address. Give a file, or an address such as postgresql://host/name."
        ) from error
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StorageError(
            f"A database of the kind “{url.get_backend_name()}” cannot be used. Use SQLite or PostgreSQL."
        )
    return url


def open_engine(url: URL) -> sa.Engine:
    """An engine whose transactions begin as they should; nothing is read or changed yet."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    try:
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=30, pool_timeout=30)
    except ModuleNotFoundError as error:
        raise StorageError(
            "PostgreSQL needs one more package. Install it with: pip install “pacer-workbench[postgres]”."
        ) from error


def _sqlite_engine(url: URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise StorageError("Give the database a file; one in memory would be lost.")
    path = Path(url.database)
    refuse_unsafe_place(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder “{path.parent}” cannot be made: {error.strerror}.") from error
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        pool_size=8,
        max_overflow=40,
        pool_timeout=30,
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Turns what the database says into a sentence for people; nothing was stored when it is raised."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.DatabaseError) as error:
        if isinstance(error, sa.exc.IntegrityError):
            raise
        reason = str(error.orig).splitlines()[0] if error.orig else "unknown"
        raise StorageError(f"The database could not do this ({_advice(reason)}). Nothing was saved.") from error


def _advice(reason: str) -> str:
    lowered = reason.lower()
    if "disk is full" in lowered or "no space" in lowered:
        return "the disk is full: free some space and try again"
    if "readonly" in lowered or "read-only" in lowered or "unable to open" in lowered:
        return "the file or its folder cannot be written: check its permissions"
    if "locked" in lowered:
        return "another program holds the file: close it and try again"
    if "malformed" in lowered or "not a database" in lowered:
        return "the file is damaged or is not a workbench database: restore a backup"
    if "connection" in lowered:
        return "the database server cannot be reached"
    return reason


# Schema versions ----------------------------------------------------------------------------------------------------


def _alembic(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest_version() -> str:
    """The schema version that this program writes."""
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    assert head is not None
    return head


def known_versions() -> list[str]:
    """Every schema version there has been, oldest first."""
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(_alembic()).walk_revisions()))]


def version_of(connection: sa.Connection) -> str | None:
    """The schema version of a database, or ``None`` where it has no tables yet."""
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None and sa.inspect(connection).has_table("events"):
        raise DamagedError("The database has tables but no version. Restore a backup.")
    return version


def migrate(connection: sa.Connection, version: str = "head") -> None:
    """Bring a database to a schema version, in the connection's own transaction."""
    command.upgrade(_alembic(connection), version)


def prepare(engine: sa.Engine, *, migrate_shared: bool = False) -> Path | None:
    """Make a database ready for this program.

    A new one gets its tables. An older SQLite file is copied, the copy is opened and checked, then it is migrated; the copy's
    path comes back. A shared PostgreSQL is only migrated when asked (``migrate_shared``).
    """
    sqlite = engine.url.get_backend_name() == "sqlite"
    with storage_errors():
        with engine.connect() as connection:
            if sqlite:
                check_integrity(connection)
            version = version_of(connection)
        if version == newest_version():
            return None
        if version is not None and version not in known_versions():
            raise StorageError(
                "This database was made by a newer version of the workbench. Install that version to open it."
            )
        copy = None
        if version is not None:
            if sqlite:
                copy = _copy_before_migration(engine, version)
            elif not migrate_shared:
                raise StorageError(
                    "This shared database has an older form. Make a backup (workbench backup), then change its form with “workbench migrate”."
                )
        with (
            engine.connect().execution_options(writing=True) as connection,
            foreign_keys_off(connection),
            connection.begin(),
        ):
            migrate(connection)
    return copy


@contextlib.contextmanager
def foreign_keys_off(connection: sa.Connection) -> Iterator[None]:
    """For a migration on SQLite, which rebuilds tables; what it leaves behind is checked before anyone else sees it."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DamagedError(
                "The change of the database's form left a row that points to nothing. The copy made before is whole."
            )
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def check_integrity(connection: sa.Connection, *, full: bool = False) -> None:
    """SQLite's own check of the file; raises ``DamagedError`` with what it found."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    check = "integrity_check" if full or pages * size < _LARGE else "quick_check"
    found = [row[0] for row in connection.exec_driver_sql(f"PRAGMA {check}(5)")]
    if found != ["ok"]:
        raise DamagedError("The database file is damaged: " + "; ".join(found) + ". Restore a backup.")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DamagedError(f"The database has a row in “{broken[0]}” that points to nothing. Restore a backup.")


def copy_sqlite(engine: sa.Engine, target: Path) -> None:
    """A consistent copy of an SQLite database in use, opened and checked before it gets its name."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    raw = engine.raw_connection()
    try:
        source = raw.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise DamagedError("The copy of the database did not pass its check; the original was not touched.")
    except sqlite3.Error as error:
        raise StorageError(f"The database could not be copied ({_advice(str(error))}).") from error
    finally:
        raw.close()
    unfinished.replace(target)


def _copy_before_migration(engine: sa.Engine, version: str) -> Path:
    path = Path(str(engine.url.database))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}.before-{newest_version()}-from-{version}-{stamp}{path.suffix}")
    copy_sqlite(engine, target)
    return target
