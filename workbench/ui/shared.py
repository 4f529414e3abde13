"""What all sessions of one server share: the opened workbench, who has signed in, and the secret that signs tokens."""

from __future__ import annotations

import atexit
import os
import secrets
from functools import cache

from workbench.bootstrap import Workbench, data_folder, open_workbench
from workbench.services import accounts
from workbench.ui.visitors import Visitors


@cache
def workbench() -> Workbench:
    """The workbench of this process, opened once on the database of the settings and closed when the process ends."""
    opened = open_workbench()
    atexit.register(opened.close)
    return opened


@cache
def visitors() -> Visitors:
    """Who has signed in to this server."""
    return Visitors(workbench().store)


@cache
def secret() -> str:
    """A secret of this installation, so that a page stays valid when the server restarts.

    It lies in the data folder; of a server, which may have several processes, in the database.
    """
    if workbench().settings.serving:
        return accounts.shared_secret(workbench().store)
    folder = data_folder(workbench().settings)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
    return made
