"""A real workbench, served by a process of its own, and a real browser to look at it with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.store import Store


@dataclass
class Served:
    """A workbench that answers at ``address``, with its database."""

    address: str
    database: Path
    process: subprocess.Popen[str]

    def store(self) -> Store:
        return Store.open(str(self.database))


def port_of_ones_own() -> int:
    """A port that the system gives out, so that two runs of the tests at once do not take the same one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_workbench(folder: Path, *command: str, port: int | None = None) -> Served:
    """The command ``workbench`` on a data folder, once it answers: for oneself, or ``serve`` for a team."""
    port = port or port_of_ones_own()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", *(command or ("--no-browser",)), "--port", str(port)],
        env={**environment, "WORKBENCH_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    heard = []
    for line in process.stdout:
        heard.append(line)
        if "URL:" in line:
            return Served(f"http://127.0.0.1:{port}", folder / "workbench.sqlite3", process)
    process.communicate()  # it has ended; nothing of it is left open
    raise AssertionError("The workbench did not start: " + "".join(heard))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = start_workbench(tmp_path / "data")
    yield running
    running.process.terminate()
    running.process.communicate(timeout=30)
