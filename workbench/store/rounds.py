"""Blind rounds in the store."""

from __future__ import annotations

from workbench.domain.ids import ProjectId
from workbench.domain.round import Round
from workbench.store import tables as t
from workbench.store.repositories import Collection


class Rounds(Collection[Round]):
    noun, kind, table, order = "round", Round, t.rounds, ("started_at", "id")

    def running(self, project_id: ProjectId) -> list[Round]:
        """The rounds of a project that are not over."""
        return self._where(self.table.c.project_id == project_id, self.table.c.ended_at.is_(None))
