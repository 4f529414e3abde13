"""Coding begins when identifiers are decided, unless the team has a reason to do otherwise."""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.identifiers import Verdict
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import RuleError
from workbench.services.desk import Deed, Desk, Look
from workbench.services.transcripts import OpenTranscript

_BEFORE_CODING = "code_with_open_hits"  # among the project's facts: the team's reason


def refuse_early_coding(deed: Deed, here: OpenTranscript) -> None:
    """Coding begins when every hit is decided. What is coded already, and what nobody searched, is not held up."""
    mine = here.transcript.id
    search = deed.uow.searches.of_project(deed.project_id).get(mine)
    if (
        search is None
        or not search.findings
        or _BEFORE_CODING in deed.project.facts
        or deed.uow.codings.of_transcript(mine)
    ):
        return
    decided = {one.key for one in deed.uow.rulings.of_project(deed.project_id) if one.verdict is not Verdict.OPEN}
    left = len({one.key for one in search.findings} - decided)
    if left:
        raise RuleError(
            f"Coding of {here.transcript.label} begins when its identifiers are decided: {left} still open. Go to the page Identifiers. "
            "Your mentor can allow coding meanwhile, with a reason."
        )


def allow_early_coding(desk: Desk, reason: str) -> None:
    """Let the team code while hits are open, for a reason; an empty one takes that back."""
    with desk.deed("allow early coding", Right.SIGN_OFF) as deed:
        facts = {name: text for name, text in deed.project.facts.items() if name != _BEFORE_CODING}
        said = make_text(reason).strip()
        deed.uow.projects.save(replace(deed.project, facts={**facts, **({_BEFORE_CODING: said} if said else {})}))


def early_coding_reason(look: Look) -> str:
    """Why the team codes while hits are open, or nothing."""
    return look.project.facts.get(_BEFORE_CODING, "")
