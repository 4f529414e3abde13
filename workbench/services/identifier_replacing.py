"""Putting the replacements where they were decided: in all texts, speaker labels and notes, in one act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from workbench.domain.event import Record
from workbench.domain.identifiers import AskedPassage, Clearance, Finding, Ruling, Verdict
from workbench.domain.ids import ClearanceId, SpeakerId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.revising import Edit
from workbench.domain.transcript import RevisionKind
from workbench.errors import RuleError
from workbench.privacy.replacing import in_place, written_anew
from workbench.services.desk import Deed, Desk, Look
from workbench.services.identifier_finds import Group, Occurrence, Overview, overview
from workbench.services.revisions import Revised, revise
from workbench.services.transcripts import OpenTranscript
from workbench.services.visibility import veil_of

REASON = "identifiers taken out"
Placed = TypeVar("Placed", Finding, AskedPassage)

# Where people write freely: these fields get the same replacements as the texts.
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "transcript": ("title", "content_note"),
    "participant": ("attributes",),
    "attribute": ("choices",),
    "consent": ("notes",),
    "code": ("label", "short_definition", "full_definition", "when_to_use", "when_not_to_use", "example", "near_miss", "seed_terms"),
    "coding": ("challenge_note",),
    "memo": ("text",),
    "question": ("text", "answers"),
    "proposal": ("reason", "label", "short_definition", "answer"),
    "decision": ("reason",),
    "theme": ("title", "claim", "scope", "is_not", "counter_examples", "meaning"),
    "review": ("because",),
}  # fmt: skip
_NOT_WORDS = frozenset({"author", "at"})  # of an answer: who gave it and when


@dataclass(frozen=True)
class Elsewhere:
    """A text outside the transcripts that would change too: what it is, how it reads now and then. Private notes are not shown."""

    noun: str
    now: str
    then: str


@dataclass(frozen=True)
class Replaced:
    """What one act changed: occurrences, transcripts, and texts elsewhere (notes, codes, titles)."""

    occurrences: int
    transcripts: int
    elsewhere: int


def elsewhere(desk: Desk) -> list[Elsewhere]:
    """The notes, codes, titles ... that would change with the texts; private notes of others are left out here."""
    with desk.reading(Right.DEIDENTIFY) as look:
        seen, veil = overview(look), veil_of(look)
        found = []
        for noun, before, after in _rewritten(look, _replacements(seen)):
            hidden = noun == "memo" and before["visibility"] != "team" and before["author"] != look.member.name
            hidden = hidden or veil.hides_record(noun, before)
            if not hidden:
                found += [
                    Elsewhere(noun, _shown(before[name]), _shown(after[name]))
                    for name in _WRITTEN[noun]
                    if before[name] != after[name]
                ]
        return found


def replace_decided(desk: Desk) -> Replaced:
    """Put the replacements where they were decided, in all transcripts, labels and notes, in one act."""
    with desk.deed("take identifiers out", Right.DEIDENTIFY) as deed:
        seen = overview(deed)
        new_words = _replacements(seen)
        total = changed = 0
        for standing in seen.standings:
            mine = standing.here.transcript.id
            pending = [(group, one) for group in seen.groups for one in group.pending if one.here.transcript.id == mine]
            voices = [
                (group, voice) for group in seen.groups for voice in group.pending_voices if voice.transcript_id == mine
            ]
            if not pending and not voices:
                continue
            _replace_in(deed, standing.here, pending)
            for group, voice in voices:
                _rename(deed, standing.here, group, voice.id)
            _count(deed, standing.clearance, [group for group, _ in [*pending, *voices]])
            total, changed = total + len(pending) + len(voices), changed + 1
        if not total:
            raise RuleError("Nothing waits to be replaced. Decide about the hits first.")
        others = list(_rewritten(deed, new_words))
        for noun, _, after in others:
            deed.uow.collections[noun].put_record(after["id"], after)
        return Replaced(total, changed, len(others))


def _replace_in(deed: Deed, here: OpenTranscript, pending: Iterable[tuple[Group, Occurrence]]) -> None:
    edits = [Edit(one.start, one.end, in_place(one.text, one.replacement)) for _, one in pending]
    if not edits:
        return
    search = deed.uow.searches.of_project(deed.project_id).get(here.transcript.id)
    done = revise(deed, here, edits, kind=RevisionKind.IDENTIFIERS, reason=REASON)
    if search is not None and search.revision_id == here.revision.id:
        stay = tuple(
            _moved(done, one)
            for one in search.findings
            if not any(edit.start < one.end and one.start < edit.end for edit in edits)
        )
        asked = tuple(_moved(done, one) for one in search.asked)
        deed.uow.searches.put(replace(search, revision_id=done.here.revision.id, findings=stay, asked=asked))
    for ruling in deed.uow.rulings.of_project(deed.project_id):
        deed.uow.rulings.save(_renumbered(ruling, here.transcript.id))


def _moved(done: Revised, one: Placed) -> Placed:
    start, end = done.way.start_now(one.start), done.way.end_now(one.end)
    return replace(one, start=start, end=end, text=done.here.body.text[start:end])


def _renumbered(ruling: Ruling, transcript_id: TranscriptId) -> Ruling:
    """Exceptions name occurrences by number: those that were replaced are done, those that stay are counted anew."""
    mine = sorted((one for one in ruling.apart if one.transcript_id == transcript_id), key=lambda one: one.place)
    counts: Counter[int] = Counter()
    again = []
    for one in mine:
        if ruling.verdict is Verdict.REPLACE and one.verdict is Verdict.KEEP:
            again.append(replace(one, nth=counts[one.turn]))
            counts[one.turn] += 1
    others = tuple(one for one in ruling.apart if one.transcript_id != transcript_id)
    return replace(ruling, apart=(*others, *again)) if mine else ruling


def _rename(deed: Deed, here: OpenTranscript, group: Group, speaker_id: SpeakerId) -> None:
    """A speaker's label gets the words of the replacement, without brackets, and a number where two would be the same."""
    ruling = group.ruling
    if ruling is None:
        return
    speaker = deed.uow.speakers.get(speaker_id)
    wanted = ruling.replacement.strip("[]")
    wanted = wanted[:1].upper() + wanted[1:]
    taken = {one.label for one in deed.uow.speakers.of_transcript(here.transcript.id) if one.id != speaker_id}
    label = next(
        name for name in (wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3))) if name not in taken
    )
    deed.uow.speakers.save(replace(speaker, label=label))


