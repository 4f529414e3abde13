"""Which identifiers are still open, searched afresh; decides and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.identifiers import Verdict
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Right
from workbench.domain.transcript import Transcript
from workbench.privacy.values import Hit, IdentifierClass, Known, Prompt, SpokenBy, Talk
from workbench.processes import ChildProcess
from workbench.services.desk import Desk, Look
from workbench.services.transcripts import OpenTranscript, opened

_SEARCHER = "workbench.privacy.searching:search_in_child"


@dataclass(frozen=True)
class OpenFindings:
    """What is still open in one transcript: hits that nobody decided to keep, and passages to look at."""

    transcript: Transcript
    here: OpenTranscript
    hits: tuple[Hit, ...]
    prompts: tuple[Prompt, ...]


def open_findings(desk: Desk, models: ChildProcess, *, transcript_id: TranscriptId | None = None) -> list[OpenFindings]:
    """Search all transcripts, since a name found in one is looked for in each, and give what is open in those asked for."""
    with desk.reading(Right.DEIDENTIFY) as look:
        heres = [opened(look, transcript.id) for transcript in look.uow.transcripts.of_project(desk.project_id)]
        known = known_to(look)
    if not heres:
        return []
    found = search_texts(models, heres, known)
    return [
        OpenFindings(here.transcript, here, tuple(hits), tuple(asked))
        for here, (hits, asked) in zip(heres, found, strict=True)
        if transcript_id in (None, here.transcript.id)
    ]


def search_texts(
    models: ChildProcess, heres: list[OpenTranscript], known: Known
) -> list[tuple[list[Hit], list[Prompt]]]:
    """What the child process finds in these transcripts, and what it asks people to look at."""
    found: list[tuple[list[Hit], list[Prompt]]] = models.call(_SEARCHER, [talk_of(here) for here in heres], known)
    return found


def talk_of(here: OpenTranscript) -> Talk:
    """A transcript as the search sees it."""
    labels = {speaker.id: speaker.label for speaker in here.speakers.values()}
    turns = tuple(SpokenBy(t.start, t.end, labels.get(t.speaker_id) if t.speaker_id else None) for t in here.body.turns)
    return Talk(here.body.text, turns, tuple(labels.values()))


def known_to(look: Look) -> Known:
    """What the team knows: its own names, since those who interview are named in what they record, and what it decided."""
    rulings = look.uow.rulings.of_project(look.project.id)
    roster = [member.name for member in look.uow.members.of_project(look.project.id)]
    told = [ruling for ruling in rulings if not ruling.is_forgotten]

    def named(kind: IdentifierClass) -> list[str]:
        return [name for one in told if one.kind == kind and one.verdict is not Verdict.KEEP for name in one.spellings]

    return Known.of(
        people=[*roster, *named(IdentifierClass.PERSON)],
        places=named(IdentifierClass.PLACE),
        organisations=named(IdentifierClass.ORGANISATION),
        kept=[one.key for one in told if one.verdict is Verdict.KEEP and not one.apart],
        replacements=[ruling.replacement for ruling in rulings if ruling.replacement],
    )
