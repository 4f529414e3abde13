"""``workbench user`` and ``workbench serve``: the first account, invitations, closed doors, and what is refused."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import CommandLine
from workbench.cli.main import app
from workbench.errors import SignInError
from workbench.services import accounts, projects, sign_in
from workbench.store import Store

PASSWORD = "six grey geese at dawn"
pytestmark = pytest.mark.usefixtures("quick_passwords")


def typed(*words: str, password: str = PASSWORD) -> str:
    """What a command says to whoever types a password twice."""
    result = CliRunner().invoke(app, list(words), input=f"{password}\n{password}\n", prog_name="workbench")
    return result.output


def token_in(said: str) -> str:
    found = re.search(r"/workbench/entrance/invitation/(\S+)", said)
    assert found
    return found[1]


def test_the_first_account_is_made_by_a_link_or_by_a_password_typed_here(command: CommandLine) -> None:
    link = command("user", "add", "Robin", "--keeper", "--address", "https://study.example.ca/")
    said = typed("user", "add", "Wren", "--keeper", "--password")

    assert link.startswith("https://study.example.ca/workbench/entrance/invitation/")
    assert "Wren can sign in now." in said
    assert PASSWORD not in said
    assert [(one["sign_in_name"], one["keeper"]) for one in command.json("user", "list")] == [("Wren", True)]


def test_a_person_of_a_laptop_gets_a_link_for_their_own_place(command: CommandLine) -> None:
    command("project", "new", "Waiting", "--as", "Cedar")

    token = token_in(command("user", "add", "Cedar", "--project", "Waiting"))
    store = Store.open(str(command.database))
    account = accounts.accept(store, token, sign_in_name="cedar", password=PASSWORD)
    (mine,) = accounts.projects_of(store, account.id)
    team = projects.members_of(store, mine.id)
    store.close()

    assert [(member.name, member.role.value) for member in team] == [("Cedar", "owner")]


def test_an_account_is_closed_opened_and_given_a_new_password(command: CommandLine) -> None:
    typed("user", "add", "Robin", "--keeper", "--password")
    store = Store.open(str(command.database))
    token = sign_in.sign_in(store, "Robin", PASSWORD)

    command("user", "disable", "robin")
    assert sign_in.who_is(store, token) is None
    assert "closed" in command("user", "list")
    command("user", "enable", "robin")
    assert "signed out everywhere" in typed("user", "reset", "Robin", "--password", password="nine loud crows at noon")
    assert sign_in.sign_in(store, "Robin", "nine loud crows at noon")
    with pytest.raises(SignInError):
        sign_in.sign_in(store, "Robin", PASSWORD)
    store.close()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("user", "add", "Robin", "--keeper", "--project", "P"), "Leave out --project or --keeper"),
        (("user", "add", "  "), "Choose a name"),
        (("user", "add", "Robin", "--project", "None such"), "There is no project"),
        (("user", "reset", "Nobody"), "workbench user list"),
        (("user", "disable", "Nobody"), "There is no account"),
        (("user", "email", "Nobody", "x@example.ca"), "There is no account"),
        (("serve", "--address", "study.example.ca"), "is not an address"),
        (("serve", "--host", "0.0.0.0"), "Without https"),
        (("serve", "--host", "0.0.0.0", "--address", "http://study.example.ca"), "Without https"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    command: CommandLine, words: tuple[str, ...], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_SERVING", raising=False)

    assert advice in command(*words, fails=True)
