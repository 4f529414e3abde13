"""A codebook as a table: which columns there are, under which other names they come, and how codes stand in rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from workbench.domain.codebook import CodeStatus, fold
from workbench.errors import UnreadableFileError
from workbench.formats.codebook_file import CodebookNotice, FileCode, FileNearMiss, key_from, tidy, tidy_line

COLUMNS: tuple[str, ...] = (
    "id",
    "label",
    "parent",
    "codable",
    "colour",
    "status",
    "short_definition",
    "full_definition",
    "when_to_use",
    "when_not_to_use",
    "example",
    "near_miss",
    "near_miss_use_instead",
    "seed_terms",
    "rule",
)
"""The house's own headings. In a cell that holds several things, each stands on a line of its own."""

_BEFORE_RULES = set(COLUMNS) - {"rule"}  # what tables of our own held before codes had rules

MEANINGS: dict[str, str] = {
    "id": "Short name of the code, unique in this codebook",
    "label": "Name of the code",
    "parent": "Id of the code above it; empty at the top",
    "codable": "yes, or no for a heading that is not used for coding",
    "colour": "Colour as #RRGGBB",
    "status": "draft, agreed or retired",
    "short_definition": "What the code means, in one sentence",
    "full_definition": "What the code means, in full",
    "when_to_use": "When to use it, one rule on each line",
    "when_not_to_use": "When not to use it, one rule on each line",
    "example": "A typical passage",
    "near_miss": "A passage that looks like this code and belongs elsewhere",
    "near_miss_use_instead": "Id of the code to use for the near miss",
    "seed_terms": "Words that point to this code, one on each line",
    "rule": "Which words a passage has to hold to be worth a look, such as: =wait AND NOT list",
}

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("key", "code id", "short name", "abbreviation", "mnemonic", "acronym"),
    "label": ("name", "code", "code name", "tag", "code label", "title", "path", "code path", "node"),
    "parent": ("parent code", "category", "theme", "group", "parent id", "belongs to", "code group", "folder"),
    "codable": ("is codable", "iscodable", "can be used"),
    "colour": ("color", "code color", "code colour"),
    "status": ("state",),
    "short_definition": ("definition", "brief definition", "short definition", "meaning", "summary"),
    "full_definition": ("description", "full definition", "long definition", "details", "comment", "memo", "notes"),
    "when_to_use": ("when to use", "include", "inclusion", "inclusion criteria", "include when", "use when", "use"),
    "when_not_to_use": (
        "when not to use",
        "exclude",
        "exclusion",
        "exclusion criteria",
        "exclude when",
        "not when",
        "do not use",
    ),
    "example": ("examples", "example quote", "quote", "typical example", "illustration"),
    "near_miss": ("near miss", "atypical example", "close but no", "borderline example"),
    "near_miss_use_instead": ("near miss use instead", "use instead"),
    "seed_terms": ("seed terms", "search words", "search terms", "keywords", "key words", "terms"),
    "rule": ("search rule",),
}
_PATH = re.compile(r"\s+>\s+|\s*›\s*|\s*»\s*|::|\\")
_YES = {"", "yes", "y", "true", "1", "x", "ja", "oui"}
_NO = {"no", "n", "false", "0", "-", "nein", "non"}


def _by_heading() -> dict[str, str]:
    names = {column: column for column in COLUMNS}
    for column, others in _OTHER_NAMES.items():
        names |= dict.fromkeys(others, column)
    return names


_BY_HEADING = _by_heading()


@dataclass(slots=True)
class _Reading:
    """What is known while the rows of a table are read."""

    columns: dict[str, int]
    headings: Sequence[str]
    strict: bool
    codes: list[FileCode] = field(default_factory=list)
    notices: list[CodebookNotice] = field(default_factory=list)
    above: list[tuple[int, str]] = field(default_factory=list)  # indents of the labels above, with their ids
    made: set[str] = field(default_factory=set)  # ids of headings that had no row of their own so far

    def doubt(self, line: int, message: str) -> None:
        self.notices.append(CodebookNotice(line, message))


def to_rows(codes: Sequence[FileCode]) -> list[list[str]]:
    """Codes as rows under ``COLUMNS``."""
    return [
        [
            code.id,
            code.label,
            code.parent or "",
            "yes" if code.codable else "no",
            code.colour,
            code.status.value,
            code.short_definition,
            code.full_definition,
            "\n".join(code.when_to_use),
            "\n".join(code.when_not_to_use),
            code.example,
            code.near_miss.text,
            code.near_miss.use_instead or "",
            "\n".join(code.seed_terms),
            code.rule,
        ]
        for code in codes
    ]


