# ruff: noqa: PLC0415
"""``workbench import`` and ``workbench transcripts``: files in, with what was found and doubted in each."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.corrections import replace_text
from workbench.cli.options import Actor, AsJson, Database, DryRun, InProject
from workbench.cli.session import complain, counted, desk_at, print_json, read_file, say, shortened
from workbench.domain.transcript import Phase, SpeakerRole, Transcript
from workbench.errors import RuleError, WorkbenchError

if TYPE_CHECKING:
    from workbench.importers import ReadOptions
    from workbench.services.desk import Desk
    from workbench.services.transcripts import Preview

app = typer.Typer(help="Look at the transcripts of a project.", no_args_is_help=True)

_ROLES = {role.value: role for role in SpeakerRole} | {
    "note taker": SpeakerRole.NOTE_TAKER,
    "interviewer": SpeakerRole.FACILITATOR,
    "moderator": SpeakerRole.FACILITATOR,
    "host": SpeakerRole.FACILITATOR,
}


@dataclass
class _File:
    """One of the files to import, and what became of it."""

    path: Path
    seen: Preview | None = None
    transcript: Transcript | None = None
    error: str | None = None


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Transcripts, or tables of survey answers.")],
    *,
    project: InProject,
    phase: Annotated[Phase, typer.Option(help="The step of the study that they belong to.")] = Phase.COLLECT,
    speakers: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=role,...", help="Who is what: participant, facilitator, group or note-taker."),
    ] = None,
    layout: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="Read the file as this format (vtt, docx ...) or a text in this layout, not as guessed.",
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME,...", help="The columns of a survey table that hold open answers. May be repeated."),
    ] = None,
    respondent: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of a survey table that says who answered.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What to call the transcript; for one file only.")] = None,
    keep_offered: Annotated[
        bool, typer.Option("--keep-all", help="Also import announcements and summaries that nobody said.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Import a file although it is in the project already.")
    ] = False,
    replaces: Annotated[
        str | None,
        typer.Option(
            metavar="T03",
            help="A better version of this transcript's file; codings travel to the new text. One file only.",
        ),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="With --replaces: why, in a few words. It is kept.")] = None,
    dry_run: DryRun = False,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Bring transcripts into a project.

    Says what was found in each file and what was doubted, with line numbers. If one file cannot be used, the others are still imported, and the command ends with 1.

    Example: workbench import anna.vtt group.docx --project IBD --phase set --speakers "Jo=facilitator"
    """
    if title is not None and len(files) > 1:
        raise RuleError(
            "A title can only be given to one file at a time. Leave --title out, or import the files one by one."
        )
    roles = _roles(speakers or [])
    wishes = _Wishes.of(layout, columns or [], respondent, keep_offered=keep_offered)
    batch = [_File(path) for path in files]
    if replaces is not None:
        _replace(desk_at(database, project, actor), batch, wishes, replaces, reason, dry_run=dry_run, as_json=as_json)
        return
    with desk_at(database, project, actor) as (_, desk):
        for file in batch:
            _look(desk, file, wishes)
        if len(batch) > 1:
            _refuse_unheard(roles, batch)
        for file in batch:
            if file.seen is not None and not dry_run:
                _bring_in(
                    desk, file, file.seen, roles=roles, only=len(batch) == 1, phase=phase, title=title, again=again
                )
            if not as_json:
                _tell(file, dry_run=dry_run)
            if file.error:
                complain(f"“{file.path.name}” was not imported: {file.error}")
    if as_json:
        print_json([_plain(file) for file in batch])
    failed = [file for file in batch if file.error]
    if failed and len(batch) > 1:
        complain(
            f"{len(failed)} of {len(batch)} files could not be imported: {', '.join(f.path.name for f in failed)}."
        )
    if failed:
        raise typer.Exit(1)


