"""Nouns as plain JSON values and back: what the events remember and the tables keep.

Works for any frozen dataclass made of text, numbers, truth values, enums, tuples, ``dict[str, str]`` and other such
dataclasses. Reading back gives an equal value.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from workbench.domain.event import Record

T = TypeVar("T")


def to_record(value: Any) -> Record:
    """A noun as a dictionary of JSON values, one entry per field."""
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}


def from_record(kind: type[T], record: Record) -> T:
    """The noun that :func:`to_record` wrote down.

    A record from before a field was added gets the field's default; what a later version no longer knows is left out.
    """
    return kind(
        **{name: (read(record[name]) if read else record[name]) for name, read in _readers(kind) if name in record}
    )


def up_to_date(kind: type, record: Record | None) -> Record | None:
    """A record as this version would write it, so that old and new ones can be compared."""
    return None if record is None else to_record(from_record(kind, record))


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return to_record(value)
    return value


Reader = Callable[[Any], Any]
_NAMES: dict[type, tuple[str, ...]] = {}  # looking a type's fields up once makes reading many nouns quick
_READERS: dict[type, tuple[tuple[str, Reader | None], ...]] = {}


def _readers(kind: type) -> tuple[tuple[str, Reader | None], ...]:
    if kind not in _READERS:
        hints = get_type_hints(kind)
        _READERS[kind] = tuple((name, _reader(hints[name])) for name in _names(kind))
    return _READERS[kind]


def _reader(hint: Any) -> Reader | None:
    """How to read a value of this type back, or ``None`` where it is itself already."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [_reader(part) for part in get_args(hint) if part is not type(None)]
        read = inner[0]
        return None if read is None else lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return tuple if item is None else lambda value: tuple(item(part) for part in value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: from_record(hint, value)
    return None
