"""Does a code go on? What a person gave to the turn just before, proposed for the turn just finished.

While people code in order, their own last turn tells more than any words: where codes run over several turns, nine in
ten go on. This is no part of the model that learns from words, nor of the figures measured on held-out transcripts: those
passages have no coded turn before them.

Never ask this for a coder in a blind round, and never with another person's codings: it would carry one coder's view into
another's. Ask it only for a passage that the person has just finished, for it speaks before the words do.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from workbench.nlp.values import Band, Codings, ContinuesReason, Passage, band_of

_HALF_TRUST = 4.0  # with so many chances to go on, this code's own habit counts half
_LEAST_HABIT = 3  # so many times must some code have had the chance to go on before anything is proposed
_LEAST_CHANCE = 0.3


@dataclass(frozen=True, slots=True)
class Continuation:
    """A code of the turn before that may go on. It is a proposal, not a coding."""

    passage_id: str
    code_id: str
    chance: float
    band: Band
    because: ContinuesReason


def continued_codes(
    passages: Sequence[Passage],
    codings: Codings,
    passage_id: str,
    *,
    not_again: Collection[str] = (),
) -> tuple[Continuation, ...]:
    """The codes of the person's turn before this one that this person usually lets go on, the surest first.

    ``codings`` are one person's own (read passages, with their codes or none). Empty where the person did not code the
    turn before, has the code here already, turned it down here (``not_again``), or has hardly let codes go on so far. Cheap and without
    scikit-learn: it may be called in any process.
    """
    before = _turn_before(passages, passage_id)
    if before is None or not codings.get(before.id):
        return ()
    went_on, chances = _habits(passages, codings)
    total_chances = sum(chances.values())
    if total_chances < _LEAST_HABIT:
        return ()
    usual = sum(went_on.values()) / total_chances
    settled = {*codings.get(passage_id, frozenset()), *not_again}
    found = []
    for code_id in sorted(codings[before.id] - settled):
        had = chances.get(code_id, 0)
        chance = (went_on.get(code_id, 0) + _HALF_TRUST * usual) / (had + _HALF_TRUST)
        if chance >= _LEAST_CHANCE:
            band = band_of(chance, coded=sum(map(len, codings.values())))
            found.append(Continuation(passage_id, code_id, round(chance, 4), band, ContinuesReason(before.id)))
    return tuple(sorted(found, key=lambda one: (-one.chance, one.code_id)))


def _turn_before(passages: Sequence[Passage], passage_id: str) -> Passage | None:
    here = next((passage for passage in passages if passage.id == passage_id), None)
    if here is None:
        return None
    earlier = [
        passage
        for passage in passages
        if passage.transcript_id == here.transcript_id and passage.position < here.position
    ]
    return max(earlier, key=lambda passage: passage.position, default=None)


def _habits(passages: Sequence[Passage], codings: Codings) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How often each code went on to the next turn that was read, and how often it could have."""
    went_on: dict[str, int] = {}
    chances: dict[str, int] = {}
    read = sorted(
        (passage for passage in passages if passage.id in codings),
        key=lambda passage: (passage.transcript_id, passage.position),
    )
    place = _places(passages)
    for first, second in pairwise(read):
        if first.transcript_id != second.transcript_id or place[second.id] != place[first.id] + 1:
            continue
        after: AbstractSet[str] = codings[second.id]
        for code_id in codings[first.id]:
            chances[code_id] = chances.get(code_id, 0) + 1
            went_on[code_id] = went_on.get(code_id, 0) + (code_id in after)
    return went_on, chances


def _places(passages: Sequence[Passage]) -> Mapping[str, int]:
    """The place of each passage in the whole order; next to each other means nothing stands between."""
    ordered = sorted(passages, key=lambda passage: (passage.transcript_id, passage.position))
    return {passage.id: place for place, passage in enumerate(ordered)}
