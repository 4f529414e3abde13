"""The past of the codebook, read from the log: the codebook on any date, what became of a code, and codings made under an old meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from workbench.domain.codebook import Code, Codebook
from workbench.domain.coding import Coding
from workbench.domain.event import Change, Event, Record
from workbench.domain.ids import CodeId
from workbench.domain.records import from_record
from workbench.services.desk import Desk, Look
from workbench.services.visibility import Veil, seen_codings, veil_of

T = TypeVar("T")


@dataclass(frozen=True)
class PastCodebook:
    """The codebook as it stood at a moment, with the codings that each code had.

    ``whole`` is false where contents of the log were erased since (a withdrawal), so that something may be missing.
    """

    at: str
    codebook: Codebook
    uses: Mapping[CodeId, int]
    whole: bool


def codebook_on(desk: Desk, at: str) -> PastCodebook:
    """The codebook as it stood at a moment (ISO 8601, in UTC), with what was done in that very moment."""
    with desk.reading() as look:
        title = look.project.title
        events = [event for event in look.uow.events.of_stream(desk.project_id) if event.at <= at]
        veil = veil_of(look)
    codes: dict[str, Record] = {}
    coded: dict[str, str] = {}
    unknown: set[str] = set()
    for event in events:
        if event.changes is None:
            unknown.update(name for name in event.touched if name.startswith(("code:", "coding:")))
        for change in event.changes or ():
            unknown.discard(f"{change.noun}:{change.id}")
            if change.noun == "code":
                _put(codes, change.id, change.after)
            elif change.noun == "coding" and not veil.hides_change(change):
                _put(coded, change.id, change.after["code_id"] if change.after else None)
    uses: dict[CodeId, int] = {}
    for code_id in coded.values():
        uses[CodeId(code_id)] = uses.get(CodeId(code_id), 0) + 1
    return PastCodebook(
        at, Codebook(title, (from_record(Code, record) for record in codes.values())), uses, not unknown
    )


def _put(things: dict[str, T], identity: str, value: T | None) -> None:
    if value is None:
        things.pop(identity, None)
    else:
        things[identity] = value


def change_moments(desk: Desk) -> list[str]:
    """The moments at which the codebook changed, oldest first."""
    with desk.reading() as look:
        return [event.at for event in look.uow.events.touching(desk.project_id, "code:")]


# One code -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CodeChange:
    """One act that changed a code: ``fields`` names what is different between ``before`` and ``after``.

    Both are ``None`` where only codings moved. ``gained`` and ``lost`` count codings that came from other codes or went to others in the same act.
    """

    at: str
    actor: str
    deed: str
    before: Code | None
    after: Code | None
    fields: tuple[str, ...]
    gained: int
    lost: int


def changes_of_code(desk: Desk, code_id: CodeId) -> list[CodeChange]:
    """What was done to a code, newest first; acts whose content was erased are left out."""
    with desk.reading() as look:
        veil = veil_of(look)
        told = [_told(event, code_id, veil) for event in look.uow.events.mentioning(desk.project_id, code_id)]
    return [change for change in reversed(told) if change is not None]


def _told(event: Event, code_id: CodeId, veil: Veil) -> CodeChange | None:
    """What an act did to a code, or to its codings all at once; ``None`` where it only coded a passage or wrote about it."""
    changes = tuple(change for change in event.changes or () if not veil.hides_change(change))
    own = next((change for change in changes if (change.noun, change.id) == ("code", code_id)), None)
    if own is not None and own.before == own.after:  # only says how it stood when words were erased from the log
        own = None
    gained, lost = _moved(changes, to=code_id), _moved(changes, away=code_id)
    if own is None and not gained and not lost:
        return None
    before, after = (_code(own.before), _code(own.after)) if own else (None, None)
    different = tuple(
        field.name
        for field in fields(Code)
        if before and after and getattr(before, field.name) != getattr(after, field.name)
    )
    return CodeChange(event.at, event.actor, event.deed, before, after, different, gained, lost)


def _moved(changes: Iterable[Change], *, to: CodeId | None = None, away: CodeId | None = None) -> int:
    moved = [
        (change.before["code_id"], change.after["code_id"])
        for change in changes
        if change.noun == "coding" and change.before is not None and change.after is not None
    ]
    return sum(1 for source, target in moved if source != target and (target == to or source == away))


def _code(record: Record | None) -> Code | None:
    return None if record is None else from_record(Code, record)


# Codings under an old meaning ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OldMeaning:
    """Codings of a code whose meaning has changed since they were made or last looked at.

    ``was`` is the code as it read before the last change of its meaning, ``changed_at`` and ``changed_by`` say when and by whom.
    """

    code: Code
    was: Code
    changed_at: str
    changed_by: str
    codings: tuple[Coding, ...]

    def of(self, coder: str) -> tuple[Coding, ...]:
        """The codings of one person."""
        return tuple(coding for coding in self.codings if coding.coder == coder)


def under_old_meanings(desk: Desk) -> list[OldMeaning]:
    """For every code whose meaning changed: the codings that were made under another one. Codes without such are left out.

    A coding counts as looked at again when it was coded anew, moved one by one, or confirmed. A meaning that was changed and
    changed back is the same meaning; the first words ever written about a code change nothing that was there.
    """
    with desk.reading() as look:
        meanings = _meanings(look, "code:")
        codebook = look.uow.codes.codebook(look.project)
        found = (_old(look, code, meanings.get(code.id, [])) for code in codebook)
        return [old for old in found if old is not None]


def under_old_meaning(desk: Desk, code_id: CodeId) -> OldMeaning | None:
    """The same for one code; ``None`` where all codings were made under the meaning that it has."""
    with desk.reading() as look:
        code = look.uow.codes.codebook(look.project).get(code_id)
        return _old(look, code, _meanings(look, f"code:{code_id}").get(code_id, []))


@dataclass(frozen=True)
class _Meaning:
    """What a code meant from a moment on, and who had written it."""

    since: str
    actor: str
    code: Code


def _meanings(look: Look, thing: str) -> dict[str, list[_Meaning]]:
    """The meanings that codes have had, oldest first."""
    found: dict[str, list[_Meaning]] = {}
    for event in look.uow.events.touching(look.project.id, thing):
        for change in event.changes or ():
            after = _code(change.after) if change.noun == "code" else None
            known = found.setdefault(change.id, []) if after else []
            if after and (not known or known[-1].code.meaning != after.meaning):
                known.append(_Meaning(event.at, event.actor, after))
    return found


def _old(look: Look, code: Code, meanings: list[_Meaning]) -> OldMeaning | None:
    if len(meanings) < 2 or not code.has_meaning:
        return None
    older = tuple(coding for coding in seen_codings(look, code.id) if _of_another(coding, code, meanings))
    if not older:
        return None
    last = meanings[-1]
    return OldMeaning(code, meanings[-2].code, last.since, last.actor, older)


def _of_another(coding: Coding, code: Code, meanings: list[_Meaning]) -> bool:
    """Whether a coding was last judged when its code meant something else; no meaning at all is not another one."""
    then = meanings[0].code
    for meaning in meanings:
        if meaning.since > coding.judged_at:
            break
        then = meaning.code
    return then.has_meaning and then.meaning != code.meaning
