"""Decisions: what a team settled by talking about a passage, with the codings and the change of the codebook that came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.domain.codebook import Code
from workbench.domain.coding import Coding
from workbench.domain.decision import OUTCOMES, AgreedCoding, Decision, Outcome
from workbench.domain.ids import AgreedCodingId, CodeId, CodingId, DecisionId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Transcript
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services.codebooks import put_code
from workbench.services.codings import usable_code
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import seen_agreed, seen_codings, seen_decisions


@dataclass(frozen=True)
class NewCode:
    """The code that a talk led to: its name, one line on what it means, and the code above it."""

    label: str
    short_definition: str = ""
    parent_id: CodeId | None = None


@dataclass(frozen=True)
class CodeChange:
    """What a talk changed of a code's entry: another meaning in one line, and lines added to when to use it and when not to."""

    code_id: CodeId
    short_definition: str | None = None
    use: str = ""
    do_not_use: str = ""


def decide(
    desk: Desk,
    transcript_id: TranscriptId,
    span: Span,
    *,
    outcome: Outcome,
    reason: str,
    about: Iterable[CodingId] = (),
    keep: Iterable[CodingId] = (),
    people: Iterable[str] = (),
    new_code: NewCode | None = None,
    changes: Sequence[CodeChange] = (),
    known: Collection[DecisionId] | None = None,
) -> Decision:
    """Write down in one act what a team settled about a passage: its outcome and reason, the agreed codings, the codebook's change.

    ``about`` are the codings that lay on the table, ``keep`` those of them that stand. They themselves are left as they are. ``known`` are
    the earlier decisions about them that the talk knew of: ``ChangedMeanwhileError`` where somebody has settled them since.
    """
    words = " ".join(make_text(reason).split())
    if not words:
        raise RuleError("A decision needs its reason, in one line.")
    if outcome not in OUTCOMES:
        raise RuleError("Say whose coding stands: choose the codings that are kept.")
    with desk.deed("record decision", Right.DECIDE) as deed:
        here = opened(deed, transcript_id)
        if span.end > len(here.body.text):
            raise QuoteMismatchError(span.start, span.end)
        table = _on_the_table(deed, here, about)
        kept = _kept(outcome, table, set(keep))
        talked = _team_members(deed, people or [*sorted({one.coder for one in table}), desk.actor])
        redefined = [_changed(deed, change).id for change in changes]
        code = _new_code(deed, outcome, new_code)
        decision = Decision(
            id=DecisionId(new_id()),
            project_id=desk.project_id,
            transcript_id=transcript_id,
            start=span.start,
            end=span.end,
            people=talked,
            outcome=outcome,
            reason=words,
            decided_at=deed.at,
            decided_by=desk.actor,
            quote=span.text_in(here.body.text),
            about=tuple(sorted(one.id for one in table)),
            kept=tuple(sorted({one.coder for one in kept})),
            redefined=tuple(dict.fromkeys([*redefined, *([code.id] if code else [])])),
            new_code_id=code.id if code else None,
        )
        _replace_earlier(deed, decision, known)
        deed.uow.decisions.save(decision)
        places = [(one.code_id, one.span) for one in kept] + ([(code.id, _narrowest(table, span))] if code else [])
        for code_id, place in dict.fromkeys(places):
            deed.uow.agreed_codings.save(
                AgreedCoding(
                    id=AgreedCodingId(new_id()),
                    project_id=desk.project_id,
                    decision_id=decision.id,
                    transcript_id=transcript_id,
                    code_id=code_id,
                    start=place.start,
                    end=place.end,
                    quote=place.text_in(here.body.text),
                    agreed_at=deed.at,
                )
            )
    return decision


def _on_the_table(deed: Deed, here: OpenTranscript, about: Iterable[CodingId]) -> list[Coding]:
    wanted = set(about)
    found = [one for one in seen_codings(deed, transcript_id=here.transcript.id) if one.id in wanted]
    if len(found) != len(wanted):
        raise ChangedMeanwhileError(
            "Somebody has changed or removed a coding of this passage while you talked. Look at it again, and decide anew."
        )
    return found


def _kept(outcome: Outcome, table: list[Coding], keep: set[CodingId]) -> list[Coding]:
    if outcome not in (Outcome.KEEP_BOTH, Outcome.KEEP_ONE):
        return []
    keep = {one.id for one in table} if outcome is Outcome.KEEP_BOTH else keep
    kept = [one for one in table if one.id in keep]
    if not kept or len(kept) != len(keep):
        raise RuleError("Say whose coding stands: choose the codings that are kept.")
    return kept


def _team_members(deed: Deed, people: Iterable[str]) -> tuple[str, ...]:
    """The names, each once; only people of the team can settle something."""
    names = tuple(dict.fromkeys(people))
    team = {member.name for member in deed.uow.members.of_project(deed.project_id)}
    if unknown := [name for name in names if name not in team]:
        raise NotFoundError("person on the team", unknown[0])
    return names


def _new_code(deed: Deed, outcome: Outcome, wanted: NewCode | None) -> Code | None:
    if (outcome is Outcome.NEW_CODE) != (wanted is not None):
        raise RuleError(
            "Give the new code a name." if wanted is None else "A new code goes with the outcome “a new code”."
        )
    if wanted is None:
        return None
    deed.require(Right.EDIT_CODEBOOK)
    there = deed.uow.codes.codebook(deed.project).named(wanted.label)
    if there is not None:  # made by one of them while they talked
        return usable_code(deed, there.id)
    return put_code(deed, wanted.label, short_definition=wanted.short_definition, parent_id=wanted.parent_id)


