"""Which codes stand together: on the same words, in the same turn, or near one another.

A *place* is a stretch of one transcript in which both codes are found. Stretches that overlap count as one place, so that
the same words marked by two coders count once. The measure is the same whichever code is named first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from workbench.analysis.frequencies import by_code, counted_codings, merged
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.transcript import Turn


class Nearness(StrEnum):
    """How close two codes must stand."""

    SAME_WORDS = "same words"
    SAME_TURN = "same turn"
    NEAR = "near"  # in the same turn of talk, or in the one before or after it


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one transcript that holds both codes."""

    transcript_id: TranscriptId
    span: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes, in the order of the codebook, and where they stand together."""

    one: CodeId
    other: CodeId
    places: tuple[Place, ...]


def together(snapshot: Snapshot, nearness: Nearness) -> list[Pair]:
    """Every pair of codes that stands together somewhere; the most frequent first, then in the order of the codebook."""
    position = {code.id: number for number, (code, _) in enumerate(snapshot.codebook.outline())}
    spans = {code_id: _by_transcript(codings) for code_id, codings in by_code(counted_codings(snapshot)).items()}
    talk = {transcript.id: _Talk(snapshot, transcript.id) for transcript in snapshot.transcripts}
    pairs = []
    for one, other in combinations(sorted(spans, key=lambda code_id: position.get(code_id, 0)), 2):
        places = tuple(
            Place(transcript_id, span)
            for transcript_id in sorted(spans[one].keys() & spans[other].keys())
            for span in talk[transcript_id].shared(spans[one][transcript_id], spans[other][transcript_id], nearness)
        )
        if places:
            pairs.append(Pair(one, other, places))
    return sorted(pairs, key=lambda pair: (-len(pair.places), position.get(pair.one, 0), position.get(pair.other, 0)))


def _by_transcript(codings: Iterable[Coding]) -> dict[TranscriptId, list[Span]]:
    found: dict[TranscriptId, list[Span]] = {}
    for coding in codings:
        found.setdefault(coding.transcript_id, []).append(coding.span)
    return {transcript_id: merged(spans) for transcript_id, spans in found.items()}


class _Talk:
    """The turns of one transcript that are data, numbered one after another: what a facilitator says does not part them."""

    def __init__(self, snapshot: Snapshot, transcript_id: TranscriptId) -> None:
        def is_data(turn: Turn) -> bool:
            speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
            return speaker is None or speaker.role.is_data

        self.turns = [turn for turn in snapshot.bodies[transcript_id].turns if is_data(turn)]
        self._starts = [turn.start for turn in self.turns]

    def shared(self, one: list[Span], other: list[Span], nearness: Nearness) -> list[Span]:
        """The places of two codes whose stretches are given."""
        if nearness is Nearness.SAME_WORDS:
            cut = [Span(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other if a.overlaps(b)]
            return merged(cut)
        mine, theirs = self._numbers(one), self._numbers(other)
        if nearness is Nearness.SAME_TURN:
            return [self.turns[number].span for number in sorted(mine & theirs)]
        close = {n for n in mine if not theirs.isdisjoint((n - 1, n, n + 1))}
        close |= {n for n in theirs if not mine.isdisjoint((n - 1, n, n + 1))}
        return self._runs(sorted(close))

    def _numbers(self, spans: list[Span]) -> set[int]:
        found: set[int] = set()
        for span in spans:
            number = max(0, bisect_right(self._starts, span.start) - 1)
            while number < len(self.turns) and self.turns[number].start < span.end:
                if self.turns[number].span.overlaps(span):
                    found.add(number)
                number += 1
        return found

    def _runs(self, numbers: list[int]) -> list[Span]:
        """Turns that follow one another as one stretch."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return [Span(self.turns[run[0]].start, self.turns[run[-1]].end) for run in runs]
