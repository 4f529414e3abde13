"""Who has signed in, by the token in the browser's cookie. The database is asked at most every two seconds per browser."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from workbench.services import sign_in
from workbench.services.sign_in import Visitor
from workbench.settings import Serving
from workbench.store import Store

FRESH_SECONDS: Final = 2.0
_MOST_KEPT = 2_000


def cookie_name(serving: Serving) -> str:
    """Under https the name itself makes the browser insist on a safe cookie of this very host."""
    return "__Host-workbench" if serving.is_encrypted else "workbench"


class Visitors:
    """Answers for a token who it is, from memory where the answer is fresh."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, Visitor | None]] = OrderedDict()

    def remembered(self, token: str) -> tuple[bool, Visitor | None]:
        """Whether the answer is fresh, and the answer; never asks the database."""
        if not token:
            return True, None
        at, visitor = self._known.get(token, (float("-inf"), None))
        return self._clock() - at < FRESH_SECONDS, visitor

    def who(self, token: str, *, is_use: bool = True) -> Visitor | None:
        """Who has signed in with this token, or nobody. Looking without a person behind it is no use of the session."""
        fresh, visitor = self.remembered(token)
        if fresh:
            return visitor
        visitor = sign_in.who_is(self._store, token, is_use=is_use)
        with self._lock:
            self._known[token] = (self._clock(), visitor)
            self._known.move_to_end(token)
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return visitor

    def sign_out(self, token: str) -> None:
        """End a session; here at once, in other processes within two seconds."""
        sign_in.sign_out(self._store, token)
        with self._lock:
            self._known.pop(token, None)

    def ask_anew(self) -> None:
        """Forget what was fresh: an account was closed, or a password changed."""
        with self._lock:
            self._known.clear()
