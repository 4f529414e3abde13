"""What a withdrawal would take out of a project, worked out from the tables: shown first, and carried out later by the same plan.

It goes by *things with a place* rather than by nouns: whatever lies in a transcript from a start to an end moves with its words, or
goes with them. So a noun that is added later is not forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.domain.coding import Memo, Target
from workbench.domain.content_note import read_notes, write_notes
from workbench.domain.erasure import REMOVED, Lost, transcript_of
from workbench.domain.event import Record
from workbench.domain.ids import ParticipantId, TranscriptId
from workbench.domain.participant import Participant
from workbench.domain.records import from_record
from workbench.domain.removing import staying, without_turns
from workbench.domain.revising import Edit, travel
from workbench.domain.span import Span
from workbench.domain.transcript import Body, Speaker, Turn
from workbench.domain.withdrawal import PLACEHOLDER, Scope, Turns
from workbench.errors import RuleError
from workbench.services.desk import Deed, Look
from workbench.services.people import participant_in
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import veil_of, visible

_NEVER_TEXT = frozenset(
    {
        "id",
        "quote",
        "because",
        "key",
        "colour",
        "source_digest",
        "author",
        "coder",
        "asker",
        "reader",
        "reviewer",
        "people",
        "kept",
        "about",
        "redefined",
        "decided_by",
        "replaced_by",
        "created_by",
        "signed_by",
        "withdrawn_by",
        "state",
    }
)  # what the program wrote, or who of the team did something
_OWN_NOUNS = frozenset(
    {"participant", "consent", "withdrawal", "departure", "erasure", "revision", "review", "member", "ruling"}
)
_PLAIN_LABEL = re.compile(
    r"(?:speaker|participant|respondent|interviewee|patient|caller|guest|voice|[a-z]{1,3})[\s_-]*\d*", re.IGNORECASE
)
_NEAR = 3  # turns before and after, in which others may answer to what was said


@dataclass(frozen=True)
class Part:
    """One transcript as it is, the numbers of the turns that go, and all edits: others' repetitions are masked."""

    here: OpenTranscript
    numbers: frozenset[int]
    edits: tuple[Edit, ...]

    @property
    def gone(self) -> tuple[Turn, ...]:
        """The turns that become a placeholder."""
        return tuple(turn for turn in self.here.body.turns if turn.number in self.numbers)

    @property
    def after(self) -> Body:
        """The text as it will be."""
        return travel(self.here.body.text, self.edits, stands_for=True).body(self.here.body)

    def touches(self, span: Span) -> bool:
        """Whether a place lies in words that go, if only in part."""
        return any(turn.number in self.numbers for turn in self.here.body.turns_of(span))

    @property
    def is_empty(self) -> bool:
        """Whether nothing that anybody told is left."""
        return not any(self.counts(turn) for turn in self.here.body.turns if turn.number not in self.numbers)

    def counts(self, turn: Turn) -> bool:
        """Whether what is said in a turn is data: a facilitator's question alone carries no coding."""
        speaker = self.here.speakers.get(turn.speaker_id) if turn.speaker_id else None
        return speaker is None or speaker.role.is_data


@dataclass(frozen=True)
class Placed:
    """A thing that lies in words that go: ``stays`` is the part of its place that does not, with its words."""

    noun: str
    record: Record
    stays: Span | None
    quote: str


@dataclass(frozen=True)
class Mention:
    """A text that somebody wrote and that names the person, repeats their words, or hangs on them.

    ``hidden`` texts are private notes of others: they are cleaned, and shown to nobody.
    """

    noun: str
    id: str
    path: tuple[str | int, ...]
    author: str
    text: str
    proposed: str
    hidden: bool = False

    @property
    def key(self) -> str:
        """By which a person's own wording is handed over."""
        return ":".join((self.noun, self.id, *map(str, self.path)))


@dataclass(frozen=True)
class Nearby:
    """A turn of somebody else that names the person: close by, in the same talk, or in another transcript."""

    transcript_id: TranscriptId
    transcript: str
    turn: int
    speaker: str
    text: str
    is_close: bool


@dataclass(frozen=True)
class Plan:
    """All that a withdrawal would change. ``names`` are what the person is called; ``lost`` recognises their words."""

    participant: Participant
    scope: Scope
    parts: tuple[Part, ...]
    speakers: tuple[Speaker, ...]
    names: tuple[str, ...]
    lost: Lost
    placed: tuple[Placed, ...] = ()
    mentions: tuple[Mention, ...] = ()
    nearby: tuple[Nearby, ...] = ()
    notes: Mapping[TranscriptId, str] = field(default_factory=dict)  # content notes as they will read

    @property
    def transcripts(self) -> frozenset[TranscriptId]:
        return frozenset(part.here.transcript.id for part in self.parts)

    def of_noun(self, noun: str, *, trimmed: bool = False) -> list[Placed]:
        """The things of a kind that go, or those of which a part stays."""
        return [one for one in self.placed if one.noun == noun and (one.stays is not None) is trimmed]


