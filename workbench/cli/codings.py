# ruff: noqa: PLC0415
"""``workbench codings``: coding a passage, bringing in codings made elsewhere, saving them as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject, Target
from workbench.cli.session import counted, desk_at, ending_of, print_json, read_file, save_file, say, shortened
from workbench.domain.exit import Recipient

if TYPE_CHECKING:
    from workbench.exporters.codings import Kind

app = typer.Typer(help="Code passages, bring codings in, save them as a table.", no_args_is_help=True)


@app.command("add")
def add(
    *,
    project: InProject,
    transcript: Annotated[str, typer.Option(metavar="T", help="The transcript's label (T01), title or id.")],
    code: Annotated[str, typer.Option(metavar="C", help="The code's label, key or id.")],
    quote: Annotated[str, typer.Option(help="The words of the passage, exactly as they stand in the transcript.")],
    turn: Annotated[
        int | None, typer.Option(help="The number of the turn, where the words stand more than once.")
    ] = None,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Code one passage, named by its words.

    Example: workbench codings add --project IBD --transcript T01 --code Waiting --turn 4 --quote "nine months"
    """
    from workbench.domain.quotes import find_quote
    from workbench.services import codebooks, codings, transcripts

    with desk_at(database, project, actor) as (_, desk):
        found = transcripts.find_transcript(desk, transcript)
        here = transcripts.open_transcript(desk, found.id)
        chosen = codebooks.find_code(desk, code)
        span = find_quote(here.body, quote, where=found.label, turn=turn)
        coding = codings.add_coding(desk, found.id, span, chosen.id, quote=span.text_in(here.body.text))
        at = here.body.turn_at(coding.start)
    if as_json:
        print_json(
            {
                "id": coding.id,
                "transcript": found.label,
                "transcript_id": found.id,
                "turn": at.number if at else None,
                "start": coding.start,
                "end": coding.end,
                "quote": coding.quote,
                "code": chosen.label,
                "code_id": chosen.id,
                "coder": coding.coder,
            }
        )
        return
    place = f"{found.label}, turn {at.number}" if at else found.label
    say(f"Coded “{shortened(coding.quote)}” ({place}) as “{chosen.label}”, by {coding.coder}.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .json file.")],
    *,
    project: InProject,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Bring in codings made elsewhere, all of them or none.

    What “codings export” writes can be read back. The columns are transcript, code, quote (and turn, where the words stand more than once) or start and end, and coder
    where it is not you.

    Example: workbench codings import codings.csv --project "Living with IBD" --as Robin
    """
    from workbench.services.coding_files import import_codings

    source = read_file(file)
    with desk_at(database, project, actor) as (_, desk):
        done = import_codings(desk, source, file_name=file.name)
    if as_json:
        print_json({"file": file.name, "added": done.added, "already": done.already, "coders": list(done.coders)})
        return
    say(f"{counted(done.added, 'coding')} added from “{file.name}”, by {', '.join(done.coders)}.")
    if done.already:
        say(f"{counted(done.already, 'coding')} there already, not added again.")


@app.command("export")
def export(
    file: Target,
    *,
    project: InProject,
    recipient: Annotated[
        Recipient, typer.Option("--for", help="Who gets the file. What consent does not allow them is left out.")
    ] = Recipient.TEAM,
    actor: Actor = None,
    database: Database = None,
) -> None:
    """Save all codings as a table.

    The file's ending names the form: CSV, XLSX or JSON. The file is for the team, unless you say for whom.

    Example: workbench codings export codings.xlsx --project "Living with IBD"
    """
    from workbench.domain.leaving import CLEARED_BY, REASONS
    from workbench.services.reports import codings_file
    from workbench.services.rounds import left_out

    kind = cast("Kind", ending_of(file, ("csv", "xlsx", "json")))
    with desk_at(database, project, actor) as (_, desk):
        made = codings_file(desk, kind, recipient)
        hidden = left_out(desk)
    save_file(file, made.content)
    say(f"Saved the codings to “{file}” ({counted(len(made.content), 'byte')}).")
    for why, number in made.cleared.kept_back.items():
        say(f"Left out: {counted(number, 'coding')}, because {REASONS[why]}. {CLEARED_BY[why]}")
    if made.cleared.wordless:
        say(f"Without words: {counted(len(made.cleared.wordless), 'coding')}. The file says why for each.")
    if hidden:
        say(hidden)
    if recipient is Recipient.TEAM:
        say("This file is for the team. Give it to nobody else.")
