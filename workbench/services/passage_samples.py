"""A fair sample of each student's work, drawn by a mentor and looked at passage by passage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from workbench.analysis.fair_sample import Candidate, fair_sample, rare_codes
from workbench.domain.coding import Coding, Memo, Question, QuestionStatus, Target
from workbench.domain.ids import (
    CodingId,
    QuestionId,
    SampledPassageId,
    TranscriptId,
    new_id,
)
from workbench.domain.project import Right
from workbench.domain.sampled_passage import Drawn, SampledPassage
from workbench.domain.span import Span
from workbench.domain.suggestion import Verdict, latest_reviews
from workbench.domain.transcript import Body, Revision, Turn
from workbench.errors import NotFoundError, RuleError
from workbench.services.cohort import students_of
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import (
    seen_coding,
    seen_codings,
    seen_memos,
    seen_question,
    seen_questions,
    seen_reviews,
    veil_of,
)

MAX_SEED = 9999
_SHORTEST = 40  # characters; a turn of a few words needs no coding


def draw(desk: Desk, *, seed: int, students: Collection[str] = ()) -> list[SampledPassage]:
    """Draw ten passages for each student, or for those named, instead of the sample this mentor had.

    The same seed on the same work draws the same passages. What was looked at before stays so, where it is drawn again.
    """
    if not 0 <= seed <= MAX_SEED:
        raise RuleError(f"The number of the draw goes from 0 to {MAX_SEED}.")
    with desk.deed("draw passages", Right.MENTOR) as deed:
        before = deed.uow.sampled_passages.of_mentor(deed.project_id, deed.actor)
        seen = {_identity(one): one.looked_at for one in before if one.looked_at}
        deed.uow.sampled_passages.remove_all(one.id for one in before)
        work = _Work.of(deed)
        drawn = []
        for student in students_of(deed):
            if students and student not in students:
                continue
            found = fair_sample(work.candidates(student), seed=seed, student=student)
            for position, (kind, one) in enumerate(found, 1):
                row = SampledPassage(
                    SampledPassageId(new_id()), deed.project_id, deed.actor, student, seed, position, kind, one.thing,
                    one.transcript_id, one.revision_id, one.turn, deed.at,
                )  # fmt: skip
                drawn.append(replace(row, looked_at=seen.get(_identity(row))))
        deed.uow.sampled_passages.add_all(drawn)
    return drawn


def sample_of(desk: Desk) -> list[SampledPassage]:
    """What this mentor has drawn, student by student; empty where nothing was drawn yet."""
    with desk.reading(Right.MENTOR) as look:
        return look.uow.sampled_passages.of_mentor(desk.project_id, desk.actor)


def mark_looked(desk: Desk, passage_id: SampledPassageId, *, looked: bool = True) -> None:
    """Note that one is done with a passage of one's own sample, or not yet. Looking is no act that undo takes back."""
    with desk.deed("read", Right.MENTOR) as deed:
        row = deed.uow.sampled_passages.find(passage_id)
        if row is None or row.project_id != deed.project_id or row.mentor != deed.actor:
            raise NotFoundError("passage", passage_id, hint="The sample was drawn anew; reload the page.")
        deed.uow.sampled_passages.save(replace(row, looked_at=deed.at if looked else None))


@dataclass(frozen=True)
class SeenPassage:
    """A passage of a sample as it stands now: its turn, what the student marked and wrote there, and the threads about it.

    ``span`` are the words that it is about. Where the text was corrected or the thing is gone, ``is_gone`` says so and nothing is shown.
    """

    row: SampledPassage
    is_gone: bool = False
    label: str = ""
    turn: int = 0
    speaker: str = ""
    text: str = ""
    starts_at: int = 0
    span: Span | None = None
    coding: Coding | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[Memo, ...] = ()
    threads: tuple[Question, ...] = ()


def passages_of(desk: Desk, student: str) -> list[SeenPassage]:
    """The passages drawn from one student's work, with all that one needs to talk about them."""
    with desk.reading(Right.MENTOR) as look:
        rows = look.uow.sampled_passages.of_mentor(desk.project_id, desk.actor)
        return list(_Reader(look, student).seen(row for row in rows if row.student == student))


