"""Deeds that reshape the codebook: merging, splitting, moving. Each tells beforehand what it changes and for whom.

They are the one place where somebody gives another person's coding another code: the code as such changes, and every coding, with
its coder, date and words, goes along. None is dropped, even where one person had coded the same words with both codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.codebook import Code, Step, Theme
from workbench.domain.coding import Coding, Memo, MemoKind, Target, Visibility
from workbench.domain.ids import CodeId, CodingId
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import ChangedMeanwhileError, RuleError
from workbench.services.codebooks import put_code
from workbench.services.codings import usable_code
from workbench.services.desk import Deed, Desk, Look
from workbench.services.memos import put_memo
from workbench.services.visibility import every_seen_coding_of_code, seen_codings, seen_memos


@dataclass(frozen=True)
class Effect:
    """What an act on a code would change, and for whom. Asking changes nothing.

    ``before`` and ``after`` say where the code stands or what it is called; ``codings`` counts by coder the codings that are
    touched; ``doubled`` are those whose coder has the same words under the target too; the rest are names of things that change.
    Notes that the asker may not read are not counted, but they go along.
    """

    code: Code
    before: str
    after: str
    codings: Mapping[str, int] = field(default_factory=dict)
    doubled: int = 0
    notes: int = 0
    themes: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    seed_terms: tuple[str, ...] = ()
    rule: str = ""
    pointing: tuple[str, ...] = ()

    @property
    def coding_count(self) -> int:
        return sum(self.codings.values())


# Merging ------------------------------------------------------------------------------------------------------------


def preview_merge(desk: Desk, source_id: CodeId, target_id: CodeId) -> Effect:
    """What merging one code into another would change."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        source, target = codebook.get(source_id), codebook.get(target_id)
        children = tuple(code.label for code in codebook.children(source_id) if code.id != target_id)
        pointing = tuple(code.label for code in codebook.pointing_to(source))
        moving = every_seen_coding_of_code(look, source_id)
        _refuse_heading(target, moving)
        before = codebook.path(source_id)
        codebook.merge(source_id, target_id)
        known = set(target.seed_terms)
        places = {_place(coding) for coding in seen_codings(look, target_id)}
        return Effect(
            source,
            before,
            codebook.path(target_id),
            _by_coder(moving),
            doubled=sum(1 for coding in moving if _place(coding) in places),
            notes=len(_notes_on(seen_memos(look), source_id)),
            themes=tuple(theme.title for theme in _themes_with(look, source_id)),
            children=children,
            seed_terms=tuple(term for term in codebook.get(target_id).seed_terms if term not in known),
            rule=codebook.get(target_id).rule if codebook.get(target_id).rule != target.rule else "",
            pointing=pointing,
        )


def merge_codes(desk: Desk, source_id: CodeId, target_id: CodeId, *, reason: str = "") -> Code:
    """Merge one code into another, in one act: its codings, agreed or not, notes, themes, seed terms and what stood below it go to the target.

    The source is retired and remembers where it went; a note on the target says what was merged. The answer is the target.
    """
    with desk.deed("merge codes", Right.EDIT_CODEBOOK) as deed:
        return put_merge(deed, source_id, target_id, reason=reason)


def put_merge(deed: Deed, source_id: CodeId, target_id: CodeId, *, reason: str = "") -> Code:
    """The same inside an act that is under way."""
    codebook = deed.uow.codes.codebook(deed.project)
    source = codebook.get(source_id)
    moving = deed.uow.codings.every_of_code(source_id)
    _refuse_heading(codebook.get(target_id), moving)
    for code in codebook.merge(source_id, target_id):
        deed.uow.codes.save(code)
    for coding in moving:
        deed.uow.codings.save(replace(coding, code_id=target_id))
    for agreed in deed.uow.agreed_codings.of_code(source_id):
        deed.uow.agreed_codings.save(replace(agreed, code_id=target_id))
    for memo in _notes_on(deed.uow.memos.of_project(deed.project_id), source_id):
        deed.uow.memos.save(replace(memo, target_id=target_id))
    for theme in _themes_with(deed, source_id):
        ids = dict.fromkeys(target_id if code_id == source_id else code_id for code_id in theme.code_ids)
        deed.uow.themes.save(replace(theme, code_ids=tuple(ids)))
    _note(deed, target_id, f"Merged from “{source.label}”", moving, meaning=source.short_definition, reason=reason)
    return codebook.get(target_id)


