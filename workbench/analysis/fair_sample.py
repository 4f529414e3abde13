"""A fair sample of one person's work: so many passages of each kind, the same for the same seed on every machine.

Each passage gets a place in line from the digest of the seed, the student and its own id. So the sample does not depend on the order in
which things were stored, and new work changes it by few passages only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, RevisionId, TranscriptId
from workbench.domain.sampled_passage import Drawn

SHARES: Mapping[Drawn, int] = {Drawn.CODED: 4, Drawn.UNCODED: 2, Drawn.RARE: 2, Drawn.FLAGGED: 2}
"""Ten passages for each student (method.md 6.2)."""
_SCARCE_FIRST = (Drawn.FLAGGED, Drawn.RARE, Drawn.CODED, Drawn.UNCODED)
_FILL_WITH = (Drawn.CODED, Drawn.UNCODED, Drawn.FLAGGED, Drawn.RARE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that could be drawn: what it is about, and the turn in which it begins."""

    thing: str
    transcript_id: TranscriptId
    revision_id: RevisionId
    turn: int

    @property
    def place(self) -> tuple[TranscriptId, int]:
        return self.transcript_id, self.turn

    @property
    def name(self) -> str:
        """What it is known by in the draw."""
        return self.thing or f"{self.transcript_id}:{self.turn}"


def fair_sample(
    candidates: Mapping[Drawn, Sequence[Candidate]],
    *,
    seed: int,
    student: str,
    shares: Mapping[Drawn, int] = SHARES,
) -> list[tuple[Drawn, Candidate]]:
    """The passages drawn, by kind; no turn twice. Where a kind has too few, others make up the number, and say what they are."""
    taken: dict[tuple[TranscriptId, int], tuple[Drawn, Candidate]] = {}

    def take(kind: Drawn, wanted: int) -> None:
        for one in _in_line(candidates.get(kind, ()), seed, student, kind):
            if wanted <= 0:
                return
            if one.place not in taken:
                taken[one.place] = (kind, one)
                wanted -= 1

    for kind in _SCARCE_FIRST:
        take(kind, shares.get(kind, 0))
    for kind in _FILL_WITH:
        take(kind, sum(shares.values()) - len(taken))
    order = list(Drawn)
    return sorted(taken.values(), key=lambda one: order.index(one[0]))


def rare_codes(codings: Iterable[Coding]) -> set[CodeId]:
    """The quarter of the codes in use that was used least; codes used equally often count alike.

    >>> rare_codes([])
    set()
    """
    uses = Counter(coding.code_id for coding in codings)
    if not uses:
        return set()
    ordered = sorted(uses.values())
    most = ordered[max(0, -(-len(ordered) // 4) - 1)]
    return {code_id for code_id, count in uses.items() if count <= most}


def _in_line(candidates: Sequence[Candidate], seed: int, student: str, kind: Drawn) -> list[Candidate]:
    def ticket(one: Candidate) -> tuple[str, str]:
        written = f"{seed}\n{student}\n{kind.value}\n{one.name}"
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest(), one.name

    return sorted(candidates, key=ticket)
