"""Suggestions: asking the engine, showing what it said, and what a person made of it.

The engine runs in a process of its own. It learns from the asker's own codings only; passages that the asker has read
and left uncoded count as "no". What it proposes lies in a table of its own and is never a coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.codebook import Code, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId, ReviewId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.sentences import PassageOfTalk, passages
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Review, Suggestion, Verdict
from workbench.errors import NotFoundError, RuleError
from workbench.nlp.values import CodeDescription, Passage, SimilarReason, Suggested, SuggestedCode
from workbench.processes import ChildProcess
from workbench.services.codings import put_coding
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript, opened

if TYPE_CHECKING:
    from workbench.nlp.evaluate import Evaluation

_WORKER = "workbench.nlp.worker:suggest_in_child"
_RATER = "workbench.nlp.worker:evaluate_in_child"
_QUOTED = 90  # characters of a similar passage that a reason repeats


@dataclass(frozen=True)
class Proposals:
    """What the engine said: suggestions, most certain first in each transcript, and where it stays silent and why."""

    suggestions: tuple[Suggestion, ...]
    silent: Mapping[str, str]  # code label -> reason in plain words
    model: str


@dataclass(frozen=True)
class _Unit:
    """A passage with where it stands."""

    id: str
    here: OpenTranscript
    talk: PassageOfTalk

    @property
    def text(self) -> str:
        return self.talk.span.text_in(self.here.body.text)


def propose(
    desk: Desk,
    models: ChildProcess,
    *,
    transcript_id: TranscriptId | None = None,
    code_id: CodeId | None = None,
    at_most: int = 3,
) -> Proposals:
    """Suggestions for the passages this person has not coded yet, with reasons; stores nothing.

    What the person has reviewed before does not come back.
    """
    with desk.reading(Right.CODE) as look:
        study = _Study.of(look)
    wanted = [
        unit.id
        for unit in study.units
        if unit.id not in study.coded and transcript_id in (None, unit.here.transcript.id)
    ]
    if not wanted or not study.codes:
        return Proposals((), {}, "")
    answer: Suggested = models.call(
        _WORKER, study.descriptions(), study.passages(), study.labels(), wanted, at_most=len(study.codes)
    )
    return study.proposals(answer, code_id=code_id, at_most=at_most)


@dataclass(frozen=True)
class Rating:
    """How well the engine does on codings that it had not seen, and what the codes in it are called."""

    found: Evaluation
    labels: Mapping[str, str]


def rate(desk: Desk, models: ChildProcess, *, whole_team: bool = False) -> Rating:
    """How well suggestions do on this person's codings, or the whole team's, held out by transcript; stores nothing."""
    with desk.reading(Right.CODE) as look:
        study = _Study.of(look, whole_team=whole_team)
    found: Evaluation = models.call(_RATER, study.descriptions(), study.passages(), study.labels())
    return Rating(found, {code.id: code.label for code in study.codes})


def refresh(desk: Desk, models: ChildProcess) -> Proposals:
    """Ask the engine again and keep what it said as this person's current suggestions."""
    found = propose(desk, models)
    with desk.store.writing() as uow:
        uow.suggestions.replace(desk.project_id, desk.actor, found.suggestions)
    return found


def current(desk: Desk, *, transcript_id: TranscriptId | None = None) -> list[Suggestion]:
    """The suggestions kept for this person that were not reviewed since and whose code is still in use."""
    with desk.reading(Right.CODE) as look:
        return _current(look, desk.actor, transcript_id)


def _current(look: Look | Deed, actor: str, transcript_id: TranscriptId | None) -> list[Suggestion]:
    uow = look.uow
    reviewed = {review.suggestion_id for review in uow.reviews.of_project(look.project.id) if review.reviewer == actor}
    usable = {code.id for code in uow.codes.of_project(look.project.id) if _is_usable(code)}
    coded = {(c.transcript_id, c.code_id, c.start, c.end) for c in _own(look, actor)}
    return [
        suggestion
        for suggestion in uow.suggestions.of(look.project.id, actor, transcript_id)
        if suggestion.id not in reviewed
        and suggestion.code_id in usable
        and (suggestion.transcript_id, suggestion.code_id, suggestion.span.start, suggestion.span.end) not in coded
    ]


