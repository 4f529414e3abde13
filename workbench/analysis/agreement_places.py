"""Which places count for agreement: what a coder has read, and in a blind round only what that coder has finished.

And the same study after the team has talked: its figures say how far it came together, not how reliably it coded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.domain.coding import Coding
from workbench.domain.ids import CodingId, TranscriptId
from workbench.domain.round import Round
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span


@dataclass(frozen=True)
class Looked:
    """Who of some people has looked at a place. ``within`` keeps to the places of one round."""

    snapshot: Snapshot
    people: Sequence[str]
    within: Round | None = None

    def in_transcript(self, transcript_id: TranscriptId) -> LookedHere:
        """The same in one transcript."""
        read = dict.fromkeys(self.people, 0)
        for reading in self.snapshot.readings:
            if reading.transcript_id == transcript_id and reading.reader in read:
                read[reading.reader] = max(read[reading.reader], reading.up_to_turn)
        rounds = [one for one in self.snapshot.rounds if transcript_id in one.transcripts]
        rounds.sort(key=lambda one: (one.started_at, one.id))
        return LookedHere(transcript_id, tuple(read[name] for name in self.people), self.people, rounds, self.within)


@dataclass(frozen=True)
class LookedHere:
    """Who has looked at which place of one transcript. ``read`` is how far each person has read it."""

    transcript_id: TranscriptId
    read: tuple[int, ...]
    people: Sequence[str]
    rounds: Sequence[Round]
    within: Round | None

    def at(self, turn: int, span: Span) -> tuple[bool, ...]:
        """For each person, whether they have looked at a place in a turn.

        A place of a round that still runs counts for nobody. In one that is over, whoever coded in it and had not finished
        has not looked; of several rounds over the same words, the last one says so.
        """
        if self.within is not None and not self.within.touches(self.transcript_id, span):
            return (False,) * len(self.people)
        looked = [up_to >= turn for up_to in self.read]
        for one in self.rounds:
            if not one.touches(self.transcript_id, span):
                continue
            if one.is_running:
                return (False,) * len(self.people)
            for place, name in enumerate(self.people):
                if name in one.coders:
                    looked[place] = name in one.who_finished
        return tuple(looked)


def after_consensus(snapshot: Snapshot) -> Snapshot:
    """The study as the team left it: where it settled a passage, everybody who talked has the codings that were agreed on."""
    settling = {one.id: one for one in snapshot.decisions if one.outcome.settles and one.is_last_word}
    settled = {name for one in settling.values() for name in one.about}
    kept = [coding for coding in snapshot.codings if coding.id not in settled]
    agreed = [
        replace(one.as_coding(), id=CodingId(f"{one.id} {name}"), coder=name)
        for one in snapshot.agreed
        if one.decision_id in settling
        for name in settling[one.decision_id].people
    ]
    return replace(snapshot, codings=(*kept, *agreed))


def made_after_talk(snapshot: Snapshot) -> Iterator[Coding]:
    """The codings that were made when their coders knew each other's: after a decision about their place, or after its round."""
    for coding in snapshot.codings:
        talked = any(
            coding.transcript_id == one.transcript_id
            and coding.coder in one.people
            and coding.created_at > one.decided_at
            and coding.span.overlaps(one.span)
            for one in snapshot.decisions
        )
        seen = any(
            one.ended_at is not None
            and coding.coder in one.coders
            and coding.created_at > one.ended_at
            and one.touches(coding.transcript_id, coding.span)
            for one in snapshot.rounds
        )
        if talked or seen:
            yield coding
