"""Bringing transcripts in, and saying who speaks in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from workbench.domain.coding import Reading
from workbench.domain.ids import ParticipantId, ReadingId, RevisionId, SpeakerId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.text import count_words, make_text, text_digest
from workbench.domain.transcript import (
    Body,
    Phase,
    Revision,
    Speaker,
    SpeakerRole,
    Transcript,
    TranscriptKind,
    Turn,
)
from workbench.errors import NotFoundError, RuleError, UnreadableFileError
from workbench.importers import ImportedTranscript, ReadOptions, read_safely
from workbench.services.desk import Deed, Desk, Look
from workbench.services.visibility import count_codings_by_transcript

_SEPARATOR = "\n\n"  # between turns; belongs to none


@dataclass(frozen=True)
class Preview:
    """A file as it would be imported. Nothing is stored; ``twin`` is the label of the transcript that came from the same file."""

    file_name: str
    source_digest: str
    found: ImportedTranscript
    twin: str | None


@dataclass(frozen=True)
class OpenTranscript:
    """A transcript with its words and voices."""

    transcript: Transcript
    revision: Revision
    body: Body
    speakers: dict[SpeakerId, Speaker]


@dataclass(frozen=True)
class TranscriptRow:
    """One line of the list of transcripts. ``turns_read`` is the asker's own."""

    transcript: Transcript
    words: int
    turns: int
    codings: int
    turns_read: int
    speakers: tuple[Speaker, ...]


def preview(
    desk: Desk,
    source: bytes,
    *,
    file_name: str,
    format_name: str | None = None,
    options: ReadOptions | None = None,
) -> Preview:
    """What is in a file; changes nothing. ``format_name`` is for a person who knows better than the guess."""
    desk.require(Right.IMPORT)
    found = read_safely(source, file_name=file_name, format_name=format_name, options=options)
    name = hashlib.sha256(source).hexdigest()
    with desk.reading(Right.IMPORT) as look:
        twin = look.uow.transcripts.with_source(desk.project_id, name)
    return Preview(file_name, name, found, twin.label if twin else None)


def import_transcript(
    desk: Desk,
    seen: Preview,
    *,
    phase: Phase = Phase.COLLECT,
    roles: Mapping[str, SpeakerRole] | None = None,
    title: str | None = None,
    again: bool = False,
) -> Transcript:
    """Bring in a file that was looked at. ``roles`` are by speaker label and go before the guesses.

    The same file is refused a second time unless ``again`` is set.
    """
    found = seen.found
    if not found.turns:
        raise UnreadableFileError(
            f"No talk was found in “{seen.file_name}”. Open it and check that it holds a transcript."
        )
    known = {speaker.label for speaker in found.speakers}
    for label in roles or {}:
        if label not in known:
            names = ", ".join(f"“{name}”" for name in sorted(known)) or "nobody"
            raise RuleError(f"“{label}” does not speak in “{seen.file_name}”. Its speakers are: {names}.")
    with desk.deed("import transcript", Right.IMPORT) as deed:
        twin = deed.uow.transcripts.with_source(desk.project_id, seen.source_digest)
        if twin is not None and not again:
            raise RuleError(f"“{seen.file_name}” is already in this project, as {twin.label} “{twin.title}”.")
        return _store(deed, seen, phase=phase, roles=roles or {}, title=title)


def _store(
    deed: Deed, seen: Preview, *, phase: Phase, roles: Mapping[str, SpeakerRole], title: str | None
) -> Transcript:
    found, uow = seen.found, deed.uow
    transcript_id, revision_id = TranscriptId(new_id()), RevisionId(new_id())
    speakers = {
        speaker.label: Speaker(
            SpeakerId(new_id()),
            transcript_id,
            make_text(speaker.label),
            roles.get(speaker.label, speaker.role),
        )
        for speaker in found.speakers
    }
    body = lay_out(found, speakers)
    revision = Revision(
        id=revision_id,
        transcript_id=transcript_id,
        number=1,
        text_digest=text_digest(body.text),
        body_digest=uow.bodies.put(body),
        words=sum(count_words(turn.span.text_in(body.text)) for turn in body.turns),
        made_at=deed.at,
        made_by=deed.actor,
        reason="imported",
    )
    transcript = Transcript(
        id=transcript_id,
        project_id=deed.project_id,
        label=_next_label(uow.transcripts.of_project(deed.project_id)),
        title=make_text(title or found.title).strip() or "Untitled",
        phase=phase,
        kind=found.kind,
        source_format=found.format,
        source_digest=seen.source_digest,
        revision_id=revision_id,
        imported_at=deed.at,
        held_on=found.held_on,
    )
    uow.transcripts.save(transcript)
    uow.speakers.add_all(speakers.values())
    uow.revisions.save(revision)
    return transcript


def lay_out(found: ImportedTranscript, speakers: Mapping[str, Speaker]) -> Body:
    """The canonical text of a file: the turns one after another, with where each begins and ends."""
    parts: list[str] = []
    turns: list[Turn] = []
    at = 0
    for turn in found.turns:
        words = make_text(turn.text).strip()
        if not words:
            continue
        speaker = speakers[turn.speaker].id if turn.speaker is not None else None
        turns.append(Turn(len(turns) + 1, speaker, at, at + len(words), turn.begins_at, turn.ends_at))
        parts.append(words)
        at += len(words) + len(_SEPARATOR)
    text = _SEPARATOR.join(parts)
    if make_text(text) != text:  # joining can only meet a line feed, so this is a broken promise of an importer
        raise AssertionError("The joined text is not canonical.")
    return Body(text, tuple(turns))


