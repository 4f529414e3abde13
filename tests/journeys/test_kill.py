"""Killing the program while codings are being written, many times: nothing that was acknowledged is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys

import pytest

from tests.builders import Study
from tests.conftest import THOROUGH
from tests.journeys.writer import code_until_killed
from workbench.services import codings
from workbench.services.maintenance import verify
from workbench.store import Store

KILLS = 200 if THOROUGH else 40


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_no_acknowledged_coding_is_lost_when_the_program_is_killed(database: str) -> None:
    store = Store.open(database)
    study = Study(store)
    acknowledged: set[str] = set()
    faults: list[tuple[str, ...]] = []
    chance = random.Random(2026)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journeys.writer"])

    for number in range(KILLS):
        receiver, sender = context.Pipe(duplex=False)
        coder = context.Process(
            target=code_until_killed, args=(database, study.project.id, study.transcript.id, number, sender)
        )
        coder.start()
        sender.close()
        assert receiver.recv() == "ready"
        for _ in range(chance.randint(1, 5)):
            acknowledged.add(receiver.recv())
        spin(chance.randrange(60_000))  # dies at any point of writing the next one
        assert coder.pid
        os.kill(coder.pid, signal.SIGKILL)
        acknowledged |= drain(receiver)
        coder.join()
        coder.close()
        faults += [found.faults] if not (found := verify(store)).clean else []
    stored = {coding.id for coding in codings.codings_of(study.ana, study.transcript.id)}
    store.close()

    assert faults == []
    assert acknowledged - stored == set()
    assert len(acknowledged) >= KILLS


def spin(count: int) -> None:
    for _ in range(count):
        pass


def drain(receiver: multiprocessing.connection.Connection) -> set[str]:
    """What was said before the end."""
    found: set[str] = set()
    try:
        while receiver.poll():
            found.add(receiver.recv())
    except EOFError:
        pass
    return found
