"""Fresh suggestions in the background of a person's work: when their codings have settled, the engine is asked again.

Nobody waits for it. What goes wrong is kept as a fact for the screen to say calmly; coding goes on as before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from workbench.domain.ids import TranscriptId
from workbench.errors import WorkbenchError
from workbench.processes import ChildBugError, ChildProcess
from workbench.services import suggestions
from workbench.services.desk import Desk

QUIET_SECONDS = 2.5  # so long nothing more must come before the engine is asked
_log = logging.getLogger("workbench.suggestions")
_TEACHING = frozenset(
    {"add", "remove", "change", "split", "recode", "accept", "undo", "redo", "read"}
)  # operations after which the engine would say something else


class Timer(Protocol):
    """What a ``threading.Timer`` can do; tests bring one that they ring themselves."""

    daemon: bool

    def start(self) -> None: ...

    def cancel(self) -> None: ...


class Freshener:
    """Asks the engine again for one person at a time, once their work has been quiet for a moment."""

    def __init__(
        self,
        models: Callable[[], ChildProcess],
        *,
        timer: Callable[[float, Callable[[], None]], Timer] = threading.Timer,
    ) -> None:
        self._models = models
        self._timer = timer
        self._lock = threading.Lock()
        self._working = threading.Lock()
        self._planned: dict[tuple[str, str], Timer] = {}
        self._failed: set[tuple[str, str]] = set()
        self._closed = False

    def nudge(self, desk: Desk, transcript_id: TranscriptId, kinds: set[str]) -> None:
        """Say that a person has done these kinds of operations in a transcript. Comes back at once."""
        if not kinds & _TEACHING:
            return
        key = (desk.project_id, desk.actor)
        with self._lock:
            if self._closed:
                return
            if key in self._planned:
                self._planned[key].cancel()
            planned = self._timer(QUIET_SECONDS, lambda: self._refresh(desk, transcript_id))
            planned.daemon = True
            self._planned[key] = planned
            planned.start()

    def has_failed(self, desk: Desk) -> bool:
        """Whether the last try for this person went wrong."""
        return (desk.project_id, desk.actor) in self._failed

    def close(self) -> None:
        """Plan nothing more, and let what is under way come to its end."""
        with self._lock:
            self._closed = True
            for planned in self._planned.values():
                planned.cancel()
            self._planned.clear()
        with self._working:
            pass

    def _refresh(self, desk: Desk, transcript_id: TranscriptId) -> None:
        key = (desk.project_id, desk.actor)
        with self._working:
            if self._closed:
                return
            try:
                suggestions.keep_continuing(desk, transcript_id)  # quick, so it comes first
                if suggestions.may_ask(desk):
                    suggestions.refresh(desk, self._models())
            except (WorkbenchError, ChildBugError) as error:
                # The kind alone: what an error says may repeat somebody's words.
                _log.warning("Suggestions could not be refreshed: %s", type(error).__name__)
                self._failed.add(key)
            else:
                self._failed.discard(key)
