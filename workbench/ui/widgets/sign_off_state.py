"""How a sign-off stands, in one sentence."""

from __future__ import annotations

from workbench.domain.sign_off import Standing
from workbench.services.sign_offs import Line
from workbench.ui.words import day, say


def sign_off_in_words(line: Line) -> str:
    """Such as “Signed off by Mo on May 3, 2026.”"""
    taken_back = line.sign_off.withdrawn_at if line.sign_off else None
    match line.standing:
        case Standing.SIGNED if line.signed_at:
            return say("signing.state_signed", name=line.signed_by, day=day(line.signed_at))
        case Standing.CHANGED_SINCE if line.signed_at:
            return say("signing.state_changed", name=line.signed_by, day=day(line.signed_at))
        case Standing.WITHDRAWN if line.sign_off and taken_back:
            by, why = line.sign_off.withdrawn_by, line.sign_off.withdrawn_why
            return say("signing.state_withdrawn", name=by, day=day(taken_back), why=why)
        case _:
            return say("signing.state_not_signed")
