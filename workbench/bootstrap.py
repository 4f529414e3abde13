"""Wires the parts: settings, store and the process in which the models live."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from pathlib import Path
from typing import Self

import platformdirs

from workbench.domain.ids import ProjectId
from workbench.processes import ChildProcess
from workbench.services import projects
from workbench.services.desk import Desk
from workbench.services.suggestion_freshener import Freshener
from workbench.settings import Settings
from workbench.store import Store

_MODEL_SECONDS = 600
FIRST_NAME = "me"  # who acts on a laptop before anybody has said a name


class Workbench:
    """An opened workbench: the store, who acts, and the model process (started when first asked)."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def desk(self, project: str, actor: str | None = None) -> Desk:
        """A desk at the project with this id or title. Without a name, the one in the settings acts, else the owner."""
        found = projects.find_project(self.store, project)
        return self.desk_at(found.id, actor)

    def desk_at(self, project_id: ProjectId, actor: str | None = None) -> Desk:
        """The same by id alone."""
        return Desk(self.store, project_id, actor or self.settings.actor or projects.owner_of(self.store, project_id))

    @cached_property
    def models(self) -> ChildProcess:
        """The process in which spaCy and scikit-learn live; never the web process. Saving goes before thinking."""
        return ChildProcess(memory_bytes=None, seconds=_MODEL_SECONDS, gives_way=True)

    @cached_property
    def freshener(self) -> Freshener:
        """Keeps suggestions fresh while people code."""
        return Freshener(lambda: self.models)

    @property
    def folder(self) -> Path:
        """Where the program may keep files of its own."""
        return data_folder(self.settings)

    def close(self) -> None:
        if "freshener" in self.__dict__:
            self.freshener.close()
        if "models" in self.__dict__:
            self.models.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def data_folder(settings: Settings) -> Path:
    """The user's data folder for this program, or the one in the settings."""
    return settings.data_folder or Path(platformdirs.user_data_dir("workbench", appauthor=False))


def database_address(settings: Settings) -> str:
    """The database in the settings, or the default file in the data folder."""
    return settings.database or str(data_folder(settings) / "workbench.sqlite3")


def open_workbench(database: str | None = None, *, settings: Settings | None = None) -> Workbench:
    """The workbench on a database: a SQLAlchemy URL, a path, or by default a file in the user's data folder."""
    chosen = settings or Settings.from_environment()
    if database is not None:
        chosen = dataclasses.replace(chosen, database=database)
    return Workbench(Store.open(database_address(chosen)), chosen)
