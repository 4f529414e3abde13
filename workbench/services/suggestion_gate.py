"""Whether suggestions speak to a person now, and the switches for oneself and for the team. Every way to a suggestion asks here."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.ids import SwitchId, new_id
from workbench.domain.project import Right
from workbench.domain.suggestion_gate import ENOUGH_CODINGS, WHOLE_TEAM, Gate, GateFacts, SuggestionSwitch
from workbench.domain.text import make_text
from workbench.errors import RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.visibility import in_blind_round

_SENTENCES = {
    Gate.BLIND_ROUND: "Suggestions are off while you code in a blind round. They come back when the round is over.",
    Gate.OFF_FOR_TEAM: "Suggestions are switched off for this project. A mentor or an owner can switch them on.",
    Gate.REFLEXIVE: (
        "Suggestions are off, because this is a reflexive project: meaning is made by people. "
        "A mentor or an owner can switch them on with a reason."
    ),
    Gate.OFF_FOR_PERSON: "You have switched suggestions off for yourself. You can switch them on again at any time.",
    Gate.TOO_EARLY: (
        "Suggestions are off for now: {own} of {enough} codings of your own. "
        "They start then, or when you have read one transcript to its end."
    ),
}


@dataclass(frozen=True)
class Standing:
    """How suggestions stand for one person: the facts, and the switches behind them."""

    facts: GateFacts
    team: SuggestionSwitch | None
    own: SuggestionSwitch | None

    @property
    def gate(self) -> Gate:
        return self.facts.gate

    @property
    def is_open(self) -> bool:
        return self.gate is Gate.OPEN

    @property
    def sentence(self) -> str:
        """Why suggestions are off, and what to do; empty where they are on."""
        return _SENTENCES.get(self.gate, "").format(own=self.facts.own_codings, enough=ENOUGH_CODINGS)


def standing(desk: Desk) -> Standing:
    """How suggestions stand for this person now."""
    with desk.reading(Right.CODE) as look:
        return standing_in(look)


def standing_in(look: Look | Deed) -> Standing:
    """The same inside a look or an act."""
    uow, project, actor = look.uow, look.project, look.member.name
    team = uow.suggestion_switches.of(project.id)
    own = uow.suggestion_switches.of(project.id, actor)
    facts = GateFacts(
        approach=project.approach,
        own_codings=uow.codings.count_of_coder(project.id, actor),
        has_finished_a_transcript=_has_finished_one(look),
        team_on=team.is_on if team else None,
        person_on=own.is_on if own else None,
        in_blind_round=in_blind_round(look),
    )
    return Standing(facts, team, own)


def require_open(look: Look | Deed) -> None:
    """Raise ``RuleError``, with the reason, unless suggestions speak to this person now."""
    found = standing_in(look)
    if not found.is_open:
        raise RuleError(found.sentence)


def _has_finished_one(look: Look | Deed) -> bool:
    uow = look.uow
    read = {
        one.transcript_id: one.up_to_turn
        for one in uow.readings.of_project(look.project.id)
        if one.reader == look.member.name and one.up_to_turn
    }
    if not read:
        return False
    revisions = [one for one in uow.revisions.current_of_project(look.project.id) if one.transcript_id in read]
    counts = uow.bodies.turn_counts(one.body_digest for one in revisions)
    return any(0 < counts[one.body_digest] <= read[one.transcript_id] for one in revisions)


def switch_own(desk: Desk, *, on: bool) -> SuggestionSwitch:
    """Switch suggestions off or on for oneself. On opens nothing that the team or the work done so far keeps closed."""
    with desk.deed("switch own suggestions", Right.CODE) as deed:
        return _put(deed, deed.actor, on=on, reason="")


def switch_team(desk: Desk, *, on: bool, reason: str = "") -> SuggestionSwitch:
    """Switch suggestions for the whole team: off, or on from the start, which needs a reason that the report repeats."""
    with desk.deed("switch suggestions", Right.SWITCH_SUGGESTIONS) as deed:
        reason = make_text(reason).strip()
        if on and not reason:
            raise RuleError(
                "Write in one sentence why suggestions shall be on before the usual time. The report will say it too."
            )
        return _put(deed, WHOLE_TEAM, on=on, reason=reason)


def release_team(desk: Desk) -> None:
    """Take the team's switch away: the usual rule holds again."""
    with desk.deed("switch suggestions", Right.SWITCH_SUGGESTIONS) as deed:
        found = deed.uow.suggestion_switches.of(deed.project_id)
        if found is not None:
            deed.uow.suggestion_switches.remove(found.id)


def _put(deed: Deed, who: str, *, on: bool, reason: str) -> SuggestionSwitch:
    before = deed.uow.suggestion_switches.of(deed.project_id, who)
    if before is not None and (before.is_on, before.reason) == (on, reason):
        return before
    switch = SuggestionSwitch(
        id=before.id if before else SwitchId(new_id()),
        project_id=deed.project_id,
        who=who,
        is_on=on,
        reason=reason,
        set_by=deed.actor,
        set_at=deed.at,
    )
    deed.uow.suggestion_switches.save(switch)
    return switch
