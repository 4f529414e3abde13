# ruff: noqa: PLC0415
"""``workbench user``: who may sign in to a server. Whoever may give these commands looks after the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database
from workbench.cli.session import print_json, say, workbench_at
from workbench.domain.project import Role
from workbench.errors import RuleError

if TYPE_CHECKING:
    from workbench.bootstrap import Workbench
    from workbench.domain.account import Account

app = typer.Typer(help="Accounts on a server: invite people, list them, give new passwords.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name the person signs in with.")]
Address = Annotated[
    str,
    typer.Option(
        metavar="URL", envvar="WORKBENCH_ADDRESS", help="The server's address, for the link. Default: this computer."
    ),
]
Password = Annotated[
    bool, typer.Option("--password", help="Ask for the password here, instead of printing a link for the person.")
]


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the team calls the person.")],
    *,
    role: Annotated[Role, typer.Option(help="The person's role on the project.")] = Role.STUDENT,
    project: Annotated[str | None, typer.Option("--project", "-p", metavar="P", help="Title or id.")] = None,
    keeper: Annotated[
        bool, typer.Option("--keeper", help="An account that looks after the server, and may start projects.")
    ] = False,
    password: Password = False,
    address: Address = "",
    actor: Actor = None,
    database: Database = None,
) -> None:
    """Invite somebody: prints a link that works once, for 7 days.

    Somebody who is on the team already, from a laptop, gets a link for their place and keeps their work. Without --project the
    account is on no team; its owner can start a project.

    Example: workbench user add Birch --role student --project "Living with IBD"
    """
    from workbench.services import accounts, projects

    if keeper and project is not None:
        raise RuleError("Leave out --project or --keeper: who looks after the server is on no team by it.")
    with workbench_at(database, make=keeper) as workbench:
        if keeper:
            token = accounts.invite_keeper(workbench.store, name)
        elif project is None:
            token = accounts.invite_to_server(workbench.store, name, by=None)
        else:
            desk = workbench.desk(project, actor)
            there = [one for one in projects.list_members(desk) if one.name == name.strip()]
            token = accounts.invite_member(desk, there[0].id) if there else accounts.invite(desk, name, role=role)
        if password:
            made = accounts.accept(workbench.store, token, sign_in_name=name, password=_ask_password())
            say(f"{made.sign_in_name} can sign in now.")
        else:
            _print_link(token, address)


@app.command("list")
def list_(*, database: Database = None, as_json: AsJson = False) -> None:
    """List the accounts, by name.

    Example: workbench user list
    """
    from workbench.services import accounts

    with workbench_at(database) as workbench:
        found = accounts.list_accounts(workbench.store, by=None)
    if as_json:
        print_json([_plain(account) for account in found])
        return
    for account in found:
        marks = [mark for mark, there in (("keeper", account.is_keeper), ("closed", account.disabled_at)) if there]
        say(account.sign_in_name + (f"  ({', '.join(marks)})" if marks else ""))
    if not found:
        say("There are no accounts yet. Make the first: workbench user add NAME --keeper")


def _plain(account: Account) -> dict[str, Any]:
    return {
        "sign_in_name": account.sign_in_name,
        "display_name": account.display_name,
        "email": account.email,
        "keeper": account.is_keeper,
        "made_at": account.made_at,
        "disabled_at": account.disabled_at,
    }


@app.command("reset")
def reset(name: Name, *, password: Password = False, address: Address = "", database: Database = None) -> None:
    """Make a link for a new password. It works once, for 2 days.

    Example: workbench user reset birch
    """
    from workbench.services import accounts

    with workbench_at(database) as workbench:
        account = accounts.find_account(workbench.store, name)
        token = accounts.reset(workbench.store, account.id, by=None)
        if password:
            accounts.choose_password(workbench.store, token, _ask_password())
            say(f"{account.sign_in_name} has a new password, and is signed out everywhere.")
        else:
            _print_link(token, address)


@app.command("disable")
def disable(name: Name, *, database: Database = None) -> None:
    """Close an account: it is signed out everywhere and cannot sign in. Its work stays.

    Example: workbench user disable birch
    """
    from workbench.services import accounts

    with workbench_at(database) as workbench:
        accounts.disable(workbench.store, _id(workbench, name), by=None)
    say(f"The account of {name} is closed. Open it again: workbench user enable {name}")


@app.command("enable")
def enable(name: Name, *, database: Database = None) -> None:
    """Open a closed account again.

    Example: workbench user enable birch
    """
    from workbench.services import accounts

    with workbench_at(database) as workbench:
        accounts.enable(workbench.store, _id(workbench, name), by=None)
    say(f"{name} can sign in again.")


@app.command("email")
def email(
    name: Name,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="As the institution knows it.")],
    *,
    database: Database = None,
) -> None:
    """Say which e-mail address an account has, for sign-in by an institution (OIDC).

    Example: workbench user email birch birch@example.ca
    """
    from workbench.services import accounts

    with workbench_at(database) as workbench:
        accounts.set_email(workbench.store, _id(workbench, name), address)
    say(f"{name} can sign in as {address.strip()} at the institution.")


def _id(workbench: Workbench, name: str) -> Any:
    from workbench.services import accounts

    return accounts.find_account(workbench.store, name).id


def _ask_password() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _print_link(token: str, address: str) -> None:
    from workbench.services.accounts import LINK_PATH

    place = address.rstrip("/")
    say(f"{place or 'http://127.0.0.1:8501'}{LINK_PATH}{token}")
    if not place:
        say("Put your server's address in its place, or give it with --address.")
