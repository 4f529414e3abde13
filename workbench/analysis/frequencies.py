"""How many people, how many mentions: the two counts that a finding is never shown without.

A *mention* is a passage, not a coding. Codings whose places overlap are merged into one passage, so that the same words
marked by two coders (or with two codes of one theme) count once. *People* are distinct participants: a focus group
counts each of its voices once. Voices that nobody has linked to a participant are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, ParticipantId, TranscriptId
from workbench.domain.report import holds_withdrawn
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.text import count_words

SMALL_CELL = 5
"""Canadian practice: a group of fewer people than this is not shown with its number."""

MANY_VALUES = 6
NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one transcript that one or more overlapping codings cover."""

    transcript_id: TranscriptId
    span: Span
    codings: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an idea reaches. People and mentions belong together and are read together."""

    people: frozenset[ParticipantId]
    unlinked: frozenset[str]
    mentions: int
    transcripts: frozenset[TranscriptId]

    def in_words(self) -> str:
        """Both counts in one phrase.

        >>> Reach(frozenset({ParticipantId("a")}), frozenset(), 3, frozenset()).in_words()
        '1 person, 3 mentions'
        >>> Reach(frozenset(), frozenset({"s1", "s2"}), 1, frozenset()).in_words()
        '0 people and 2 speakers not linked to a participant, 1 mention'
        """
        who = count_of(len(self.people), "person", "people")
        if self.unlinked:
            who += f" and {count_of(len(self.unlinked), 'speaker', 'speakers')} not linked to a participant"
        return f"{who}, {count_of(self.mentions, 'mention')}"


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count_of(1, "mention"), count_of(2100, "mention"), count_of(0, "person", "people")
    ('1 mention', '2,100 mentions', '0 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans joined into one; spans that only touch stay apart.

    >>> merged([Span(5, 9), Span(0, 6), Span(9, 12)])
    [Span(start=0, end=9), Span(start=9, end=12)]
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def passages(codings: Iterable[Coding]) -> tuple[Passage, ...]:
    """The given codings as passages, merged where their places overlap; ordered by transcript id and place."""
    by_transcript: dict[TranscriptId, list[Coding]] = {}
    for coding in codings:
        by_transcript.setdefault(coding.transcript_id, []).append(coding)
    found = []
    for transcript_id in sorted(by_transcript):
        waiting = sorted(by_transcript[transcript_id], key=lambda coding: (coding.start, coding.end, coding.id))
        for span in merged(coding.span for coding in waiting):
            inside = tuple(coding for coding in waiting if span.contains(coding.span))
            found.append(Passage(transcript_id, span, inside))
            waiting = waiting[len(inside) :]
    return tuple(found)


def without_withdrawn(snapshot: Snapshot) -> Snapshot:
    """The study as it stands without what people who have withdrawn said.

    Their conversations, the codings of passages in which they are heard, and what was decided or reviewed there are left
    out; their turns in a group are left out of the words. The people themselves stay, so that they can be counted.
    """
    gone = {person.id for person in snapshot.participants if person.withdrawn_on is not None}
    if not gone:
        return snapshot
    silent = {speaker.id for speaker in snapshot.speakers.values() if speaker.participant_id in gone}
    voices: dict[TranscriptId, set[str]] = {}
    for speaker in snapshot.speakers.values():
        if speaker.role.is_data:
            voices.setdefault(speaker.transcript_id, set()).add(speaker.id)
    empty = {transcript_id for transcript_id, heard in voices.items() if heard <= silent}
    revisions = {}
    for transcript_id, revision in snapshot.revisions.items():
        body = snapshot.bodies[transcript_id]
        lost = sum(count_words(turn.span.text_in(body.text)) for turn in body.turns if turn.speaker_id in silent)
        if transcript_id not in empty:
            revisions[transcript_id] = replace(revision, words=max(revision.words - lost, 0))
    return replace(
        snapshot,
        transcripts=tuple(transcript for transcript in snapshot.transcripts if transcript.id not in empty),
        revisions=revisions,
        codings=tuple(coding for coding in snapshot.codings if not holds_withdrawn(snapshot, coding)),
        decisions=tuple(decision for decision in snapshot.decisions if decision.transcript_id not in empty),
        agreed=tuple(one for one in snapshot.agreed if not holds_withdrawn(snapshot, one.as_coding())),
        reviews=tuple(review for review in snapshot.reviews if review.transcript_id not in empty),
    )


def counted_codings(snapshot: Snapshot) -> tuple[Coding, ...]:
    """The codings that findings rest on: participants' talk, without anyone who has withdrawn.

    A passage in which only a facilitator or a note-taker speaks is not data. Where a file names no speakers at all, the
    voice is unknown and counts as one speaker not linked to a participant.
    """
    return tuple(
        coding for coding in snapshot.findings if _voices(snapshot, coding) and not holds_withdrawn(snapshot, coding)
    )


def _voices(snapshot: Snapshot, coding: Coding) -> frozenset[str]:
    """Whose talk a passage holds: a key for each voice whose talk is data."""
    turns = snapshot.bodies[coding.transcript_id].turns_of(coding.span)
    found = set()
    for turn in turns:
        speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
        if speaker is None:
            found.add(f"unknown voice of {coding.transcript_id}")
        elif speaker.role.is_data:
            found.add(speaker.id)
    return frozenset(found)


def reach(snapshot: Snapshot, codings: Sequence[Coding]) -> Reach:
    """People, unlinked voices, mentions and transcripts of the given codings (see the module's definitions)."""
    people: set[ParticipantId] = set()
    unlinked: set[str] = set()
    for coding in codings:
        linked_voices: set[str] = set()
        for speaker in snapshot.speakers_of(coding):
            participant = snapshot.participant_of(speaker)
            if participant is not None and speaker.role.is_data:
                people.add(participant.id)
                linked_voices.add(speaker.id)
        unlinked |= _voices(snapshot, coding) - linked_voices
    return Reach(
        people=frozenset(people),
        unlinked=frozenset(unlinked),
        mentions=len(passages(codings)),
        transcripts=frozenset(coding.transcript_id for coding in codings),
    )


def by_code(codings: Iterable[Coding]) -> dict[CodeId, list[Coding]]:
    """The codings of each code that has any."""
    found: dict[CodeId, list[Coding]] = {}
    for coding in codings:
        found.setdefault(coding.code_id, []).append(coding)
    return found


def banded(value: str) -> str:
    """A whole number as a band of ten years or units, 90 and over as one; any other words as they are.

    >>> banded("47"), banded("93"), banded("rural")
    ('40–49', '90+', 'rural')
    """
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        return text
    number = int(text)
    return "90+" if number >= 90 else f"{number // 10 * 10}–{number // 10 * 10 + 9}"


def small_cells(counts: dict[str, int]) -> dict[str, str]:
    """Counts of people as they may be shown: fewer than five as ``<5``, and as many more hidden as it takes.

    A single small group could be worked out from the total, so the next smallest is hidden with it, until at least two
    groups with five people or more together are hidden.

    >>> small_cells({"rural": 12, "urban": 7, "northern": 2})
    {'rural': '12', 'urban': 'not shown', 'northern': '<5'}
    >>> small_cells({"rural": 12, "urban": 7})
    {'rural': '12', 'urban': '7'}
    """
    smallest_first = sorted(counts, key=lambda value: (counts[value], value))
    hidden = [value for value in smallest_first if counts[value] < SMALL_CELL]
    if hidden:
        for value in smallest_first[len(hidden) :]:
            if len(hidden) >= 2 and sum(counts[each] for each in hidden) >= SMALL_CELL:
                break
            hidden.append(value)
    shown = {}
    for value, count in counts.items():
        if count < SMALL_CELL:
            shown[value] = f"<{SMALL_CELL}"
        else:
            shown[value] = NOT_SHOWN if value in hidden else f"{count:,}"
    return shown


def people_shown(count: int) -> str:
    """A number of people as it may be shown.

    >>> people_shown(12), people_shown(3), people_shown(0)
    ('12', '<5', '0')
    """
    return f"<{SMALL_CELL}" if 0 < count < SMALL_CELL else f"{count:,}"


def attribute_counts(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """How many participants share each value of each attribute, as it may be shown (see ``small_cells``).

    Whole numbers are put into bands of ten. An attribute with more than six different values, each of them rare, points
    at people rather than describing a group; it comes with no values at all. People who have withdrawn are left out.
    """
    staying = [participant for participant in snapshot.participants if participant.withdrawn_on is None]
    names = sorted({name for participant in staying for name in participant.attributes})
    found: dict[str, dict[str, str]] = {}
    for name in names:
        values = Counter(banded(participant.attributes.get(name, "")) or "not told" for participant in staying)
        rare = all(count < SMALL_CELL for count in values.values())
        found[name] = {} if rare and len(values) > MANY_VALUES else small_cells(dict(sorted(values.items())))
    return found
