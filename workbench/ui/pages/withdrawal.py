"""Withdrawal: what a participant takes back. Recorded, shown, and then removed for good. Reached from People."""

from __future__ import annotations

from workbench.domain.project import Right
from workbench.services import people, withdrawal
from workbench.services.withdrawal import Done
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.widgets.withdrawal_done import show_done, show_earlier
from workbench.ui.widgets.withdrawal_form import show_form
from workbench.ui.widgets.withdrawal_look import show_look
from workbench.ui.words import say


def page(here: Here) -> None:
    """What is open first, then a new request, then what was done."""
    heading(here, say("withdrawal.title"), say("withdrawal.lead"))
    doors.link("people", say("withdrawal.back"))
    if not here.may(Right.MANAGE_PEOPLE):
        empty(say("withdrawal.not_allowed"), say("withdrawal.not_allowed_advice"))
        return
    persons = {person.id: person for person in people.list_participants(here.desk)}
    if not persons:
        empty(say("withdrawal.nobody"), say("withdrawal.nobody_advice"))
        return
    done: Done | None = state.kept("withdrawal.done", None)
    if done is not None:
        show_done(here, done)
        return
    recorded = withdrawal.withdrawals(here.desk)
    show_look(here, persons, [one for one in recorded if one.is_open])
    show_form(here, persons, recorded)
    show_earlier(here, persons, [one for one in recorded if not one.is_open])