def make_plan(
    at: Look | Deed,
    participant_id: ParticipantId,
    scope: Scope,
    *,
    passages: Iterable[Turns] = (),
    other_names: Iterable[str] = (),
    questions_too: bool = False,
) -> Plan:
    """What would go. ``other_names`` are names that the team knows the person by; ``questions_too`` takes the interviewer's
    turns as well, where nobody else is interviewed.
    """
    participant = participant_in(at, participant_id)
    speakers = tuple(one for one in at.uow.speakers.of_project(at.project.id) if one.participant_id == participant.id)
    everything = scope is Scope.EVERYTHING
    names = _names(participant, speakers, other_names) if everything else ()
    gone = _gone(at, speakers, scope, tuple(passages), questions_too=questions_too)
    parts = tuple(Part(here, turns, _edits(here, turns, names, participant.label)) for here, turns in gone)
    lost = _lost(at, parts, names)
    placed = _placed(at, parts)
    return Plan(
        participant=participant,
        scope=scope,
        parts=parts,
        speakers=speakers if everything else (),
        names=names,
        lost=lost,
        placed=placed,
        mentions=_mentions(at, participant, parts, placed, lost),
        nearby=_nearby(at, participant, parts, names),
        notes={part.here.transcript.id: _content_note(part, lost, participant.label) for part in parts},
    )


def _names(participant: Participant, speakers: Iterable[Speaker], others: Iterable[str]) -> tuple[str, ...]:
    """What the person is called, but for the label that stays."""
    found = [participant.pseudonym, *(speaker.label for speaker in speakers), *others]
    wanted = dict.fromkeys(name.strip() for name in found if name.strip())
    return tuple(name for name in wanted if name != participant.label and not _PLAIN_LABEL.fullmatch(name))


def _gone(
    at: Look | Deed, speakers: Iterable[Speaker], scope: Scope, passages: tuple[Turns, ...], *, questions_too: bool
) -> list[tuple[OpenTranscript, frozenset[int]]]:
    """The turns that go, by transcript."""
    if not scope.removes_words:
        return []
    own = {speaker.id for speaker in speakers}
    found = []
    for transcript_id in sorted({speaker.transcript_id for speaker in speakers}):
        here = opened(at, transcript_id)
        others = {one.id for one in here.speakers.values() if one.role.is_data} - own
        questions = {one.id for one in here.speakers.values() if not one.role.is_data}
        wanted = own | questions if scope is Scope.PASSAGES or (questions_too and not others) else own
        asked = [turn for turn in here.body.turns if scope is Scope.EVERYTHING or _in(passages, transcript_id, turn)]
        turns = frozenset(turn.number for turn in asked if turn.speaker_id in wanted)
        if not any(turn.speaker_id in own for turn in asked):
            continue
        found.append((here, turns))
    if scope is Scope.PASSAGES and not found:
        raise RuleError("Say which turns are taken back: none of the turns given is this participant's.")
    return found


def _in(passages: Iterable[Turns], transcript_id: TranscriptId, turn: Turn) -> bool:
    return any(one.holds(transcript_id, turn.number) for one in passages)


def _edits(here: OpenTranscript, turns: frozenset[int], names: Iterable[str], label: str) -> tuple[Edit, ...]:
    """A placeholder for each turn; where others in the transcript repeat five of the person's words or a name, a mask."""
    texts = {turn.number: turn.span.text_in(here.body.text) for turn in here.body.turns}
    echo = Lost.between((texts[number] for number in turns), (), names=names)
    masks = [
        Edit(turn.start + start, turn.start + end, instead)
        for turn in here.body.turns
        if turn.number not in turns
        for start, end, instead in echo.places_in(texts[turn.number], name=label)
    ]
    return (*without_turns(here.body, turns, PLACEHOLDER), *masks)


def _lost(at: Look | Deed, parts: Iterable[Part], names: Iterable[str]) -> Lost:
    """What stands in the texts now and will stand in none."""
    uow = at.uow
    after = {part.here.revision.id: part.after for part in parts}
    bodies = {**uow.bodies.of_revisions(uow.revisions.current_of_project(at.project.id)), **after}
    return Lost.between((part.here.body.text for part in parts), (body.text for body in bodies.values()), names=names)


def _placed(at: Look | Deed, parts: Iterable[Part]) -> tuple[Placed, ...]:
    """The things whose words go, whole or in part."""
    by_transcript = {part.here.transcript.id: part for part in parts}
    found = []
    for noun, collection in at.uow.collections.items():
        for record in collection.records_of_project(at.project.id).values():
            span = _span(record)
            part = by_transcript.get(TranscriptId(transcript_of(noun, record) or ""))
            if span is None or part is None:
                continue
            if noun == "coding" and record["revision_id"] != part.here.revision.id:
                waiting = at.uow.unplaced.find(
                    record["id"]
                )  # for a place: it goes unless it belongs to words that stay
                if waiting is None or waiting.guess is None or part.touches(waiting.guess):
                    found.append(Placed(noun, record, None, ""))
                continue
            if not part.touches(span):
                continue
            body = part.here.body
            stays = staying(body, part.numbers, span, part.counts)
            found.append(Placed(noun, record, stays, stays.text_in(body.text) if stays else ""))
    return tuple(found)


