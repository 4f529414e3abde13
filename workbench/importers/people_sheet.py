"""Sheets about participants, CSV or XLSX: their attributes, or what they agreed to. One row is one person.

A column that would tell who somebody is, is refused with the reason; so is the whole file where a row cannot be used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import Any, TypeVar

from workbench.domain.attribute import iso_date
from workbench.domain.codebook import fold
from workbench.domain.participant import FutureUse, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.telling_columns import refusal, why_telling
from workbench.errors import UnreadableFileError
from workbench.importers.spreadsheets import read_sheet

E = TypeVar("E", bound=StrEnum)
MOST_PEOPLE = 5_000
MOST_FAULTS = 50
_KINDS = (".csv", ".tsv", ".txt", ".xlsx")
_WHO = frozenset(
    {"participant", "participant id", "participant number", "participant no", "id", "pid", "number", "label", "p"}
)
_PSEUDONYM = frozenset({"pseudonym", "alias"})
_GOVERNED = frozenset({"community governed", "community", "governed by a community"})
_YES = frozenset({"yes", "y", "true", "1", "x", "oui"})
_NO = frozenset({"no", "n", "false", "0", "non"})
_DAY_ZERO = date(1899, 12, 30)  # from which workbooks count days


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row: its number in the file, whom it is about, and its other cells by the heading of their column."""

    number: int
    label: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """A sheet with a row for each person. ``columns`` are its headings but the one that says whom a row is about."""

    file_name: str
    columns: tuple[str, ...]
    rows: tuple[PersonRow, ...]


def read_people_sheet(source: bytes, file_name: str) -> PeopleSheet:
    """The rows of a sheet about people, or ``UnreadableFileError`` with a sentence for each thing that is wrong."""
    name = PurePath(file_name.replace("\\", "/")).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in _KINDS:
        raise UnreadableFileError(f"“{name}” is not a sheet. Save it as .csv or .xlsx, and try again.")
    sheet = read_sheet(source)
    if len(sheet.rows) < 2:
        raise UnreadableFileError(f"“{name}” has no rows below its headings. The first row names the columns.")
    headings = [" ".join(cell.split()) for cell in sheet.rows[0]]
    width = max(len(row) for row in sheet.rows)
    headings += [""] * (width - len(headings))
    body = [(number, (*row, *[""] * (width - len(row)))) for number, row in zip(sheet.numbers, sheet.rows, strict=True)]
    faults = _bad_columns(headings, [row for _, row in body[1:]])
    who = next((at for at, heading in enumerate(headings) if _plain(heading) in _WHO), None)
    if who is None:
        faults.append("No column says whom a row is about. Name it “participant”, with ids such as P07 in it.")
    if len(body) > MOST_PEOPLE + 1:
        faults.append(f"It has more than {MOST_PEOPLE:,} rows. Is it the right file?")
    if faults or who is None:
        raise UnreadableFileError(nothing_imported(name, faults))
    kept = [at for at, heading in enumerate(headings) if at != who and heading]
    rows = [
        PersonRow(number, " ".join(row[who].split()), {headings[at]: row[at].strip() for at in kept})
        for number, row in body[1:]
    ]
    if faults := _bad_labels(rows):
        raise UnreadableFileError(nothing_imported(name, faults))
    return PeopleSheet(name, tuple(headings[at] for at in kept), tuple(rows))


def nothing_imported(file_name: str, faults: Sequence[str]) -> str:
    """The refusal of a file, with a line for each fault."""
    shown = list(faults[:MOST_FAULTS])
    if len(faults) > MOST_FAULTS:
        shown.append(f"And {len(faults) - MOST_FAULTS} more.")
    return "\n".join([f"Nothing was imported from “{file_name}”:", *shown])


def _plain(heading: str) -> str:
    return fold(heading.replace("_", " ").replace("-", " ").strip(" .:#?"))


