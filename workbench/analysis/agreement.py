"""How alike people coded a study: per code, over turns, sentences or the line of characters. A view to learn from, no gate.

Only what people have looked at counts: a turn that a coder has not read up to is missing for that coder, not "without the
code". Facilitators' turns are no units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from workbench.analysis.agreement_measures import (
    FEWEST_UNITS,
    NO_UNITS,
    Interval,
    Measure,
    alpha_interval,
    cohen_kappa,
    confused,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent,
)
from workbench.analysis.agreement_places import Looked
from workbench.analysis.agreement_spans import Stretch, alpha_2016
from workbench.analysis.frequencies import merged
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.round import Round
from workbench.domain.sentences import split_sentences
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.transcript import Turn


class Unit(StrEnum):
    """What is compared."""

    TURN = "turn"
    SENTENCE = "sentence"
    CHARACTER = "character"


Ratings = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class SeenUnit:
    """One unit, and what each coder gave it: a set of codes, or ``None`` where the coder has not looked."""

    transcript_id: TranscriptId
    turn: int
    span: Span
    given: tuple[frozenset[CodeId] | None, ...]

    def ratings(self, code_id: CodeId) -> Ratings:
        """What each coder said about one code here: yes, no, or not looked."""
        return tuple([None if codes is None else code_id in codes for codes in self.given])

    @property
    def without_code(self) -> Ratings:
        """The ratings of any code that nobody gave here."""
        return tuple([None if codes is None else False for codes in self.given])

    def differs(self, code_id: CodeId) -> bool:
        return len({rating for rating in self.ratings(code_id) if rating is not None}) > 1


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Cohen's kappa of two of more than two coders."""

    first: str
    second: str
    kappa: Measure


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code's figures. ``positive`` is the number of units with the code, per coder; where all coders gave it to fewer
    than ten units between them, ``too_few`` says so and the figures mean little. ``pairs`` is there for three coders or more."""

    code_id: CodeId
    positive: tuple[int, ...]
    too_few: bool
    percent: Measure
    alpha: Measure
    interval: Interval | None
    kappa: Measure
    fleiss: Measure
    ac1: Measure
    differing: tuple[SeenUnit, ...]
    pairs: tuple[PairKappa, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures of a study. ``units`` is how many two coders or more have looked at; characters for the character line."""

    unit: Unit
    coders: tuple[str, ...]
    units: int
    codes: tuple[CodeAgreement, ...]
    confused: tuple[tuple[CodeId, CodeId, int], ...] = field(default=())

    @property
    def weakest(self) -> tuple[CodeAgreement, ...]:
        """The three codes with the lowest alpha that can be read, weakest first."""
        readable = [code for code in self.codes if code.alpha.value is not None and not code.too_few]
        return tuple(sorted(readable, key=lambda code: code.alpha.value or 0.0)[:3])


