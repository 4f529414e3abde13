"""Agreement as a view to learn from: who may see it, and when it had better not be computed."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.agreement import Agreement, Unit, agreement
from workbench.domain.coding import MemoKind, Visibility
from workbench.domain.project import Approach, Right
from workbench.errors import NotFoundError, RuleError
from workbench.services import memos
from workbench.services.desk import Desk
from workbench.services.reports import take_snapshot

WHEN_NOT = (
    "in reflexive thematic analysis: there, one coder's reading is the method",
    "when single stories are read as stories",
    "in early open coding, while codes still change",
    "with one coder",
    "with fewer than 30 to 50 units, or a code given fewer than 10 times",
    "when the codebook was changed since the coding",
)
"""When not to compute agreement (O'Connor & Joffe 2020, doi 10.1177/1609406919899220)."""


def measure_agreement(desk: Desk, *, unit: Unit = Unit.TURN, coders: Sequence[str] = (), reason: str = "") -> Agreement:
    """Per code, how alike people coded what two of them or more have read.

    A reflexive project opens this view only with a reason, which is kept as a note on the method.

    :raises RuleError: fewer than two coders, or no reason where one is needed
    :raises NotFoundError: somebody named has no coding here
    """
    snapshot = take_snapshot(desk)
    with desk.reading(Right.CODE):
        pass
    known = {coding.coder for coding in snapshot.codings}
    if unknown := [name for name in coders if name not in known]:
        raise NotFoundError(
            "coder called", unknown[0], hint="Check the name; only people with codings can be compared."
        )
    if len(coders or known) < 2:
        raise RuleError("Agreement compares two people or more, and only one has coded here.")
    if snapshot.project.approach is Approach.REFLEXIVE:
        if not reason.strip():
            raise RuleError(
                "This project is reflexive: agreement figures do not fit the method, so this view is closed. Give a reason to open it; it is kept as a note."
            )
        memos.write_memo(
            desk,
            f"Agreement was computed, because: {reason.strip()}",
            kind=MemoKind.METHOD,
            visibility=Visibility.TEAM,
        )
    return agreement(snapshot, unit=unit, coders=tuple(sorted(coders)))
