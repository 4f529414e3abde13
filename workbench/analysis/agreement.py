"""How alike people coded a study: per code, over turns, sentences or the line of characters. A view to learn from, no gate.

Only what people have looked at counts: a turn that a coder has not read up to is missing for that coder, not "without the
code". Facilitators' turns are no units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

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
from workbench.analysis.agreement_spans import Stretch, alpha_2016
from workbench.analysis.frequencies import merged
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.sentences import split_sentences
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.domain.transcript import Turn


class Unit(StrEnum):
    """What is compared."""

    TURN = "turn"
    SENTENCE = "sentence"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class SeenUnit:
    """One unit, and what each coder gave it: a set of codes, or ``None`` where the coder has not looked."""

    transcript_id: TranscriptId
    turn: int
    span: Span
    given: tuple[frozenset[CodeId] | None, ...]

    def ratings(self, code_id: CodeId) -> tuple[bool | None, ...]:
        return tuple(None if codes is None else code_id in codes for codes in self.given)

    def differs(self, code_id: CodeId) -> bool:
        return len({rating for rating in self.ratings(code_id) if rating is not None}) > 1


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code's figures. ``positive`` is the number of units with the code, per coder; where all coders gave it to fewer
    than ten units between them, ``too_few`` says so and the figures mean little."""

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


def agreement(snapshot: Snapshot, *, unit: Unit = Unit.TURN, coders: Sequence[str] = ()) -> Agreement:
    """Per code, how alike these coders (all, if none are named) coded what two of them or more have looked at."""
    people = tuple(coders) or coders_of(snapshot)
    if unit is Unit.CHARACTER:
        return _on_the_line(snapshot, people)
    seen = [one for one in seen_units(snapshot, unit, people) if sum(codes is not None for codes in one.given) > 1]
    used = Counter(code for one in seen for codes in one.given for code in codes or ())
    rows = tuple(_row(code.id, seen, people) for code in snapshot.codebook if used[code.id])
    pairs = confused([one.given for one in seen]).most_common()
    return Agreement(unit, people, len(seen), rows, tuple((CodeId(a), CodeId(b), n) for (a, b), n in pairs))


def _row(code_id: CodeId, seen: Sequence[SeenUnit], people: tuple[str, ...]) -> CodeAgreement:
    ratings = [one.ratings(code_id) for one in seen]
    positive = tuple(sum(values[n] is True for values in ratings) for n in range(len(people)))
    return CodeAgreement(
        code_id=code_id,
        positive=positive,
        too_few=sum(True in values for values in ratings) < FEWEST_UNITS,
        percent=percent(ratings),
        alpha=krippendorff_alpha(ratings),
        interval=alpha_interval(ratings),
        kappa=cohen_kappa(ratings),
        fleiss=fleiss_kappa(ratings),
        ac1=gwet_ac1(ratings, values=2),
        differing=tuple(one for one in seen if one.differs(code_id)),
    )


def seen_units(snapshot: Snapshot, unit: Unit, people: Sequence[str]) -> Iterator[SeenUnit]:
    """The units of participants' talk in order, with what each of these people gave them."""
    codings: dict[TranscriptId, list[Coding]] = {}
    for coding in snapshot.codings:
        codings.setdefault(coding.transcript_id, []).append(coding)
    for transcript in snapshot.transcripts:
        body = snapshot.bodies[transcript.id]
        read = _read_up_to(snapshot, transcript.id, people)
        here = codings.get(transcript.id, [])
        for turn in body.turns:
            if not _is_data(snapshot, turn):
                continue
            whole = Span(turn.start, turn.end)
            spans = [whole] if unit is Unit.TURN else split_sentences(body.text, turn.start, turn.end)
            near = [coding for coding in here if coding.span.overlaps(whole)]
            for span in spans:
                inside = [coding for coding in near if _carries(span, coding.span, unit)]
                yield SeenUnit(
                    transcript.id,
                    turn.number,
                    span,
                    tuple(
                        frozenset(coding.code_id for coding in inside if coding.coder == person)
                        if read[person] >= turn.number
                        else None
                        for person in people
                    ),
                )


def _read_up_to(snapshot: Snapshot, transcript_id: TranscriptId, people: Sequence[str]) -> dict[str, int]:
    read = dict.fromkeys(people, 0)
    for reading in snapshot.readings:
        if reading.transcript_id == transcript_id and reading.reader in read:
            read[reading.reader] = max(read[reading.reader], reading.up_to_turn)
    return read


def _is_data(snapshot: Snapshot, turn: Turn) -> bool:
    speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
    return speaker is None or speaker.role.is_data


def _carries(unit: Span, coded: Span, kind: Unit) -> bool:
    """A turn has a code if any of it is coded; a sentence, if half of it is, or if most of the coding lies in it."""
    shared = min(unit.end, coded.end) - max(unit.start, coded.start)
    if kind is Unit.TURN:
        return shared > 0
    return shared > 0 and (2 * shared >= len(unit) or 2 * shared > len(coded))


def _on_the_line(snapshot: Snapshot, people: tuple[str, ...]) -> Agreement:
    """Binary alpha for units (2016) per code, over the turns that all these coders have read, laid end to end."""
    pieces: list[tuple[TranscriptId, Span, int]] = []
    at = 0
    for transcript in snapshot.transcripts:
        read = _read_up_to(snapshot, transcript.id, people)
        up_to = min(read.values(), default=0)
        for turn in snapshot.bodies[transcript.id].turns:
            if turn.number <= up_to and _is_data(snapshot, turn) and turn.end > turn.start:
                pieces.append((transcript.id, Span(turn.start, turn.end), at))
                at += turn.end - turn.start
    marked: dict[tuple[CodeId, str], list[Span]] = {}
    by_transcript: dict[TranscriptId, list[Coding]] = {}
    for coding in snapshot.codings:
        by_transcript.setdefault(coding.transcript_id, []).append(coding)
    for transcript_id, span, begins in pieces:
        for coding in by_transcript.get(transcript_id, []):
            start, end = max(span.start, coding.start), min(span.end, coding.end)
            if coding.coder in people and start < end:
                place = Span(begins + start - span.start, begins + end - span.start)
                marked.setdefault((coding.code_id, coding.coder), []).append(place)
    none = Measure(None, NO_UNITS)
    rows = []
    for code in snapshot.codebook:
        lines = [_joined(marked.get((code.id, person), [])) for person in people]
        if not any(lines):
            continue
        found = alpha_2016([[Stretch(s.start, s.end, code.id) for s in line] for line in lines], start=0, end=at)
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
                differing=(),
            )
        )
    return Agreement(Unit.CHARACTER, people, at, tuple(rows))


def _joined(spans: list[Span]) -> list[Span]:
    """Overlapping spans of one coder as one; where two touch, they are one stretch as well."""
    joined: list[Span] = []
    for span in merged(spans):
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
