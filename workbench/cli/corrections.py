# ruff: noqa: PLC0415
"""``workbench import --replaces`` and ``workbench revisions``: a better version of a file, and the texts there have been."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject
from workbench.cli.session import counted, desk_at, print_json, say, shortened
from workbench.errors import RuleError

if TYPE_CHECKING:
    from workbench.domain.transcript import Revision, Transcript
    from workbench.services.corrections import Effect
    from workbench.services.desk import Desk
    from workbench.services.transcripts import Preview

_SHOWN = 20  # codings that are listed one by one
_WIDTH = 80


def replace_text(
    desk: Desk, file: Path, seen: Preview, *, name: str, reason: str | None, dry_run: bool, as_json: bool
) -> None:
    """Put a file in the place of a transcript's text, or with ``dry_run`` show what would travel and what would wait."""
    from workbench.services import corrections, transcripts

    transcript = transcripts.find_transcript(desk, name)
    if not dry_run and not (reason or "").strip():
        raise RuleError(
            "Say in a few words why, with --reason, such as “checked against the recording”. "
            "Or look first at what it would do, with --dry-run."
        )
    effect = corrections.preview_replacement(desk, transcript.id, seen)
    number: int | None = None
    if not dry_run:
        done = corrections.replace_transcript(desk, transcript.id, seen, reason=reason or "")
        number = done.here.revision.number
    if as_json:
        print_json(_effect(transcript, file, effect, number))
        return
    _tell(transcript, file, effect, is_done=not dry_run)


def _tell(transcript: Transcript, file: Path, effect: Effect, *, is_done: bool) -> None:
    say(f"{transcript.label} “{transcript.title}”, with the text of “{file.name}”" + ("" if is_done else ": a preview"))
    say(
        f"  {effect.words_before:,} words before, {effect.words_after:,} after; {counted(effect.edits, 'place')} changed"
    )
    say(f"  On the same words: {counted(effect.kept, 'coding')}")
    if effect.reworded:
        say(f"  On corrected words: {counted(len(effect.reworded), 'coding')}")
    for one in effect.reworded[:_SHOWN]:
        say(f"    “{shortened(one.coding.quote, _WIDTH)}” becomes “{shortened(one.quote, _WIDTH)}”")
    if effect.waiting:
        say(
            f"  {counted(len(effect.waiting), 'coding')} without a certain place, to be placed on the page Corrections:"
        )
    for coding in effect.waiting[:_SHOWN]:
        say(f"    “{shortened(coding.quote, _WIDTH)}”, by {coding.coder}")
    if not is_done:
        say("Nothing was changed. To do it, leave --dry-run out and add --reason “...”.")


def _effect(transcript: Transcript, file: Path, effect: Effect, number: int | None) -> dict[str, Any]:
    return {
        "file": str(file),
        "transcript": {"id": transcript.id, "label": transcript.label, "title": transcript.title},
        "replaced": number is not None,
        "revision": number,
        "words_before": effect.words_before,
        "words_after": effect.words_after,
        "places_changed": effect.edits,
        "kept": effect.kept,
        "reworded": [{"coding": one.coding.id, "from": one.coding.quote, "to": one.quote} for one in effect.reworded],
        "waiting": [{"coding": one.id, "coder": one.coder, "quote": one.quote} for one in effect.waiting],
    }


def revisions(
    transcript: Annotated[
        str | None, typer.Argument(metavar="T03", help="One transcript, by label. Default: all.")
    ] = None,
    *,
    project: InProject,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List the texts that transcripts have had: when each was made, by whom and why, and how many codings wait for a place.

    Example: workbench revisions T03 --project IBD
    """
    from workbench.services import transcripts, waiting

    with desk_at(database, project, actor) as (_, desk):
        wanted = (
            [transcripts.find_transcript(desk, transcript)]
            if transcript
            else [row.transcript for row in transcripts.list_transcripts(desk)]
        )
        found = [(one, waiting.revisions_of(desk, one.id)) for one in wanted]
        counts = waiting.how_many_wait(desk)
    if as_json:
        print_json([_plain(one, rows, counts.get(one.id, 0)) for one, rows in found])
        return
    for one, rows in found:
        waits = f"; {counted(counts[one.id], 'coding')} without a place" if counts.get(one.id) else ""
        say(f"{one.label}  {one.title}  ({counted(len(rows), 'revision')}{waits})")
        for row in rows:
            erased = ", its words erased" if row.is_erased else ""
            why = f": {row.reason}" if row.reason else ""
            say(f"  {row.number}  {row.made_at[:16].replace('T', ' ')}  {row.made_by}  {row.kind.value}{erased}{why}")
    if not found:
        say("There are no transcripts yet. Bring some in: workbench import FILE... --project P")


def _plain(transcript: Transcript, rows: list[Revision], waits: int) -> dict[str, Any]:
    return {
        "id": transcript.id,
        "label": transcript.label,
        "title": transcript.title,
        "codings_without_a_place": waits,
        "revisions": [
            {
                "id": row.id,
                "number": row.number,
                "kind": row.kind.value,
                "made_by": row.made_by,
                "made_at": row.made_at,
                "reason": row.reason,
                "erased": row.is_erased,
            }
            for row in rows
        ],
    }