# Splitting ----------------------------------------------------------------------------------------------------------


def preview_split(
    desk: Desk, source_id: CodeId, coding_ids: Iterable[CodingId], *, target_id: CodeId | None = None, label: str = ""
) -> Effect:
    """What moving these passages to another code, or to a new one called ``label``, would change."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        source = codebook.get(source_id)
        moving = _chosen(look, source, coding_ids)
        if target_id is None:
            parent = codebook.path(source.parent_id) if source.parent_id else ""
            after = " › ".join(part for part in (parent, _one_line(label)) if part)
            places: set[object] = set()
        else:
            _refuse_heading(codebook.get(target_id), moving)
            after = codebook.path(target_id)
            places = {_place(coding) for coding in seen_codings(look, target_id)}
        return Effect(
            source,
            codebook.path(source_id),
            after,
            _by_coder(moving),
            doubled=sum(1 for coding in moving if _place(coding) in places),
        )


def split_code(
    desk: Desk,
    source_id: CodeId,
    coding_ids: Iterable[CodingId],
    *,
    target_id: CodeId | None = None,
    label: str = "",
    short_definition: str = "",
    reason: str = "",
) -> Code:
    """Move chosen passages of a code to another one, or to a new one right after it called ``label``, in one act.

    Every coding stays its coder's. Since somebody chose each passage, it counts as looked at under the target's meaning. A note on
    the target says what was moved. The answer is the code that has the passages now.
    """
    with desk.deed("split code", Right.EDIT_CODEBOOK) as deed:
        return put_split(
            deed,
            source_id,
            coding_ids,
            target_id=target_id,
            label=label,
            short_definition=short_definition,
            reason=reason,
        )


def put_split(
    deed: Deed,
    source_id: CodeId,
    coding_ids: Iterable[CodingId],
    *,
    target_id: CodeId | None = None,
    label: str = "",
    short_definition: str = "",
    reason: str = "",
) -> Code:
    """The same inside an act that is under way."""
    source = deed.uow.codes.codebook(deed.project).get(source_id)
    moving = _chosen(deed, source, coding_ids)
    if target_id == source_id:
        raise RuleError("These passages carry this code already. Choose another code.")
    if target_id is None:
        made = put_code(deed, label, short_definition=short_definition, parent_id=source.parent_id)
        codebook = deed.uow.codes.codebook(deed.project)
        place = [code.id for code in codebook.children(source.parent_id)].index(source_id) + 2
        _save(deed, codebook.move(made.id, source.parent_id, place))
        target = codebook.get(made.id)
    else:
        target = usable_code(deed, target_id)
    for coding in moving:
        deed.uow.codings.save(replace(coding, code_id=target.id, confirmed_at=deed.at))
    _note(deed, target.id, f"Moved here from “{source.label}”", moving, reason=reason)
    return target


# Moving, renaming, retiring -----------------------------------------------------------------------------------------


def preview_move(desk: Desk, code_id: CodeId, parent_id: CodeId | None, position: int | None = None) -> Effect:
    """Where a code and all below it would stand; no coding changes."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        before = codebook.path(code_id)
        children = tuple(code.label for code in codebook.below(code_id))
        codebook.move(code_id, parent_id, position)
        return Effect(codebook.get(code_id), before, codebook.path(code_id), children=children)


def move_code(desk: Desk, code_id: CodeId, parent_id: CodeId | None, position: int | None = None) -> Code:
    """Put a code, with all below it, below another one or at the top; as number ``position`` there, or last."""
    with desk.deed("move code", Right.EDIT_CODEBOOK) as deed:
        codebook = deed.uow.codes.codebook(deed.project)
        _save(deed, codebook.move(code_id, parent_id, position))
    return codebook.get(code_id)


