"""Round: some places that several people code without seeing each other's work, until all of them have finished."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from workbench.domain.ids import ProjectId, RoundId, TranscriptId
from workbench.domain.project import Member, Right
from workbench.domain.span import Span
from workbench.errors import RuleError

FEWEST_CODERS = 2
MOST_CODERS = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that belongs to a round, or, without ``start`` and ``end``, a whole transcript."""

    transcript_id: TranscriptId
    start: int | None = None
    end: int | None = None

    @property
    def span(self) -> Span | None:
        """Where it is; ``None`` for the whole transcript."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)

    def touches(self, transcript_id: TranscriptId, span: Span | None) -> bool:
        """Whether something that stands at a span of a transcript reaches into this place; without a span it is about all of it."""
        if transcript_id != self.transcript_id:
            return False
        mine = self.span
        return mine is None or span is None or mine.overlaps(span)

    def holds(self, transcript_id: TranscriptId, span: Span) -> bool:
        """Whether a span lies in this place from end to end."""
        mine = self.span
        return transcript_id == self.transcript_id and (
            mine is None or (mine.start <= span.start and span.end <= mine.end)
        )


@dataclass(frozen=True, slots=True)
class Finished:
    """That a coder of a round said: I have finished."""

    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class Round:
    """A blind round. It runs until every coder has finished, or until somebody ends it early, with a reason.

    The codebook stands still from ``started_at`` until it is over. ``drawn`` says in words how the places were chosen.
    """

    id: RoundId
    project_id: ProjectId
    title: str
    coders: tuple[str, ...]
    places: tuple[Place, ...]
    drawn: str
    started_by: str
    started_at: str
    finished: tuple[Finished, ...] = ()
    ended_at: str | None = None
    ended_by: str = ""
    end_reason: str = ""  # only where it was ended before all had finished

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def who_finished(self) -> tuple[str, ...]:
        """The coders who have finished, in the order in which they did."""
        return tuple(one.coder for one in self.finished)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The coders who have not finished. What they left uncoded is not known yet: it is missing, not absent."""
        return tuple(coder for coder in self.coders if coder not in self.who_finished)

    @property
    def transcripts(self) -> tuple[TranscriptId, ...]:
        """The transcripts in which its places are, each once."""
        return tuple(dict.fromkeys(place.transcript_id for place in self.places))

    def touches(self, transcript_id: TranscriptId, span: Span | None = None) -> bool:
        """Whether something at a span of a transcript (or about the whole of it) reaches into a place of the round."""
        return any(place.touches(transcript_id, span) for place in self.places)

    def holds(self, transcript_id: TranscriptId, span: Span) -> bool:
        """Whether a span lies within one of its places."""
        return any(place.holds(transcript_id, span) for place in self.places)

    def blinds(self, member: Member) -> bool:
        """Whether a person may not see others' work at its places now.

        Its coders may not until it is over, whoever they are, and no other student either, who might tell. Who guides the work and does not
        code in it may look.
        """
        return self.is_running and (member.name in self.coders or not member.may(Right.RUN_ROUNDS))

    def finish(self, coder: str, at: str) -> Round:
        """The round after a coder has said that they have finished; with the last of them it is over."""
        self._own(coder)
        if coder in self.who_finished:
            return self
        done = replace(self, finished=(*self.finished, Finished(coder, at)))
        return done if done.unfinished else replace(done, ended_at=at, ended_by=coder)

    def take_back(self, coder: str) -> Round:
        """The round after a coder has said that there is more to code after all."""
        self._own(coder)
        return replace(self, finished=tuple(one for one in self.finished if one.coder != coder))

    def end_early(self, by: str, at: str, reason: str) -> Round:
        """The round after somebody has ended it although not all have finished."""
        self._still_running()
        if not reason:
            raise RuleError("Say in one sentence why the round ends early. The report will say it too.")
        return replace(self, ended_at=at, ended_by=by, end_reason=reason)

    def _own(self, coder: str) -> None:
        self._still_running()
        if coder not in self.coders:
            raise RuleError(f"{coder} does not code in the round “{self.title}”, so there is nothing to finish.")

    def _still_running(self) -> None:
        if not self.is_running:
            raise RuleError(f"The round “{self.title}” is over. Everybody may see all codings of it now.")


def draw_evenly(things: Sequence[T], percent: int, seed: int) -> list[T]:
    """A share of some things, spread evenly over all of them, from a beginning that ``seed`` chooses; at least one.

    >>> draw_evenly(range(20), 20, seed=7)
    [1, 6, 11, 16]
    """
    if not 1 <= percent <= 100:
        raise RuleError("Choose a share between 1 and 100 per cent.")
    wanted = max(1, round(len(things) * percent / 100)) if things else 0
    if not wanted:
        return []
    step = len(things) / wanted
    begin = random.Random(seed).random() * step  # noqa: S311 - the same seed must give the same passages
    return [things[min(len(things) - 1, int(begin + number * step))] for number in range(wanted)]


def read_numbers(text: str, last: int) -> list[int]:
    """The numbers of turns that somebody wrote, such as “3-8, 12”; ``RuleError`` says what cannot be read.

    >>> read_numbers("12, 3-5", last=20)
    [3, 4, 5, 12]
    """
    found: set[int] = set()
    for part in text.replace("–", "-").replace(";", ",").split(","):
        if not part.strip():
            continue
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not all(end.isascii() and end.isdigit() and len(end) < 8 for end in ends):
            raise RuleError(f"“{part.strip()[:30]}” is no turn. Write numbers of turns, such as 3-8, 12.")
        first, end = int(ends[0]), int(ends[-1])
        if not 1 <= first <= end <= last:
            raise RuleError(f"There is no turn “{part.strip()[:30]}”. The turns go from 1 to {last}.")
        found.update(range(first, end + 1))
    if not found:
        raise RuleError("Write the numbers of the turns, such as 3-8, 12.")
    return sorted(found)


def in_one_row(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as stretches from first to last, for people to read.

    >>> in_one_row([3, 4, 5, 12])
    [(3, 5), (12, 12)]
    """
    rows: list[tuple[int, int]] = []
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        row = [number for _, number in run]
        rows.append((row[0], row[-1]))
    return rows
