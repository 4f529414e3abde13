"""``workbench`` alone: the app on this computer, until it is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.conftest import port_of_ones_own

_TRIES = 400


def _answers(address: str, app: subprocess.Popen[bytes]) -> bool:
    pause = threading.Event()
    for _ in range(_TRIES):
        if app.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            pause.wait(0.25)
    return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to stop a program kindly")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "terminated"])
def test_the_app_opens_on_the_named_database_and_stopping_it_is_no_error(tmp_path: Path, how):
    port, database = port_of_ones_own(), tmp_path / "study.sqlite3"
    words = ["--database", str(database), "--port", str(port), "--no-browser"]
    with (tmp_path / "said.txt").open("wb") as said:
        app = subprocess.Popen(
            [sys.executable, "-m", "workbench", *words], stdout=said, stderr=said, env=os.environ | {"TERM": "dumb"}
        )
        try:
            answered = _answers(f"http://127.0.0.1:{port}/_stcore/health", app)
            app.send_signal(how)
            ended = app.wait(60)
        finally:
            app.kill()
            app.wait()

    assert answered
    assert (ended, database.exists()) == (0, True)
    assert b"Traceback" not in (tmp_path / "said.txt").read_bytes()