def step_code(desk: Desk, code_id: CodeId, step: Step) -> bool:
    """Move a code by one step up, down, in or out; ``False`` where there is no such step."""
    with desk.deed("move code", Right.EDIT_CODEBOOK) as deed:
        codebook = deed.uow.codes.codebook(deed.project)
        place = codebook.step(code_id, step)
        if place is None:
            return False
        _save(deed, codebook.move(code_id, *place))
    return True


def preview_rename(desk: Desk, code_id: CodeId, new_label: str) -> Effect:
    """What a new name would touch: all codings keep the code and show the new name."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        code = codebook.get(code_id)
        pointing = codebook.pointing_to(code) if not code.key else []
        codebook.change(replace(code, label=_one_line(new_label)))
        return Effect(
            code,
            code.label,
            codebook.get(code_id).label,
            _by_coder(seen_codings(look, code_id)),
            themes=tuple(theme.title for theme in _themes_with(look, code_id)),
            pointing=tuple(one.label for one in pointing),
        )


def preview_retire(desk: Desk, code_id: CodeId) -> Effect:
    """What stays with a code that is retired: its codings, its themes, and the codes below it."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        return Effect(
            codebook.get(code_id),
            codebook.path(code_id),
            codebook.path(code_id),
            _by_coder(seen_codings(look, code_id)),
            themes=tuple(theme.title for theme in _themes_with(look, code_id)),
            children=tuple(code.label for code in codebook.children(code_id)),
            pointing=tuple(code.label for code in codebook.pointing_to(codebook.get(code_id))),
        )


# Inside -------------------------------------------------------------------------------------------------------------


def _save(deed: Deed, codes: Iterable[Code]) -> None:
    for code in codes:
        deed.uow.codes.save(code)


def _chosen(look: Look | Deed, source: Code, coding_ids: Iterable[CodingId]) -> list[Coding]:
    wanted = set(coding_ids)
    if not wanted:
        raise RuleError("Choose at least one passage to move.")
    found = [coding for coding in seen_codings(look, source.id) if coding.id in wanted]
    if len(found) != len(wanted):
        raise ChangedMeanwhileError(
            f"Some of these passages do not carry “{source.label}” any more. Look at the list again, and choose anew."
        )
    return found


def _refuse_heading(target: Code, moving: Sequence[Coding]) -> None:
    if moving and not target.codable:
        raise RuleError(f"“{target.label}” is a heading and takes no passages. Choose one of the codes below it.")


def _place(coding: Coding) -> tuple[object, ...]:
    return coding.transcript_id, coding.revision_id, coding.start, coding.end, coding.coder


def _by_coder(codings: Iterable[Coding]) -> dict[str, int]:
    return dict(sorted(Counter(coding.coder for coding in codings).items()))


def _notes_on(notes: Iterable[Memo], code_id: CodeId) -> list[Memo]:
    return [memo for memo in notes if memo.target is Target.CODE and memo.target_id == code_id]


def _themes_with(look: Look | Deed, code_id: CodeId) -> list[Theme]:
    return [theme for theme in look.uow.themes.of_project(look.project.id) if code_id in theme.code_ids]


def _note(
    deed: Deed, code_id: CodeId, what: str, codings: Sequence[Coding], *, meaning: str = "", reason: str = ""
) -> None:
    """A note on a code about what was done, by who did it; every person's share stands in it."""
    shares = ", ".join(f"{coder} {count}" for coder, count in _by_coder(codings).items())
    number = "1 coding" if len(codings) == 1 else f"{len(codings)} codings"
    lines = [f"{what}, {number}" + (f" ({shares})." if shares else ".")]
    lines += [f"It meant: {meaning}"] if meaning else []
    lines += [f"Why: {_one_line(reason)}"] if reason.strip() else []
    put_memo(
        deed, "\n".join(lines), kind=MemoKind.CODE, visibility=Visibility.TEAM, target=Target.CODE, target_id=code_id
    )


def _one_line(text: str) -> str:
    return " ".join(make_text(text).split())
