"""What a sponsor is handed, what stands in it, and what happens to it when a participant takes words back."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace

import docx
import pytest

from tests.files_of import everything_in
from tests.services.test_withdrawal import ROWANS, Group
from workbench.domain.ids import MemberId
from workbench.domain.participant import SponsorShare
from workbench.domain.project import Role
from workbench.domain.withdrawal import Scope
from workbench.errors import NotFoundError, NothingToUndoError, RuleError
from workbench.services import consents, history, ledger, projects, releases, withdrawal
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


def sponsor_of(study: Group, name: str = "Sam") -> tuple[MemberId, Desk]:
    member = projects.add_member(study.ana, name, role=Role.SPONSOR)
    return member.id, Desk(study.store, study.project.id, name)


def test_a_sponsor_fetches_the_file_that_the_ledger_knows(store: Store) -> None:
    study = Group(store)
    sam_id, sam = sponsor_of(study)

    release = releases.release_report(study.cleo, sam_id, note="For your meeting in May.")

    (seen,) = releases.received(sam)
    content = releases.fetch(sam, seen.id)
    (line,) = ledger.departures(study.ana)
    assert hashlib.sha256(content).hexdigest() == seen.digest == line.digest == release.digest
    assert (seen.note, line.recipient, line.by) == ("For your meeting in May.", "Sam", "Cleo")
    assert docx.Document(io.BytesIO(content)).paragraphs
    assert verify(store).clean


def test_a_released_file_is_for_one_sponsor_only(store: Store) -> None:
    study = Group(store)
    sam_id, _ = sponsor_of(study)
    _, kim = sponsor_of(study, "Kim")
    release = releases.release_codings(study.ana, sam_id, "csv")

    assert releases.received(kim) == []
    with pytest.raises(NotFoundError):
        releases.fetch(kim, release.id)
    with pytest.raises(RuleError, match="no sponsor"):
        releases.release_report(study.ana, projects.list_members(study.ana)[1].id)


def test_words_that_are_not_shared_with_a_sponsor_are_in_no_released_file(store: Store) -> None:
    """Nobody has checked the group's transcript for identifiers, so not even Rowan's words go, though she shares quotations."""
    study = Group(store)
    sam_id, sam = sponsor_of(study)

    releases.release_report(study.ana, sam_id)
    releases.release_codings(study.ana, sam_id, "csv")

    table, report = [releases.fetch(sam, one.id) for one in releases.received(sam)]
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(report)).paragraphs)
    assert ROWANS not in words
    assert "hid the letters" not in table.decode()


def test_a_release_is_not_undone_but_taken_back(store: Store) -> None:
    study = Group(store)
    sam_id, sam = sponsor_of(study)
    release = releases.release_report(study.cleo, sam_id)

    with pytest.raises(NothingToUndoError):
        history.undo(study.cleo)
    releases.take_release_back(study.cleo, release.id)

    with pytest.raises(RuleError, match="withdrawn"):
        releases.fetch(sam, release.id)
    history.undo(study.cleo)
    assert releases.fetch(sam, release.id)


def test_a_withdrawal_takes_the_released_file_away_and_names_the_newer_one(store: Store) -> None:
    study = Group(store)
    sam_id, sam = sponsor_of(study)
    shared = consents.newest_consents(study.ana)[study.rowan.id]
    consents.record_consent(
        study.ana,
        replace(shared, id=consents.new_consent_id(), sponsor_share=SponsorShare.DEIDENTIFIED_TRANSCRIPT),
    )
    release = releases.release_codings(study.ana, sam_id, "csv")
    kept = base64.b64encode(releases.fetch(sam, release.id)).decode()
    assert ledger.departures(study.ana)[0].participants == (study.rowan.id,)
    asked = withdrawal.request(study.cleo, study.rowan.id, Scope.EVERYTHING, asked_on="2026-02-01")
    withdrawal.carry_out(study.cleo, asked)
    releases.release_codings(study.ana, sam_id, "csv")

    newer, withdrawn = releases.received(sam)

    assert withdrawn.id == release.id
    assert withdrawn.newer == newer.at
    with pytest.raises(RuleError):
        releases.fetch(sam, release.id)
    assert kept not in everything_in(store)
    assert verify(store).clean
