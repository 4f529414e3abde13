# ruff: noqa: PLC0415
"""``workbench project``: making projects and listing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject, Target
from workbench.cli.session import chosen_settings, print_json, say, workbench_at
from workbench.domain.project import Approach

if TYPE_CHECKING:
    from workbench.domain.project import Project

app = typer.Typer(help="Make projects, list them, and give copies to colleagues.", no_args_is_help=True)


def _plain(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "title": project.title,
        "approach": project.approach.value,
        "created_at": project.created_at,
        "made_up": project.made_up,
    }


@app.command("new")
def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the study is called.")],
    *,
    approach: Annotated[Approach, typer.Option(help="The family of method the team has chosen.")] = Approach.PACER,
    actor: Annotated[str | None, typer.Option("--as", metavar="USER", help="Who will own the project.")] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make a new project and print its id.

    Example: workbench project new "Living with IBD" --approach pacer --as Robin
    """
    from workbench.bootstrap import FIRST_NAME
    from workbench.services.projects import create_project

    with workbench_at(database, make=True) as workbench:
        owner = actor or workbench.settings.actor or FIRST_NAME
        project = create_project(workbench.store, title, actor=owner, approach=approach)
    if as_json:
        print_json(_plain(project))
    else:
        say(project.id)


@app.command("list")
def list_(*, actor: Actor = None, database: Database = None, as_json: AsJson = False) -> None:
    """List the projects, oldest first.

    With --as: those on whose team a person is.

    Example: workbench project list --json
    """
    from workbench.bootstrap import database_address
    from workbench.cli.session import file_of
    from workbench.services.projects import list_projects

    file = file_of(database_address(chosen_settings(database)))
    projects: list[Project] = []
    if database is not None or file is None or file.exists():
        with workbench_at(database) as workbench:
            projects = list_projects(workbench.store, actor=actor or workbench.settings.actor)
    if as_json:
        print_json([_plain(project) for project in projects])
        return
    for project in projects:
        say(f"{project.id}  {project.title}" + ("  (made-up people)" if project.made_up else ""))
    if not projects:
        say("There are no projects yet. Make one: workbench project new TITLE")


@app.command("copy")
def copy(
    file: Target,
    *,
    project: InProject,
    for_whom: Annotated[str, typer.Option("--for", metavar="NAME", help="Who of the team gets the copy.")],
    actor: Actor = None,
    database: Database = None,
) -> None:
    """Save a copy of a project for a colleague who works without a server.

    It holds transcripts, codebook and team, and of the work only their own. It stays with the team.

    Example: workbench project copy for-robin.wbcopy --project "Living with IBD" --for Robin
    """
    from workbench.cli.session import desk_at, ending_of
    from workbench.cli.work import save_exchanged
    from workbench.services.work_copies import give_copy

    ending_of(file, ("wbcopy",))
    with desk_at(database, project, actor) as (_, desk):
        made = give_copy(desk, for_whom)
    save_exchanged(file, made.content, ending="wbcopy")
    say(f"Saved a copy for {for_whom} to “{file}”. It holds whole transcripts; give it to nobody else.")
    if made.left_out:
        say(f"Left out, because of what participants said: {', '.join(made.left_out)}.")
    say(f"{for_whom} begins with: workbench project begin {file.name}")


@app.command("begin")
def begin(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “project copy” wrote.")],
    *,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Begin from a copy that somebody of your team gave you.

    Example: workbench project begin for-robin.wbcopy
    """
    from workbench.cli.session import read_file
    from workbench.services.work_copies import start_from_copy

    source = read_file(file)
    with workbench_at(database, make=True) as workbench:
        started = start_from_copy(workbench.store, source)
    if as_json:
        print_json({**_plain(started.project), "you": started.who})
        return
    say(f"“{started.project.title}” is here now. You are {started.who}. Open it with: workbench")
    say("When you have worked: workbench work send my-work.wbwork")
