"""Proposal: a change that a mentor suggests, for the owners of the work to take or leave. It changes nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.ids import CodeId, CodingId, ProjectId, ProposalId
from workbench.errors import RuleError


class ProposalKind(StrEnum):
    """What would change."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    OTHER_CODE = "other code"

    @property
    def is_about_codebook(self) -> bool:
        """Whether the team decides. Another code for a coding is for its coder alone."""
        return self is not ProposalKind.OTHER_CODE


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mentor proposes to merge, split or rename a code, or another code for one coding, with a reason.

    ``code_id`` is the code it is about; ``target_id`` the one it would go to, if that exists already; ``label`` the new name or the name
    of the new code. ``coding_ids`` are the codings it was about when it was made. ``coder`` decides about another code for a coding;
    empty where the team decides.
    """

    id: ProposalId
    project_id: ProjectId
    kind: ProposalKind
    code_id: CodeId
    by: str
    made_at: str
    reason: str = ""
    target_id: CodeId | None = None
    label: str = ""
    short_definition: str = ""
    coding_ids: tuple[CodingId, ...] = ()
    coder: str = ""
    status: ProposalStatus = ProposalStatus.OPEN
    decided_by: str = ""
    decided_at: str | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return self.status is ProposalStatus.OPEN

    def decided(self, status: ProposalStatus, *, by: str, at: str, answer: str = "") -> Proposal:
        """The same once it was decided; only what is open can be decided."""
        if not self.is_open:
            raise RuleError("This proposal was decided already. Reload the page to see how.")
        return replace(self, status=status, decided_by=by, decided_at=at, answer=answer)