def coders_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Everyone with a coding in this study, by name."""
    return tuple(sorted({coding.coder for coding in snapshot.codings}))


def agreement(
    snapshot: Snapshot, *, unit: Unit = Unit.TURN, coders: Sequence[str] = (), within: Round | None = None
) -> Agreement:
    """Per code, how alike these coders (all, if none are named) coded what two of them or more have looked at.

    ``within`` keeps to the places of one blind round.
    """
    people = tuple(coders) or coders_of(snapshot)
    looked = Looked(snapshot, people, within)
    if unit is Unit.CHARACTER:
        return _on_the_line(looked)
    seen = [one for one in seen_units(looked, unit) if sum(codes is not None for codes in one.given) > 1]
    rows = _rows(snapshot, seen, people)
    pairs = confused([one.given for one in seen if any(one.given)]).most_common()
    return Agreement(unit, people, len(seen), rows, tuple((CodeId(a), CodeId(b), n) for (a, b), n in pairs))


def _rows(snapshot: Snapshot, seen: Iterable[SeenUnit], people: tuple[str, ...]) -> tuple[CodeAgreement, ...]:
    """A row for each code in use. Units alike are counted and not told one by one: most carry few of the codes."""
    looked: Counter[Ratings] = Counter()
    carrying: dict[CodeId, list[SeenUnit]] = defaultdict(list)
    for one in seen:
        looked[one.without_code] += 1
        for code_id in frozenset().union(*(codes for codes in one.given if codes)):
            carrying[code_id].append(one)
    found = []
    for code in snapshot.codebook:
        if units := carrying.get(code.id):
            times = looked.copy()
            times.subtract(one.without_code for one in units)
            times.update(one.ratings(code.id) for one in units)
            found.append(_row(code.id, times, units, people))
    return tuple(found)


def _row(
    code_id: CodeId, counts: Counter[Ratings], carrying: Iterable[SeenUnit], people: tuple[str, ...]
) -> CodeAgreement:
    ratings = [values for values, n in counts.items() if n]
    times = [counts[values] for values in ratings]
    positive = tuple(counted_if(times, (values[n] is True for values in ratings)) for n in range(len(people)))
    pairs = combinations(range(len(people)), 2) if len(people) > 2 else ()
    return CodeAgreement(
        code_id=code_id,
        positive=positive,
        too_few=counted_if(times, (True in values for values in ratings)) < FEWEST_UNITS,
        percent=percent(ratings, times),
        alpha=krippendorff_alpha(ratings, times),
        interval=alpha_interval(ratings, times),
        kappa=cohen_kappa(ratings, times),
        fleiss=fleiss_kappa(ratings, times),
        ac1=gwet_ac1(ratings, times, values=2),
        differing=tuple(one for one in carrying if one.differs(code_id)),
        pairs=tuple(
            PairKappa(people[a], people[b], cohen_kappa([(values[a], values[b]) for values in ratings], times))
            for a, b in pairs
        ),
    )


def counted_if(times: Iterable[int], chosen: Iterable[bool]) -> int:
    """How many units there are of those that are chosen."""
    return sum(n for n, is_chosen in zip(times, chosen, strict=True) if is_chosen)


def seen_units(looked: Looked, unit: Unit) -> Iterator[SeenUnit]:
    """The units of participants' talk in order, with what each of the people gave them."""
    snapshot, people = looked.snapshot, looked.people
    codings: dict[TranscriptId, list[Coding]] = defaultdict(list)
    for coding in snapshot.codings:
        if coding.coder in people:
            codings[coding.transcript_id].append(coding)
    for transcript in snapshot.transcripts:
        text = snapshot.bodies[transcript.id].text
        here = looked.in_transcript(transcript.id)
        spans: list[Span] = []
        turns: list[int] = []
        for turn in _data_turns(snapshot, transcript.id):
            inside = [turn.span] if unit is Unit.TURN else split_sentences(text, turn.start, turn.end)
            spans += inside
            turns += [turn.number] * len(inside)
        given = _given(spans, codings[transcript.id], unit)
        for place, (span, number) in enumerate(zip(spans, turns, strict=True)):
            by_coder = given.get(place, {})
            codes = (
                (frozenset(by_coder[name]) if name in by_coder else _NO_CODE) if has_looked else None
                for name, has_looked in zip(people, here.at(number, span), strict=True)
            )
            yield SeenUnit(transcript.id, number, span, tuple(codes))


_NO_CODE: frozenset[CodeId] = frozenset()


def _given(spans: Sequence[Span], codings: Iterable[Coding], unit: Unit) -> dict[int, dict[str, set[CodeId]]]:
    """For each unit with a code, by its place in ``spans`` (in order, none over another): who gave it which codes."""
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    found: dict[int, dict[str, set[CodeId]]] = {}
    for coding in codings:
        for place in range(bisect_right(ends, coding.start), bisect_left(starts, coding.end)):
            if _carries(spans[place], coding.span, unit):
                found.setdefault(place, {}).setdefault(coding.coder, set()).add(coding.code_id)
    return found


def _data_turns(snapshot: Snapshot, transcript_id: TranscriptId) -> list[Turn]:
    turns = snapshot.bodies[transcript_id].turns
    return [turn for turn in turns if turn.end > turn.start and _is_data(snapshot, turn)]


def _is_data(snapshot: Snapshot, turn: Turn) -> bool:
    speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
    return speaker is None or speaker.role.is_data


