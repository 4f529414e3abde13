"""A ready letter for each who received something with a participant's words in it: what to delete, and by when."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.domain.ids import TranscriptId
from workbench.domain.ledger import Departure
from workbench.domain.letter import Letter
from workbench.domain.project import Right
from workbench.domain.transcript import Transcript
from workbench.domain.withdrawal import Scope, Withdrawal
from workbench.errors import RuleError
from workbench.exporters.letters import write_letter
from workbench.services.desk import Desk
from workbench.services.withdrawal import purge_day

_WHAT = {
    Scope.EVERYTHING: "has withdrawn from the study and has taken back everything they told us",
    Scope.PASSAGES: "has taken back a part of what they told us",
    Scope.QUOTES: "no longer allows us to quote their words",
    Scope.SHARING: "no longer allows their data to be shared outside the team",
}
_DIGITS = 12  # of a file's fingerprint: enough to tell files apart


def letters(desk: Desk, withdrawal: Withdrawal, *, pseudonym: str = "") -> list[Letter]:
    """One letter for each recipient, in the order of their names. No words of the participant are in them.

    ``pseudonym`` is what quotes in older files are signed with; it is known only until the withdrawal is carried out.
    """
    desk.require(Right.WITHDRAW)
    if withdrawal.is_open:
        raise RuleError("Carry the withdrawal out first, so that the letters can say that it is done.")
    with desk.reading(Right.WITHDRAW) as look:
        participant = look.uow.participants.get(withdrawal.participant_id)
        transcripts = {one.id: one for one in look.uow.transcripts.of_project(desk.project_id)}
        held = [one for one in look.uow.departures.of_project(desk.project_id) if one.holds(participant.id)]
        study = look.project.title
    told = _Told(study, participant.label, pseudonym, withdrawal, transcripts)
    return [
        told.letter(name, [one for one in held if one.recipient == name])
        for name in sorted({o.recipient for o in held})
    ]


def letter_bytes(desk: Desk, letter: Letter) -> bytes:
    """A letter as a Word file."""
    desk.require(Right.WITHDRAW)
    target = io.BytesIO()
    write_letter(letter, target, made_at=datetime.fromisoformat(desk.clock()))
    return target.getvalue()


@dataclass(frozen=True)
class _Told:
    """What every letter of one withdrawal says alike."""

    study: str
    label: str
    pseudonym: str
    withdrawal: Withdrawal
    transcripts: Mapping[TranscriptId, Transcript]

    def letter(self, recipient: str, held: Sequence[Departure]) -> Letter:
        done = self.withdrawal.carried_out_at or ""
        return Letter(
            recipient=recipient,
            title="A participant has withdrawn: please delete",
            written_on=done[:10],
            before=(f"To {recipient}", self._why(), self._how_to_find(held)),
            columns=("On", "What", "Form", "File fingerprint"),
            rows=tuple((one.at[:10], one.what, one.form, one.digest[:_DIGITS]) for one in held),
            steps=(
                f"Please delete these files and every copy of them, also in e-mail and in backups, by {purge_day(done)}.",
                "Please do not use, quote or share this participant's words from now on. What is published cannot be called back, but should not be published again.",
                "Please tell everybody to whom you passed the files on, and write back to us when it is done.",
            ),
            after=(
                "In our own data this was done on the day at the top of this letter. If you still need the material, ask us for a new version.",
                "Thank you for helping us keep our word to the people who told us their stories.",
            ),
        )

    def _why(self) -> str:
        why = _WHAT[self.withdrawal.scope]
        return f"Participant {self.label} of the study “{self.study}” {why}. They have the right to do so and need no reason."

    def _how_to_find(self, held: Sequence[Departure]) -> str:
        names = f"“{self.pseudonym}” or {self.label}" if self.pseudonym not in ("", self.label) else self.label
        places = sorted(
            {
                self.transcripts[one].label
                for departure in held
                for one in departure.transcripts
                if one in self.transcripts
            }
        )
        where = f" Look in what comes from {_listed(places)}." if places else ""
        return f"In what we gave you, their words are marked with {names}.{where} Our list says that you received:"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
