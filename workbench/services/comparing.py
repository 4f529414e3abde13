"""Comparing what people coded: the passages where they differ, with the words, everybody's codings side by side, and colleagues' notes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.coding import Coding, Memo
from workbench.domain.decision import Decision
from workbench.domain.differences import (
    FEWEST,
    MOST,
    ComparedPassage,
    confusions,
    most_instructive_first,
    passages_of,
)
from workbench.domain.ids import CodeId, CodingId, DecisionId, RoundId, SpeakerId, TranscriptId
from workbench.domain.round import Round
from workbench.domain.transcript import Body, Speaker, Transcript
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Desk, Look
from workbench.services.revisions import place_of
from workbench.services.visibility import seen_codings, seen_decisions, seen_memos, veil_of


@dataclass(frozen=True)
class Line:
    """A turn of a passage: who speaks, what, and where it begins in the text."""

    number: int
    speaker: str
    start: int
    text: str


@dataclass(frozen=True)
class Compared:
    """A passage to talk about. ``talk`` is the last word about it; it is settled where no coding was made or changed since."""

    passage: ComparedPassage
    transcript: Transcript
    lines: tuple[Line, ...]
    notes: tuple[Memo, ...]
    talk: Decision | None
    earlier: tuple[DecisionId, ...] = ()  # all that was settled about codings of it, and still stands

    @property
    def key(self) -> str:
        """What tells it from every other passage of the same comparison."""
        return f"{self.transcript.id}:{self.passage.span.start}"

    @property
    def is_open(self) -> bool:
        return self.talk is None

    @property
    def coding_ids(self) -> tuple[CodingId, ...]:
        return tuple(one.id for one in self.passage.codings)


@dataclass(frozen=True)
class Comparison:
    """What some people coded, compared: passages with a difference, the most instructive first."""

    coders: tuple[str, ...]
    rows: tuple[Compared, ...]
    alike: int  # passages on which all who have read them agree
    confused: tuple[tuple[CodeId, CodeId, int], ...]  # pairs of codes that stood against each other, most often first

    @property
    def still_open(self) -> tuple[Compared, ...]:
        return tuple(row for row in self.rows if row.is_open)


def who_coded(desk: Desk) -> dict[TranscriptId, tuple[str, ...]]:
    """For each transcript the people whose codings the asker may see, by name."""
    with desk.reading() as look:
        found: dict[TranscriptId, set[str]] = {
            one.id: set() for one in look.uow.transcripts.of_project(desk.project_id)
        }
        for coding in seen_codings(look):
            found[coding.transcript_id].add(coding.coder)
    return {name: tuple(sorted(people)) for name, people in found.items()}


def compare(
    desk: Desk,
    coders: Collection[str],
    transcript_ids: Iterable[TranscriptId] | None = None,
    *,
    round_id: RoundId | None = None,
) -> Comparison:
    """Compare two to eight people over some transcripts, or all of them, or over the places of a blind round that is over.

    Only what they have read counts. Whoever finished a round has read its places; what others left open there is missing.
    """
    names = sorted(set(coders))
    if not FEWEST <= len(names) <= MOST:
        raise RuleError(f"Choose {FEWEST} to {MOST} people to compare.")
    with desk.reading() as look:
        team = {member.name for member in look.uow.members.of_project(desk.project_id)}
        if unknown := [name for name in names if name not in team]:
            raise NotFoundError("person on the team", unknown[0])
        within = None if round_id is None else _over(look, round_id)
        if within is not None:
            transcript_ids = within.transcripts
        transcripts = {one.id: one for one in look.uow.transcripts.of_project(desk.project_id)}
        wanted = list(transcripts) if transcript_ids is None else list(dict.fromkeys(transcript_ids))
        if missing := [name for name in wanted if name not in transcripts]:
            raise NotFoundError("transcript", missing[0])
        wanted.sort(key=lambda name: transcripts[name].label)
        bodies = _bodies(look, {name: transcripts[name] for name in wanted})
        passages = _passages(look, names, bodies, within)
        decisions = [one for one in seen_decisions(look) if one.is_last_word and one.about]
        voices = {one.id: one for one in look.uow.speakers.of_project(desk.project_id)}
        notes = seen_memos(look)
        rows = tuple(
            Compared(
                one,
                transcripts[one.transcript_id],
                _lines(bodies[one.transcript_id], one, voices),
                tuple(_on(one, notes)),
                _last_word(one, decisions),
                tuple(talk.id for talk in decisions if not set(talk.about).isdisjoint(c.id for c in one.codings)),
            )
            for one in most_instructive_first(passages)
        )
    alike = sum(not one.differences for one in passages)
    confused = tuple((first, second, count) for (first, second), count in _often(confusions(passages)))
    return Comparison(tuple(names), rows, alike, confused)


def _bodies(look: Look, transcripts: Mapping[TranscriptId, Transcript]) -> dict[TranscriptId, Body]:
    current = {one.id: one for one in look.uow.revisions.current_of_project(look.project.id)}
    texts = look.uow.bodies.of_revisions([current[one.revision_id] for one in transcripts.values()])
    return {name: texts[one.revision_id] for name, one in transcripts.items()}


def _over(look: Look, round_id: RoundId) -> Round:
    """A round that is over; one that runs cannot be compared by anybody who codes in it."""
    found = look.uow.rounds.find(round_id)
    if found is None or found.project_id != look.project.id:
        raise NotFoundError("round", round_id)
    if found.blinds(look.member):
        raise RuleError(f"The round “{found.title}” is not over. It can be compared as soon as all have finished.")
    return found


def _passages(
    look: Look, names: Sequence[str], bodies: Mapping[TranscriptId, Body], within: Round | None
) -> list[ComparedPassage]:
    """The passages at which the asker may see everybody who is compared; somebody hidden would seem to have coded nothing."""
    codings: dict[TranscriptId, list[Coding]] = {}
    for coding in seen_codings(look):
        if within is None or within.touches(coding.transcript_id, coding.span):
            codings.setdefault(coding.transcript_id, []).append(coding)
    read: dict[TranscriptId, dict[str, int]] = {}
    for reading in look.uow.readings.of_project(look.project.id):
        read.setdefault(reading.transcript_id, {})[reading.reader] = reading.up_to_turn
    for name in within.who_finished if within else ():
        for transcript_id, body in bodies.items():
            read.setdefault(transcript_id, {})[name] = len(body.turns)
    veil = veil_of(look)
    return [
        passage
        for name, body in bodies.items()
        for passage in passages_of(body, codings.get(name, []), names, read_to=read.get(name, {}))
        if not any(veil.hides(coder, name, passage.span) for coder in names)
    ]


def _lines(body: Body, passage: ComparedPassage, voices: Mapping[SpeakerId, Speaker]) -> tuple[Line, ...]:
    return tuple(
        Line(
            turn.number,
            voices[turn.speaker_id].label if turn.speaker_id and turn.speaker_id in voices else "",
            turn.start,
            turn.span.text_in(body.text),
        )
        for turn in body.turns_of(passage.span)
    )


def _on(passage: ComparedPassage, notes: Iterable[Memo]) -> Iterable[Memo]:
    for note in notes:
        place = place_of(note, passage.transcript_id)
        if place is not None and place.overlaps(passage.span):
            yield note


def _last_word(passage: ComparedPassage, decisions: Iterable[Decision]) -> Decision | None:
    """The decision that speaks of every coding of a passage; ``None`` where one was made or changed since."""
    names = [one.id for one in passage.codings]
    return next((one for one in decisions if one.covers(names)), None)


def _often(pairs: Counter[tuple[CodeId, CodeId]]) -> list[tuple[tuple[CodeId, CodeId], int]]:
    return sorted(pairs.items(), key=lambda item: (-item[1], item[0]))


def letters_for(desk: Desk, coders: Iterable[str]) -> dict[str, str]:
    """A letter for each name, always the same in a project and not in the order of the alphabet, for talks without names."""

    def drawn(name: str) -> str:
        return hashlib.sha256(f"{desk.project_id} {name}".encode()).hexdigest()

    return {name: chr(ord("A") + place) for place, name in enumerate(sorted(coders, key=drawn))}
