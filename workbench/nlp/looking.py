"""What the child process runs for looking further: it keeps the grounds that were asked about last, so that only the first answer is slow.

Each call names its ground by a key. Where the child does not have it, the answer is ``None``, and the caller asks again with the
ground itself; so the words of a project travel once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from functools import cached_property

from workbench.nlp.against import against
from workbench.nlp.alike import Landscape, more_like, not_looked_at
from workbench.nlp.ground import Against, Alike, FarOff, Ground, Repeated, Striking
from workbench.nlp.phrases import striking_phrases
from workbench.nlp.repeats import repeats
from workbench.nlp.word_forms import base_form

_MOST_HELD = 2


class _Held:
    """One project's ground, and what was made of it when it was first needed."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def landscape(self) -> Landscape:
        return Landscape(self.ground)

    @cached_property
    def repeats(self) -> list[Repeated]:
        return repeats(self.ground)

    @cached_property
    def phrases(self) -> list[Striking]:
        return striking_phrases(self.ground)


_held: OrderedDict[str, _Held] = OrderedDict()


def _of(key: str, ground: Ground | None) -> _Held | None:
    if ground is not None and key not in _held:
        _held[key] = _Held(ground)
    if key in _held:
        _held.move_to_end(key)
    while len(_held) > _MOST_HELD:
        _held.popitem(last=False)
    return _held.get(key)


def forget() -> None:
    """Let go of every ground, as a withdrawal must."""
    _held.clear()
    base_form.cache_clear()


def alike_in_child(
    key: str,
    numbers: Sequence[int],
    text: str,
    *,
    leave_out: Collection[int],
    at_most: int,
    ground: Ground | None = None,
) -> list[Alike] | None:
    """``more_like``, for a child process."""
    held = _of(key, ground)
    return None if held is None else more_like(held.landscape, numbers, text, leave_out=leave_out, at_most=at_most)


def not_looked_at_in_child(
    key: str, coded: Collection[int], read: Collection[int], *, at_most: int, ground: Ground | None = None
) -> list[FarOff] | None:
    """``not_looked_at``, for a child process."""
    held = _of(key, ground)
    return None if held is None else not_looked_at(held.landscape, coded, read, at_most=at_most)


def against_in_child(
    key: str,
    on: Sequence[int],
    *,
    challenging: Sequence[int],
    other_way: Collection[int],
    silent: Collection[str],
    at_most: int,
    ground: Ground | None = None,
) -> list[Against] | None:
    """``against``, for a child process."""
    held = _of(key, ground)
    if held is None:
        return None
    return against(held.landscape, on, challenging=challenging, other_way=other_way, silent=silent, at_most=at_most)


def repeats_in_child(key: str, *, ground: Ground | None = None) -> list[Repeated] | None:
    """``repeats``, for a child process; worked out once for a ground."""
    held = _of(key, ground)
    return None if held is None else held.repeats


def phrases_in_child(key: str, *, ground: Ground | None = None) -> list[Striking] | None:
    """``striking_phrases``, for a child process; worked out once for a ground."""
    held = _of(key, ground)
    return None if held is None else held.phrases
