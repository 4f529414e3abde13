# ruff: noqa: PLC0415
"""``workbench withdraw``: shows what a participant's withdrawal would remove, and removes it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject
from workbench.cli.session import counted, desk_at, print_json, say, shortened
from workbench.errors import NotFoundError, RuleError

if TYPE_CHECKING:
    from workbench.domain.participant import Participant
    from workbench.domain.withdrawal import Turns, Withdrawal
    from workbench.services.desk import Desk
    from workbench.services.withdrawal import Done, Reach

_SHOWN = 20  # notes and turns that are listed


class What(StrEnum):
    """What a participant takes back."""

    EVERYTHING = "everything"
    PASSAGES = "passages"
    QUOTES = "quotes"
    SHARING = "sharing"


def withdraw(
    participant: Annotated[str, typer.Argument(metavar="P07", help="The participant's id.")],
    *,
    project: InProject,
    scope: Annotated[
        What | None, typer.Option(help="What is taken back. Default: what was recorded, else everything.")
    ] = None,
    turns: Annotated[
        list[str] | None,
        typer.Option("--turns", metavar="T10:34-39", help="With passages: which turns. May be given more than once."),
    ] = None,
    asked_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day they asked. Default: what was recorded, else today.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", help="Another name the team knows them by, to be removed too. May be given more than once."
        ),
    ] = None,
    questions_too: Annotated[
        bool,
        typer.Option("--questions-too", help="Remove the interviewer's turns too, where nobody else is interviewed."),
    ] = False,
    letters: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Save the letters to those who received their words here.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it. Without this, it is only shown. It cannot be undone.")
    ] = False,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Remove for good what a participant takes back.

    Without --yes it only shows what would go. With it, the words leave the transcripts, codings, notes, log and files.

    Example: workbench withdraw P07 --project "Living with IBD"
    """
    from workbench.services import withdrawal as deeds

    with desk_at(database, project, actor) as (workbench, desk):
        if (before := _done_before(desk, participant)) is not None:
            say(f"{participant} has withdrawn, and all was removed on {(before.carried_out_at or '')[:10]}.")
            _save_letters(desk, before, letters)
            return
        wanted = _wanted(desk, participant, scope, turns or [], asked_on)
        if not wanted.scope.removes_words:
            _narrow(desk, wanted, participant, yes=yes)
            return
        found = deeds.reach(desk, wanted, other_names=name or [], questions_too=questions_too)
        if not yes:
            if as_json:
                print_json(_as_json(found))
            else:
                _show(found)
            return
        done = deeds.carry_out(
            desk, wanted, models=workbench.models, other_names=name or [], questions_too=questions_too
        )
        _tell(done)
        _save_letters(desk, done.withdrawal, letters, pseudonym=done.pseudonym)


def _person(desk: Desk, label: str) -> Participant:
    from workbench.services import people

    for one in people.list_participants(desk):
        if one.label.casefold() == label.casefold():
            return one
    raise NotFoundError("participant", label, hint="Give the id, such as P07.")


def _done_before(desk: Desk, label: str) -> Withdrawal | None:
    """The withdrawal by which everything was removed already, if there is one."""
    from workbench.services import withdrawal as deeds

    recorded = deeds.withdrawals(desk, _person(desk, label).id)
    return next((one for one in recorded if one.scope is one.scope.EVERYTHING and not one.is_open), None)


def _wanted(desk: Desk, label: str, scope: What | None, turns: list[str], asked_on: str | None) -> Withdrawal:
    """What was recorded and is still to be done, or what the options say."""
    from workbench.domain.withdrawal import Scope
    from workbench.services import withdrawal as deeds

    person = _person(desk, label)
    if turns and scope is None:
        scope = What.PASSAGES
    if scope is None and asked_on is None:
        recorded = [one for one in deeds.withdrawals(desk, person.id) if one.is_open]
        if recorded:
            return recorded[0]
    day = asked_on or datetime.now(UTC).date().isoformat()
    wanted = Scope((scope or What.EVERYTHING).value)
    return deeds.request(desk, person.id, wanted, asked_on=day, passages=[_turns(desk, each) for each in turns])


def _turns(desk: Desk, text: str) -> Turns:
    """Turns as they are written: ``T10:34-39`` or ``T10:34``."""
    from workbench.domain.withdrawal import Turns
    from workbench.services.transcripts import find_transcript

    label, _, numbers = text.partition(":")
    first, _, last = numbers.partition("-")
    if not first.strip().isdecimal() or not (last or first).strip().isdecimal():
        raise RuleError(f"“{text}” does not name turns. Write the transcript and its turns, such as T10:34-39.")
    return Turns(find_transcript(desk, label.strip()).id, int(first), int(last or first))


