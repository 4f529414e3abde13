"""Clearing a transcript: a person answers what no machine can judge, a second person checks, somebody signs off.

After sign-off no identifier that was taken out stands in the database, its log or its files (``services.erasure``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.domain.erasure import Cause
from workbench.domain.identifiers import (
    Clearance,
    Looked,
    Originals,
    PromptAnswer,
    Recognisable,
    ReviewState,
    Ruling,
    Verdict,
)
from workbench.domain.ids import ClearanceId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.privacy.replacing import places_of
from workbench.services import vaults
from workbench.services.desk import Deed, Desk, Look
from workbench.services.erasure import forget
from workbench.services.identifier_finds import Overview, Standing, overview, questions_asked
from workbench.services.vaults import VaultWish

_NEXT: dict[ReviewState, str] = {
    ReviewState.NOT_SEARCHED: "{label} has not been searched as it stands now. Press “Find identifiers” first.",
    ReviewState.OPEN: "{label} has hits that nobody has decided about. Decide them first.",
    ReviewState.TO_REPLACE: "{label} has replacements that are decided and not yet made. Make them first.",
    ReviewState.TO_ASK: "{label} has questions that only a person can answer. Answer them first.",
    ReviewState.TO_CHECK: "{label} has not been checked by a second person as it stands now.",
    ReviewState.TO_SIGN: "{label} is checked already.",
    ReviewState.SIGNED: "{label} is signed off already.",
}


def answer_question(desk: Desk, transcript_id: TranscriptId, turn: int, question: str, looked: Looked) -> Clearance:
    """Say what came of looking at a passage that no machine can judge."""
    with desk.deed("answer about a passage", Right.DEIDENTIFY) as deed:
        standing = _standing(overview(deed), transcript_id)
        if (turn, question) not in questions_asked(standing.here, standing.search):
            raise NotFoundError("question", str(turn), hint="The text has changed; look at it again.")
        return _saved(deed, standing.clearance.with_answer(PromptAnswer(turn, question, looked, deed.actor)))


def answer_recognisable(desk: Desk, transcript_id: TranscriptId, answer: Recognisable, note: str = "") -> Clearance:
    """Answer for a transcript: would someone on the unit know who this is?"""
    with desk.deed("answer who would know", Right.DEIDENTIFY) as deed:
        standing = _standing(overview(deed), transcript_id)
        return _saved(deed, standing.clearance.with_recognisable(answer, make_text(note)))


def check(desk: Desk, transcript_id: TranscriptId, *, remains: str) -> Clearance:
    """Check a transcript as the second person. ``remains`` says what risk is left."""
    with desk.deed("check a transcript", Right.DEIDENTIFY) as deed:
        seen = overview(deed)
        standing = _standing(seen, transcript_id)
        _require(standing, ReviewState.TO_CHECK)
        kept, deciders = kept_in(seen, transcript_id)
        answered = {one.by for one in standing.clearance.answers}
        return _saved(
            deed,
            standing.clearance.checked(
                standing.here.revision.id,
                by=deed.actor,
                at=deed.at,
                deciders=deciders | answered,
                kept=kept,
                remains=make_text(remains),
            ),
        )


def who_may_check(look: Look, seen: Overview, transcript_id: TranscriptId) -> list[str]:
    """The people on the team whose own decisions are not in a transcript."""
    standing = _standing(seen, transcript_id)
    _, deciders = kept_in(seen, transcript_id)
    involved = {*deciders, *standing.clearance.deciders, *(one.by for one in standing.clearance.answers)}
    team = look.uow.members.present(look.project.id)
    return [member.name for member in team if member.may(Right.DEIDENTIFY) and member.name not in involved]


def sign_off(desk: Desk, transcript_ids: Sequence[TranscriptId], *, keep: VaultWish | None) -> list[Clearance]:
    """Sign transcripts off, and forget for good what was taken out of them.

    With ``keep`` the names and the first texts go into an encrypted vault before; without, they are kept nowhere.
    """
    with desk.reading(Right.SIGN_OFF) as look:
        seen = overview(look)
        standings = [_standing(seen, transcript_id) for transcript_id in transcript_ids]
        for standing in standings:
            _require(standing, ReviewState.TO_SIGN)
            _require_placed(look, standing)
        contents = vaults.gather(look, standings) if keep else None
    if not standings:
        raise RuleError("Choose the transcripts to sign off.")
    if keep is not None and contents is not None:
        vaults.put(desk, keep, contents)
    with desk.deed("sign off a transcript", Right.SIGN_OFF) as deed:
        seen, originals = overview(deed), Originals.VAULT if keep else Originals.NOT_KEPT
        signed = []
        for transcript_id in transcript_ids:
            standing = _standing(seen, transcript_id)
            _require(standing, ReviewState.TO_SIGN)
            done = standing.clearance.signed(standing.here.revision.id, by=deed.actor, at=deed.at, originals=originals)
            signed.append(_saved(deed, done))
        deed.uow.searches.clear(transcript_ids)
        _forget_names(deed, seen, transcript_ids)
    return signed


def _forget_names(deed: Deed, seen: Overview, transcript_ids: Sequence[TranscriptId]) -> None:
    """Empty the decisions whose strings stand nowhere any more, and every trace of them in the log."""
    texts = [standing.here.body.text for standing in seen.standings]
    replaced = [
        ruling
        for ruling in deed.uow.rulings.of_project(deed.project_id)
        if ruling.verdict is not Verdict.KEEP and not ruling.is_forgotten
    ]
    gone = [ruling for ruling in replaced if not _stands(ruling, texts)]
    for ruling in gone:
        deed.uow.rulings.save(ruling.forgotten())
    forget(
        deed,
        transcript_ids,
        cause=Cause.IDENTIFIERS,
        names=[name for ruling in replaced for name in (*ruling.spellings, ruling.key)],
        things=[("ruling", ruling.id) for ruling in gone],
    )


def _stands(ruling: Ruling, texts: Iterable[str]) -> bool:
    return any(places_of(text, ruling.spellings) for text in texts)


def reopen(desk: Desk, transcript_id: TranscriptId) -> Clearance:
    """Withdraw check and sign-off, as when something was overlooked. What was forgotten stays forgotten."""
    with desk.deed("open a transcript again", Right.DEIDENTIFY) as deed:
        standing = _standing(overview(deed), transcript_id)
        if standing.clearance.checked_revision is None:
            raise RuleError(f"{standing.here.transcript.label} is not checked; there is nothing to withdraw.")
        return _saved(deed, standing.clearance.reopened())


def checked_transcripts(look: Look | Deed) -> frozenset[TranscriptId]:
    """The transcripts that were checked by a second person and signed off as they stand now."""
    current = {one.id: one.revision_id for one in look.uow.transcripts.of_project(look.project.id)}
    clearances = look.uow.clearances.of_project(look.project.id)
    return frozenset(
        one.transcript_id
        for one in clearances
        if one.signed_at is not None and one.is_signed(current[one.transcript_id])
    )


def _standing(seen: Overview, transcript_id: TranscriptId) -> Standing:
    found = seen.standing(transcript_id)
    if found is None:
        raise NotFoundError("transcript", transcript_id)
    return found


def _require(standing: Standing, state: ReviewState) -> None:
    if standing.state is not state:
        raise RuleError(_NEXT[standing.state].format(label=standing.here.transcript.label))


def _require_placed(look: Look, standing: Standing) -> None:
    """A coding that waits for a place still holds the old words."""
    mine = standing.here.transcript
    if look.uow.unplaced.of_transcript(mine.id):
        raise RuleError(
            f"{mine.label} has codings that wait for a place after a correction; they still hold the old words. Place or remove them first."
        )


def kept_in(seen: Overview, transcript_id: TranscriptId) -> tuple[Counter[str], set[str]]:
    """How many hits of each class stay in a transcript, and who decided so."""
    counts: Counter[str] = Counter()
    deciders = set()
    for group in seen.groups:
        if group.ruling is None:
            continue
        kept = sum(one.here.transcript.id == transcript_id and one.verdict is Verdict.KEEP for one in group.occurrences)
        kept += sum(
            voice.transcript_id == transcript_id for voice in group.voices if group.ruling.verdict is Verdict.KEEP
        )
        if kept:
            counts[group.kind.value] += kept
            deciders.add(group.ruling.by)
    return counts, deciders


def _saved(deed: Deed, clearance: Clearance) -> Clearance:
    named = clearance if clearance.id else replace(clearance, id=ClearanceId(new_id()))
    deed.uow.clearances.save(named)
    return named
