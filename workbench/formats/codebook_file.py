"""A codebook as files carry it: codes known by key, in reading order, whatever the ending of the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from workbench.domain.codebook import MAX_LABEL, Code, Codebook, CodeStatus, NearMiss, fold
from workbench.domain.ids import CodeId, ProjectId
from workbench.domain.rule_reading import readable
from workbench.domain.text import make_text
from workbench.errors import UnreadableFileError
from workbench.formats.clean import for_xml

MOST_CODES = 1_000
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#882255", "#117733")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def tidy(text: object) -> str:
    """Text from a file in its canonical form, without space around it."""
    return for_xml(make_text(str(text))).strip()


def tidy_line(text: object) -> str:
    """The same on one line.

    >>> tidy_line(" Waiting \\n time ")
    'Waiting time'
    """
    return " ".join(tidy(text).split())


def _lines(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise ValueError("should be a list of words")  # noqa: TRY004 - see above
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(line for item in items if item is not None and (line := tidy_line(item)))


def _text(value: object) -> str:
    if isinstance(value, dict):
        raise ValueError("should be words")  # noqa: TRY004 - pydantic turns a ValueError into its own
    parts = value if isinstance(value, (list, tuple)) else [value]
    return "\n".join(tidy(part) for part in parts if part is not None).strip()


def _line(value: object) -> str:
    return " ".join(_text(value).split())


Text = Annotated[str, BeforeValidator(_text)]
Line = Annotated[str, BeforeValidator(_line)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileNearMiss(_Part):
    """A passage that looks like a code and belongs elsewhere; ``use_instead`` is the key of that other code."""

    text: Text = ""
    use_instead: Line | None = None


class FileCode(_Part):
    """One code. ``id`` is its key in the file, ``parent`` the key of the code above it; ``guid`` is known to REFI-QDA only."""

    id: Line
    label: Line
    parent: Line | None = None
    codable: bool = True
    colour: Line = ""
    short_definition: Text = ""
    full_definition: Text = ""
    when_to_use: Lines = ()
    when_not_to_use: Lines = ()
    example: Text = ""
    near_miss: FileNearMiss = Field(default_factory=FileNearMiss)
    seed_terms: Lines = ()
    rule: Line = ""
    status: CodeStatus = CodeStatus.DRAFT
    guid: Line = ""


class FileQualifier(_Part):
    """Something that can be said of one coding, such as “barrier” or “facilitator”."""

    id: Line
    label: Line = ""


class FileSource(_Part):
    """Where the ideas of a codebook come from; it travels with every copy."""

    key: Line
    citation: Text = ""
    doi: Line = ""
    url: Line = ""


@dataclass(frozen=True, slots=True)
class CodebookNotice:
    """Something the reader of a file had to guess, mend or skip, and where (``line`` counts from 1; 0 = the whole file)."""

    line: int
    message: str


class CodebookFile(_Part):
    """All that one codebook file holds. Codes stand in reading order: each parent before its children."""

    title: Line
    codes: tuple[FileCode, ...]
    schema_version: int = 1
    id: Line = ""
    version: Line = ""
    language: Line = "en-CA"
    licence: Line = ""
    kind: Line = ""
    unit_of_coding: Text = ""
    plain_summary: Text = ""
    how_to_use: Text = ""
    qualifiers: tuple[FileQualifier, ...] = ()
    sources: tuple[FileSource, ...] = ()
    notices: tuple[CodebookNotice, ...] = Field(default=(), exclude=True)

    def code(self, key: str) -> FileCode | None:
        """The code with this key."""
        return next((code for code in self.codes if code.id == key), None)

    def without_notices(self) -> CodebookFile:
        """The contents alone, so that two files can be compared."""
        return self.model_copy(update={"notices": ()})


def key_from(label: str, taken: Iterable[str]) -> str:
    """A short name made from a label, different from those that are taken, whatever their case.

    >>> key_from("Waiting time (night)", []), key_from("Waiting time", ["waiting_time"]), key_from("寝", [])
    ('WAITING_TIME_NIGHT', 'WAITING_TIME_2', 'CODE')
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").upper()[:40].strip("_") or "CODE"
    used = {fold(key) for key in taken}
    key, number = stem, 2
    while fold(key) in used:
        key, number = f"{stem}_{number}", number + 1
    return key


