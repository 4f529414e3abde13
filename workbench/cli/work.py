# ruff: noqa: PLC0415
"""``workbench work``: sending one's own work as a file, and bringing in the work of colleagues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database, DryRun, InProject, Target
from workbench.cli.session import counted, desk_at, ending_of, print_json, read_file, save_file, say
from workbench.errors import StorageError, WorkbenchError

if TYPE_CHECKING:
    from workbench.services.work_merging import Merging, Told

app = typer.Typer(
    help="Work together without a server: send your work, bring in that of colleagues.", no_args_is_help=True
)
_NOUNS = {"coding": "coding", "memo": "note", "question": "question", "code": "code", "review": "answer to suggestions"}


def save_exchanged(file: Path, content: bytes, *, ending: str) -> None:
    """Save a file; an earlier one of the same kind is replaced, nothing else."""
    from workbench.importers.work_files import read_copy, read_work
    from workbench.services.reports import save_whole

    ending_of(file, (ending,))
    if file.is_file():
        try:
            (read_work if ending == "wbwork" else read_copy)(read_file(file))
        except WorkbenchError as error:
            raise StorageError(
                f"“{file}” is there already, and it is something else. Choose another name, or move it away."
            ) from error
        save_whole(content, file)
        return
    save_file(file, content)


@app.command("send")
def send(file: Target, *, project: InProject, actor: Actor = None, database: Database = None) -> None:
    """Save all that you did in one file for your mentor.

    Codings, notes, questions and new codes are in it. No words of transcripts and no private notes are.

    Example: workbench work send my-work.wbwork --project "Living with IBD" --as Robin
    """
    from workbench.domain.leaving import REASONS
    from workbench.services.work_sending import send_work

    ending_of(file, ("wbwork",))
    with desk_at(database, project, actor) as (_, desk):
        made = send_work(desk)
    save_exchanged(file, made.content, ending="wbwork")
    say(
        f"Saved the work of {desk.actor} to “{file}”: {counted(made.codings, 'coding')}, {counted(made.notes, 'note')}, "
        f"{counted(made.questions, 'question')}, {counted(made.codes, 'code')} of your own."
    )
    if made.private_notes:
        say(f"{counted(made.private_notes, 'private note')} stay with you.")
    for why, number in made.kept_back.items():
        say(f"Left out: {number}, because {REASONS[why]}.")


@app.command("merge")
def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that “work send” wrote.")],
    *,
    project: InProject,
    add_people: Annotated[
        bool, typer.Option("--add-people", help="Add senders who are not on the team, as students.")
    ] = False,
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Take the sender's version of this conflict. Can be given more than once."),
    ] = None,
    dry_run: DryRun = False,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Bring in the work of colleagues, as one act.

    The order of files does not matter, and a file that was brought in before changes nothing. Look first with --dry-run.

    Example: workbench work merge robin.wbwork sam.wbwork --project "Living with IBD" --dry-run
    """
    from workbench.services.work_merging import Wishes, preview
    from workbench.services.work_merging import merge as bring_in

    sources = [read_file(file) for file in files]
    wishes = Wishes(add_people=add_people, take=frozenset(take or ()))
    with desk_at(database, project, actor) as (_, desk):
        done = (preview if dry_run else bring_in)(desk, sources, wishes)
    if as_json:
        print_json(_plain(done))
        return
    for file, told in zip(files, done.files, strict=True):
        _tell(file, told)
    for noun in ("coding", "memo", "question", "code"):
        say(f"{_NOUNS[noun].capitalize()}s: {done.before[noun]:,} before, {done.after[noun]:,} after.")
    if not done.changes:
        say("Nothing is new in it.")
    elif dry_run:
        say("Nothing was changed yet. Leave out --dry-run to bring it in.")
    else:
        say("Brought in. To take it back: workbench undo.")


def _tell(file: Path, told: Told) -> None:
    new = ", who is not on the team yet" if told.is_new_person else ""
    say(f"“{file.name}”: the work of {told.who}{new}, as of {told.sent_at[:16].replace('T', ' ')}.")
    if told.is_older:
        say("  A newer file from this copy was brought in before. This one is left.")
        return
    for title, counts in (("New", told.added), ("Changed", told.changed), ("Removed", told.removed)):
        if any(counts.values()):
            say(f"  {title}: " + ", ".join(counted(n, _NOUNS[noun]) for noun, n in sorted(counts.items()) if n) + ".")
    if told.new_codes:
        say(f"  New codes: {', '.join(told.new_codes)}.")
    for theirs, ours in told.matched_codes:
        say(f"  The code “{theirs}” is the project's “{ours}”.")
    for near in told.near_names:
        say(f"  Is the new code “{near.label}” the project's “{near.ours.label}”? If so, merge the two.")
    for label, number in sorted(told.unknown_text.items()):
        say(f"  Left out: {counted(number, 'thing')} in {label}. Its text is not in this project.")
    if told.waiting:
        say(f"  {counted(told.waiting, 'coding')} wait for a place: the text was corrected since.")
    if told.belong_to_others:
        say(f"  Left out: {counted(told.belong_to_others, 'thing')} that belong to somebody else.")
    for one in told.conflicts:
        say(f"  Changed on both sides: {_NOUNS[one.what]} {one.where} ({one.key}). The project's version stays.")
        if one.ours or one.theirs:
            say(f"    Here: {one.ours}")
            say(f"    In the file: {one.theirs}")


def _plain(done: Merging) -> dict[str, Any]:
    return {
        "changes": done.changes,
        "before": dict(done.before),
        "after": dict(done.after),
        "files": [
            {
                "who": told.who,
                "sent_at": told.sent_at,
                "new_person": told.is_new_person,
                "older": told.is_older,
                "added": dict(told.added),
                "changed": dict(told.changed),
                "removed": dict(told.removed),
                "waiting": told.waiting,
                "unknown_text": dict(told.unknown_text),
                "new_codes": list(told.new_codes),
                "matched_codes": [list(pair) for pair in told.matched_codes],
                "near_names": [[near.label, near.ours.label] for near in told.near_names],
                "conflicts": [
                    {"key": one.key, "what": one.what, "where": one.where, "ours": one.ours, "theirs": one.theirs}
                    for one in told.conflicts
                ],
            }
            for told in done.files
        ],
    }
