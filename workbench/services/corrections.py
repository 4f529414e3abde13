"""Correcting a transcript: a word heard wrong, another speaker, a turn cut or joined, a better version of the file.

Each is a new revision with a reason. Before it is saved a person can see which codings it touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.domain.coding import Coding
from workbench.domain.ids import RevisionId, SpeakerId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.revising import Edit, Way, between, travel, word_edits
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, RevisionKind, Speaker, SpeakerRole, Turn
from workbench.errors import ChangedMeanwhileError, NotFoundError, RuleError, UnreadableFileError
from workbench.importers import ImportedTranscript
from workbench.services.desk import Deed, Desk, Look
from workbench.services.revisions import Revised, put_body
from workbench.services.transcripts import OpenTranscript, Preview, lay_out, opened
from workbench.services.visibility import seen_codings


@dataclass(frozen=True)
class Reworded:
    """A coding whose words a correction changes, with the new ones."""

    coding: Coding
    quote: str


@dataclass(frozen=True)
class Effect:
    """What a correction would do to codings; nothing is changed yet."""

    kept: int
    reworded: tuple[Reworded, ...]
    waiting: tuple[Coding, ...]  # without a certain place afterwards
    words_before: int
    words_after: int
    edits: int


@dataclass(frozen=True)
class TurnFix:
    """What a person wants a turn to be. ``None`` leaves a part as it is; ``new_voice`` names a speaker who is not there yet."""

    number: int
    text: str | None = None
    speaker_id: SpeakerId | None = None
    new_voice: str = ""


# One turn -----------------------------------------------------------------------------------------------------------


def preview_fix(desk: Desk, transcript_id: TranscriptId, fix: TurnFix) -> Effect:
    """Which codings a correction of a turn would touch."""
    with desk.reading(Right.CORRECT) as look:
        here = opened(look, transcript_id)
        way, _ = _fixed(here, fix)
        return _effect(look, here, way)


def fix_turn(
    desk: Desk, transcript_id: TranscriptId, fix: TurnFix, *, reason: str, seen: RevisionId | None = None
) -> Revised:
    """Correct the words of one turn, or who speaks, in one act. ``seen`` is the revision that the person looked at."""
    with desk.deed("correct transcript", Right.CORRECT) as deed:
        return put_fix(deed, _still(opened(deed, transcript_id), seen), fix, reason=reason)


def put_fix(deed: Deed, here: OpenTranscript, fix: TurnFix, *, reason: str) -> Revised:
    """The same inside an act that is under way."""
    way, turn = _fixed(here, fix)
    speaker = _voice(deed, here, fix)
    if not way.edits and speaker == turn.speaker_id:
        raise RuleError("Nothing was changed in this turn. Change a word or the speaker first.")
    body = way.body(here.body)
    turns = tuple(replace(one, speaker_id=speaker) if one.number == turn.number else one for one in body.turns)
    return _put(deed, here, Body(body.text, turns), way, reason)


def _fixed(here: OpenTranscript, fix: TurnFix) -> tuple[Way, Turn]:
    turn = turn_of(here, fix.number)
    words = turn.span.text_in(here.body.text)
    wanted = words if fix.text is None else make_text(fix.text).strip()
    if not wanted:
        raise RuleError(
            f"Turn {turn.number} would be left without a word. Leave at least one word, or a mark such as [inaudible]."
        )
    return travel(here.body.text, word_edits(words, wanted, at=turn.start)), turn


def _voice(deed: Deed, here: OpenTranscript, fix: TurnFix) -> SpeakerId | None:
    """Who speaks the turn; a voice that is not there yet is written down."""
    label = make_text(fix.new_voice).strip()
    if label:
        known = next((one for one in here.speakers.values() if one.label.casefold() == label.casefold()), None)
        if known is None:
            known = Speaker(SpeakerId(new_id()), here.transcript.id, label, SpeakerRole.PARTICIPANT)
            deed.uow.speakers.save(known)
        return known.id
    if fix.speaker_id is None:
        return turn_of(here, fix.number).speaker_id
    if fix.speaker_id not in here.speakers:
        raise NotFoundError("speaker", fix.speaker_id)
    return fix.speaker_id


def split_turn(
    desk: Desk,
    transcript_id: TranscriptId,
    number: int,
    at: int,
    *,
    reason: str,
    speaker_id: SpeakerId | None = None,
    seen: RevisionId | None = None,
) -> Revised:
    """Cut a turn in two before the word at position ``at``; the second half may belong to another speaker."""
    with desk.deed("split turn", Right.CORRECT) as deed:
        here = _still(opened(deed, transcript_id), seen)
        turn = turn_of(here, number)
        text = here.body.text
        head, tail = text[turn.start : at].rstrip(), text[at : turn.end].lstrip()
        if not turn.start < at < turn.end or not head or not tail:
            raise RuleError("Cut the turn between two of its words.")
        if speaker_id is not None and speaker_id not in here.speakers:
            raise NotFoundError("speaker", speaker_id)
        way = travel(text, [Edit(turn.start + len(head), turn.end - len(tail), "\n\n")])
        turns = []
        for one in way.body(here.body).turns:
            if one.number != number:
                turns.append(one)
                continue
            cut = one.start + len(head)
            turns.append(replace(one, end=cut, ends_at=None))
            turns.append(replace(one, start=cut + 2, speaker_id=speaker_id or one.speaker_id, begins_at=None))
        return _put(deed, here, _numbered(way.new, turns), way, reason)


def join_turns(
    desk: Desk, transcript_id: TranscriptId, number: int, *, reason: str, seen: RevisionId | None = None
) -> Revised:
    """Join a turn to the one before it, whose speaker it gets."""
    with desk.deed("join turns", Right.CORRECT) as deed:
        here = _still(opened(deed, transcript_id), seen)
        second, first = turn_of(here, number), turn_of(here, number - 1)
        way = travel(here.body.text, [Edit(first.end, second.start, " ")])
        turns = []
        for one in here.body.turns:
            if one.number == first.number:
                turns.append(replace(one, end=way.end_now(second.end), ends_at=second.ends_at))
            elif one.number != number:
                turns.append(replace(one, start=way.start_now(one.start), end=way.end_now(one.end)))
        return _put(deed, here, _numbered(way.new, turns), way, reason)


def _numbered(text: str, turns: list[Turn]) -> Body:
    return Body(text, tuple(replace(turn, number=number) for number, turn in enumerate(turns, 1)))


def turn_of(here: OpenTranscript, number: int) -> Turn:
    """The turn with this number."""
    if not 1 <= number <= len(here.body.turns):
        raise NotFoundError("turn", str(number), hint=f"This transcript has {len(here.body.turns)} turns.")
    return here.body.turns[number - 1]


def _still(here: OpenTranscript, seen: RevisionId | None) -> OpenTranscript:
    """Raise ``ChangedMeanwhileError`` unless the transcript is still as the person saw it."""
    if seen is not None and here.revision.id != seen:
        raise ChangedMeanwhileError(
            "Somebody has corrected this transcript since you opened it. Look at the turn as it is now, and correct it again."
        )
    return here


def _put(deed: Deed, here: OpenTranscript, body: Body, way: Way, reason: str) -> Revised:
    words = " ".join(make_text(reason).split())
    if not words:
        raise RuleError("Give a reason in a few words, such as “misheard”. It is kept with the correction.")
    return put_body(deed, here, body, way, kind=RevisionKind.CORRECTED, reason=words)


# The whole transcript -----------------------------------------------------------------------------------------------


def preview_replacement(desk: Desk, transcript_id: TranscriptId, seen: Preview) -> Effect:
    """What a better version of the file would change."""
    with desk.reading(Right.CORRECT) as look:
        here = opened(look, transcript_id)
        body = lay_out(_talk(seen), _voices(here, seen))
        return _effect(look, here, between(here.body.text, body.text))


def replace_transcript(desk: Desk, transcript_id: TranscriptId, seen: Preview, *, reason: str) -> Revised:
    """Put a better version of the file in the place of a transcript's text. Speakers are the same by their labels."""
    words = " ".join(make_text(reason).split())
    if not words:
        raise RuleError("Give a reason in a few words, such as “checked against the recording”.")
    with desk.deed("import better transcript", Right.CORRECT) as deed:
        deed.require(Right.IMPORT)
        here = opened(deed, transcript_id)
        speakers = _voices(here, seen)
        body = lay_out(_talk(seen), speakers)
        if (body.text, _who(body)) == (here.body.text, _who(here.body)):
            raise RuleError(
                f"“{seen.file_name}” says the same as {here.transcript.label} already. Nothing was changed."
            )
        deed.uow.speakers.add_all(one for one in speakers.values() if one.id not in here.speakers)
        way = between(here.body.text, body.text)
        revised = put_body(deed, here, body, way, kind=RevisionKind.REPLACED, reason=words)
        renewed = replace(revised.here.transcript, source_digest=seen.source_digest)
        deed.uow.transcripts.save(renewed)
        return replace(revised, here=opened(deed, transcript_id))


