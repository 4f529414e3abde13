"""Interviews in which only one of two voices is named, and numbered questions."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from workbench.domain.transcript import SpeakerRole
from workbench.importers.headings import Heading
from workbench.importers.labels import guess_role
from workbench.importers.source import Ledger, SourceLine

_NUMBERED = re.compile(r"([QA])\s?\d{1,3}[.)]?")
_ENDS = re.compile(r"[.?!…][\"”’')\]]*$")


def without_numbers(headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """“Q1”, “Q2” and so on, each once, as one voice “Q”: they count questions and not people."""
    numbered = {index: match for index, one in headings.items() if (match := _NUMBERED.fullmatch(one.label))}
    labels = [match.group().casefold() for match in numbered.values()]
    if len(labels) < 2 or len(set(labels)) < len(labels) or not any(label.startswith("q") for label in labels):
        return dict(headings)
    return {
        index: replace(one, label=numbered[index][1]) if index in numbered else one for index, one in headings.items()
    }


def with_other_voice(
    lines: Sequence[SourceLine], headings: Mapping[int, Heading], *, hidden: Set[int], wrapped: bool, ledger: Ledger
) -> dict[int, Heading]:
    """The headings, and where only one voice is named, one for each paragraph in which the other begins."""
    if len(headings) < 2 or len({one.key for one in headings.values()}) > 1:
        return dict(headings)
    first = next(iter(headings.values()))
    said = [lines[index].text[one.body :].strip() for index, one in headings.items()]
    openings = _openings(lines, headings, hidden, wrapped=wrapped)
    answered = sum(1 for opening in openings if opening is not None)
    if not all(said) or answered < max(2, 0.7 * len(headings)):
        return dict(headings)
    asks = sum(1 for text in said if text.endswith("?")) >= 0.5 * len(said)
    others_ask = sum(1 for opening in openings if opening and lines[opening].text.rstrip().endswith("?"))
    if guess_role(first.label) is SpeakerRole.FACILITATOR or asks:
        other = "Participant"
    elif others_ask >= 0.5 * answered:
        other = "Interviewer"
    else:
        return dict(headings)
    ledger.doubt(
        lines[min(headings)].number,
        f"Only “{first.label}” is named. The paragraphs without a name were taken for the other voice and called "
        f"“{other}”; put names before them in the file and import it again if that is wrong.",
    )
    added = {index: replace(first, label=other, body=0, begins_at=None, ends_at=None) for index in openings if index}
    return dict(sorted({**headings, **added}.items()))


def _openings(
    lines: Sequence[SourceLine], headings: Mapping[int, Heading], hidden: Set[int], *, wrapped: bool
) -> list[int | None]:
    """For each heading, the line after its paragraph that belongs to nobody named."""
    starts = sorted(headings)
    talk = lines[starts[0] : starts[-1] + 1]
    spaced = wrapped or any(line.blank for line in talk)
    found: list[int | None] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        opening = None
        for index in range(start + 1, end):
            line, before = lines[index], lines[index - 1]
            if line.blank or index in hidden:
                continue
            if before.blank or (not spaced and not line.continues and _ENDS.search(before.text.rstrip())):
                opening = index
                break
        found.append(opening)
    return found
