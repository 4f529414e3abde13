"""Two people on one server, each in a browser of their own: in by a link, in again by a password, out in every tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Served, start_workbench
from tests.journeys.person import Person
from workbench.services import accounts, projects

PASSWORD = "six grey geese at dawn"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    running = start_workbench(tmp_path / "data", "serve")
    yield running
    running.process.terminate()
    running.process.communicate(timeout=30)


def come_in(person: Person, link: str) -> None:
    """Open a link, and choose the name that stands there and a password."""
    person.page.goto(link)
    person.fill("New password", PASSWORD)
    person.fill("The same password again", PASSWORD)
    person.push("Make my account")
    person.page.wait_for_url(f"{person.address}/")
    person.rest()


def hello(person: Person, name: str) -> None:
    expect(person.page.get_by_role("heading", name=f"Hello {name}", level=1)).to_be_visible()


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_two_people_sign_in_at_once_and_out_in_every_tab(browser: Browser, server: Served) -> None:
    store = server.store()
    first = accounts.LINK_PATH + accounts.invite_keeper(store, "Robin")
    robins, birchs, strangers = (
        browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=theme)
        for theme in ("light", "dark", "light")
    )
    robin, birch, stranger = (Person(context, server.address) for context in (robins, birchs, strangers))

    # Robin takes the first link, starts a project and invites Birch.
    come_in(robin, server.address + first)
    hello(robin, "Robin")
    assert robin.barriers() == []
    robin.fill("Title", "Waiting for care")
    robin.push("Make the project")
    robin.rest()
    robin.go("Team")
    robin.fill("Name", "Birch")
    robin.push("Make an invitation")
    robin.rest()
    link = robin.page.locator("code").inner_text().strip()
    assert robin.barriers() == []

    # Birch comes in by the link, sees the project and the page of the account.
    birch.page.goto(link)
    assert birch.barriers_of_plain_page() == []
    come_in(birch, link)
    hello(birch, "Birch")
    birch.push("Open the project")
    birch.sees(re.compile("You are Birch"))
    birch.go_to("Account", "Your account")
    assert birch.barriers() == []

    # Both reload and are still who they were.
    for person, name in ((robin, "Robin"), (birch, "Birch")):
        person.page.goto(server.address)
        hello(person, name)
        person.page.reload()
        hello(person, name)

    # An address that names Robin makes nobody Robin.
    (project,) = projects.list_projects(store)
    owner = next(member for member in projects.members_of(store, project.id) if member.name == "Robin")
    birch.page.goto(f"{server.address}/?project={project.id}&who={owner.id}")
    birch.sees(re.compile("You are Birch"))
    assert owner.id not in birch.page.url

    # Birch signs out in one tab; the other one closes its page by itself.
    other = Person(birchs, server.address)
    other.page.goto(birch.page.url)
    other.sees(re.compile("You are Birch"))
    birch.go_to("Account", "Your account")
    birch.push("Sign out")
    for tab in (birch, other):
        expect(tab.page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert tab.page.get_by_text("Waiting for care").count() == 0
    assert other.barriers() == []
    other.page.reload()
    expect(other.page.get_by_role("heading", name="Sign in")).to_be_visible()
    robin.page.reload()
    hello(robin, "Robin")

    # A stranger guesses: after five tries the next one must wait.
    stranger.page.goto(f"{server.address}/home?project={project.id}")
    assert stranger.barriers_of_plain_page() == []
    for _ in range(6):
        stranger.fill("Sign-in name", "Robin")
        stranger.fill("Password", "a wrong password")
        stranger.page.get_by_role("button", name="Sign in", exact=True).click()
        stranger.page.wait_for_load_state()
    expect(stranger.page.get_by_role("alert")).to_contain_text("Too many tries. Wait")
    assert stranger.barriers_of_plain_page() == []
    assert not [address for person in (robin, birch, other, stranger) for address in person.outside]
    store.close()
    for context in (robins, birchs, strangers):
        context.close()
