"""Killing the program in the middle of a withdrawal: all is there still, or all is gone for good once it is opened again."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time

import pytest

from tests.files_of import everything_in
from tests.journeys.withdrawer import withdraw_until_killed
from tests.services.test_withdrawal import Group
from workbench.services import withdrawal
from workbench.services.maintenance import verify
from workbench.store import Store

KILLS = 30


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_withdrawal_that_is_killed_is_done_whole_or_not_at_all(database: str) -> None:
    store = Store.open(database)
    group = Group(store)
    group.rowan_withdraws()
    store.close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.withdrawer"])
    chance = random.Random(2026)
    whole = 0.05
    undone = 0

    for _ in range(KILLS):
        receiver, sender = context.Pipe(duplex=False)
        doer = context.Process(target=withdraw_until_killed, args=(database, group.project.id, sender))
        doer.start()
        sender.close()
        assert receiver.recv() == "ready"
        begun = time.monotonic()
        if not receiver.poll(chance.uniform(0, whole)):  # dies at any point of it
            assert doer.pid
            os.kill(doer.pid, signal.SIGKILL)
        else:
            whole = max(0.01, time.monotonic() - begun)
        doer.join()
        doer.close()
        receiver.close()

        store = Store.open(database)  # finishes what was begun
        found, sound = everything_in(store), verify(store).faults
        (kept,) = withdrawal.withdrawals(group.on(store))
        store.close()
        assert sound == ()
        assert ("hid the letters" in found) is kept.is_open
        assert ("Hazel" in found) is kept.is_open
        if not kept.is_open:
            break
        undone += 1
        whole *= 1.15

    assert not kept.is_open
    assert undone > 0