def _next_label(transcripts: list[Transcript]) -> str:
    numbers = [int(match[1]) for transcript in transcripts if (match := re.fullmatch(r"T(\d+)", transcript.label))]
    return f"T{max(numbers, default=0) + 1:02d}"


def list_transcripts(desk: Desk) -> list[TranscriptRow]:
    """All transcripts, by label."""
    with desk.reading() as look:
        uow = look.uow
        codings = count_codings_by_transcript(look)
        revisions = {revision.id: revision for revision in uow.revisions.current_of_project(desk.project_id)}
        counts = uow.bodies.turn_counts(revision.body_digest for revision in revisions.values())
        read = {
            r.transcript_id: r.up_to_turn for r in uow.readings.of_project(desk.project_id) if r.reader == desk.actor
        }
        voices: dict[TranscriptId, list[Speaker]] = {}
        for speaker in uow.speakers.of_project(desk.project_id):
            voices.setdefault(speaker.transcript_id, []).append(speaker)
        return [
            TranscriptRow(
                transcript,
                words=revisions[transcript.revision_id].words,
                turns=counts[revisions[transcript.revision_id].body_digest],
                codings=codings.get(transcript.id, 0),
                turns_read=read.get(transcript.id, 0),
                speakers=tuple(voices.get(transcript.id, [])),
            )
            for transcript in uow.transcripts.of_project(desk.project_id)
        ]


def open_transcript(desk: Desk, transcript_id: TranscriptId) -> OpenTranscript:
    """A transcript with its words and voices."""
    with desk.reading() as look:
        return opened(look, transcript_id)


def opened(look: Look | Deed, transcript_id: TranscriptId) -> OpenTranscript:
    """The same inside a transaction that is open already."""
    transcript = look.uow.transcripts.find(transcript_id)
    if transcript is None or transcript.project_id != look.project.id:
        raise NotFoundError("transcript", transcript_id)
    revision = look.uow.revisions.get(transcript.revision_id)
    voices = {speaker.id: speaker for speaker in look.uow.speakers.of_transcript(transcript_id)}
    return OpenTranscript(transcript, revision, look.uow.bodies.get(revision.body_digest), voices)


def find_transcript(desk: Desk, name: str) -> Transcript:
    """The transcript with this id, label (T04) or title."""
    wanted = name.casefold()
    with desk.reading() as look:
        for transcript in look.uow.transcripts.of_project(desk.project_id):
            if wanted in (transcript.id, transcript.label.casefold(), transcript.title.casefold()):
                return transcript
    raise NotFoundError("transcript", name, hint="Give its label, such as T04.")


def change_transcript(
    desk: Desk,
    transcript_id: TranscriptId,
    *,
    title: str | None = None,
    phase: Phase | None = None,
    kind: TranscriptKind | None = None,
    held_on: str | None = None,
    content_note: str | None = None,
) -> Transcript:
    """Change what is said about a transcript; its words stay. ``held_on`` is an ISO date, or empty where it is not known."""
    with desk.deed("change transcript", Right.IMPORT) as deed:
        transcript = opened(deed, transcript_id).transcript
        changed = replace(
            transcript,
            title=make_text(title).strip() or transcript.title if title is not None else transcript.title,
            phase=phase or transcript.phase,
            kind=kind or transcript.kind,
            held_on=_checked_day(held_on) if held_on is not None else transcript.held_on,
            content_note=make_text(content_note).strip() if content_note is not None else transcript.content_note,
        )
        deed.uow.transcripts.save(changed)
    return changed


def _checked_day(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise RuleError(f"“{text}” is no date. Write it as year, month and day: 2024-04-09.") from error


def put_content_note(deed: Deed, here: OpenTranscript, note: str) -> Transcript:
    """Set what people are warned of before they read; inside an act that is under way."""
    changed = replace(here.transcript, content_note=make_text(note).strip())
    deed.uow.transcripts.save(changed)
    return changed


def change_speaker(
    desk: Desk,
    speaker_id: SpeakerId,
    *,
    role: SpeakerRole | None = None,
    participant_id: ParticipantId | None = None,
) -> Speaker:
    """Say what a voice is (facilitator, participant ...) or which participant it belongs to."""
    with desk.deed("change speaker", Right.IMPORT) as deed:
        speaker = deed.uow.speakers.get(speaker_id)
        opened(deed, speaker.transcript_id)  # refuses a speaker of another project
        if participant_id is not None and deed.uow.participants.get(participant_id).project_id != desk.project_id:
            raise NotFoundError("participant", participant_id)
        changed = replace(speaker, role=role or speaker.role, participant_id=participant_id or speaker.participant_id)
        deed.uow.speakers.save(changed)
    return changed


def read_up_to(desk: Desk, transcript_id: TranscriptId, turn: int) -> Reading:
    """Note how far this person has read; reading never goes backwards."""
    with desk.deed("read", Right.READ) as deed:
        return put_reading(deed, opened(deed, transcript_id), turn)


def put_reading(deed: Deed, here: OpenTranscript, turn: int) -> Reading:
    """The same inside an act that is under way."""
    before = deed.uow.readings.by(deed.actor, here.transcript.id)
    furthest = min(max(turn, before.up_to_turn if before else 0), len(here.body.turns))
    if before is not None and furthest == before.up_to_turn:
        return before
    reading = Reading(
        id=before.id if before else ReadingId(new_id()),
        project_id=deed.project_id,
        transcript_id=here.transcript.id,
        reader=deed.actor,
        up_to_turn=furthest,
        at=deed.at,
    )
    deed.uow.readings.save(reading)
    return reading
