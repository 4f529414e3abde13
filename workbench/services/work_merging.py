"""Bringing in the work of colleagues from files: looked at first, then done as one act.

Each person's things belong to that person, and the newest file from their copy counts; what was changed in the project too stays as
it is in the project unless somebody chooses otherwise. So the order in which files come does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast
from uuid import UUID, uuid5

from workbench.analysis.near_duplicates import Likeness, similar_codes
from workbench.domain.arrival import Arrival, Settled, Version, settle
from workbench.domain.codebook import Code, Codebook, NearMiss, fold
from workbench.domain.coding import Coding, Memo, Question, QuestionStatus, Reading, Target, Unplaced
from workbench.domain.ids import (
    ArrivalId,
    CodeId,
    CodingId,
    MemberId,
    ReadingId,
    ReviewId,
    ThemeId,
    TranscriptId,
)
from workbench.domain.project import Member, Right, Role
from workbench.domain.revising import Way, between
from workbench.domain.span import Span
from workbench.domain.suggestion import Review, suggestion_id
from workbench.errors import NotAllowedError, RuleError, UnreadableFileError
from workbench.formats.work_file import (
    Place,
    SentCode,
    SentCoding,
    SentMemo,
    SentQuestion,
    SentReading,
    SentReview,
    seal,
)
from workbench.importers.work_files import Work, read_work
from workbench.services.codings import take_away
from workbench.services.desk import Deed, Desk
from workbench.services.revisions import Move, at_place
from workbench.services.visibility import refuse_blind
from workbench.services.work_parts import (
    Own,
    Sent,
    Text,
    current_of,
    key_of,
    owner_of,
    sent_version,
    text_of,
    texts_of,
    version_of,
)
from workbench.store.repositories import Collection

DEED = "merge work"
COUNTED = ("coding", "memo", "question", "code")
_DEEDS = (DEED, f"undo {DEED}", f"redo {DEED}")
_WRONG = "This file does not fit the texts of this project, although it says so. Ask for it again."
_ENTRY = ("short_definition", "full_definition", "when_to_use", "when_not_to_use", "example", "near_miss")


@dataclass(frozen=True)
class Wishes:
    """What a person chose after looking: whom to add to the team, whose version to take, and which codes are one.

    ``take`` names conflicts by their keys; ``same`` goes from the id of a colleague's code to that of the project's.
    """

    add_people: bool = False
    take: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """The same thing was changed in the project and by the sender. The project's version stays unless chosen."""

    key: str
    what: str  # coding, memo, question, review, code
    where: str
    ours: str  # empty where it was removed
    theirs: str


@dataclass(frozen=True)
class NearName:
    """A new code whose name looks like that of a code in the project."""

    code_id: CodeId
    label: str
    ours: Code


@dataclass(frozen=True)
class MatchedTranscript:
    """A transcript of the sender's: which one it is here, and whether they worked on the present text."""

    theirs: str
    ours: str | None
    is_present: bool
    codings: int


