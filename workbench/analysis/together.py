"""Which codes stand together: on the same words, in the same turn, or near one another.

A *place* is a stretch of one transcript in which both codes are found. Stretches that overlap count as one place, so that
the same words marked by two coders count once. The measure is the same whichever code is named first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
    found: dict[tuple[CodeId, CodeId], list[Place]] = {}
    for transcript_id in sorted({name for by_transcript in spans.values() for name in by_transcript}):
        here = {code_id: by[transcript_id] for code_id, by in spans.items() if transcript_id in by}
        ordered = dict(sorted(here.items(), key=lambda row: position.get(row[0], 0)))
        shared = (
            _same_words(ordered) if nearness is Nearness.SAME_WORDS else _Talk(snapshot, transcript_id).shared(ordered, nearness)
        )  # fmt: skip
        for pair, places in shared.items():
            found.setdefault(pair, []).extend(Place(transcript_id, span) for span in places)
    pairs = [Pair(one, other, tuple(places)) for (one, other), places in found.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.places), position.get(pair.one, 0), position.get(pair.other, 0)))


Spans = dict[CodeId, list[Span]]
"""Where each code reaches in one transcript, the codes in the order of the codebook."""


def _by_transcript(codings: Iterable[Coding]) -> dict[TranscriptId, list[Span]]:
    found: dict[TranscriptId, list[Span]] = {}
    for coding in codings:
        found.setdefault(coding.transcript_id, []).append(coding.span)
    return {transcript_id: merged(spans) for transcript_id, spans in found.items()}


def _same_words(spans: Spans) -> dict[tuple[CodeId, CodeId], list[Span]]:
    """The stretches that two codes share, found in one pass over all stretches from left to right."""
    rank = {code_id: number for number, code_id in enumerate(spans)}
    open_now: list[tuple[Span, CodeId]] = []
    found: dict[tuple[CodeId, CodeId], list[Span]] = {}
    for span, code_id in sorted((span, code_id) for code_id, some in spans.items() for span in some):
        open_now = [(before, other) for before, other in open_now if before.end > span.start]
        for before, other in open_now:
            pair = (code_id, other) if rank[code_id] < rank[other] else (other, code_id)
            found.setdefault(pair, []).append(Span(span.start, min(before.end, span.end)))
        open_now.append((span, code_id))
    return {pair: merged(some) for pair, some in found.items()}


class _Talk:
    """The turns of one transcript that are data, numbered one after another: what a facilitator says does not part them."""

    def __init__(self, snapshot: Snapshot, transcript_id: TranscriptId) -> None:
        def is_data(turn: Turn) -> bool:
            speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
            return speaker is None or speaker.role.is_data

        self.turns = [turn for turn in snapshot.bodies[transcript_id].turns if is_data(turn)]
        self._starts = [turn.start for turn in self.turns]

    def shared(self, spans: Spans, nearness: Nearness) -> dict[tuple[CodeId, CodeId], list[Span]]:
        """The turns, or runs of neighbouring turns, in which two codes are found."""
        in_turn: dict[int, list[CodeId]] = {}
        for code_id, some in spans.items():
            for number in sorted(self._numbers(some)):
                in_turn.setdefault(number, []).append(code_id)
        rank = {code_id: number for number, code_id in enumerate(spans)}
        reach = 1 if nearness is Nearness.NEAR else 0
        found: dict[tuple[CodeId, CodeId], dict[int, None]] = {}
        for number in sorted(in_turn):
            around = {code for near in range(number - reach, number + reach + 1) for code in in_turn.get(near, ())}
            for one in in_turn[number]:
                for other in around - {one}:
                    pair = (one, other) if rank[one] < rank[other] else (other, one)
                    found.setdefault(pair, {})[number] = None
        if nearness is Nearness.SAME_TURN:
            return {pair: [self.turns[number].span for number in numbers] for pair, numbers in found.items()}
        return {pair: self._runs(numbers) for pair, numbers in found.items()}

    def _numbers(self, spans: list[Span]) -> set[int]:
        found: set[int] = set()
        for span in spans:
            number = max(0, bisect_right(self._starts, span.start) - 1)
            while number < len(self.turns) and self.turns[number].start < span.end:
                if self.turns[number].span.overlaps(span):
                    found.add(number)
                number += 1
        return found

    def _runs(self, numbers: Iterable[int]) -> list[Span]:
        """Turns that follow one another as one stretch."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return [Span(self.turns[run[0]].start, self.turns[run[-1]].end) for run in runs]
