"""Small groups of words by name: titles, words for family, words that introduce a name ..."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "lists" / "word_groups.txt"


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    lines = (
        line.partition(": ") for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return {name: frozenset(words.split()) for name, _, words in lines}


def word_group(name: str) -> frozenset[str]:
    """The words of a group, folded.

    >>> "dr" in word_group("titles")
    True
    """
    return _groups()[name]
