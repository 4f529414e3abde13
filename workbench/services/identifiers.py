"""Identifiers: searching for them, deciding about each distinct string, and replacing what was decided.

The search runs in the child process. What it found lies outside the log; decisions are acts like any other. Words change
only in :func:`replace_decided`, in one act for the whole project, which can be taken back until a transcript is signed off.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.identifiers import (
    Apart,
    AskedPassage,
    Finding,
    Ruling,
    Search,
    Verdict,
    bracketed,
)
from workbench.domain.ids import RulingId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.privacy.detect import name_key
from workbench.privacy.replacing import places_of, without_ending
from workbench.privacy.values import IdentifierClass
from workbench.processes import ChildProcess
from workbench.services.desk import Desk, Look
from workbench.services.identifier_finds import Group, Overview, overview
from workbench.services.identifier_search import known_to, search_texts
from workbench.services.transcripts import OpenTranscript, opened


def look_over(desk: Desk) -> Overview:
    """All identifiers of the project as they stand now, and how far each transcript has come."""
    with desk.reading(Right.DEIDENTIFY) as look:
        return overview(look)


def search(desk: Desk, models: ChildProcess) -> Overview:
    """Search all transcripts anew. One that is signed off and unchanged is left alone."""
    with desk.reading(Right.DEIDENTIFY) as look:
        heres = _to_search(look)
        known = replace(known_to(look), kept=frozenset())  # what is kept is shown, with who decided so
    found = search_texts(models, heres, known) if heres else []
    at = desk.clock()
    with desk.store.writing() as uow:
        for here, (hits, prompts) in zip(heres, found, strict=True):
            if uow.transcripts.find(here.transcript.id) is None:
                continue  # removed meanwhile
            findings = tuple(Finding(h.start, h.end, h.text, h.kind.value, h.confidence, h.why, h.key) for h in hits)
            asked = tuple(AskedPassage(p.start, p.end, p.text, p.question, p.cue) for p in prompts)
            uow.searches.put(Search(here.transcript.id, here.revision.id, at, findings, asked))
    return look_over(desk)


def _to_search(look: Look) -> list[OpenTranscript]:
    uow, project_id = look.uow, look.project.id
    signed = {one.transcript_id: one.signed_revision for one in uow.clearances.of_project(project_id)}
    listed = [opened(look, transcript.id) for transcript in uow.transcripts.of_project(project_id)]
    return [here for here in listed if signed.get(here.transcript.id) != here.revision.id]


# Deciding ---------------------------------------------------------------------------------------------------------------


def rule(
    desk: Desk,
    key: str,
    verdict: Verdict,
    *,
    replacement: str = "",
    reason: str = "",
    kind: IdentifierClass | None = None,
) -> Ruling:
    """Decide about a string, for the whole project: replace it by a bracketed meaning, or keep it with a reason."""
    with desk.deed("decide about an identifier", Right.DEIDENTIFY) as deed:
        seen = overview(deed)
        group = _group(seen, key)
        ruling = Ruling(
            id=group.ruling.id if group.ruling else RulingId(new_id()),
            project_id=deed.project_id,
            kind=(kind or group.kind).value,
            key=key,
            spellings=group.spellings,
            verdict=verdict,
            by=deed.actor,
            at=deed.at,
            replacement=_checked_replacement(seen, group, replacement) if verdict is Verdict.REPLACE else "",
            reason=_checked_reason(reason) if verdict is Verdict.KEEP else make_text(reason).strip(),
            apart=group.ruling.apart if group.ruling else (),
            added=group.ruling.added if group.ruling else False,
        )
        deed.uow.rulings.save(ruling)
    return ruling


def rule_apart(
    desk: Desk,
    key: str,
    place: tuple[TranscriptId, int, int],
    verdict: Verdict,
    *,
    replacement: str = "",
    reason: str = "",
) -> Ruling:
    """Decide otherwise about one occurrence of a string that is decided already."""
    with desk.deed("decide about one place", Right.DEIDENTIFY) as deed:
        seen = overview(deed)
        group = _group(seen, key)
        if group.ruling is None or group.is_open:
            raise RuleError("Decide about all of them first, and then about this one.")
        if place not in {one.place for one in group.occurrences}:
            raise NotFoundError("place", str(place[1]), hint="The text has changed; look at it again.")
        words = _checked_replacement(seen, group, replacement) if verdict is Verdict.REPLACE else ""
        why = _checked_reason(reason) if verdict is Verdict.KEEP else make_text(reason).strip()
        others = tuple(one for one in group.ruling.apart if one.place != place)
        ruling = replace(group.ruling, apart=(*others, Apart(*place, verdict, words, why)), by=deed.actor, at=deed.at)
        deed.uow.rulings.save(ruling)
    return ruling


def add(desk: Desk, words: str, kind: IdentifierClass) -> Group:
    """Name something that the search missed. It is found in every transcript, whatever its capitals, and waits for a decision."""
    said = without_ending(" ".join(make_text(words).split()))
    if len(said) < 2:
        raise RuleError("Type the words as they stand in the transcript: two letters or more.")
    with desk.deed("name an identifier", Right.DEIDENTIFY) as deed:
        heres = [opened(deed, transcript.id) for transcript in deed.uow.transcripts.of_project(deed.project_id)]
        written = {
            without_ending(here.body.text[start:end])
            for here in heres
            for start, end in places_of(here.body.text, [said], any_case=True)
        }
        if not written:
            raise RuleError("These words stand in no transcript. Type them exactly as they are written there.")
        key = name_key(said, kind)
        group = overview(deed).by_key.get(key)
        if group is not None and group.ruling is not None and group.ruling.verdict is not Verdict.KEEP:
            return group
        before = group.ruling if group is not None else None
        ruling = Ruling(
            id=before.id if before else RulingId(new_id()),
            project_id=deed.project_id,
            kind=kind.value,
            key=key,
            spellings=tuple(sorted(written)),
            verdict=Verdict.OPEN,
            by=deed.actor,
            at=deed.at,
            added=True,
        )
        deed.uow.rulings.save(ruling)
        return overview(deed).by_key[key]


def _group(seen: Overview, key: str) -> Group:
    group = seen.by_key.get(key)
    if group is None:
        raise NotFoundError("identifier", key, hint="Somebody may have replaced it; search again.")
    return group


def _checked_reason(reason: str) -> str:
    said = make_text(reason).strip()
    if not said:
        raise RuleError("Say why it may stay, such as “a common word here” or “a city of a million people”.")
    return said


def _checked_replacement(seen: Overview, group: Group, replacement: str) -> str:
    words = bracketed(make_text(replacement), originals=group.spellings)
    if any(
        places_of(words, other.spellings)
        for other in seen.groups
        if other.key != group.key and other.kind is IdentifierClass.PERSON and other.ruling is not None
        and other.ruling.verdict is Verdict.REPLACE
    ):  # fmt: skip
        raise RuleError("The replacement holds another name that is being taken out. Say what it means instead.")
    return words
