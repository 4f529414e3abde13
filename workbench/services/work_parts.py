"""A person's own things in a project, as they are sent and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.arrival import Version
from workbench.domain.coding import Coding, Memo, MemoKind, Question, Target, Visibility
from workbench.domain.ids import RevisionId, TranscriptId
from workbench.domain.span import Span
from workbench.domain.suggestion import Review
from workbench.domain.transcript import Body, Revision
from workbench.formats.work_file import (
    Place,
    SentCoding,
    SentMemo,
    SentQuestion,
    SentReview,
    place_in,
)
from workbench.services.desk import Deed, Look

Own = Coding | Memo | Question | Review
Sent = SentCoding | SentMemo | SentQuestion | SentReview
START_FROM_A_COPY = "start from a copy"
"""The act that begins a project on a colleague's computer; its event says what was given."""


@dataclass(frozen=True)
class Text:
    """One text of a transcript."""

    revision: Revision
    body: Body

    @property
    def transcript_id(self) -> TranscriptId:
        return self.revision.transcript_id

    @property
    def digest(self) -> str:
        return self.revision.text_digest

    @property
    def words(self) -> str:
        return self.body.text


def texts_of(look: Look | Deed) -> dict[RevisionId, Text]:
    """Every text of every transcript that was not erased."""
    revisions = [one for one in look.uow.revisions.of_project(look.project.id) if not one.is_erased]
    bodies = look.uow.bodies.of_revisions(revisions)
    return {one.id: Text(one, bodies[one.id]) for one in revisions}


def current_of(look: Look | Deed, texts: Mapping[RevisionId, Text]) -> dict[TranscriptId, Text]:
    """The present text of each transcript."""
    return {one.id: texts[one.revision_id] for one in look.uow.transcripts.of_project(look.project.id)}


def noun_of(thing: Own) -> str:
    """What sort of thing it is."""
    match thing:
        case Coding():
            return "coding"
        case Memo():
            return "memo"
        case Question():
            return "question"
        case Review():
            return "review"


def owner_of(thing: Own) -> str:
    """Whose it is."""
    match thing:
        case Coding():
            return thing.coder
        case Memo():
            return thing.author
        case Question():
            return thing.asker
        case Review():
            return thing.reviewer


def span_of(thing: Own) -> Span | None:
    """Where in a text it stands, if it does."""
    if isinstance(thing, Memo) and (thing.target is not Target.PASSAGE or thing.start is None or thing.end is None):
        return None
    assert thing.start is not None
    assert thing.end is not None
    return Span(thing.start, thing.end)


def transcript_of(thing: Own) -> TranscriptId | None:
    """The transcript in whose text it stands, if it does."""
    if isinstance(thing, Memo):
        return TranscriptId(thing.target_id) if thing.target is Target.PASSAGE else None
    return thing.transcript_id


def stays_home(thing: Own) -> bool:
    """Whether it goes in no file: a note that only its author may read, a mentor's comment to one person."""
    if isinstance(thing, Question):
        return thing.is_comment
    return isinstance(thing, Memo) and (thing.visibility is Visibility.ME or thing.kind is MemoKind.FEELINGS)


def sent_of(thing: Own, places: Sequence[Place]) -> Sent:
    """A thing as it is sent."""
    match thing:
        case Coding():
            return SentCoding.of(thing, list(places))
        case Memo():
            return SentMemo.of(thing, list(places))
        case Question():
            return SentQuestion.of(thing, list(places))
        case Review():
            return SentReview.of(thing, list(places))


def text_of(thing: Own, texts: Mapping[RevisionId, Text], current: Mapping[TranscriptId, Text]) -> Text | None:
    """The text in which a thing stands: the coding's own, for all others the present one."""
    if isinstance(thing, Coding):
        return texts.get(thing.revision_id)
    where = transcript_of(thing)
    return current.get(where) if where else None


def version_of(thing: Own, text: Text | None) -> Version:
    """The state of a thing that stands in this text."""
    span = span_of(thing) if text else None
    return sent_version(sent_of(thing, [place_in(text.words, text.digest, span)] if text and span else []))


def sent_version(sent: Sent, place: Place | None = None) -> Version:
    """The state of a thing that was sent, at one of its places; the first, if not said."""
    place = place or (sent.places[0] if sent.places else None)
    if place is None:
        return Version(sent.content(), code_of(sent))
    return Version(sent.content(), code_of(sent), place.text, place.start, place.end)


def code_of(sent: Sent) -> str:
    """The code that a thing uses or hangs on, or nothing."""
    return "" if isinstance(sent, SentQuestion) else sent.code


def key_of(thing: Own | Sent) -> str:
    """``noun:id``."""
    if isinstance(thing, SentCoding | SentMemo | SentQuestion | SentReview):
        return f"{_NOUNS[type(thing)]}:{thing.id}"
    return f"{noun_of(thing)}:{thing.id}"


_NOUNS: Mapping[type, str] = {
    SentCoding: "coding",
    SentMemo: "memo",
    SentQuestion: "question",
    SentReview: "review",
}
