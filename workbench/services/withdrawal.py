"""Withdrawal: a participant takes back what they gave. Recorded when they ask, shown before it is done, done once and for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from workbench.domain.erasure import Cause
from workbench.domain.ids import ConsentId, ParticipantId, RevisionId, WithdrawalId, new_id
from workbench.domain.ledger import Departure
from workbench.domain.participant import Consent, FutureUse, Participant, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.domain.transcript import RevisionKind
from workbench.domain.withdrawal import Scope, Turns, Withdrawal, asked_in_time
from workbench.errors import NotFoundError, RuleError
from workbench.privacy import vault
from workbench.processes import ChildProcess
from workbench.services import erasure, releases
from workbench.services.consents import put_consent
from workbench.services.desk import Deed, Desk, Look
from workbench.services.people import participant_in
from workbench.services.reports import quotes_in_draft
from workbench.services.revisions import revise
from workbench.services.suggestion_study import PASSAGES
from workbench.services.talk import INDEXES
from workbench.services.visibility import veil_of
from workbench.services.withdrawal_plan import Part, Plan, make_plan, memo_without_place, with_text

PURGE_DAYS = 30
"""How long after a withdrawal backups kept elsewhere may still hold the words."""


@dataclass(frozen=True)
class Reach:
    """What carrying a withdrawal out would touch, for people to look at first. Nothing is changed."""

    plan: Plan
    withdrawal: Withdrawal
    quotes_in_report: int
    departures: tuple[Departure, ...]
    copies: tuple[Path, ...]  # backups and copies in the database's folder, which are removed
    other_databases: tuple[Path, ...]  # of the same study, which are not touched
    twins: tuple[str, ...]  # transcripts that came from the same file and name no participant


@dataclass(frozen=True)
class Done:
    """What a withdrawal did. ``cleaned`` is false where the files could not be cleaned yet; the next opening does it."""

    withdrawal: Withdrawal
    label: str
    pseudonym: str
    turns: int
    codings: int
    trimmed: int
    notes: int
    departures: tuple[Departure, ...]
    removed: tuple[Path, ...]
    other_databases: tuple[Path, ...]
    left: tuple[erasure.Trace, ...]
    cleaned: bool

    @property
    def purge_by(self) -> str:
        """The day by which backups kept elsewhere must be destroyed."""
        return purge_day(self.withdrawal.carried_out_at or "")


def purge_day(carried_out_at: str) -> str:
    """The day by which older backups must be gone, for a withdrawal carried out at a moment."""
    return (date.fromisoformat(carried_out_at[:10]) + timedelta(days=PURGE_DAYS)).isoformat()


# Asking -------------------------------------------------------------------------------------------------------------


def request(
    desk: Desk, participant_id: ParticipantId, scope: Scope, *, asked_on: str, passages: Iterable[Turns] = ()
) -> Withdrawal:
    """A withdrawal to look at, not written down: the one that is recorded and open, if there is one like it."""
    turns = tuple(passages)
    _check(scope, asked_on, turns)
    with desk.reading() as look:
        participant = participant_in(look, participant_id)
        for one in look.uow.withdrawals.of_participant(participant.id):
            if one.is_open and (one.scope, one.passages) == (scope, turns):
                return one
        return _made(look, participant, scope, asked_on, turns)


def ask(
    desk: Desk,
    participant_id: ParticipantId,
    scope: Scope,
    *,
    asked_on: str,
    passages: Iterable[Turns] = (),
) -> Withdrawal:
    """Write down that a participant takes something back. Quoting stops at once where they take back everything.

    Withdrawing only quotes or only sharing is carried out by this alone, as a new version of the consent record.
    """
    turns = tuple(passages)
    _check(scope, asked_on, turns)
    with desk.deed("record withdrawal", Right.MANAGE_PEOPLE) as deed:
        participant = participant_in(deed, participant_id)
        newest = _newest(deed.uow.consents.of_participant(participant.id))
        for one in deed.uow.withdrawals.of_participant(participant.id):
            if one.is_open and (one.scope, one.passages) == (scope, turns):
                raise RuleError(f"This is recorded already: {participant.label} asked for it on {one.asked_on}.")
        at_once = not scope.removes_words
        withdrawal = _made(deed, participant, scope, asked_on, turns)
        if at_once:
            withdrawal = replace(withdrawal, carried_out_at=deed.at, carried_out_by=desk.actor)
        deed.uow.withdrawals.save(withdrawal)
        if scope is Scope.EVERYTHING and participant.withdrawn_on is None:
            deed.uow.participants.save(replace(participant, withdrawn_on=asked_on))
        if at_once:
            put_consent(deed, _narrowed(newest, participant.id, scope, asked_on))
    return withdrawal


def _made(
    at: Look | Deed, participant: Participant, scope: Scope, asked_on: str, turns: tuple[Turns, ...]
) -> Withdrawal:
    for one in at.uow.withdrawals.of_participant(participant.id):
        if one.scope is Scope.EVERYTHING and not one.is_open:
            raise RuleError(
                f"{participant.label} has withdrawn, and all was removed on {(one.carried_out_at or '')[:10]}."
            )
    newest = _newest(at.uow.consents.of_participant(participant.id))
    return Withdrawal(
        WithdrawalId(new_id()), at.project.id, participant.id, scope, asked_on, turns, asked_in_time(newest, asked_on)
    )


def _check(scope: Scope, asked_on: str, turns: tuple[Turns, ...]) -> None:
    if (scope is Scope.PASSAGES) != bool(turns):
        raise RuleError("Give the turns that are taken back, and only where single passages are.")
    try:
        date.fromisoformat(asked_on)
    except ValueError as error:
        raise RuleError(f"“{asked_on}” is not a day. Write it as 2026-05-31.") from error


def _newest(consents: Iterable[Consent]) -> Consent | None:
    return max(consents, key=lambda one: one.age, default=None)


def _narrowed(newest: Consent | None, participant_id: ParticipantId, scope: Scope, asked_on: str) -> Consent:
    """The consent from now on: as it was, without what is taken back."""
    before = newest or Consent(ConsentId(new_id()), participant_id)
    version = f"{before.consent_version} withdrawn in part".strip()
    signed = max(asked_on, before.signed_on or "")
    after = replace(before, id=ConsentId(new_id()), consent_version=version, signed_on=signed)
    if scope is Scope.QUOTES:
        return replace(after, quote_use=QuoteUse.NONE)
    return replace(
        after, sponsor_share=SponsorShare.NONE, repository_share=RepositoryShare.NONE, future_use=FutureUse.NONE
    )


def withdrawals(desk: Desk, participant_id: ParticipantId | None = None) -> list[Withdrawal]:
    """What was taken back so far, oldest first; one person's if asked."""
    with desk.reading() as look:
        found = look.uow.withdrawals.of_project(desk.project_id)
    return [one for one in found if participant_id in (None, one.participant_id)]


