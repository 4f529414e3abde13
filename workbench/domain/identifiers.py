"""Identifiers: what was found, what people decided, and who checked it.

One decision (``Ruling``) stands for one distinct string over the whole project. A transcript's ``Clearance`` says how far
it has come. Nothing here ever says “anonymous”: it says who checked, and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.domain.ids import ClearanceId, ProjectId, RevisionId, RulingId, TranscriptId
from workbench.errors import RuleError

LONGEST_REPLACEMENT = 80
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SMALL_WORDS = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "and", "de", "la", "le", "du", "dr", "mr", "mrs", "ms"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A string of a transcript's text that could tell who somebody is. ``key`` names the decision it falls under.

    ``kind`` is the class in plain words (“person”, “phone”); ``why`` says what gave it away.
    """

    start: int
    end: int
    text: str
    kind: str
    confidence: float
    why: str
    key: str


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A passage that a person is asked to look at, for what no machine finds. ``cue`` are the words that made it ask."""

    start: int
    end: int
    text: str
    question: str
    cue: str


@dataclass(frozen=True, slots=True)
class Search:
    """What the last search found in one text. It can be done again, so it is kept outside the log."""

    transcript_id: TranscriptId
    revision_id: RevisionId
    at: str
    findings: tuple[Finding, ...] = ()
    asked: tuple[AskedPassage, ...] = ()


class Verdict(StrEnum):
    """What shall become of a string."""

    OPEN = "open"  # added by a person, not decided yet
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Apart:
    """One occurrence that is decided otherwise: the ``nth`` one (from 0) in a turn."""

    transcript_id: TranscriptId
    turn: int
    nth: int
    verdict: Verdict
    replacement: str = ""
    reason: str = ""

    @property
    def place(self) -> tuple[TranscriptId, int, int]:
        return self.transcript_id, self.turn, self.nth


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about one distinct string, for the whole project.

    ``spellings`` are the ways in which it was written. After sign-off ``key`` and ``spellings`` of what was replaced are
    emptied; class, replacement, counts and who decided stay.
    """

    id: RulingId
    project_id: ProjectId
    kind: str
    key: str
    spellings: tuple[str, ...]
    verdict: Verdict
    by: str
    at: str
    replacement: str = ""
    reason: str = ""
    apart: tuple[Apart, ...] = ()
    added: bool = False  # by a person, where the search had missed it

    @property
    def is_forgotten(self) -> bool:
        """Whether it no longer says what stood there."""
        return not self.key

    def at_place(self, place: tuple[TranscriptId, int, int]) -> tuple[Verdict, str]:
        """What holds for one occurrence, and what replaces it."""
        for one in self.apart:
            if one.place == place:
                return one.verdict, one.replacement
        return self.verdict, self.replacement

    def forgotten(self) -> Ruling:
        """The same without the string it was about."""
        return replace(self, key="", spellings=(), apart=())


def bracketed(replacement: str, *, originals: Iterable[str]) -> str:
    """A replacement as it will stand in the text: in square brackets, in one line, and free of what it replaces.

    >>> bracketed("sister", originals=["Tracy"])
    '[sister]'
    """
    words = " ".join(replacement.split()).strip("[] ")
    if not words:
        raise RuleError("Say what should stand there instead, such as [sister] or [Clinic A].")
    if any(sign in words for sign in "[]"):
        raise RuleError(
            "A replacement is one pair of brackets with words in it, such as [sister]. Take the inner brackets out."
        )
    if len(words) > LONGEST_REPLACEMENT:
        raise RuleError(f"Keep the replacement short: at most {LONGEST_REPLACEMENT} characters.")
    for original in originals:
        if tells(words, original):
            raise RuleError(
                "The replacement repeats what it should hide, or another name that was found. Say what it means instead, such as [sister]."
            )
    return f"[{words}]"


def tells(replacement: str, original: str) -> bool:
    """Whether a replacement gives an original away: the whole of it, or one of its words that is not a small one.

    >>> tells("Dr. Chow's nurse", "Marta Chow"), tells("the nurse", "The Grove")
    (True, False)
    """
    shown = {_bare(word) for word in _WORD.findall(replacement.casefold())}
    hidden = {_bare(word) for word in _WORD.findall(original.casefold())}
    told = {word for word in hidden if word not in _SMALL_WORDS and (len(word) > 2 or hidden == {word})}
    return not (told - _COMMON).isdisjoint(shown)


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


_COMMON = frozenset(
    {
        "hospital", "clinic", "centre", "center", "school", "college", "university", "town", "city", "village", "county", "place",
        "camp", "church", "lodge", "home", "pharmacy", "nation", "first", "society", "foundation", "health", "service", "care",
        "doctor", "nurse", "address", "number", "date", "age", "phone", "street", "box", "room", "highway", "winter", "spring",
        "summer", "fall",
    }
)  # fmt: skip
"""Words that name a sort of place or thing: they may stand in a replacement."""


class Recognisable(StrEnum):
    """The answer to “Would someone on the unit know who this is?”."""

    NOT_ASKED = "not asked"
    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class Looked(StrEnum):
    """What a person did about a passage that no machine can judge."""

    NOTHING = "looked, nothing"
    CHANGED = "changed"
    MENTOR = "mentor asked"


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """A person's answer about one passage: the turn, the question that was asked, and what came of it."""

    turn: int
    question: str
    looked: Looked
    by: str


class Originals(StrEnum):
    """What became of the names and texts that were taken out."""

    UNDECIDED = "undecided"
    VAULT = "kept in a vault"
    NOT_KEPT = "not kept"


