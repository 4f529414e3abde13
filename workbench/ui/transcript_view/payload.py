"""What the coding page is told: domain values as the plain data that its JavaScript reads (``frontend/types.js``)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.domain import text as canonical
from workbench.domain.codebook import Code, Codebook, CodeStatus, Theme
from workbench.domain.coding import Coding, Origin, Question
from workbench.domain.content_note import read_notes
from workbench.domain.ids import CodeId, ParticipantId, TranscriptId
from workbench.domain.span import Span
from workbench.domain.suggestion import Suggestion
from workbench.domain.transcript import Body, Speaker
from workbench.ui.transcript_view.words import ENGLISH, Phrase

Payload = dict[str, Any]
NO_OFFER: Payload = {"key": None, "all": [], "failed": False}
_MINE, _FROM_SUGGESTION = "m", "s"
_WORD = re.compile(r"[^\W_]+")


def document_payload(
    digest: str,
    body: Body,
    speakers: Sequence[Speaker],
    *,
    sentences: Iterable[Span],
    names: Mapping[ParticipantId, str] | None = None,
    locks: Mapping[int, str] | None = None,
) -> Payload:
    """The words of a transcript, which never change under one digest. ``names`` are participants' pseudonyms.

    ``locks`` say, by the number of a turn, why it may not be quoted.
    """
    names = names or {}
    place = {speaker.id: index for index, speaker in enumerate(speakers)}
    return {
        "doc": digest,
        "text": body.text,
        "turns": [
            [
                turn.number,
                turn.start,
                turn.end,
                place.get(turn.speaker_id, -1) if turn.speaker_id else -1,
                turn.begins_at,
            ]
            for turn in body.turns
        ],
        "speakers": [
            {
                "label": speaker.label,
                "name": names.get(speaker.participant_id, speaker.label) if speaker.participant_id else speaker.label,
                "role": speaker.role.value,
            }
            for speaker in speakers
        ],
        "locks": [[number, why] for number, why in (locks or {}).items()],
        "grey": [list(pair) for pair in canonical.annotations(body.text)],
        "sentences": [[span.start, span.end] for span in sentences],
    }


def surface_payload(
    *,
    doc: str,
    transcript: TranscriptId,
    actor: str,
    can_code: bool,
    api: str,
    token: str,
    seq: int,
    codebook: Codebook,
    codings: Iterable[Coding],
    suggestions: Iterable[Suggestion] | None = (),
    coder_names: Mapping[str, str] | None = None,
    can_undo: bool = False,
    can_redo: bool = False,
    read_to: int | None = None,
    reading_first: bool = False,
    can_answer: bool = False,
    questions: Iterable[Question] = (),
    themes: Iterable[Theme] = (),
    qualifiers: Mapping[str, str] | None = None,
    content_note: str = "",
    support: str = "",
    go_to: int | None = None,
    revision: str = "",
    words: Mapping[str, Phrase] = ENGLISH,
) -> Payload:
    """What is coded and suggested at event ``seq``, as far as ``actor`` may see it.

    ``codings`` and ``suggestions`` are shown as they are given: who may see what has been decided before. Without any (``None``) the page
    asks for no suggestions later on either. ``api`` is
    where the page sends its operations, with ``token``; ``go_to`` a position in the text to open at. With
    ``reading_first`` the page opens without tools, until the person says that coding starts.
    """
    return {
        "doc": doc,
        "revision": revision,
        "transcript": transcript,
        "actor": actor,
        "canCode": can_code,
        "api": api,
        "token": token,
        "seq": seq,
        "canUndo": can_undo,
        "canRedo": can_redo,
        "readTo": read_to or None,
        "readingFirst": reading_first,
        "canAnswer": can_answer,
        "questions": [question_row(question, actor=actor, coder_names=coder_names) for question in questions],
        "themes": [[theme.id, theme.title] for theme in themes],
        "qualifiers": dict(qualifiers or {}),
        "contentNotes": [[note.first, note.last, note.text] for note in read_notes(content_note)],
        "support": support,
        "codes": code_rows(codebook),
        "codings": [coding_row(coding, actor=actor, coder_names=coder_names) for coding in codings],
        "suggestions": offer_payload(suggestions, has_failed=False) if suggestions is not None else NO_OFFER,
        "goTo": go_to,
        "words": dict(words),
    }


def coding_row(coding: Coding, *, actor: str, coder_names: Mapping[str, str] | None = None) -> list[Any]:
    """One coding in the short form that travels often: id, code, start, end, coder's name, flags; then what few have."""
    flags = (_MINE if coding.coder == actor else "") + (_FROM_SUGGESTION if coding.origin is Origin.SUGGESTION else "")
    name = (coder_names or {}).get(coding.coder, coding.coder)
    row: list[Any] = [coding.id, coding.code_id, coding.start, coding.end, name, flags]
    more = {"qualifier": coding.qualifier, "theme": coding.challenges, "themeNote": coding.challenge_note}
    rare = {key: value for key, value in more.items() if value}
    return [*row, rare] if rare else row


