"""The options that many commands share, each with one meaning and one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="FILE|URL",
        help="The database: a file, or an address such as postgresql://host/name. "
        "Default: WORKBENCH_DATABASE, else a file in your data folder.",
    ),
]
InProject = Annotated[str, typer.Option("--project", "-p", metavar="P", help="The project's title or id.")]
Actor = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="USER",
        help="Who acts. Default: WORKBENCH_USER, else the project's owner. No security: who can open the database can be anybody.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would happen; change nothing.")]
Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
