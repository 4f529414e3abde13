"""With all sockets but loopback closed, the main job runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import ipaddress, socket, sys

asked = []
real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

def local(host):
    return host in ("localhost", "") or host is None or ipaddress.ip_address(host).is_loopback

def connect(self, address):
    if self.family != getattr(socket, "AF_UNIX", None) and not local(address[0]):
        asked.append(address)
        raise OSError("closed for this test")
    return real_connect(self, address)

def lookup(host, *rest, **more):
    if not (host is None or host in ("localhost", "127.0.0.1", "::1")):
        asked.append(host)
        raise socket.gaierror("closed for this test")
    return real_lookup(host, *rest, **more)

socket.socket.connect = socket.socket.connect_ex = connect
socket.getaddrinfo = lookup

from workbench.bootstrap import open_workbench
from workbench.services import maintenance, reports, sample, suggestions
from pathlib import Path

folder = Path(sys.argv[1])
with open_workbench(str(folder / "study.sqlite3")) as workbench:
    study = sample.create_sample_study(workbench.store)
    desk = workbench.desk(study.project.id, "Marisol")
    proposed = suggestions.refresh(desk, workbench.models)
    suggestions.accept(desk, proposed.suggestions[0].id)
    reports.save_whole(reports.report_bytes(desk), folder / "draft.docx")
    maintenance.backup(workbench.store, folder / "study.backup")
    from workbench.ui import navigation, server
print("asked for:", asked)
"""


def test_the_main_job_asks_for_no_address_outside_this_computer(tmp_path: Path) -> None:
    """The children inherit the closed door: Python reads it from ``sitecustomize`` before anything else."""
    closing = PROGRAM.partition("from workbench.bootstrap")[0]
    (tmp_path / "sitecustomize.py").write_text(closing)
    path = os.pathsep.join([str(tmp_path), *sys.path])

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "PYTHONPATH": path},
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "asked for: []"
    assert (tmp_path / "draft.docx").exists()
