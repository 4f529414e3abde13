# ruff: noqa: PLC0415
"""``workbench codebook``: codebooks in and out as files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import Actor, AsJson, Database, DryRun, InProject, Target
from workbench.cli.session import (
    counted,
    desk_at,
    print_json,
    read_file,
    save_file,
    say,
)
from workbench.errors import UnreadableFileError

app = typer.Typer(help="Bring codebooks in and save them as files.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A codebook file, or the name of a starter codebook.")],
    *,
    project: InProject,
    dry_run: DryRun = False,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Load a codebook into a project.

    Files: YAML, CSV, XLSX, DOCX or .qdc; or a starter codebook by its name. Codes that are there already stay as they are.

    Example: workbench codebook import pacer_generic --project "Living with IBD"
    """
    from workbench.services import codebooks

    source, name = _source(file)
    with desk_at(database, project, actor) as (_, desk):
        if dry_run:
            seen = codebooks.preview_codebook(source, file_name=name)
            there = codebooks.get_codebook(desk)
            labels = [code.label for code in seen.codes]
            kept = [label for label in labels if there.named(label)]
            added = [label for label in labels if label not in kept]
            notices = [notice.message for notice in seen.notices]
        else:
            done = codebooks.import_codebook(desk, source, file_name=name)
            added, kept, notices = [code.label for code in done.added], list(done.kept), list(done.notices)
    if as_json:
        print_json({"file": name, "stored": not dry_run, "added": added, "kept": kept, "doubts": notices})
        return
    say(f"{counted(len(added), 'code')} {'would be added' if dry_run else 'added'} from “{name}”.")
    if dry_run:
        for label in added:
            say(f"  {label}")
    if kept:
        say(f"There already, kept as they are: {', '.join(kept)}.")
    for notice in notices:
        say(f"Doubt: {notice}")


def _source(name: str) -> tuple[bytes, str]:
    """A codebook's bytes and file name, from a file or from what travels with the program."""
    from workbench.services.codebooks import starter_codebooks, starter_file

    path = Path(name)
    if path.exists() or path.parent != Path():
        return read_file(path), path.name
    starters = [starter.file_name for starter in starter_codebooks()]
    for starter in starters:
        if name.casefold() in (starter.casefold(), Path(starter).stem.casefold()):
            return starter_file(starter), starter
    listed = ", ".join(Path(starter).stem for starter in starters)
    raise UnreadableFileError(f"There is no file “{name}”, and no starter codebook of that name. There are: {listed}.")


@app.command("export")
def export(file: Target, *, project: InProject, actor: Actor = None, database: Database = None) -> None:
    """Save the codebook as a file.

    The file's ending names the form: YAML, CSV, XLSX, DOCX or .qdc.

    Example: workbench codebook export codebook.xlsx --project "Living with IBD"
    """
    from workbench.services import codebooks

    with desk_at(database, project, actor) as (_, desk):
        target = io.BytesIO()
        held = codebooks.export_codebook(desk, target, file_name=file.name)
        count = len(codebooks.get_codebook(desk))
    save_file(file, target.getvalue())
    say(f"Saved {counted(count, 'code')} to “{file}”.")
    if held:
        say(f"Held back: words of participants that may not be quoted, in {', '.join(held)}.")
