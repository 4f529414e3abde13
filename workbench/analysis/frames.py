"""A snapshot as pandas tables, so that a notebook can do all that a page does."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from workbench.domain.report import phase_name, turn_id
from workbench.domain.snapshot import Snapshot
from workbench.domain.text import count_words
from workbench.formats.coding_rows import COLUMNS, coding_rows


def codings_frame(snapshot: Snapshot) -> pd.DataFrame:
    """One row for each coding; the columns are those of the codings export."""
    return pd.DataFrame([asdict(row) for row in coding_rows(snapshot)], columns=list(COLUMNS))


def turns_frame(snapshot: Snapshot) -> pd.DataFrame:
    """One row for each turn: who spoke, in what role, for how many words, and the words."""
    columns = [
        "turn_id",
        "transcript",
        "phase",
        "turn",
        "speaker",
        "speaker_role",
        "participant",
        "pseudonym",
        "start",
        "end",
        "begins_at",
        "ends_at",
        "words",
        "text",
        "transcript_id",
    ]
    rows = []
    for transcript in snapshot.transcripts:
        body = snapshot.bodies[transcript.id]
        for turn in body.turns:
            speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
            participant = snapshot.participant_of(speaker)
            text = turn.span.text_in(body.text)
            rows.append(
                (
                    turn_id(transcript.label, turn),
                    transcript.label,
                    phase_name(transcript.phase),
                    turn.number,
                    speaker.label if speaker else "",
                    speaker.role.value if speaker else "",
                    participant.label if participant else "",
                    participant.pseudonym if participant else "",
                    turn.start,
                    turn.end,
                    turn.begins_at,
                    turn.ends_at,
                    count_words(text),
                    text,
                    transcript.id,
                )
            )
    return pd.DataFrame(rows, columns=columns)


def with_attributes(snapshot: Snapshot, frame: pd.DataFrame) -> pd.DataFrame:
    """A table of codings or turns with a column ``attribute.<name>`` for each attribute, to filter and to group by.

    A row in which nobody, or more than one participant, is heard has no values. For analysis inside the team only.
    """
    known = {person.label: person.attributes for person in snapshot.participants}
    names = dict.fromkeys(one.name for one in snapshot.attributes)
    names |= dict.fromkeys(name for values in known.values() for name in values)
    values = [known.get(label, {}) for label in frame["participant"]]
    return frame.assign(**{f"attribute.{name}": [each.get(name, "") for each in values] for name in names})


def codes_frame(snapshot: Snapshot) -> pd.DataFrame:
    """One row for each code, from top to bottom of the codebook, with how many codings it has."""
    columns = [
        "code_key",
        "label",
        "path",
        "depth",
        "codable",
        "status",
        "short_definition",
        "codings",
        "code_id",
        "parent_id",
    ]
    used: dict[str, int] = {}
    for coding in snapshot.codings:
        used[coding.code_id] = used.get(coding.code_id, 0) + 1
    rows = [
        (
            code.key,
            code.label,
            snapshot.codebook.path(code.id),
            depth,
            code.codable,
            code.status.value,
            code.short_definition,
            used.get(code.id, 0),
            code.id,
            code.parent_id,
        )
        for code, depth in snapshot.codebook.outline()
    ]
    return pd.DataFrame(rows, columns=columns)


def participants_frame(snapshot: Snapshot) -> pd.DataFrame:
    """One row for each participant, with consent to be quoted and one column for each attribute.

    For analysis inside the team only: with small groups, a row of attributes points at a person.
    """
    names = sorted({name for participant in snapshot.participants for name in participant.attributes})
    columns = [
        "participant",
        "pseudonym",
        "withdrawn_on",
        "quote_use",
        *(f"attribute.{name}" for name in names),
        "participant_id",
    ]
    rows = []
    for participant in snapshot.participants:
        consent = snapshot.consent_of.get(participant.id)
        rows.append(
            (
                participant.label,
                participant.pseudonym,
                participant.withdrawn_on,
                consent.quote_use.value if consent else "none",
                *(participant.attributes.get(name, "") for name in names),
                participant.id,
            )
        )
    return pd.DataFrame(rows, columns=columns)
