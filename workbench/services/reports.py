"""Taking a snapshot and saving what is made from it: the report draft and the list of codings."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbench.analysis.report_draft import build_report
from workbench.domain.decision import Layer
from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import TranscriptId
from workbench.domain.leaving import Condition
from workbench.domain.project import Right
from workbench.domain.report import Quote, Report
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.errors import StorageError
from workbench.exporters.codings import Kind, write_codings
from workbench.exporters.word import write_report
from workbench.services import exits
from workbench.services.clearing import checked_transcripts
from workbench.services.desk import Desk
from workbench.services.exits import Cleared
from workbench.services.memos import may_leave
from workbench.services.visibility import (
    refuse_blind,
    seen_agreed,
    seen_codings,
    seen_decisions,
    seen_memos,
    seen_reviews,
)
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
        codings = tuple(seen_codings(look))
        for coding in codings:
            coding.check(texts[coding.transcript_id].text)
        return Snapshot(
            project=look.project,
            taken_at=desk.clock(),
            version=VERSION,
            members=tuple(uow.members.of_project(project_id)),
            participants=tuple(uow.participants.of_project(project_id)),
            consents=tuple(uow.consents.of_project(project_id)),
            approvals=tuple(uow.approvals.of_project(project_id)),
            attributes=tuple(uow.attributes.of_project(project_id)),
            withdrawals=tuple(uow.withdrawals.of_project(project_id)),
            transcripts=transcripts,
            checked=checked_transcripts(look),
            revisions=revisions,
            bodies=texts,
            speakers={speaker.id: speaker for speaker in uow.speakers.of_project(project_id)},
            codes=tuple(uow.codes.of_project(project_id)),
            codings=codings,
            memos=tuple(memo for memo in seen_memos(look) if may_leave(memo)),
            themes=tuple(uow.themes.of_project(project_id)),
            decisions=tuple(seen_decisions(look)),
            agreed=tuple(seen_agreed(look)),
            readings=tuple(uow.readings.of_project(project_id)),
            reviews=tuple(seen_reviews(look)),
            switches=tuple(uow.suggestion_switches.of_project(project_id)),
            rounds=tuple(uow.rounds.of_project(project_id)),
        )


@dataclass(frozen=True)
class Draft:
    """What the report draft would say, the study it was made from, and what is still to do before it goes to anybody."""

    report: Report
    snapshot: Snapshot
    to_do: Mapping[Condition, int]


def draft(desk: Desk, reader: Recipient = Recipient.REPORT, layer: Layer = Layer.OWN) -> Draft:
    """The draft for a reader, with findings that rest on a layer of codings; every quotation in it was held against its transcript and against consent once more."""
    with desk.reading(Right.REPORT) as look:
        refuse_blind(look, "The report")
    return _draft(desk, reader, layer)


def quotes_in_draft(desk: Desk) -> tuple[Quote, ...]:
    """What the draft would quote, of the codings that this person may see now."""
    return _draft(desk, Recipient.REPORT).report.quotes


def _draft(desk: Desk, reader: Recipient, layer: Layer = Layer.OWN) -> Draft:
    snapshot = exits.for_report(replace(take_snapshot(desk), reader=reader, layer=layer))
    report = build_report(snapshot)
    report.check_quotes({transcript_id: body.text for transcript_id, body in snapshot.bodies.items()})
    return Draft(report, snapshot, exits.let_out(report, snapshot))


def draft_report(desk: Desk) -> Report:
    """What the report draft would say."""
    return draft(desk).report


@dataclass(frozen=True)
class Leaving:
    """A file that is ready to leave, with what the ledger must know of it."""

    content: bytes
    what: str
    form: Form
    snapshot: Snapshot
    places: tuple[tuple[TranscriptId, Span], ...]

    def note(self, desk: Desk, recipient: Recipient) -> bytes:
        """Note in the ledger that it leaves; then its bytes may be handed out."""
        exits.note(
            desk, self.snapshot, self.places, what=self.what, form=self.form, recipient=recipient, content=self.content
        )
        return self.content


def report_bytes(desk: Desk, layer: Layer = Layer.OWN) -> bytes:
    """The report draft as a Word file. That it left is noted in the ledger, with the people it quotes."""
    return report_leaving(desk, Recipient.REPORT, layer).note(desk, Recipient.REPORT)


def report_leaving(desk: Desk, reader: Recipient, layer: Layer = Layer.OWN) -> Leaving:
    """The report draft for a reader as a Word file: ``exits`` was asked about every quotation. Note it before it is handed out."""
    made = draft(desk, reader, layer)
    exits.let_out(made.report, made.snapshot)
    target = io.BytesIO()
    write_report(made.report, target, made_at=datetime.fromisoformat(desk.clock()))
    places = tuple((quote.transcript_id, quote.span) for quote in made.report.quotes)
    return Leaving(target.getvalue(), "report draft", Form.QUOTE, made.snapshot, places)


@dataclass(frozen=True)
class CodingsFile:
    """A table of codings for a recipient, and what was taken out of it."""

    content: bytes
    cleared: Cleared


def cleared(desk: Desk, recipient: Recipient) -> Cleared:
    """What of the codings may go to a recipient, and what stays and why; writes nothing.

    A file for the team may lack what a blind round hides; one for somebody else is whole or is not made.
    """
    if recipient is not Recipient.TEAM:
        with desk.reading() as look:
            refuse_blind(look, "The table")
    return exits.codings_for(take_snapshot(desk), recipient)


def codings_file(desk: Desk, kind: Kind, recipient: Recipient = Recipient.TEAM) -> CodingsFile:
    """The codings that may go to a recipient, as a CSV, XLSX or JSON file. A file for the team holds all that it may see."""
    leaving = cleared(desk, recipient)
    return CodingsFile(_codings_leaving(leaving, kind).note(desk, recipient), leaving)


def codings_leaving(desk: Desk, kind: Kind, recipient: Recipient) -> Leaving:
    """The codings that may go to a recipient, as a file. Note it before it is handed out."""
    return _codings_leaving(cleared(desk, recipient), kind)


def _codings_leaving(leaving: exits.Cleared, kind: Kind) -> Leaving:
    held = {coding_id: refused.reason for coding_id, refused in leaving.wordless.items()}
    target = io.BytesIO()
    write_codings(leaving.snapshot, target, kind=kind, held=held, recipient=leaving.recipient)
    places = tuple((coding.transcript_id, coding.span) for coding in leaving.snapshot.codings)
    form = Form.QUOTE if len(leaving.wordless) < len(places) else Form.CODINGS
    return Leaving(target.getvalue(), "table of codings", form, leaving.snapshot, places)


def codings_bytes(desk: Desk, kind: Kind, recipient: Recipient = Recipient.TEAM) -> bytes:
    """The same, without the account of what was taken out."""
    return codings_file(desk, kind, recipient).content


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
