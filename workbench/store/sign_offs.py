"""The collection of sign-offs."""

from __future__ import annotations

from workbench.domain.ids import ProjectId
from workbench.domain.sign_off import Signed, SignOff
from workbench.store import tables as t
from workbench.store.repositories import Collection


class SignOffs(Collection[SignOff]):
    noun, kind, table, order = "sign-off", SignOff, t.sign_offs, ("signed_at", "id")

    def of(self, project_id: ProjectId, kind: Signed, subject: str) -> list[SignOff]:
        """Everything that was signed about one thing, oldest first."""
        return self._where(
            self.table.c.project_id == project_id, self.table.c.kind == kind.value, self.table.c.subject == subject
        )