def refuse_too_many(codes: int) -> None:
    """Raise ``UnreadableFileError`` for more codes than any codebook has."""
    if codes > MOST_CODES:
        raise UnreadableFileError(f"This file holds more than {MOST_CODES:,} codes, which no codebook needs.")


def settled(codes: Iterable[FileCode]) -> tuple[tuple[FileCode, ...], tuple[CodebookNotice, ...]]:
    """Codes as a codebook of the workbench can hold them, and what had to be changed.

    Keys stay unique or the file is refused; labels become unique; parents exist and come first. ``UnreadableFileError`` says
    which code is wrong.
    """
    found = list(codes)
    if not found:
        raise UnreadableFileError("There is no code in this file. A codebook needs at least one code with a name.")
    refuse_too_many(len(found))
    notices: list[CodebookNotice] = []
    _refuse_twin_keys(found)
    found = _with_known_parents(found)
    found = _parents_first(found)
    labels: dict[str, str] = {}
    by_key = {code.id: code for code in found}
    mended = []
    for code in found:
        changed, doubts = _with_good_name(code, by_key, labels)
        changed, more = _with_good_details(changed, by_key)
        labels[fold(changed.label)] = changed.label
        notices += [CodebookNotice(0, doubt) for doubt in doubts + more]
        mended.append(changed)
    return tuple(mended), tuple(notices)


def _refuse_twin_keys(codes: list[FileCode]) -> None:
    seen: dict[str, FileCode] = {}
    for code in codes:
        twin = seen.get(fold(code.id))
        if twin is not None:
            raise UnreadableFileError(
                f"Two codes have the id “{code.id}”: “{twin.label}” and “{code.label}”. Give one of them another id."
            )
        seen[fold(code.id)] = code


def _with_known_parents(codes: list[FileCode]) -> list[FileCode]:
    """Parents by their exact key; a parent may be named by its label or in another case."""
    keys = {fold(code.id): code.id for code in codes}
    labels = {fold(code.label): code.id for code in reversed(codes)}
    found = []
    for code in codes:
        parent = code.parent
        if parent:
            known = keys.get(fold(parent)) or labels.get(fold(parent))
            if known is None:
                raise UnreadableFileError(
                    f"The code “{code.label}” stands below “{parent}”, but no code of that name is in the file."
                )
            parent = known
        found.append(code.model_copy(update={"parent": parent or None}))
    return found


