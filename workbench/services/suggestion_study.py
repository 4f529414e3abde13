"""A project as one person's engine sees it: passages in order, what that person has read, and the codings it may learn from.

It learns from the person's own codings and from those that the team agreed on; a coding of the person's that the team decided against
teaches no more. Another coder's open codings are never among them. What was read and left uncoded counts as "no", what was
not read does not count.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.domain.codebook import Code, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.decision import agreed_anew, settled_codings
from workbench.domain.ids import CodeId, SpeakerId, TranscriptId
from workbench.domain.sentences import passages
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Suggestion, Verdict, suggestion_id
from workbench.domain.transcript import Body, Revision, Speaker, Transcript
from workbench.nlp.continuing import Continuation
from workbench.nlp.values import CodeDescription, Passage, Refreshed, SimilarReason, SuggestedCode
from workbench.services.desk import Look
from workbench.services.visibility import seen_agreed, seen_codings, seen_decisions, seen_reviews

_QUOTED = 90  # characters of a similar passage that a reason repeats
CONTINUING_MODEL = "turn-before"
_MOST_KEPT = 40_000_000  # characters of passages kept at hand; the stress study has two million


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage with where it stands."""

    id: str
    transcript_id: TranscriptId
    start: int
    end: int
    turn: int
    speaker_id: SpeakerId | None
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class PassagesAtHand:
    """The passages of transcripts that were cut before, so that a refresh reads only what changed.

    A revision's text never changes, so its digest and the silent speakers name the result. Held in memory only, the longest unused
    let go first; ``forget`` empties it, as a withdrawal must.
    """

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._held: OrderedDict[tuple[str, ...], tuple[Unit, ...]] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def find(self, key: tuple[str, ...]) -> tuple[Unit, ...] | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: tuple[str, ...], units: tuple[Unit, ...]) -> None:
        with self._lock:
            if key not in self._held:
                self._held[key] = units
                self._characters += _size(units)
            while self._characters > self._most and len(self._held) > 1:
                _, gone = self._held.popitem(last=False)
                self._characters -= _size(gone)

    def forget(self) -> None:
        """Let go of every passage."""
        with self._lock:
            self._held.clear()
            self._characters = 0


def _size(units: Iterable[Unit]) -> int:
    return sum(unit.end - unit.start for unit in units)


PASSAGES = PassagesAtHand()


