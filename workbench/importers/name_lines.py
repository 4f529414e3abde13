"""A name on one line and its time on the next, as copied from a page of meeting software, put on one line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from workbench.importers.headings import stands_alone
from workbench.importers.source import LABELS, Ledger, SourceLine
from workbench.importers.times import is_time


def join_names_and_times(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """The lines with each time behind the name above it, where the file writes names before times.

    The initials of an avatar, which a copied page shows above the name, are left out.
    """
    filled = [index for index, line in enumerate(lines) if not line.blank]
    pairs = {
        one: two
        for one, two in pairwise(filled)
        if is_time(lines[two].text) and not lines[two].cells and stands_alone(lines[one].text)
    }
    # Where the time comes first, a short answer before it looks like a name as well.
    before = sum(
        1
        for one, two in pairwise(filled)
        if is_time(lines[one].text) and stands_alone(lines[two].text) and two not in pairs
    )
    if len(pairs) < 2 or len(pairs) <= before:
        return list(lines)
    joined = list(lines)
    earlier = dict(zip(filled[1:], filled, strict=False))
    for name, time in pairs.items():
        joined[name] = replace(lines[name], text=f"{lines[name].text.strip()}  {lines[time].text.strip()}")
        joined[time] = SourceLine(lines[time].number, "", continues=True)
        badge = earlier.get(name)
        if badge is not None and _are_initials(lines[badge].text, of=lines[name].text):
            ledger.set_aside(LABELS, lines[badge].text)
            joined[badge] = SourceLine(lines[badge].number, "")
    return joined


def _are_initials(text: str, *, of: str) -> bool:
    letters = text.strip()
    firsts = "".join(word[0] for word in of.split() if word[0].isalpha())
    return 1 < len(letters) <= 3 and letters.isupper() and letters == firsts[: len(letters)].upper()