@dataclass
class Told:
    """What one file would do, or did."""

    who: str
    sent_at: str
    is_new_person: bool = False
    is_older: bool = False
    transcripts: tuple[MatchedTranscript, ...] = ()
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    unknown_text: Counter[str] = field(default_factory=Counter)  # the sender's label of a transcript -> things left out
    belong_to_others: int = 0
    new_codes: tuple[str, ...] = ()
    matched_codes: tuple[tuple[str, str], ...] = ()
    near_names: tuple[NearName, ...] = ()
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class Merging:
    """What files would do together, or did: each file, and how many of each sort there are before and after."""

    files: tuple[Told, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    changes: bool


class _OnlyLooked(Exception):  # noqa: N818 - it takes back what was tried, and is no error
    pass


def preview(desk: Desk, files: Sequence[bytes], wishes: Wishes | None = None) -> Merging:
    """What :func:`merge` would do. It is tried and taken back, so that nothing is different when it is done."""
    works = _read(desk, files)
    made: list[Merging] = []
    try:
        with desk.deed(DEED, Right.MERGE) as deed:
            made.append(_bring_in(deed, works, wishes or Wishes(), only_looked=True))
            raise _OnlyLooked
    except _OnlyLooked:
        return made[0]


def merge(desk: Desk, files: Sequence[bytes], wishes: Wishes | None = None) -> Merging:
    """Bring in these files as one act, which can be undone as one. Files that bring nothing new make no act."""
    works = _read(desk, files)
    with desk.deed(DEED, Right.MERGE) as deed:
        return _bring_in(deed, works, wishes or Wishes())


def _read(desk: Desk, files: Sequence[bytes]) -> list[Work]:
    """The files, for whoever may bring them in: others learn nothing of what is in them."""
    with desk.reading(Right.MERGE):
        pass
    return [read_work(file) for file in files]


def _bring_in(deed: Deed, works: Sequence[Work], wishes: Wishes, *, only_looked: bool = False) -> Merging:
    refuse_blind(deed, "Bringing in work")
    before = _counts(deed)
    told = tuple(_Merging(deed, work, wishes, only_looked=only_looked).bring_in() for work in works)
    return Merging(told, before, _counts(deed), bool(deed.uow.log.changes))


def _counts(deed: Deed) -> dict[str, int]:
    return {noun: deed.uow.collections[noun].count_in_project(deed.project_id) for noun in COUNTED}


class _Merging:
    """One file, while it is brought in."""

    def __init__(self, deed: Deed, work: Work, wishes: Wishes, *, only_looked: bool) -> None:
        if work.project != deed.project_id:
            raise UnreadableFileError(
                "This file belongs to another project. Open that project, or ask whether your colleague works on a copy of this one."
            )
        self.deed, self.uow, self.work, self.wishes, self.only_looked = deed, deed.uow, work, wishes, only_looked
        self.member, is_new = self._person()
        self.who = self.member.name
        self.told = Told(self.who, work.sent_at, is_new)
        self.texts = texts_of(deed)
        self.current = current_of(deed, self.texts)
        self.labels = {one.id: one.label for one in deed.uow.transcripts.of_project(deed.project_id)}
        self.by_digest: dict[str, list[Text]] = {}
        for text in sorted(self.texts.values(), key=lambda one: (self.labels[one.transcript_id], one.revision.number)):
            self.by_digest.setdefault(text.digest, []).append(text)
        self.old_rows = deed.uow.arrivals.of_project(deed.project_id)
        name = ArrivalId(_name(deed.project_id, "arrival", self.who, work.copy_id))
        self.mine = next((row for row in self.old_rows if row.id == name), None)
        same = {code.id: wishes.same[code.id] for code in work.codes if code.id in wishes.same}
        self.row = Arrival(
            id=name,
            project_id=deed.project_id,
            who=self.who,
            copy_id=work.copy_id,
            sent_at=work.sent_at,
            number=work.number,
            same={**(self.mine.same if self.mine else {}), **same},
        )
        self.things: dict[str, str] = {}
        self._ways: dict[tuple[str, str], Way] = {}

    # The whole ---------------------------------------------------------------------------------------------------

    def bring_in(self) -> Told:
        if self.mine is not None and self.mine.age > self.row.age:
            self.told.is_older = True
            return self.told
        self._settle_codes()
        if self.told.is_new_person:
            self.uow.members.save(self.member)
        sent: list[Sent] = [*self.work.reviews, *self.work.codings, *self.work.memos, *self.work.questions]
        self._match_transcripts()
        self._remove_missing({key_of(one) for one in sent}, ("memo", "question", "coding"))
        for one in sent:
            self._take(one)
        self._remove_missing({key_of(one) for one in sent}, ("review",))
        for reading in self.work.readings:
            self._read(reading)
        self._save_row()
        self._recode()
        return self.told

    def _person(self) -> tuple[Member, bool]:
        """Who sent it; somebody new where the team has nobody of this name."""
        team = self.uow.members.of_project(self.deed.project_id)
        found = [one for one in team if one.name == self.work.who] or [
            one for one in team if fold(one.name) == fold(self.work.who)
        ]
        if found:
            if not found[0].may(Right.CODE):
                raise NotAllowedError(f"{found[0].name} takes part as {found[0].role.value} and does not code here.")
            return found[0], False
        if not self.only_looked:
            if not self.wishes.add_people:
                raise RuleError(
                    f"{self.work.who} is not on the team. Say that they join it as a student, or correct the name there."
                )
            self.deed.require(Right.MANAGE_PROJECT)
        member_id = MemberId(_name(self.deed.project_id, "member", self.work.who))
        return Member(member_id, self.deed.project_id, self.work.who, Role.STUDENT), True

    def _save_row(self) -> None:
        self.uow.arrivals.save(replace(self.row, things=dict(sorted(self.things.items()))))

    def _match_transcripts(self) -> None:
        codings = Counter(one.transcript for one in self.work.codings)
        rows = []
        for sent in self.work.transcripts:
            text = self._text(sent.text, sent.id)
            ours = self.labels[text.transcript_id] if text else self.labels.get(TranscriptId(sent.id))
            present = text is not None and self.current[text.transcript_id].digest == text.digest
            if codings[sent.id] or text is None:
                rows.append(MatchedTranscript(sent.label, ours, present, codings[sent.id]))
        self.told.transcripts = tuple(sorted(rows, key=lambda one: one.theirs))

    # Codes -------------------------------------------------------------------------------------------------------

    def _settle_codes(self) -> None:
        there = {code.id: code for code in self.uow.codes.of_project(self.deed.project_id)}
        arrived = {code.id for row in self.old_rows for code in row.codes}
        coming = [code for code in self.work.codes if code.id in arrived or code.id not in there]
        if coming and self._elsewhere(coming):
            raise UnreadableFileError(_WRONG)
        self.row = replace(self.row, codes=tuple(code.code(self.deed.project_id) for code in coming))
        others = [row for row in self.old_rows if row.id != self.row.id]
        self.new_rows = [*others, self.row]
        kept = self._touched(there, arrived)
        while True:
            own = [code for name, code in there.items() if name not in arrived or name in kept]
            self.before, self.after = settle(own, self.old_rows), settle(own, self.new_rows)
            going = {name for name in arrived if name in there and name not in kept and name not in self.after.placed}
            spoken_of = {name for name in going if self._is_spoken_of(name)}
            if not spoken_of:
                break
            kept |= spoken_of
        self.going = going
        for name, code in self.after.placed.items():
            if there.get(name) != code:
                self.uow.codes.save(code)
        self._tell_codes(there)

    def _elsewhere(self, coming: Iterable[SentCode]) -> bool:
        """Whether an id that would be new is that of a code of another project."""
        found = (self.uow.codes.find(code.id) for code in coming)
        return any(code is not None and code.project_id != self.deed.project_id for code in found)

    def _touched(self, there: Mapping[CodeId, Code], arrived: Iterable[CodeId]) -> set[CodeId]:
        """Codes that came from colleagues and were changed in the project since: they are the project's own now."""
        came = settle([code for name, code in there.items() if name not in set(arrived)], self.old_rows).placed
        return {name for name in arrived if name in there and came.get(name) != there[name]}

    def _is_spoken_of(self, name: CodeId) -> bool:
        """Whether anything else than bringing in work has to do with a code."""
        return any(event.deed not in _DEEDS for event in self.uow.events.mentioning(self.deed.project_id, name))

    def _tell_codes(self, there: Mapping[CodeId, Code]) -> None:
        book = Codebook("", there.values())
        new, matched, near = [], [], []
        for sent in self.work.codes:
            to = self.after.code_for(self.row, sent.id)
            if to is None:
                continue
            ours = self.uow.codes.get(to)
            if to not in there:
                new.append(sent.label)
                alike = [
                    one
                    for one in similar_codes(book, sent.label, most=1)
                    if one.likeness in (Likeness.NAMES, Likeness.SAME_WORDS)
                ]
                near += [NearName(CodeId(sent.id), sent.label, one.code) for one in alike]
            elif to != sent.id:
                matched.append((sent.label, ours.label))
            if to in there:
                self._entry(sent, ours)
        self.told.new_codes, self.told.near_names = tuple(sorted(new)), tuple(near)
        self.told.matched_codes = tuple(sorted(matched))

    def _entry(self, sent: SentCode, ours: Code) -> None:
        """Where the sender says something else about a code than the project does."""
        if self.work.given.get(f"code:{sent.id}") == str(Version(sent.content())):
            return
        theirs = sent.code(self.deed.project_id)
        changed = {
            name: value
            for name in _ENTRY
            if (value := getattr(theirs, name)) and value != NearMiss() and value != getattr(ours, name)
        }
        if not changed:
            return
        key = f"code:{sent.id}"
        if key in self.wishes.take:
            self.uow.codes.save(replace(ours, **changed))
            self.told.changed["code"] += 1
            return
        said = [_in_words(getattr(ours, name)) for name in changed]
        says = [_in_words(value) for value in changed.values()]
        self.told.conflicts.append(Conflict(key, "code", ours.label, "\n".join(said), "\n".join(says)))

    def _recode(self) -> None:
        """Where a code of colleagues has become another one, let their things follow; then drop codes that nobody sends any more."""
        old = {row.id: row for row in self.old_rows}
        for row in [*(one for one in self.new_rows if one.id != self.row.id), self.uow.arrivals.get(self.row.id)]:
            for key in row.things:
                version = row.version(key)
                if version is None or not version.code:
                    continue
                was = self.before.code_for(old.get(row.id, row), version.code)
                now = self.after.code_for(row, version.code)
                thing = self._find(key) if now is not None and was != now else None
                if thing is not None and now is not None and _code_in(thing) == was:
                    self._collection(key).save(_with_code(thing, now))
        for name in sorted(self.going):
            self.uow.codes.remove(name)

    # Things ------------------------------------------------------------------------------------------------------

    def _take(self, sent: Sent) -> None:
        """Bring one thing to the state in which it was sent, if that is for the sender to say."""
        key = key_of(sent)
        sent = self._fitting(sent)
        place, text = self._place(sent)
        before = self._base(key)
        if place is None and sent.places:
            self.told.unknown_text[self._label_of(sent)] += 1
            self._keep_version(key)
            return
        version = sent_version(sent, place)
        present = self._find(key)
        if present is not None and (present.project_id != self.deed.project_id or owner_of(present) != self.who):
            self.told.belong_to_others += 1
            return
        if before is not None and self._equal(version, before, version.code == before.code):
            self.things[key] = str(version)
            return
        if present is None and before is None:
            self._put(sent, place, text, None)
        elif present is not None and self._is(present, version, self.after, self.row):
            pass
        elif self._is_free(key, present, before) or key in self.wishes.take:
            self._put(sent, place, text, present)
        elif not self._is_of_newer_copy(key, present):
            self._conflict(key, present, sent)
            self._keep_version(key)
            return
        self.things[key] = str(version)

    def _remove_missing(self, names: set[str], nouns: tuple[str, ...]) -> None:
        """Take away what the sender had and has no longer."""
        known = {*self.work.given, *(self.mine.things if self.mine else {})}
        for key in sorted(known - names):
            noun = key.partition(":")[0]
            if noun not in nouns:
                continue
            if key in self.work.kept:
                self._keep_version(key)
                continue
            present = self._find(key)
            if present is None or present.project_id != self.deed.project_id or owner_of(present) != self.who:
                continue
            answered = isinstance(present, Question) and present.answers
            if (self._is_free(key, present, self._base(key)) and not answered) or key in self.wishes.take:
                if isinstance(present, Review) and self._is_in_use(present):
                    continue
                self._take_away(present)
                self.told.removed[noun] += 1
            elif not self._is_of_newer_copy(key, present):
                self._conflict(key, present, None)
                self._keep_version(key)

    def _base(self, key: str) -> Version | None:
        """The state from which the sender started: what came last from this copy, else what was given."""
        version = self.mine.version(key) if self.mine else None
        if version is None and key in self.work.given:
            version = Version.read(self.work.given[key])
        return version

    def _keep_version(self, key: str) -> None:
        if self.mine and key in self.mine.things:
            self.things[key] = self.mine.things[key]

    def _is_free(self, key: str, present: Own | None, before: Version | None) -> bool:
        """Whether the project still has what the sender started from, or what an older file from another of their copies brought."""
        if present is not None and before is not None and self._is(present, before, self.before, self.mine or self.row):
            return True
        return any(row.age < self.row.age and self._is_version_of(row, key, present) for row in self._other_copies(key))

    def _is_of_newer_copy(self, key: str, present: Own | None) -> bool:
        return any(row.age > self.row.age and self._is_version_of(row, key, present) for row in self._other_copies(key))

    def _is_version_of(self, row: Arrival, key: str, present: Own | None) -> bool:
        version = row.version(key)
        return present is not None and version is not None and self._is(present, version, self.before, row)

    def _other_copies(self, key: str) -> list[Arrival]:
        return [row for row in self.old_rows if row.who == self.who and row.id != self.row.id and key in row.things]

    def _is(self, present: Own, version: Version, codes: Settled, row: Arrival) -> bool:
        """Whether a thing of the project is in a state, wherever corrections have brought it since."""
        here = version_of(present, text_of(present, self.texts, self.current))
        code = codes.code_for(row, version.code) if version.code else ""
        return self._equal(here, version, here.code == code)

    def _equal(self, first: Version, second: Version, same_code: bool) -> bool:
        if first.content != second.content or not same_code:
            return False
        if (first.text, first.start, first.end) == (second.text, second.start, second.end):
            return True
        return self._leads_to(second, first) or self._leads_to(first, second)

    def _leads_to(self, before: Version, after: Version) -> bool:
        if before.text == after.text or before.text not in self.by_digest or after.text not in self.by_digest:
            return False
        arrival = self._way(self.by_digest[before.text][0], self.by_digest[after.text][0]).span(
            Span(before.start, before.end)
        )
        return arrival.span == Span(after.start, after.end)

    def _way(self, before: Text, after: Text) -> Way:
        names = before.digest, after.digest
        if names not in self._ways:
            self._ways[names] = between(before.words, after.words)
        return self._ways[names]

    # Finding places ----------------------------------------------------------------------------------------------

    def _text(self, digest: str, transcript_id: str) -> Text | None:
        """The text of this digest: of the same transcript if it has it, else of the first that has."""
        found = self.by_digest.get(digest, [])
        return next((one for one in found if one.transcript_id == transcript_id), found[0] if found else None)

    def _place(self, sent: Sent) -> tuple[Place | None, Text | None]:
        """The first of a thing's places that lies in a text of this project."""
        transcript = sent.target_id if isinstance(sent, SentMemo) else sent.transcript
        for place in sent.places:
            text = self._text(place.text, transcript)
            if text is not None:
                if seal(text.words, Span(place.start, place.end)) != place.seal:
                    raise UnreadableFileError(_WRONG)
                return place, text
        return None, None

    def _label_of(self, sent: Sent) -> str:
        transcript = sent.target_id if isinstance(sent, SentMemo) else sent.transcript
        return next((one.label for one in self.work.transcripts if one.id == transcript), "?")

    def _fitting(self, sent: Sent) -> Sent:
        """A thing without what this project does not have: a theme, a qualifier."""
        if isinstance(sent, SentCoding):
            challenges = sent.challenges if sent.challenges and self._has_theme(sent.challenges) else None
            qualifier = sent.qualifier if sent.qualifier in self.deed.project.qualifiers else ""
            return sent.model_copy(update={"challenges": challenges, "qualifier": qualifier})
        if isinstance(sent, SentMemo) and self._target(sent) is None:
            return sent.model_copy(update={"target": Target.PROJECT, "target_id": self.deed.project_id})
        return sent

    def _has_theme(self, theme_id: str) -> bool:
        theme = self.uow.themes.find(ThemeId(theme_id))
        return theme is not None and theme.project_id == self.deed.project_id

    def _target(self, sent: SentMemo) -> str | None:
        """On what of this project a note hangs; ``None`` where it is not there."""
        match sent.target:
            case Target.PROJECT:
                return self.deed.project_id
            case Target.PASSAGE:
                return sent.target_id
            case Target.CODE:
                return self.after.code_for(self.row, sent.target_id)
            case Target.TRANSCRIPT:
                known = next((one for one in self.work.transcripts if one.id == sent.target_id), None)
                text = self._text(known.text, known.id) if known else None
                there = text.transcript_id if text else TranscriptId(sent.target_id)
                return there if there in self.labels else None
            case Target.THEME:
                return sent.target_id if self._has_theme(sent.target_id) else None
            case Target.PARTICIPANT:
                found = self.uow.participants.find(sent.target_id)
                return sent.target_id if found and found.project_id == self.deed.project_id else None

    # Putting and taking away -------------------------------------------------------------------------------------

    def _put(self, sent: Sent, place: Place | None, text: Text | None, present: Own | None) -> None:
        self.told.changed[_noun(sent)] += present is not None
        made: Own
        match sent:
            case SentCoding():
                assert place is not None
                assert text is not None
                if not self._put_coding(sent, Span(place.start, place.end), text):
                    return
            case SentMemo():
                made = sent.memo(
                    text.transcript_id if text else self._target(sent) or self.deed.project_id,
                    Span(place.start, place.end) if place else None, text.words if text else "",
                    project_id=self.deed.project_id, author=self.who,
                )  # fmt: skip
                if place and text:
                    at, quote = self._now(text, place)
                    made = replace(made, start=at.start, end=at.end, quote=quote)
                self.uow.memos.save(made)
            case SentQuestion():
                assert place is not None
                assert text is not None
                self._put_question(sent, place, text, present)
            case SentReview():
                assert place is not None
                assert text is not None
                at, _ = self._now(text, place)
                self.uow.reviews.save(
                    sent.review(
                        text.transcript_id,
                        at,
                        project_id=self.deed.project_id,
                        code_id=self._code(sent.code),
                        reviewer=self.who,
                    )
                )
        self.told.added[_noun(sent)] += present is None

    def _put_coding(self, sent: SentCoding, span: Span, text: Text) -> bool:
        review = self.uow.reviews.find(ReviewId(sent.review)) if sent.review else None
        if review is None or review.project_id != self.deed.project_id:
            sent = sent.model_copy(update={"review": None})
        code_id = self._code(sent.code)
        coding = sent.coding(
            text.revision, span, text.words, project_id=self.deed.project_id, code_id=code_id, coder=self.who
        )
        here = self.current[text.transcript_id]
        arrival = self._way(text, here).span(span) if here.digest != text.digest else None
        if arrival is None or (arrival.certain and arrival.span is not None):
            at = arrival.span if arrival is not None and arrival.span is not None else span
            coding = at_place(coding, at, here.revision.id, here.words)
            twin = self.uow.codings.same(here.transcript_id, at, code_id, self.who)
            if twin is not None and twin.id != coding.id:
                return False
            self.uow.codings.save(coding)
            self.uow.unplaced.remove(coding.id)
            return True
        self.uow.codings.save(coding)
        waiting = Unplaced(coding.id, self.deed.project_id, coding.transcript_id, since=self.work.sent_at)
        self.uow.unplaced.save(waiting.with_guess(arrival.span))
        self.told.waiting += 1
        return True

    def _put_question(self, sent: SentQuestion, place: Place, text: Text, present: Own | None) -> None:
        coding = self.uow.codings.find(CodingId(sent.coding)) if sent.coding else None
        linked = coding.id if coding is not None and coding.project_id == self.deed.project_id else None
        at, quote = self._now(text, place)
        made = sent.question(
            text.transcript_id, at, self.current[text.transcript_id].words, project_id=self.deed.project_id, asker=self.who, coding_id=linked
        )  # fmt: skip
        made = replace(made, quote=quote)
        if isinstance(present, Question):
            status = QuestionStatus.CLOSED if sent.closed else present.status
            made = replace(made, status=status, answers=present.answers, seen_at=present.seen_at)
        self.uow.questions.save(made)

    def _now(self, text: Text, place: Place) -> tuple[Span, str]:
        """Where a place lies in the present text, at the likeliest; and its words."""
        here, span = self.current[text.transcript_id], Span(place.start, place.end)
        if here.digest == text.digest:
            return span, span.text_in(here.words)
        move = Move(text.transcript_id, self._way(text, here), text.body, here.body)
        return move.place(span.start, span.end, span.text_in(text.words))

    def _code(self, code_id: str) -> CodeId:
        found = self.after.code_for(self.row, code_id)
        if found is None:
            raise UnreadableFileError(_WRONG)
        return found

    def _take_away(self, thing: Own) -> None:
        if isinstance(thing, Coding):
            take_away(self.deed, thing.id)
        else:
            self._collection(key_of(thing)).remove(thing.id)

    def _is_in_use(self, review: Review) -> bool:
        codings = self.uow.codings.records_of_project(self.deed.project_id).values()
        return any(record["review_id"] == review.id for record in codings)

    def _read(self, sent: SentReading) -> None:
        """How far the sender has read: the furthest counts."""
        text = self._text(sent.text, sent.transcript)
        if text is None:
            return
        turns, here = text.body.turns, self.current[text.transcript_id]
        read = min(sent.up_to_turn, len(turns))
        if read and here.digest != text.digest:
            until = self._way(text, here).end_now(turns[read - 1].end)
            read = sum(turn.end <= until for turn in here.body.turns)
        before = self.uow.readings.by(self.who, text.transcript_id)
        if before is not None:
            if (before.up_to_turn, before.at) < (read, sent.at):
                self.uow.readings.save(replace(before, up_to_turn=read, at=sent.at))
        elif self.uow.readings.find(ReadingId(sent.id)) is None:
            self.uow.readings.save(
                Reading(ReadingId(sent.id), self.deed.project_id, text.transcript_id, self.who, read, sent.at)
            )

    def _find(self, key: str) -> Own | None:
        return self._collection(key).find(key.partition(":")[2])

    def _collection(self, key: str) -> Collection[Own]:
        return self._collections[key.partition(":")[0]]

    @cached_property
    def _collections(self) -> dict[str, Collection[Own]]:
        return cast("dict[str, Collection[Own]]", self.uow.collections)

    def _conflict(self, key: str, present: Own | None, sent: Sent | None) -> None:
        """The same thing on both sides. Of a coding only the place is told: who looks may be in a blind round."""
        transcript = present and text_of(present, self.texts, self.current)
        where = self.labels[transcript.transcript_id] if transcript else ""
        if not where and sent is not None and not isinstance(sent, SentMemo):
            where = self._label_of(sent)
        ours = getattr(present, "text", "") if present is not None else ""
        theirs = getattr(sent, "text", "") if sent is not None else ""
        self.told.conflicts.append(Conflict(key, key.partition(":")[0], where, ours, theirs))


def _name(*parts: str) -> str:
    """The same id for the same parts, so that it does not depend on the order of files."""
    return str(uuid5(UUID(parts[0]), "|".join(parts[1:])))


def _noun(sent: Sent) -> str:
    return key_of(sent).partition(":")[0]


def _code_in(thing: Own) -> str | None:
    match thing:
        case Coding() | Review():
            return thing.code_id
        case Memo():
            return thing.target_id if thing.target is Target.CODE else None
        case _:
            return None


def _with_code(thing: Own, code_id: CodeId) -> Own:
    match thing:
        case Coding():
            return replace(thing, code_id=code_id)
        case Review():
            name = suggestion_id(thing.transcript_id, Span(thing.start, thing.end), code_id)
            return replace(thing, code_id=code_id, suggestion_id=name)
        case Memo():
            return replace(thing, target_id=code_id)
        case _:
            return thing


def _in_words(value: object) -> str:
    """A part of a code's entry as one text."""
    if isinstance(value, NearMiss):
        return value.text
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
