"""Participants, and which voices of the transcripts are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.domain.codebook import fold
from workbench.domain.ids import ParticipantId, SpeakerId, TranscriptId, new_id
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.pseudonym import is_generic, propose
from workbench.domain.talk import Talk, talk_of
from workbench.domain.text import make_text
from workbench.domain.transcript import Speaker, SpeakerRole
from workbench.errors import NotFoundError, RuleError
from workbench.services.attributes import fitting
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import opened

_NUMBER = re.compile(r"P(\d{1,5})")


def add_participant(
    desk: Desk,
    label: str,
    *,
    pseudonym: str,
    attributes: Mapping[str, str] | None = None,
    community_governed: bool = False,
    withdrawn_on: str | None = None,
    pseudonym_chosen: bool = False,
) -> Participant:
    """A person who took part, under an id such as P07 and a pseudonym."""
    with desk.deed("add participant", Right.MANAGE_PEOPLE) as deed:
        participant = Participant(
            ParticipantId(new_id()),
            desk.project_id,
            *_names(deed, label, pseudonym),
            fitting(deed, attributes or {}),
            withdrawn_on,
            community_governed,
            pseudonym_chosen,
        )
        deed.uow.participants.save(participant)
    return participant


def change_participant(
    desk: Desk,
    participant_id: ParticipantId,
    *,
    label: str | None = None,
    pseudonym: str | None = None,
    pseudonym_chosen: bool | None = None,
    community_governed: bool | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Participant:
    """Change what is kept of a participant. Of ``attributes`` the named ones change; an empty value takes one away."""
    with desk.deed("change participant", Right.MANAGE_PEOPLE) as deed:
        before = participant_in(deed, participant_id)
        new_label, new_pseudonym = _names(
            deed,
            before.label if label is None else label,
            before.pseudonym if pseudonym is None else pseudonym,
            of=before,
        )
        values = {**before.attributes, **(fitting(deed, attributes) if attributes else {})}
        changed = replace(
            before,
            label=new_label,
            pseudonym=new_pseudonym,
            pseudonym_chosen=before.pseudonym_chosen if pseudonym_chosen is None else pseudonym_chosen,
            community_governed=before.community_governed if community_governed is None else community_governed,
            attributes={name: value for name, value in values.items() if value},
        )
        deed.uow.participants.save(changed)
    return changed


def _names(deed: Deed, label: str, pseudonym: str, *, of: Participant | None = None) -> tuple[str, str]:
    """A label and a pseudonym that nobody else in the project bears and that do not give the person away."""
    label, pseudonym = (" ".join(make_text(name).split()) for name in (label, pseudonym))
    if not label or not pseudonym:
        raise RuleError("A participant needs an id, such as P07, and a pseudonym.")
    others = [one for one in deed.uow.participants.of_project(deed.project_id) if of is None or one.id != of.id]
    if any(one.label.casefold() == label.casefold() for one in others):
        raise RuleError(f"There is already a participant {label}.")
    twin = next((one for one in others if one.pseudonym.casefold() == pseudonym.casefold()), None)
    if twin is not None and (of is None or of.pseudonym != pseudonym):
        raise RuleError(f"{twin.label} is called “{pseudonym}” already. Choose another pseudonym.")
    return label, pseudonym


def list_participants(desk: Desk) -> list[Participant]:
    """All participants, by id."""
    with desk.reading() as look:
        return look.uow.participants.of_project(desk.project_id)


def participant_in(look: Look | Deed, participant_id: ParticipantId) -> Participant:
    """A participant of this project, inside a transaction that is open already."""
    participant = look.uow.participants.find(participant_id)
    if participant is None or participant.project_id != look.project.id:
        raise NotFoundError("participant", participant_id)
    return participant


# Voices --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VoiceRow:
    """A voice in one transcript, with how much it is heard."""

    speaker: Speaker
    transcript_label: str
    talk: Talk


def voices(desk: Desk) -> list[VoiceRow]:
    """Every voice whose talk is data, by transcript; facilitators and note-takers are left out."""
    with desk.reading() as look:
        return _voices(look)


def _voices(look: Look | Deed) -> list[VoiceRow]:
    rows = []
    for transcript in look.uow.transcripts.of_project(look.project.id):
        here = opened(look, transcript.id)
        talk = talk_of(here.body, here.speakers.values())
        rows += [
            VoiceRow(speaker, transcript.label, talk.get(speaker.id, Talk(transcripts=1)))
            for speaker in here.speakers.values()
            if speaker.role.is_data
        ]
    return rows


def talk_by_participant(rows: Iterable[VoiceRow]) -> dict[ParticipantId, Talk]:
    """How much each participant is heard in all transcripts together."""
    found: dict[ParticipantId, Talk] = {}
    for row in rows:
        if row.speaker.participant_id is not None:
            found[row.speaker.participant_id] = found.get(row.speaker.participant_id, Talk()).and_(row.talk)
    return found


def link_voices(desk: Desk, speaker_ids: Iterable[SpeakerId], participant_id: ParticipantId | None) -> list[Speaker]:
    """Say that voices belong to a participant, or (``None``) that it is not known whose they are."""
    with desk.deed("link voices", Right.MANAGE_PEOPLE) as deed:
        if participant_id is not None:
            participant_in(deed, participant_id)
        return [_link(deed, speaker_id, participant_id) for speaker_id in speaker_ids]


def _link(deed: Deed, speaker_id: SpeakerId, participant_id: ParticipantId | None) -> Speaker:
    speaker = deed.uow.speakers.get(speaker_id)
    opened(deed, speaker.transcript_id)  # refuses a voice of another project
    linked = replace(speaker, participant_id=participant_id)
    deed.uow.speakers.save(linked)
    return linked


def known_names(rows: Iterable[VoiceRow], participant_id: ParticipantId) -> list[str]:
    """What a participant is called in the files: labels that may hold a real name."""
    return sorted({row.speaker.label for row in rows if row.speaker.participant_id == participant_id})


@dataclass(frozen=True)
class Proposal:
    """A participant who could be made from voices, or (``participant_id``) one to whom they seem to belong."""

    label: str
    pseudonym: str
    speaker_ids: tuple[SpeakerId, ...]
    heard_in: tuple[str, ...]  # labels of the transcripts
    called: str  # the label of the voice in the files
    participant_id: ParticipantId | None = None


def propose_participants(desk: Desk) -> list[Proposal]:
    """One proposal for each voice that is nobody's yet. The same name in several transcripts is proposed as one person.

    A label such as “Speaker 2” says nothing about who it is, so it is never joined over transcripts.
    """
    with desk.reading() as look:
        people = look.uow.participants.of_project(desk.project_id)
        rows = _voices(look)
    loose = [row for row in rows if row.speaker.participant_id is None and row.speaker.role is SpeakerRole.PARTICIPANT]
    groups: dict[tuple[str, TranscriptId | None], list[VoiceRow]] = {}
    for row in loose:
        own = (
            row.speaker.transcript_id
            if is_generic(row.speaker.label) and not _NUMBER.fullmatch(row.speaker.label)
            else None
        )
        groups.setdefault((fold(row.speaker.label), own), []).append(row)
    known = {fold(name): one for one in people for name in (one.label, one.pseudonym)}
    known |= {fold(row.speaker.label): one for one in people for row in rows if _is_named_as(row, one)}
    taken = [one.pseudonym for one in people]
    number = max((int(match[1]) for one in people if (match := _NUMBER.fullmatch(one.label))), default=0)
    found = []
    for (name, _), members in groups.items():
        called = members[0].speaker.label
        person = known.get(name)
        if person is None:
            number += 1
            pseudonym = propose(taken, [called], at=number)
            taken.append(pseudonym)
        found.append(
            Proposal(
                person.label if person else f"P{number:02d}",
                person.pseudonym if person else pseudonym,
                tuple(row.speaker.id for row in members),
                tuple(dict.fromkeys(row.transcript_label for row in members)),
                called,
                person.id if person else None,
            )
        )
    return found


def _is_named_as(row: VoiceRow, person: Participant) -> bool:
    return row.speaker.participant_id == person.id and not is_generic(row.speaker.label)


def propose_pseudonym(desk: Desk, *, speaker_ids: Iterable[SpeakerId] = (), known_names: Iterable[str] = ()) -> str:
    """A pseudonym that nobody bears and that begins unlike the person's names. The names given here are not kept."""
    with desk.reading() as look:
        people = look.uow.participants.of_project(desk.project_id)
        labels = [look.uow.speakers.get(speaker_id).label for speaker_id in speaker_ids]
    return propose([one.pseudonym for one in people], [*labels, *known_names], at=len(people) + 1)


def make_participants(desk: Desk, proposals: Sequence[Proposal]) -> list[Participant]:
    """Make participants from voices and link these, all in one act; undo takes it back as one."""
    desk.require(Right.MANAGE_PEOPLE)
    if not proposals:
        raise RuleError("Choose at least one voice.")
    with desk.deed("make participants", Right.MANAGE_PEOPLE) as deed:
        made = []
        for proposal in proposals:
            if proposal.participant_id is None:
                label, pseudonym = _names(deed, proposal.label, proposal.pseudonym)
                person = Participant(ParticipantId(new_id()), desk.project_id, label, pseudonym)
                deed.uow.participants.save(person)
            else:
                person = participant_in(deed, proposal.participant_id)
            for speaker_id in proposal.speaker_ids:
                _link(deed, speaker_id, person.id)
            made.append(person)
    return made
