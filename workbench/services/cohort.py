"""The state of the cohort in one table, and what a mentor may want to look at. Facts about the work, no ranking of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.analysis.near_duplicates import NearDuplicate, near_duplicates
from workbench.analysis.what_to_look_at import (
    Extent,
    Finished,
    OneUser,
    Thin,
    facilitator_coded,
    hardly_coded,
    one_word,
    used_by_one,
    very_long,
    without_definition,
)
from workbench.domain.codebook import Code
from workbench.domain.coding import Coding, QuestionStatus
from workbench.domain.ids import CodingId, TranscriptId
from workbench.domain.mirror import ReviewCounts
from workbench.domain.project import Right, Role
from workbench.domain.transcript import Body, Transcript, Turn
from workbench.services.desk import Deed, Desk, Look
from workbench.services.mirror import team_mirror
from workbench.services.visibility import seen_codings, seen_memos, seen_questions

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class StudentRow:
    """Where one student stands. Notes count only where the asker may read them; ``last_active`` is ``None`` for who never came.

    ``finished`` counts transcripts read to the end: of those that were given to the student, or of all where none were.
    """

    name: str
    assigned: int
    begun: int
    finished: int
    codings: int
    new_codes: int
    notes: int
    unanswered: int
    last_active: str | None


def students_of(look: Look | Deed) -> list[str]:
    """The names of the students on the team."""
    return [one.name for one in look.uow.members.present(look.project.id) if one.role is Role.STUDENT]


def state_of_cohort(desk: Desk) -> list[StudentRow]:
    """One row for each student, by name."""
    with desk.reading(Right.MENTOR) as look:
        uow, project_id = look.uow, look.project.id
        codings = Counter(coding.coder for coding in seen_codings(look))
        since = (datetime.fromisoformat(desk.clock()) - WEEK).isoformat(timespec="microseconds")
        codes = Counter(code.created_by for code in uow.codes.of_project(project_id) if code.created_at >= since)
        notes = Counter(memo.author for memo in seen_memos(look))
        asked = Counter(
            one.asker for one in seen_questions(look) if one.status is QuestionStatus.OPEN and not one.is_comment
        )
        begun = Counter(one.reader for one in uow.readings.of_project(project_id))
        given = {(one.coder, one.in_transcript) for one in uow.tasks.of_project(project_id)}
        assigned = Counter(coder for coder, _ in given)
        finished = Counter(
            one.reader
            for one in _read_to_the_end(look)
            if not assigned[one.reader] or (one.reader, one.transcript_id) in given
        )
        last = uow.events.last_acts(project_id)
        return [
            StudentRow(
                name,
                assigned[name],
                begun[name],
                finished[name],
                codings[name],
                codes[name],
                notes[name],
                asked[name],
                last.get(name),
            )
            for name in students_of(look)
        ]


@dataclass(frozen=True)
class Sights:
    """What may be worth a look. Each list is empty where there is nothing."""

    undefined: list[Code]
    alike: list[NearDuplicate]
    of_one: list[OneUser]
    long: list[Extent]
    short: list[Extent]
    thin: list[Thin]
    facilitator: list[Coding]
    often_used: Mapping[str, ReviewCounts]
    transcripts: Mapping[TranscriptId, Transcript]
    turn_of: Mapping[CodingId, int]

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.undefined,
                self.alike,
                self.of_one,
                self.long,
                self.short,
                self.thin,
                self.facilitator,
                self.often_used,
            )
        )


def what_to_look_at(desk: Desk) -> Sights:
    """Everything that a mentor may want to look at, with what leads to its place."""
    mirror = team_mirror(desk)
    with desk.reading(Right.MENTOR) as look:
        uow, project_id = look.uow, look.project.id
        codings = seen_codings(look)
        codebook = uow.codes.codebook(look.project)
        students = students_of(look)
        turns = _turns(look)
        speakers = {speaker.id: speaker for speaker in uow.speakers.of_project(project_id)}
        lengths, words = very_long(codings), one_word(codings)
        asked_about = facilitator_coded(codings, turns, speakers)
        shown = [*(one.coding for one in (*lengths, *words)), *asked_about]
        return Sights(
            undefined=without_definition(codebook),
            alike=near_duplicates(codebook),
            of_one=used_by_one(codebook, codings),
            long=lengths,
            short=words,
            thin=hardly_coded((one for one in _read_to_the_end(look) if one.reader in students), codings),
            facilitator=asked_about,
            often_used={name: mirror.by_person[name] for name in mirror.often_used_by},
            transcripts={one.id: one for one in uow.transcripts.of_project(project_id)},
            turn_of={one.id: _turn_number(turns, one) for one in shown},
        )


def _read_to_the_end(look: Look) -> list[Finished]:
    """Who has read which transcript to its last turn."""
    uow, project_id = look.uow, look.project.id
    revisions = {one.transcript_id: one for one in uow.revisions.current_of_project(project_id)}
    counts = uow.bodies.turn_counts(one.body_digest for one in revisions.values())
    return [
        Finished(one.reader, one.transcript_id, revisions[one.transcript_id].words)
        for one in uow.readings.of_project(project_id)
        if one.up_to_turn >= counts[revisions[one.transcript_id].body_digest] > 0
    ]


def _turns(look: Look) -> dict[TranscriptId, tuple[Turn, ...]]:
    revisions = look.uow.revisions.current_of_project(look.project.id)
    found = look.uow.bodies.turns_of(revisions)
    return {one.transcript_id: found[one.id] for one in revisions}


def _turn_number(turns: Mapping[TranscriptId, tuple[Turn, ...]], coding: Coding) -> int:
    turn = Body("", turns.get(coding.transcript_id, ())).turn_at(coding.start)
    return turn.number if turn else 1
