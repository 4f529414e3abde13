"""Sentences and passages of talk, by plain rules. Speech has few full stops, many fillers and time codes.

The unit of a suggestion is a *passage*: a whole turn, or, where a turn is long, a run of its sentences.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.domain.ids import SpeakerId
from workbench.domain.span import Span
from workbench.domain.text import annotations, count_words
from workbench.domain.transcript import Body, Speaker, Turn

PASSAGE_WORDS = 60
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*|\n+)(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Ste|Prof|vs|etc|e\.g|i\.e|approx|No|Ave)|\b[A-Z])\.$")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences between two places of a text, without the white space around them.

    >>> [span.text_in("Dr. Lee said no. [pause] So? Fine...") for span in split_sentences("Dr. Lee said no. [pause] So? Fine...")]
    ['Dr. Lee said no.', '[pause] So?', 'Fine...']
    """
    stop = len(text) if end is None else end
    inside = [(start + a, start + b) for a, b in annotations(text[start:stop])]
    found: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, stop):
        cut = match.end()
        if any(a < cut < b for a, b in inside) or _ABBREVIATION.search(text, max(begin, cut - 12), cut):
            continue
        found += _trimmed(text, begin, cut)
        begin = cut
    found += _trimmed(text, begin, stop)
    return found


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if start < end else []


@dataclass(frozen=True, slots=True)
class PassageOfTalk:
    """A unit that a suggestion can be made for, with the turn it lies in."""

    span: Span
    turn: Turn


def passages(body: Body, speakers: Mapping[SpeakerId, Speaker]) -> Iterator[PassageOfTalk]:
    """What participants said, in order: whole turns, long ones cut between sentences at about sixty words.

    Facilitators' and note-takers' turns are left out; a turn without a known speaker counts as a participant's.
    """
    for turn in body.turns:
        speaker = speakers.get(turn.speaker_id) if turn.speaker_id else None
        if speaker is not None and not speaker.role.is_data:
            continue
        for span in _runs(body.text, turn):
            yield PassageOfTalk(span, turn)


def _runs(text: str, turn: Turn) -> Iterator[Span]:
    begin: int | None = None
    end, words = turn.start, 0
    for sentence in split_sentences(text, turn.start, turn.end):
        length = count_words(sentence.text_in(text))
        if begin is not None and words + length > PASSAGE_WORDS and words:
            yield Span(begin, end)
            begin, words = None, 0
        begin = sentence.start if begin is None else begin
        end, words = sentence.end, words + length
    if begin is not None:
        yield Span(begin, end)
