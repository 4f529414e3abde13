"""Pages on a server: one's own projects and nobody else's, whatever the address says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.ui.conftest import MAIN
from tests.ui.serving.conftest import PASSWORD
from workbench.bootstrap import Workbench
from workbench.domain.project import Project, Role
from workbench.errors import SignInError
from workbench.services import accounts, sign_in
from workbench.services.sign_in import Visitor
from workbench.ui import state

Show = Callable[..., AppTest]


@pytest.fixture
def birch(served: Workbench, project: Project) -> Visitor:
    """A student on Robin's project, signed in."""
    link = accounts.invite(served.desk_at(project.id, "Robin"), "Birch", role=Role.STUDENT)
    account = accounts.accept(served.store, link, sign_in_name="birch", password=PASSWORD)
    found = sign_in.who_is(served.store, sign_in.begin_session(served.store, account.id))
    assert found
    return found


@pytest.fixture
def show(served: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Open a page as the browser of somebody would; without anybody, as one whose session has ended."""
    script = tmp_path / "main.py"
    script.write_text(MAIN, encoding="utf-8")

    def look(name: str, visitor: Visitor | None, **address: str) -> AppTest:
        token = sign_in.begin_session(served.store, visitor.account_id) if visitor else ""
        monkeypatch.setattr(state, "session_token", lambda _workbench: token)  # a test has no cookies
        page = AppTest.from_file(script, default_timeout=60)
        for key, value in address.items():
            page.query_params[key] = value
        page._page_hash = calc_hash("" if name == "home" else name)
        return page.run()

    return look


def words_of(page: AppTest) -> str:
    return " ".join([str(element.proto) for kind in ("html", "markdown", "code") for element in page.get(kind)])


def test_an_address_makes_nobody_somebody_else(show: Show, served: Workbench, project: Project, birch: Visitor) -> None:
    with served.store.reading() as uow:
        owner = uow.members.named(project.id, "Robin")
    assert owner

    page = show("home", birch, project=project.id, who=owner.id)

    assert "You are Birch (student)" in words_of(page)
    assert "who" not in page.query_params


def test_the_project_of_others_is_as_if_it_were_not_there(show: Show, served: Workbench, birch: Visitor) -> None:
    stranger = accounts.accept(
        served.store, accounts.invite_keeper(served.store, "Stranger"), sign_in_name="Stranger", password=PASSWORD
    )
    visitor = sign_in.who_is(served.store, sign_in.begin_session(served.store, stranger.id))
    assert visitor
    other = accounts.create_project(served.store, visitor, "Somebody else's study")

    page = show("home", birch, project=other.id)

    assert page.title[0].value == "Hello Birch"
    assert [one.value for one in page.subheader] == ["Waiting for care"]
    assert "Somebody else" not in words_of(page)


def test_who_has_signed_out_sees_that_and_nothing_else(show: Show, project: Project) -> None:
    page = show("home", None, project=project.id)

    assert [title.value for title in page.title] == ["You are signed out"]
    assert "Waiting" not in words_of(page)


def test_nobody_takes_the_whole_database_away_from_a_page(
    show: Show,
    project: Project,
    robin: Visitor,
) -> None:
    page = show("home", robin, project=project.id)

    assert not page.exception
    assert not page.get("download_button")
    assert "sqlite" not in words_of(page)


def test_only_who_looks_after_the_team_sees_its_accounts(
    show: Show,
    project: Project,
    robin: Visitor,
    birch: Visitor,
) -> None:
    by_owner, by_student = (show("team", who, project=project.id) for who in (robin, birch))

    assert "signs in as birch" in words_of(by_owner)
    assert "signs in as" not in words_of(by_student)
    assert not by_student.exception


def test_an_owner_invites_on_the_page_and_gets_the_link_once(
    show: Show,
    project: Project,
    robin: Visitor,
) -> None:
    page = show("team", robin, project=project.id)
    next(field for field in page.text_input if field.label == "Name").input("Elm")
    invited = next(button for button in page.button if button.label == "Make an invitation").click().run()

    assert "https://study.example.ca/workbench/entrance/invitation/" in words_of(invited)
    assert "/entrance/invitation/" not in words_of(invited.run())


def test_what_a_session_kept_for_one_is_gone_for_the_next(show: Show, robin: Visitor, birch: Visitor) -> None:
    page = show("home", robin)
    page.session_state["kept for Robin"] = "a private note"
    assert page.run().session_state["kept for Robin"] == "a private note"

    show("home", birch)  # the cookie is Birch's from now on
    page.run()

    assert "kept for Robin" not in page.session_state
    assert page.title[0].value == "Hello Birch"


def test_the_keeper_invites_somebody_who_will_start_a_project(show: Show, served: Workbench, robin: Visitor) -> None:
    page = show("account", robin)
    next(field for field in page.text_input if field.label == "Name").input("Elm")
    invited = next(button for button in page.button if button.label == "Make a link").click().run()
    link = next(code.value for code in invited.code if "/invitation/" in code.value)

    account = accounts.accept(served.store, link.rpartition("/")[2], sign_in_name="elm", password=PASSWORD)

    assert not account.is_keeper
    assert accounts.projects_of(served.store, account.id) == []


def test_the_keeper_closes_an_account_on_the_page(show: Show, robin: Visitor, birch: Visitor) -> None:
    page = show("account", robin)
    closed = next(button for button in page.button if button.label == "Close the account").click().run()

    assert "birch\\\\: closed" in words_of(closed)
    with pytest.raises(SignInError, match="closed"):
        show("home", birch)
