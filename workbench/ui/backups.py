"""When a backup was last saved from the screen: one line per database, in the program's own folder."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from workbench.bootstrap import Workbench
from workbench.services import maintenance
from workbench.services.desk import now

_FILE = "last_backups.json"


def place_of_data(workbench: Workbench) -> str:
    """Where the data lie, as a person would look for it: a file, or the address of a server."""
    return str(workbench.store.path or workbench.store.address)


def backup_bytes(workbench: Workbench) -> bytes:
    """One file with everything, checked by opening it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.workbench"
        maintenance.backup(workbench.store, path)
        content = path.read_bytes()
    _remember(workbench)
    return content


def last_backup(workbench: Workbench) -> str | None:
    """When this database was last saved from here, as ISO text, or ``None``."""
    found = _remembered(workbench.folder / _FILE).get(workbench.store.address)
    return found if isinstance(found, str) else None


def _remember(workbench: Workbench) -> None:
    path = workbench.folder / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**_remembered(path), workbench.store.address: now()}), encoding="utf-8")


def _remembered(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no such file yet, or a spoilt one: then nothing is known
        return {}
    return found if isinstance(found, dict) else {}
