"""What nobody can do while a blind round runs: change the codebook, and change codings at its places after saying “I have finished”.

The desk asks here, before and after every act, so that no deed can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.domain.event import Change, Record
from workbench.domain.ids import ProjectId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.round import Round
from workbench.domain.span import Span
from workbench.errors import RuleError

if TYPE_CHECKING:
    from workbench.services.desk import Deed
    from workbench.store import UnitOfWork


_BEFORE_ROUNDS = "take identifiers out"  # also where it rewrites what the codebook repeats


def refuse_frozen(uow: UnitOfWork, project_id: ProjectId, right: Right) -> None:
    """Refuse what needs the right to change the codebook, as long as a round runs in the project."""
    if right is Right.EDIT_CODEBOOK and (running := uow.rounds.running(project_id)):
        raise RuleError(_frozen(running))


def check_act(deed: Deed, changes: Iterable[Change]) -> None:
    """Refuse an act that changed what a running round holds still. Taking out words for somebody's sake goes before every round."""
    held = [change for change in changes if change.noun in ("code", "coding")]
    if not held or deed.forgets:
        return
    running = deed.uow.rounds.running(deed.project_id)
    if not running:
        return
    if any(change.noun == "code" for change in held) and not deed.name.endswith(_BEFORE_ROUNDS):
        raise RuleError(_frozen(running))
    for one in running:
        if deed.actor in one.who_finished and any(_own_at(deed.actor, one, change) for change in held):
            raise RuleError(
                f"You have said that you have finished the round “{one.title}”, so your codings there stand still. "
                "If there is more to code, open the page Rounds and take that back first."
            )


def _own_at(actor: str, one: Round, change: Change) -> bool:
    """Whether a person changes a coding of their own at a place of a round; that it travelled with a correction is no change."""
    states = [state for state in (change.before, change.after) if state is not None and state["coder"] == actor]
    travelled = len(states) == 2 and states[0]["revision_id"] != states[1]["revision_id"]
    return not travelled and any(one.touches(*_where(state)) for state in states)


def _where(coding: Record) -> tuple[TranscriptId, Span]:
    return TranscriptId(coding["transcript_id"]), Span(coding["start"], coding["end"])


def _frozen(running: list[Round]) -> str:
    titles = " and ".join(f"“{one.title}”" for one in running)
    return (
        f"The codebook stands still while the blind round {titles} runs, so that all code with the same words. "
        "Write your idea as a note; it can become a code as soon as everybody has finished."
    )
