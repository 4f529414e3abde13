"""Talk: how much a voice is heard. Facilitators are left out; what the transcriber noted is not counted as words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from workbench.domain.ids import SpeakerId
from workbench.domain.text import count_words
from workbench.domain.transcript import Body, Speaker


@dataclass(frozen=True, slots=True)
class Talk:
    """Turns, words, and seconds where the file has time codes. ``untimed`` are turns whose length is not known."""

    transcripts: int = 0
    turns: int = 0
    words: int = 0
    seconds: float = 0.0
    untimed: int = 0

    def and_(self, other: Self) -> Talk:
        """Both together."""
        return Talk(
            self.transcripts + other.transcripts,
            self.turns + other.turns,
            self.words + other.words,
            self.seconds + other.seconds,
            self.untimed + other.untimed,
        )

    @property
    def is_timed(self) -> bool:
        """Whether the length of at least one turn is known."""
        return self.turns > self.untimed


def talk_of(body: Body, speakers: Iterable[Speaker]) -> dict[SpeakerId, Talk]:
    """How much each participant's voice is heard in one transcript.

    A turn lasts until its own end, else until the next turn begins; of a last turn without an end the length is not known.
    """
    data = {speaker.id for speaker in speakers if speaker.role.is_data}
    found: dict[SpeakerId, Talk] = {}
    for turn, following in zip(body.turns, [*body.turns[1:], None], strict=True):
        if turn.speaker_id not in data or turn.speaker_id is None:
            continue
        end = turn.ends_at if turn.ends_at is not None else following.begins_at if following else None
        known = turn.begins_at is not None and end is not None and end >= turn.begins_at
        seconds = end - turn.begins_at if known and end is not None and turn.begins_at is not None else 0.0
        before = found.get(turn.speaker_id, Talk(transcripts=1))
        words = count_words(turn.span.text_in(body.text))
        found[turn.speaker_id] = before.and_(Talk(0, 1, words, seconds, 0 if known else 1))
    return found
