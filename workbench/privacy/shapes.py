"""What every finder of shapes shares: a raw find, number words, and looking at the words around a place.

Every pattern here and in the finders is bounded: no repetition inside a repetition over the same characters, so that no
text, however odd, makes a search slow.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from workbench.privacy.values import IdentifierClass

_AROUND = 60  # characters before a number in which a word says what it is
_BEHIND = 30


@dataclass(frozen=True, slots=True)
class Find:
    """A place that one finder holds for an identifier. ``rank``: the lower, the earlier it takes its place."""

    start: int
    end: int
    kind: IdentifierClass
    confidence: float
    why: str
    rank: int = 5


def around(text: str, start: int, end: int) -> str:
    """The words near a place, in lower case: what a person would look at to say what a number is."""
    return (text[max(0, start - _AROUND) : start] + " # " + text[end : end + _BEHIND]).lower()


ONES = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
FRENCH_ONES = "zéro|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf"
ORDINAL_WORD = (
    "thirty[- ]first|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|twentieth|"
    "nineteenth|eighteenth|seventeenth|sixteenth|fifteenth|fourteenth|thirteenth|twelfth|eleventh|tenth|ninth|eighth|"
    "seventh|sixth|fifth|fourth|third|second|first"
)


def settled(finds: list[Find]) -> list[Find]:
    """Finds that do not overlap, in order: the lower rank wins, then the longer one, then the earlier one."""
    used: list[tuple[int, int]] = []
    in_turn = sorted(finds, key=lambda find: (find.rank, find.start - find.end, find.start))
    taken = [find for find in in_turn if _free(used, find.start, find.end)]
    return sorted(taken, key=lambda find: find.start)


def _free(used: list[tuple[int, int]], start: int, end: int) -> bool:
    """Take a range of a sorted list of ranges if nothing lies in it yet."""
    at = bisect.bisect_left(used, (start, end))
    if at < len(used) and used[at][0] < end:
        return False
    if at > 0 and used[at - 1][1] > start:
        return False
    used.insert(at, (start, end))
    return True


def trimmed(text: str, start: int, end: int, *, of: str = " \t\n.,;:!?-–—") -> tuple[int, int]:
    """A range without the blanks and stops at its ends."""
    while start < end and text[start] in of:
        start += 1
    while end > start and text[end - 1] in of:
        end -= 1
    return start, end


def compiled(pattern: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    """A pattern over Unicode text, with blanks in it left out."""
    return re.compile(pattern, (re.IGNORECASE if ignore_case else 0) | re.VERBOSE)