def _parents_first(codes: list[FileCode]) -> list[FileCode]:
    below: dict[str | None, list[FileCode]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    ordered: list[FileCode] = []
    todo = list(reversed(below.get(None, [])))
    while todo:
        code = todo.pop()
        ordered.append(code)
        todo.extend(reversed(below.get(code.id, [])))
    if len(ordered) != len(codes):
        reached = {code.id for code in ordered}
        lost = next(code for code in codes if code.id not in reached)
        raise UnreadableFileError(f"The code “{lost.label}” stands below itself. Give it another parent.")
    return ordered


def _with_good_name(code: FileCode, by_key: dict[str, FileCode], labels: dict[str, str]) -> tuple[FileCode, list[str]]:
    doubts: list[str] = []
    if not code.label:
        raise UnreadableFileError(f"The code “{code.id}” has no name. Give it a label of one or two words.")
    label = code.label
    definition = code.full_definition
    if len(label) > MAX_LABEL:
        definition = f"{label}\n{definition}".strip()
        label = label[: MAX_LABEL - 1].rstrip() + "…"
        doubts.append(
            f"A name longer than {MAX_LABEL} characters was cut to “{label}”; all of it is in the definition."
        )
    if fold(label) in labels:
        above = by_key[code.parent].label if code.parent else ""
        stem = label[: MAX_LABEL - 40]
        wishes = [f"{stem} ({above[:30]})"] if above else []
        wishes += [f"{stem} ({number})" for number in range(2, len(by_key) + 3)]
        chosen = next(wish for wish in wishes if fold(wish) not in labels)
        doubts.append(f"Two codes are named “{label}”. The second one is now “{chosen}”.")
        label = chosen
    return code.model_copy(update={"label": label, "full_definition": definition}), doubts


def _with_good_details(code: FileCode, by_key: dict[str, FileCode]) -> tuple[FileCode, list[str]]:
    doubts: list[str] = []
    colour = code.colour
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", colour):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    if colour and not _COLOUR.fullmatch(colour):
        doubts.append(f"The colour of “{code.label}” was not understood and was left out.")
        colour = ""
    instead = code.near_miss.use_instead or None
    if instead is not None and instead not in by_key:
        known = [other.id for other in by_key.values() if fold(instead) in (fold(other.id), fold(other.label))]
        if not known:
            doubts.append(f"The near miss of “{code.label}” points to “{instead}”, which is not in the file.")
        instead = known[0] if known else None
    near_miss = code.near_miss.model_copy(update={"use_instead": instead})
    if code.rule and readable(code.rule) is None:
        doubts.append(f"The rule of “{code.label}” cannot be read. It was kept as it is; mend it in the codebook.")
    return code.model_copy(update={"colour": colour.upper(), "near_miss": near_miss}), doubts


def to_codes(file: CodebookFile, project_id: ProjectId, *, new_id: Callable[[], str], at: str, by: str) -> list[Code]:
    """The codes of a file as codes of a project: fresh ids, parents before children, siblings in the file's order."""
    ids = {code.id: CodeId(new_id()) for code in file.codes}
    positions: dict[str | None, int] = {}
    tops = [code.id for code in file.codes if code.parent is None]
    colours: dict[str, str] = {}
    made = []
    for code in file.codes:
        positions[code.parent] = positions.get(code.parent, 0) + 1
        inherited = colours[code.parent] if code.parent else PALETTE[tops.index(code.id) % len(PALETTE)]
        colours[code.id] = code.colour or inherited
        made.append(
            Code(
                id=ids[code.id],
                project_id=project_id,
                label=code.label,
                key=code.id,
                parent_id=ids[code.parent] if code.parent else None,
                position=positions[code.parent],
                codable=code.codable,
                colour=colours[code.id],
                status=code.status,
                short_definition=code.short_definition,
                full_definition=code.full_definition,
                when_to_use=code.when_to_use,
                when_not_to_use=code.when_not_to_use,
                example=code.example,
                near_miss=NearMiss(code.near_miss.text, code.near_miss.use_instead),
                seed_terms=code.seed_terms,
                rule=code.rule,
                created_at=at,
                created_by=by,
            )
        )
    return made


def from_codebook(codebook: Codebook, *, title: str = "") -> CodebookFile:
    """A project's codebook as a file carries it; a code without a key gets one made from its label."""
    taken = [code.key for code in codebook if code.key]
    keys: dict[CodeId, str] = {}
    for code in codebook:
        keys[code.id] = tidy_line(code.key) or key_from(code.label, [*taken, *keys.values()])
    codes = [
        FileCode(
            id=keys[code.id],
            label=code.label,
            parent=keys.get(code.parent_id) if code.parent_id else None,
            codable=code.codable,
            colour=code.colour,
            short_definition=code.short_definition,
            full_definition=code.full_definition,
            when_to_use=code.when_to_use,
            when_not_to_use=code.when_not_to_use,
            example=code.example,
            near_miss=FileNearMiss(text=code.near_miss.text, use_instead=code.near_miss.use_instead),
            seed_terms=code.seed_terms,
            rule=code.rule,
            status=code.status,
            guid=code.id,
        )
        for code in codebook
    ]
    known, notices = settled(codes)
    return CodebookFile(title=title or codebook.title, id=_slug(title or codebook.title), codes=known, notices=notices)


def _slug(title: str) -> str:
    return key_from(title, []).lower()
