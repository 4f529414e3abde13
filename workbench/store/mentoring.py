"""What a mentor drew to look at, and what a mentor proposes."""

from __future__ import annotations

from workbench.domain.ids import ProjectId
from workbench.domain.proposal import Proposal
from workbench.domain.sampled_passage import SampledPassage
from workbench.store import tables as t
from workbench.store.repositories import Collection


class SampledPassages(Collection[SampledPassage]):
    noun, kind, table = "sampled passage", SampledPassage, t.sampled_passages
    order = ("student", "position", "id")

    def of_mentor(self, project_id: ProjectId, mentor: str) -> list[SampledPassage]:
        """What one mentor has drawn, student by student."""
        return self._where(self.table.c.project_id == project_id, self.table.c.mentor == mentor)


class Proposals(Collection[Proposal]):
    noun, kind, table, order = "proposal", Proposal, t.proposals, ("made_at", "id")