class Study:
    """What one person's engine may know of a project, and the way back from its answers to suggestions."""

    def __init__(
        self,
        codes: Sequence[Code],
        units: Sequence[Unit],
        teaching: Iterable[Coding],
        *,
        actor: str | None,
        read: Mapping[TranscriptId, int],
        turned_down: Iterable[str],
        labels: Mapping[TranscriptId, str],
    ) -> None:
        self.codes = codes
        self.units = units
        self.by_id = {unit.id: unit for unit in units}
        self.reviewed = set(turned_down)
        self.names = labels
        self.coders: dict[str, list[str]] = {}
        self.coded: dict[str, set[str]] = {}
        self.own_coded: dict[str, set[str]] = {}
        usable = {code.id for code in codes}
        own_furthest = dict(read)
        agreed_on: set[str] = set()
        places = Places(units)
        for coding in teaching:
            if coding.code_id not in usable:
                continue
            mine = actor is None or coding.coder == actor
            for unit in places.carrying(coding):
                self.coded.setdefault(unit.id, set()).add(coding.code_id)
                coders = self.coders.setdefault(unit.id, [])
                if coding.coder not in coders:
                    coders.append(coding.coder)
                if mine:
                    self.own_coded.setdefault(unit.id, set()).add(coding.code_id)
                    own_furthest[unit.transcript_id] = max(own_furthest.get(unit.transcript_id, 0), unit.turn)
                else:
                    agreed_on.add(unit.id)
        self.read = agreed_on | {unit.id for unit in units if unit.turn <= own_furthest.get(unit.transcript_id, 0)}

    @classmethod
    def of(cls, look: Look, *, whole_team: bool = False, only: TranscriptId | None = None) -> Study:
        """The project as this person may learn from it; with ``whole_team``, all codings that the team did not decide against."""
        uow, project_id, actor = look.uow, look.project.id, look.member.name
        codes = [code for code in uow.codes.codebook(look.project) if is_usable(code)]
        transcripts = [one for one in uow.transcripts.of_project(project_id) if only in (None, one.id)]
        units = units_of(look, transcripts)
        read: dict[TranscriptId, int] = {}
        for reading in uow.readings.of_project(project_id):
            if whole_team or reading.reader == actor:
                read[reading.transcript_id] = max(reading.up_to_turn, read.get(reading.transcript_id, 0))
        codings = seen_codings(look)
        agreed = seen_agreed(look)
        settled = settled_codings(codings, seen_decisions(look), agreed)
        standing = [one for one in codings if settled.get(one.id)]
        return cls(
            codes,
            units,
            [
                *(one for one in codings if settled.get(one.id, whole_team or one.coder == actor)),
                *agreed_anew(standing, agreed),
            ],
            actor=None if whole_team else actor,
            read=read,
            turned_down=[
                one.suggestion_id
                for one in seen_reviews(look)
                if one.reviewer == actor
                and one.verdict is not Verdict.REJECTED  # that one may come again for other reasons
            ],
            labels={one.id: one.label for one in transcripts},
        )

    @cached_property
    def descriptions(self) -> list[CodeDescription]:
        """The codebook as the engine reads it."""
        return [
            CodeDescription(
                id=code.id,
                label=code.label,
                definition=" ".join((code.short_definition, code.full_definition, *code.when_to_use)).strip(),
                seed_terms=code.seed_terms,
                example=code.example,
            )
            for code in self.codes
        ]

    @cached_property
    def name(self) -> str:
        """What tells these codes and passages from any others."""
        digest = hashlib.blake2b(
            repr([dataclasses.astuple(code) for code in self.descriptions]).encode(), digest_size=16
        )
        for unit in self.units:
            digest.update(f"{unit.id}|{unit.speaker_id}|{unit.text}\0".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def passages(self) -> list[Passage]:
        """All passages in project order."""
        return [
            Passage(unit.id, unit.text, unit.transcript_id, unit.speaker_id or "", position)
            for position, unit in enumerate(self.units)
        ]

    def labels(self) -> dict[str, set[str]]:
        """The passages a person has read, with their codes or none."""
        return {unit.id: self.coded.get(unit.id, set()) for unit in self.units if unit.id in self.read}

    def own_labels(self) -> dict[str, set[str]]:
        """The same without what others coded and the team agreed on."""
        return {unit.id: self.own_coded.get(unit.id, set()) for unit in self.units if unit.id in self.read}

    def continued(self, found: Iterable[Continuation]) -> list[Suggestion]:
        """Codes of the turn before that may go on, as suggestions with that reason."""
        names = {code.id: code.label for code in self.codes}
        proposed = [
            self._suggestion(
                SuggestedCode(one.passage_id, one.code_id, one.chance, one.band, (one.because,), model=CONTINUING_MODEL)
            )
            for one in found
            if one.code_id in names
        ]
        return [one for one in proposed if one.id not in self.reviewed]

    def suggestions(self, said: Iterable[SuggestedCode]) -> list[Suggestion]:
        """What the engine said, in the words of the project."""
        return [self._suggestion(one) for one in said]

    def ids_of(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """The ids of the suggestions for these (passage, code) pairs."""
        return [
            suggestion_id(self.by_id[name].transcript_id, self.by_id[name].span, CodeId(code_id))
            for name, code_id in pairs
            if name in self.by_id
        ]

    def proposals(self, answer: Refreshed, *, code_id: CodeId | None, at_most: int) -> tuple[Suggestion, ...]:
        """The engine's answer without what this person reviewed before, at most so many for a passage."""
        taken: dict[str, int] = {}
        found: list[Suggestion] = []
        for proposed in answer.suggestions:
            if code_id is not None and proposed.code_id != code_id:
                continue
            suggestion = self._suggestion(proposed)
            if suggestion.id in self.reviewed or taken.get(proposed.passage_id, 0) >= at_most:
                continue
            taken[proposed.passage_id] = taken.get(proposed.passage_id, 0) + 1
            found.append(suggestion)
        return tuple(found)

    def silent(self, answer: Refreshed) -> dict[str, str]:
        """Code label to the reason why the engine does not speak about it."""
        names = {code.id: code.label for code in self.codes}
        return {names[CodeId(name)]: why for name, why in answer.silent_codes.items() if CodeId(name) in names}

    def _suggestion(self, proposed: SuggestedCode) -> Suggestion:
        unit = self.by_id[proposed.passage_id]
        return Suggestion(
            transcript_id=unit.transcript_id,
            span=unit.span,
            quote=unit.text,
            code_id=CodeId(proposed.code_id),
            confidence=proposed.confidence,
            band=Band(proposed.band),
            because=tuple(
                self._similar(reason) if isinstance(reason, SimilarReason) else reason.text
                for reason in proposed.because
            ),
            model=proposed.model,
        )

    def _similar(self, reason: SimilarReason) -> str:
        unit = self.by_id[reason.passage_id]
        words = " ".join(unit.text.split())
        shown = words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
        coders = " and ".join(self.coders.get(unit.id, ()))
        by = f", coded by {coders}" if coders else ""
        return f"like {self.names[unit.transcript_id]} turn {unit.turn}{by}: “{shown}”"


def units_of(look: Look, transcripts: Iterable[Transcript]) -> list[Unit]:
    """The passages of these transcripts, in order, without those of people who have withdrawn; what was cut before is at hand."""
    gone = {person.id for person in look.uow.participants.of_project(look.project.id) if person.withdrawn_on}
    current = {one.id: one for one in look.uow.revisions.current_of_project(look.project.id)}
    speakers: dict[TranscriptId, dict[SpeakerId, Speaker]] = {}
    for speaker in look.uow.speakers.of_project(look.project.id):
        speakers.setdefault(speaker.transcript_id, {})[speaker.id] = speaker
    silent = {one.id for there in speakers.values() for one in there.values() if one.participant_id in gone}
    found = _units(look, [(one.id, current[one.revision_id], speakers.get(one.id, {})) for one in transcripts])
    return [unit for unit in found if unit.speaker_id not in silent]


def is_usable(code: Code) -> bool:
    """Whether a code can be suggested."""
    return code.codable and code.status is not CodeStatus.RETIRED


class Places:
    """Finds the passages that a coding speaks of without looking at all of them."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[TranscriptId, list[Unit]] = {}
        for unit in units:
            self._units.setdefault(unit.transcript_id, []).append(unit)
        self._starts = {name: [unit.start for unit in there] for name, there in self._units.items()}

    def carrying(self, coding: Coding) -> Iterator[Unit]:
        """The passages that a coding covers half of, or that it lies in for the most part."""
        there = self._units.get(coding.transcript_id)
        if there is None:
            return
        place = max(0, bisect_right(self._starts[coding.transcript_id], coding.start) - 1)
        while place < len(there) and there[place].start < coding.end:
            if there[place].span.mostly_shared_with(coding.span):
                yield there[place]
            place += 1


def _units(look: Look, wanted: Sequence[tuple[TranscriptId, Revision, Mapping[SpeakerId, Speaker]]]) -> Iterator[Unit]:
    """The passages of these transcripts; bodies are read only where they were not cut before."""
    keys = {
        name: (name, revision.body_digest, *sorted(one.id for one in speakers.values() if not one.role.is_data))
        for name, revision, speakers in wanted
    }
    cut = {name: PASSAGES.find(key) for name, key in keys.items()}
    bodies = look.uow.bodies.of_revisions([revision for name, revision, _ in wanted if cut[name] is None])
    for name, revision, speakers in wanted:
        units = cut[name]
        if units is None:
            units = _cut(name, bodies[revision.id], speakers)
            PASSAGES.keep(keys[name], units)
        yield from units


def _cut(transcript_id: TranscriptId, body: Body, speakers: Mapping[SpeakerId, Speaker]) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            id=f"{transcript_id}:{talk.span.start}-{talk.span.end}",
            transcript_id=transcript_id,
            start=talk.span.start,
            end=talk.span.end,
            turn=talk.turn.number,
            speaker_id=talk.turn.speaker_id,
            text=talk.span.text_in(body.text),
        )
        for talk in passages(body, speakers)
    )
