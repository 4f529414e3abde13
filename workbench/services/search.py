"""Finding words in all transcripts, also by regular expression, in bounded time and with a bounded list of places."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import regex

from workbench.domain.ids import ParticipantId, TranscriptId
from workbench.domain.leaving import Why
from workbench.domain.participant import fits
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Turn
from workbench.errors import RuleError
from workbench.services.desk import Desk
from workbench.services.locks import facts_of, lock_on
from workbench.services.transcripts import OpenTranscript, opened

MOST = 500  # places; more than anybody reads
SECONDS = 5.0
LONGEST_PATTERN = 500
_CONTEXT = 60  # code points on either side


@dataclass(frozen=True)
class Hit:
    """Words that were found, with what stands around them in the same turn."""

    transcript_id: TranscriptId
    label: str
    title: str
    turn: int
    speaker: str
    participant_id: ParticipantId | None
    begins_at: float | None
    span: Span
    before: str
    words: str
    after: str
    lock: Why | None = None  # why it may not be quoted


@dataclass(frozen=True)
class Found:
    """The places in the order of the transcripts. ``stopped`` says in words why the list may not be whole."""

    hits: tuple[Hit, ...]
    searched: int  # transcripts looked through to the end
    transcripts: int
    stopped: str = ""


class _OutOfTimeError(Exception):
    """The time for one search is over."""


def find_everywhere(
    desk: Desk,
    wanted: str,
    *,
    by_pattern: bool = False,
    match_case: bool = False,
    whole_word: bool = False,
    attributes: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most: int = MOST,
) -> Found:
    """Where words stand in the transcripts. ``by_pattern`` reads ``wanted`` as a regular expression.

    A place never reaches over the end of a turn. The search gives up after ``seconds`` or ``most`` places and says so.
    ``attributes`` narrows it to what participants with all of these values said.
    """
    pattern = _pattern(wanted, by_pattern=by_pattern, match_case=match_case, whole_word=whole_word)
    end = time.monotonic() + seconds
    hits: list[Hit] = []
    searched = 0
    with desk.reading() as look:
        rows = look.uow.transcripts.of_project(desk.project_id)
        people = look.uow.participants.of_project(desk.project_id) if attributes else []
        fitting = {person.id for person in people if fits(person, attributes or {})}
        for row in rows:
            here = opened(look, row.id)
            facts: Snapshot | None = None  # only where something is found
            try:
                for hit in _hits(pattern, here, end):
                    if attributes and hit.participant_id not in fitting:
                        continue
                    facts = facts or facts_of(look, [here])
                    hits.append(replace(hit, lock=lock_on(facts, row.id, hit.span)))
                    if len(hits) >= most:
                        why = f"Stopped after {most} places. Search for something rarer to see them all."
                        return Found(tuple(hits), searched, len(rows), why)
            except _OutOfTimeError:
                why = f"Stopped after {seconds:g} seconds, in {row.label}. Try a simpler pattern."
                return Found(tuple(hits), searched, len(rows), why)
            searched += 1
    return Found(tuple(hits), searched, len(rows))


def _pattern(wanted: str, *, by_pattern: bool, match_case: bool, whole_word: bool) -> regex.Pattern[str]:
    words = make_text(wanted).strip() if not by_pattern else make_text(wanted)
    if not words.strip():
        raise RuleError("Write what to look for.")
    if len(words) > LONGEST_PATTERN:
        raise RuleError(f"Look for at most {LONGEST_PATTERN} characters at once.")
    source = words if by_pattern else r"\s+".join(regex.escape(word) for word in words.split())
    if whole_word:
        source = rf"(?<![\w\p{{M}}])(?:{source})(?![\w\p{{M}}])"
    flags = regex.VERSION1 | regex.MULTILINE | (0 if match_case else regex.IGNORECASE)
    try:
        return regex.compile(source, flags)
    except regex.error as error:
        raise RuleError(f"This is not a regular expression that can be read: {error}.") from error


def _hits(pattern: regex.Pattern[str], here: OpenTranscript, end: float) -> Iterator[Hit]:
    for turn in here.body.turns:
        said = turn.span.text_in(here.body.text)
        for start, stop in _places(pattern, said, end):
            yield _hit(here, turn, said, start, stop)


def _places(pattern: regex.Pattern[str], said: str, end: float) -> Iterator[tuple[int, int]]:
    """Where a pattern fits in a text, one place after another; empty fits are left out."""
    at = 0
    while at <= len(said):
        left = end - time.monotonic()
        if left <= 0:
            raise _OutOfTimeError
        try:
            match = pattern.search(said, at, timeout=left)
        except TimeoutError as late:
            raise _OutOfTimeError from late
        if match is None:
            return
        if match.end() > match.start():
            yield match.span()
        at = match.end() if match.end() > at and match.end() > match.start() else match.end() + 1


def _hit(here: OpenTranscript, turn: Turn, said: str, start: int, stop: int) -> Hit:
    voice = here.speakers.get(turn.speaker_id) if turn.speaker_id else None
    before = said[max(0, start - _CONTEXT) : start]
    after = said[stop : stop + _CONTEXT]
    return Hit(
        transcript_id=here.transcript.id,
        label=here.transcript.label,
        title=here.transcript.title,
        turn=turn.number,
        speaker=voice.label if voice else "",
        participant_id=voice.participant_id if voice else None,
        begins_at=turn.begins_at,
        span=Span(turn.start + start, turn.start + stop),
        before=("… " if start > _CONTEXT else "") + before,
        words=said[start:stop],
        after=after + (" …" if stop + _CONTEXT < len(said) else ""),
    )