def _bad_columns(headings: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    faults = []
    for at, heading in enumerate(headings):
        cells = [row[at] for row in body]
        if not heading and any(cell.strip() for cell in cells):
            faults.append(f"Column {at + 1} has values but no heading. Give it one, or empty it.")
        elif what := why_telling(heading, [] if _plain(heading) in _WHO else cells):
            faults.append(refusal(heading or f"{at + 1}", what))
    doubled = [name for name, count in Counter(_plain(heading) for heading in headings if heading).items() if count > 1]
    return [*faults, *(f"Two columns are called “{name}”. Keep one of them." for name in doubled)]


def _bad_labels(rows: Sequence[PersonRow]) -> list[str]:
    faults = []
    first: dict[str, int] = {}
    for row in rows:
        if not row.label:
            faults.append(f"Row {row.number}: it does not say whom it is about. Fill in the id, such as P07.")
        elif len(row.label) > 20:
            faults.append(f"Row {row.number}: “{row.label[:20]}…” is too long for an id. Use one such as P07.")
        elif what := why_telling("", [row.label, row.label]):
            faults.append(f"Row {row.number}: its id looks like {what}. Use an id such as P07.")
        elif fold(row.label) in first:
            faults.append(
                f"Row {row.number}: {row.label} stands in row {first[fold(row.label)]} already. Keep one of them."
            )
        first.setdefault(fold(row.label), row.number)
    return faults


def pseudonym_of(row: PersonRow) -> str:
    """The pseudonym that a row gives, or an empty text."""
    return next((" ".join(cell.split()) for heading, cell in row.cells.items() if _plain(heading) in _PSEUDONYM), "")


def attribute_columns(sheet: PeopleSheet) -> list[str]:
    """The columns that are attributes: all but the pseudonym and whether a community governs the data."""
    return [heading for heading in sheet.columns if _plain(heading) not in _PSEUDONYM | _GOVERNED]


def governed_of(row: PersonRow) -> bool | None:
    """Whether a row says that a community governs this person's data; ``None`` where it says nothing."""
    for heading, cell in row.cells.items():
        if _plain(heading) in _GOVERNED and cell:
            answer = yes_or_no(cell)
            if answer is None:
                raise UnreadableFileError(f"“{cell[:30]}” in “{heading}” is not yes or no.")
            return answer
    return None


def yes_or_no(cell: str) -> bool | None:
    """A cell as yes or no, or ``None`` if it is neither."""
    return True if fold(cell) in _YES else False if fold(cell) in _NO else None


def day_of(cell: str) -> str | None:
    """A cell as a day, also where a workbook has kept it as a number of days; ``None`` if it is neither.

    >>> day_of("2024-03-12"), day_of("45363"), day_of("12/03/2024")
    ('2024-03-12', '2024-03-12', None)
    """
    if cell.isascii() and cell.isdecimal() and len(cell) == 5 and cell < "73050":
        return (_DAY_ZERO + timedelta(days=int(cell))).isoformat()
    return iso_date(cell)


# Consent ------------------------------------------------------------------------------------------------------------

_QUOTE: Mapping[str, QuoteUse] = {
    "no": QuoteUse.NONE,
    "no quotes": QuoteUse.NONE,
    "paraphrase only": QuoteUse.PARAPHRASE,
    "pseudonym": QuoteUse.VERBATIM_PSEUDONYM,
    "verbatim with pseudonym": QuoteUse.VERBATIM_PSEUDONYM,
    "named": QuoteUse.VERBATIM_NAMED,
    "verbatim with name": QuoteUse.VERBATIM_NAMED,
}
_SPONSOR: Mapping[str, SponsorShare] = {
    "no": SponsorShare.NONE,
    "findings": SponsorShare.FINDINGS_ONLY,
    "quotes": SponsorShare.QUOTES_ONLY,
    "transcript": SponsorShare.DEIDENTIFIED_TRANSCRIPT,
    "de identified transcript": SponsorShare.DEIDENTIFIED_TRANSCRIPT,
}
_REPOSITORY: Mapping[str, RepositoryShare] = {"no": RepositoryShare.NONE, "open": RepositoryShare.PUBLIC}
_FUTURE: Mapping[str, FutureUse] = {"no": FutureUse.NONE}
_CHOICES: Mapping[str, tuple[type[StrEnum], Mapping[str, Any]]] = {
    "quote_use": (QuoteUse, _QUOTE),
    "sponsor_share": (SponsorShare, _SPONSOR),
    "repository_share": (RepositoryShare, _REPOSITORY),
    "future_use": (FutureUse, _FUTURE),
}
_FLAGS = ("recorded", "quote_review_wanted", "recontact", "focus_group_limits_explained")
_DAYS = ("signed_on", "withdraw_until")
_TEXTS = ("consent_version", "notes")
CONSENT_COLUMNS = (*_TEXTS[:1], *_DAYS[:1], *_CHOICES, *_FLAGS, *_DAYS[1:], *_TEXTS[1:])
_OTHER_NAMES = {
    "version": "consent_version",
    "form version": "consent_version",
    "signed": "signed_on",
    "date signed": "signed_on",
    "quotes": "quote_use",
    "sponsor": "sponsor_share",
    "repository": "repository_share",
    "review wanted": "quote_review_wanted",
    "withdrawal deadline": "withdraw_until",
}


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What one row says, as fields of a consent; what it leaves empty is not in it."""

    number: int
    label: str
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """The consents of a sheet; ``missing`` are columns it does not have, ``unknown`` columns that no consent has."""

    rows: tuple[ConsentRow, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def consent_rows(sheet: PeopleSheet) -> ConsentSheet:
    """A sheet read as consents. ``UnreadableFileError`` has a sentence for each bad row."""
    columns = {heading: _field(heading) for heading in sheet.columns}
    known = [name for name in columns.values() if name]
    doubled = [name for name, count in Counter(known).items() if count > 1]
    faults = [f"Two columns say the same: “{name}”. Keep one of them." for name in doubled]
    if not known:
        faults.append(f"No column is about consent. The columns are: participant, {', '.join(CONSENT_COLUMNS)}.")
    rows = []
    for row in sheet.rows:
        answers: dict[str, Any] = {}
        for heading, name in columns.items():
            if name and row.cells[heading]:
                value, advice = _answer(name, row.cells[heading])
                answers[name] = value
                if advice:
                    faults.append(
                        f"Row {row.number}, {row.label}: “{row.cells[heading][:30]}” in “{heading}” {advice}."
                    )
        rows.append(ConsentRow(row.number, row.label, answers))
    if faults:
        raise UnreadableFileError(nothing_imported(sheet.file_name, faults))
    missing = tuple(name for name in CONSENT_COLUMNS if name not in known and name != "notes")
    return ConsentSheet(tuple(rows), missing, tuple(heading for heading, name in columns.items() if not name))


def _field(heading: str) -> str:
    plain = _plain(heading)
    name = plain.replace(" ", "_")
    return name if name in CONSENT_COLUMNS else _OTHER_NAMES.get(plain, "")


def _answer(name: str, cell: str) -> tuple[Any, str]:
    """What a cell says, and what is wrong with it (nothing, if empty)."""
    if name in _CHOICES:
        kind, more = _CHOICES[name]
        plain = _plain(cell)
        found = next((one for one in kind if plain in (_plain(one.value), one.value)), None) or more.get(plain)
        return found, "" if found else f"is none of: {', '.join(one.value for one in kind)}"
    if name in _FLAGS:
        answer = yes_or_no(cell)
        return answer, "" if answer is not None else "is not yes or no"
    if name in _DAYS:
        day = day_of(cell)
        return day, "" if day else "is not clear as a date. Write year-month-day, such as 2024-03-12"
    return cell, ""
