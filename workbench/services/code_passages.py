"""All passages of a code on one page: with the talk around them, who speaks and when, in the order that helps to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.codebook import Code, fold
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, ParticipantId, TranscriptId
from workbench.domain.leaving import Why
from workbench.domain.participant import fits
from workbench.domain.text import count_words
from workbench.domain.transcript import Phase
from workbench.services.desk import Desk, Look
from workbench.services.locks import facts_of, lock_on
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import seen_codings

_AROUND = 40  # words of context on each side


class Order(StrEnum):
    """By what passages are put in order."""

    PARTICIPANT = "participant"
    LENGTH = "length"
    CODER = "coder"
    NEWEST = "newest"


@dataclass(frozen=True)
class Passage:
    """A coding where it stands. ``before`` and ``after`` are the words around it in its turns, cut between words.

    ``voice`` is the pseudonym once the team has said who speaks, else the label of the file, or empty.
    """

    coding: Coding
    code: Code
    transcript_label: str
    transcript_title: str
    phase: Phase
    turn: int
    voice: str
    participant_id: ParticipantId | None
    begins_at: float | None
    before: str
    after: str
    words: int
    lock: Why | None = None  # why it may not be quoted


def passages(
    desk: Desk,
    code_id: CodeId,
    *,
    with_children: bool = False,
    order: Order = Order.PARTICIPANT,
    coder: str | None = None,
    voice: str | None = None,
    containing: str = "",
    attributes: Mapping[str, str] | None = None,
) -> list[Passage]:
    """The passages that carry a code (and, if wanted, the codes below it), in order; of one coder, one voice, or with some words.

    ``attributes`` narrows them to participants who have all of these values.
    """
    with desk.reading() as look:
        people = look.uow.participants.of_project(desk.project_id) if attributes else []
        fitting = {person.id for person in people if fits(person, attributes or {})}
        codebook = look.uow.codes.codebook(look.project)
        codes = [codebook.get(code_id), *(codebook.below(code_id) if with_children else [])]
        found = [row for code in codes for row in _placed(look, code, seen_codings(look, code.id))]
    wanted = fold(containing)
    kept = [
        row
        for row in found
        if coder in (None, row.coding.coder)
        and voice in (None, row.voice)
        and wanted in fold(row.coding.quote)
        and (not attributes or row.participant_id in fitting)
    ]
    return ordered(kept, order)


def passages_of(desk: Desk, codings: Iterable[Coding]) -> list[Passage]:
    """These codings where they stand, by transcript and place."""
    by_code: dict[CodeId, list[Coding]] = {}
    for coding in codings:
        by_code.setdefault(coding.code_id, []).append(coding)
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        found = [row for code_id, some in by_code.items() for row in _placed(look, codebook.get(code_id), some)]
    return sorted(found, key=_by_place)


def ordered(rows: Iterable[Passage], order: Order) -> list[Passage]:
    """Passages in an order; where that leaves a choice, by transcript and place."""
    found = sorted(rows, key=_by_place)
    if order is Order.PARTICIPANT:
        found.sort(key=lambda row: (not row.voice, fold(row.voice)))
    elif order is Order.LENGTH:
        found.sort(key=lambda row: -row.words)
    elif order is Order.CODER:
        found.sort(key=lambda row: fold(row.coding.coder))
    else:
        found.sort(key=lambda row: row.coding.created_at, reverse=True)
    return found


def _by_place(row: Passage) -> tuple[str, int, int, str]:
    return row.transcript_label, row.coding.start, row.coding.end, row.coding.id


def _placed(look: Look, code: Code, codings: Iterable[Coding]) -> list[Passage]:
    names = {person.id: person.pseudonym for person in look.uow.participants.of_project(look.project.id)}
    places: dict[TranscriptId, OpenTranscript] = {}
    rows = []
    for coding in codings:
        if coding.transcript_id not in places:
            places[coding.transcript_id] = opened(look, coding.transcript_id)
        rows.append(_passage(places[coding.transcript_id], code, coding, names))
    facts = facts_of(look, places.values())
    return [replace(row, lock=lock_on(facts, row.coding.transcript_id, row.coding.span)) for row in rows]


def _passage(here: OpenTranscript, code: Code, coding: Coding, names: dict[ParticipantId, str]) -> Passage:
    text = here.body.text
    coding.check(text)
    turns = here.body.turns_of(coding.span)
    first, last = (turns[0], turns[-1]) if turns else (None, None)
    speaker = here.speakers.get(first.speaker_id) if first and first.speaker_id else None
    participant_id = speaker.participant_id if speaker else None
    label = speaker.label if speaker else ""
    return Passage(
        coding,
        code,
        here.transcript.label,
        here.transcript.title,
        here.transcript.phase,
        first.number if first else 0,
        names.get(participant_id, label) if participant_id else label,
        participant_id,
        first.begins_at if first else None,
        _last_words(text[first.start : coding.start] if first else ""),
        _first_words(text[coding.end : last.end] if last else ""),
        count_words(coding.quote),
    )


def _last_words(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _AROUND else f"… {' '.join(words[-_AROUND:])}"


def _first_words(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _AROUND else f"{' '.join(words[:_AROUND])} …"
