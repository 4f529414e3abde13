"""Looking at the codings of a study: how far codes reach, whose talk carries them, what stands together, what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.analysis.frequencies import Reach, by_code, counted_codings, reach
from workbench.domain.codebook import Code
from workbench.domain.coding import Coding
from workbench.domain.participant import fits
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Phase
from workbench.services.desk import Desk
from workbench.services.reports import take_snapshot


@dataclass(frozen=True)
class CodeReach:
    """A code in its place in the codebook, how far it reaches, and the codings that say so."""

    code: Code
    depth: int
    reach: Reach
    codings: tuple[Coding, ...]


def look_at(desk: Desk, *, phase: Phase | None = None, attributes: Mapping[str, str] | None = None) -> Snapshot:
    """The study as this person may see it: all of it, or the codings of one phase or of people who share an attribute."""
    snapshot = take_snapshot(desk)
    if phase is None and not attributes:
        return snapshot
    of_phase = {one.id for one in snapshot.transcripts if phase in (None, one.phase)}
    fitting = {person.id for person in snapshot.participants if fits(person, attributes or {})}

    def is_wanted(coding: Coding) -> bool:
        heard = {one.participant_id for one in snapshot.speakers_of(coding) if one.role.is_data}
        return coding.transcript_id in of_phase and (not attributes or not fitting.isdisjoint(filter(None, heard)))

    return replace(snapshot, codings=tuple(coding for coding in snapshot.codings if is_wanted(coding)))


def code_reaches(snapshot: Snapshot, *, with_below: bool = False) -> list[CodeReach]:
    """Every code of the codebook from top to bottom, also those without a coding; if wanted, with the codes below it."""
    found = by_code(counted_codings(snapshot))
    rows = []
    for code, depth in snapshot.codebook.outline():
        below = snapshot.codebook.below(code.id) if with_below else ()
        codings = tuple(coding for one in (code, *below) for coding in found.get(one.id, ()))
        rows.append(CodeReach(code, depth, reach(snapshot, codings), codings))
    return rows
