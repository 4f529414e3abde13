"""Base forms of English words, from the lookup table that spaCy uses, without loading spaCy."""

from __future__ import annotations

import gzip
import importlib.util
import json
from functools import cache, lru_cache
from pathlib import Path

_TABLE = "data/en_lemma_lookup.json.gz"


@cache
def _table() -> dict[str, str]:
    found = importlib.util.find_spec("spacy_lookups_data")
    assert found is not None
    assert found.origin is not None
    with gzip.open(Path(found.origin).parent / _TABLE, "rt", encoding="utf-8") as file:
        table: dict[str, str] = json.load(file)
    return table


@lru_cache(maxsize=100_000)
def base_form(word: str) -> str:
    """The base form of a folded word, or the word itself where the table does not know it.

    >>> base_form("waited"), base_form("nurse's"), base_form("waitlists"), base_form("gas")
    ('wait', 'nurse', 'waitlist', 'gas')
    """
    plain = word.removesuffix("'s")
    known = _table().get(plain)
    if known is not None:
        return known
    if plain.endswith("s") and len(plain) > 4 and not plain.endswith(("ss", "us", "is")):
        return _table().get(plain[:-1], plain[:-1])
    return plain
