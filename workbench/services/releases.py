"""Files for a sponsor: what was released to whom, and fetching it. A sponsor comes to nothing else of the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.domain.exit import Recipient
from workbench.domain.ids import DepartureId, MemberId, ReleaseId, new_id
from workbench.domain.project import Member, Right, Role
from workbench.domain.release import Release
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.exporters.codings import Kind
from workbench.services import exits, ledger
from workbench.services.desk import Deed, Desk, Look
from workbench.services.reports import Leaving, codings_leaving, report_leaving
from workbench.store.unit_of_work import HAND_OUT

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TABLES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True)
class Received:
    """A release as its recipient sees it: without the name of anybody on the team."""

    id: ReleaseId
    what: str
    form: str
    file_name: str
    media_type: str
    digest: str
    size: int
    note: str
    at: str
    withdrawn_at: str | None
    newer: str | None  # when the same kind of file was released again since


def release_report(desk: Desk, member_id: MemberId, *, note: str = "") -> Release:
    """Hand the report draft to a sponsor, with only those quotations that their speakers share with a sponsor."""
    _ask_first(desk, member_id)
    leaving = report_leaving(desk, Recipient.SPONSOR)
    return _release(desk, member_id, leaving, file=("report-draft.docx", _WORD), note=note)


def release_codings(desk: Desk, member_id: MemberId, kind: Kind, *, note: str = "") -> Release:
    """Hand the table of codings to a sponsor, as far as consent allows."""
    _ask_first(desk, member_id)
    leaving = codings_leaving(desk, kind, Recipient.SPONSOR)
    return _release(desk, member_id, leaving, file=(f"codings.{kind}", _TABLES[kind]), note=note)


def _ask_first(desk: Desk, member_id: MemberId) -> None:
    with desk.reading(Right.RELEASE) as look:
        _sponsor(look, member_id)


def _sponsor(look: Look | Deed, member_id: MemberId) -> Member:
    member = look.uow.members.find(member_id)
    if member is None or member.project_id != look.project.id or member.left_at is not None:
        raise NotFoundError("sponsor", member_id)
    if member.role is not Role.SPONSOR:
        raise RuleError(f"{member.name} is no sponsor. The team sees the study itself.")
    return member


def _release(desk: Desk, member_id: MemberId, leaving: Leaving, *, file: tuple[str, str], note: str) -> Release:
    heard, transcripts = exits.heard_at(leaving.snapshot, leaving.places)
    with desk.deed(HAND_OUT, Right.RELEASE) as deed:
        sponsor = _sponsor(deed, member_id)
        departure = ledger.put_departure(
            deed,
            what=leaving.what,
            form=leaving.form.value,
            recipient=sponsor.name,
            content=leaving.content,
            participants=heard,
            transcripts=transcripts,
        )
        release = Release(
            id=ReleaseId(new_id()),
            project_id=desk.project_id,
            recipient=sponsor.id,
            departure_id=departure.id,
            what=departure.what,
            form=departure.form,
            file_name=file[0],
            media_type=file[1],
            digest=deed.uow.released_files.put(leaving.content),
            size=departure.size,
            note=make_text(note).strip(),
            released_by=deed.actor,
            released_at=deed.at,
        )
        deed.uow.releases.save(release)
    return release


def list_releases(desk: Desk) -> list[Release]:
    """All that was released to any sponsor, oldest first."""
    with desk.reading(Right.RELEASE) as look:
        return look.uow.releases.of_project(desk.project_id)


def take_release_back(desk: Desk, release_id: ReleaseId) -> Release:
    """A release can no longer be fetched. What was fetched before stays where it is: tell the sponsor."""
    with desk.deed("take release back", Right.RELEASE) as deed:
        release = deed.uow.releases.find(release_id)
        if release is None or release.project_id != desk.project_id:
            raise NotFoundError("release", release_id)
        changed = replace(release, withdrawn_at=release.withdrawn_at or deed.at)
        deed.uow.releases.save(changed)
    return changed


def received(desk: Desk) -> list[Received]:
    """What was released to this person, newest first."""
    with desk.reading(Right.SEE_RELEASED) as look:
        mine = look.uow.releases.to(desk.project_id, look.member.id)
    return [_seen(release, mine) for release in reversed(mine)]


def _seen(release: Release, mine: list[Release]) -> Received:
    newer = [one.released_at for one in mine if one.what == release.what and one.stands]
    return Received(
        id=release.id,
        what=release.what,
        form=release.form,
        file_name=release.file_name,
        media_type=release.media_type,
        digest=release.digest,
        size=release.size,
        note=release.note,
        at=release.released_at,
        withdrawn_at=release.withdrawn_at,
        newer=max((at for at in newer if at > release.released_at), default=None),
    )


def fetch(desk: Desk, release_id: ReleaseId) -> bytes:
    """The file of a release, for the sponsor to whom it was released."""
    with desk.reading(Right.SEE_RELEASED) as look:
        release = look.uow.releases.find(release_id)
        if release is None or release.project_id != desk.project_id or release.recipient != look.member.id:
            raise NotFoundError("released file", release_id)
        if not release.stands:
            raise RuleError("This file was withdrawn. Use the newest version, or ask the team for one.")
        return look.uow.released_files.get(release.digest)


def withdraw_releases(deed: Deed, departures: Iterable[DepartureId]) -> int:
    """A participant took words back: releases that hold them are withdrawn, and their files are forgotten; how many."""
    wanted = set(departures)
    held = [one for one in deed.uow.releases.of_project(deed.project_id) if one.departure_id in wanted]
    for one in held:
        deed.uow.releases.save(replace(one, withdrawn_at=one.withdrawn_at or deed.at, by_participant=True))
    deed.uow.released_files.drop_unused({one.digest for one in held})
    return len(held)
