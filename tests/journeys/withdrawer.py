"""Somebody who carries out a withdrawal in a process of their own, that can be killed."""

from __future__ import annotations

from multiprocessing.connection import Connection

from workbench.domain.ids import ProjectId
from workbench.services import withdrawal
from workbench.services.desk import Desk
from workbench.store import Store


def withdraw_until_killed(database: str, project: str, told: Connection) -> None:
    """Say “ready”, then carry out the first withdrawal that is open."""
    store = Store.open(database)
    desk = Desk(store, ProjectId(project), "Ana")
    (wanted,) = withdrawal.withdrawals(desk)
    told.send("ready")
    withdrawal.carry_out(desk, wanted)
    told.send("done")
