"""The codebook page: the tree by buttons, merging and splitting with a preview, the past, and what to look at again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_deeds import labelled, press, write
from workbench.domain.codebook import CodeStatus
from workbench.domain.ids import CodeId
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings
from workbench.services.desk import Desk


def open_at(open_page: OpenPage, birch: Member, code_id: CodeId, tab: str) -> AppTest:
    """The codebook page with a code chosen and one of its tabs in front."""
    page = open_page("codebook", birch)
    page.radio(key="codebook.code").set_value(code_id).run()
    page.session_state[f"codebook.view.{code_id}"] = tab
    return page.run()


def said(page: AppTest) -> str:
    shown = [element.value for element in [*page.markdown, *page.caption, *page.warning, *page.error]]
    return " ".join([*shown, *(element.proto.body for element in page.get("html"))]).replace("\\", "")


def test_buttons_move_a_code_through_the_tree(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    first, second = (codebooks.add_code(desk, label) for label in ("First idea", "Other thought"))
    page = open_page("codebook", birch)
    page.radio(key="codebook.code").set_value(second.id).run()

    press(page, "→ In")
    assert codebooks.get_codebook(desk).get(second.id).parent_id == first.id
    press(page, "← Out")
    press(page, "↑ Up")

    assert [code.label for code in codebooks.get_codebook(desk)] == ["Other thought", "First idea"]
    assert labelled(page.button, "↑ Up").disabled  # type: ignore[attr-defined]


def test_a_merge_is_told_beforehand_and_then_done(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    delays = codebooks.add_code(desk, "Delays")
    page = open_at(open_page, birch, waiting.id, "Merge, move, retire")
    page.selectbox(key=f"reshape.into.{waiting.id}").set_value(delays.id).run()

    assert "1 coding (Birch 1) will have the code “Delays”" in said(page)
    assert codebooks.uses_of_codes(desk) == {waiting.id: 1}

    write(page, "Why (if you like)", "One idea")
    press(page, "Merge “Waiting” into “Delays”")
    assert codebooks.uses_of_codes(desk) == {delays.id: 1}
    press(page, "Undo")

    assert codebooks.uses_of_codes(desk) == {waiting.id: 1}


def test_a_rename_is_told_beforehand_and_then_done(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    page = open_at(open_page, birch, waiting.id, "Merge, move, retire")
    page.session_state[f"reshape.what.{waiting.id}"] = "Rename"
    page.run()

    write(page, "New name", "Time lost")
    page.run()
    assert "1 coding (Birch 1) will show the name “Time lost”" in said(page)
    press(page, "Rename it")

    assert codebooks.find_code(desk, "Time lost").id == waiting.id


def test_ticked_passages_get_a_code_of_their_own(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    page = open_at(open_page, birch, waiting.id, "Passages (1)")
    labelled(page.checkbox, "Choose").check().run()  # type: ignore[attr-defined]
    page.text_input(key=f"passages.split.{waiting.id}.label").set_value("On hold").run()

    press(page, "Move 1 passage")

    assert codebooks.uses_of_codes(desk) == {codebooks.find_code(desk, "On hold").id: 1}


def test_ones_own_passage_is_coded_anew_from_the_list(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting, family = codebooks.find_code(desk, "Waiting"), codebooks.add_code(desk, "Family")
    coding = codings.codings_of(desk, coded.id)[0]
    page = open_at(open_page, birch, waiting.id, "Passages (1)")
    page.selectbox(key=f"passages.recode_to.{coding.id}").set_value(family.id).run()

    press(page, "Change the code")

    assert codebooks.uses_of_codes(desk) == {family.id: 1}


def test_after_a_new_meaning_the_passages_coded_before_are_shown_and_can_be_confirmed(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    codebooks.change_code(desk, waiting.id, short_definition="Time on hold.")
    page = open_at(open_page, birch, waiting.id, "Passages (1)")

    assert "1 passage was coded under the old meaning" in said(page)
    assert "Time that passes before care" in said(page)
    press(page, "My 1 passage still fits")

    assert "under the old meaning" not in said(page)


def test_the_history_of_a_code_says_who_changed_what(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    codebooks.rename_code(desk, waiting.id, new_label="Lost <time>")

    page = open_at(open_page, birch, waiting.id, "History")

    assert "Birch changed a code" in said(page)
    assert "<del>Waiting</del> → <ins>Lost &lt;time&gt;</ins>" in said(page)


def test_before_a_code_that_may_be_there_already_is_made_the_page_asks(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    page = open_page("codebook", birch)
    write(page, "Name", "Waitting")
    press(page, "Add the code")

    assert "Is one of these what you mean by “Waitting”?" in said(page)
    assert len(codebooks.get_codebook(desk)) == 1
    press(page, "Add “Waitting” all the same")

    assert len(codebooks.get_codebook(desk)) == 2


def test_a_code_with_codings_can_be_retired_but_not_removed(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    page = open_at(open_page, birch, waiting.id, "Merge, move, retire")
    page.session_state[f"reshape.what.{waiting.id}"] = "Retire or remove"
    page.run()
    remove = labelled(page.button, "Remove")

    press(page, "Retire")

    assert remove.disabled  # type: ignore[attr-defined]
    assert codebooks.find_code(desk, "Waiting").status is CodeStatus.RETIRED


def test_a_teammates_change_meanwhile_is_shown_and_not_overwritten(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    page = open_page("codebook", birch)
    write(page, "Example", "Nine months.")
    waiting = codebooks.find_code(desk, "Waiting")
    cedar = Desk(desk.store, desk.project_id, "Cedar")
    codebooks.change_code(cedar, waiting.id, short_definition="Time on hold.")

    press(page, "Save")

    assert "was changed by somebody else" in page.error[0].value
    stored = codebooks.find_code(desk, "Waiting")
    assert (stored.short_definition, stored.example) == ("Time on hold.", "")


def test_all_tabs_of_the_page_open(open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript) -> None:
    codebooks.add_code(desk, "Waiting times")
    for tab, shown in (
        ("Tidy up", "One name is the other with one word more."),
        ("Past", "It changed on:"),
        ("Load", "Ready-made"),
    ):
        page = open_page("codebook", birch)
        page.session_state["codebook.tab"] = tab
        page.run()

        assert not page.exception
        assert shown in said(page) + " ".join(element.value for element in page.header)
