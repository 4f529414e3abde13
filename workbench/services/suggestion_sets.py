"""What a person reviews next: the suggestions that waiting is worth most for, a few at a time, and turns to code without help first.

Most useful is not most certain. A voice that this code has not heard yet, a passage that nearly is something else, a code whose passages
have spoken against a theme: these teach more than the tenth passage of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, SpeakerId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.transcript import Speaker, Turn
from workbench.services.desk import Desk, Look
from workbench.services.suggestion_gate import Standing, standing_in
from workbench.services.suggestion_waiting import Progress, Waiting, own_codings, shown, waiting

SET_SIZE = 10
UNAIDED_IN_A_SET = 2
_NEAR = 0.1  # two codes whose chances for the same passage differ by less are near misses of each other


class Worth(StrEnum):
    """Why a suggestion is worth looking at early."""

    UNHEARD = "unheard"
    NEAR_MISS = "near miss"
    AGAINST = "against"
    ALIKE = "alike"


@dataclass(frozen=True)
class Ranked:
    """A suggestion that waits, with what it is worth; ``instead`` is the other code of a near miss."""

    waiting: Waiting
    worth: Worth
    instead: CodeId | None = None


@dataclass(frozen=True)
class Place:
    """A turn to go to."""

    transcript_id: TranscriptId
    turn: int


@dataclass(frozen=True)
class Board:
    """All that waits for one person: to decide on, to code without help first, and to read next."""

    standing: Standing
    ranked: tuple[Ranked, ...]
    unaided: tuple[Place, ...]  # held back and not finished yet, in the order of reading
    unaided_done: int
    to_read: tuple[Place, ...]  # turns not finished yet in which the machine would point to something

    def of_code(self, code_id: CodeId) -> list[Ranked]:
        """The suggestions of one code, most useful first."""
        return mixed(one for one in self.ranked if one.waiting.suggestion.code_id == code_id)

    def of_transcript(self, transcript_id: TranscriptId) -> list[Ranked]:
        """The suggestions in one transcript, most useful first."""
        return mixed(one for one in self.ranked if one.waiting.suggestion.transcript_id == transcript_id)

    def unaided_for(self, transcripts: Iterable[TranscriptId]) -> list[Place]:
        """The turns to code without help before a set from these transcripts."""
        wanted = set(transcripts)
        return [place for place in self.unaided if place.transcript_id in wanted][:UNAIDED_IN_A_SET]


def mixed(found: Iterable[Ranked]) -> list[Ranked]:
    """One of each kind in turn, the most certain of its kind first, so that every ten hold some of each."""
    queues: dict[Worth, list[Ranked]] = {worth: [] for worth in Worth}
    for one in sorted(found, key=lambda one: (-one.waiting.suggestion.confidence, one.waiting.suggestion.id)):
        queues[one.worth].append(one)
    rounds = max(map(len, queues.values()))
    return [queue[at] for at in range(rounds) for queue in queues.values() if at < len(queue)]


def board(desk: Desk) -> Board:
    """What waits for this person now."""
    with desk.reading(Right.CODE) as look:
        uow, project_id = look.uow, look.project.id
        found = waiting(look)
        own = own_codings(look)
        transcripts = [one.id for one in uow.transcripts.of_project(project_id)]
        progress = Progress.of(look, transcripts, own)
        speakers = {speaker.id: speaker for speaker in uow.speakers.of_project(project_id)}
        ranked = _ranked(look, found, own, progress, speakers)
        unaided = [
            (Place(name, turn.number), progress.is_finished(name, turn))
            for name in transcripts
            for turn in progress.turns.get(name, ())
            if progress.is_unaided(name, turn.number) and is_data(turn, speakers)
        ]
        begun = {name for name in transcripts if progress.last_finished(name) is not None}
        unread = dict.fromkeys(
            Place(one.suggestion.transcript_id, one.turn.number) for one in found if not one.is_finished
        )
        return Board(
            standing_in(look),
            tuple(ranked),
            tuple(place for place, done in unaided if not done and place.transcript_id in begun),
            sum(done for _, done in unaided),
            tuple(unread),
        )


def is_data(turn: Turn, speakers: Mapping[SpeakerId, Speaker]) -> bool:
    """Whether a turn is a participant's, not the team's own."""
    return turn.speaker_id is None or turn.speaker_id not in speakers or speakers[turn.speaker_id].role.is_data


def _ranked(
    look: Look,
    found: Sequence[Waiting],
    own: Iterable[Coding],
    progress: Progress,
    speakers: Mapping[SpeakerId, Speaker],
) -> list[Ranked]:
    heard: dict[CodeId, set[str]] = {}
    against: set[CodeId] = set()
    for coding in own:
        voice = _voice(progress.turn_at(coding.transcript_id, coding.start), coding.transcript_id, speakers)
        heard.setdefault(coding.code_id, set()).add(voice)
        if coding.challenges:
            against.add(coding.code_id)
    codebook = look.uow.codes.codebook(look.project)
    at_place: dict[tuple[str, int], list[Waiting]] = {}
    for one in found:
        at_place.setdefault((one.suggestion.transcript_id, one.suggestion.span.start), []).append(one)

    def instead(one: Waiting) -> CodeId | None:
        """Another code that may be meant: as likely here, or named in the codebook as the one to use instead."""
        code = codebook.codes.get(one.suggestion.code_id)
        named = codebook.named(code.near_miss.use_instead) if code and code.near_miss.use_instead else None
        for other in at_place[one.suggestion.transcript_id, one.suggestion.span.start]:
            if other is one:
                continue
            near = abs(other.suggestion.confidence - one.suggestion.confidence) < _NEAR
            if near or (named is not None and other.suggestion.code_id == named.id):
                return other.suggestion.code_id
        return None

    ranked = []
    for one in shown(found):
        code_id = one.suggestion.code_id
        voice = _voice(one.turn, one.suggestion.transcript_id, speakers)
        other = instead(one)
        if code_id in heard and voice not in heard[code_id]:
            ranked.append(Ranked(one, Worth.UNHEARD))
        elif other is not None:
            ranked.append(Ranked(one, Worth.NEAR_MISS, other))
        elif code_id in against:
            ranked.append(Ranked(one, Worth.AGAINST))
        else:
            ranked.append(Ranked(one, Worth.ALIKE))
    return ranked


def _voice(turn: Turn | None, transcript_id: TranscriptId, speakers: Mapping[SpeakerId, Speaker]) -> str:
    """Who speaks: the participant where the team has said so, else the voice of the transcript."""
    speaker = speakers.get(turn.speaker_id) if turn is not None and turn.speaker_id else None
    if speaker is None:
        return transcript_id
    return speaker.participant_id or speaker.id