def _changed(deed: Deed, change: CodeChange) -> Code:
    """A code with its changed entry, saved."""
    deed.require(Right.EDIT_CODEBOOK)
    before = usable_code(deed, change.code_id)
    meaning = before.short_definition if change.short_definition is None else make_text(change.short_definition).strip()
    after = replace(
        before,
        short_definition=meaning,
        when_to_use=_with_line(before.when_to_use, change.use),
        when_not_to_use=_with_line(before.when_not_to_use, change.do_not_use),
    )
    if after == before:
        raise RuleError(f"Nothing of “{before.label}” would change. Write what is new, or leave the codebook as it is.")
    deed.uow.codes.codebook(deed.project).change(after)
    deed.uow.codes.save(after)
    return after


def _with_line(lines: tuple[str, ...], line: str) -> tuple[str, ...]:
    words = " ".join(make_text(line).split())
    return (*lines, words) if words and words not in lines else lines


def _narrowest(table: list[Coding], span: Span) -> Span:
    """The words that a new code goes to: those that all codings on the table share, else the passage."""
    start = max((one.start for one in table), default=span.start)
    end = min((one.end for one in table), default=span.end)
    return Span(start, end) if start < end else span


def _replace_earlier(deed: Deed, decision: Decision, known: Collection[DecisionId] | None) -> None:
    """Let the last word stand: what was agreed before about the same codings, or on the same words, gives way."""
    table = set(decision.about)
    for earlier in deed.uow.decisions.of_transcript(decision.transcript_id):
        same = table.intersection(earlier.about) or (not earlier.about and earlier.span == decision.span)
        if earlier.is_last_word and same:
            if known is not None and earlier.about and earlier.id not in known:
                raise ChangedMeanwhileError(
                    f"{earlier.decided_by} has settled this passage meanwhile: “{earlier.reason}” Nothing was saved. "
                    "If you still want to settle it in another way, look at it again under “Show settled ones too”."
                )
            deed.uow.decisions.save(replace(earlier, replaced_by=decision.id))
            deed.uow.agreed_codings.remove_all(one.id for one in deed.uow.agreed_codings.of_decision(earlier.id))


def take_back(desk: Desk, decision_id: DecisionId) -> None:
    """Take a decision and its agreed codings away, so that the passage is open again. The codebook stays as it is now.

    Whoever talked it over may, and who answers questions. Undo brings it back.
    """
    with desk.deed("take back decision", Right.DECIDE) as deed:
        decision = next((one for one in seen_decisions(deed) if one.id == decision_id), None)
        if decision is None:
            raise NotFoundError("decision", decision_id, hint="Somebody may have taken it back; reload the page.")
        if not may_take_back(deed, decision):
            names = ", ".join(decision.people)
            raise NotAllowedError(f"This was settled by {names}. They or the mentor can take it back.")
        deed.uow.agreed_codings.remove_all(one.id for one in deed.uow.agreed_codings.of_decision(decision_id))
        deed.uow.decisions.remove(decision_id)


def may_take_back(at: Look | Deed, decision: Decision) -> bool:
    """Whether a person may take this decision back."""
    return at.member.name in (*decision.people, decision.decided_by) or at.member.may(Right.ANSWER)


@dataclass(frozen=True)
class Talk:
    """A decision as people read it: its words as they stand now, what was agreed, and which codes were written anew."""

    decision: Decision
    transcript: Transcript
    turns: tuple[int, ...]
    words: str
    agreed: tuple[Code, ...]
    redefined: tuple[Code, ...]
    words_changed: bool  # a correction changed them since
    may_take_back: bool


def talks(desk: Desk, transcript_id: TranscriptId | None = None, *, replaced: bool = False) -> list[Talk]:
    """What was settled so far, the newest first; with ``replaced`` also what was talked over again later."""
    with desk.reading() as look:
        uow = look.uow
        decisions = [
            one
            for one in seen_decisions(look)
            if transcript_id in (None, one.transcript_id) and (replaced or one.is_last_word)
        ]
        codes = {code.id: code for code in uow.codes.of_project(desk.project_id)}
        agreed: dict[DecisionId, dict[CodeId, None]] = {}
        for one in seen_agreed(look):
            agreed.setdefault(one.decision_id, {})[one.code_id] = None
        places = {name: opened(look, name) for name in {one.transcript_id for one in decisions}}
        return [
            _talk(look, one, places[one.transcript_id], agreed.get(one.id, {}), codes) for one in reversed(decisions)
        ]


def _talk(
    look: Look, decision: Decision, here: OpenTranscript, agreed: Iterable[CodeId], codes: dict[CodeId, Code]
) -> Talk:
    words = decision.span.text_in(here.body.text)
    return Talk(
        decision,
        here.transcript,
        tuple(turn.number for turn in here.body.turns_of(decision.span)),
        words,
        tuple(codes[name] for name in agreed if name in codes),
        tuple(codes[name] for name in decision.redefined if name in codes),
        bool(decision.quote) and words != decision.quote,
        look.member.may(Right.DECIDE) and may_take_back(look, decision),
    )
