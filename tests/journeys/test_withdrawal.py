"""A withdrawal in a real browser, and its page before an accessibility checker."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.files_of import everything_in
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from tests.services.test_withdrawal import ROWANS, Group
from workbench.domain.project import Member
from workbench.services import ledger, memos, projects, withdrawal
from workbench.services.maintenance import verify

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def at_the_page(browser: Browser, served: Served, group: Group, name: str, theme: str = "light") -> Person:
    """A person on the page Withdrawal."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=theme)  # type: ignore[arg-type]
    person = Person(context, served.address)
    member = who(group, name)
    person.page.goto(f"{served.address}/withdrawal?project={group.project.id}&who={member.id}")
    expect(person.page.get_by_role("heading", name="Withdrawal", level=1)).to_be_attached()
    return person


def who(group: Group, name: str) -> Member:
    return next(one for one in projects.members_of(group.store, group.project.id) if one.name == name)


def test_a_mentor_writes_down_looks_types_the_number_and_the_words_are_gone(browser: Browser, served: Served) -> None:
    group = Group(served.store())
    memos.write_memo(group.ben, "Hazel said more than we asked.")
    ledger.record(
        group.ana,
        what="report draft",
        form="quotes",
        recipient="Prairie Network",
        content=b"x",
        participants=[group.rowan.id],
    )
    person = at_the_page(browser, served, group, "Cleo")

    person.push("Write it down")
    person.sees("T02: 1 turn of 6")
    person.fill("Note by Ben", "Somebody said more than we asked.")
    person.fill("Type P07 to confirm", "P07")
    person.press("Enter")
    remove = person.page.get_by_role("button", name="Remove for good")
    expect(remove).to_be_enabled()
    remove.click()
    person.sees("P07: done")
    with person.page.expect_download() as letter:
        person.push("Letter to Prairie Network")

    assert letter.value.suggested_filename == "letter-1.docx"
    assert person.barriers() == []
    found = everything_in(group.store)
    assert "Hazel" not in found
    assert ROWANS not in found
    assert [one.text for one in memos.list_memos(group.ben)] == ["Somebody said more than we asked."]
    assert verify(group.store).faults == ()
    group.store.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_checker_finds_no_barrier_while_a_withdrawal_is_looked_at(
    browser: Browser, served: Served, theme: str
) -> None:
    group = Group(served.store())
    memos.write_memo(group.ben, "Hazel said more than we asked.")
    group.rowan_withdraws()
    person = at_the_page(browser, served, group, "Cleo", theme)
    before = person.barriers()

    person.push("Look at what would go")
    person.sees("Type P07 to confirm")

    assert (before, person.barriers()) == ([], [])
    group.store.close()


def test_a_student_can_write_it_down_and_is_told_who_removes(browser: Browser, served: Served) -> None:
    group = Group(served.store())
    person = at_the_page(browser, served, group, "Ben")

    person.push("Write it down")
    person.sees("The mentor or the owner of the project removes it.")

    assert person.page.get_by_role("button", name="Look at what would go").count() == 0
    assert [one.is_open for one in withdrawal.withdrawals(group.ana)] == [True]
    group.store.close()
