"""Whether a database may lie in a place: never in a synced folder, never on a network drive.

SQLite's locks do not work over a network, and a sync program copies a database while it is being written; both have
cost people weeks of work.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workbench.errors import UnsafePlaceError

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud folder",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "creative cloud files": "Creative Cloud",
}
_NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "fuse.sshfs", "9p", "davfs", "fuse.davfs"}
)


def refuse_unsafe_place(path: Path) -> None:
    """Raise ``UnsafePlaceError`` where a database at ``path`` could be damaged by syncing or by a network."""
    place = _absolute(path)
    service = synced_by(place)
    if service:
        raise UnsafePlaceError(
            f"The database would lie in a folder that {service} syncs. A database that is synced while it is in use gets damaged. "
            "Choose a folder that is not synced, and share backups instead (workbench backup)."
        )
    if str(place).startswith("\\\\") or _is_network_drive(place):
        raise UnsafePlaceError(
            "The database would lie on a network drive, where it can be damaged. Choose a folder on this computer's own disk; "
            "for a team, use one server (workbench serve)."
        )


def synced_by(path: Path) -> str | None:
    """The service that syncs the folder of a file, or ``None``."""
    place = _absolute(path)
    for part in (*place.parts, *place.resolve().parts):
        name = part.casefold()
        for key, label in _SYNCED.items():
            if name == key or name.startswith((key + " -", key + "-", key + " (")):
                return label
    return None


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would need the file to exist on some systems


def _is_network_drive(place: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        remote_drive = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.drive + "\\") == remote_drive)
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = point == "/" or place == Path(point) or Path(point) in place.parents
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind in _NETWORK_KINDS
