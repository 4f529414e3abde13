"""Doing a deed from a page, and showing what went wrong in plain words."""

from __future__ import annotations

import contextlib
import functools
import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.ui import state
from workbench.ui.words import as_written, say

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger("workbench.ui")


@contextlib.contextmanager
def errors_in_words() -> Iterator[None]:
    """Show an error as a sentence. What is not meant for people gets a number, and its place goes to the server's log.

    The log names files and lines only: a message may repeat the words of a transcript.
    """
    try:
        yield
    except WorkbenchError as error:
        st.error(as_written(str(error)))
    except Exception as error:  # noqa: BLE001 - the last barrier before the screen: whatever it is, no traceback is shown
        number = secrets.token_hex(3)
        places = "".join(f"\n  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__))
        _log.error("Number %s: %s%s", number, type(error).__name__, places)
        st.error(say("errors.unknown", number=number))


def fragment(piece: Callable[P, None]) -> Callable[P, None]:
    """A piece of a page that is drawn again by itself, with its errors in words."""

    @functools.wraps(piece)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        with errors_in_words():
            piece(*args, **kwargs)

    drawn: Callable[P, None] = st.fragment(guarded)
    return drawn


def act(deed: Callable[..., T], *args: Any, said: str = "", **wishes: Any) -> T | None:
    """Do one deed; ``None`` where it was refused, after the reason was shown here."""
    try:
        done = deed(*args, **wishes)
    except WorkbenchError as error:
        st.error(as_written(str(error)))
        return None
    if said:
        state.tell(said)
    return done


def did(deed: Callable[..., object], *args: Any, said: str = "", **wishes: Any) -> bool:
    """Do one deed that gives nothing back; whether it was done."""

    def deed_done() -> bool:
        deed(*args, **wishes)
        return True

    return act(deed_done, said=said) is True
