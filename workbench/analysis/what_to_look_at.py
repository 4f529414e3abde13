"""What a mentor may want to look at: plain facts about codes, codings and transcripts. No score of anybody, and no verdict.

Every function takes what was asked for and answers in things, so that each can be shown with a way to its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.domain.codebook import Code, Codebook, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, SpeakerId, TranscriptId
from workbench.domain.text import count_words
from workbench.domain.transcript import Body, Speaker, Turn

PAGE_OF_WORDS = 300
"""About a page of a double-spaced transcript; a longer selection is shown."""
WORDS_FOR_A_CODING = 500
"""A transcript that was read to its end with fewer codings than one for so many words is shown."""


@dataclass(frozen=True, slots=True)
class OneUser:
    """A code that one person alone has used, how often."""

    code: Code
    coder: str
    uses: int


@dataclass(frozen=True, slots=True)
class Extent:
    """A selection that is very long or very short, with its number of words."""

    coding: Coding
    words: int


@dataclass(frozen=True, slots=True)
class Finished:
    """That somebody has read a transcript to its end; ``words`` is its length."""

    reader: str
    transcript_id: TranscriptId
    words: int


@dataclass(frozen=True, slots=True)
class Thin:
    """A transcript that somebody has read to its end and hardly coded."""

    read: Finished
    codings: int


def without_definition(codebook: Codebook) -> list[Code]:
    """The codes in use for which nobody has written what belongs to them. Headings take no passages, so they need none."""
    return [
        code for code in codebook if code.codable and code.status is not CodeStatus.RETIRED and not code.has_meaning
    ]


def used_by_one(codebook: Codebook, codings: Iterable[Coding]) -> list[OneUser]:
    """The codes that one person alone has used, where at least two people code; retired codes are left out."""
    users: dict[CodeId, dict[str, int]] = {}
    coders: set[str] = set()
    for coding in codings:
        coders.add(coding.coder)
        counts = users.setdefault(coding.code_id, {})
        counts[coding.coder] = counts.get(coding.coder, 0) + 1
    if len(coders) < 2:  # with one coder it says nothing
        return []
    found = []
    for code in codebook:
        counts = users.get(code.id, {})
        if len(counts) == 1 and code.status is not CodeStatus.RETIRED:
            [(coder, uses)] = counts.items()
            found.append(OneUser(code, coder, uses))
    return found


def very_long(codings: Iterable[Coding], *, most: int = PAGE_OF_WORDS) -> list[Extent]:
    """The selections of more than about a page, the longest first."""
    found = [Extent(one, words) for one in codings if (words := count_words(one.quote)) > most]
    return sorted(found, key=lambda one: (-one.words, one.coding.id))


def one_word(codings: Iterable[Coding]) -> list[Extent]:
    """The selections of a single word, or of none but a transcriber's note, in the order given."""
    return [Extent(one, words) for one in codings if (words := count_words(one.quote)) <= 1]


def hardly_coded(
    finished: Iterable[Finished], codings: Iterable[Coding], *, words_for_one: int = WORDS_FOR_A_CODING
) -> list[Thin]:
    """The transcripts read to their end in which the reader has made fewer than one coding for 500 words; the fewest first."""
    counts: dict[tuple[str, TranscriptId], int] = {}
    for coding in codings:
        key = (coding.coder, coding.transcript_id)
        counts[key] = counts.get(key, 0) + 1
    found = [Thin(one, counts.get((one.reader, one.transcript_id), 0)) for one in finished]
    thin = [one for one in found if one.codings * words_for_one < one.read.words]
    return sorted(thin, key=lambda one: (one.codings / one.read.words, one.read.reader, one.read.transcript_id))


def facilitator_coded(
    codings: Iterable[Coding],
    turns: Mapping[TranscriptId, tuple[Turn, ...]],
    speakers: Mapping[SpeakerId, Speaker],
) -> list[Coding]:
    """The codings that lie wholly in talk of facilitators or note-takers, whose words are no data."""
    not_data = {speaker.id for speaker in speakers.values() if not speaker.role.is_data}
    found = []
    for coding in codings:
        touched = Body("", turns.get(coding.transcript_id, ())).turns_of(coding.span)
        if touched and all(turn.speaker_id in not_data for turn in touched):
            found.append(coding)
    return found
