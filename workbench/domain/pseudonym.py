"""Pseudonyms: proposing names that give nobody away, and saying where a chosen one might.

The names are words for plants, birds, stones and weather that are nobody's first name by habit, so that they suggest neither
gender nor origin. A participant may choose any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

NAMES: tuple[str, ...] = (
    "Maple", "Birch", "Cedar", "Larch", "Spruce", "Alder", "Tamarack", "Poplar", "Balsam", "Juneberry", "Sumac", "Yarrow",
    "Clover", "Bracken", "Lichen", "Moss", "Sedge", "Thistle", "Fescue", "Barley", "Osprey", "Plover", "Heron", "Kestrel",
    "Loon", "Swift", "Bunting", "Dipper", "Grebe", "Nuthatch", "Avocet", "Egret", "Pebble", "Quartz", "Flint", "Granite",
    "Shale", "Agate", "Cobble", "Drift", "Ember", "Frost", "Gale", "Hail", "Inlet", "Jetty", "Kelp", "Lagoon", "Meadow",
    "Nimbus", "Orchard", "Prairie", "Quill", "Ridge", "Summit", "Thicket", "Upland", "Valley", "Willet", "Zephyr", "Brook",
    "Delta", "Fjord", "Glacier", "Harbour", "Island", "Knoll", "Lantern", "Mesa", "Nectar", "Oat", "Quince", "Rapids",
    "Shoal", "Tundra", "Umbel", "Vetch", "Wren",
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_GENERIC = re.compile(
    r"(?:speaker|participant|person|respondent|interviewee|voice|patient|guest|unknown|p|s|r|spk|male|female|man|woman)[ _#-]*\d*[a-z]?",
    re.IGNORECASE,
)


def is_generic(label: str) -> bool:
    """Whether a speaker's label names no one person, so that the same label in two files may be two people.

    >>> is_generic("Speaker 2"), is_generic("P06"), is_generic("Colette")
    (True, True, False)
    """
    return _GENERIC.fullmatch(label.strip()) is not None


def initials(names: Iterable[str]) -> frozenset[str]:
    """The first letters of every word in some names, without accents and capitals. Generic labels have none.

    >>> sorted(initials(["Élise van Dijk", "Speaker 2"]))
    ['d', 'e', 'v']
    """
    return frozenset(_plain(word)[:1] for name in names if not is_generic(name) for word in _LETTERS.findall(name))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def propose(taken: Iterable[str], known_names: Iterable[str] = (), *, at: int = 0) -> str:
    """A pseudonym that nobody bears and that begins with no letter of the person's known names.

    ``at`` says where in the list to begin, so that people in a row do not get neighbours. Where the list is used up, a number
    is added.

    >>> propose(["Maple"], ["Bea Long"])
    'Cedar'
    """
    used = {_plain(name) for name in taken}
    avoided = initials(known_names)
    letters = {name[:1] for name in used}
    fresh = (name for name in _from(at) if _plain(name)[:1] not in avoided | letters and _plain(name) not in used)
    if (found := next(fresh, None)) is not None:  # another first letter than everybody's, as long as there are such
        return found
    for size in range(1, 1000):
        for name in _from(at):
            proposed = name if size == 1 else f"{name} {size}"
            if _plain(proposed) not in used and _plain(name)[:1] not in avoided:
                return proposed
        if len(avoided) >= 20:  # a label with half the alphabet in it says nothing about a name
            avoided = frozenset()
    raise AssertionError("No study has so many people.")


def _from(at: int) -> Iterator[str]:
    """Every name of the list once, beginning somewhere in it."""
    return (NAMES[(at * 7 + step) % len(NAMES)] for step in range(len(NAMES)))


def likeness(pseudonym: str, known_names: Iterable[str]) -> str:
    """What a pseudonym shares with a known name of the person, as a warning; empty where nothing is.

    >>> likeness("Maple", ["Mick"]), likeness("Cedar", ["Mick"])
    ('It begins with the same letter as a name of this person.', '')
    """
    names = [name for name in known_names if not is_generic(name)]
    words = {_plain(word) for name in names for word in _LETTERS.findall(name)}
    own = [_plain(word) for word in _LETTERS.findall(pseudonym)]
    if words & set(own):
        return "It is a name of this person, as it stands in a transcript."
    if own and own[0][:1] in initials(names):
        return "It begins with the same letter as a name of this person."
    return ""
