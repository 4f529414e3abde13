"""Captions that roll up the screen, as YouTube makes them: each line is shown again above the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.importers.source import Ledger, SourceLine

REPEATED = "lines that rolling captions show again"


@dataclass(slots=True)
class Cue:
    """One subtitle: when it is shown, its lines, and the voice that its name tells."""

    line: int
    begins_at: float
    ends_at: float
    payload: list[SourceLine] = field(default_factory=list)
    voice: str | None = None


def drop_repeated(cues: Sequence[Cue], ledger: Ledger) -> None:
    """Take each line out of the cues that only show it again, where the file does so throughout."""
    again = [0] * len(cues)
    shown: list[str] = []
    for place, cue in enumerate(cues):
        lines = [_words(line) for line in cue.payload]
        again[place] = _overlap(shown, lines)
        shown = lines or shown
    filled = sum(1 for cue in cues if cue.payload)
    # Somebody may say the same thing twice; captions that roll do so nearly always.
    if sum(1 for count in again if count) < max(2, 0.4 * (filled - 1)):
        return
    for cue, count in zip(cues, again, strict=True):
        for line in cue.payload[:count]:
            ledger.set_aside(REPEATED, line.text)
        del cue.payload[:count]
    ledger.doubt(0, "These captions show each line twice, the second time above the next one; it was imported once.")


def _words(line: SourceLine) -> str:
    return " ".join(line.text.casefold().split())


def _overlap(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many of the first lines are the last ones that were shown before."""
    return next((count for count in range(min(len(shown), len(lines)), 0, -1) if shown[-count:] == lines[:count]), 0)
