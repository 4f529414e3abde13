# ruff: noqa: PLC0415
"""``workbench suggest`` and ``workbench evaluate``: what the engine would propose, and how well it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject
from workbench.cli.session import counted, desk_at, print_json, say

if TYPE_CHECKING:
    from workbench.domain.suggestion import Suggestion
    from workbench.nlp.evaluate import Figures

_MEASURES = {
    "precision_at_1": "first suggestion right",
    "recall_at_3": "codes among the first three",
    "macro_f1": "macro F1",
    "mean_average_precision": "mean average precision",
    "calibration_error": "calibration error",
    "surest_precision": "right where surest (30 %)",
    "coverage": "passages it speaks about",
}


def suggest(
    *,
    project: InProject,
    transcript: Annotated[
        str | None, typer.Option(metavar="T", help="Only for this transcript: its label (T01), title or id.")
    ] = None,
    code: Annotated[str | None, typer.Option(metavar="C", help="Only for this code: its label, key or id.")] = None,
    at_most: Annotated[int, typer.Option(min=1, help="How many codes for one passage, at most.")] = 3,
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Print suggestions with their reasons; store nothing.

    They are for passages that a person has not coded yet. The engine learns from that person's own codings in this project, and from the codebook.

    Example: workbench suggest --project "Living with IBD" --transcript T04 --at-most 2
    """
    from workbench.services import codebooks, suggestions, transcripts

    with desk_at(database, project, actor) as (workbench, desk):
        in_transcript = transcripts.find_transcript(desk, transcript).id if transcript else None
        for_code = codebooks.find_code(desk, code).id if code else None
        found = suggestions.propose(
            desk, workbench.models, transcript_id=in_transcript, code_id=for_code, at_most=at_most
        )
        labels = {each.id: each.label for each in codebooks.get_codebook(desk)}
        opened = {
            name: transcripts.open_transcript(desk, name)
            for name in {suggestion.transcript_id for suggestion in found.suggestions}
        }

    def plain(suggestion: Suggestion) -> dict[str, Any]:
        here = opened[suggestion.transcript_id]
        turn = here.body.turn_at(suggestion.span.start)
        return {
            "id": suggestion.id,
            "transcript": here.transcript.label,
            "transcript_id": suggestion.transcript_id,
            "turn": turn.number if turn else None,
            "start": suggestion.span.start,
            "end": suggestion.span.end,
            "quote": suggestion.quote,
            "code": labels[suggestion.code_id],
            "code_id": suggestion.code_id,
            "confidence": round(suggestion.confidence, 4),
            "band": suggestion.band.value,
            "because": list(suggestion.because),
        }

    rows = [plain(suggestion) for suggestion in found.suggestions]
    silent = {label: why for label, why in found.silent.items() if for_code is None or label == labels[for_code]}
    if as_json:
        print_json({"suggestions": rows, "silent": silent, "model": found.model})
        return
    for row in rows:
        say(f"{row['transcript']} turn {row['turn']}: {row['code']} ({row['band']})")
        say(f"  “{' '.join(row['quote'].split())}”")
        for reason in row["because"]:
            say(f"  {reason}")
        say()
    if not rows:
        say("No suggestions.")
    for label, why in silent.items():
        say(f"Nothing for “{label}”: {why}")


def evaluate(*, project: InProject, actor: Actor = None, database: Database = None, as_json: AsJson = False) -> None:
    """Measure suggestions on codings held back.

    Three in ten transcripts are held back, the engine learns from the others, and its suggestions are compared with what
    people did; beside it stands a plain engine. With --as: on that person's codings, else on the whole team's.

    Example: workbench evaluate --project "Living with IBD" --as Robin
    """
    from workbench.services import suggestions

    with desk_at(database, project, actor) as (workbench, desk):
        rating = suggestions.rate(desk, workbench.models, whole_team=actor is None)
    found = rating.found
    if as_json:
        print_json(
            {
                "curve": [
                    {"coded": p.coded, "draws": p.draws, "engine": _figures(p.engine), "plain": _figures(p.plain)}
                    for p in found.curve
                ],
                "codes": [
                    {
                        "code": rating.labels.get(each.code_id, ""),
                        "code_id": each.code_id,
                        "average_precision": each.average_precision,
                        "share": each.share,
                        "f1": each.f1,
                    }
                    for each in found.codes
                ],
                "why_empty": found.why_empty,
            }
        )
        return
    if found.why_empty:
        say(f"This cannot be measured yet. {found.why_empty}")
    for point in found.curve:
        say(f"After {counted(point.coded, 'coded passage')} (mean of {counted(point.draws, 'draw')}):")
        engine, plain = _figures(point.engine), _figures(point.plain)
        for name, meaning in _MEASURES.items():
            say(f"  {meaning:<28}{_shown(engine[name]):>16}   plain engine {_shown(plain[name])}")
    for each in found.codes:
        label = rating.labels.get(each.code_id, each.code_id)
        say(f"  “{label}”: average precision {_shown(each.average_precision)}, F1 {_shown(each.f1)}")


def _figures(figures: Figures) -> dict[str, float | None]:
    return {name: getattr(figures, name) for name in _MEASURES}


def _shown(figure: float | None) -> str:
    return "not computable" if figure is None else f"{figure:.2f}"
