"""Practice: an invented interview, a small codebook, and what a team said about twenty passages of it.

Nothing here touches a project: no coding is made, nothing is counted, and no answer is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workbench.domain.span import Span
from workbench.errors import NotFoundError
from workbench.shipped import shipped_folder


@dataclass(frozen=True, slots=True)
class PracticeCode:
    """A code to choose from."""

    id: str
    label: str
    definition: str
    use: str
    not_for: str


@dataclass(frozen=True, slots=True)
class PracticeTurn:
    """What one person says, until another speaks. ``number`` counts from 1."""

    number: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class PracticePassage:
    """Some words of a turn, with the codes of the answer key and the reason for them.

    Several codes mean that people differ and all are right; none means that no code fits. ``also`` tells for other codes
    what a person who chose them may have seen.
    """

    turn: int
    span: Span
    quote: str
    codes: tuple[str, ...]
    why: str
    also: Mapping[str, str]


@dataclass(frozen=True)
class Practice:
    """The whole exercise."""

    title: str
    turns: tuple[PracticeTurn, ...]
    codes: Mapping[str, PracticeCode]
    passages: tuple[PracticePassage, ...]

    def turn(self, number: int) -> PracticeTurn:
        return self.turns[number - 1]


class Answer(StrEnum):
    """How a choice stands to the key, in kinds that each have a sentence of their own. None of them is “wrong”."""

    SAME = "same"  # the key has this code, and no other
    ONE_OF_SEVERAL = "one_of_several"  # people differ here, and this is one of their codes
    SAME_NONE = "same_none"  # no code fits, and none was chosen
    ALSO = "also"  # the key has another code, and says what can be seen in this one
    ANOTHER = "another"  # the key has another code
    KEY_HAS_NONE = "key_has_none"  # a code was chosen where no code fits
    NONE_CHOSEN = "none_chosen"  # no code was chosen where one fits


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to say after a choice: the kind of answer, the key's codes, its reason, and what else can be seen."""

    answer: Answer
    chosen: PracticeCode | None
    key: tuple[PracticeCode, ...]
    why: str
    seen_too: str

    @property
    def people_differ(self) -> bool:
        """Whether the key allows more than one code."""
        return len(self.key) > 1


def feedback(practice: Practice, passage: PracticePassage, choice: str | None) -> Feedback:
    """What the key says about a choice; ``None`` is the choice that no code fits."""
    if choice is not None and choice not in practice.codes:
        raise NotFoundError("code", choice)
    if choice is None:
        answer = Answer.NONE_CHOSEN if passage.codes else Answer.SAME_NONE
    elif choice in passage.codes:
        answer = Answer.ONE_OF_SEVERAL if len(passage.codes) > 1 else Answer.SAME
    elif choice in passage.also:
        answer = Answer.ALSO
    else:
        answer = Answer.ANOTHER if passage.codes else Answer.KEY_HAS_NONE
    return Feedback(
        answer,
        chosen=practice.codes[choice] if choice is not None else None,
        key=tuple(practice.codes[name] for name in passage.codes),
        why=passage.why,
        seen_too=passage.also.get(choice, "") if choice is not None else "",
    )


@cache
def open_practice() -> Practice:
    """The exercise that travels with the program."""
    return read_practice(shipped_folder("sample_data") / "practice")


def read_practice(folder: Path) -> Practice:
    """An exercise from its three files. A key that does not fit the interview is refused."""
    if not (folder / "interview.txt").is_file():
        raise NotFoundError("practice interview", str(folder), hint="Install the workbench again.")
    title, turns = _interview((folder / "interview.txt").read_text(encoding="utf-8"))
    codes = {row["id"]: PracticeCode(**row) for row in _rows(folder / "codebook.yaml", "codes")}
    passages = tuple(_passage(row, turns, codes) for row in _rows(folder / "key.yaml", "passages"))
    return Practice(title, turns, codes, passages)


def _interview(text: str) -> tuple[str, tuple[PracticeTurn, ...]]:
    head, *blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    title = head.splitlines()[0].removeprefix("Title:").strip()
    parts = [block.partition(": ") for block in blocks]
    return title, tuple(PracticeTurn(number, speaker, words) for number, (speaker, _, words) in enumerate(parts, 1))


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))[name]
    return rows


def _passage(
    row: Mapping[str, Any], turns: tuple[PracticeTurn, ...], codes: Mapping[str, PracticeCode]
) -> PracticePassage:
    number, quote = int(row["turn"]), str(row["quote"])
    text = turns[number - 1].text if 0 < number <= len(turns) else ""
    if text.count(quote) != 1:
        raise NotFoundError("passage", quote, hint=f"It has to stand once in turn {number} of the practice interview.")
    if unknown := {*row["codes"], *row["also"]} - codes.keys():
        raise NotFoundError("code", unknown.pop())
    start = text.index(quote)
    return PracticePassage(
        number, Span(start, start + len(quote)), quote, tuple(row["codes"]), str(row["why"]), dict(row["also"])
    )
