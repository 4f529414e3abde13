"""A coding as a row of plain values: what a table of codings says, for every kind of table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from workbench.domain.coding import Coding
from workbench.domain.ids import CodingId
from workbench.domain.report import first_turn, holds_withdrawn, phase_name, quote_id
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import time_code


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One coding, with everything that a reader needs to find and judge it. Empty means: not known."""

    quote_id: str
    transcript: str
    transcript_title: str
    phase: str
    participant: str
    pseudonym: str
    speaker: str
    speaker_role: str
    turn: int | None
    time_code: str
    start: int
    end: int
    code_path: str
    code_key: str
    code_id: str
    coder: str
    quote: str
    origin: str
    created: str
    coding_id: str
    transcript_id: str
    may_be_quoted: bool


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(CodingRow))

MEANINGS: dict[str, str] = {
    "quote_id": "Who said it, in which phase, in which transcript and turn: Maple, COLLECT, T04-0131",
    "transcript": "Short name of the transcript, in order of arrival",
    "transcript_title": "Title of the transcript",
    "phase": "Step of the study: SET, COLLECT or REFLECT",
    "participant": "Participant's id; several are parted by a semicolon; empty if no one was linked",
    "pseudonym": "Participant's pseudonym; several are parted by a semicolon",
    "speaker": "Label of the voice in the transcript",
    "speaker_role": "participant, facilitator, group or note-taker",
    "turn": "Number of the turn in which the passage begins",
    "time_code": "Time in the recording at which that turn begins, as h:mm:ss",
    "start": "First character of the passage, counted in Unicode code points from 0",
    "end": "Character after the last one of the passage",
    "code_path": "Code with the codes above it, from the top down",
    "code_key": "Short name of the code",
    "code_id": "Id of the code, which never changes",
    "coder": "Who coded the passage",
    "quote": "The words of the passage, exactly as they stand in the transcript",
    "origin": "hand, or suggestion if a person accepted a proposal of the software",
    "created": "When the passage was coded (ISO 8601)",
    "coding_id": "Id of the coding",
    "transcript_id": "Id of the transcript",
    "may_be_quoted": "yes if everyone heard in the passage has agreed to be quoted; no otherwise",
}
"""What each column means, in words for a reader who was not there."""


def coding_rows(
    snapshot: Snapshot, *, held: Mapping[CodingId, str] | None = None, outside: bool = False
) -> list[CodingRow]:
    """Every coding as a row, by transcript, place, code and coder. Passages of people who have withdrawn are left out.

    ``held`` are codings whose words stay behind, each with the reason that stands in their place. ``outside`` leaves out what
    only the team may know: the labels and titles that came with the files, and who coded.
    """
    order = {transcript.id: index for index, transcript in enumerate(snapshot.transcripts)}
    paths = {code.id: snapshot.codebook.path(code.id) for code in snapshot.codes}
    rows = [
        (
            order[coding.transcript_id],
            coding.start,
            coding.end,
            paths.get(coding.code_id, ""),
            coding.coder,
            coding.id,
            coding,
        )
        for coding in snapshot.codings
        if not holds_withdrawn(snapshot, coding)
    ]
    found = [_row(snapshot, coding, path) for *_, path, _coder, _id, coding in sorted(rows, key=lambda row: row[:-1])]
    if held:
        found = [
            replace(row, quote=f"[held back: {held[CodingId(row.coding_id)]}]", may_be_quoted=False)
            if row.coding_id in held
            else row
            for row in found
        ]
    return [_for_strangers(row, sorted({row.coder for row in found})) for row in found] if outside else found


def _for_strangers(row: CodingRow, coders: list[str]) -> CodingRow:
    return replace(row, transcript_title="", speaker="", coder=f"Coder {coders.index(row.coder) + 1}")


def _row(snapshot: Snapshot, coding: Coding, path: str) -> CodingRow:
    transcript = snapshot.transcript_by_id[coding.transcript_id]
    turn = first_turn(snapshot, coding)
    speakers = snapshot.speakers_of(coding)
    linked = {speaker.id: snapshot.participant_of(speaker) for speaker in speakers}
    participants = list(dict.fromkeys((p.label, p.pseudonym) for p in linked.values() if p is not None))
    code = snapshot.code(coding.code_id)
    return CodingRow(
        quote_id=quote_id(snapshot, coding),
        transcript=transcript.label,
        transcript_title=transcript.title,
        phase=phase_name(transcript.phase),
        participant="; ".join(label for label, _ in participants),
        pseudonym="; ".join(pseudonym for _, pseudonym in participants),
        speaker="; ".join(speaker.label for speaker in speakers),
        speaker_role="; ".join(dict.fromkeys(speaker.role.value for speaker in speakers)),
        turn=turn.number if turn else None,
        time_code=time_code(turn.begins_at) if turn else "",
        start=coding.start,
        end=coding.end,
        code_path=path,
        code_key=code.key if code else "",
        code_id=coding.code_id,
        coder=coding.coder,
        quote=coding.quote,
        origin=coding.origin.value,
        created=coding.created_at,
        coding_id=coding.id,
        transcript_id=coding.transcript_id,
        may_be_quoted=snapshot.quotable(coding),
    )