def _replace(
    opening: AbstractContextManager[tuple[Any, Desk]],
    batch: list[_File],
    wishes: _Wishes,
    name: str,
    reason: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """One file in the place of a transcript's text."""
    if len(batch) > 1:
        raise RuleError("One file can replace one transcript. Give one file with --replaces.")
    (file,) = batch
    with opening as (_, desk):
        _look(desk, file, wishes)
        if file.seen is None:
            raise RuleError(f"“{file.path.name}” was not imported: {file.error}")
        replace_text(desk, file.path, file.seen, name=name, reason=reason, dry_run=dry_run, as_json=as_json)


@dataclass(frozen=True)
class _Wishes:
    """How a person wants files to be read."""

    format_name: str | None
    layout: str | None
    columns: tuple[str, ...]
    respondent: str | None
    keep_offered: bool

    @classmethod
    def of(cls, named: str | None, columns: list[str], respondent: str | None, *, keep_offered: bool) -> _Wishes:
        from workbench.importers import FORMATS, LAYOUTS

        if named is None:
            return cls(None, None, tuple(columns), respondent, keep_offered)
        wanted = named.strip().casefold()
        for one in FORMATS:
            if wanted == one.name.casefold() or f".{wanted.removeprefix('.')}" in one.suffixes:
                return cls(one.name, None, tuple(columns), respondent, keep_offered)
        for layout in LAYOUTS:
            if wanted == layout.casefold():
                return cls(None, layout, tuple(columns), respondent, keep_offered)
        endings = ", ".join(sorted(suffix.removeprefix(".") for one in FORMATS for suffix in one.suffixes if suffix))
        layouts = ", ".join(f"“{layout}”" for layout in LAYOUTS)
        raise RuleError(f"There is no format “{named}”. Give an ending ({endings}), or a layout of text: {layouts}.")

    def options(self, source: bytes, file_name: str) -> ReadOptions:
        """The same as the importers take it; commas part columns unless a heading has them itself."""
        from workbench.importers import ReadOptions, survey_columns_safely

        columns: list[str] = []
        if self.columns:
            headings = {column.name for column in survey_columns_safely(source, file_name)}
            for given in self.columns:
                columns += [given] if given in headings else _listed([given])
        return ReadOptions(
            survey_columns=tuple(columns) or None,
            respondent_column=self.respondent,
            keep_offered=self.keep_offered,
            layout=self.layout,
        )


def _look(desk: Desk, file: _File, wishes: _Wishes) -> None:
    from workbench.services import transcripts

    name = file.path.name
    try:
        source = read_file(file.path)
        options = wishes.options(source, name)
        file.seen = transcripts.preview(desk, source, file_name=name, format_name=wishes.format_name, options=options)
    except WorkbenchError as error:  # said beside the file; the other files go on
        file.error = str(error)


def _bring_in(
    desk: Desk,
    file: _File,
    seen: Preview,
    *,
    roles: dict[str, SpeakerRole],
    only: bool,
    phase: Phase,
    title: str | None,
    again: bool,
) -> None:
    from workbench.services import transcripts

    voices = {speaker.label for speaker in seen.found.speakers}
    mine = {label: role for label, role in roles.items() if only or label in voices}
    try:
        file.transcript = transcripts.import_transcript(desk, seen, phase=phase, roles=mine, title=title, again=again)
    except WorkbenchError as error:  # said beside the file; the other files go on
        file.error = str(error)


def _roles(given: list[str]) -> dict[str, SpeakerRole]:
    """What ``--speakers`` says: ``Jo=facilitator,Maple=participant``."""
    roles = {}
    for pair in _listed(given):
        name, sign, role = pair.rpartition("=")
        known = _ROLES.get(role.strip().casefold())
        if not sign or not name.strip() or known is None:
            raise RuleError(
                f"“{pair}” does not say who is what. Write NAME=role, with one of these roles: {', '.join(SpeakerRole)}."
            )
        roles[name.strip()] = known
    return roles


def _listed(given: list[str] | None) -> tuple[str, ...]:
    return tuple(part.strip() for text in given or [] for part in text.split(",") if part.strip())


def _refuse_unheard(roles: dict[str, SpeakerRole], batch: list[_File]) -> None:
    """Of several files each need not hold every voice, but a voice that is in none of them was misspelled."""
    voices = {speaker.label for file in batch if file.seen for speaker in file.seen.found.speakers}
    for label in roles:
        if label not in voices and any(file.seen for file in batch):
            listed = ", ".join(f"“{name}”" for name in sorted(voices)) or "nobody"
            raise RuleError(
                f"“{label}” speaks in none of these files. Their speakers are: {listed}. Nothing was imported."
            )


def _tell(file: _File, *, dry_run: bool) -> None:
    if file.seen is None:
        return
    if file.transcript is not None:
        say(f"{file.transcript.label} “{file.transcript.title}”, from “{file.path.name}”")
    else:
        say(f"“{file.path.name}”" + (", not imported: only looked at" if dry_run else ""))
    _describe(file.seen, with_twin=dry_run)
    say()


def _describe(seen: Preview, *, with_twin: bool) -> None:
    found = seen.found
    say(f"  Format: {found.format}")
    voices = [f"{s.label} ({s.role.value}, {counted(s.turns, 'turn')})" for s in found.speakers]
    say(f"  Speakers: {', '.join(voices) or 'none named'}")
    if with_twin and seen.twin:
        say(f"  The same file is in the project already, as {seen.twin}.")
    say(f"  Words: {found.words_in_file:,} in the file, {found.words_imported:,} imported")
    for reason, words in found.set_aside.items():
        say(f"    {words:,} set aside: {reason}")
    if found.turns:
        say(f"  First turn: {_turn(found.turns[0])}")
        say(f"  Last turn: {_turn(found.turns[-1])}")
    for doubt in found.notices:
        say(f"  Doubt{f', line {doubt.line}' if doubt.line else ''}: {doubt.message}")
    if found.offered_removals:
        say(
            f"  {counted(len(found.offered_removals), 'place')} left out that nobody seems to have said; --keep-all keeps them."
        )


def _turn(turn: Any) -> str:
    return f"{turn.speaker}: {shortened(turn.text, 80)}" if turn.speaker else shortened(turn.text, 80)


def _plain(file: _File) -> dict[str, Any]:
    told: dict[str, Any] = {
        "file": str(file.path),
        "imported": file.transcript is not None,
        "error": file.error,
        "transcript": None,
    }
    if file.transcript is not None:
        at = file.transcript
        told["transcript"] = {"id": at.id, "label": at.label, "title": at.title, "phase": at.phase.value}
    if file.seen is not None:
        found = file.seen.found
        told |= {
            "format": found.format,
            "kind": found.kind.value,
            "held_on": found.held_on,
            "same_file_as": file.seen.twin,
            "speakers": [{"label": s.label, "role": s.role.value, "turns": s.turns} for s in found.speakers],
            "turns": len(found.turns),
            "words_in_file": found.words_in_file,
            "words_imported": found.words_imported,
            "set_aside": dict(found.set_aside),
            "doubts": [{"line": doubt.line, "message": doubt.message} for doubt in found.notices],
            "left_out": [
                {"line": o.turn.line, "reason": o.reason, "text": o.turn.text} for o in found.offered_removals
            ],
            "first_turn": _spoken(found.turns[0]) if found.turns else None,
            "last_turn": _spoken(found.turns[-1]) if found.turns else None,
        }
    return told


def _spoken(turn: Any) -> dict[str, Any]:
    return {"speaker": turn.speaker, "text": turn.text, "line": turn.line}


@app.command("list")
def list_(*, project: InProject, actor: Actor = None, database: Database = None, as_json: AsJson = False) -> None:
    """List the transcripts of a project, by label.

    Example: workbench transcripts list --project "Living with IBD"
    """
    from workbench.services import transcripts

    with desk_at(database, project, actor) as (_, desk):
        rows = transcripts.list_transcripts(desk)
    if as_json:
        print_json(
            [
                {
                    "id": row.transcript.id,
                    "label": row.transcript.label,
                    "title": row.transcript.title,
                    "phase": row.transcript.phase.value,
                    "kind": row.transcript.kind.value,
                    "format": row.transcript.source_format,
                    "held_on": row.transcript.held_on,
                    "words": row.words,
                    "turns": row.turns,
                    "codings": row.codings,
                    "turns_read": row.turns_read,
                    "speakers": [{"label": s.label, "role": s.role.value} for s in row.speakers],
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        at = row.transcript
        counts = f"{counted(row.words, 'word')}, {counted(row.turns, 'turn')}, {counted(row.codings, 'coding')}"
        say(f"{at.label}  {at.phase.value.upper()}  {at.title}  ({counts})")
    if not rows:
        say("There are no transcripts yet. Bring some in: workbench import FILE... --project P")
