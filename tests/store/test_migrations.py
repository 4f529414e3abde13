"""An upgrade loses nothing: copied before, migrated whole, or left as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.builders import Study
from workbench.errors import StorageError
from workbench.services.maintenance import verify
from workbench.store import Store, engine

NEXT_STEP = '''"""A later step, made for this test. Rows that exist get an empty remark."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("operations") as operations:
        operations.add_column(sa.Column("remark", sa.Text, nullable=False, server_default=""))
    {then}
'''


@pytest.fixture
def add_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Adds a migration to a copy of the steps, and lets the program find it there."""

    def add(then: str) -> str:
        before = engine.newest_version()
        folder = tmp_path / "migrations"
        shutil.copytree(engine.MIGRATIONS, folder)
        step = NEXT_STEP.format(revision="9001", before=before, then=then)
        (folder / "versions" / "v9001_later.py").write_text(step)
        monkeypatch.setattr(engine, "MIGRATIONS", folder)
        return before

    return add


def columns(store: Store) -> set[str]:
    return {column["name"] for column in sa.inspect(store.engine).get_columns("operations")}


def test_an_older_sqlite_file_is_copied_and_then_migrated_with_its_rows(
    make_sqlite: Callable[[], Store], add_step: Callable[[str], str], tmp_path: Path
) -> None:
    store = make_sqlite()
    study = Study(store)
    assert store.path
    path, words = store.path, study.text
    store.close()
    before = add_step("pass")

    store = Store.open(str(path))

    assert "remark" in columns(store)
    assert study.text == words
    assert verify(store).clean
    (copy,) = path.parent.glob("*.before-9001-*")
    assert f"from-{before}" in copy.name
    store.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    make_sqlite: Callable[[], Store], add_step: Callable[[str], str]
) -> None:
    store = make_sqlite()
    Study(store)
    assert store.path
    path = store.path
    store.close()
    add_step('op.execute("INSERT INTO no_such_table VALUES (1)")')

    with pytest.raises(StorageError):
        Store.open(str(path))

    raw = sa.create_engine(f"sqlite:///{path}")
    assert "remark" not in {column["name"] for column in sa.inspect(raw).get_columns("operations")}
    with raw.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM transcripts").scalar_one() == 1
    raw.dispose()


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_a_shared_database_is_never_migrated_unasked(database: str, add_step: Callable[[str], str]) -> None:
    Store.open(database).close()
    add_step("pass")

    with pytest.raises(StorageError, match="workbench migrate"):
        Store.open(database)

    store = Store.open(database, migrate_shared=True)
    assert "remark" in columns(store)
    store.close()
