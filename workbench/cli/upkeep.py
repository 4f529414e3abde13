# ruff: noqa: PLC0415
"""Looking after the data: backup, restore, verify, migrate; and what was done, undone and done again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject, Target
from workbench.cli.session import chosen_settings, counted, desk_at, print_json, say, workbench_at
from workbench.errors import DamagedError, StorageError, UnreadableFileError, WorkbenchError


def backup(file: Target, *, database: Database = None) -> None:
    """Save everything in one file.

    The file is opened again and verified before this says that it is done.

    Example: workbench backup study-2026-05-04.backup
    """
    from workbench.services import maintenance
    from workbench.store.backup import read_manifest

    if file.exists():
        try:
            read_manifest(file)
        except WorkbenchError as error:
            raise StorageError(
                f"“{file}” is there already, and it is not a backup. Choose another name, or move it away."
            ) from error
    with workbench_at(database) as workbench:
        done = maintenance.backup(workbench.store, file)
    say(
        f"Saved {counted(done.rows, 'row')} to “{done.path}” ({counted(done.size, 'byte')}), opened again and verified."
    )
    say("It holds everything, private notes too. It stays with the team.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “workbench backup” wrote.")],
    *,
    database: Database = None,
) -> None:
    """Make a new database from a backup.

    It is verified; what is there already is never overwritten.

    Example: workbench restore study-2026-05-04.backup --database restored.sqlite3
    """
    from workbench.bootstrap import database_address
    from workbench.services import maintenance

    if not file.is_file():
        raise UnreadableFileError(f"There is no file “{file}”. Check its name and folder.")
    address = database_address(chosen_settings(database))
    found = maintenance.restore(file, address)
    say(
        f"Restored and verified: {counted(found.projects, 'project')}, {counted(found.transcripts, 'transcript')}, "
        f"{counted(found.codings, 'coding')}, {counted(found.events, 'event')}."
    )


def verify(*, database: Database = None, as_json: AsJson = False) -> None:
    """Check that everything stored is sound.

    That is: the file, every text, every quote, the chain of events, and that replaying them gives the state. Ends with 1 and lists the faults if there are any.

    Example: workbench verify --database study.sqlite3
    """
    from workbench.services import maintenance

    try:
        with workbench_at(database) as workbench:
            found = maintenance.verify(workbench.store)
    except DamagedError as error:  # so damaged that it does not open
        found = maintenance.Verification(0, 0, 0, 0, (str(error),))
    counts = {
        "projects": found.projects,
        "transcripts": found.transcripts,
        "codings": found.codings,
        "events": found.events,
    }
    if as_json:
        print_json({"clean": found.clean, **counts, "faults": list(found.faults)})
    else:
        say(", ".join(counted(number, noun.removesuffix("s")) for noun, number in counts.items()) + " checked.")
        for fault in found.faults:
            say(f"Fault: {fault}")
        say("Everything is sound." if found.clean else f"{counted(len(found.faults), 'fault')}. Restore a backup.")
    if not found.clean:
        raise typer.Exit(1)


def migrate(*, database: Database = None) -> None:
    """Give the database the form that this version needs.

    An SQLite file is copied first. A shared server is changed by this command only.

    Example: workbench migrate --database postgresql://localhost/workbench
    """
    from workbench.bootstrap import database_address
    from workbench.cli.session import file_of
    from workbench.services import maintenance

    address = database_address(chosen_settings(database))
    file = file_of(address)
    if file is not None and not file.exists():
        raise StorageError(f"There is no database at “{file}”. Check --database.")
    copy = maintenance.migrate(address)
    say("The database has the newest form." + (f" A copy of it as it was lies at “{copy}”." if copy else ""))


def undo(*, project: InProject, actor: Actor = None, database: Database = None) -> None:
    """Take back a person's last act in a project, exactly.

    Example: workbench undo --project "Living with IBD" --as Robin
    """
    from workbench.services import history

    with desk_at(database, project, actor) as (_, desk):
        deed = history.undo(desk)
    say(f"Taken back: {deed}, by {desk.actor}.")


def redo(*, project: InProject, actor: Actor = None, database: Database = None) -> None:
    """Do again what a person took back last.

    Example: workbench redo --project "Living with IBD" --as Robin
    """
    from workbench.services import history

    with desk_at(database, project, actor) as (_, desk):
        deed = history.redo(desk)
    say(f"Done again: {deed}, by {desk.actor}.")


def history_(
    *,
    project: InProject,
    limit: Annotated[int, typer.Option(min=1, help="How many acts, at most.")] = 50,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List what was done and by whom, newest first.

    It names acts, never words of transcripts.

    Example: workbench history --project "Living with IBD" --limit 10
    """
    from workbench.services import history

    with desk_at(database, project, actor) as (_, desk):
        lines = history.newest_acts(desk, limit=limit)
    if as_json:
        print_json(
            [
                {"number": line.number, "at": line.at, "actor": line.actor, "deed": line.deed, "things": line.things}
                for line in lines
            ]
        )
        return
    for line in lines:
        say(
            f"{line.number:>6}  {line.at[:16].replace('T', ' ')}  {line.actor}  {line.deed} ({counted(line.things, 'thing')})"
        )
