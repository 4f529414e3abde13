"""Notes: writing, changing and finding them. A private note is seen by its author only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workbench.domain.codebook import Code, Theme
from workbench.domain.coding import Memo, MemoKind, Target, Visibility
from workbench.domain.ids import CodeId, MemoId, ParticipantId, ThemeId, TranscriptId, new_id
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Transcript
from workbench.errors import NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services.desk import Deed, Desk
from workbench.services.transcripts import opened
from workbench.services.visibility import seen_memo, seen_memos


def write_memo(
    desk: Desk,
    text: str,
    *,
    kind: MemoKind = MemoKind.OTHER,
    visibility: Visibility | None = None,
    target: Target = Target.PROJECT,
    target_id: str | None = None,
    span: Span | None = None,
) -> Memo:
    """A new note. Notes about oneself are private unless said otherwise, all others are the team's."""
    with desk.deed("write note", Right.WRITE_NOTES) as deed:
        return put_memo(deed, text, kind=kind, visibility=visibility, target=target, target_id=target_id, span=span)


def put_memo(
    deed: Deed,
    text: str,
    *,
    kind: MemoKind = MemoKind.OTHER,
    visibility: Visibility | None = None,
    target: Target = Target.PROJECT,
    target_id: str | None = None,
    span: Span | None = None,
    memo_id: MemoId | None = None,
) -> Memo:
    """The same inside an act that is under way."""
    body = make_text(text).strip()
    if not body:
        raise RuleError("The note is empty. Write a word or two first.")
    _check_target(deed, target, target_id)
    if visibility is None:
        visibility = Visibility.ME if kind is MemoKind.REFLEXIVE else Visibility.TEAM
    if kind is MemoKind.FEELINGS:
        visibility = Visibility.ME
    memo = Memo(
        id=memo_id or MemoId(new_id()),
        project_id=deed.project_id,
        author=deed.actor,
        kind=kind,
        visibility=visibility,
        text=body,
        target=target,
        target_id=target_id or deed.project_id,
        created_at=deed.at,
        changed_at=deed.at,
        start=span.start if span else None,
        end=span.end if span else None,
        quote=_passage(deed, target_id, span) if target is Target.PASSAGE else "",
    )
    deed.uow.memos.save(memo)
    return memo


def _check_target(deed: Deed, target: Target, target_id: str | None) -> None:
    """Refuse a note on something that is not in this project. Passages are checked with their words."""
    if target in (Target.PROJECT, Target.PASSAGE):
        return
    if target_id is None:
        raise RuleError(f"Choose the {target.value} that the note is about.")
    uow = deed.uow
    finders: Mapping[Target, Callable[[], Transcript | Code | Theme | Participant | None]] = {
        Target.TRANSCRIPT: lambda: uow.transcripts.find(TranscriptId(target_id)),
        Target.CODE: lambda: uow.codes.find(CodeId(target_id)),
        Target.THEME: lambda: uow.themes.find(ThemeId(target_id)),
        Target.PARTICIPANT: lambda: uow.participants.find(ParticipantId(target_id)),
    }
    there = finders[target]()
    if there is None or there.project_id != deed.project_id:
        raise NotFoundError(target.value, target_id, hint="Somebody may have removed it; reload the page.")


def _passage(deed: Deed, transcript_id: str | None, span: Span | None) -> str:
    if transcript_id is None or span is None:
        raise RuleError("A note on a passage needs the passage. Select the words first.")
    text = opened(deed, TranscriptId(transcript_id)).body.text
    if span.end > len(text):
        raise QuoteMismatchError(span.start, span.end)
    return span.text_in(text)


def change_memo(desk: Desk, memo_id: MemoId, *, text: str | None = None, visibility: Visibility | None = None) -> Memo:
    """Change one's own note."""
    with desk.deed("change note", Right.WRITE_NOTES) as deed:
        memo = _own(deed, memo_id)
        body = make_text(text).strip() if text is not None else memo.text
        if not body:
            raise RuleError("The note is empty. Write a word or two, or remove the note.")
        seen_by = memo.visibility if visibility is None or memo.kind is MemoKind.FEELINGS else visibility
        changed = replace(memo, text=body, visibility=seen_by, changed_at=deed.at)
        deed.uow.memos.save(changed)
    return changed


def remove_memo(desk: Desk, memo_id: MemoId) -> None:
    """Take away one's own note; undo brings it back."""
    with desk.deed("remove note", Right.WRITE_NOTES) as deed:
        _own(deed, memo_id)
        deed.uow.memos.remove(memo_id)


def _own(deed: Deed, memo_id: MemoId) -> Memo:
    memo = seen_memo(deed, memo_id)
    if memo is None:
        raise NotFoundError("note", memo_id)
    if memo.author != deed.actor:
        raise NotAllowedError(f"This note belongs to {memo.author}. Only {memo.author} can change it.")
    return memo


def may_leave(memo: Memo) -> bool:
    """Whether a note may go into an export: only what its author shows to the whole team.

    A note about oneself is private from the start, so it leaves only after its author has shared it on purpose.
    """
    return memo.visibility is Visibility.TEAM and memo.kind is not MemoKind.FEELINGS


def list_memos(desk: Desk) -> list[Memo]:
    """The notes this person may read, oldest first."""
    with desk.reading() as look:
        return seen_memos(look)
