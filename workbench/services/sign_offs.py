"""Sign-offs: of transcripts (their clearance says it), themes and tiers of export; who stands up for what, and what came after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.domain.codebook import Lack, Theme, ThemeStatus
from workbench.domain.event import canonical
from workbench.domain.ids import SignOffId, ThemeId, TranscriptId, new_id
from workbench.domain.participant import newest_of_each
from workbench.domain.project import Right
from workbench.domain.records import to_record
from workbench.domain.sign_off import (
    Signed,
    SignOff,
    Standing,
    Tier,
    newest,
    state_of_theme,
    state_of_tier,
)
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.clearing import checked_transcripts
from workbench.services.desk import Deed, Desk, Look
from workbench.services.evidence import people_behind


@dataclass(frozen=True)
class Line:
    """One thing that can be signed off, and how that stands now.

    ``signed_by``, ``signed_at`` and ``note`` are of the last signature, whatever has become of it. ``lacks`` is what a
    theme still needs; ``sign_off`` is ``None`` for a transcript, whose clearance holds the signature.
    """

    kind: Signed
    subject: str
    label: str
    standing: Standing
    signed_by: str = ""
    signed_at: str | None = None
    note: str = ""
    sign_off: SignOff | None = None
    lacks: tuple[Lack, ...] = ()
    is_marked_ready: bool = True


def sign_theme(desk: Desk, theme_id: ThemeId, note: str = "") -> SignOff:
    """Stand up for a theme: for its claim, its evidence and what speaks against it.

    :raises RuleError: it is signed as it stands, or something is missing; says what
    """
    with desk.deed("sign off a theme", Right.SIGN_OFF) as deed:
        theme = _theme(deed, theme_id)
        lacks = theme.lacks(people=people_behind(deed, [theme])[theme.id])
        if lacks:
            raise RuleError(f"“{theme.title}” cannot be signed off yet. Before that, {'; '.join(lacks)}.")
        if theme.status is not ThemeStatus.READY:
            raise RuleError(f"“{theme.title}” is still a candidate. Let the team mark it as ready first.")
        return _sign(deed, Signed.THEME, theme.id, state_of_theme(theme), note, label=theme.title)


def sign_tier(desk: Desk, tier: Tier, note: str = "") -> SignOff:
    """Stand up for what an export of this tier holds. It lapses when consent, a text or a theme in it changes."""
    with desk.deed("sign off a tier", Right.SIGN_OFF) as deed:
        return _sign(deed, Signed.TIER, tier.value, _state_of_tier(deed, tier), note, label=f"Tier {tier.value}")


def withdraw(desk: Desk, sign_off_id: SignOffId, why: str) -> SignOff:
    """Take a signature back, with the reason. Both stay in the log."""
    with desk.deed("withdraw a signature", Right.SIGN_OFF) as deed:
        found = deed.uow.sign_offs.find(sign_off_id)
        if found is None or found.project_id != desk.project_id:
            raise NotFoundError("sign-off", sign_off_id)
        taken_back = found.withdrawn(by=deed.actor, at=deed.at, why=make_text(why))
        deed.uow.sign_offs.save(taken_back)
    return taken_back


def is_signed_off(look: Look | Deed, kind: Signed, subject: str) -> bool:
    """Whether somebody stands up for this thing as it is now."""
    if kind is Signed.TRANSCRIPT:
        return TranscriptId(subject) in checked_transcripts(look)
    signature = newest(look.uow.sign_offs.of(look.project.id, kind, subject))
    if signature is None or signature.is_withdrawn:
        return False
    if kind is Signed.TIER:
        return signature.standing(_state_of_tier(look, Tier(subject))) is Standing.SIGNED
    theme = look.uow.themes.find(subject)
    return theme is not None and _line_of_theme(look, theme, [signature]).standing is Standing.SIGNED


def theme_lines(look: Look | Deed) -> dict[ThemeId, Line]:
    """How the sign-off of each theme stands."""
    signatures = look.uow.sign_offs.of_project(look.project.id)
    themes = look.uow.themes.of_project(look.project.id)
    people = people_behind(look, themes)
    return {theme.id: _line_of_theme(look, theme, signatures, people[theme.id]) for theme in themes}


def lines(desk: Desk) -> list[Line]:
    """Everything that can be signed off: transcripts, then themes, then tiers, each in its order."""
    with desk.reading() as look:
        signatures = look.uow.sign_offs.of_project(desk.project_id)
        tiers = [_line_of_tier(look, tier, signatures) for tier in Tier]
        return [*_lines_of_transcripts(look), *theme_lines(look).values(), *tiers]


def lines_of_themes(desk: Desk) -> list[Line]:
    """The same for the themes alone."""
    with desk.reading() as look:
        return list(theme_lines(look).values())


def history(desk: Desk) -> list[SignOff]:
    """Every signature under themes and tiers, oldest first, with those that were taken back."""
    with desk.reading() as look:
        return look.uow.sign_offs.of_project(desk.project_id)


def _theme(deed: Deed, theme_id: ThemeId) -> Theme:
    theme = deed.uow.themes.find(theme_id)
    if theme is None or theme.project_id != deed.project_id:
        raise NotFoundError("theme", theme_id)
    return theme


def _sign(deed: Deed, kind: Signed, subject: str, state: str, note: str, *, label: str) -> SignOff:
    before = newest(deed.uow.sign_offs.of(deed.project_id, kind, subject))
    if before is not None and before.standing(state) is Standing.SIGNED:
        raise RuleError(f"“{label}” is signed off already, by {before.signed_by}.")
    signature = SignOff(
        SignOffId(new_id()), deed.project_id, kind, subject, state, deed.actor, deed.at, make_text(note).strip()
    )
    deed.uow.sign_offs.save(signature)
    return signature


def _line_of_theme(look: Look | Deed, theme: Theme, signatures: Iterable[SignOff], people: int | None = None) -> Line:
    """A signature under a theme holds while the theme says the same, and still lacks nothing: people may withdraw."""
    heard = people_behind(look, [theme])[theme.id] if people is None else people
    lacks = theme.lacks(people=heard)
    found = _line(Signed.THEME, theme.id, theme.title, state_of_theme(theme) if not lacks else "", signatures)
    return replace(found, lacks=lacks, is_marked_ready=theme.status is ThemeStatus.READY)


def _line_of_tier(look: Look | Deed, tier: Tier, signatures: Iterable[SignOff]) -> Line:
    return _line(Signed.TIER, tier.value, tier.value, _state_of_tier(look, tier), signatures)


def _line(kind: Signed, subject: str, label: str, state: str, signatures: Iterable[SignOff]) -> Line:
    found = newest(one for one in signatures if (one.kind, one.subject) == (kind, subject))
    if found is None:
        return Line(kind, subject, label, Standing.NOT_SIGNED)
    return Line(kind, subject, label, found.standing(state), found.signed_by, found.signed_at, found.note, found)


def _lines_of_transcripts(look: Look) -> list[Line]:
    clearances = {one.transcript_id: one for one in look.uow.clearances.of_project(look.project.id)}
    found = []
    for transcript in look.uow.transcripts.of_project(look.project.id):
        clearance = clearances.get(transcript.id)
        if clearance is None or clearance.signed_at is None:
            found.append(Line(Signed.TRANSCRIPT, transcript.id, transcript.label, Standing.NOT_SIGNED))
            continue
        standing = Standing.SIGNED if clearance.is_signed(transcript.revision_id) else Standing.CHANGED_SINCE
        by, at, remains = clearance.signed_by, clearance.signed_at, clearance.remains
        found.append(Line(Signed.TRANSCRIPT, transcript.id, transcript.label, standing, by, at, remains))
    return found


def _state_of_tier(look: Look | Deed, tier: Tier) -> str:
    """What an export of this tier rests on: themes for findings and quotes, consent and texts for all with words in it."""
    uow, project_id = look.uow, look.project.id
    themes = uow.themes.of_project(project_id) if tier in (Tier.FINDINGS, Tier.QUOTES) else []
    consents: list[str] = []
    texts: list[str] = []
    if tier is not Tier.FINDINGS:
        consents += [canonical(to_record(one)) for one in newest_of_each(uow.consents.of_project(project_id)).values()]
        consents += [canonical(to_record(one)) for one in uow.approvals.of_project(project_id)]
        consents += [f"{one.id} {one.withdrawn_on}" for one in uow.participants.of_project(project_id)]
        texts += [one.revision_id for one in uow.transcripts.of_project(project_id)]
    return state_of_tier(map(state_of_theme, themes), consents, texts)
