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
class Serving:
    """How a server is reached. ``address`` is what people type, ``host_names`` are more names it answers to."""

    address: str = ""
    host_names: tuple[str, ...] = ()
    root_path: str = ""  # what stands before every path, such as /workbench-a; begins with a slash or is empty

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach it by https."""
        return self.address.startswith("https://")


@dataclass(frozen=True, slots=True)
class Settings:
    """``database`` is a SQLAlchemy URL or a path; ``actor`` is who acts where nobody has signed in.

    With ``serving`` this is a server: everybody signs in. Without it, a laptop of one's own.
    """

    database: str | None = None
    actor: str | None = None
    data_folder: Path | None = None
    serving: Serving | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """``WORKBENCH_DATABASE``, ``WORKBENCH_USER`` and ``WORKBENCH_DATA`` (a folder), where they are set."""
        folder = environment.get("WORKBENCH_DATA")
        return cls(
            database=environment.get("WORKBENCH_DATABASE") or None,
            actor=environment.get("WORKBENCH_USER") or None,
            data_folder=Path(folder) if folder else None,
            serving=_serving(environment) if environment.get("WORKBENCH_SERVING") else None,
        )


def serving_environment(serving: Serving) -> dict[str, str]:
    """The same as variables, for the pages of this process."""
    return {
        "WORKBENCH_SERVING": "yes",
        "WORKBENCH_ADDRESS": serving.address,
        "WORKBENCH_HOST_NAMES": ",".join(serving.host_names),
        "WORKBENCH_ROOT_PATH": serving.root_path,
    }


def _serving(environment: Mapping[str, str]) -> Serving:
    names = environment.get("WORKBENCH_HOST_NAMES", "").split(",")
    return Serving(
        address=environment.get("WORKBENCH_ADDRESS", "").rstrip("/"),
        host_names=tuple(name.strip().lower() for name in names if name.strip()),
        root_path=environment.get("WORKBENCH_ROOT_PATH", ""),
    )
