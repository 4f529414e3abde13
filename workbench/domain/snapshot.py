"""Snapshot: a project at one moment, in a fixed order, as far as one person may see it. Exports are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from workbench.domain.codebook import Code, Codebook, Theme
from workbench.domain.coding import Coding, Decision, Memo, Reading
from workbench.domain.ids import CodeId, ParticipantId, SpeakerId, TranscriptId
from workbench.domain.participant import Consent, Participant, may_be_quoted
from workbench.domain.project import Member, Project
from workbench.domain.suggestion import Review
from workbench.domain.transcript import Body, Revision, Speaker, Transcript, Turn


@dataclass(frozen=True)
class Snapshot:
    """Everything of a project that its reader may see; lists are in a fixed order, so that exports can be compared.

    ``taken_at`` is an ISO date and time; ``version`` is the program's. ``bodies`` holds the current revision's text.
    """

    project: Project
    taken_at: str
    version: str
    members: tuple[Member, ...] = ()
    participants: tuple[Participant, ...] = ()
    consents: tuple[Consent, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    revisions: dict[TranscriptId, Revision] = field(default_factory=dict)
    bodies: dict[TranscriptId, Body] = field(default_factory=dict)
    speakers: dict[SpeakerId, Speaker] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()
    themes: tuple[Theme, ...] = ()
    decisions: tuple[Decision, ...] = ()
    readings: tuple[Reading, ...] = ()
    reviews: tuple[Review, ...] = ()

    @cached_property
    def codebook(self) -> Codebook:
        """The codes as a tree."""
        return Codebook(self.project.title, self.codes)

    @cached_property
    def participant_by_id(self) -> dict[ParticipantId, Participant]:
        return {participant.id: participant for participant in self.participants}

    @cached_property
    def consent_of(self) -> dict[ParticipantId, Consent]:
        """The newest consent of each participant."""
        ordered = sorted(self.consents, key=lambda consent: (consent.signed_on or "", consent.consent_version))
        return {consent.participant_id: consent for consent in ordered}

    @cached_property
    def transcript_by_id(self) -> dict[TranscriptId, Transcript]:
        return {transcript.id: transcript for transcript in self.transcripts}

    def code(self, code_id: CodeId) -> Code | None:
        return self.codebook.codes.get(code_id)

    def turn_of(self, coding: Coding) -> Turn | None:
        """The turn in which a coding begins."""
        return self.bodies[coding.transcript_id].turn_at(coding.start)

    def speaker_of(self, coding: Coding) -> Speaker | None:
        """Who speaks where a coding begins."""
        turn = self.turn_of(coding)
        return self.speakers.get(turn.speaker_id) if turn and turn.speaker_id else None

    def speakers_of(self, coding: Coding) -> tuple[Speaker, ...]:
        """Everyone who speaks in a coded passage, each once, in order."""
        turns = self.bodies[coding.transcript_id].turns_of(coding.span)
        ids = dict.fromkeys(turn.speaker_id for turn in turns if turn.speaker_id)
        return tuple(self.speakers[speaker_id] for speaker_id in ids if speaker_id in self.speakers)

    def participant_of(self, speaker: Speaker | None) -> Participant | None:
        """The participant behind a voice, where the team has said who it is."""
        if speaker is None or speaker.participant_id is None:
            return None
        return self.participant_by_id.get(speaker.participant_id)

    def quotable(self, coding: Coding) -> bool:
        """Whether a passage may be quoted: everyone in it whose talk is data must allow it."""
        speakers = [speaker for speaker in self.speakers_of(coding) if speaker.role.is_data]
        if not speakers:
            return False
        for speaker in speakers:
            participant = self.participant_of(speaker)
            consent = self.consent_of.get(participant.id) if participant else None
            if not may_be_quoted(participant, consent):
                return False
        return True