def _count(deed: Deed, clearance: Clearance, groups: list[Group]) -> None:
    counts = Counter(group.kind.value for group in groups)
    deciders = {group.ruling.by for group in groups if group.ruling is not None}
    named = clearance if clearance.id else replace(clearance, id=ClearanceId(new_id()))
    deed.uow.clearances.save(named.with_replaced(counts, {*deciders, deed.actor}))


def _replacements(seen: Overview) -> dict[str, str]:
    return {
        spelling: group.ruling.replacement
        for group in seen.groups
        if group.ruling is not None and group.ruling.verdict is Verdict.REPLACE
        for spelling in (*group.spellings, *group.ruling.spellings)
    }


def _rewritten(look: Look | Deed, new_words: Mapping[str, str]) -> Iterable[tuple[str, Record, Record]]:
    """Everything written outside the transcripts that changes: noun, record before, record after."""
    for noun, names in _WRITTEN.items():
        for before in look.uow.collections[noun].records_of_project(look.project.id).values():
            after = {**before, **{name: _anew(before[name], new_words) for name in names}}
            if after != before:
                yield noun, before, after


def _anew(value: object, new_words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return written_anew(value, new_words)
    if isinstance(value, list):
        return [_anew(one, new_words) for one in value]
    if isinstance(value, dict):
        return {name: one if name in _NOT_WORDS else _anew(one, new_words) for name, one in value.items()}
    return value


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(_shown(one) for name, one in value.items() if name not in _NOT_WORDS)
    return "; ".join(map(_shown, value)) if isinstance(value, list) else str(value)
