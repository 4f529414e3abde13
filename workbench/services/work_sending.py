"""Send my work: one file with all that a person did in their copy of a project, without words of transcripts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.arrival import Version
from workbench.domain.codebook import Code, CodeStatus, NearMiss
from workbench.domain.coding import Coding, Memo, Question, Target
from workbench.domain.erasure import words_of
from workbench.domain.event import Event
from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import CodeId, RevisionId, TranscriptId
from workbench.domain.leaving import Refused, Why
from workbench.domain.project import Right
from workbench.domain.records import from_record
from workbench.domain.revising import between
from workbench.domain.snapshot import Snapshot
from workbench.domain.suggestion import Review
from workbench.domain.transcript import Revision
from workbench.exporters.work_files import write_work
from workbench.formats.work_file import (
    Place,
    SentCode,
    SentCoding,
    SentMemo,
    SentQuestion,
    SentReading,
    SentReview,
    SentTranscript,
    Work,
    place_in,
)
from workbench.services import exits
from workbench.services.desk import Desk, Look
from workbench.services.reports import take_snapshot
from workbench.services.work_parts import (
    START_FROM_A_COPY,
    Own,
    Text,
    current_of,
    key_of,
    owner_of,
    sent_of,
    span_of,
    stays_home,
    text_of,
    texts_of,
    transcript_of,
    version_of,
)
from workbench.store.unit_of_work import HAND_OUT

_RUN = 5  # so many words in a row that somebody said are a quotation
_NEWEST = 200  # events looked through for the last one that is not a hand-out


@dataclass(frozen=True)
class SentFile:
    """The file, a name for it, what is in it, and what stayed here."""

    content: bytes
    name: str
    codings: int
    notes: int
    questions: int
    codes: int
    private_notes: int
    kept_back: Mapping[Why, int] = field(default_factory=dict)


def send_work(desk: Desk) -> SentFile:
    """All that this person did, for the mentor to bring in. The same state gives the same file.

    Words of transcripts are not in it, nor notes that only their author may read. What a participant took back, or a community has not
    approved, stays here.
    """
    snapshot = take_snapshot(desk)
    with desk.reading(Right.CODE) as look:
        made = _Sending.of(look, snapshot)
    content = write_work(made.work)
    places = [(where, span) for thing in made.sent if (where := transcript_of(thing)) and (span := span_of(thing))]
    exits.note(
        desk, snapshot, places, what="own work for the team", form=Form.CODINGS, recipient=Recipient.TEAM, content=content
    )  # fmt: skip
    return SentFile(
        content=content,
        name=f"work-{made.work.sent_at[:10]}-{hashlib.sha256(content).hexdigest()[:6]}.wbwork",
        codings=len(made.work.codings),
        notes=len(made.work.memos),
        questions=len(made.work.questions),
        codes=sum(code.created_by == desk.actor for code in made.work.codes),
        private_notes=made.private,
        kept_back=made.kept_back,
    )


@dataclass
class _Sending:
    """What is sent, while it is put together."""

    work: Work
    sent: list[Own]
    private: int
    kept_back: dict[Why, int]

    @classmethod
    def of(cls, look: Look, snapshot: Snapshot) -> _Sending:
        uow, project_id, who = look.uow, look.project.id, look.member.name
        first = next(iter(uow.events.of_stream(project_id)))
        last = _last(uow.events.newest(project_id, limit=_NEWEST), first)
        texts = texts_of(look)
        given = _given(first, who, texts)
        current = current_of(look, texts)
        mine = [thing for thing in _own_things(look) if owner_of(thing) == who]
        sent: list[Own] = []
        kept: list[str] = []
        kept_back: dict[Why, int] = {}
        private = 0
        for thing in mine:
            where, span = transcript_of(thing), span_of(thing)
            verdict = snapshot.verdict(where, span, Form.CODINGS, Recipient.TEAM) if where and span else None
            if stays_home(thing):
                private += isinstance(thing, Memo)
            elif isinstance(verdict, Refused):
                kept.append(key_of(thing))
                kept_back[verdict.why] = kept_back.get(verdict.why, 0) + 1
            elif where and text_of(thing, texts, current) is None:
                kept.append(key_of(thing))  # it waits for a place, and the text in which it stood was removed for good
            else:
                sent.append(thing)
        codes, given_codes = _codes(look, who, sent, current.values(), given.codes)
        parts = [sent_of(thing, _places(thing, texts, current, given.texts)) for thing in sent]
        work = Work(
            project=project_id,
            who=who,
            copy_id=first.id,
            sent_at=last.at,
            number=last.number,
            transcripts=[
                SentTranscript(id=t.id, label=t.label, text=current[t.id].digest)
                for t in sorted(uow.transcripts.of_project(project_id), key=lambda one: one.id)
            ],
            codes=codes,
            codings=sorted((one for one in parts if isinstance(one, SentCoding)), key=lambda one: one.id),
            memos=sorted((one for one in parts if isinstance(one, SentMemo)), key=lambda one: one.id),
            questions=sorted((one for one in parts if isinstance(one, SentQuestion)), key=lambda one: one.id),
            reviews=sorted((one for one in parts if isinstance(one, SentReview)), key=lambda one: one.id),
            readings=[
                SentReading(id=r.id, transcript=r.transcript_id, text=current[r.transcript_id].digest, up_to_turn=r.up_to_turn, at=r.at)
                for r in sorted(uow.readings.of_project(project_id), key=lambda one: one.id)
                if r.reader == who
            ],
            given={**given.versions, **given_codes},
            kept=sorted(kept),
        )  # fmt: skip
        return cls(work, sent, private, kept_back)


def _last(newest: Sequence[Event], first: Event) -> Event:
    """The last act that changed something: handing a file out does not."""
    return next((event for event in newest if event.deed != HAND_OUT), first)


def _own_things(look: Look) -> list[Own]:
    uow, project_id = look.uow, look.project.id
    codings = [from_record(Coding, record) for record in uow.codings.records_of_project(project_id).values()]
    return [
        *codings,  # those too that wait for a place
        *uow.memos.of_project(project_id),
        *uow.questions.of_project(project_id),
        *uow.reviews.of_project(project_id),
    ]


@dataclass(frozen=True)
class _Given:
    """What the copy held when it was made: the person's own things, and the texts."""

    versions: dict[str, str]
    texts: Mapping[TranscriptId, Text]
    codes: Mapping[CodeId, Code]


