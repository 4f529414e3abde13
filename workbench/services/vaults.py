"""Vaults: where names and first texts go at sign-off, if the team keeps them, and how they are read back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from workbench.domain.identifiers import Verdict
from workbench.domain.project import Right
from workbench.errors import NotFoundError, RuleError, UnsafePlaceError
from workbench.privacy import vault
from workbench.privacy.vault import Contents, KeptName, KeptPerson, KeptText, KeptTurn
from workbench.services.desk import Desk, Look
from workbench.services.identifier_finds import Standing
from workbench.store.places import synced_by


@dataclass(frozen=True)
class VaultWish:
    """Which vault to use. The passphrase is never shown, logged or kept. ``insist`` allows a synced folder."""

    path: Path
    passphrase: str = field(repr=False)
    insist: bool = False


def proposed_path(desk: Desk) -> Path:
    """A place for a project's vault outside the data folder; the name tells nothing about anybody."""
    desk.require(Right.DEIDENTIFY)
    return Path.home() / "Workbench vaults" / f"{desk.project_id[:8]}{vault.SUFFIX}"


def check_place(desk: Desk, path: Path, *, insist: bool = False) -> Path:
    """The place as a full path, or a sentence about why a vault may not lie there."""
    desk.require(Right.DEIDENTIFY)
    if not path.is_absolute() or path.suffix != vault.SUFFIX:
        raise RuleError(f"Give the vault's whole path, with a name that ends in {vault.SUFFIX}.")
    data = desk.store.path
    if data is not None and path.resolve().is_relative_to(data.resolve().parent):
        raise UnsafePlaceError(
            "The vault would lie in the folder of the project's data. Who gets one would get both. Choose another folder, such as a USB stick."
        )
    service = synced_by(path)
    if service and not insist:
        raise UnsafePlaceError(
            f"This folder is synced by {service}: copies of the vault would lie on other computers. Choose another folder, or say that you want it so."
        )
    return path


def gather(look: Look, standings: Iterable[Standing]) -> Contents:
    """What a vault must hold so that nothing is lost when these transcripts are signed off."""
    uow, project_id = look.uow, look.project.id
    people = {person.id: person for person in uow.participants.of_project(project_id)}
    by_pseudonym = {f"[{person.pseudonym}]": person for person in people.values() if person.pseudonym}
    contents = Contents(project_id)
    names = []
    for ruling in uow.rulings.of_project(project_id):
        if ruling.verdict is not Verdict.REPLACE or ruling.is_forgotten:
            continue
        person = by_pseudonym.get(ruling.replacement)
        names.append(KeptName(ruling.kind, ruling.replacement, ruling.spellings, person.id if person else ""))
    contents = contents.with_names(tuple(names))
    for person in people.values():
        said = [name for kept in names if kept.participant_id == person.id for name in kept.spellings]
        if said:
            contents = contents.with_person(KeptPerson(person.id, person.label, person.pseudonym, max(said, key=len)))
    for standing in standings:
        transcript = standing.here.transcript
        first = next((one for one in uow.revisions.of_transcript(transcript.id) if not one.is_erased), None)
        if first is None:
            continue
        body = uow.bodies.get(first.body_digest)
        speakers = standing.here.speakers
        turns = []
        for turn in body.turns:
            speaker = speakers.get(turn.speaker_id) if turn.speaker_id else None
            said_by = speaker.participant_id or "" if speaker else ""
            turns.append(KeptTurn(speaker.label if speaker else "", turn.span.text_in(body.text), said_by))
        contents = contents.with_text(
            KeptText(transcript.id, transcript.label, transcript.title, transcript.imported_at, tuple(turns))
        )
    return contents


def put(desk: Desk, wish: VaultWish, more: Contents) -> None:
    """Add to a vault, or make it where there is none."""
    desk.require(Right.SIGN_OFF)
    path = check_place(desk, wish.path, insist=wish.insist)
    if not path.exists():
        vault.create(path, wish.passphrase, more)
        return
    vault.change(path, wish.passphrase, lambda before: _joined(before, more))


def _joined(before: Contents, more: Contents) -> Contents:
    if before.project_id != more.project_id:
        raise RuleError("This vault belongs to another project. Give each project a vault of its own.")
    contents = before.with_names(more.names)
    for person in more.people:
        known = next((one for one in before.people if one.participant_id == person.participant_id), None)
        contents = contents if known else contents.with_person(person)
    for text in more.texts:
        contents = contents.with_text(text)
    return contents


def open_vault(desk: Desk, path: Path, passphrase: str) -> Contents:
    """What is in the project's vault, for somebody on the team who knows the passphrase."""
    with desk.reading(Right.DEIDENTIFY):
        contents = vault.read(path, passphrase)
    _require_own(desk, contents)
    return contents


def put_person(desk: Desk, path: Path, passphrase: str, person: KeptPerson) -> None:
    """Write a row of the linking key: who a participant is, and how to reach them."""
    with desk.reading(Right.MANAGE_PEOPLE) as look:
        if look.uow.participants.get(person.participant_id).project_id != desk.project_id:
            raise NotFoundError("participant", person.label)
    _require_own(desk, vault.read(path, passphrase))
    vault.change(path, passphrase, lambda contents: contents.with_person(person))


def remove_person(desk: Desk, path: Path, passphrase: str, participant_id: str) -> bool:
    """Take a participant out of the vault; whether anything of them was in it."""
    with desk.reading(Right.MANAGE_PEOPLE):
        _require_own(desk, vault.read(path, passphrase))
    return vault.remove_person(path, passphrase, participant_id)


def change_passphrase(desk: Desk, path: Path, old: str, new: str) -> None:
    """From now on the vault opens with another passphrase only."""
    with desk.reading(Right.SIGN_OFF):
        _require_own(desk, vault.read(path, old))
    vault.change_passphrase(path, old, new)


def _require_own(desk: Desk, contents: Contents) -> None:
    if contents.project_id != desk.project_id:
        raise RuleError("This vault belongs to another project.")