def question_row(question: Question, *, actor: str, coder_names: Mapping[str, str] | None = None) -> Payload:
    """A question to the mentor, with its thread."""
    names = coder_names or {}
    return {
        "id": question.id,
        "coding": question.coding_id,
        "asker": names.get(question.asker, question.asker),
        "mine": question.asker == actor,
        "to": names.get(question.addressed_to, question.addressed_to),
        "forMe": question.addressed_to == actor,
        "text": question.text,
        "status": question.status.value,
        "answers": [[names.get(one.author, one.author), one.text] for one in question.answers],
    }


def code_rows(codebook: Codebook) -> list[Payload]:
    """All codes from top to bottom, with letters, so that colour is never the only sign."""
    letters = code_letters(codebook)
    return [
        {
            "id": code.id,
            "label": code.label,
            "letters": letters[code.id],
            "path": codebook.path(code.id),
            "colour": code.colour,
            "definition": code.short_definition or code.full_definition,
            "exclude": " ".join(code.when_not_to_use),
            "nearMiss": _near_miss(code, codebook),
            "codable": code.codable,
            "retired": code.status is CodeStatus.RETIRED,
        }
        for code in codebook
    ]


def code_letters(codebook: Codebook) -> dict[CodeId, str]:
    """Two or three letters for each code, different from one another as far as its name allows.

    >>> from workbench.domain.ids import ProjectId
    >>> names = ["Waiting time", "Worn out, tired", "Family"]
    >>> codes = [Code(CodeId(name), ProjectId("p"), name, position=at) for at, name in enumerate(names, 1)]
    >>> list(code_letters(Codebook("Study", codes)).values())
    ['WT', 'WOT', 'FA']
    """
    taken: set[str] = set()
    chosen: dict[CodeId, str] = {}
    for code in codebook:
        free = (letters for letters in _candidates(code.label) if letters not in taken)
        chosen[code.id] = next(free, _candidates(code.label)[0])
        taken.add(chosen[code.id])
    return chosen


def _candidates(label: str) -> list[str]:
    words = _WORD.findall(label.upper()) or ["?"]
    initials = "".join(word[0] for word in words[:3])
    first, rest = words[0], "".join(words)[1:]
    pairs = [first[0] + letter for letter in rest]
    triples = [first[0] + one + other for at, one in enumerate(rest) for other in rest[at + 1 :]]
    return ([initials] if len(initials) > 1 else []) + pairs + triples + [first[:3]]


def _near_miss(code: Code, codebook: Codebook) -> str:
    other = codebook.named(code.near_miss.use_instead) if code.near_miss.use_instead else None
    instead = f"→ {other.label}" if other else ""
    return " ".join(part for part in (code.near_miss.text, instead) if part)


def offer_payload(suggestions: Iterable[Suggestion], *, has_failed: bool) -> Payload:
    """What is suggested now, under a digest, so that the same is not sent twice; and whether the last refresh failed."""
    rows = [_suggestion_row(suggestion) for suggestion in suggestions]
    key = hashlib.sha256(json.dumps([rows, has_failed], sort_keys=True).encode()).hexdigest()[:16]
    return {"key": key, "all": rows, "failed": has_failed}


def _suggestion_row(suggestion: Suggestion) -> Payload:
    return {
        "id": suggestion.id,
        "codeId": suggestion.code_id,
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "quote": suggestion.quote,
        "band": suggestion.band.value,
        "because": list(suggestion.because),
    }
