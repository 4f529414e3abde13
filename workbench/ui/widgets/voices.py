"""Whose voice it is: the pseudonym once the team has said who speaks, else the label of the file."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.domain.ids import ParticipantId
from workbench.domain.transcript import Turn
from workbench.services import people
from workbench.services.transcripts import OpenTranscript
from workbench.ui.state import Here
from workbench.ui.words import say

Pseudonyms = Mapping[ParticipantId, str]


def pseudonyms(here: Here) -> Pseudonyms:
    """The pseudonym of each participant."""
    return {person.id: person.pseudonym for person in people.list_participants(here.desk)}


def voice_of(opened: OpenTranscript, turn: Turn | None, names: Pseudonyms) -> str:
    """Who speaks in a turn."""
    speaker = opened.speakers.get(turn.speaker_id) if turn and turn.speaker_id else None
    if speaker is None:
        return say("import.nobody")
    return names.get(speaker.participant_id, speaker.label) if speaker.participant_id else speaker.label


def place_in_words(opened: OpenTranscript, position: int, names: Pseudonyms) -> str:
    """Where something was said, and by whom: ``T04, turn 57, Maple``."""
    turn = opened.body.turn_at(position)
    return say(
        "passages.place",
        transcript=opened.transcript.label,
        turn=turn.number if turn else 0,
        speaker=voice_of(opened, turn, names),
    )
