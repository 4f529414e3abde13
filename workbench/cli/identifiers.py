# ruff: noqa: PLC0415
"""``workbench identifiers``: what could still tell who somebody is, and how well the search does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database
from workbench.cli.session import counted, desk_at, print_json, say
from workbench.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.privacy.score import Score, ScoreRow
    from workbench.services.identifier_search import OpenFindings

_SHOWN = 5  # strings of one class that are printed; --all prints every one


def identifiers(
    *,
    project: Annotated[
        str | None, typer.Option("--project", "-p", metavar="P", help="The project's title or id.")
    ] = None,
    transcript: Annotated[
        str | None, typer.Option(metavar="T", help="Only for this transcript: its label (T01), title or id.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print every string, not the most frequent ones only.")] = False,
    score: Annotated[
        bool,
        typer.Option(
            "--score", help="Say how much the search finds, on invented texts with answers; needs no project."
        ),
    ] = False,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Print identifiers that are still open, by class; store nothing.

    It finds strings: names, places, numbers, dates. It does not find who is meant by a story. With --score it says how much it
    finds and what it cannot find.

    Example: workbench identifiers --project "Living with IBD" --transcript T04
    """
    if score:
        _print_score(as_json=as_json)
        return
    if project is None:
        raise RuleError("Name a project with --project, or ask for --score, which needs none.")
    from workbench.services import transcripts
    from workbench.services.identifier_search import open_findings

    with desk_at(database, project, actor) as (workbench, desk):
        only = transcripts.find_transcript(desk, transcript).id if transcript else None
        found = open_findings(desk, workbench.models, transcript_id=only)
    if as_json:
        print_json({"transcripts": [_plain(each) for each in found]})
        return
    _print_open(found, every=every)


def _plain(each: OpenFindings) -> dict[str, Any]:
    return {
        "transcript": each.transcript.label,
        "transcript_id": each.transcript.id,
        "hits": [
            {
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "class": hit.kind.value,
                "must_catch": hit.kind.must_catch,
                "confidence": hit.confidence,
                "why": hit.why,
                "key": hit.key,
            }
            for hit in each.hits
        ],
        "look_at": [
            {"start": asked.start, "end": asked.end, "text": asked.text, "question": asked.question}
            for asked in each.prompts
        ],
    }


def _print_open(found: list[OpenFindings], *, every: bool) -> None:
    from workbench.privacy.values import IdentifierClass

    hits = [hit for each in found for hit in each.hits]
    if not hits:
        say(
            "Nothing that the search can find is open. That does not make a text anonymous: read it, and let a second person check."
        )
    for kind in IdentifierClass:
        strings = Counter(hit.key for hit in hits if hit.kind is kind)
        if not strings:
            continue
        shown = {hit.key: " ".join(hit.text.split()) for hit in reversed(hits) if hit.kind is kind}
        say(f"{kind.value}: {counted(strings.total(), 'place')}, {counted(len(strings), 'different string')}")
        listed = strings.most_common(None if every else _SHOWN)
        say("  " + "; ".join(f"{shown[key]} ({times})" if times > 1 else shown[key] for key, times in listed)
            + (f"; and {len(strings) - len(listed)} more" if len(strings) > len(listed) else ""))  # fmt: skip
    asked = sum(len(each.prompts) for each in found)
    if asked:
        say(f"Worth a look by a person, for what no machine finds: {counted(asked, 'passage')} (listed with --json).")


def _print_score(*, as_json: bool) -> None:
    from workbench.privacy.score import ALL, CANNOT, measured, published

    developed, apart = measured(), published().kept_apart
    if as_json:
        print_json(_plain_score(developed) | {"kept_apart": _plain_score(apart), "cannot_find": list(CANNOT)})
        return
    say("Two invented corpora, each transcript searched alone. The second says more about your texts.")
    say(f"DEVELOPED AGAINST: {developed.words:,} words in six voices, counted now. The search was improved on it.")
    _print_rows(developed.rows)
    _print_hits(developed)
    say(f"KEPT APART: {apart.words:,} words, counted once for this release. Nothing was improved on it.")
    _print_rows([row for row in apart.rows if row.voice == ALL])
    _print_hits(apart)
    say("It cannot find:")
    for one in CANNOT:
        say(f"  {one}")


def _print_rows(rows: Sequence[ScoreRow]) -> None:
    voice = ""
    for row in rows:
        if not row.planted:
            continue
        if row.voice != voice:
            voice = row.voice
            say(f"{'all voices' if voice == 'all' else voice}:")
        say(
            f"  {row.kind:<16}{row.planted:>5} hidden   found {_share(row.recall):>6}   right {_share(row.precision):>6}"
        )


def _print_hits(counts: Score) -> None:
    say(
        f"{counts.hits_per_thousand:.0f} hits per 1,000 words; {counts.false_shapes_per_thousand:.1f} false ones among numbers, dates and addresses."
    )


def _plain_score(counts: Score) -> dict[str, Any]:
    return {
        "rows": [
            {
                "voice": row.voice,
                "class": row.kind,
                "planted": row.planted,
                "found": row.found,
                "hits": row.hits,
                "right": row.right,
                "recall": row.recall,
                "precision": row.precision,
            }
            for row in counts.rows
        ],
        "words": counts.words,
        "hits_per_thousand_words": counts.hits_per_thousand,
        "false_shapes_per_thousand_words": counts.false_shapes_per_thousand,
    }


def _share(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"