# Looking ------------------------------------------------------------------------------------------------------------


def reach(desk: Desk, withdrawal: Withdrawal, *, other_names: Iterable[str] = (), questions_too: bool = False) -> Reach:
    """What carrying it out would touch. Texts of private notes are not in it."""
    with desk.reading(Right.WITHDRAW) as look:
        _check_open(look, withdrawal)
        plan = _as_seen(look, _planned(look, withdrawal, other_names, questions_too))
        departures = tuple(_holding(look, withdrawal))
        twins = tuple(_twins(look, plan))
    gone = {part.here.transcript.id: part for part in plan.parts}
    quotes = [
        quote
        for quote in quotes_in_draft(desk)
        if quote.transcript_id in gone and gone[quote.transcript_id].touches(quote.span)
    ]
    return Reach(
        plan, withdrawal, len(quotes), departures, tuple(desk.store.older_copies(desk.project_id)),
        tuple(desk.store.other_databases(desk.project_id)), twins,
    )  # fmt: skip


def _planned(at: Look | Deed, withdrawal: Withdrawal, names: Iterable[str], questions_too: bool) -> Plan:
    return make_plan(
        at, withdrawal.participant_id, withdrawal.scope, passages=withdrawal.passages, other_names=names,
        questions_too=questions_too,
    )  # fmt: skip


def _as_seen(at: Look | Deed, plan: Plan) -> Plan:
    """The plan without what a blind round hides from the asker. Carrying it out takes all, seen or not."""
    veil = veil_of(at)
    return replace(plan, placed=tuple(one for one in plan.placed if not veil.hides_record(one.noun, one.record)))


def _holding(at: Look | Deed, withdrawal: Withdrawal) -> Iterable[Departure]:
    return [one for one in at.uow.departures.of_project(at.project.id) if one.holds(withdrawal.participant_id)]


