"""Rules beside codes: what one finds while somebody writes it, and a first rule made from codings for a person to change.

Nothing here codes a passage; a rule only says where to look.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.ids import CodeId, TranscriptId
from workbench.domain.rule_reading import read_rule
from workbench.domain.span import Span
from workbench.errors import RuleError
from workbench.nlp.rules import SECONDS, ProposedRule, marks, propose_rule
from workbench.services.desk import Desk
from workbench.services.talk import INDEXES, Talk, talk_of
from workbench.services.visibility import seen_codings

FIRST = 12
FEWEST_CODED = 3


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A passage that a rule fits. ``marks`` are the words that make it fit, as code points of ``text``."""

    transcript_id: TranscriptId
    transcript_label: str
    turn: int
    voice: str
    span: Span
    text: str
    marks: tuple[tuple[int, int], ...]
    has_code: bool


@dataclass(frozen=True, slots=True)
class RuleMatches:
    """How many passages a rule fits, by how many voices, and the first of them, those without the code before the others.

    ``whole`` is false where time ran out: then there may be more.
    """

    passages: int
    voices: int
    transcripts: int
    with_code: int
    coded: int
    first: tuple[RuleHit, ...]
    whole: bool


def matches(
    desk: Desk, written: str, *, code_id: CodeId | None = None, most: int = FIRST, seconds: float = SECONDS
) -> RuleMatches:
    """What a rule finds in participants' talk; ``RuleProblemError`` says what is wrong with one that cannot be read.

    With ``code_id`` it says which of the passages carry that code already, of the codings that the asker may see.
    """
    rule = read_rule(written)
    with desk.reading() as look:
        talk = talk_of(look)
        codings = seen_codings(look, code_id) if code_id else []
    coded = talk.carrying(codings).keys()
    fitting = INDEXES.of(talk).find(rule, seconds=seconds)
    units = [talk.units[number] for number in fitting.numbers]
    order = sorted(fitting.numbers, key=lambda number: number in coded)  # else in the order of the transcripts
    return RuleMatches(
        passages=len(units),
        voices=len({talk.person(unit) for unit in units}),
        transcripts=len({unit.transcript_id for unit in units}),
        with_code=len(coded & set(fitting.numbers)),
        coded=len(coded),
        first=tuple(
            _hit(talk, number, tuple(marks(rule, talk.units[number].text)), has_code=number in coded)
            for number in order[:most]
        ),
        whole=fitting.whole,
    )


def _hit(talk: Talk, number: int, found: tuple[tuple[int, int], ...], *, has_code: bool) -> RuleHit:
    unit = talk.units[number]
    return RuleHit(
        unit.transcript_id,
        talk.transcripts[unit.transcript_id].label,
        unit.turn,
        talk.voice(unit),
        unit.span,
        unit.text,
        found,
        has_code,
    )


def from_codings(desk: Desk, code_id: CodeId) -> ProposedRule:
    """A rule made from the passages of a code, for a person to change; it is kept nowhere. ``RuleError`` where none can be made."""
    with desk.reading() as look:
        code = look.uow.codes.codebook(look.project).get(code_id)
        talk = talk_of(look)
        coded = talk.carrying(seen_codings(look, code_id))
    if len(coded) < FEWEST_CODED:
        raise RuleError(
            f"“{code.label}” has {'1 coded passage' if len(coded) == 1 else f'{len(coded)} coded passages'}. A rule can be made from {FEWEST_CODED} or more; "
            "until then, write one of your own."
        )
    voices = {number: talk.person(talk.units[number]) for number in coded}
    found = propose_rule(INDEXES.of(talk), voices, seed_terms=code.seed_terms)
    if found is None:
        raise RuleError(f"The passages of “{code.label}” share no words that others lack. Write a rule of your own.")
    return found
