"""Asking the engine in its own process: a project is sent once, then only codings go there and only changes come back."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from workbench.domain.ids import ProjectId
from workbench.domain.project import Right
from workbench.nlp.values import Asked, Refreshed
from workbench.processes import ChildFailedError, ChildProcess, Failure
from workbench.services.desk import Desk
from workbench.services.suggestion_study import CONTINUING_MODEL, PASSAGES, Study
from workbench.store import Store

_BRING = "workbench.nlp.worker:bring"
_REFRESH = "workbench.nlp.worker:refresh"
_FORGET = "workbench.nlp.worker:forget"
_MOST_KEPT = 5  # for a passage; fewer are shown, and some of these may have been turned down


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the table held after the last refresh: which answer of the engine, and how many rows."""

    state: str
    rows: int


_kept: WeakKeyDictionary[Store, dict[tuple[ProjectId, str], _Kept]] = WeakKeyDictionary()
_lock = threading.Lock()


def ask(models: ChildProcess, study: Study, asked: Asked) -> Refreshed:
    """The engine's answer; the project goes over first where the engine does not have it."""
    for _ in range(2):
        answer: Refreshed | None = models.call(_REFRESH, asked)
        if answer is not None:
            return answer
        models.call(_BRING, study.name, study.descriptions, study.passages())
    raise ChildFailedError(Failure.CRASH)


def answer(
    desk: Desk,
    models: ChildProcess,
    study: Study,
    wanted: Collection[str],
    *,
    at_most: int,
    not_again: Collection[tuple[str, str]] = (),
) -> Refreshed:
    """Suggestions for the wanted passages, with reasons; nothing is remembered of it but what was learned."""
    desk.require(Right.CODE)
    return ask(
        models,
        study,
        Asked(study.name, _asker(desk), study.labels(), tuple(wanted), frozenset(not_again), at_most, remember=False),
    )


def refresh(
    desk: Desk,
    models: ChildProcess,
    study: Study,
    wanted: Collection[str],
    *,
    not_again: Collection[tuple[str, str]] = (),
) -> Refreshed:
    """Bring this person's kept suggestions up to date and say what changed.

    Only what changed is written. What the engine says just as it said before keeps the words and the model that said it first.
    """
    key = (desk.project_id, desk.actor)
    with _lock:
        known = _kept.setdefault(desk.store, {}).get(key)
    with desk.reading(Right.CODE) as look:
        rows = look.uow.suggestions.count(*key, without_model=CONTINUING_MODEL)
    since = known.state if known is not None and known.rows == rows else ""
    found = ask(
        models,
        study,
        Asked(study.name, _asker(desk), study.labels(), tuple(wanted), frozenset(not_again), _MOST_KEPT, since),
    )
    said = study.suggestions(found.suggestions)
    with desk.store.writing() as uow:
        gone = None if found.whole else study.ids_of(found.gone)
        uow.suggestions.change(*key, gone=gone, changed=said, except_model=CONTINUING_MODEL)
        rows = uow.suggestions.count(*key, without_model=CONTINUING_MODEL)
    with _lock:
        _kept[desk.store][key] = _Kept(found.state, rows)
    return found


def keep_nothing(desk: Desk) -> None:
    """Take away what is kept for this person: suggestions are off, or there is nothing to suggest."""
    desk.require(Right.CODE)
    with desk.store.writing() as uow:
        uow.suggestions.change(desk.project_id, desk.actor, gone=None, changed=(), except_model=CONTINUING_MODEL)


def forget(models: ChildProcess) -> None:
    """Let go of every text and model kept at hand, here and in the child process, as a withdrawal must."""
    PASSAGES.forget()
    models.call(_FORGET)


def _asker(desk: Desk) -> str:
    return f"{desk.project_id}|{desk.actor}"
