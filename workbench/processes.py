"""Work in a child process with limits on memory and time, kept warm between calls.

A hostile file or a large language model must harm neither the screen that people look at nor its memory. The child is
this very module, started with ``python -m workbench.processes``, so it works the same on Windows, macOS and Linux;
limits on memory hold where the operating system has them (Linux, partly macOS). Parent and child exchange pickles
over pipes that nobody else can write to. Nothing of a text is ever printed or logged.
"""

import atexit
import contextlib
import importlib
import os
import pickle
import struct
import subprocess
import sys
import threading
import traceback
import weakref
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import Any, BinaryIO

from workbench.errors import WorkbenchError

_LENGTH = struct.Struct(">Q")
_GIVES_WAY = 10  # steps of niceness, out of 19
_START_SECONDS = 120.0  # a cold start under load: importing counts neither as work nor as hanging


class Failure(StrEnum):
    """Why a child could not finish."""

    TIME = "it took too long"
    MEMORY = "it needed too much memory"
    CRASH = "it stopped without an answer"


class ChildFailedError(WorkbenchError):
    """The work was given up because of a limit or a crash; nothing of it was kept."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"This was given up because {failure.value}. Nothing was changed. Try again with less.")
        self.failure = failure


class ChildBugError(RuntimeError):
    """An error of the program itself happened in the child; told by kind and place, never by what it read."""


class ChildProcess:
    """Calls functions in one warm child, one at a time; a child that fails is replaced.

    ``memory_bytes`` bounds the child's address space, ``seconds`` each call. Callers from several threads wait for
    one another. ``gives_way``: where there is too little of the processor for all, everything else goes first.
    """

    def __init__(self, *, memory_bytes: int | None, seconds: float, gives_way: bool = False) -> None:
        self._memory_bytes = memory_bytes
        self._gives_way = gives_way
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._calls = 0
        _OPEN.add(self)

    def call(self, target: str, *args: object, **kwargs: object) -> Any:
        """What ``module:function`` gives for these arguments.

        A ``WorkbenchError`` raised in the child arrives as itself; running out of time or memory, or a crash, as
        :class:`ChildFailedError`; anything else as :class:`ChildBugError`.
        """
        request = pickle.dumps((target, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            used = self._calls > 0
            try:
                return self._ask(request)
            except ChildFailedError as failed:
                # A child that has done much work may be short of memory because of earlier work.
                if failed.failure is not Failure.MEMORY or not used:
                    raise
            return self._ask(request)

    def close(self) -> None:
        """End the child; the next call starts another."""
        with self._lock:
            self._stop()

    def _ask(self, request: bytes) -> Any:
        child = self._running()
        self._calls += 1
        answer = self._exchange(child, request, seconds=self._seconds)
        match answer:
            case ("value", value):
                return value
            case ("refusal", (module, name, arguments, facts)):
                raise _rebuilt(module, name, arguments, facts)
            case ("memory", _):
                self._stop()
                raise ChildFailedError(Failure.MEMORY)
            case (_, place):
                raise ChildBugError(str(place))
            case _:
                self._stop()
                raise ChildFailedError(Failure.CRASH)

    def _exchange(self, child: subprocess.Popen[bytes], request: bytes | None, *, seconds: float) -> Any:
        """Send one frame, if any, and receive one; a watch ends the child when the time is over."""
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(seconds, give_up)
        watch.daemon = True
        watch.start()
        try:
            if request is not None:
                _write(child.stdin, request)
            frame = _read(child.stdout)
        except OSError:
            frame = None
        finally:
            watch.cancel()
        if frame is None:
            self._stop()
            raise ChildFailedError(Failure.TIME if late.is_set() else Failure.CRASH)
        return pickle.loads(frame)  # noqa: S301  written by our own child, which nobody else can speak for

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        child = subprocess.Popen(  # noqa: S603  our own interpreter and our own module
            [sys.executable, "-m", "workbench.processes", str(self._memory_bytes or 0), str(int(self._gives_way))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"},
            creationflags=flags,
        )
        self._child = child
        self._calls = 0
        self._exchange(child, None, seconds=_START_SECONDS)
        return child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        child.wait()


_OPEN: "weakref.WeakSet[ChildProcess]" = weakref.WeakSet()


def close_all() -> None:
    """End every child of this process."""
    for one in list(_OPEN):
        one.close()


atexit.register(close_all)


def _rebuilt(module: str, name: str, arguments: tuple[object, ...], facts: dict[str, object]) -> WorkbenchError:
    """A refusal as it was raised, without calling its constructor, which may want other arguments."""
    kind = getattr(importlib.import_module(module), name)
    error = kind.__new__(kind)
    assert isinstance(error, WorkbenchError)
    error.args = arguments
    error.__dict__.update(facts)
    return error


def _write(stream: BinaryIO | Any, frame: bytes) -> None:
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def _read(stream: BinaryIO | Any) -> bytes | None:
    """The next frame, or ``None`` at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if head is None or len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    frame = stream.read(length)
    return frame if frame is not None and len(frame) == length else None


# The child's side


def _limit_memory(limit: int) -> None:
    if not limit:
        return
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some limits
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _give_way() -> None:
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_GIVES_WAY)


def _answer(request: bytes) -> bytes:
    """The answer to one call, as a frame."""
    try:
        target, args, kwargs = pickle.loads(request)  # noqa: S301  written by our own parent
        module, _, name = target.partition(":")
        function: Callable[..., object] = getattr(importlib.import_module(module), name)
        answer: tuple[str, object] = ("value", function(*args, **kwargs))
        return pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    except WorkbenchError as error:
        kind = type(error)
        facts = (kind.__module__, kind.__qualname__, error.args, dict(error.__dict__))
        return pickle.dumps(("refusal", facts), protocol=pickle.HIGHEST_PROTOCOL)
    except (MemoryError, RecursionError):
        return pickle.dumps(("memory", None))
    except Exception as error:  # noqa: BLE001  told to the parent, which raises it as a bug
        return pickle.dumps(("bug", _place(error)))


def _place(error: BaseException) -> str:
    """The kind and the place of an error, without its message, which may repeat somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} in " + " < ".join(
        f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames)
    )


def _serve() -> None:
    """Answer calls until the parent closes the pipe."""
    calls = sys.stdin.buffer
    # Whatever a library prints must not get between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno())
    memory, gives_way = (int(word) for word in sys.argv[1:3])
    _limit_memory(memory)
    if gives_way:
        _give_way()
    _write(answers, pickle.dumps(("ready", None)))
    while (request := _read(calls)) is not None:
        _write(answers, _answer(request))


if __name__ == "__main__":
    _serve()
