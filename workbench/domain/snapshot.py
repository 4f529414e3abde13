"""Snapshot: a project at one moment, in a fixed order, as far as one person may see it. Exports are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.domain.approval import Approval
from workbench.domain.attribute import Attribute
from workbench.domain.codebook import Code, Codebook, Theme
from workbench.domain.coding import Coding, Memo, Reading
from workbench.domain.decision import AgreedCoding, Decision, Layer, agreed_layer
from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import CodeId, ParticipantId, SpeakerId, TranscriptId
from workbench.domain.leaving import Allowed, Verdict, Voice, may_leave
from workbench.domain.participant import (
    Consent,
    FutureUse,
    Participant,
    QuoteUse,
    RepositoryShare,
    SponsorShare,
    newest_of_each,
)
from workbench.domain.project import Member, Project
from workbench.domain.round import Round
from workbench.domain.span import Span
from workbench.domain.suggestion import Review
from workbench.domain.suggestion_gate import SuggestionSwitch
from workbench.domain.transcript import Body, Revision, Speaker, Transcript, Turn
from workbench.domain.withdrawal import Scope, Withdrawal


@dataclass(frozen=True)
class Snapshot:
    """Everything of a project that its reader may see; lists are in a fixed order, so that exports can be compared.

    ``taken_at`` is an ISO date and time; ``version`` is the program's. ``bodies`` holds the current revision's text.
    ``checked`` are the transcripts that a second person has checked for identifiers.
    """

    project: Project
    taken_at: str
    version: str
    members: tuple[Member, ...] = ()
    participants: tuple[Participant, ...] = ()
    consents: tuple[Consent, ...] = ()
    approvals: tuple[Approval, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    revisions: dict[TranscriptId, Revision] = field(default_factory=dict)
    bodies: dict[TranscriptId, Body] = field(default_factory=dict)
    speakers: dict[SpeakerId, Speaker] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()
    themes: tuple[Theme, ...] = ()
    decisions: tuple[Decision, ...] = ()
    agreed: tuple[AgreedCoding, ...] = ()
    layer: Layer = Layer.OWN
    readings: tuple[Reading, ...] = ()
    reviews: tuple[Review, ...] = ()
    checked: frozenset[TranscriptId] = frozenset()
    switches: tuple[SuggestionSwitch, ...] = ()
    rounds: tuple[Round, ...] = ()
    reader: Recipient = Recipient.REPORT  # for whom a report is made from it

    @property
    def has_settled(self) -> bool:
        """Whether the team settled any passage, so that the layers differ."""
        return any(one.outcome.settles and one.is_last_word for one in self.decisions)

    @cached_property
    def findings(self) -> tuple[Coding, ...]:
        """The codings that findings rest on, in the layer that was asked for."""
        if self.layer is Layer.OWN:
            return self.codings
        standing = [one for one in self.agreed if one.stands_in(self.bodies[one.transcript_id].text)]
        return tuple(agreed_layer(self.codings, self.decisions, standing))

    @cached_property
    def codebook(self) -> Codebook:
        """The codes as a tree."""
        return Codebook(self.project.title, self.codes)

    @cached_property
    def participant_by_id(self) -> dict[ParticipantId, Participant]:
        return {participant.id: participant for participant in self.participants}

    @cached_property
    def consent_of(self) -> dict[ParticipantId, Consent]:
        """The consent of each participant that counts now."""
        return newest_of_each(self.consents)

    @cached_property
    def voice_of(self) -> dict[ParticipantId, Voice]:
        """What is known of each participant when something is to leave. What was asked back counts from that day on."""
        today = self.taken_at[:10]
        open_scopes = {(one.participant_id, one.scope) for one in self.withdrawals if one.is_open}
        return {
            person.id: Voice(
                who=person.label,
                consent=self._standing_consent(person, open_scopes),
                withdrawn=person.withdrawn_on is not None or (person.id, Scope.EVERYTHING) in open_scopes,
                community_governed=person.community_governed,
                approved_for=frozenset(
                    recipient
                    for recipient in Recipient
                    if any(approval.allows(recipient, person.id, on=today) for approval in self.approvals)
                ),
            )
            for person in self.participants
        }

    def _standing_consent(self, person: Participant, asked: set[tuple[ParticipantId, Scope]]) -> Consent | None:
        """A consent less what the person has asked back, also before it is carried out."""
        consent = self.consent_of.get(person.id)
        if consent is not None and (person.id, Scope.QUOTES) in asked:
            consent = replace(consent, quote_use=QuoteUse.NONE)
        if consent is not None and (person.id, Scope.SHARING) in asked:
            consent = replace(
                consent,
                sponsor_share=SponsorShare.NONE,
                repository_share=RepositoryShare.NONE,
                future_use=FutureUse.NONE,
            )
        return consent

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
        return self.speakers_in(coding.transcript_id, coding.span)

    def speakers_in(self, transcript_id: TranscriptId, span: Span) -> tuple[Speaker, ...]:
        """Everyone who speaks in a stretch of a transcript, each once, in order."""
        turns = self.bodies[transcript_id].turns_of(span)
        ids = dict.fromkeys(turn.speaker_id for turn in turns if turn.speaker_id)
        return tuple(self.speakers[speaker_id] for speaker_id in ids if speaker_id in self.speakers)

    def voices_in(self, transcript_id: TranscriptId, span: Span) -> tuple[Voice, ...]:
        """Whose consent counts in a stretch of a transcript. A turn without a speaker, or with one not linked, is a voice too."""
        turns = self.bodies[transcript_id].turns_of(span)
        found: dict[Voice, None] = {}
        for turn in turns:
            speaker = self.speakers.get(turn.speaker_id) if turn.speaker_id else None
            if speaker is None or speaker.role.is_data:
                participant = self.participant_of(speaker)
                voice = self.voice_of[participant.id] if participant else Voice()
                if participant is not None and self._asked_back(participant, transcript_id, turn):
                    voice = replace(voice, withdrawn=True)
                found[voice] = None
        return tuple(found)

    def participant_of(self, speaker: Speaker | None) -> Participant | None:
        """The participant behind a voice, where the team has said who it is."""
        if speaker is None or speaker.participant_id is None:
            return None
        return self.participant_by_id.get(speaker.participant_id)

    def _asked_back(self, person: Participant, transcript_id: TranscriptId, turn: Turn) -> bool:
        """Whether a person has asked a turn back that still stands."""
        return any(
            one.is_open
            and one.participant_id == person.id
            and any(passage.holds(transcript_id, turn.number) for passage in one.passages)
            for one in self.withdrawals
        )

    def verdict(self, transcript_id: TranscriptId, span: Span, form: Form, recipient: Recipient) -> Verdict:
        """Whether a stretch of a transcript may leave in a form, to a recipient."""
        voices = self.voices_in(transcript_id, span)
        return may_leave(form, recipient, voices, checked=transcript_id in self.checked)

    def quotable(self, coding: Coding) -> bool:
        """Whether a passage may be quoted in the report: everyone in it whose talk is data must allow it."""
        return isinstance(self.verdict(coding.transcript_id, coding.span, Form.QUOTE, self.reader), Allowed)
