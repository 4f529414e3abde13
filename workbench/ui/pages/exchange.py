"""Exchange: working together without a server. Send one's work, bring in that of colleagues, give somebody a copy."""

from __future__ import annotations

from workbench.domain.project import Right
from workbench.ui.state import Here
from workbench.ui.widgets.exchange_copy import give_a_copy
from workbench.ui.widgets.exchange_merge import bring_in
from workbench.ui.widgets.exchange_send import send_my_work
from workbench.ui.widgets.frame import empty, heading, undo_and_redo
from workbench.ui.words import say


def page(here: Here) -> None:
    """What this person may do, the most frequent first."""
    heading(here, say("exchange.title"), say("exchange.lead"))
    if here.may(Right.MERGE):
        undo_and_redo(here, key="exchange")
        bring_in(here)
        give_a_copy(here)
    if here.may(Right.CODE):
        send_my_work(here)
    elif not here.may(Right.MERGE):
        empty(say("exchange.not_yours"), say("exchange.not_yours_advice"))
