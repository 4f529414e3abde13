"""What can be set from outside, as one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

try:
    VERSION = version("pacer-workbench")
except PackageNotFoundError:  # run from a folder that was never installed
    VERSION = "0+unknown"


@dataclass(frozen=True, slots=True)
class Settings:
    """``database`` is a SQLAlchemy URL or a path; ``actor`` is who acts where nobody has signed in."""

    database: str | None = None
    actor: str | None = None
    data_folder: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """``WORKBENCH_DATABASE``, ``WORKBENCH_USER`` and ``WORKBENCH_DATA`` (a folder), where they are set."""
        folder = environment.get("WORKBENCH_DATA")
        return cls(
            database=environment.get("WORKBENCH_DATABASE") or None,
            actor=environment.get("WORKBENCH_USER") or None,
            data_folder=Path(folder) if folder else None,
        )
