"""Where two to eight coders differ over one text: passages, what kind of difference each holds, and which to talk over first.

Codings of these coders that overlap, or that give one code to words of the same turn, lie in one *passage*, with all that stands
between them. A coder takes part in it who has read its turns; whoever has not read them has missed nothing there. In a passage, code by code:

- *agreement*: everybody who takes part gave the code to the same words;
- *other words*: several gave it, to words that are not quite the same;
- *other code*: one gave it where another, on some of the same words, gave a code that the first did not;
- *missed*: one gave it, and another who read these words gave nothing in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, product

from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.span import Span
from workbench.domain.transcript import Body

FEWEST, MOST = 2, 8
"""How many coders are compared at once."""


class Kind(StrEnum):
    """How coders differ, the most instructive first."""

    OTHER_CODE = "other code"
    MISSED = "missed"
    OTHER_WORDS = "other words"


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in a passage.

    ``having`` gave ``code_id``. ``against`` gave ``other_code_id`` instead, or nothing where it was missed; with other words it is empty.
    ``shared`` is the part of all words marked with the code that everybody in ``having`` marked.
    """

    kind: Kind
    code_id: CodeId
    having: tuple[str, ...]
    against: tuple[str, ...] = ()
    other_code_id: CodeId | None = None
    shared: float = 1.0

    @property
    def coders(self) -> frozenset[str]:
        """Everybody whom it concerns."""
        return frozenset((*self.having, *self.against))


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A stretch of a transcript with the codings of the coders who have read it."""

    transcript_id: TranscriptId
    span: Span
    turns: tuple[int, ...]
    coders: tuple[str, ...]  # who take part, in order of name
    unread: tuple[str, ...]  # who have not read it
    codings: tuple[Coding, ...]  # of those who take part
    agreed: tuple[CodeId, ...]
    differences: tuple[Difference, ...]

    @property
    def concerned(self) -> frozenset[str]:
        """Everybody who is part of a difference."""
        return frozenset().union(*(one.coders for one in self.differences))

    @property
    def code_ids(self) -> tuple[CodeId, ...]:
        """The codes that were given here, each once, in the order of the text."""
        return tuple(dict.fromkeys(one.code_id for one in self.codings))


def passages_of(
    body: Body, codings: Iterable[Coding], coders: Collection[str], *, read_to: Mapping[str, int]
) -> list[ComparedPassage]:
    """The passages of one transcript in which at least two of these coders take part; in order of place.

    ``read_to`` is the last turn that each has read; who codes a turn has read up to it.
    """
    mine = sorted((one for one in codings if one.coder in coders), key=_place)
    furthest = {name: read_to.get(name, 0) for name in coders}
    for one in mine:
        furthest[one.coder] = max(furthest[one.coder], *(turn.number for turn in body.turns_of(one.span)), 0)
    found = []
    for group in _groups(body, mine):
        span = Span(min(one.start for one in group), max(one.end for one in group))
        turns = tuple(turn.number for turn in body.turns_of(span))
        there = {one.coder for one in group}
        readers = sorted(name for name in coders if name in there or furthest[name] >= max(turns, default=0))
        if len(readers) >= FEWEST:
            agreed, differences = _compared(group, readers)
            unread = tuple(sorted(set(coders) - set(readers)))
            found.append(
                ComparedPassage(
                    group[0].transcript_id, span, turns, tuple(readers), unread, tuple(group), agreed, differences
                )
            )
    return sorted(found, key=lambda one: one.span)


def _place(coding: Coding) -> tuple[int, int, str, str, str]:
    return coding.start, coding.end, coding.code_id, coding.coder, coding.id


def _groups(body: Body, codings: Sequence[Coding]) -> list[list[Coding]]:
    """Codings that overlap, or that give one code to words of the same turn, together, with what lies between."""
    leader = list(range(len(codings)))

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    reach = -1
    by_code_and_turn: dict[tuple[CodeId, int], int] = {}
    for at, coding in enumerate(codings):
        if at and coding.start < reach:
            leader[lead(at)] = lead(at - 1)
        reach = max(reach, coding.end)
        for turn in body.turns_of(coding.span):
            first = by_code_and_turn.setdefault((coding.code_id, turn.number), at)
            leader[lead(at)] = lead(first)
    groups: dict[int, list[Coding]] = {}
    for at, coding in enumerate(codings):
        groups.setdefault(lead(at), []).append(coding)
    return _disjoint(groups.values())


def _disjoint(groups: Iterable[list[Coding]]) -> list[list[Coding]]:
    """The groups, with those made one whose stretches of text overlap."""
    found: list[list[Coding]] = []
    reach = -1
    for group in sorted(groups, key=lambda group: group[0].start):
        if group[0].start < reach:
            found[-1] = sorted([*found[-1], *group], key=_place)
        else:
            found.append(group)
        reach = max(reach, *(one.end for one in group))
    return found


def _compared(group: Sequence[Coding], readers: Sequence[str]) -> tuple[tuple[CodeId, ...], tuple[Difference, ...]]:
    places: dict[CodeId, dict[str, list[Span]]] = {}
    for coding in group:
        places.setdefault(coding.code_id, {}).setdefault(coding.coder, []).append(coding.span)
    agreed: list[CodeId] = []
    found: list[Difference] = []
    others = _other_codes(places)
    for code_id in sorted(places):
        having = sorted(places[code_id])
        same = len({tuple(sorted(set(spans))) for spans in places[code_id].values()}) == 1
        if not same:
            shared = _shared(list(places[code_id].values()))
            found.append(Difference(Kind.OTHER_WORDS, code_id, tuple(having), shared=shared))
        elif len(having) == len(readers):
            agreed.append(code_id)
        excused = {name for pair, (left, right) in others.items() for name in _across(code_id, pair, left, right)}
        missing = [name for name in readers if name not in places[code_id] and name not in excused]
        if missing:
            found.append(Difference(Kind.MISSED, code_id, tuple(having), tuple(missing)))
    for (first, second), (left, right) in others.items():
        found.append(
            Difference(Kind.OTHER_CODE, first, tuple(sorted(left)), tuple(sorted(right)), other_code_id=second)
        )
    found.sort(key=lambda one: (_RANK[one.kind], one.code_id, one.other_code_id or "", one.having))
    return tuple(agreed), tuple(found)


def _across(code_id: CodeId, pair: tuple[CodeId, CodeId], left: set[str], right: set[str]) -> set[str]:
    """Who gave the other code of a pair instead of this one."""
    return right if code_id == pair[0] else left if code_id == pair[1] else set()


def _other_codes(
    places: Mapping[CodeId, Mapping[str, Sequence[Span]]],
) -> dict[tuple[CodeId, CodeId], tuple[set[str], set[str]]]:
    """Pairs of codes that were given to some of the same words by people who each gave only one of the two, and those people."""
    found: dict[tuple[CodeId, CodeId], tuple[set[str], set[str]]] = {}
    for first, second in combinations(sorted(places), 2):
        for one, other in product(places[first], places[second]):
            if one in places[second] or other in places[first]:
                continue
            if any(a.overlaps(b) for a, b in product(places[first][one], places[second][other])):
                left, right = found.setdefault((first, second), (set(), set()))
                left.add(one)
                right.add(other)
    return found


def _shared(marked: Sequence[Sequence[Span]]) -> float:
    """The part of all characters that anybody marked which everybody marked."""
    sets = [{at for span in spans for at in range(span.start, span.end)} for spans in marked]
    return len(set.intersection(*sets)) / len(set.union(*sets))


def confusions(passages: Iterable[ComparedPassage]) -> Counter[tuple[CodeId, CodeId]]:
    """In how many passages each pair of codes stood against each other."""
    return Counter(
        (one.code_id, one.other_code_id)
        for passage in passages
        for one in passage.differences
        if one.other_code_id is not None
    )


def most_instructive_first(passages: Iterable[ComparedPassage]) -> list[ComparedPassage]:
    """The passages with a difference, the one from which a team learns most at the top.

    First those that concern more people; then another code before a missed one before other words; then those whose codes stand
    against each other more often; then in the order of the text.
    """
    wanted = [one for one in passages if one.differences]
    often = confusions(wanted)

    def rank(passage: ComparedPassage) -> tuple[int, int, int]:
        pairs = [often[(one.code_id, one.other_code_id)] for one in passage.differences if one.other_code_id]
        return -len(passage.concerned), min(_RANK[one.kind] for one in passage.differences), -max(pairs, default=0)

    return sorted(wanted, key=rank)  # stable: ties stay in the order of the text


def under_other_names(passage: ComparedPassage, names: Mapping[str, str]) -> ComparedPassage:
    """The same with letters instead of names, so that a talk is about the passage and not about people."""

    def called(people: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names.get(name, name) for name in people))

    return replace(
        passage,
        coders=called(passage.coders),
        unread=called(passage.unread),
        codings=tuple(replace(one, coder=names.get(one.coder, one.coder)) for one in passage.codings),
        differences=tuple(
            replace(one, having=called(one.having), against=called(one.against)) for one in passage.differences
        ),
    )
