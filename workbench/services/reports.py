"""Taking a snapshot and saving what is made from it: the report draft and the list of codings."""

from __future__ import annotations

import io
import os
from datetime import datetime
from pathlib import Path

from workbench.analysis.report_draft import build_report
from workbench.domain.project import Right
from workbench.domain.report import Report
from workbench.domain.snapshot import Snapshot
from workbench.errors import StorageError
from workbench.exporters.codings import Kind, write_codings
from workbench.exporters.word import write_report
from workbench.services.desk import Desk
from workbench.services.memos import may_leave, visible
from workbench.settings import VERSION


def take_snapshot(desk: Desk) -> Snapshot:
    """The project now, as far as this person may see it, with every quote checked against its text.

    Private notes never leave with a snapshot; notes about oneself only where their author shared them with the team.
    """
    with desk.reading() as look:
        uow, project_id = look.uow, desk.project_id
        transcripts = tuple(uow.transcripts.of_project(project_id))
        revisions = {revision.transcript_id: revision for revision in uow.revisions.current_of_project(project_id)}
        bodies = uow.bodies.of_revisions(revisions.values())
        texts = {transcript.id: bodies[transcript.revision_id] for transcript in transcripts}
        codings = tuple(uow.codings.of_project(project_id))
        for coding in codings:
            coding.check(texts[coding.transcript_id].text)
        return Snapshot(
            project=look.project,
            taken_at=desk.clock(),
            version=VERSION,
            members=tuple(uow.members.of_project(project_id)),
            participants=tuple(uow.participants.of_project(project_id)),
            consents=tuple(uow.consents.of_project(project_id)),
            transcripts=transcripts,
            revisions=revisions,
            bodies=texts,
            speakers={speaker.id: speaker for speaker in uow.speakers.of_project(project_id)},
            codes=tuple(uow.codes.of_project(project_id)),
            codings=codings,
            memos=tuple(
                memo for memo in uow.memos.of_project(project_id) if visible(memo, look.member) and may_leave(memo)
            ),
            themes=tuple(uow.themes.of_project(project_id)),
            decisions=tuple(uow.decisions.of_project(project_id)),
            readings=tuple(uow.readings.of_project(project_id)),
            reviews=tuple(uow.reviews.of_project(project_id)),
        )


def draft_report(desk: Desk) -> Report:
    """What the report draft would say; every quotation in it was held against its transcript once more."""
    with desk.reading(Right.REPORT):
        pass
    snapshot = take_snapshot(desk)
    report = build_report(snapshot)
    report.check_quotes({transcript_id: body.text for transcript_id, body in snapshot.bodies.items()})
    return report


def report_bytes(desk: Desk) -> bytes:
    """The report draft as a Word file."""
    report = draft_report(desk)
    target = io.BytesIO()
    write_report(report, target, made_at=datetime.fromisoformat(desk.clock()))
    return target.getvalue()


def codings_bytes(desk: Desk, kind: Kind) -> bytes:
    """All codings this person may see, as a CSV, XLSX or JSON file."""
    target = io.BytesIO()
    write_codings(take_snapshot(desk), target, kind=kind)
    return target.getvalue()


def save_whole(content: bytes, path: Path) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(f"“{path}” could not be saved: {error.strerror or error}.") from error
