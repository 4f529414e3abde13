"""Codes by person and by attribute: how many passages of whose talk carry a code.

A passage in which two people are heard counts for each of them. Voices that nobody has linked to a participant have a row
of their own. People who have withdrawn, and facilitators, are in no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.analysis.frequencies import banded, by_code, counted_codings, passages, reach
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, ParticipantId
from workbench.domain.snapshot import Snapshot

NOT_LINKED = ParticipantId("")
"""Stands for all voices that nobody has linked to a participant."""


@dataclass(frozen=True, slots=True)
class Cell:
    """People and mentions, which belong together."""

    people: int
    mentions: int


def codings_by_person(snapshot: Snapshot) -> dict[ParticipantId, list[Coding]]:
    """The counted codings in which each participant is heard; those of voices not linked under ``NOT_LINKED``."""
    found: dict[ParticipantId, list[Coding]] = {}
    for coding in counted_codings(snapshot):
        heard = {
            speaker.participant_id or NOT_LINKED for speaker in snapshot.speakers_of(coding) if speaker.role.is_data
        }
        for person in heard or {NOT_LINKED}:
            found.setdefault(person, []).append(coding)
    return found


def mentions_by_person(snapshot: Snapshot) -> dict[tuple[CodeId, ParticipantId], int]:
    """How many passages of each person's talk carry each code; only where there are any."""
    return {
        (code_id, person): len(passages(some))
        for person, codings in codings_by_person(snapshot).items()
        for code_id, some in by_code(codings).items()
    }


def cells_by_value(snapshot: Snapshot, attribute: str) -> dict[tuple[CodeId, str], Cell]:
    """People and mentions of each code among those who share a value of an attribute; ages are in bands of ten.

    Who has no value stands under the empty text.
    """
    values = {person.id: banded(person.attributes.get(attribute, "")) for person in snapshot.participants}
    grouped: dict[str, dict[ParticipantId, Sequence[Coding]]] = {}
    for person, codings in codings_by_person(snapshot).items():
        grouped.setdefault(values.get(person, ""), {})[person] = codings
    found = {}
    for value, people in grouped.items():
        together = list({coding.id: coding for codings in people.values() for coding in codings}.values())
        for code_id, some in by_code(together).items():
            heard = reach(snapshot, some).people & people.keys()
            found[code_id, value] = Cell(len(heard), len(passages(some)))
    return found