def _talk(seen: Preview) -> ImportedTranscript:
    if not seen.found.turns:
        raise UnreadableFileError(
            f"No talk was found in “{seen.file_name}”. Open it and check that it holds a transcript."
        )
    return seen.found


def _who(body: Body) -> list[SpeakerId | None]:
    return [turn.speaker_id for turn in body.turns]


def _voices(here: OpenTranscript, seen: Preview) -> dict[str, Speaker]:
    """The speakers of a file by label: those of the transcript, and new ones."""
    known: Mapping[str, Speaker] = {one.label.casefold(): one for one in here.speakers.values()}
    return {
        one.label: known.get(make_text(one.label).casefold())
        or Speaker(SpeakerId(new_id()), here.transcript.id, make_text(one.label), one.role)
        for one in seen.found.speakers
    }


# What it would do ---------------------------------------------------------------------------------------------------


def _effect(look: Look, here: OpenTranscript, way: Way) -> Effect:
    reworded: list[Reworded] = []
    waiting: list[Coding] = []
    codings = seen_codings(look, transcript_id=here.transcript.id)
    for coding in codings:
        arrival = way.span(coding.span)
        if not arrival.certain or arrival.span is None:
            waiting.append(coding)
        elif (quote := arrival.span.text_in(way.new)) != coding.quote:
            reworded.append(Reworded(coding, quote))
    return Effect(
        kept=len(codings) - len(reworded) - len(waiting),
        reworded=tuple(reworded),
        waiting=tuple(waiting),
        words_before=len(here.body.text.split()),
        words_after=len(way.new.split()),
        edits=len(way.edits),
    )
