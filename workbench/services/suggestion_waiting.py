"""What waits for a person's decision, and what of it may be shown now.

One place decides what is held back: what the person has decided on, has coded, has not finished reading; turns that stay without help.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.domain.coding import Coding
from workbench.domain.ids import ProjectId, TranscriptId
from workbench.domain.suggestion import Review, Suggestion, is_unaided
from workbench.domain.transcript import Turn
from workbench.errors import RuleError
from workbench.services.desk import Deed, Look
from workbench.services.suggestion_gate import require_open, standing_in
from workbench.services.suggestion_study import is_usable
from workbench.services.visibility import seen_codings

MOST_PER_TURN = 3
OUT_OF_DATE = "This suggestion was reviewed already, or is out of date. Look at the new ones."


@dataclass(frozen=True)
class Waiting:
    """A suggestion that waits, with the turn it is about, and whether the person has finished their own pass of that turn."""

    suggestion: Suggestion
    turn: Turn
    is_finished: bool


def waiting(look: Look | Deed, transcript_id: TranscriptId | None = None) -> list[Waiting]:
    """All that was proposed to this person and not decided on, the most certain first; nothing while suggestions are off."""
    uow, project_id, actor = look.uow, look.project.id, look.member.name
    proposed = uow.suggestions.of(project_id, actor, transcript_id)
    if not proposed or not standing_in(look).is_open:
        return []
    own = own_codings(look, transcript_id)
    progress = Progress.of(look, {one.transcript_id for one in proposed}, own)
    reviews = own_reviews(look, transcript_id)
    usable = {code.id for code in uow.codes.of_project(project_id) if is_usable(code)}
    coded: dict[tuple[str, str], list[Coding]] = {}
    for coding in own:
        coded.setdefault((coding.transcript_id, coding.code_id), []).append(coding)
    said = Said(reviews)
    found = []
    for suggestion in proposed:
        turn = progress.turn_at(suggestion.transcript_id, suggestion.span.start)
        if turn is None or suggestion.code_id not in usable:
            continue
        if progress.is_unaided(suggestion.transcript_id, turn.number) or said.settles(suggestion, turn):
            continue
        same = coded.get((suggestion.transcript_id, suggestion.code_id), ())
        if any(suggestion.span.overlaps(coding.span) for coding in same):
            continue
        found.append(Waiting(suggestion, turn, progress.is_finished(suggestion.transcript_id, turn)))
    return found


def shown(found: Iterable[Waiting]) -> list[Waiting]:
    """Of these the ones that may be on the screen: on turns that the person has finished, at most three for a turn."""
    taken: Counter[tuple[str, int]] = Counter()
    chosen = []
    for one in found:
        place = (one.suggestion.transcript_id, one.turn.number)
        if one.is_finished and taken[place] < MOST_PER_TURN:
            taken[place] += 1
            chosen.append(one)
    return chosen


def kept(deed: Deed, suggestion_id: str, transcript_id: TranscriptId | None = None) -> Waiting:
    """The suggestion of this id that waits for this person, or ``RuleError`` with the reason why there is none."""
    require_open(deed)
    found = next((one for one in waiting(deed, transcript_id) if one.suggestion.id == suggestion_id), None)
    if found is None:
        raise RuleError(OUT_OF_DATE)
    return found


def own_codings(look: Look | Deed, transcript_id: TranscriptId | None = None) -> list[Coding]:
    """This person's codings, in one transcript or in the project."""
    return [coding for coding in seen_codings(look, transcript_id=transcript_id) if coding.coder == look.member.name]


def own_reviews(look: Look | Deed, transcript_id: TranscriptId | None = None) -> list[Review]:
    """What this person has decided, in one transcript or in the project, oldest first."""
    reviews = look.uow.reviews
    found = reviews.of_transcript(transcript_id) if transcript_id else reviews.of_project(look.project.id)
    return [review for review in found if review.reviewer == look.member.name]


class Said:
    """What a person has said about suggestions before, to be asked of many."""

    def __init__(self, reviews: Iterable[Review]) -> None:
        self._said: dict[tuple[str, str], list[Review]] = {}
        for review in reviews:
            self._said.setdefault((review.transcript_id, review.code_id), []).append(review)

    def settles(self, suggestion: Suggestion, turn: Turn) -> bool:
        """Whether the person has spoken about this one, so that it does not come again."""
        about = self._said.get((suggestion.transcript_id, suggestion.code_id), ())
        return any(review.settles(suggestion, turn=turn.span) for review in about)


class Progress:
    """How far one person has come in some transcripts, turn by turn."""

    def __init__(
        self, project_id: ProjectId, turns: dict[TranscriptId, Sequence[Turn]], read: dict[TranscriptId, int]
    ) -> None:
        self._project_id = project_id
        self.turns = turns
        self._read = read

    @classmethod
    def of(
        cls, look: Look | Deed, transcripts: Iterable[TranscriptId], own: Iterable[Coding], *, reader: str | None = None
    ) -> Progress:
        """A turn is finished where the person has marked it as read, or has coded further on.

        ``own`` are the codings of ``reader``, who is the one who looks unless somebody else is named.
        """
        uow, wanted = look.uow, set(transcripts)
        revisions = [one for one in uow.revisions.current_of_project(look.project.id) if one.transcript_id in wanted]
        by_revision = uow.bodies.turns_of(revisions)
        turns: dict[TranscriptId, Sequence[Turn]] = {
            one.transcript_id: by_revision[one.id] for one in revisions if one.id in by_revision
        }
        found = cls(look.project.id, turns, {})
        who = reader or look.member.name
        found._read.update(
            {one.transcript_id: one.up_to_turn for one in uow.readings.of_project(look.project.id) if one.reader == who}
        )
        for coding in own:
            turn = found.turn_at(coding.transcript_id, coding.start)
            if turn is not None:
                found._read[coding.transcript_id] = max(found._read.get(coding.transcript_id, 0), turn.number - 1)
        return found

    def turn_at(self, transcript_id: TranscriptId, position: int) -> Turn | None:
        """The turn in which a position lies."""
        turns = self.turns.get(transcript_id, ())
        low, high = 0, len(turns)
        while low < high:
            middle = (low + high) // 2
            if turns[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return turns[low] if low < len(turns) and turns[low].start <= position else None

    def is_unaided(self, transcript_id: TranscriptId, turn: int) -> bool:
        """Whether a turn is held back, to be coded without help."""
        return is_unaided(self._project_id, transcript_id, turn, turns=len(self.turns.get(transcript_id, ())))

    def is_finished(self, transcript_id: TranscriptId, turn: Turn) -> bool:
        """Whether the person has finished their own pass of a turn."""
        return turn.number <= self._read.get(transcript_id, 0)

    def last_finished(self, transcript_id: TranscriptId) -> Turn | None:
        """The last turn of a transcript that the person has finished."""
        furthest = self._read.get(transcript_id, 0)
        return next((turn for turn in reversed(self.turns.get(transcript_id, ())) if turn.number <= furthest), None)
