"""Release: a file that was handed to a sponsor of the project, as the sponsor sees it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.ids import DepartureId, MemberId, ProjectId, ReleaseId


@dataclass(frozen=True, slots=True)
class Release:
    """One file for one sponsor (``recipient``). Its line in the ledger (``departure_id``) knows whose words are in it.

    ``digest`` is the SHA-256 of the file. A release that was withdrawn can no longer be fetched; it stays in the list.
    """

    id: ReleaseId
    project_id: ProjectId
    recipient: MemberId
    departure_id: DepartureId
    what: str
    form: str
    file_name: str
    media_type: str
    digest: str
    size: int
    note: str
    released_by: str
    released_at: str
    withdrawn_at: str | None = None
    by_participant: bool = False  # withdrawn because a participant took words back; its file is gone for good

    @property
    def stands(self) -> bool:
        """Whether it can be fetched."""
        return self.withdrawn_at is None
