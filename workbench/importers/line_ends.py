"""Words that were divided by a hyphen at the end of a line, put together again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.domain.text import count_words
from workbench.importers.source import Ledger, SourceLine

HYPHENS = "halves of words divided at the end of a line"
_FIRST_HALF = re.compile(r"(?<![\w’'-])([^\W\d_]{2,}(?:-[^\W\d_]{2,})?)-$")
_SECOND_HALF = re.compile(r"([^\W\d_]{2,})")
_SHOWN = 4


def join_divided_words(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """The lines with each divided word whole, at the end of the line where it begins.

    Only a second half in lower case counts, because somebody who broke off ends with a hyphen, too. The hyphen stays
    where the text has the word with a hyphen elsewhere: “well-known”.
    """
    joined = list(lines)
    whole = {word.casefold() for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text)}
    longest = max((len(line.text.rstrip()) for line in lines), default=0)
    found: list[str] = []
    first_line = 0
    for index in range(len(joined) - 1):
        line, following = joined[index], joined[index + 1]
        start, end = _FIRST_HALF.search(line.text.rstrip()), _SECOND_HALF.match(following.text.lstrip())
        if not (start and end) or len(line.text.rstrip()) < 0.6 * longest or not end[1].islower():
            continue
        with_hyphen = f"{start[1]}-{end[1]}"
        word = with_hyphen if with_hyphen.casefold() in whole else start[1] + end[1]
        rest = following.text.lstrip()[end.end() :]
        tail = re.match(r"\S*\s*", rest)
        length = tail.end() if tail else 0
        text = line.text.rstrip()[: start.start()] + word + rest[:length].rstrip()
        joined[index] = replace(line, text=text)
        joined[index + 1] = replace(following, text=rest[length:], emphasis=0)
        halves = count_words(f"{line.text}\n{following.text}") - count_words(f"{text}\n{rest[length:]}")
        if halves:
            ledger.aside[HYPHENS] += halves
        found.append(word)
        first_line = first_line or line.number
    if found:
        shown = ", ".join(f"“{word}”" for word in found[:_SHOWN]) + (" and others" if len(found) > _SHOWN else "")
        ledger.doubt(first_line, f"{len(found)} words divided at the end of a line were put together: {shown}.")
    return joined