def _twins(at: Look | Deed, plan: Plan) -> Iterable[str]:
    """Transcripts from the same files, in which nobody has said who speaks: the words stand there once more."""
    sources = {part.here.transcript.source_digest for part in plan.parts}
    for transcript in at.uow.transcripts.of_project(at.project.id):
        if transcript.id not in plan.transcripts and transcript.source_digest in sources:
            yield transcript.label


# Doing --------------------------------------------------------------------------------------------------------------


def carry_out(
    desk: Desk,
    withdrawal: Withdrawal,
    *,
    models: ChildProcess | None = None,
    other_names: Iterable[str] = (),
    questions_too: bool = False,
    wordings: Mapping[str, str] | None = None,
) -> Done:
    """Remove for good what was taken back. It cannot be undone, by nobody and from no backup that is kept here.

    ``wordings`` are a person's own texts for mentions, by their keys; an empty one removes a note. What is not given is
    worded as the plan proposes. ``models`` is the process that may hold words in memory.
    """
    names = tuple(other_names)
    copies = tuple(desk.store.older_copies(desk.project_id))
    with desk.deed("withdraw", Right.WITHDRAW) as deed:
        _check_open(deed, withdrawal)
        plan = _planned(deed, withdrawal, names, questions_too)
        _put_things(deed, plan)
        for part in plan.parts:
            _put_text(deed, part, plan)
        forgotten = _forget_rulings(deed, plan)
        _put_mentions(deed, plan, wordings or {})
        if plan.scope is Scope.EVERYTHING:
            _leave_a_stub(deed, plan, withdrawal.asked_on)
        done = replace(withdrawal, carried_out_at=deed.at, carried_out_by=desk.actor)
        deed.uow.withdrawals.save(done)
        departures = tuple(_holding(deed, withdrawal))
        releases.withdraw_releases(deed, [one.id for one in departures])
        seen = _as_seen(deed, plan)
        left = tuple(erasure.traces(deed, plan.lost))
        erasure.forget(
            deed, plan.transcripts, cause=Cause.WITHDRAWAL, names=plan.names, things=_things_of(deed, plan) | forgotten,
        )  # fmt: skip
    PASSAGES.forget()
    INDEXES.forget()
    if models is not None:
        models.close()  # with all that it had learned; the next question starts another
    return Done(
        withdrawal=done,
        label=plan.participant.label,
        pseudonym=plan.participant.pseudonym,
        turns=sum(len(part.gone) for part in plan.parts),
        codings=len(seen.of_noun("coding")),
        trimmed=len(seen.of_noun("coding", trimmed=True)),
        notes=len({(one.noun, one.id) for one in plan.mentions}),
        departures=departures,
        removed=tuple(copy for copy in copies if not copy.exists()),
        other_databases=tuple(desk.store.other_databases(desk.project_id)),
        left=left,
        cleaned=desk.store.scrub(),
    )


def _put_things(deed: Deed, plan: Plan) -> None:
    """Take away what lay in words that go; what reaches beyond them keeps that part of its place."""
    gone = {one.record["id"] for one in plan.of_noun("coding")}
    needed = {one.record["review_id"] for one in plan.of_noun("coding", trimmed=True)}
    for one in plan.placed:
        collection, identity = deed.uow.collections[one.noun], one.record["id"]
        if one.stays is not None:
            place = {"start": one.stays.start, "end": one.stays.end}
            collection.put_record(
                identity, {**one.record, **place, **({"quote": one.quote} if "quote" in one.record else {})}
            )
        elif one.noun == "memo":
            collection.put_record(identity, memo_without_place(one.record, one.record["target_id"]))
        elif one.noun != "review" or identity not in needed:
            if one.noun == "coding":
                deed.uow.unplaced.remove(identity)
            collection.put_record(identity, None)
    for question in deed.uow.questions.of_project(deed.project_id):
        if question.coding_id in gone:
            deed.uow.questions.save(replace(question, coding_id=None))


def _put_text(deed: Deed, part: Part, plan: Plan) -> None:
    """A new revision without the words; what was checked of the old one stays checked, for nothing came in."""
    uow, here = deed.uow, part.here
    after = revise(
        deed, here, part.edits, kind=RevisionKind.WITHDRAWAL, reason="words taken back by a participant"
    ).here
    uow.transcripts.save(replace(after.transcript, content_note=plan.notes[here.transcript.id]))
    uow.searches.clear([here.transcript.id])
    clearance = uow.clearances.of_transcript(here.transcript.id)
    if clearance is not None:
        follow = {here.revision.id: after.revision.id}
        uow.clearances.save(
            replace(
                clearance,
                answers=tuple(one for one in clearance.answers if one.turn not in part.numbers),
                checked_revision=_following(clearance.checked_revision, follow),
                signed_revision=_following(clearance.signed_revision, follow),
            )
        )


