"""Saturation after Guest, Namey and Chen (2020, doi 10.1371/journal.pone.0232076): whether new codes slowed down.

*Base size* is the number of first interviews that serve as reference, *run length* the number of interviews in a row that
are looked at for new codes, and the *threshold* the share of new codes (of those in the base) at which one may stop.
It counts codes in use, not themes, and says nothing about what was never asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.analysis.frequencies import counted_codings
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Phase

BASE_SIZES = (4, 5, 6)
RUN_LENGTHS = (2, 3)
THRESHOLDS = (0.05, 0.0)


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview (or focus group) in the order of collection, with the codes that nobody before had brought up."""

    transcript_id: TranscriptId
    held_on: str | None
    new_codes: tuple[CodeId, ...]
    voices: int

    @property
    def is_group(self) -> bool:
        return self.voices > 1


@dataclass(frozen=True, slots=True)
class Window:
    """A run of interviews: the number of the last one (from 1), the new codes in the run, and their share of the base."""

    end: int
    new_codes: int
    share: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """The windows in order, and the first at or under the threshold. Without windows there were too few interviews."""

    base_size: int
    run_length: int
    threshold: float
    base_total: int
    windows: tuple[Window, ...]
    reached: Window | None

    def in_short(self) -> str:
        """As the method writes it: interviews before the run, then the run; empty where it was not reached.

        >>> saturation([16, 9, 7, 5, 4, 3, 1, 0], base_size=4, run_length=2, threshold=0.05).in_short()
        '6+2'
        """
        return f"{self.reached.end - self.run_length}+{self.run_length}" if self.reached else ""


def saturation(new_codes: Sequence[int], *, base_size: int, run_length: int, threshold: float) -> Saturation:
    """New codes per interview, in the order of collection, against the codes of the first interviews.

    For a window that ends at interview ``e`` the share is the new codes in its run over those in the base. Windows overlap
    and move by one; the first begins right after the base. Guest's own data, with the published 19, 11 and 3 %:

    >>> found = saturation([16, 9, 7, 5, 4, 3, 1, 0, 1, 0], base_size=4, run_length=2, threshold=0.05)
    >>> [f"{window.share:.0%}" for window in found.windows[:3]]
    ['19%', '11%', '3%']
    """
    base = sum(new_codes[:base_size])
    windows = []
    if base:
        for end in range(base_size + run_length, len(new_codes) + 1):
            fresh = sum(new_codes[end - run_length : end])
            windows.append(Window(end, fresh, fresh / base))
    reached = next((window for window in windows if window.share <= threshold), None)
    return Saturation(base_size, run_length, threshold, base, tuple(windows), reached)


def interviews_in_order(snapshot: Snapshot) -> list[Interview]:
    """The coded conversations of the Collect phase by their date, those without one last, each with its new codes.

    A focus group is one unit. Codes that were merged count once, since the codings carry the code that stays.
    """
    codes: dict[TranscriptId, set[CodeId]] = {}
    for coding in counted_codings(snapshot):
        codes.setdefault(coding.transcript_id, set()).add(coding.code_id)
    collected = [one for one in snapshot.transcripts if one.phase is Phase.COLLECT and one.id in codes]
    collected.sort(key=lambda one: (one.held_on is None, one.held_on or "", one.label))
    voices: dict[TranscriptId, int] = {}
    for speaker in snapshot.speakers.values():
        voices[speaker.transcript_id] = voices.get(speaker.transcript_id, 0) + speaker.role.is_data
    position = {code.id: number for number, (code, _) in enumerate(snapshot.codebook.outline())}
    seen: set[CodeId] = set()
    found = []
    for one in collected:
        fresh = tuple(sorted(codes[one.id] - seen, key=lambda code_id: position.get(code_id, 0)))
        seen |= codes[one.id]
        found.append(Interview(one.id, one.held_on, fresh, voices.get(one.id, 0)))
    return found