def accept(desk: Desk, suggestion_id: str, *, span: Span | None = None) -> Coding:
    """Make a suggestion a coding of one's own, at its place or at another; it stays marked as once suggested."""
    with desk.deed("accept suggestion", Right.CODE) as deed:
        suggestion = _kept(deed, suggestion_id)
        here = opened(deed, suggestion.transcript_id)
        verdict = Verdict.ACCEPTED if span is None or span == suggestion.span else Verdict.ADJUSTED
        review = put_review(deed, here, suggestion_id, verdict)
        return put_coding(
            deed,
            here,
            span or suggestion.span,
            suggestion.code_id,
            coding_id=CodingId(new_id()),
            review_id=review.id,
        )


def reject(desk: Desk, suggestion_id: str) -> Review:
    """Turn a suggestion down; it does not come back."""
    with desk.deed("reject suggestion", Right.CODE) as deed:
        suggestion = _kept(deed, suggestion_id)
        return put_review(deed, opened(deed, suggestion.transcript_id), suggestion_id, Verdict.REJECTED)


def put_review(deed: Deed, here: OpenTranscript, suggestion_id: str, verdict: Verdict) -> Review:
    """Note a verdict, with what the machine had said, inside an act that is under way."""
    suggestion = _kept(deed, suggestion_id)
    if suggestion.transcript_id != here.transcript.id:
        raise NotFoundError("suggestion", suggestion_id)
    review = Review(
        id=ReviewId(new_id()),
        project_id=deed.project_id,
        transcript_id=here.transcript.id,
        suggestion_id=suggestion_id,
        code_id=suggestion.code_id,
        start=suggestion.span.start,
        end=suggestion.span.end,
        reviewer=deed.actor,
        verdict=verdict,
        confidence=suggestion.confidence,
        band=suggestion.band,
        because=suggestion.because,
        model=suggestion.model,
        reviewed_at=deed.at,
    )
    deed.uow.reviews.save(review)
    return review


def _kept(deed: Deed, suggestion_id: str) -> Suggestion:
    found = next((s for s in _current(deed, deed.actor, None) if s.id == suggestion_id), None)
    if found is None:
        raise RuleError("This suggestion was reviewed already, or is out of date. Look at the new ones.")
    return found


@dataclass(frozen=True)
class ReviewCounts:
    """How many proposals people reviewed, and what they made of them."""

    accepted: int
    adjusted: int
    rejected: int
    unsure: int

    @property
    def all(self) -> int:
        return self.accepted + self.adjusted + self.rejected + self.unsure


def review_counts(desk: Desk) -> ReviewCounts:
    """The team's verdicts so far."""
    with desk.reading() as look:
        verdicts = [review.verdict for review in look.uow.reviews.of_project(desk.project_id)]
    return ReviewCounts(
        verdicts.count(Verdict.ACCEPTED),
        verdicts.count(Verdict.ADJUSTED),
        verdicts.count(Verdict.REJECTED),
        verdicts.count(Verdict.UNSURE),
    )


def _own(look: Look | Deed, actor: str) -> list[Coding]:
    return [coding for coding in look.uow.codings.of_project(look.project.id) if coding.coder == actor]


def _is_usable(code: Code) -> bool:
    return code.codable and code.status is not CodeStatus.RETIRED


