"""The page for work without a server: a file is made, looked at, brought in and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_codebook_page import said
from tests.ui.test_deeds import press
from workbench.bootstrap import Workbench
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, memos, projects, transcripts, work_copies, work_sending
from workbench.services.desk import Desk
from workbench.store import Store


def cedar_of(opened: Workbench, member: Member) -> Member:
    return next(one for one in projects.members_of(opened.store, member.project_id) if one.name == "Cedar")


def files_of_birch(cedar: Desk, store: Store, interview: Transcript) -> list[bytes]:
    """What Birch does at home: a coding, a new code, and another text in a note that was given."""
    started = work_copies.start_from_copy(store, work_copies.give_copy(cedar, "Birch").content)
    birch = Desk(store, started.project.id, started.who)
    trust = codebooks.add_code(birch, "Trust")
    codings.add_coding(
        birch, interview.id, transcripts.open_transcript(birch, interview.id).body.turns[3].span, trust.id
    )
    with birch.reading() as look:
        note = look.uow.memos.of_project(birch.project_id)[0]
    memos.change_memo(birch, note.id, text="At home I see it so.")
    return [work_sending.send_work(birch).content]


def open_with(open_page: OpenPage, who: Member, files: list[bytes]) -> AppTest:
    page = open_page("exchange", who)
    page.file_uploader[0].set_value([(f"{n}.wbwork", file, "application/gzip") for n, file in enumerate(files)]).run()
    return page


def test_work_is_looked_at_brought_in_and_taken_back(
    open_page: OpenPage,
    opened: Workbench,
    birch: Member,
    coded: Transcript,
    desk: Desk,
    tmp_path: Path,
    empty_sqlite: Path,
) -> None:
    cedar = opened.desk_at(desk.project_id, "Cedar")
    memos.write_memo(desk, "First.")
    shutil.copy(empty_sqlite, tmp_path / "home.sqlite3")
    store = Store.open(str(tmp_path / "home.sqlite3"))
    files = files_of_birch(cedar, store, coded)
    store.close()
    with desk.reading() as look:
        memos.change_memo(desk, look.uow.memos.of_project(desk.project_id)[0].id, text="Here I see it so.")

    page = open_with(open_page, cedar_of(opened, birch), files)
    shown = said(page)

    assert "Birch" in [one.value for one in page.subheader]
    assert "Trust" in shown
    assert "Here I see it so." in shown
    assert "At home I see it so." in shown
    next(box for box in page.checkbox if box.label == "Take what is in the file").check().run()
    press(page, "Bring it in")
    assert not page.exception
    assert "brought in" in page.success[0].value
    with cedar.reading() as look:
        assert look.uow.codings.count_in_project(desk.project_id) == 2
        assert [one.text for one in look.uow.memos.of_project(desk.project_id)] == ["At home I see it so."]
    press(page, "Undo")
    with cedar.reading() as look:
        assert look.uow.codings.count_in_project(desk.project_id) == 1


def test_a_student_makes_a_file_and_cannot_bring_in_any(
    open_page: OpenPage, opened: Workbench, birch: Member, coded: Transcript
) -> None:
    page = open_page("exchange", birch)
    assert not page.file_uploader

    press(page, "Make the file")

    assert "1 coding" in page.success[0].value
    assert not page.exception


def test_a_file_that_is_none_is_refused_in_a_sentence(open_page: OpenPage, opened: Workbench, birch: Member) -> None:
    page = open_with(open_page, cedar_of(opened, birch), [b"not a file"])

    assert "Choose a file that ends in" in page.error[0].value


def test_a_copy_is_made_for_a_colleague_and_begun_from_on_the_first_page(
    open_page: OpenPage,
    opened: Workbench,
    birch: Member,
    coded: Transcript,
    desk: Desk,
    tmp_path: Path,
    empty_sqlite: Path,
) -> None:
    page = press(open_page("exchange", cedar_of(opened, birch)), "Make the copy")
    assert "stays with the team" in page.success[0].value
    copy = work_copies.give_copy(opened.desk_at(desk.project_id, "Cedar"), "Birch").content

    first = open_page("projects")
    first.file_uploader[0].set_value([("for-birch.wbcopy", copy, "application/gzip")]).run()
    press(first, "Start from this copy")

    assert "here already" in first.error[0].value  # this computer has the project