def _span(record: Record) -> Span | None:
    start, end = record.get("start"), record.get("end")
    return Span(start, end) if isinstance(start, int) and isinstance(end, int) and start < end else None


def _content_note(part: Part, lost: Lost, label: str) -> str:
    """The warning before hard passages, without those about turns that are gone."""
    kept = []
    for note in read_notes(part.here.transcript.content_note):
        about = range(note.first, note.last + 1)
        left = [
            turn
            for turn in part.here.body.turns
            if turn.number in about and turn.number not in part.numbers and part.counts(turn)
        ]
        if (note.first and left) or (not note.first and not part.is_empty):
            kept.append(note)
    return lost.masked(write_notes(kept), name=label)


# What people wrote --------------------------------------------------------------------------------------------------


def _mentions(
    at: Look | Deed, participant: Participant, parts: Iterable[Part], placed: Iterable[Placed], lost: Lost
) -> tuple[Mention, ...]:
    going = {(one.noun, one.record["id"]) for one in placed if one.stays is None and one.noun != "memo"}
    about = {one.record["id"] for one in placed if one.noun == "memo"}
    transcripts = {part.here.transcript.id for part in parts}
    theirs = {participant.id, *(part.here.transcript.id for part in parts if part.is_empty)}
    found = []
    for noun, collection in at.uow.collections.items():
        if noun in _OWN_NOUNS:
            continue
        for identity, record in collection.records_of_project(at.project.id).items():
            if (noun, identity) in going or (noun == "speaker" and record["participant_id"] == participant.id):
                continue
            on_them = noun == "memo" and (identity in about or record["target_id"] in theirs)
            author = str(record.get("author") or record.get("asker") or record.get("coder") or "")
            for path, text in _texts(record, skip={"content_note"} if identity in transcripts else set()):
                proposed = lost.masked(text, name=participant.label)
                if proposed != text or (on_them and path == ("text",)):
                    shown = _shorter(noun, proposed)
                    found.append(Mention(noun, identity, path, author, text, shown, _hidden(at, noun, record)))
    return tuple(found)


def _shorter(noun: str, proposed: str) -> str:
    """A text of which nothing is left but the mark; a note keeps it, a field is emptied."""
    return "" if noun != "memo" and proposed.strip(" .,;:!?“”\"'") == REMOVED else proposed


def _hidden(at: Look | Deed, noun: str, record: Record) -> bool:
    """Whether the asker may not read it: a private note, or another's work in a blind round."""
    if noun == "memo" and not visible(from_record(Memo, record), at.member):
        return True
    return veil_of(at).hides_record(noun, record)


def _texts(
    value: Any, path: tuple[str | int, ...] = (), *, skip: set[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a record that somebody wrote, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NEVER_TEXT and name not in skip and not name.endswith("_id"):
                yield from _texts(inner, (*path, name), skip=skip)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number), skip=skip)


def with_text(record: Record, path: tuple[str | int, ...], text: str) -> Record:
    """A record in which one text is another.

    >>> with_text({"a": ["x", {"b": "y"}]}, ("a", 1, "b"), "z")
    {'a': ['x', {'b': 'z'}]}
    """
    changed: Record = _with(record, path, text)
    return changed


def _with(value: Any, path: tuple[str | int, ...], text: str) -> Any:
    if not path:
        return text
    first, *rest = path
    if isinstance(value, dict):
        return {**value, first: _with(value[first], tuple(rest), text)}
    return [_with(inner, tuple(rest), text) if number == first else inner for number, inner in enumerate(value)]


def _nearby(
    at: Look | Deed, participant: Participant, parts: Iterable[Part], names: Iterable[str]
) -> tuple[Nearby, ...]:
    """Turns of others that name the person, those close to what the person said first."""
    named = Lost(names=frozenset({*names, participant.label, participant.pseudonym}))
    by_transcript = {part.here.transcript.id: part for part in parts}
    found = []
    for transcript in at.uow.transcripts.of_project(at.project.id):
        part = by_transcript.get(transcript.id)
        here = part.here if part else opened(at, transcript.id)
        gone = part.numbers if part else frozenset()
        for turn in here.body.turns:
            text = turn.span.text_in(here.body.text)
            if turn.number in gone or not named.names_in(text):
                continue
            speaker = here.speakers.get(turn.speaker_id) if turn.speaker_id else None
            if speaker is not None and speaker.participant_id == participant.id:
                continue
            close = any(abs(turn.number - number) <= _NEAR for number in gone)
            found.append(
                Nearby(transcript.id, transcript.label, turn.number, speaker.label if speaker else "", text, close)
            )
    return tuple(sorted(found, key=lambda one: (not one.is_close, one.transcript, one.turn)))


def memo_without_place(record: Record, transcript_id: TranscriptId) -> Record:
    """A note on words that are gone, as a note on their transcript."""
    return {
        **record,
        "target": Target.TRANSCRIPT.value,
        "target_id": transcript_id,
        "start": None,
        "end": None,
        "quote": "",
    }