class ReviewState(StrEnum):
    """How far a transcript has come on its way to being checked."""

    NOT_SEARCHED = "not searched"
    OPEN = "hits to decide"
    TO_REPLACE = "to replace"
    TO_ASK = "questions to answer"
    TO_CHECK = "waits for a second person"
    TO_SIGN = "checked, to sign off"
    SIGNED = "signed off"


@dataclass(frozen=True, slots=True)
class Clearance:
    """How far one transcript has come. A check and a sign-off hold for one revision: another text must be checked again.

    ``replaced`` and ``kept`` count occurrences by class; ``deciders`` are the people whose decisions changed this text.
    """

    id: ClearanceId
    project_id: ProjectId
    transcript_id: TranscriptId
    replaced: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    deciders: tuple[str, ...] = ()
    answers: tuple[PromptAnswer, ...] = ()
    recognisable: Recognisable = Recognisable.NOT_ASKED
    recognisable_note: str = ""
    checked_by: str = ""
    checked_at: str | None = None
    checked_revision: RevisionId | None = None
    remains: str = ""  # the statement of what risk is left, in the checker's words
    signed_by: str = ""
    signed_at: str | None = None
    signed_revision: RevisionId | None = None
    originals: Originals = Originals.UNDECIDED

    def is_checked(self, revision_id: RevisionId) -> bool:
        """Whether a second person checked this very text."""
        return self.checked_revision == revision_id

    def is_signed(self, revision_id: RevisionId) -> bool:
        """Whether this very text was signed off."""
        return self.signed_revision == revision_id

    def statement(self, revision_id: RevisionId) -> str:
        """What may be said about the transcript: who checked it and when, or that nobody did."""
        if not self.is_checked(revision_id) or self.checked_at is None:
            return "not checked"
        return f"checked by {self.checked_by} on {self.checked_at[:10]}"

    def answered(self, turn: int, question: str) -> PromptAnswer | None:
        """The answer to a question about a turn, if there is one."""
        return next((one for one in self.answers if (one.turn, one.question) == (turn, question)), None)

    def with_answer(self, answer: PromptAnswer) -> Clearance:
        """With an answer, instead of an earlier one to the same question."""
        others = tuple(one for one in self.answers if (one.turn, one.question) != (answer.turn, answer.question))
        return replace(self, answers=(*others, answer))

    def with_replaced(self, counts: Mapping[str, int], deciders: Iterable[str]) -> Clearance:
        """After this many occurrences of each class were replaced by decisions of these people."""
        total = {kind: self.replaced.get(kind, 0) + counts.get(kind, 0) for kind in {*self.replaced, *counts}}
        return replace(self, replaced=total, deciders=tuple(sorted({*self.deciders, *deciders})))

    def with_recognisable(self, answer: Recognisable, note: str) -> Clearance:
        """With the answer to whether somebody on the unit would know who this is; yes and maybe need a word of why."""
        if answer in (Recognisable.YES, Recognisable.MAYBE) and not note.strip():
            raise RuleError("Say in a few words what could give the person away, and what you did about it.")
        return replace(self, recognisable=answer, recognisable_note=note.strip())

    def checked(
        self,
        revision_id: RevisionId,
        *,
        by: str,
        at: str,
        deciders: Iterable[str],
        kept: Mapping[str, int],
        remains: str,
    ) -> Clearance:
        """Checked by a second person: never by somebody whose own decisions are being checked."""
        involved = sorted({*self.deciders, *deciders})
        if by in involved:
            raise RuleError(
                "You decided about identifiers of this transcript, so somebody else must check it. "
                "Ask another person on the team, such as the mentor."
            )
        if self.recognisable is Recognisable.NOT_ASKED:
            raise RuleError("Answer first: would someone on the unit know who this is?")
        if not remains.strip():
            raise RuleError("Say what risk is left, in a sentence. If you see none, say so.")
        return replace(
            self, deciders=tuple(involved), kept=dict(kept), checked_by=by, checked_at=at, checked_revision=revision_id, remains=remains.strip()
        )  # fmt: skip

    def signed(self, revision_id: RevisionId, *, by: str, at: str, originals: Originals) -> Clearance:
        """Signed off, after the check of this very text."""
        if not self.is_checked(revision_id):
            raise RuleError(
                "This transcript has not been checked by a second person as it stands now. Have it checked first."
            )
        if originals is Originals.UNDECIDED:
            raise RuleError(
                "Choose what becomes of the original names and texts: keep them in a vault, or do not keep them."
            )
        return replace(self, signed_by=by, signed_at=at, signed_revision=revision_id, originals=originals)

    def reopened(self) -> Clearance:
        """The sign-off and the check withdrawn; what was replaced stays replaced."""
        return replace(
            self, checked_by="", checked_at=None, checked_revision=None, signed_by="", signed_at=None, signed_revision=None
        )  # fmt: skip


def review_state(
    clearance: Clearance, revision_id: RevisionId, *, searched: bool, open_hits: int, to_replace: int, to_ask: int
) -> ReviewState:
    """Where a transcript stands; ``open_hits``, ``to_replace`` and ``to_ask`` count what is still to do in its text."""
    if clearance.is_signed(revision_id) and not open_hits and not to_replace:
        return ReviewState.SIGNED
    if not searched and not clearance.is_signed(revision_id):
        return ReviewState.NOT_SEARCHED
    if open_hits:
        return ReviewState.OPEN
    if to_replace:
        return ReviewState.TO_REPLACE
    if to_ask or clearance.recognisable is Recognisable.NOT_ASKED:
        return ReviewState.TO_ASK
    return ReviewState.TO_SIGN if clearance.is_checked(revision_id) else ReviewState.TO_CHECK
