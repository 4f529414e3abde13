"""When suggestions may speak: the one rule, over plain facts, and the switches that people set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.ids import ProjectId, SwitchId
from workbench.domain.project import Approach

ENOUGH_CODINGS = 30
WHOLE_TEAM = ""


@dataclass(frozen=True, slots=True)
class SuggestionSwitch:
    """What was last said about suggestions: for one person, or for the whole team (``who`` is empty)."""

    id: SwitchId
    project_id: ProjectId
    who: str
    is_on: bool
    reason: str
    set_by: str
    set_at: str

    @property
    def is_for_team(self) -> bool:
        return self.who == WHOLE_TEAM


class Gate(StrEnum):
    """Whether suggestions speak to a person, and if not, why not."""

    OPEN = "open"
    BLIND_ROUND = "blind round"
    OFF_FOR_TEAM = "off for the team"
    REFLEXIVE = "reflexive"
    OFF_FOR_PERSON = "off for the person"
    TOO_EARLY = "too early"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """All that the rule looks at. ``team_on`` and ``person_on`` are the switches, ``None`` where nobody has set them."""

    approach: Approach
    own_codings: int
    has_finished_a_transcript: bool
    team_on: bool | None = None
    person_on: bool | None = None
    in_blind_round: bool = False

    @property
    def gate(self) -> Gate:
        """The rule: the first thing that speaks against suggestions, or open.

        A blind round closes them whatever anybody has switched. The team's switch, which needs a reason from a mentor or an owner
        before the work would open it, opens them early and in a reflexive project.
        """
        enough = self.own_codings >= ENOUGH_CODINGS or self.has_finished_a_transcript
        against = (
            (Gate.BLIND_ROUND, self.in_blind_round),
            (Gate.OFF_FOR_TEAM, self.team_on is False),
            (Gate.REFLEXIVE, self.approach is Approach.REFLEXIVE and not self.team_on),
            (Gate.OFF_FOR_PERSON, self.person_on is False),
            (Gate.TOO_EARLY, not enough and not self.team_on),
        )
        return next((gate for gate, closed in against if closed), Gate.OPEN)