def _given(first: Event, who: str, texts: Mapping[RevisionId, Text]) -> _Given:
    if first.deed != START_FROM_A_COPY or first.changes is None:
        return _Given({}, {}, {})
    kinds = {"coding": Coding, "memo": Memo, "question": Question, "review": Review}
    there = {
        one.transcript_id: texts[one.id]
        for change in first.changes
        if change.noun == "revision" and change.after
        if (one := from_record(Revision, change.after)).id in texts
    }
    versions = {}
    for change in first.changes:
        if change.noun in kinds and change.after:
            thing: Own = from_record(kinds[change.noun], change.after)
            if owner_of(thing) == who:
                where = transcript_of(thing)
                versions[key_of(thing)] = str(version_of(thing, there.get(where) if where else None))
    codes = [from_record(Code, change.after) for change in first.changes if change.noun == "code" and change.after]
    return _Given(versions, there, {code.id: code for code in codes})


def _places(
    thing: Own,
    texts: Mapping[RevisionId, Text],
    current: Mapping[TranscriptId, Text],
    given: Mapping[TranscriptId, Text],
) -> list[Place]:
    """Where a thing stands: in its text, and in the text that was given where that is another and the place is certain."""
    text, span = text_of(thing, texts, current), span_of(thing)
    if text is None or span is None:
        return []
    places = [place_in(text.words, text.digest, span)]
    before = given.get(text.transcript_id)
    if before is not None and before.digest != text.digest:
        arrival = between(text.words, before.words).span(span)
        if arrival.certain and arrival.span is not None:
            places.append(place_in(before.words, before.digest, arrival.span))
    return places


# Codes --------------------------------------------------------------------------------------------------------------


def _codes(
    look: Look, who: str, sent: Iterable[Own], texts: Collection[Text], given: Mapping[CodeId, Code]
) -> tuple[list[SentCode], dict[str, str]]:
    """The codes that this person made or used, and those above them, without what repeats talk; and how they were given."""
    codes = {code.id: code for code in look.uow.codes.of_project(look.project.id)}
    used: set[CodeId] = {thing.code_id for thing in sent if isinstance(thing, Coding | Review)}
    used |= {CodeId(thing.target_id) for thing in sent if isinstance(thing, Memo) and thing.target is Target.CODE}
    used |= {code.id for code in codes.values() if code.created_by == who and code.status is not CodeStatus.RETIRED}
    used |= {
        name
        for name, code in codes.items()
        if name in given and SentCode.of(code).content() != SentCode.of(given[name]).content()
    }
    todo = list(used)
    while todo:
        above = codes[todo.pop()].parent_id
        if above in codes and above not in used:
            used.add(above)
            todo.append(above)
    wanted = [codes[name] for name in sorted(used)]
    before = [given[name] for name in sorted(used) if name in given]
    said = _said([*wanted, *before], texts)
    versions = {f"code:{code.id}": str(Version(SentCode.of(_without(code, said)).content())) for code in before}
    return [SentCode.of(_without(code, said)) for code in wanted], versions


def _said(codes: Iterable[Code], texts: Collection[Text]) -> set[str]:
    """Which runs of words in the entries of codes stand in a transcript."""
    asked = {run for code in codes for text in _written(code) for run in _runs(text)}
    found: set[str] = set()
    lengths = {run.count(" ") + 1 for run in asked}
    for text in texts:
        words = words_of(text.words)
        for count in lengths:
            found.update(
                run for at in range(len(words) - count + 1) if (run := " ".join(words[at : at + count])) in asked
            )
    return found


def _written(code: Code) -> tuple[str, ...]:
    return (
        code.example, code.near_miss.text, code.short_definition, code.full_definition, *code.when_to_use, *code.when_not_to_use,
    )  # fmt: skip


def _runs(text: str) -> set[str]:
    """Every run of five words; a shorter text is one run."""
    words = words_of(text)
    if not words:
        return set()
    return {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}


def _without(code: Code, said: set[str]) -> Code:
    def clean(text: str, *, quotes: bool = False) -> str:
        runs = _runs(text)
        few = not quotes and any(run.count(" ") + 1 < _RUN for run in runs)  # “waiting for care” is no quotation
        return "" if not few and runs & said else text

    return replace(
        code,
        example=clean(code.example, quotes=True),
        near_miss=NearMiss(clean(code.near_miss.text, quotes=True), code.near_miss.use_instead),
        short_definition=clean(code.short_definition),
        full_definition=clean(code.full_definition),
        when_to_use=tuple(line for one in code.when_to_use if (line := clean(one))),
        when_not_to_use=tuple(line for one in code.when_not_to_use if (line := clean(one))),
    )
