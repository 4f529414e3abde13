# ruff: noqa: PLC0415
"""``workbench report``: the report draft as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import Actor, Database, InProject
from workbench.cli.session import counted, desk_at, ending_of, save_file, say


def report(
    *,
    project: InProject,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.docx", help="The Word file to write.")],
    agreed: Annotated[
        bool, typer.Option("--agreed", help="Count what the team agreed on, where it settled a passage by talking.")
    ] = False,
    actor: Actor = None,
    database: Database = None,
) -> None:
    """Save the report draft as a Word file.

    Quotes stand in it exactly as they were said; a question stands wherever only you can write.

    Example: workbench report --project "Living with IBD" -o draft.docx
    """
    from workbench.domain.decision import Layer
    from workbench.services.reports import report_bytes

    ending_of(output, ("docx",))
    with desk_at(database, project, actor) as (_, desk):
        content = report_bytes(desk, Layer.AGREED if agreed else Layer.OWN)
    save_file(output, content)
    say(f"Saved the report draft to “{output}” ({counted(len(content), 'byte')}).")
