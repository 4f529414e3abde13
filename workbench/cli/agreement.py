# ruff: noqa: PLC0415
"""``workbench agreement``: how alike people coded, per code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.options import Actor, AsJson, Database, InProject
from workbench.cli.session import counted, desk_at, print_json, say

if TYPE_CHECKING:
    from workbench.analysis.agreement import Agreement, CodeAgreement
    from workbench.analysis.agreement_measures import Measure


def agreement(
    *,
    project: InProject,
    unit: Annotated[str, typer.Option(metavar="UNIT", help="What is compared: turn, sentence or character.")] = "turn",
    coder: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only these people; say it twice or more.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why, where the method speaks against it.")] = "",
    actor: Actor = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Print how alike people coded, per code. A view to learn from, no test to pass.

    Only turns that two people or more have read count. Where a figure cannot be computed, the words say why.

    Example: workbench agreement --project "Living with IBD" --unit sentence
    """
    from workbench.analysis.agreement import Unit
    from workbench.errors import RuleError
    from workbench.services import codebooks
    from workbench.services.agreement import WHEN_NOT, measure_agreement

    if unit not in list(Unit):
        raise RuleError(f"“{unit}” is no unit. Choose {', '.join(Unit)}.")
    with desk_at(database, project, actor) as (_, desk):
        found = measure_agreement(desk, unit=Unit(unit), coders=coder or (), reason=reason)
        labels = {code.id: code.label for code in codebooks.get_codebook(desk)}
    if as_json:
        print_json(
            {
                "unit": found.unit,
                "coders": list(found.coders),
                "units": found.units,
                "codes": [_plain(found, code, labels[code.code_id]) for code in found.codes],
                "confused": [{"codes": [labels[a], labels[b]], "units": n} for a, b, n in found.confused],
                "when_not": list(WHEN_NOT),
            }
        )
        return
    say(f"{counted(found.units, found.unit)} read by two people or more: {', '.join(found.coders)}")
    for code in found.codes:
        say()
        say(f"{labels[code.code_id]}: {_in_words(found, code)}")
        given = ", ".join(f"{name} {count}" for name, count in zip(found.coders, code.positive, strict=True))
        say(f"  given by {given}{'; too few to read much into it' if code.too_few else ''}")
    for one, other, times in found.confused[:5]:
        say(f"\n“{labels[one]}” and “{labels[other]}” stand against each other in {counted(times, found.unit)}.")
    say("\nDo not compute agreement:")
    for when in WHEN_NOT:
        say(f"  - {when}")


def _in_words(found: Agreement, code: CodeAgreement) -> str:
    if code.percent.value is None:  # the line of characters has one figure
        return f"alpha for units {code.alpha.in_words()}"
    parts = [f"{code.percent.value:.0%} alike", f"alpha {code.alpha.in_words()}"]
    if code.interval is not None:
        parts[-1] += f" (95 of 100 resamplings: {code.interval.low:.2f} to {code.interval.high:.2f})"
    if len(found.coders) == 2:
        parts.append(f"kappa {code.kappa.in_words()}")
    return ", ".join([*parts, f"AC1 {code.ac1.in_words()}"])


def _plain(found: Agreement, code: CodeAgreement, label: str) -> dict[str, Any]:
    def plain(measure: Measure) -> dict[str, Any]:
        return {"value": measure.value, "why_not": measure.why_not or None}

    return {
        "code": label,
        "code_id": code.code_id,
        "given": dict(zip(found.coders, code.positive, strict=True)),
        "too_few": code.too_few,
        "percent": plain(code.percent),
        "alpha": plain(code.alpha),
        "interval": [code.interval.low, code.interval.high] if code.interval else None,
        "kappa": plain(code.kappa),
        "fleiss_kappa": plain(code.fleiss),
        "ac1": plain(code.ac1),
        "differing": [
            {"transcript_id": one.transcript_id, "turn": one.turn, "start": one.span.start, "end": one.span.end}
            for one in code.differing
        ],
    }
