"""Attribute: something the team notes of each participant, such as region or years since diagnosis, with its type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workbench.domain.codebook import fold
from workbench.domain.ids import AttributeId, ProjectId
from workbench.errors import RuleError

_YES = frozenset({"yes", "y", "true", "1", "oui", "x"})
_NO = frozenset({"no", "n", "false", "0", "non"})
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")
_LONGEST = 200


class AttributeKind(StrEnum):
    """What values an attribute takes."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as the team defined it. Values are kept as text in one form for each kind."""

    id: AttributeId
    project_id: ProjectId
    name: str
    kind: AttributeKind
    choices: tuple[str, ...] = ()
    position: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 80:
            raise RuleError("An attribute needs a name of at most 80 characters, such as “region”.")
        folded = [fold(choice) for choice in self.choices]
        if len(set(folded)) != len(folded):
            raise RuleError(f"“{self.name}” names the same choice twice. Write each choice once.")
        if self.kind is AttributeKind.CHOICE and not self.choices:
            raise RuleError(f"“{self.name}” is a choice, so it needs at least one value to choose from.")

    def value_of(self, raw: str) -> str:
        """A value as it is kept; empty means that it is not known. ``RuleError`` says what would fit.

        >>> region = Attribute(AttributeId("a"), ProjectId("p"), "region", AttributeKind.CHOICE, ("Rural", "Town"))
        >>> region.value_of("rural "), region.value_of("")
        ('Rural', '')
        """
        text = " ".join(raw.split())
        if not text:
            return ""
        if len(text) > _LONGEST:
            raise RuleError(
                f"“{self.name}” has more than {_LONGEST} characters. Write stories as notes, not as attributes."
            )
        fit, wanted = self._fit(text)
        if fit is None:
            raise RuleError(f"“{text[:40]}” does not fit “{self.name}”. It takes {wanted}.")
        return fit

    def _fit(self, text: str) -> tuple[str | None, str]:
        """A text in the form of this kind, or ``None``; and what the kind takes, in words."""
        match self.kind:
            case AttributeKind.CHOICE:
                same = (choice for choice in self.choices if fold(choice) == fold(text))
                return next(same, None), f"one of: {', '.join(self.choices)}"
            case AttributeKind.NUMBER:
                return _number(text) if _NUMBER.fullmatch(text) else None, "a number, such as 12"
            case AttributeKind.YES_NO:
                answer = "yes" if fold(text) in _YES else "no" if fold(text) in _NO else None
                return answer, "yes or no"
            case AttributeKind.DATE:
                return iso_date(text), "a date, such as 2024-03-12"
            case _:
                return text, "any words"


def _number(text: str) -> str:
    plain = text.replace(",", ".").lstrip("+")
    whole, _, rest = plain.partition(".")
    rest = rest.rstrip("0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    number = f"{digits.lstrip('0') or '0'}{'.' + rest if rest else ''}"
    return number if number == "0" else sign + number


def iso_date(text: str) -> str | None:
    """A day as ``2024-03-12``, or ``None``. Only orders of day and month that cannot be mistaken are read.

    >>> iso_date("2024-03-12"), iso_date("2024/3/12"), iso_date("2024-03-12 00:00:00"), iso_date("03/12/2024")
    ('2024-03-12', '2024-03-12', '2024-03-12', None)
    """
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


def kind_of_values(values: list[str]) -> AttributeKind:
    """The kind that a column's values seem to have, for a proposal.

    >>> kind_of_values(["12", "7"]), kind_of_values(["yes", "No"]), kind_of_values(["rural", "town", "rural", "rural"])
    (<AttributeKind.NUMBER: 'number'>, <AttributeKind.YES_NO: 'yes or no'>, <AttributeKind.CHOICE: 'choice'>)
    """
    filled = [" ".join(value.split()) for value in values if value.strip()]
    different = {fold(value) for value in filled}
    if not filled:
        return AttributeKind.TEXT
    if different <= {"yes", "no", "y", "n", "oui", "non", "true", "false"}:
        return AttributeKind.YES_NO
    if all(_NUMBER.fullmatch(value) for value in filled):
        return AttributeKind.NUMBER
    if all(iso_date(value) for value in filled):
        return AttributeKind.DATE
    if len(different) <= 12 and 2 * len(different) <= len(filled) + 1:
        return AttributeKind.CHOICE
    return AttributeKind.TEXT
