"""The lock on words that may not be quoted, filters by attribute, and notes about feelings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import Study
from workbench.analysis.frames import codings_frame, turns_frame, with_attributes
from workbench.domain.coding import MemoKind, Visibility
from workbench.domain.leaving import Why
from workbench.domain.participant import Consent, Participant, QuoteUse
from workbench.domain.project import Role
from workbench.services import (
    code_passages,
    codings,
    consents,
    journal,
    locks,
    maintenance,
    memos,
    people,
    projects,
    reports,
    search,
)
from workbench.services.desk import Desk
from workbench.store import Store


@pytest.fixture
def study(store: Store) -> Study:
    found = Study(store)
    codings.add_coding(found.ana, found.transcript.id, found.place("nine months for a letter"), found.waiting.id)
    return found


def linked(study: Study, **attributes: str) -> Participant:
    person = people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes=attributes)
    people.link_voices(study.ana, [people.voices(study.ana)[0].speaker.id], person.id)
    return person


def agree(study: Study, person: Participant, quote: QuoteUse) -> None:
    said = Consent(consents.new_consent_id(), person.id, signed_on="2024-03-12", quote_use=quote)
    consents.record_consent(study.ana, said)


def everywhere(study: Study) -> list[Why | None]:
    """The lock on the same words, wherever they are listed."""
    (passage,) = code_passages.passages(study.ana, study.waiting.id)
    (hit,) = search.find_everywhere(study.ana, "nine months").hits
    return [passage.lock, hit.lock, locks.locked_turns(study.ana, study.transcript.id).get(2)]


def test_a_lock_stands_on_the_same_words_in_every_list_and_follows_the_consent(study: Study) -> None:
    assert everywhere(study) == [Why.UNLINKED] * 3

    person = linked(study)
    assert everywhere(study) == [Why.NO_CONSENT] * 3

    agree(study, person, QuoteUse.PARAPHRASE)
    assert everywhere(study) == [Why.CONSENT_SAYS_NO] * 3

    agree(study, person, QuoteUse.VERBATIM_PSEUDONYM)
    assert everywhere(study) == [None] * 3


def test_words_of_facilitators_have_no_lock(study: Study) -> None:
    assert sorted(locks.locked_turns(study.ana, study.transcript.id)) == [2, 4]


@pytest.mark.parametrize(("region", "found"), [("Rural", 1), ("Town", 0)])
def test_passages_and_places_can_be_narrowed_to_people_with_an_attribute(study: Study, region: str, found: int) -> None:
    linked(study, region="Rural")

    assert len(code_passages.passages(study.ana, study.waiting.id, attributes={"region": region})) == found
    assert len(search.find_everywhere(study.ana, "nine months", attributes={"region": region}).hits) == found


def test_tables_for_a_notebook_carry_the_attributes(study: Study) -> None:
    linked(study, region="Rural")
    snapshot = reports.take_snapshot(study.ana)

    assert list(with_attributes(snapshot, codings_frame(snapshot))["attribute.region"]) == ["Rural"]
    assert list(with_attributes(snapshot, turns_frame(snapshot))["attribute.region"]) == ["", "Rural", "", "Rural"]


# Feelings


def seen_by(study: Study, name: str) -> bool:
    desk = Desk(study.store, study.project.id, name)
    listed = [*memos.list_memos(desk), *(entry.memo for entry in journal.journal(desk))]
    return "It shook me" in repr(listed) or "It shook me" in repr(reports.take_snapshot(desk).memos)


@pytest.mark.parametrize("wanted", [None, *Visibility])
def test_a_note_about_feelings_is_seen_by_its_author_alone_whatever_was_chosen(
    study: Study, wanted: Visibility | None
) -> None:
    projects.add_member(study.ana, "Mo", role=Role.MENTOR)
    kept = memos.write_memo(study.ben, "It shook me.", kind=MemoKind.FEELINGS, visibility=wanted)
    memos.change_memo(study.ben, kept.id, visibility=Visibility.TEAM)

    assert seen_by(study, "Ben")
    assert not seen_by(study, "Mo")
    assert not seen_by(study, "Ana")


def test_a_note_about_feelings_is_in_no_export_but_the_whole_backup(study: Study, tmp_path: Path) -> None:
    memos.write_memo(study.ben, "It shook me.", kind=MemoKind.FEELINGS)

    snapshot = reports.take_snapshot(study.ben)
    files = [reports.report_bytes(study.ben), *(reports.codings_bytes(study.ben, kind) for kind in ("csv", "json"))]
    assert not any(b"It shook me" in content for content in files)
    assert not any(memo.kind is MemoKind.FEELINGS for memo in replace(snapshot).memos)

    done = maintenance.backup(study.store, tmp_path / "all.workbench")
    assert done.conditions
