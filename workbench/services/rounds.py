"""Blind rounds: starting one, saying that one has finished, ending one early, and how they stand.

None of it is taken back by undo: what people have seen of each other cannot be unseen. Finishing has its own way back, until the last has finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.ids import RoundId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.round import FEWEST_CODERS, MOST_CODERS, Place, Round, draw_evenly, in_one_row
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, Turn
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import what_is_left_out


@dataclass(frozen=True)
class Whole:
    """All of some transcripts."""

    transcripts: tuple[TranscriptId, ...]


@dataclass(frozen=True)
class Chosen:
    """Turns that somebody picked, by their numbers in each transcript."""

    turns: Mapping[TranscriptId, tuple[int, ...]]


@dataclass(frozen=True)
class Share:
    """A share of the turns of some transcripts in which participants speak, drawn evenly; the seed is kept."""

    transcripts: tuple[TranscriptId, ...]
    percent: int
    seed: int


Choice = Whole | Chosen | Share


def start_round(desk: Desk, title: str, coders: Sequence[str], choice: Choice) -> Round:
    """Start a blind round for some coders. The codebook stands still from now on.

    :raises RuleError: too few or too many coders, no title, or nothing to code
    """
    with desk.deed("start round", Right.RUN_ROUNDS) as deed:
        name = " ".join(make_text(title).split())
        if not name:
            raise RuleError("Give the round a short title, such as “First round”.")
        places, drawn = _places(deed, choice)
        if not places:
            raise RuleError("Choose at least one transcript with words to code.")
        made = Round(
            id=RoundId(new_id()),
            project_id=deed.project_id,
            title=name,
            coders=_coders(deed, coders),
            places=places,
            drawn=drawn,
            started_by=deed.actor,
            started_at=deed.at,
        )
        deed.uow.rounds.save(made)
    return made


def finish(desk: Desk, round_id: RoundId) -> Round:
    """Say that one has finished. With the last coder the round is over, and all see all."""
    with desk.deed("finish round", Right.CODE) as deed:
        return _save(deed, _of_team(deed, round_id).finish(deed.actor, deed.at))


def take_back_finish(desk: Desk, round_id: RoundId) -> Round:
    """Say that there is more to code after all; only as long as somebody else has not finished."""
    with desk.deed("take back finish", Right.CODE) as deed:
        return _save(deed, _of_team(deed, round_id).take_back(deed.actor))


def end_early(desk: Desk, round_id: RoundId, *, reason: str) -> Round:
    """End a round although not all have finished, for a reason. Places of those who had not finished count as missing."""
    with desk.deed("end round", Right.RUN_ROUNDS) as deed:
        words = " ".join(make_text(reason).split())
        return _save(deed, _of_team(deed, round_id).end_early(deed.actor, deed.at, words))


def list_rounds(desk: Desk) -> list[Round]:
    """All rounds of the project, the newest first. They tell who codes in them and who has finished, and nothing of the codings."""
    with desk.reading() as look:
        return look.uow.rounds.of_project(desk.project_id)[::-1]


def get_round(desk: Desk, round_id: RoundId) -> Round:
    """One round of the project."""
    with desk.reading() as look:
        return _of_team(look, round_id)


def running_in(desk: Desk, transcript_id: TranscriptId) -> list[Round]:
    """The running rounds that have places in a transcript."""
    with desk.reading() as look:
        return [one for one in look.uow.rounds.running(desk.project_id) if transcript_id in one.transcripts]


def left_out(desk: Desk) -> str:
    """One sentence for lists and files that lack what a blind round hides from this person; empty where nothing is hidden."""
    with desk.reading() as look:
        return what_is_left_out(look)


@dataclass(frozen=True)
class PlacedTurns:
    """The turns of a transcript that belong to a round, as stretches from first to last."""

    transcript_id: TranscriptId
    label: str
    title: str
    rows: tuple[tuple[int, int], ...]
    turns: int
    whole: bool


def places_of(desk: Desk, round_id: RoundId) -> list[PlacedTurns]:
    """Where a round is to be coded, by transcript; transcripts that are gone since are left out."""
    with desk.reading() as look:
        one = _of_team(look, round_id)
        found = []
        for transcript_id in one.transcripts:
            if look.uow.transcripts.find(transcript_id) is None:
                continue
            here = opened(look, transcript_id)
            numbers = [turn.number for turn in turns_of(one, transcript_id, here.body)]
            whole = any(place.span is None for place in one.places if place.transcript_id == transcript_id)
            rows = tuple(in_one_row(numbers))
            found.append(
                PlacedTurns(transcript_id, here.transcript.label, here.transcript.title, rows, len(numbers), whole)
            )
    return sorted(found, key=lambda row: row.label)


def turns_of(one: Round, transcript_id: TranscriptId, body: Body) -> list[Turn]:
    """The turns of a transcript that a round touches."""
    return [turn for turn in body.turns if one.touches(transcript_id, turn.span)]


def _save(deed: Deed, changed: Round) -> Round:
    deed.uow.rounds.save(changed)
    return changed


def _of_team(at: Look | Deed, round_id: RoundId) -> Round:
    found = at.uow.rounds.find(round_id)
    if found is None or found.project_id != at.project.id:
        raise NotFoundError("round", round_id)
    return found


def _coders(deed: Deed, names: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(names))
    if not FEWEST_CODERS <= len(chosen) <= MOST_CODERS:
        raise RuleError(f"A blind round needs {FEWEST_CODERS} to {MOST_CODERS} coders.")
    for name in chosen:
        member = deed.uow.members.named(deed.project_id, name)
        if member is None:
            raise NotFoundError("person on the team called", name)
        member.require(Right.CODE)
    return chosen


def _places(deed: Deed, choice: Choice) -> tuple[tuple[Place, ...], str]:
    """The places, and how they were chosen in words."""
    match choice:
        case Whole(transcripts):
            here = [opened(deed, name).transcript.id for name in dict.fromkeys(transcripts)]
            return tuple(Place(name) for name in here), "all turns of the transcripts"
        case Chosen(turns):
            found = [
                (name, turn)
                for name, numbers in turns.items()
                for turn in _numbered(opened(deed, name), sorted(set(numbers)))
            ]
            return _joined(found), "turns that were picked"
        case Share(transcripts, percent, seed):
            spoken = [(name, turn) for name in dict.fromkeys(transcripts) for turn in _told(opened(deed, name))]
            drawn = draw_evenly(spoken, percent, seed)
            told = f"{percent} % of the turns in which participants speak, drawn evenly (seed {seed}): {len(drawn)} of {len(spoken)}"
            return _joined(drawn), told


def _numbered(here: OpenTranscript, numbers: Iterable[int]) -> list[Turn]:
    last = len(here.body.turns)
    found = []
    for number in numbers:
        if not 1 <= number <= last:
            raise RuleError(f"{here.transcript.label} has no turn {number}. Its turns go from 1 to {last}.")
        found.append(here.body.turns[number - 1])
    return found


def _told(here: OpenTranscript) -> list[Turn]:
    """The turns in which somebody speaks whose words are data; all, where nobody has said who speaks."""
    speakers = here.speakers
    return [
        turn
        for turn in here.body.turns
        if (speaker := speakers.get(turn.speaker_id) if turn.speaker_id else None) is None or speaker.role.is_data
    ]


def _joined(turns: Iterable[tuple[TranscriptId, Turn]]) -> tuple[Place, ...]:
    """One place for each row of turns that follow one another."""
    places: list[Place] = []
    last: tuple[TranscriptId, int] | None = None
    for name, turn in turns:
        span: Span = turn.span
        if last == (name, turn.number - 1) and places[-1].start is not None:
            places[-1] = Place(name, places[-1].start, span.end)
        else:
            places.append(Place(name, span.start, span.end))
        last = (name, turn.number)
    return tuple(places)
