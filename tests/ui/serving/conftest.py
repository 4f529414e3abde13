"""A server for a team, on a database of its own, with one owner who has an account."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.bootstrap import Workbench
from workbench.domain.project import Project
from workbench.services import accounts, sign_in
from workbench.services.sign_in import Visitor
from workbench.settings import Serving, serving_environment
from workbench.ui import shared

PASSWORD = "six grey geese at dawn"
HOME = "https://study.example.ca"
SERVING = Serving(address=HOME, host_names=("other.example.ca",))


@pytest.fixture
def served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_sqlite: Path, quick_passwords: None
) -> Iterator[Workbench]:
    """A workbench for a team, on a new database."""
    shutil.copy(empty_sqlite, tmp_path / "study.sqlite3")
    for name, value in serving_environment(SERVING).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WORKBENCH_DATABASE", str(tmp_path / "study.sqlite3"))
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path / "data"))
    caches = (shared.workbench, shared.secret, shared.visitors)
    for cache in caches:
        cache.cache_clear()
    found = shared.workbench()
    yield found
    found.close()
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def robin(served: Workbench) -> Visitor:
    """The owner of a project, with an account."""
    account = accounts.accept(
        served.store, accounts.invite_keeper(served.store, "Robin"), sign_in_name="Robin", password=PASSWORD
    )
    found = sign_in.who_is(served.store, sign_in.begin_session(served.store, account.id))
    assert found
    return found


@pytest.fixture
def project(served: Workbench, robin: Visitor) -> Project:
    return accounts.create_project(served.store, robin, "Waiting for care")