class _Study:
    """A project as one person's engine sees it: passages in order, that person's codings, what that person has read."""

    def __init__(
        self,
        codes: Sequence[Code],
        units: Sequence[_Unit],
        codings: Iterable[Coding],
        read: Mapping[TranscriptId, int],
        reviews: Iterable[Review],
    ) -> None:
        self.codes = codes
        self.units = units
        self.by_id = {unit.id: unit for unit in units}
        self.reviewed = {review.suggestion_id for review in reviews}
        self.coders: dict[str, str] = {}
        self.coded: dict[str, set[str]] = {}
        usable = {code.id for code in codes}
        furthest: dict[TranscriptId, int] = {}
        per_transcript: dict[TranscriptId, list[_Unit]] = {}
        for unit in units:
            per_transcript.setdefault(unit.here.transcript.id, []).append(unit)
        for coding in codings:
            if coding.code_id not in usable:
                continue
            for unit in per_transcript.get(coding.transcript_id, []):
                if _carries(unit.talk.span, coding.span):
                    self.coded.setdefault(unit.id, set()).add(coding.code_id)
                    self.coders[unit.id] = coding.coder
                    furthest[coding.transcript_id] = max(furthest.get(coding.transcript_id, 0), unit.talk.turn.number)
        self.read = {
            unit.id
            for unit in units
            if unit.talk.turn.number
            <= max(read.get(unit.here.transcript.id, 0), furthest.get(unit.here.transcript.id, 0))
        }

    @classmethod
    def of(cls, look: Look, *, whole_team: bool = False) -> _Study:
        uow, project_id, actor = look.uow, look.project.id, look.member.name
        codes = [code for code in uow.codes.codebook(look.project) if _is_usable(code)]
        units = [
            _Unit(f"{transcript.id}:{talk.span.start}-{talk.span.end}", here, talk)
            for transcript in uow.transcripts.of_project(project_id)
            for here in [opened(look, transcript.id)]
            for talk in passages(here.body, here.speakers)
        ]
        read: dict[TranscriptId, int] = {}
        for reading in uow.readings.of_project(project_id):
            if whole_team or reading.reader == actor:
                read[reading.transcript_id] = max(reading.up_to_turn, read.get(reading.transcript_id, 0))
        codings = uow.codings.of_project(project_id) if whole_team else _own(look, actor)
        reviews = [review for review in uow.reviews.of_project(project_id) if review.reviewer == actor]
        return cls(codes, units, codings, read, reviews)

    def descriptions(self) -> list[CodeDescription]:
        return [
            CodeDescription(
                id=code.id,
                label=code.label,
                definition=" ".join((code.short_definition, code.full_definition, *code.when_to_use)).strip(),
                seed_terms=code.seed_terms,
                example=code.example,
            )
            for code in self.codes
        ]

    def passages(self) -> list[Passage]:
        return [
            Passage(
                id=unit.id,
                text=unit.text,
                transcript_id=unit.here.transcript.id,
                speaker=unit.talk.turn.speaker_id or "",
                position=position,
            )
            for position, unit in enumerate(self.units)
        ]

    def labels(self) -> dict[str, set[str]]:
        """The passages a person has read, with their codes or none."""
        return {unit.id: self.coded.get(unit.id, set()) for unit in self.units if unit.id in self.read}

    def proposals(self, answer: Suggested, *, code_id: CodeId | None, at_most: int) -> Proposals:
        taken: dict[str, int] = {}
        found: list[Suggestion] = []
        for proposed in answer.suggestions:
            if code_id is not None and proposed.code_id != code_id:
                continue
            suggestion = self._suggestion(proposed)
            if suggestion.id in self.reviewed or taken.get(proposed.passage_id, 0) >= at_most:
                continue
            taken[proposed.passage_id] = taken.get(proposed.passage_id, 0) + 1
            found.append(suggestion)
        names = {code.id: code.label for code in self.codes}
        silent = {names[CodeId(name)]: reason for name, reason in answer.silent_codes.items() if CodeId(name) in names}
        return Proposals(tuple(found), silent, answer.model)

    def _suggestion(self, proposed: SuggestedCode) -> Suggestion:
        unit = self.by_id[proposed.passage_id]
        return Suggestion(
            transcript_id=unit.here.transcript.id,
            span=unit.talk.span,
            quote=unit.text,
            code_id=CodeId(proposed.code_id),
            confidence=proposed.confidence,
            band=Band(proposed.band),
            because=tuple(
                self._similar(reason) if isinstance(reason, SimilarReason) else reason.text
                for reason in proposed.because
            ),
            model=proposed.model,
        )

    def _similar(self, reason: SimilarReason) -> str:
        unit = self.by_id[reason.passage_id]
        words = " ".join(unit.text.split())
        shown = words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
        coder = self.coders.get(unit.id, "")
        by = f", coded by {coder}" if coder else ""
        return f"like {unit.here.transcript.label} turn {unit.talk.turn.number}{by}: “{shown}”"


def _carries(passage: Span, coded: Span) -> bool:
    """Whether a coding speaks of a passage: it covers half of it, or lies in it for the most part."""
    shared = min(passage.end, coded.end) - max(passage.start, coded.start)
    return shared > 0 and (2 * shared >= len(passage) or 2 * shared >= len(coded))
