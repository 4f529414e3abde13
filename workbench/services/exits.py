"""The one gate: every file that leaves passes here before an exporter writes it.

``domain.leaving.may_leave`` decides; here the facts are put to it, and what is refused is taken out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from workbench.domain.codebook import Code, Theme, fold
from workbench.domain.coding import Coding, Memo
from workbench.domain.decision import Decision
from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import CodingId, ParticipantId, TranscriptId
from workbench.domain.leaving import Allowed, Condition, Refused, Verdict, Why, may_leave
from workbench.domain.project import Project
from workbench.domain.report import Report
from workbench.domain.snapshot import Snapshot
from workbench.domain.span import Span
from workbench.errors import RuleError
from workbench.services import ledger
from workbench.services.desk import Desk

EXAMPLE_WORDS = 5  # so many words in a row that a participant said make an example their quotation
DEFINITION_WORDS = 8  # definitions share more turns of phrase with talk
HELD = "[Held back: these are words of a participant that may not be quoted.]"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Cleared:
    """What of a project may leave for a recipient.

    ``snapshot`` holds only codings that may leave; ``wordless`` are those of them whose words stay here, with the reason.
    ``kept_back`` counts the codings that stay here whole, by reason; ``conditions`` count passages with something left to do.
    """

    snapshot: Snapshot
    recipient: Recipient
    wordless: Mapping[CodingId, Refused] = field(default_factory=dict)
    kept_back: Mapping[Why, int] = field(default_factory=dict)
    conditions: Mapping[Condition, int] = field(default_factory=dict)


def passage(snapshot: Snapshot, coding: Coding, form: Form, recipient: Recipient) -> Verdict:
    """Whether a coded passage may leave in a form, to a recipient."""
    return snapshot.verdict(coding.transcript_id, coding.span, form, recipient)


def codings_for(snapshot: Snapshot, recipient: Recipient) -> Cleared:
    """The codings that may go to a recipient, each with its words only where these may go too.

    The team's own file keeps words that may not be quoted, marked as such: analysis needs them. A coding of somebody who has
    withdrawn, or whose community has not approved, is in no file at all.
    """
    if isinstance(refused := may_leave(Form.CODINGS, recipient, ()), Refused) and refused.why is Why.NOT_IN_THIS_FORM:
        raise RuleError(f"Single codings do not go to {recipient.in_words}. Save the report instead.")
    stay: list[Coding] = []
    wordless: dict[CodingId, Refused] = {}
    kept_back: Counter[Why] = Counter()
    conditions: Counter[Condition] = Counter()
    for coding in snapshot.codings:
        row, words = (passage(snapshot, coding, form, recipient) for form in (Form.CODINGS, Form.QUOTE))
        if isinstance(words, Allowed):
            stay.append(coding)
            conditions.update(words.conditions)
        elif isinstance(row, Allowed):
            stay.append(coding)
            wordless[coding.id] = words
        else:
            kept_back[row.why if row.why is not Why.NOT_SHARED else words.why] += 1
    return Cleared(replace(snapshot, codings=tuple(stay)), recipient, wordless, kept_back, conditions)


def for_report(snapshot: Snapshot) -> Snapshot:
    """A snapshot for the report draft, in which nothing that people wrote repeats words that may not be quoted.

    Codes come without such examples and definitions. A field of a theme, a note, a decision or of what the team says about
    the study that repeats eight such words in a row is held back whole, and says so in its place.
    """
    codes, _ = without_forbidden_words(snapshot, snapshot.codes)
    written: list[_AnyWritten] = [*snapshot.themes, *snapshot.memos, *snapshot.decisions, snapshot.project]
    asked = {run for one in written for text in _written(one).values() for run in _runs_of_length(text)}
    found = _said_by_the_unquotable(snapshot, asked)
    return replace(
        snapshot,
        codes=codes,
        themes=tuple(_held_back(one, found) for one in snapshot.themes),
        memos=tuple(_held_back(one, found) for one in snapshot.memos),
        decisions=tuple(_held_back(one, found) for one in snapshot.decisions),
        project=_held_back(snapshot.project, found),
    )


def let_out(report: Report, snapshot: Snapshot) -> Counter[Condition]:
    """Check every quotation of a report once more before it is written; how many have something left to do, by condition.

    ``RuleError`` names the first that may not leave: nothing is written then.
    """
    conditions: Counter[Condition] = Counter()
    for quote in report.quotes:
        found = snapshot.verdict(quote.transcript_id, quote.span, Form.QUOTE, snapshot.reader)
        if isinstance(found, Refused):
            raise RuleError(f"The quotation “{quote.label}” may not leave: {found.reason}. {found.cleared_by}")
        conditions.update(found.conditions)
    return conditions


def without_forbidden_words(snapshot: Snapshot, codes: Iterable[Code]) -> tuple[tuple[Code, ...], tuple[str, ...]]:
    """The codes without examples and definitions that repeat words nobody may quote; and the labels of those codes."""
    wanted = tuple(codes)
    asked = {run for code in wanted for text, count in _texts(code) for run in _runs(text, count)}
    found = _said_by_the_unquotable(snapshot, asked)
    held: list[str] = []
    cleaned = []
    for code in wanted:
        clean = _without(code, found)
        cleaned.append(clean)
        if clean != code:
            held.append(code.label)
    return tuple(cleaned), tuple(held)


def everything() -> Verdict:
    """Whether a whole copy of the store may be made: for the team, who keeps it."""
    return may_leave(Form.EVERYTHING, Recipient.TEAM, ())


def note(
    desk: Desk,
    snapshot: Snapshot,
    places: Iterable[tuple[TranscriptId, Span]],
    *,
    what: str,
    form: Form,
    recipient: Recipient,
    content: bytes,
) -> None:
    """Note in the ledger that a file leaves, with the participants who are heard at its places."""
    heard, transcripts = heard_at(snapshot, places)
    ledger.record(
        desk,
        what=what,
        form=form.value,
        recipient=recipient.in_words,
        content=content,
        participants=heard,
        transcripts=transcripts,
    )


def heard_at(
    snapshot: Snapshot, places: Iterable[tuple[TranscriptId, Span]]
) -> tuple[set[ParticipantId], set[TranscriptId]]:
    """The participants who are heard at some places, and the transcripts of these."""
    heard: set[ParticipantId] = set()
    transcripts: set[TranscriptId] = set()
    for transcript_id, span in places:
        transcripts.add(transcript_id)
        speakers = snapshot.speakers_in(transcript_id, span)
        heard |= {one.participant_id for one in speakers if one.participant_id is not None and one.role.is_data}
    return heard, transcripts


def _texts(code: Code) -> tuple[tuple[str, int], ...]:
    """What a code says in sentences, and how many words in a row make it a quotation."""
    definitions = (code.short_definition, code.full_definition, *code.when_to_use, *code.when_not_to_use)
    return (
        (code.example, EXAMPLE_WORDS),
        (code.near_miss.text, EXAMPLE_WORDS),
        *((text, DEFINITION_WORDS) for text in definitions),
    )


def _words(text: str) -> Words:
    return tuple(_WORD.findall(fold(text).replace("’", "'")))


def _runs(text: str, count: int) -> set[Words]:
    """Every run of ``count`` words; a text of three words or more that is shorter is one run."""
    words = _words(text)
    if 3 <= len(words) < count:
        return {words}
    return {words[at : at + count] for at in range(len(words) - count + 1)}


def _said_by_the_unquotable(snapshot: Snapshot, asked: set[Words]) -> set[Words]:
    """Which of some runs of words stand in a turn that may not be quoted."""
    if not asked:
        return set()
    lengths = {len(run) for run in asked}
    found: set[Words] = set()
    for transcript_id, body in snapshot.bodies.items():
        for turn in body.turns:
            speaker = snapshot.speakers.get(turn.speaker_id) if turn.speaker_id else None
            if speaker is not None and not speaker.role.is_data:
                continue
            if isinstance(snapshot.verdict(transcript_id, turn.span, Form.QUOTE, snapshot.reader), Allowed):
                continue
            words = _words(turn.span.text_in(body.text))
            for count in lengths:
                found.update(run for at in range(len(words) - count + 1) if (run := words[at : at + count]) in asked)
    return found


def _runs_of_length(text: str) -> set[Words]:
    words = _words(text)
    return {words[at : at + DEFINITION_WORDS] for at in range(len(words) - DEFINITION_WORDS + 1)}


_AnyWritten = Theme | Memo | Decision | Project
_Written = TypeVar("_Written", bound=_AnyWritten)


def _written(one: _AnyWritten) -> dict[str, str]:
    """The fields in which people write sentences; a project's facts are one field each."""
    match one:
        case Theme():
            names = ("title", "claim", "scope", "is_not", "counter_examples", "meaning")
            return {name: getattr(one, name) for name in names}
        case Memo():
            return {"text": one.text, "quote": one.quote}
        case Decision():
            return {"reason": one.reason}
        case Project():
            return dict(one.facts)


def _held_back(one: _Written, found: set[Words]) -> _Written:
    """The same without the fields that repeat words nobody may quote."""
    clean: dict[str, Any] = {name: HELD for name, text in _written(one).items() if _runs_of_length(text) & found}
    if isinstance(one, Project):
        clean = {"facts": {**one.facts, **clean}}
    return replace(one, **clean)


def _without(code: Code, found: set[Words]) -> Code:
    def clean(text: str, count: int) -> str:
        return HELD if _runs(text, count) & found else text

    return replace(
        code,
        example=clean(code.example, EXAMPLE_WORDS),
        near_miss=replace(code.near_miss, text=clean(code.near_miss.text, EXAMPLE_WORDS)),
        short_definition=clean(code.short_definition, DEFINITION_WORDS),
        full_definition=clean(code.full_definition, DEFINITION_WORDS),
        when_to_use=tuple(clean(line, DEFINITION_WORDS) for line in code.when_to_use),
        when_not_to_use=tuple(clean(line, DEFINITION_WORDS) for line in code.when_not_to_use),
    )
