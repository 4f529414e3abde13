"""The command ``workbench``: gathers the commands, and shows what went wrong as a sentence."""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from workbench.cli import (
    agreement,
    codebooks,
    codings,
    corrections,
    identifiers,
    opening,
    projects,
    reports,
    suggestions,
    transcripts,
    upkeep,
    users,
    withdrawals,
    work,
)
from workbench.cli.options import Database
from workbench.errors import WorkbenchError

_ORDER = (
    "demo",
    "project",
    "import",
    "transcripts",
    "revisions",
    "codebook",
    "codings",
    "suggest",
    "evaluate",
    "agreement",
    "identifiers",
    "report",
    "work",
)


class WorkbenchGroup(TyperGroup):
    """Shows a ``WorkbenchError`` as a sentence and ends with 1; any other exception is a bug and stays loud."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order of the work, not of the alphabet."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **extra)
        except WorkbenchError as error:
            typer.echo(f"Error: {error}", err=True)
            raise SystemExit(1) from error
        except SystemExit as ending:
            if ending.code == 2:  # a wrong option or a missing one, said already; scripts see 0 or 1 only
                raise SystemExit(1) from ending
            raise


app = typer.Typer(
    name="workbench",
    cls=WorkbenchGroup,
    help="A workbench for interview research: read, code, agree, report and share with consent. All on this computer.\n\n"
    "Without a command it opens in the browser. Example: workbench --database study.sqlite3",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks would show local variables, and with them transcripts
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
app.command("demo")(opening.demo)
app.add_typer(projects.app, name="project")
app.command("import")(transcripts.import_files)
app.add_typer(transcripts.app, name="transcripts")
app.command("revisions")(corrections.revisions)
app.add_typer(codebooks.app, name="codebook")
app.add_typer(codings.app, name="codings")
app.command("suggest")(suggestions.suggest)
app.command("evaluate")(suggestions.evaluate)
app.command("agreement")(agreement.agreement)
app.command("identifiers")(identifiers.identifiers)
app.command("report")(reports.report)
app.add_typer(work.app, name="work")
app.command("withdraw")(withdrawals.withdraw)
app.command("history")(upkeep.history_)
app.command("undo")(upkeep.undo)
app.command("redo")(upkeep.redo)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("verify")(upkeep.verify)
app.command("migrate")(upkeep.migrate)
app.add_typer(users.app, name="user")
app.command("serve")(opening.serve)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    port: opening.Port = None,
    no_browser: opening.NoBrowser = False,
    database: Database = None,
) -> None:
    """Without a command, open the workbench in the browser."""
    if version:
        from workbench import __version__  # noqa: PLC0415 - asking for it reads the package's metadata

        typer.echo(__version__)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        opening.open_app(database=database, port=port, no_browser=no_browser)
    elif database is not None:
        ctx.default_map = _defaults(ctx.command, {"database": database})


def _defaults(group: Any, values: dict[str, Any]) -> dict[str, Any]:
    """An option given before the command's name counts for the command, unless it is given there too."""
    below = getattr(group, "commands", None)
    if below is None:
        return values
    return {name: _defaults(command, values) for name, command in below.items()}


def run() -> NoReturn:
    """The console script: the command line on this process's own arguments."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file name may hold bytes that are no letters; Windows may lack “”
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    typer.main.get_command(app)(prog_name="workbench")
    sys.exit(0)
