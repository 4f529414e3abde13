"""Suggestions: asking the engine, and showing what it said. What a person makes of it: ``suggestion_reviews``.

The engine runs in a process of its own and learns from what :mod:`workbench.services.suggestion_study` lets it see.
What it proposes lies in a table of its own and is never a coding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.ids import CodeId, ProjectId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.suggestion import Suggestion, is_unaided
from workbench.nlp.continuing import continued_codes
from workbench.processes import ChildProcess
from workbench.services import suggestion_engine
from workbench.services.desk import Desk
from workbench.services.suggestion_gate import standing_in
from workbench.services.suggestion_reviews import accept, reject
from workbench.services.suggestion_study import Study, is_usable
from workbench.services.suggestion_waiting import Progress, Said, own_codings, own_reviews, shown, waiting

if TYPE_CHECKING:
    from workbench.nlp.evaluate import Evaluation

__all__ = [
    "Proposals", "Rating", "accept", "continuing", "current", "forget", "keep_continuing", "may_ask", "propose", "rate", "refresh", "reject",
]  # fmt: skip

_RATER = "workbench.nlp.worker:evaluate_in_child"


@dataclass(frozen=True)
class Proposals:
    """What the engine said: suggestions, most certain first in each transcript, and where it stays silent and why."""

    suggestions: tuple[Suggestion, ...]
    silent: Mapping[str, str]  # code label -> reason in plain words
    model: str


def propose(
    desk: Desk,
    models: ChildProcess,
    *,
    transcript_id: TranscriptId | None = None,
    code_id: CodeId | None = None,
    at_most: int = 3,
) -> Proposals:
    """Suggestions for the passages this person has not coded yet, with reasons; stores nothing.

    Nothing while suggestions are off for this person (``silent`` then says why, code by code), nothing for turns that are held back as an
    unaided sample, and nothing again that the person has decided on, unless its reasons are others now.
    """
    with desk.reading(Right.CODE) as look:
        gate = standing_in(look)
        if not gate.is_open:
            codes = look.uow.codes.codebook(look.project)
            return Proposals((), {code.label: gate.sentence for code in codes if is_usable(code)}, "")
        study = Study.of(look)
        said = Said(own_reviews(look))
        turns = Progress.of(look, {unit.transcript_id for unit in study.units}, ())
    wanted = _wanted(study, desk.project_id, {name: len(there) for name, there in turns.turns.items()}, transcript_id)
    if not wanted or not study.codes:
        return Proposals((), {}, "")
    answer = suggestion_engine.answer(desk, models, study, wanted, at_most=len(study.codes))
    taken: Counter[tuple[str, int]] = Counter()
    found = []
    for suggestion in study.proposals(answer, code_id=code_id, at_most=len(study.codes)):
        turn = turns.turn_at(suggestion.transcript_id, suggestion.span.start)
        passage = (suggestion.transcript_id, suggestion.span.start)
        if turn is None or taken[passage] >= at_most or said.settles(suggestion, turn):
            continue
        taken[passage] += 1
        found.append(suggestion)
    return Proposals(tuple(found), study.silent(answer), answer.model)


@dataclass(frozen=True)
class Rating:
    """How well the engine does on codings that it had not seen, and what the codes in it are called."""

    found: Evaluation
    labels: Mapping[str, str]


def rate(desk: Desk, models: ChildProcess, *, whole_team: bool = False) -> Rating:
    """How well suggestions do on this person's codings, or the whole team's, held out by transcript; stores nothing."""
    with desk.reading(Right.CODE) as look:
        study = Study.of(look, whole_team=whole_team)
    found: Evaluation = models.call(_RATER, study.descriptions, study.passages(), study.labels())
    return Rating(found, {code.id: code.label for code in study.codes})


def may_ask(desk: Desk) -> bool:
    """Whether suggestions are on for this person, so that asking the engine makes sense."""
    with desk.reading(Right.CODE) as look:
        return standing_in(look).is_open


def refresh(desk: Desk, models: ChildProcess) -> Proposals:
    """Ask the engine again and bring this person's current suggestions up to date; what is answered is what changed.

    What the person has decided on may be kept among them; it is held back where they are read (`current`, the waiting ones).
    """
    with desk.reading(Right.CODE) as look:
        is_open = standing_in(look).is_open
        study = Study.of(look) if is_open else None
        revisions = look.uow.revisions.current_of_project(look.project.id)
        counts = look.uow.bodies.turn_counts(one.body_digest for one in revisions)
    turns = {one.transcript_id: counts[one.body_digest] for one in revisions}
    wanted = [] if study is None else _wanted(study, desk.project_id, turns)
    if study is None or not wanted or not study.codes:
        suggestion_engine.keep_nothing(desk)
        return propose(desk, models)
    found = suggestion_engine.refresh(desk, models, study, wanted)
    return Proposals(tuple(study.suggestions(found.suggestions)), study.silent(found), found.model)


def _wanted(
    study: Study,
    project_id: ProjectId,
    turns: Mapping[TranscriptId, int],
    transcript_id: TranscriptId | None = None,
) -> list[str]:
    """The passages that this person has not coded, but for those that stay without help. ``turns`` are so many in each transcript."""
    return [
        unit.id
        for unit in study.units
        if unit.id not in study.own_coded
        and transcript_id in (None, unit.transcript_id)
        and not is_unaided(project_id, unit.transcript_id, unit.turn, turns=turns.get(unit.transcript_id, 0))
    ]


def continuing(desk: Desk, transcript_id: TranscriptId, position: int) -> list[Suggestion]:
    """The codes of this person's turn before the one at ``position`` that may go on ("continues Waiting?"); stores nothing.

    They come from this person's own codings and habits alone, and only for a turn that the person has finished.
    """
    with desk.reading(Right.CODE) as look:
        if not standing_in(look).is_open:
            return []
        study = Study.of(look, only=transcript_id)
        said = Said(own_reviews(look, transcript_id))
        progress = Progress.of(look, {transcript_id}, own_codings(look, transcript_id))
    here = next((unit for unit in study.units if unit.start <= position < unit.end), None)
    turn = progress.turn_at(transcript_id, position)
    if here is None or turn is None or not progress.is_finished(transcript_id, turn):
        return []
    if progress.is_unaided(transcript_id, turn.number):
        return []
    found = study.continued(continued_codes(study.passages(), study.own_labels(), here.id))
    return [one for one in found if not said.settles(one, turn)]


def keep_continuing(desk: Desk, transcript_id: TranscriptId) -> list[Suggestion]:
    """Propose for the turn that this person has finished last whether the codes of the turn before go on, and keep that."""
    with desk.reading(Right.CODE) as look:
        last = Progress.of(look, {transcript_id}, own_codings(look, transcript_id)).last_finished(transcript_id)
    found = [] if last is None else continuing(desk, transcript_id, last.start)
    if found:
        with desk.store.writing() as uow:
            uow.suggestions.put(desk.project_id, desk.actor, found)
    return found


def forget(models: ChildProcess) -> None:
    """Let go of every text and model kept at hand, here and in the child process, as a withdrawal must."""
    suggestion_engine.forget(models)


def current(desk: Desk, *, transcript_id: TranscriptId | None = None) -> list[Suggestion]:
    """The suggestions that may be shown to this person now, the most certain first.

    Only while suggestions are on, on turns of which the person has finished their own pass, at most three for a turn, and none that was
    decided on before.
    """
    with desk.reading(Right.CODE) as look:
        return [one.suggestion for one in shown(waiting(look, transcript_id))]