def _carries(unit: Span, coded: Span, kind: Unit) -> bool:
    """A turn has a code if any of it is coded; a sentence, if half of it is, or if most of the coding lies in it."""
    shared = min(unit.end, coded.end) - max(unit.start, coded.start)
    if kind is Unit.TURN:
        return shared > 0
    return shared > 0 and (2 * shared >= len(unit) or 2 * shared > len(coded))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One turn on the line of all turns laid end to end: where it stands in its transcript, and where it begins there."""

    transcript_id: TranscriptId
    turn: int
    span: Span
    begins: int

    def on_the_line(self, start: int, end: int) -> Span:
        return Span(self.begins + start - self.span.start, self.begins + end - self.span.start)


def _pieces(looked: Looked) -> list[_Piece]:
    """The turns that all coders have looked at."""
    found: list[_Piece] = []
    at = 0
    for transcript in looked.snapshot.transcripts:
        here = looked.in_transcript(transcript.id)
        for turn in _data_turns(looked.snapshot, transcript.id):
            if all(here.at(turn.number, turn.span)):
                found.append(_Piece(transcript.id, turn.number, turn.span, at))
                at += turn.end - turn.start
    return found


def _on_the_line(looked: Looked) -> Agreement:
    """Binary alpha for units (2016) per code, over the turns that all coders have looked at, laid end to end."""
    snapshot, people = looked.snapshot, tuple(looked.people)
    pieces = _pieces(looked)
    whole = pieces[-1].begins + len(pieces[-1].span) if pieces else 0
    of_transcript: dict[TranscriptId, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        of_transcript[piece.transcript_id].append(piece)
    marked: dict[CodeId, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for coding in snapshot.codings:
        here = of_transcript[coding.transcript_id]
        first = bisect_right(here, coding.start, key=lambda piece: piece.span.end)
        last = bisect_left(here, coding.end, key=lambda piece: piece.span.start)
        for piece in here[first:last] if coding.coder in people else ():
            start, end = max(piece.span.start, coding.start), min(piece.span.end, coding.end)
            marked[coding.code_id][coding.coder].append(piece.on_the_line(start, end))
    none = Measure(None, NO_UNITS)
    rows = []
    for code in snapshot.codebook:
        lines = [_joined(marked[code.id][person]) for person in people] if code.id in marked else []
        if not any(lines):
            continue
        found = alpha_2016([[Stretch(s.start, s.end, code.id) for s in line] for line in lines], start=0, end=whole)
        rows.append(
            CodeAgreement(
                code_id=code.id,
                positive=tuple(len(line) for line in lines),
                too_few=sum(map(len, lines)) < FEWEST_UNITS,
                percent=none,
                alpha=found.binary,
                interval=None,
                kappa=none,
                fleiss=none,
                ac1=none,
                differing=tuple(_differing(pieces, lines, code.id)),
            )
        )
    return Agreement(Unit.CHARACTER, people, whole, tuple(rows))


def _differing(pieces: Sequence[_Piece], lines: Sequence[list[Span]], code_id: CodeId) -> Iterator[SeenUnit]:
    """The turns in which the coders' marks of one code do not begin and end alike."""
    of_turn: dict[int, list[list[Span]]] = {}
    for coder, line in enumerate(lines):
        for span in line:
            first = bisect_right(pieces, span.start, key=lambda piece: piece.begins) - 1
            last = bisect_left(pieces, span.end, key=lambda piece: piece.begins)
            for place in range(first, last):
                piece = pieces[place]
                inside = Span(max(span.start, piece.begins), min(span.end, piece.begins + len(piece.span)))
                of_turn.setdefault(place, [[] for _ in lines])[coder].append(inside)
    for place, marks in sorted(of_turn.items()):
        if any(one != marks[0] for one in marks):
            piece = pieces[place]
            given = tuple(frozenset({code_id}) if one else _NO_CODE for one in marks)
            yield SeenUnit(piece.transcript_id, piece.turn, piece.span, given)


def _joined(spans: list[Span]) -> list[Span]:
    """Overlapping spans of one coder as one; where two touch, they are one stretch as well."""
    joined: list[Span] = []
    for span in merged(spans):
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
