"""The mirror: a person's decisions on suggestions, and the whole team's for a mentor or an owner, beside turns coded without help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.mirror import Coded, ReviewCounts, Shift, by_code, by_person
from workbench.domain.project import Right
from workbench.domain.suggestion import Review
from workbench.errors import NotAllowedError
from workbench.services.desk import Desk, Look
from workbench.services.suggestion_sets import is_data
from workbench.services.suggestion_waiting import Progress
from workbench.services.visibility import seen_codings, seen_reviews


@dataclass(frozen=True)
class Mirror:
    """What was made of suggestions: together, by code, by person; and how coding differs where there was help."""

    counts: ReviewCounts
    by_code: Mapping[CodeId, ReviewCounts]
    by_person: Mapping[str, ReviewCounts]
    shift: Shift

    @property
    def often_used_by(self) -> list[str]:
        """The people who used more than nine in ten of what they decided on."""
        return [name for name, counts in self.by_person.items() if counts.is_often_used]


def own_mirror(desk: Desk) -> Mirror:
    """This person's own mirror."""
    with desk.reading() as look:
        return _mirror(look, [desk.actor])


def team_mirror(desk: Desk) -> Mirror:
    """Everybody's, for a mentor or an owner; a student sees only their own."""
    with desk.reading() as look:
        if not look.member.may(Right.SWITCH_SUGGESTIONS):
            raise NotAllowedError("What others made of suggestions is for the mentor and the owner. Look at your own.")
        return _mirror(look, [member.name for member in look.uow.members.of_project(desk.project_id)])


def _mirror(look: Look, people: Iterable[str]) -> Mirror:
    names = list(people)
    reviews = [one for one in seen_reviews(look) if one.reviewer in names]
    return Mirror(ReviewCounts.of(reviews), by_code(reviews), by_person(reviews), _shift(look, reviews))


def _shift(look: Look, reviews: Iterable[Review]) -> Shift:
    """Over each person's finished turns, in the transcripts in which that person decided on suggestions."""
    uow, project_id = look.uow, look.project.id
    worked: dict[str, set[TranscriptId]] = {}
    for review in reviews:
        worked.setdefault(review.reviewer, set()).add(review.transcript_id)
    speakers = {speaker.id: speaker for speaker in uow.speakers.of_project(project_id)}
    codings = seen_codings(look)
    passages: Counter[bool] = Counter()
    uses: dict[bool, Counter[CodeId]] = {True: Counter(), False: Counter()}
    for person, transcripts in sorted(worked.items()):
        own = [one for one in codings if one.coder == person and one.transcript_id in transcripts]
        progress = Progress.of(look, transcripts, own, reader=person)
        there: dict[tuple[TranscriptId, int], set[CodeId]] = {}
        for coding in own:
            turn = progress.turn_at(coding.transcript_id, coding.start)
            if turn is not None:
                there.setdefault((coding.transcript_id, turn.number), set()).add(coding.code_id)
        for name in sorted(transcripts):
            for turn in progress.turns.get(name, ()):
                if not is_data(turn, speakers) or not progress.is_finished(name, turn):
                    continue
                held_back = progress.is_unaided(name, turn.number)
                passages[held_back] += 1
                uses[held_back].update(there.get((name, turn.number), ()))
    return Shift(aided=Coded(passages[False], uses[False]), unaided=Coded(passages[True], uses[True]))
