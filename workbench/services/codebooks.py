"""Keeping the codebook: adding, changing, retiring codes; loading and saving it as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from workbench.domain.codebook import Code, Codebook, CodeStatus, NearMiss
from workbench.domain.coding import Target
from workbench.domain.ids import CodeId, new_id
from workbench.domain.project import Right
from workbench.domain.rule_reading import read_rule
from workbench.domain.text import make_text
from workbench.errors import ChangedMeanwhileError, NotFoundError, RuleError
from workbench.exporters.codebook_files import write_codebook
from workbench.formats.codebook_file import CodebookFile, FileQualifier, from_codebook, to_codes
from workbench.importers.codebook_files import read_codebook
from workbench.services import exits
from workbench.services.desk import Deed, Desk
from workbench.services.reports import take_snapshot
from workbench.services.visibility import count_codings_by_code
from workbench.shipped import shipped_folder

PALETTE = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1", "#A6761D", "#66A61E", "#E7298A",
)  # fmt: skip


def get_codebook(desk: Desk) -> Codebook:
    """The codes of the project as a tree."""
    with desk.reading() as look:
        return look.uow.codes.codebook(look.project)


def uses_of_codes(desk: Desk) -> dict[CodeId, int]:
    """How many codings each code has; codes without any are left out."""
    with desk.reading() as look:
        return count_codings_by_code(look)


def add_code(
    desk: Desk,
    label: str,
    *,
    short_definition: str = "",
    parent_id: CodeId | None = None,
    code_id: CodeId | None = None,
) -> Code:
    """A new code. A label and one line on what it means are enough to begin with."""
    with desk.deed("add code", Right.EDIT_CODEBOOK) as deed:
        return put_code(deed, label, short_definition=short_definition, parent_id=parent_id, code_id=code_id)


def put_code(
    deed: Deed,
    label: str,
    *,
    short_definition: str = "",
    parent_id: CodeId | None = None,
    code_id: CodeId | None = None,
) -> Code:
    """The same inside an act that is under way."""
    codebook = deed.uow.codes.codebook(deed.project)
    code = codebook.add(
        Code(
            id=code_id or CodeId(new_id()),
            project_id=deed.project_id,
            label=" ".join(make_text(label).split()),
            parent_id=parent_id,
            colour=PALETTE[len(codebook) % len(PALETTE)],
            short_definition=make_text(short_definition).strip(),
            created_at=deed.at,
            created_by=deed.actor,
        )
    )
    deed.uow.codes.save(code)
    return code


def change_code(desk: Desk, code_id: CodeId, *, expected: Code | None = None, **changes: Any) -> Code:
    """Change fields of a code (``label``, ``short_definition``, ``when_to_use`` ...); ids and dates stay.

    ``expected`` is the code as the editor saw it: ``ChangedMeanwhileError`` shows both texts if somebody else has written since.
    """
    with desk.deed("change code", Right.EDIT_CODEBOOK) as deed:
        return put_change(deed, code_id, expected=expected, **changes)


def put_change(deed: Deed, code_id: CodeId, *, expected: Code | None = None, **changes: Any) -> Code:
    """The same inside an act that is under way."""
    allowed = {
        "label", "key", "parent_id", "position", "codable", "colour", "status", "short_definition", "full_definition",
        "when_to_use", "when_not_to_use", "example", "near_miss", "seed_terms", "rule",
    }  # fmt: skip
    if unknown := changes.keys() - allowed:
        raise TypeError(f"A code has no changeable field {', '.join(sorted(unknown))}.")
    codebook = deed.uow.codes.codebook(deed.project)
    before = codebook.get(code_id)
    changed = replace(before, **{name: _clean(value) for name, value in changes.items()})
    if changed.rule and changed.rule != before.rule:
        read_rule(changed.rule)  # refuses, with the reason, what nobody could read later
    if expected is not None:
        _refuse_stale(before, expected, changed, changes)
    if before.status is CodeStatus.RETIRED and changed.status is not CodeStatus.RETIRED:
        changed = replace(changed, merged_into=None)
    if changed.status is CodeStatus.AGREED and before.status is not CodeStatus.AGREED:
        _require_full_entry(changed)
    codebook.change(changed)
    renamed = (before.label, before.key) != (changed.label, changed.key)
    for code in [changed, *(codebook.repoint(before, changed) if renamed else [])]:
        deed.uow.codes.save(code)
    return changed


_WORDS = {
    "label": "Name", "key": "Short name", "short_definition": "What it means", "full_definition": "Full definition",
    "when_to_use": "When to use it", "when_not_to_use": "When not to use it", "example": "Example", "near_miss": "Near miss",
    "seed_terms": "Words that point to it", "rule": "Rule", "status": "Status", "codable": "Passages can be coded with it",
}  # fmt: skip


def _refuse_stale(stored: Code, seen: Code, wanted: Code, changes: Mapping[str, Any]) -> None:
    """Raise ``ChangedMeanwhileError`` where the words of a code are not what the editor saw, with both texts."""
    others = [
        name for name in (*_WORDS, *(changes.keys() - _WORDS.keys())) if getattr(stored, name) != getattr(seen, name)
    ]
    if not others or wanted == stored:
        return
    shown = dict.fromkeys([*others, *(name for name in changes if getattr(wanted, name) != getattr(seen, name))])
    lines = [
        f"{_WORDS[name]}: now “{_as_text(getattr(stored, name))}”; you wrote “{_as_text(getattr(wanted, name))}”."
        for name in shown
        if name in _WORDS and getattr(stored, name) != getattr(wanted, name)
    ]
    raise ChangedMeanwhileError(
        f"“{stored.label}” was changed by somebody else while you were writing, so nothing was saved. "
        + " ".join(lines)
        + " Look at the new text, and put into it what you want to keep of yours."
    )


def _as_text(value: object) -> str:
    if isinstance(value, NearMiss):
        return f"{value.text} → {value.use_instead}" if value.use_instead else value.text
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def rename_code(desk: Desk, code_id: CodeId, *, new_label: str) -> Code:
    """Give a code a new name wherever it is used."""
    return change_code(desk, code_id, label=" ".join(new_label.split()))


def _clean(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, CodeStatus):
        return make_text(value).strip()
    if isinstance(value, tuple):
        return tuple(line for item in value if (line := make_text(str(item)).strip()))
    if isinstance(value, NearMiss):
        return NearMiss(make_text(value.text).strip(), value.use_instead or None)
    return value


def _require_full_entry(code: Code) -> None:
    missing = [
        name
        for name, value in (
            ("a short definition", code.short_definition),
            ("when to use it", code.when_to_use),
            ("when not to use it", code.when_not_to_use),
            ("an example", code.example),
        )
        if not value
    ]
    if missing:
        raise RuleError(f"Before “{code.label}” can be agreed, it needs {', '.join(missing)}.")


def remove_code(desk: Desk, code_id: CodeId) -> None:
    """Take out a code that was never used; one with codings can only be retired or merged."""
    with desk.deed("remove code", Right.EDIT_CODEBOOK) as deed:
        codebook = deed.uow.codes.codebook(deed.project)
        uses = len(deed.uow.codings.every_of_code(code_id))
        code = codebook.remove(code_id, codings=uses)
        _refuse_traces(deed, codebook, code)
        for theme in deed.uow.themes.of_project(desk.project_id):
            if code_id in theme.code_ids:
                kept = tuple(one for one in theme.code_ids if one != code_id)
                deed.uow.themes.save(replace(theme, code_ids=kept))
        deed.uow.codes.remove(code_id)


def _refuse_traces(deed: Deed, codebook: Codebook, code: Code) -> None:
    """Raise ``RuleError`` where something would be left hanging in the air without the code."""
    if any(other.merged_into == code.id for other in codebook):
        trace = "Another code was merged into it"
    elif any(
        memo.target is Target.CODE and memo.target_id == code.id for memo in deed.uow.memos.of_project(deed.project_id)
    ):
        trace = "There are notes on it"
    elif any(review.code_id == code.id for review in deed.uow.reviews.of_project(deed.project_id)):
        trace = "Suggestions of it were accepted or rejected"
    elif deed.uow.agreed_codings.of_code(code.id):
        trace = "Your team agreed on it for a passage"
    else:
        return
    raise RuleError(f"{trace}, so “{code.label}” cannot be removed. Retire it instead.")


def find_code(desk: Desk, name: str) -> Code:
    """The code with this id, label or key."""
    codebook = get_codebook(desk)
    code = codebook.codes.get(CodeId(name)) or codebook.named(name)
    if code is None:
        raise NotFoundError("code", name)
    return code


# Files --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StarterCodebook:
    """A ready-made codebook that travels with the program."""

    file_name: str
    title: str
    summary: str
    codes: int


def starter_codebooks() -> list[StarterCodebook]:
    """The ready-made codebooks, by title."""
    found = []
    for path in sorted(shipped_folder("codebooks").glob("*.yaml")):
        book = read_codebook(path.read_bytes(), file_name=path.name)
        found.append(StarterCodebook(path.name, book.title, book.plain_summary, len(book.codes)))
    return found


def starter_file(file_name: str) -> bytes:
    """The bytes of a ready-made codebook."""
    path = shipped_folder("codebooks") / Path(file_name).name
    if not path.is_file():
        raise NotFoundError("starter codebook", file_name)
    return path.read_bytes()


@dataclass(frozen=True)
class CodebookImport:
    """What loading a codebook file did: codes that were added, and labels that were there already and stayed as they are."""

    added: tuple[Code, ...]
    kept: tuple[str, ...]
    notices: tuple[str, ...]


def preview_codebook(source: bytes, *, file_name: str) -> CodebookFile:
    """What is in a codebook file; changes nothing."""
    return read_codebook(source, file_name=file_name)


def import_codebook(desk: Desk, source: bytes, *, file_name: str) -> CodebookImport:
    """Load a codebook file. Codes whose label or key is there already are kept as they are; all others are added."""
    book = read_codebook(source, file_name=file_name)
    with desk.deed("import codebook", Right.EDIT_CODEBOOK) as deed:
        codebook = deed.uow.codes.codebook(deed.project)
        arriving = to_codes(book, desk.project_id, new_id=lambda: CodeId(new_id()), at=deed.at, by=desk.actor)
        stands_for: dict[CodeId, CodeId] = {}
        added: list[Code] = []
        kept: list[str] = []
        for code in Codebook(book.title, arriving):
            twin = codebook.named(code.label) or (codebook.named(code.key) if code.key else None)
            if twin is not None:
                stands_for[code.id] = twin.id
                kept.append(twin.label)
                continue
            parent = stands_for.get(code.parent_id, code.parent_id) if code.parent_id else None
            added.append(codebook.add(replace(code, parent_id=parent, position=0)))  # after those that are there
        deed.uow.codes.add_all(added)
        qualifiers = {one.id: one.label or one.id for one in book.qualifiers}
        if new := qualifiers.keys() - deed.project.qualifiers.keys():
            more = {key: label for key, label in qualifiers.items() if key in new}
            deed.uow.projects.save(replace(deed.project, qualifiers={**deed.project.qualifiers, **more}))
    return CodebookImport(tuple(added), tuple(kept), tuple(str(notice.message) for notice in book.notices))


def export_codebook(desk: Desk, target: BinaryIO, *, file_name: str) -> tuple[str, ...]:
    """Save the codebook in the form that the file's ending names (YAML, CSV, XLSX, DOCX, .qdc).

    A codebook goes to anybody, so examples that repeat words which may not be quoted are held back. Comes back with the labels
    of these codes.
    """
    snapshot = take_snapshot(desk)
    codes, held = exits.without_forbidden_words(snapshot, snapshot.codes)
    codebook = Codebook(snapshot.project.title, codes)
    qualifiers = tuple(FileQualifier(id=key, label=label) for key, label in snapshot.project.qualifiers.items())
    file = from_codebook(codebook).model_copy(update={"qualifiers": qualifiers}) if codebook.codes else codebook
    write_codebook(file, target, file_name=file_name)
    return held
