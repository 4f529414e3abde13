"""The Notes page: writing on anything, finding again, sharing and going to the words."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.bootstrap import Workbench
from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, memos, people, projects, reports, themes, transcripts
from workbench.services.desk import Desk


def labelled(elements: Any, label: str) -> Any:
    return next(element for element in elements if element.label == label)


def press(page: AppTest, label: str) -> AppTest:
    found: AppTest = labelled(page.button, label).click().run()
    return found


def shown(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def choose_target(page: AppTest, target: Target) -> None:
    labelled(page.selectbox, "What does it belong to?").set_value(target).run()


def write(page: AppTest, text: str) -> AppTest:
    labelled(page.text_area, "Note").set_value(text)
    return press(page, "Save the note")


@pytest.fixture
def furnished(desk: Desk, opened: Workbench, project: Project, coded: Transcript) -> Transcript:
    """The coded interview, with a theme and a participant."""
    themes.add_theme(desk, "Waiting is work")
    people.add_participant(opened.desk_at(project.id, "Cedar"), "P01", pseudonym="Aspen")
    return coded


@pytest.mark.parametrize("target", [one for one in Target if one is not Target.PASSAGE])
def test_a_note_is_written_on_anything_in_the_project(
    open_page: OpenPage, birch: Member, desk: Desk, furnished: Transcript, target: Target
) -> None:
    page = open_page("notes", birch)
    choose_target(page, target)
    write(page, "A thought.")

    [memo] = memos.list_memos(desk)
    things = {
        Target.PROJECT: desk.project_id,
        Target.TRANSCRIPT: furnished.id,
        Target.CODE: next(iter(codebooks.get_codebook(desk))).id,
        Target.THEME: themes.list_themes(desk)[0].id,
        Target.PARTICIPANT: people.list_participants(desk)[0].id,
    }
    assert (memo.target, memo.target_id) == (target, things[target])
    assert not page.error


def test_a_note_on_some_words_of_a_turn_keeps_them_and_leads_there(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    page = open_page("notes", birch)
    choose_target(page, Target.PASSAGE)
    page.number_input[0].set_value(2).run()
    labelled(page.text_input, "Words of that turn").set_value("six months")
    write(page, "How long!")

    [memo] = memos.list_memos(desk)
    text = transcripts.open_transcript(desk, coded.id).body.text
    assert memo.quote == "Six months" == text[memo.start : memo.end]
    [link] = [link.proto for link in page.get("page_link")]
    assert link.label == "Go to T01, turn 2"
    assert f"transcript={coded.id}" in link.query_string
    assert "turn=2" in link.query_string


def test_words_that_do_not_stand_in_the_turn_are_refused_in_a_sentence(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    page = open_page("notes", birch)
    choose_target(page, Target.PASSAGE)
    labelled(page.text_input, "Words of that turn").set_value("nine months")
    write(page, "How long!")

    assert "does not stand in turn 1" in page.error[0].value
    assert memos.list_memos(desk) == []


def test_where_there_is_no_theme_yet_a_note_on_one_is_not_offered(open_page: OpenPage, birch: Member) -> None:
    page = open_page("notes", birch)
    choose_target(page, Target.THEME)

    assert "There is none yet" in page.info[0].value
    assert "Save the note" not in [button.label for button in page.button]


def test_notes_are_found_by_their_words_kind_and_what_they_are_on(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    memos.write_memo(desk, "The letter came twice.", kind=MemoKind.ETHICS)
    memos.write_memo(desk, "A wide road.", target=Target.TRANSCRIPT, target_id=coded.id)
    page = open_page("notes", birch)

    labelled(page.text_input, "Words to find").set_value("LETTER").run()
    by_words = shown(page)
    labelled(page.text_input, "Words to find").set_value("").run()
    labelled(page.selectbox, "Written on").set_value(Target.TRANSCRIPT).run()
    by_target = shown(page)
    labelled(page.selectbox, "About").set_value(MemoKind.ETHICS).run()

    assert ("letter came" in by_words, "wide road" in by_words) == (True, False)
    assert ("letter came" in by_target, "wide road" in by_target) == (False, True)
    assert "No note fits" in page.info[0].value


def test_a_note_about_oneself_is_shared_and_taken_back_by_its_author(
    open_page: OpenPage, birch: Member, desk: Desk
) -> None:
    note = memos.write_memo(desk, "I have waited like this.", kind=MemoKind.REFLEXIVE)
    page = open_page("notes", birch)
    warned = [caption.value for caption in page.caption]
    page.selectbox(key=f"notes.visible.{note.id}").set_value(Visibility.TEAM).run()
    page.button(key=f"notes.save.{note.id}").click().run()
    leaving = reports.take_snapshot(desk).memos
    page.selectbox(key=f"notes.visible.{note.id}").set_value(Visibility.ME).run()
    page.button(key=f"notes.save.{note.id}").click().run()

    assert "If the whole team may read this note, it may also leave in an export." in warned
    assert [memo.id for memo in leaving] == [note.id]
    assert reports.take_snapshot(desk).memos == ()


def test_a_note_for_the_mentor_is_read_by_the_mentor_and_by_no_other_student(
    open_page: OpenPage, opened: Workbench, project: Project, desk: Desk
) -> None:
    cedar = opened.desk_at(project.id, "Cedar")
    willow = projects.add_member(cedar, "Willow", role=Role.MENTOR)
    aspen = projects.add_member(cedar, "Aspen", role=Role.STUDENT)
    memos.write_memo(desk, "May we talk?", visibility=Visibility.MENTOR)

    assert "May we talk?" in shown(open_page("notes", willow))
    assert "May we talk?" not in shown(open_page("notes", aspen))


def test_a_removed_note_comes_back_with_undo(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    memos.write_memo(desk, "A thought.")
    page = press(open_page("notes", birch), "Remove")
    gone = memos.list_memos(desk)
    press(page, "Undo")

    assert gone == []
    assert [memo.text for memo in memos.list_memos(desk)] == ["A thought."]
