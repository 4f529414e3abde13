"""Forgetting for good: older texts, and every trace of lost words in the log, inside an act that is under way.

Used when identifiers were taken out and when a participant withdraws. The chain of events stays whole: contents go, digests
stay, and the act's own event holds the present state of everything the erased ones had touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from workbench.domain.erasure import Cause, Erasure, Lost, texts_in, transcript_of
from workbench.domain.event import Event, Record
from workbench.domain.ids import ErasureId, TranscriptId, new_id
from workbench.domain.transcript import Body, Revision
from workbench.services.desk import Deed, Desk
from workbench.services.transcripts import opened


@dataclass(frozen=True)
class Trace:
    """A thing in the project in which lost words still stand: what it is and its id."""

    noun: str
    id: str


def forget(
    deed: Deed,
    transcripts: Collection[TranscriptId] = (),
    *,
    cause: Cause,
    names: Iterable[str] = (),
    things: Collection[tuple[str, str]] = (),
) -> None:
    """When this act ends, forget for good what these transcripts once said and do not say now.

    Call it anywhere in the act; it looks at how things stand when the act ends. Then

    - earlier revisions of ``transcripts`` lose their text (who made them, when and why stays);
    - contents of events are erased where words stand that the project's texts no longer have, or one of ``names``
      (identifiers as they were written), or that touched ``things`` (noun, id);
    - the act's event holds what is, never what was, so neither it nor anything erased can be undone;
    - everybody's suggestions go, and reasons of reviewed ones lose what they quoted;
    - the files are cleaned after the act is stored: free pages, write-ahead log, older copies (``Store.scrub``).

    What a person wrote is not changed here: ask :func:`traces` which things still hold lost words, and change them in
    the same act. Words kept in memory go with ``services.suggestions.forget``.
    """
    wanted = _Wanted(frozenset(transcripts), cause, tuple(names), frozenset(things))
    deed.forgets = True
    deed.closing.append(lambda: _forget(deed, wanted))


@dataclass(frozen=True)
class _Wanted:
    """What is to be forgotten when the act ends."""

    transcripts: frozenset[TranscriptId]
    cause: Cause
    names: tuple[str, ...]
    things: frozenset[tuple[str, str]]


def lost_words(deed: Deed, transcripts: Collection[TranscriptId], *, names: Iterable[str] = ()) -> Lost:
    """What the earlier revisions of these transcripts say and no text of the project says now."""
    return _lost(deed, _older(deed, transcripts), names)


def traces(deed: Deed, lost: Lost) -> list[Trace]:
    """The things of the project, as they stand now, in which lost words are still found."""
    return [
        Trace(noun, identity)
        for noun, collection in deed.uow.collections.items()
        for identity, record in collection.records_of_project(deed.project_id).items()
        if any(lost.stands_in(text) for text in texts_in(record)) or _quotes_lost(record, lost)
    ]


def _older(deed: Deed, transcripts: Collection[TranscriptId]) -> list[Revision]:
    """The revisions of these transcripts that are no longer current and still have their text."""
    found: list[Revision] = []
    for transcript_id in sorted(transcripts):
        current = opened(deed, transcript_id).revision
        of_transcript = deed.uow.revisions.of_transcript(transcript_id)
        found += [one for one in of_transcript if one.id != current.id and not one.is_erased]
    return found


def _lost(deed: Deed, older: Iterable[Revision], names: Iterable[str]) -> Lost:
    uow = deed.uow
    before = [body.text for body in uow.bodies.of_revisions(older).values()]
    now = [body.text for body in uow.bodies.of_revisions(uow.revisions.current_of_project(deed.project_id)).values()]
    return Lost.between(before, now, names=names)


def _forget(deed: Deed, wanted: _Wanted) -> None:
    uow, project_id = deed.uow, deed.project_id
    older = _older(deed, wanted.transcripts)
    lost = _lost(deed, older, wanted.names)
    log = list(uow.events.of_stream(project_id))
    erased = [event for event in log if _tells(event, lost, wanted)]
    dropped = _bodies_with(deed, log, lost) | {revision.body_digest for revision in older}
    if older:
        nothing = uow.bodies.put(Body("", ()))
        for revision in older:
            uow.revisions.save(revision.erased(body_digest=nothing))
    uow.bodies.drop_unused(sorted(dropped))
    _clear_reasons(deed, lost)
    uow.operations.reword_refusals(project_id, lost.masked)
    uow.erasures.save(
        Erasure(
            ErasureId(new_id()), project_id, wanted.cause, deed.at, deed.actor, tuple(event.number for event in erased)
        )
    )
    uow.events.erase(project_id, [event.number for event in erased])
    uow.log.keep_present_only(_present(deed, erased))
    uow.scrubs.ask(project_id, (log[-1].number if log else 0) + 1)


def _tells(event: Event, lost: Lost, wanted: _Wanted) -> bool:
    """Whether an event's content holds anything that must be forgotten."""
    changes = event.changes
    return changes is not None and any(
        (change.noun, change.id) in wanted.things
        or any(
            _tells_of(change.noun, record, lost, wanted.transcripts)
            for record in (change.before, change.after)
            if record
        )
        for change in changes
    )


def _tells_of(noun: str, record: Record, lost: Lost, transcripts: frozenset[TranscriptId]) -> bool:
    where = transcript_of(noun, record)
    elsewhere = where is not None and where not in transcripts
    if any(lost.runs_in(text) or lost.names_in(text, elsewhere=elsewhere) for text in texts_in(record)):
        return True
    return not elsewhere and _quotes_lost(record, lost)


def _quotes_lost(record: Record, lost: Lost) -> bool:
    """Whether a thing repeats words, however few, of a text that has lost them."""
    quote = record.get("quote")
    return isinstance(quote, str) and lost.is_lost_quote(quote)


def _bodies_with(deed: Deed, log: Iterable[Event], lost: Lost) -> set[str]:
    """Texts that some revision once had and that hold lost words: of an import that was undone, for instance."""
    named = {
        record["body_digest"]
        for event in log
        for change in event.changes or ()
        if change.noun == "revision"
        for record in (change.before, change.after)
        if record
    }
    bodies = {name: deed.uow.bodies.find(name) for name in named}
    return {name for name, body in bodies.items() if body is not None and lost.stands_in(body.text)}


def _clear_reasons(deed: Deed, lost: Lost) -> None:
    """What the machine had repeated: suggestions go, reasons of reviews lose their quotes."""
    uow = deed.uow
    uow.suggestions.clear(deed.project_id)
    for review in uow.reviews.of_project(deed.project_id):
        because = tuple(lost.without_quotes(reason) for reason in review.because)
        if because != review.because:
            uow.reviews.save(replace(review, because=because))


def _present(deed: Deed, erased: Iterable[Event]) -> dict[tuple[str, str], Record | None]:
    """Everything that the erased events had touched, as it stands now."""
    collections = deed.uow.collections
    keys = dict.fromkeys(tuple(name.split(":", 1)) for event in erased for name in event.touched)
    return {(noun, identity): collections[noun].record(identity) for noun, identity in keys}


def finish_cleaning(desk: Desk) -> bool:
    """Try again to clean the files after an erasure; whether nothing is left to do."""
    desk.require()
    return desk.store.scrub()