def _narrow(desk: Desk, wanted: Withdrawal, label: str, *, yes: bool) -> None:
    from workbench.services import withdrawal as deeds

    what = "be quoted" if wanted.scope is wanted.scope.QUOTES else "go to the sponsor, a repository or a later study"
    if not yes:
        say(f"{label} would no longer {what}. No words are removed. Add --yes to record it.")
        return
    deeds.ask(desk, wanted.participant_id, wanted.scope, asked_on=wanted.asked_on)
    say(f"Recorded: {label} may no longer {what}.")


def _show(found: Reach) -> None:
    plan = found.plan
    late = {
        True: " They asked in time.",
        False: " They asked after the date in the consent form: what has left can only be asked back.",
        None: "",
    }
    say(
        f"{plan.participant.label} takes back: {plan.scope.value}, asked on {found.withdrawal.asked_on}.{late[found.withdrawal.in_time]}"
    )
    for part in plan.parts:
        say(
            f"  {part.here.transcript.label}: {counted(len(part.gone), 'turn')} of {len(part.here.body.turns)} would become “removed”"
        )
    say(
        f"  {counted(len(plan.of_noun('coding')), 'coding')} would go, {len(plan.of_noun('coding', trimmed=True))} keep other people's part"
    )
    say(f"  {counted(found.quotes_in_report, 'quote')} in the report draft")
    for noun in ("decision", "question", "review"):
        if going := len(plan.of_noun(noun)):
            say(f"  {counted(going, noun)}")
    private = sum(1 for mention in plan.mentions if mention.hidden)
    say(f"Texts that name them, repeat their words or are about them: {len(plan.mentions) - private}")
    for mention in [one for one in plan.mentions if not one.hidden][:_SHOWN]:
        becomes = "stays as it is" if mention.proposed == mention.text else f"becomes “{shortened(mention.proposed)}”"
        say(
            f"  {mention.noun}{' by ' + mention.author if mention.author else ''}: “{shortened(mention.text)}” {becomes}"
        )
    if private:
        say(
            f"  and {counted(private, 'private note')} of others, not shown here; names and repeated words would be masked"
        )
    for near in plan.nearby[:_SHOWN]:
        say(f"Named by others: {near.transcript} turn {near.turn}: “{shortened(near.text)}”")
    for departure in found.departures:
        say(f"Left on {departure.at[:10]} to {departure.recipient}: {departure.what}")
    for copy in found.copies:
        say(f"Would be deleted, for it holds their words: {copy}")
    for other in found.other_databases:
        say(f"Another database of this study, not touched: {other}")
    for twin in found.twins:
        say(f"{twin} came from the same file. Say who speaks in it first, or remove it.")
    say("Nothing was changed. It cannot be undone and no backup is made of it. To do it, add --yes.")


def _as_json(found: Reach) -> dict[str, object]:
    plan = found.plan
    return {
        "participant": plan.participant.label,
        "scope": plan.scope.value,
        "asked_on": found.withdrawal.asked_on,
        "in_time": found.withdrawal.in_time,
        "turns": {part.here.transcript.label: [turn.number for turn in part.gone] for part in plan.parts},
        "codings": len(plan.of_noun("coding")),
        "codings_kept_in_part": len(plan.of_noun("coding", trimmed=True)),
        "quotes_in_report": found.quotes_in_report,
        "texts": len(plan.mentions),
        "named_by_others": [{"transcript": one.transcript, "turn": one.turn} for one in plan.nearby],
        "left": [{"at": one.at, "recipient": one.recipient, "what": one.what} for one in found.departures],
        "backups_deleted": [str(one) for one in found.copies],
    }


def _tell(done: Done) -> None:
    say(
        f"Removed for good: {counted(done.turns, 'turn')} and {counted(done.codings, 'coding')} of {done.label}; "
        f"{counted(done.notes, 'text')} looked through."
    )
    for copy in done.removed:
        say(f"Deleted, for it held their words: {copy}")
    for other in done.other_databases:
        say(f"Not touched, another database of this study: {other}")
    say(f"Backups and copies that you keep elsewhere still hold the words. Delete them by {done.purge_by}.")
    if not done.cleaned:
        say("Another program holds the database, so its file is cleaned when it is opened next.")
    for trace in done.left:
        say(f"Look at this yourself: the {trace.noun} {trace.id} may still hold words.")


def _save_letters(desk: Desk, withdrawal: Withdrawal, folder: Path | None, *, pseudonym: str = "") -> None:
    from workbench.services.reports import save_whole
    from workbench.services.withdrawal_letters import letter_bytes, letters

    written = letters(desk, withdrawal, pseudonym=pseudonym)
    if written and folder is None:
        say(f"{counted(len(written), 'letter')} can be saved: call this again with --letters FOLDER.")
    for number, letter in enumerate(written, 1):
        if folder is not None:
            path = folder / f"letter-{number}.docx"
            save_whole(letter_bytes(desk, letter), path)
            say(f"A letter to {letter.recipient}: {path}")
