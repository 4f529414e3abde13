"""The journal: the notes a person may read, with where they hang, newest first; and searching in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from workbench.domain.codebook import fold
from workbench.domain.coding import Memo, MemoKind, Target
from workbench.domain.ids import TranscriptId
from workbench.domain.transcript import Body
from workbench.services.desk import Desk, Look
from workbench.services.visibility import seen_memos


@dataclass(frozen=True, slots=True)
class Entry:
    """A note with the name of what it hangs on (empty for the project), and the place it leads to, where it has one."""

    memo: Memo
    name: str
    transcript_id: TranscriptId | None = None
    turn: int | None = None

    @property
    def written_on(self) -> date:
        """The day of writing, by the clock of this computer."""
        return datetime.fromisoformat(self.memo.created_at).astimezone().date()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notes to look for. What is left empty does not matter; the first and the last day belong to the time asked for."""

    words: str = ""
    kind: MemoKind | None = None
    author: str | None = None
    target: Target | None = None
    since: date | None = None
    until: date | None = None

    def holds(self, entry: Entry) -> bool:
        """Whether a note is among those wanted. Each of the words must stand in it, in what it quotes, or in what it hangs on."""
        memo = entry.memo
        text = fold(f"{memo.text} {memo.quote} {entry.name}")
        return (
            all(word in text for word in fold(self.words).split())
            and self.kind in (None, memo.kind)
            and self.author in (None, memo.author)
            and self.target in (None, memo.target)
            and (self.since is None or self.since <= entry.written_on)
            and (self.until is None or entry.written_on <= self.until)
        )


EVERYTHING = Wanted()


def journal(desk: Desk, wanted: Wanted = EVERYTHING) -> list[Entry]:
    """The notes that this person may read and wants, newest first."""
    with desk.reading() as look:
        found = seen_memos(look)
        names = _names(look)
        bodies = _bodies(look, found)
    entries = [_entry(memo, names, bodies) for memo in reversed(found)]
    return [entry for entry in entries if wanted.holds(entry)]


def _names(look: Look) -> Mapping[str, str]:
    """What notes can hang on, by id."""
    uow, project_id = look.uow, look.project.id
    names: dict[str, str] = {one.id: one.label for one in uow.transcripts.of_project(project_id)}
    names |= {code.id: code.label for code in uow.codes.of_project(project_id)}
    names |= {theme.id: theme.title for theme in uow.themes.of_project(project_id)}
    names |= {person.id: f"{person.label} {person.pseudonym}" for person in uow.participants.of_project(project_id)}
    return names


def _bodies(look: Look, found: list[Memo]) -> Mapping[str, Body]:
    """The texts in which notes on passages stand, by transcript."""
    wanted = {memo.target_id for memo in found if memo.target is Target.PASSAGE}
    revisions = [one for one in look.uow.revisions.current_of_project(look.project.id) if one.transcript_id in wanted]
    texts = look.uow.bodies.of_revisions(revisions)
    return {revision.transcript_id: texts[revision.id] for revision in revisions}


def _entry(memo: Memo, names: Mapping[str, str], bodies: Mapping[str, Body]) -> Entry:
    if memo.target is Target.PROJECT:
        return Entry(memo, "")
    name = names.get(memo.target_id, "")
    if memo.target not in (Target.TRANSCRIPT, Target.PASSAGE) or not name:
        return Entry(memo, name)
    body = bodies.get(memo.target_id) if memo.target is Target.PASSAGE else None
    turn = body.turn_at(memo.start) if body is not None and memo.start is not None else None
    return Entry(memo, name, TranscriptId(memo.target_id), turn.number if turn else None)
