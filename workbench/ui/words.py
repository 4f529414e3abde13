"""All words on the screen. They stand in the files of ``words_en``; another language is another such folder.

A phrase that depends on a number is a table with one entry per plural form. ``{name}`` stands for what a page fills in.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("words_en")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@cache
def phrases() -> dict[str, str | dict[str, str]]:
    """Every phrase by its full name, such as ``home.continue``. A name stands in one file only."""
    found: dict[str, str | dict[str, str]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        more = _flat(tomllib.loads(file.read_text(encoding="utf-8")), "")
        if twice := found.keys() & more.keys():
            raise ValueError(f"Words stand in two files: {', '.join(sorted(twice))}.")
        found |= more
    return found


def _flat(table: dict[str, Any], prefix: str) -> dict[str, str | dict[str, str]]:
    found: dict[str, str | dict[str, str]] = {}
    for name, value in table.items():
        if isinstance(value, dict) and value.keys() != {"one", "other"}:
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def say(phrase: str, **values: object) -> str:
    """A phrase in the language of the screen, with its gaps filled in. ``n`` chooses between one and many.

    >>> say("counts.codings", n=1), say("counts.codings", n=1200)
    ('1 coding', '1,200 codings')
    """
    found = phrases()[phrase]
    if isinstance(found, dict):
        found = found["one" if values["n"] == 1 else "other"]
    return found.format(**{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def name_of(value: StrEnum) -> str:
    """What a role, phase, kind ... is called on the screen.

    >>> from workbench.domain.project import Role
    >>> name_of(Role.OWNER)
    'Owner'
    """
    return say(f"{type(value).__name__}.{value.value.replace(' ', '_')}")


def deed_in_words(deed: str) -> str:
    """What somebody did, as a sentence goes on after the name.

    >>> deed_in_words("code passage"), deed_in_words("undo code passage")
    ('coded a passage', 'took back: coded a passage')
    """
    for turned in ("undo", "redo"):
        if deed.startswith(f"{turned} "):
            return say(f"deeds.{turned}", deed=deed_in_words(deed.removeprefix(f"{turned} ")))
    key = f"deeds.{deed.replace(' ', '_')}"
    return say(key) if key in phrases() else deed


def moment(at: str) -> str:
    """A moment in the log as a person of this computer's time zone would write it."""
    local = datetime.fromisoformat(at).astimezone()
    month = say("time.months").split()[local.month - 1]
    return say("time.moment", day=local.day, month=month, year=str(local.year), clock=f"{local:%H:%M}")


def day(at: str) -> str:
    """The same without the clock."""
    local = datetime.fromisoformat(at).astimezone()
    month = say("time.months").split()[local.month - 1]
    return say("time.day", day=local.day, month=month, year=str(local.year))


def as_written(text: str) -> str:
    """Words of people for a place that reads Markdown: every sign stands for itself.

    >>> as_written("*Trust* costs $5")
    '\\\\*Trust\\\\* costs \\\\$5'
    """
    escaped = "".join(f"\\{sign}" if sign in _PUNCTUATION else sign for sign in text)
    return escaped.replace("\n", "  \n")


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words.

    >>> shortened("I waited for six months", 12)
    'I waited …'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]} …"
