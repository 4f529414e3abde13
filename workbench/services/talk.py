"""All that participants said in a project, passage by passage, as one person may see it: the ground for looking further."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.domain.coding import Coding
from workbench.domain.ids import ParticipantId, SpeakerId, TranscriptId
from workbench.domain.transcript import Speaker, Transcript
from workbench.nlp.rules import RuleIndex
from workbench.nlp.word_forms import base_form
from workbench.services.desk import Look
from workbench.services.suggestion_study import Places, Unit, units_of

_MOST_INDEXES = 3


@dataclass(frozen=True)
class Talk:
    """The passages in their order, with who said them. ``key`` names exactly this ground: the same words by the same people."""

    key: str
    units: tuple[Unit, ...]
    transcripts: Mapping[TranscriptId, Transcript]
    speakers: Mapping[SpeakerId, Speaker]
    pseudonyms: Mapping[ParticipantId, str]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Which place in ``units`` a passage has, by its id."""
        return {unit.id: number for number, unit in enumerate(self.units)}

    @cached_property
    def places(self) -> Places:
        """Finds the passages that a coding speaks of."""
        return Places(self.units)

    def person(self, unit: Unit) -> str:
        """What names one voice over all transcripts: the participant, or the speaker as long as nobody has said who that is."""
        speaker = self.speakers.get(unit.speaker_id) if unit.speaker_id else None
        if speaker is None:
            return f"{unit.transcript_id}:"
        return speaker.participant_id or speaker.id

    def voice(self, unit: Unit) -> str:
        """The pseudonym, else the label of the file, else nothing."""
        speaker = self.speakers.get(unit.speaker_id) if unit.speaker_id else None
        if speaker is None:
            return ""
        return self.pseudonyms.get(speaker.participant_id, speaker.label) if speaker.participant_id else speaker.label

    def carrying(self, codings: Iterable[Coding]) -> dict[int, list[Coding]]:
        """The passages that codings speak of, by number, each with its codings."""
        found: dict[int, list[Coding]] = {}
        for coding in codings:
            for unit in self.places.carrying(coding):
                found.setdefault(self.numbers[unit.id], []).append(coding)
        return found


def talk_of(look: Look) -> Talk:
    """The talk of a project. What people said who have withdrawn is left out."""
    uow, project_id = look.uow, look.project.id
    transcripts = uow.transcripts.of_project(project_id)
    speakers = {speaker.id: speaker for speaker in uow.speakers.of_project(project_id)}
    people = uow.participants.of_project(project_id)
    units = tuple(units_of(look, transcripts))
    heard = {unit.speaker_id for unit in units}
    named = hashlib.blake2b(digest_size=16)
    for transcript in transcripts:
        named.update(f"{transcript.id} {transcript.revision_id}\n".encode())
    for name in sorted(speakers):
        named.update(f"{name} {speakers[name].role} {speakers[name].participant_id} {name in heard}\n".encode())
    return Talk(
        named.hexdigest(),
        units,
        {transcript.id: transcript for transcript in transcripts},
        speakers,
        {person.id: person.pseudonym for person in people},
    )


class _Indexes:
    """The passages by their words, kept for the projects that were asked about last. In memory only."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, RuleIndex] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, talk: Talk) -> RuleIndex:
        with self._lock:
            found = self._held.get(talk.key)
            if found is None:
                found = self._held[talk.key] = RuleIndex([unit.text for unit in talk.units])
            self._held.move_to_end(talk.key)
            while len(self._held) > _MOST_INDEXES:
                self._held.popitem(last=False)
            return found

    def forget(self) -> None:
        """Let go of every word, as a withdrawal must."""
        with self._lock:
            self._held.clear()
            base_form.cache_clear()


INDEXES = _Indexes()
