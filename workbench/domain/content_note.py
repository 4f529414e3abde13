"""Content notes: a warning before hard passages, as people write it into one line about a transcript.

``A death in hospital. turns 12-18: the night itself; turn 30: the funeral`` warns of the whole transcript and of two
passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PASSAGE = re.compile(r"(?:^|[;\s])turns?\s+(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentNote:
    """What is hard about some turns, from ``first`` to ``last``; without them, about the whole transcript."""

    text: str
    first: int = 0
    last: int = 0


def read_notes(line: str) -> list[ContentNote]:
    """The notes in a line, that about the whole transcript first.

    >>> read_notes("A death. turns 12-18: the night; turn 30: the funeral")
    [ContentNote(text='A death.', first=0, last=0), ContentNote(text='the night', first=12, last=18), ContentNote(text='the funeral', first=30, last=30)]
    >>> read_notes("Talks of many turns in life")
    [ContentNote(text='Talks of many turns in life', first=0, last=0)]
    """
    places = list(_PASSAGE.finditer(line))
    whole = line[: places[0].start() if places else len(line)].strip(" ;\n")
    notes = [ContentNote(whole)] if whole else []
    ends = [after.start() for after in places[1:]] + [len(line)]
    for place, end in zip(places, ends, strict=False):
        text = line[place.end() : end].strip(" ;\n")
        first = int(place[1])
        last = int(place[2] or first)
        notes.append(ContentNote(text, min(first, last), max(first, last)))
    return notes


def write_notes(notes: Iterable[ContentNote]) -> str:
    """One line that :func:`read_notes` reads back.

    >>> write_notes([ContentNote("the funeral", 30, 30), ContentNote("A death."), ContentNote("the night", 12, 18)])
    'A death. turns 12-18: the night; turn 30: the funeral'
    """
    ordered = sorted(notes, key=lambda note: (note.first, note.last))
    whole = " ".join(note.text for note in ordered if not note.first)
    parts = [
        f"turn {note.first}: {note.text}" if note.first == note.last else f"turns {note.first}-{note.last}: {note.text}"
        for note in ordered
        if note.first
    ]
    return " ".join(part for part in (whole, "; ".join(parts)) if part)
