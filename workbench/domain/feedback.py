"""Feedback: one page to a student, in words: what went well, passages to talk about, next steps. There is no score in it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import RuleError

MOST_PASSAGES = 3
MOST_WORDS = 65  # of what a mentor writes in one part, so that all of it stays on one page
MOST_QUOTED = 35
MOST_SAID = 25  # of a comment
CUT = " …"


@dataclass(frozen=True, slots=True)
class ToDiscuss:
    """A passage to talk about: its words, where they stand, its codes, what the mentor said there; and whether it may be quoted elsewhere."""

    words: str
    place: str
    codes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    may_be_quoted: bool = True


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a mentor gives a student on paper. ``next_steps`` are one line each."""

    student: str
    mentor: str
    project: str
    on: str  # the day, in words
    went_well: str
    passages: tuple[ToDiscuss, ...]
    next_steps: tuple[str, ...]
    made_up: bool = False

    def __post_init__(self) -> None:
        if not self.went_well.strip():
            raise RuleError("Write first what went well. One sentence is enough.")
        if len(self.passages) > MOST_PASSAGES:
            raise RuleError(f"Choose at most {MOST_PASSAGES} passages, so that there is time to talk about each.")
        for part, text in (("What went well", self.went_well), ("The next steps", " ".join(self.next_steps))):
            count = len(text.split())
            if count > MOST_WORDS:
                raise RuleError(f"“{part}” has {count} words. At most {MOST_WORDS} fit on the page.")


def cut(words: str, most: int = MOST_QUOTED) -> str:
    """The beginning of a passage, cut between words where it is long; what is left is exact.

    >>> cut("one two three", most=2)
    'one two …'
    """
    parts = words.split()
    return words if len(parts) <= most else " ".join(parts[:most]) + CUT