def heading_row(rows: Sequence[Sequence[str]], *, within: int = 15) -> int | None:
    """Which of the first rows names the columns: the first in which a column for the code's name is found."""
    for index, row in enumerate(rows[:within]):
        columns = _columns(row)
        if "label" in columns and (len(columns) > 1 or len([cell for cell in row if cell.strip()]) == 1):
            return index
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        column = _BY_HEADING.get(fold(cell).replace("-", " ").rstrip(":")) or _BY_HEADING.get(fold(cell))
        if column is not None:
            found.setdefault(column, index)
    # "Code | Name": where both stand, the first is the short name.
    names = [index for index, cell in enumerate(row) if _BY_HEADING.get(fold(cell)) == "label"]
    if "id" not in found and len(names) > 1 and fold(row[names[0]]) == "code":
        found["id"], found["label"] = names[0], names[1]
    return found


def joined(tables: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """Several tables of the same codes as one: columns of later tables are added where their ids are the same."""
    found: list[list[str]] = []
    for table in tables:
        head = heading_row(table) if not found else 0
        if head is None or not table:
            continue
        rows = [list(row) for row in table[head:]]
        if not found:
            found = rows
            continue
        first, other = _columns(found[0]), _columns(rows[0])
        if "id" not in first or "id" not in other:
            continue
        by_id = {row[other["id"]]: row for row in rows[1:] if len(row) > other["id"]}
        extra = [at for name, at in other.items() if name not in first]
        for number, row in enumerate(found):
            more = rows[0] if number == 0 else by_id.get(row[first["id"]], [])
            row += [more[at] if at < len(more) else "" for at in extra]
    return found


def from_rows(
    rows: Sequence[Sequence[str]], *, undo: Callable[[str], str] = str
) -> tuple[list[FileCode], list[CodebookNotice]]:
    """Codes from the rows of a table, whose headings may be the house's or what other programs call them.

    Places in a tree are told by a column for the parent, by paths (``Care > Waiting``) or by indented names. ``undo`` takes
    from each cell what a copy for spreadsheets put before it. ``UnreadableFileError`` names the row that cannot be used.
    """
    head = heading_row(rows)
    if head is None:
        raise UnreadableFileError(
            "No column for the code's name was found. Give the first row headings such as: code, definition, parent, example."
        )
    headings = rows[head]
    columns = _columns(headings)
    reading = _Reading(columns, headings, strict={fold(cell).replace(" ", "_") for cell in headings} >= _BEFORE_RULES)
    for index, cell in enumerate(headings):
        if cell.strip() and index not in columns.values():
            reading.doubt(head + 1, f"The column “{tidy_line(cell)}” was not understood and was left out.")
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if any(cell.strip() for cell in row):
            _read_row(reading, number, {name: undo(row[at]) if at < len(row) else "" for name, at in columns.items()})
    return reading.codes, reading.notices


def _read_row(reading: _Reading, number: int, cells: dict[str, str]) -> None:
    raw = cells.get("label", "")
    label = tidy_line(raw)
    if not label:
        raise UnreadableFileError(
            f"Row {number} has no name for its code. Fill in “{_heading(reading, 'label')}”, or take the row out."
        )
    parent = tidy_line(cells.get("parent", "")) or None
    if parent is not None and not reading.strict:
        parent = _known_or_new(reading, number, parent)
    if parent is None and not reading.strict:
        label, parent = _place(reading, number, raw)
    key = tidy_line(cells.get("id", "")) or key_from(label, [code.id for code in reading.codes])
    try:
        code = FileCode(
            id=key,
            label=label,
            parent=parent,
            codable=_yes(reading, number, cells.get("codable", "")),
            colour=cells.get("colour", ""),
            status=_status(reading, number, cells.get("status", "")),
            short_definition=cells.get("short_definition", ""),
            full_definition=cells.get("full_definition", ""),
            when_to_use=_list(reading, "when_to_use", cells),
            when_not_to_use=_list(reading, "when_not_to_use", cells),
            example=cells.get("example", ""),
            near_miss=FileNearMiss(
                text=cells.get("near_miss", ""), use_instead=cells.get("near_miss_use_instead") or None
            ),
            seed_terms=_list(reading, "seed_terms", cells),
            rule=cells.get("rule", ""),
        )
    except ValidationError as problem:
        raise UnreadableFileError(
            f"Row {number} (“{label}”) cannot be used: {problem.errors()[0]['msg']}."
        ) from problem
    if not reading.strict and "short_definition" not in reading.columns and code.full_definition:
        code = _with_short_definition(code)
    _keep(reading, code)


def _keep(reading: _Reading, code: FileCode) -> None:
    """Add a code or, where a heading was made for it before its row came, put it into that heading's place."""
    for index, other in enumerate(reading.codes):
        if other.id in reading.made and fold(other.label) in (fold(code.id), fold(code.label)):
            own_id = "id" in reading.columns
            placed = code.model_copy(
                update={"id": code.id if own_id else other.id, "parent": code.parent or other.parent}
            )
            reading.codes[index] = placed
            reading.made.discard(other.id)
            reading.notices[:] = [n for n in reading.notices if not n.message.startswith(f"“{other.label}” has no row")]
            for at, child in enumerate(reading.codes):
                if child.parent == other.id:
                    reading.codes[at] = child.model_copy(update={"parent": placed.id})
            return
    reading.codes.append(code)


def _with_short_definition(code: FileCode) -> FileCode:
    """Where a file knows one text only, its first line is the short definition."""
    first, _, rest = code.full_definition.partition("\n")
    return code.model_copy(update={"short_definition": first.strip(), "full_definition": rest.strip()})


def _heading(reading: _Reading, column: str) -> str:
    return tidy_line(reading.headings[reading.columns[column]])


def _known_or_new(reading: _Reading, number: int, parent: str) -> str:
    """The id of a parent that is named; one that has no row of its own becomes a heading."""
    for code in reading.codes:
        if fold(parent) in (fold(code.id), fold(code.label)):
            return code.id
    steps = [step for part in _PATH.split(parent) if (step := tidy_line(part))]
    return _heading_codes(reading, number, steps) or parent


def _place(reading: _Reading, number: int, raw: str) -> tuple[str, str | None]:
    """The name of a code and the id of the code above it, from a path or from the indent."""
    steps = [step for part in _PATH.split(tidy(raw)) if (step := tidy_line(part))]
    if len(steps) > 1:
        parent = _heading_codes(reading, number, steps[:-1])
        reading.above.clear()
        return steps[-1], parent
    expanded = raw.replace("\u00a0", " ").replace("\t", "    ")
    bare = re.sub(r"^(\s*)[-•–*]\s+", lambda found: " " * len(found.group(0)), expanded)
    indent = len(bare) - len(bare.lstrip())
    while reading.above and reading.above[-1][0] >= indent:
        reading.above.pop()
    label = tidy_line(bare)
    parent = reading.above[-1][1] if reading.above else None
    key = key_from(label, [code.id for code in reading.codes])
    if "id" not in reading.columns:
        reading.above.append((indent, key))
    return label, parent


def _heading_codes(reading: _Reading, number: int, steps: list[str]) -> str | None:
    """The id of the code at the end of a path; steps without a row of their own become headings."""
    parent: str | None = None
    for step in steps:
        known = next(
            (code.id for code in reading.codes if code.parent == parent and fold(code.label) == fold(step)), None
        )
        if known is None:
            known = key_from(step, [code.id for code in reading.codes])
            reading.codes.append(FileCode(id=known, label=step, parent=parent, codable=False))
            reading.made.add(known)
            reading.doubt(number, f"“{step}” has no row of its own; it was made a heading above other codes.")
        parent = known
    return parent


def _list(reading: _Reading, column: str, cells: dict[str, str]) -> tuple[str, ...]:
    """Several things in one cell: one on each line; loose tables part search words by semicolons or commas too."""
    text = tidy(cells.get(column, ""))
    if reading.strict or "\n" in text:
        return tuple(text.split("\n"))
    if ";" in text or (column == "seed_terms" and "," in text):
        return tuple(re.split(r"[;,]" if column == "seed_terms" else ";", text))
    return (text,) if text else ()


def _yes(reading: _Reading, number: int, cell: str) -> bool:
    word = fold(cell)
    if word in _YES:
        return True
    if word not in _NO:
        reading.doubt(number, f"“{tidy_line(cell)}” is neither yes nor no; the code was made one that can be used.")
    return word not in _NO


def _status(reading: _Reading, number: int, cell: str) -> CodeStatus:
    word = fold(cell)
    if word and word not in tuple(CodeStatus):
        reading.doubt(number, f"The status “{tidy_line(cell)}” is not known; the code was made a draft.")
    return CodeStatus(word) if word in tuple(CodeStatus) else CodeStatus.DRAFT
