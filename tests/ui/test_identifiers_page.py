"""The page of identifiers: one string at a time, nothing changed before somebody says so, a second person checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.services.deidentified import searched
from tests.ui.conftest import OpenPage
from tests.ui.test_deeds import press
from workbench.bootstrap import Workbench
from workbench.domain.identifiers import Verdict
from workbench.domain.project import Member, Project
from workbench.domain.transcript import Transcript
from workbench.privacy import vault
from workbench.privacy.values import IdentifierClass
from workbench.services import identifiers, people, projects, transcripts
from workbench.services.desk import Desk

NAMES = {"Maple": IdentifierClass.PERSON, "sister": IdentifierClass.PERSON, "$5": IdentifierClass.OTHER_NUMBER}


@pytest.fixture
def found(desk: Desk, coded: Transcript) -> Transcript:
    """The interview after a search that found a number, a word for a person, and a speaker's name."""
    searched(desk, NAMES)
    return coded


def shown(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def text_of(desk: Desk, transcript: Transcript) -> str:
    return transcripts.open_transcript(desk, transcript.id).body.text


def test_a_string_is_shown_in_its_sentence_with_a_meaning_proposed(
    open_page: OpenPage, birch: Member, found: Transcript
) -> None:
    page = open_page("identifiers", birch)

    assert "<mark>sister</mark>" in shown(page) or "<mark>Maple</mark>" in shown(page) or "Maple" in shown(page)
    assert page.get("progress")
    assert [box.label for box in page.selectbox][:2] == ["Replace by", "Or keep, because"]


def test_deciding_goes_on_to_the_next_and_changes_no_text_before_the_button_is_pressed(
    open_page: OpenPage, birch: Member, desk: Desk, found: Transcript
) -> None:
    before = text_of(desk, found)
    page = open_page("identifiers", birch)
    while identifiers.look_over(desk).open:
        page = press(page, "Replace")
    assert text_of(desk, found) == before

    press(page, "Replace them now")

    assert "sister" not in text_of(desk, found)
    assert "[Person" in text_of(desk, found)


def test_keeping_takes_the_reason_that_is_chosen(
    open_page: OpenPage, birch: Member, desk: Desk, found: Transcript
) -> None:
    press(open_page("identifiers", birch), "Keep")

    kept = [group.ruling for group in identifiers.look_over(desk).groups if group.ruling]
    assert [(one.verdict, one.reason != "") for one in kept] == [(Verdict.KEEP, True)]


def test_the_list_shows_every_string_and_the_check_says_what_comes_next(
    open_page: OpenPage, birch: Member, found: Transcript
) -> None:
    page = open_page("identifiers", birch)
    listed = page.segmented_control(key="identifiers.part").set_value("list").run()
    assert "sister" in shown(listed)

    checking = page.segmented_control(key="identifiers.part").set_value("check").run()

    assert "Hits to decide" in shown(checking)
    assert any("not decided yet" in note.value for note in checking.info)


def test_one_person_alone_is_told_that_a_second_is_missing(open_page: OpenPage, opened: Workbench) -> None:
    from tests.builders import make_preview  # noqa: PLC0415
    from tests.services.deidentified import answer_all, replace_all  # noqa: PLC0415

    made: Project = projects.create_project(opened.store, "Alone", actor="Cedar")
    alone = opened.desk_at(made.id, "Cedar")
    transcripts.import_transcript(alone, make_preview())
    searched(alone, {"Red Deer": IdentifierClass.PLACE})
    replace_all(alone)
    answer_all(alone)

    page = open_page("identifiers", projects.members_of(opened.store, made.id)[0])
    page = page.segmented_control(key="identifiers.part").set_value("check").run()

    assert any("A second person is missing" in note.value for note in page.info)


def test_a_participant_is_written_into_the_vault_and_taken_out_again_with_the_passphrase(
    open_page: OpenPage, birch: Member, desk: Desk, found: Transcript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "_LOG_N", 4)
    place, passphrase = tmp_path.parent / f"{tmp_path.name}-apart" / "study.vault", "four words make sense"
    vault.create(place, passphrase, vault.Contents(desk.project_id))
    people.add_participant(desk, "P01", pseudonym="Willow")
    page = open_page("identifiers", birch)
    page = page.segmented_control(key="identifiers.part").set_value("vault").run()

    def fill_and_press(button: str) -> None:
        for field in page.text_input:
            if field.label == "Where the vault is":
                field.set_value(str(place))
            elif field.label == "Name":
                field.set_value("Tracy Moss")
            elif field.label == "Passphrase":
                field.set_value(passphrase)
        next(one for one in page.button if one.label == button).click().run()

    fill_and_press("Save in the vault")
    assert [one.real_name for one in vault.read(place, passphrase).people] == ["Tracy Moss"]
    fill_and_press("Remove from the vault")

    assert vault.read(place, passphrase).people == ()
