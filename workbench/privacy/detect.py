"""Finding identifiers in all transcripts of a project at once.

Shapes (numbers, addresses, dates) are found one transcript at a time. Names are found in three steps: each transcript by
its own lights; then what speaker labels, the roster and the project's list give away; then every sure name is looked for
in all transcripts, so that a name found in one place is found in each.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workbench.domain.text import count_words
from workbench.privacy.contacts import find_contacts
from workbench.privacy.dates import find_ages, find_dates
from workbench.privacy.kinds import TITLES
from workbench.privacy.lexicon import lexicon
from workbench.privacy.names import Name, NameFinder
from workbench.privacy.numbers import find_numbers
from workbench.privacy.shapes import Find, settled
from workbench.privacy.spreading import Spreader, found_names, told_names
from workbench.privacy.tokens import Uses, Words, words_of
from workbench.privacy.values import Hit, IdentifierClass, Known, Talk, key_of

_BRACKETED = re.compile(r"\[[^\[\]\n]{1,80}\]")
_NAME_RANK = 6
OtherNames = Callable[[Sequence[str]], Sequence[Sequence[tuple[int, int, IdentifierClass]]]]


def find_identifiers(
    texts: Sequence[Talk], known: Known | None = None, *, other: OtherNames | None = None
) -> list[list[Hit]]:
    """The identifiers of each transcript, in order, none overlapping another.

    ``other`` is one more finder of names whose finds join ours, such as a trained spaCy model where one is installed.
    """
    known = known or Known()
    lists = lexicon()
    project = [words_of(talk) for talk in texts]
    uses = Uses.of(project)
    alone = [NameFinder(words, uses, lists=lists).find() for words in project]
    told = told_names(texts, known)
    mentions = [*told, *found_names(list(zip(project, alone, strict=True)), lists)]
    spreader = Spreader(mentions, uses, lists)
    others = other([talk.text for talk in texts]) if other else [[] for _ in texts]
    kept = frozenset(string.casefold() for string in known.kept)
    hits = []
    for words, names, more in zip(project, alone, others, strict=True):
        finds = [*_shapes(words.talk.text), *_finds(words, names), *_finds(words, spreader.mentions_in(words))]
        finds += [
            Find(start, end, kind, 0.7, "Found by the installed language model.", _NAME_RANK + 1)
            for start, end, kind in more
        ]
        hits.append(_as_hits(words.talk.text, finds, kept, known.replacements))
    return hits


def _shapes(text: str) -> list[Find]:
    return [*find_contacts(text), *find_numbers(text), *find_dates(text), *find_ages(text)]


def _finds(words: Words, names: Iterable[Name]) -> list[Find]:
    found = []
    for name in names:
        start, end = words.tokens[name.first].start, words.tokens[name.last - 1].end
        found.append(Find(start, end, name.kind, name.confidence, name.why, _NAME_RANK))
    return found


def _as_hits(text: str, finds: list[Find], kept: frozenset[str], replacements: frozenset[str]) -> list[Hit]:
    inside = [match.span() for match in _BRACKETED.finditer(text) if match[0] in replacements] if replacements else []
    hits = []
    for find in settled(finds):
        if any(start <= find.start and find.end <= end for start, end in inside):
            continue
        words = text[find.start : find.end]
        key = name_key(words, find.kind)
        if words.casefold() in kept or key in kept:
            continue
        hits.append(Hit(find.start, find.end, words, find.kind, find.confidence, find.why, key))
    return hits


def name_key(text: str, kind: IdentifierClass) -> str:
    """The key under which hits are decided together; a person's form of address makes no difference.

    >>> name_key("Dr. Pillai's", IdentifierClass.PERSON)
    'pillai'
    """
    key = key_of(text, kind)
    if kind is IdentifierClass.PERSON:
        first, _, rest = key.partition(" ")
        if rest and first.rstrip(".") in TITLES:
            return rest
    return key


@dataclass(frozen=True)
class Speed:
    """How much was searched, how long it took by the clock, and how long of this processor's time."""

    words: int
    seconds: float
    processor: float


def timed(texts: Sequence[Talk], known: Known | None = None) -> tuple[list[list[Hit]], Speed]:
    """The identifiers, and how fast they were found."""
    start, worked = time.perf_counter(), time.process_time()
    hits = find_identifiers(texts, known)
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    return hits, Speed(sum(count_words(talk.text) for talk in texts), seconds, processor)
