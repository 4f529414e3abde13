"""The record of how identifiers were taken out: counts by class, by whom, when, and what remains. No words."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workbench.domain.exit import Form, Recipient
from workbench.domain.identifiers import Verdict
from workbench.domain.report import Bullets, Heading, Report, Row, Table, words
from workbench.exporters.word import write_report
from workbench.services import exits
from workbench.services.clearing import kept_in
from workbench.services.desk import Desk
from workbench.services.identifier_finds import Overview, Standing, overview
from workbench.services.reports import take_snapshot


@dataclass(frozen=True)
class RecordRow:
    """What the record says about one class of one transcript: counts, no words."""

    transcript: str
    state: str
    statement: str
    kind: str
    replaced: int
    kept: int
    open: int
    decided_by: str
    recognisable: str
    remains: str
    signed: str
    originals: str


def record(desk: Desk) -> list[RecordRow]:
    """The record of all transcripts: counts by class, by whom, when, and what remains."""
    with desk.reading() as look:
        seen = overview(look)
    return [row for standing in seen.standings for row in _rows(seen, standing)]


def _rows(seen: Overview, standing: Standing) -> list[RecordRow]:
    mine, clearance = standing.here.transcript.id, standing.clearance
    kept, deciders = kept_in(seen, mine)
    kept = kept or Counter(clearance.kept)
    still = Counter(
        group.kind.value
        for group in seen.groups
        for one in group.occurrences
        if one.here.transcript.id == mine and one.verdict is not Verdict.KEEP
    )
    signed = clearance.signed_at is not None and clearance.is_signed(standing.here.revision.id)
    return [
        RecordRow(
            transcript=standing.here.transcript.label,
            state=standing.state.value,
            statement=standing.statement,
            kind=kind,
            replaced=clearance.replaced.get(kind, 0),
            kept=kept.get(kind, 0),
            open=still.get(kind, 0),
            decided_by=", ".join(sorted({*clearance.deciders, *deciders})),
            recognisable=clearance.recognisable.value,
            remains=clearance.remains,
            signed=f"{clearance.signed_by} on {(clearance.signed_at or '')[:10]}" if signed else "",
            originals=clearance.originals.value,
        )
        for kind in sorted({*clearance.replaced, *kept, *still}) or [""]
    ]


_COLUMNS = {
    "transcript": "Transcript", "state": "State", "statement": "Check", "kind": "Class", "replaced": "Replaced", "kept": "Kept",
    "open": "Still to do", "decided_by": "Decided by", "recognisable": "Would someone on the unit know who this is?",
    "remains": "What risk remains", "signed": "Signed off by", "originals": "Originals",
}  # fmt: skip


def record_csv(rows: Iterable[RecordRow]) -> bytes:
    """The record as a table for a spreadsheet: counts, and no word of a participant."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_COLUMNS.values())
    for row in rows:
        writer.writerow([_safe(getattr(row, name)) for name in _COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell


def record_docx(desk: Desk) -> bytes:
    """The record as a Word file, to print and to sign: counts, and no word of a participant."""
    rows, snapshot = record(desk), take_snapshot(desk)
    table = Table(
        caption="Identifiers by transcript and class",
        columns=("Transcript", "Class", "Replaced", "Kept", "To do", "Check", "Signed off", "Originals"),
        rows=tuple(
            Row(tuple(words(str(cell)) for cell in (
                row.transcript, row.kind, row.replaced, row.kept, row.open, row.statement, row.signed, row.originals,
            )))
            for row in rows
        ),
    )  # fmt: skip
    left = {row.transcript: (row.recognisable, row.remains, row.decided_by) for row in rows}
    risks = tuple(
        words(
            f"{label}: would someone on the unit know who this is? {answer}. What remains: {remains or 'not stated yet'}. Decided by {by or 'nobody yet'}."
        )
        for label, (answer, remains, by) in left.items()
    )
    report = Report(
        title="Record of identifiers taken out",
        title_lines=(("Study", words(snapshot.project.title)), ("Made on", words(desk.clock()[:10]))),
        blocks=(table, Heading(2, "What risk remains"), Bullets(risks)),
        made_up=snapshot.project.made_up,
    )
    exits.let_out(report, snapshot)
    target = io.BytesIO()
    write_report(report, target, made_at=datetime.fromisoformat(desk.clock()))
    content = target.getvalue()
    exits.note(
        desk, snapshot, (), what="record of identifiers", form=Form.FIGURES, recipient=Recipient.TEAM, content=content
    )
    return content