def _following(revision_id: RevisionId | None, follow: Mapping[RevisionId, RevisionId]) -> RevisionId | None:
    return None if revision_id is None else follow.get(revision_id, revision_id)


def _forget_rulings(deed: Deed, plan: Plan) -> set[tuple[str, str]]:
    """Decisions about identifiers that stood in these words only no longer say what they were about."""
    found: set[tuple[str, str]] = set()
    for ruling in deed.uow.rulings.of_project(deed.project_id):
        if ruling.spellings and all(
            plan.lost.is_lost_quote(spelling) or plan.lost.stands_in(spelling) for spelling in ruling.spellings
        ):
            deed.uow.rulings.save(ruling.forgotten())
            found.add(("ruling", ruling.id))
    return found


def _put_mentions(deed: Deed, plan: Plan, wordings: Mapping[str, str]) -> None:
    """Word anew what people wrote; a private note of somebody else only as proposed."""
    label = plan.participant.label
    for mention in plan.mentions:
        given = None if mention.hidden else wordings.get(mention.key)
        text = mention.proposed if given is None else make_text(given).strip()
        if plan.lost.stands_in(text):
            raise RuleError(
                f"One of the texts you changed still holds words or a name of {label}. Change it further: nothing was removed yet."
            )
        collection = deed.uow.collections[mention.noun]
        record = collection.record(mention.id)
        if record is None:
            continue
        if mention.noun == "memo" and not text:
            collection.put_record(mention.id, None)
        else:
            collection.put_record(mention.id, with_text(record, mention.path, text))


def _leave_a_stub(deed: Deed, plan: Plan, asked_on: str) -> None:
    """Of the person remains a label and a day; of the consent, that there was one and when."""
    uow, person = deed.uow, plan.participant
    uow.participants.save(
        Participant(person.id, person.project_id, person.label, person.label, {}, person.withdrawn_on or asked_on)
    )
    consents = uow.consents.of_participant(person.id)
    newest = _newest(consents)
    for consent in consents:
        if consent is newest:
            uow.consents.save(Consent(consent.id, person.id, signed_on=consent.signed_on))
        else:
            uow.consents.remove(consent.id)
    for approval in uow.approvals.of_project(deed.project_id):
        if approval.participant_id == person.id:
            uow.approvals.remove(approval.id)
    for speaker in plan.speakers:
        uow.speakers.save(replace(speaker, label=person.label))


def _things_of(deed: Deed, plan: Plan) -> set[tuple[str, str]]:
    """What is known of the person, and what lay in their words: acts on these are forgotten whole."""
    things = {(one.noun, one.record["id"]) for one in plan.placed}
    things |= {(mention.noun, mention.id) for mention in plan.mentions}
    if plan.scope is Scope.EVERYTHING:
        things.add(("participant", plan.participant.id))
        things |= {("speaker", speaker.id) for speaker in plan.speakers}
        things |= {
            (change.noun, change.id)
            for event in deed.uow.events.mentioning(deed.project_id, plan.participant.id)
            for change in event.changes or ()
            if change.noun == "consent"
            and (change.after or change.before or {})["participant_id"] == plan.participant.id
        }
    return things


def remove_from_vault(desk: Desk, withdrawal: Withdrawal, path: str, passphrase: str) -> bool:
    """Take the participant's name and first texts out of a vault: the last trace. Whether anything of theirs was in it.

    The passphrase is used and not kept.
    """
    with desk.reading(Right.WITHDRAW):
        pass
    if withdrawal.is_open:
        raise RuleError("Carry the withdrawal out first. The vault comes last.")
    if not path.strip():
        raise RuleError("Say where the vault file lies.")
    return vault.remove_person(Path(path.strip()).expanduser(), passphrase, withdrawal.participant_id)


def _check_open(at: Look | Deed, withdrawal: Withdrawal) -> None:
    """Refuse what is of another project, was carried out already, or takes no words back."""
    stored = at.uow.withdrawals.find(withdrawal.id)
    if withdrawal.project_id != at.project.id:
        raise NotFoundError("withdrawal", withdrawal.id)
    if not withdrawal.is_open or (stored is not None and not stored.is_open):
        raise RuleError("This withdrawal was carried out already.")
    if not withdrawal.scope.removes_words:
        raise RuleError("This withdrawal changes the consent record only. Record it, and it is done.")