class _Reader:
    """Reads passages of one student's work; what is asked for several of them is read once."""

    def __init__(self, look: Look, student: str) -> None:
        self.look, self.student = look, student
        self.memos = [memo for memo in seen_memos(look) if memo.author == student and memo.target is Target.PASSAGE]
        self.threads = [one for one in seen_questions(look) if one.is_for(student)]
        self.reviews = {str(one.id): one for one in seen_reviews(look) if one.reviewer == student}
        self.places: dict[TranscriptId, OpenTranscript] = {}
        self.codings: dict[TranscriptId, list[Coding]] = {}

    def seen(self, rows: Iterable[SampledPassage]) -> Iterator[SeenPassage]:
        for row in rows:
            placed = self._place(row)
            turn = placed[0].body.turn_at(placed[1].start) if placed else None
            yield self._passage(row, *placed, turn) if placed and turn else SeenPassage(row, is_gone=True)

    def _passage(
        self, row: SampledPassage, here: OpenTranscript, span: Span, coding: Coding | None, turn: Turn
    ) -> SeenPassage:
        transcript_id = here.transcript.id
        whole = Span(turn.start, max(turn.end, span.end))
        speaker = here.speakers.get(turn.speaker_id) if turn.speaker_id else None
        return SeenPassage(
            row,
            label=here.transcript.label,
            turn=turn.number,
            speaker=speaker.label if speaker else "",
            text=whole.text_in(here.body.text),
            starts_at=whole.start,
            span=span,
            coding=coding,
            codings=tuple(one for one in self._codings_in(transcript_id) if one.span.overlaps(whole)),
            notes=tuple(memo for memo in self.memos if _is_on(memo, transcript_id, whole)),
            threads=tuple(
                one
                for one in self.threads
                if one.transcript_id == transcript_id and Span(one.start, one.end).overlaps(whole)
            ),
        )

    def _place(self, row: SampledPassage) -> tuple[OpenTranscript, Span, Coding | None] | None:
        """Where a passage stands now: with its coding, question or review; or as the turn of the text it was drawn from."""
        if not row.thing:
            if self.look.uow.transcripts.find(row.in_transcript) is None:
                return None
            here = self._opened(row.in_transcript)
            turns = here.body.turns
            if here.revision.id != row.revision_id or not 1 <= row.turn <= len(turns):
                return None
            return here, turns[row.turn - 1].span, None
        coding = seen_coding(self.look, CodingId(row.thing))
        question = seen_question(self.look, QuestionId(row.thing))
        thing = coding or question or self.reviews.get(row.thing)
        if thing is None:
            return None
        here = self._opened(thing.transcript_id)
        if thing.end > len(here.body.text) or (coding is not None and coding.revision_id != here.revision.id):
            return None
        return here, Span(thing.start, thing.end), coding

    def _opened(self, transcript_id: TranscriptId) -> OpenTranscript:
        if transcript_id not in self.places:
            self.places[transcript_id] = opened(self.look, transcript_id)
        return self.places[transcript_id]

    def _codings_in(self, transcript_id: TranscriptId) -> list[Coding]:
        """The student's own codings, as far as one may see them."""
        if transcript_id not in self.codings:
            found = seen_codings(self.look, transcript_id=transcript_id)
            self.codings[transcript_id] = [one for one in found if one.coder == self.student]
        return self.codings[transcript_id]


def _is_on(memo: Memo, transcript_id: TranscriptId, whole: Span) -> bool:
    if memo.target_id != transcript_id or memo.start is None or memo.end is None:
        return False
    return Span(memo.start, memo.end).overlaps(whole)


# Drawing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Work:
    """The work of the students, as far as this mentor may see it."""

    look: Look | Deed
    codings: list[Coding]
    revisions: dict[TranscriptId, Revision]
    turns: dict[TranscriptId, tuple[Turn, ...]]

    @classmethod
    def of(cls, look: Look | Deed) -> _Work:
        revisions = {one.transcript_id: one for one in look.uow.revisions.current_of_project(look.project.id)}
        turns = look.uow.bodies.turns_of(revisions.values())
        return cls(
            look,
            seen_codings(look),
            revisions,
            {name: turns[one.id] for name, one in revisions.items()},
        )

    def candidates(self, student: str) -> dict[Drawn, list[Candidate]]:
        rare = rare_codes(self.codings)
        own = [one for one in self.codings if one.coder == student]
        return {
            Drawn.CODED: [self._candidate(one.id, one.transcript_id, one.start) for one in own],
            Drawn.RARE: [self._candidate(one.id, one.transcript_id, one.start) for one in own if one.code_id in rare],
            Drawn.UNCODED: list(self._uncoded(student, own)),
            Drawn.FLAGGED: list(self._flagged(student)),
        }

    def _candidate(self, thing: str, transcript_id: TranscriptId, start: int) -> Candidate:
        turn = Body("", self.turns[transcript_id]).turn_at(start)
        return Candidate(thing, transcript_id, self.revisions[transcript_id].id, turn.number if turn else 1)

    def _uncoded(self, student: str, own: list[Coding]) -> Iterator[Candidate]:
        """Turns of participants that the student has read and not coded."""
        uow, project_id = self.look.uow, self.look.project.id
        data = {one.id for one in uow.speakers.of_project(project_id) if one.role.is_data}
        coded: dict[TranscriptId, set[int]] = {}
        veil = veil_of(self.look)
        for coding in own:
            touched = Body("", self.turns[coding.transcript_id]).turns_of(coding.span)
            coded.setdefault(coding.transcript_id, set()).update(turn.number for turn in touched)
        for reading in uow.readings.of_project(project_id):
            if reading.reader != student:
                continue
            for turn in self.turns[reading.transcript_id][: reading.up_to_turn]:
                if veil.hides(student, reading.transcript_id, turn.span):
                    continue  # that nothing is coded here would tell
                is_long = turn.end - turn.start >= _SHORTEST
                if turn.speaker_id in data and is_long and turn.number not in coded.get(reading.transcript_id, ()):
                    revision = self.revisions[reading.transcript_id]
                    yield Candidate("", reading.transcript_id, revision.id, turn.number)

    def _flagged(self, student: str) -> Iterator[Candidate]:
        """What the student asked about and is not settled, and suggestions that they put aside as not sure."""
        for question in seen_questions(self.look):
            if question.asker == student and question.status is not QuestionStatus.CLOSED:
                yield self._candidate(question.id, question.transcript_id, question.start)
        for review in latest_reviews(seen_reviews(self.look)):
            if review.reviewer == student and review.verdict is Verdict.UNSURE:
                yield self._candidate(review.id, review.transcript_id, review.start)


def _identity(row: SampledPassage) -> tuple[str, ...]:
    """By what a passage is known again when it is drawn another time."""
    return row.student, row.thing or f"{row.in_transcript}:{row.revision_id}:{row.turn}"
