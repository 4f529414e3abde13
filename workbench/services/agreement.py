"""Agreement as a view to learn from: who may see it, what speaks against it, and its table as a file."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.analysis.agreement import Agreement, CodeAgreement, Unit, agreement, coders_of
from workbench.analysis.agreement_places import after_consensus, made_after_talk
from workbench.domain.codebook import Codebook
from workbench.domain.coding import MemoKind, Visibility
from workbench.domain.exit import Form, Recipient
from workbench.domain.ids import RoundId, TranscriptId
from workbench.domain.project import Approach, Project, Right
from workbench.domain.round import Round
from workbench.errors import NotFoundError, RuleError
from workbench.exporters.figures import write_figures
from workbench.services import exits, memos
from workbench.services.codebook_history import under_old_meanings
from workbench.services.desk import Desk
from workbench.services.reports import take_snapshot
from workbench.services.visibility import seen_codings, seen_decisions, seen_memos

WHEN_NOT = (
    "in reflexive thematic analysis: there, one coder's reading is the method",
    "when single stories are read as stories",
    "in early open coding, while codes still change",
    "with one coder",
    "with fewer than 30 to 50 units, or a code given fewer than 10 times",
    "when the codebook was changed since the coding",
)
"""When not to compute agreement (O'Connor & Joffe 2020, doi 10.1177/1609406919899220)."""

FEW_UNITS = 30
NOTE = "Agreement was computed, because: "


class Caution(StrEnum):
    """What speaks against figures of this study; each comes with a number."""

    REFLEXIVE = "reflexive"  # the approach: 1
    CODEBOOK_CHANGED = "codebook changed"  # codings made when their code meant something else
    FEW_UNITS = "few units"  # units compared, where they are fewer than thirty
    RARE_CODES = "rare codes"  # codes given in fewer than ten units
    AFTER_TALK = "after talk"  # codings made when their coders knew each other's
    ROUND_RUNS = "round runs"  # rounds that run: their places do not count yet


@dataclass(frozen=True)
class Wish:
    """What is to be compared. ``together`` asks for the codings after the team's talks; ``round_id`` for one round's places."""

    unit: Unit = Unit.TURN
    coders: tuple[str, ...] = ()
    together: bool = False
    round_id: RoundId | None = None


@dataclass(frozen=True)
class Figures:
    """Figures, with the words to show them in, and what speaks against reading much into them."""

    wish: Wish
    found: Agreement
    codebook: Codebook
    labels: Mapping[TranscriptId, str]
    cautions: Mapping[Caution, int]


@dataclass(frozen=True)
class Choices:
    """What there is to choose from before anything is computed."""

    coders: tuple[str, ...]
    rounds: tuple[Round, ...]  # those that are over
    decisions: int
    needs_reason: bool


def choices(desk: Desk) -> Choices:
    """Who has coded, which rounds are over, and whether the approach asks for a reason first."""
    with desk.reading(Right.CODE) as look:
        decisions = [one for one in seen_decisions(look) if one.outcome.settles and one.is_last_word]
        return Choices(
            tuple(sorted({coding.coder for coding in seen_codings(look)})),
            tuple(one for one in look.uow.rounds.of_project(desk.project_id) if not one.is_running),
            len(decisions),
            _is_closed(look.project),
        )


def figures(desk: Desk, wish: Wish, *, reason: str = "") -> Figures:
    """Per code, how alike people coded what two of them or more have looked at. The same question again is not computed again.

    A ``reason`` is kept as a note on the method, once. A reflexive project opens this view only with one.

    :raises RuleError: fewer than two coders, or no reason where one is needed
    :raises NotFoundError: somebody named has no coding here
    """
    asked = replace(wish, coders=tuple(sorted(set(wish.coders))))
    _note_reason(desk, reason)
    with desk.reading(Right.CODE) as look:
        state = look.uow.events.head(desk.project_id)[1]
        codebook = look.uow.codes.codebook(look.project)
        labels = {one.id: one.label for one in look.uow.transcripts.of_project(desk.project_id)}
    key = (state, desk.actor, asked)
    found, cautions = _COMPUTED.find(key) or _COMPUTED.keep(key, _computed(desk, asked))
    return Figures(asked, found, codebook, labels, cautions)


def measure_agreement(desk: Desk, *, unit: Unit = Unit.TURN, coders: Sequence[str] = (), reason: str = "") -> Agreement:
    """The figures alone."""
    return figures(desk, Wish(unit, tuple(coders)), reason=reason).found


def table_bytes(desk: Desk, wish: Wish, *, reason: str = "") -> bytes:
    """The figures as a CSV file for the team: a row for each code, no words of any participant. That it left is noted."""
    shown = figures(desk, wish, reason=reason)
    target = io.BytesIO()
    write_figures(target, columns_of(shown), [_cells(shown, code) for code in shown.found.codes])
    content = target.getvalue()
    exits.note(
        desk, take_snapshot(desk), (), what="table of agreement", form=Form.FIGURES, recipient=Recipient.TEAM,
        content=content,
    )  # fmt: skip
    return content


def columns_of(shown: Figures) -> list[str]:
    """The names of the columns of the file."""
    given = [f"units_given_by_{name}" for name in shown.found.coders]
    measures = ["percent", "alpha", "alpha_low", "alpha_high", "cohen_kappa", "fleiss_kappa", "gwet_ac1"]
    pairs = (
        [f"kappa_{one.first}_{one.second}" for one in next(iter(shown.found.codes)).pairs] if shown.found.codes else []
    )
    return ["code", "unit", "codings", "units_compared", *given, "too_few", *measures, *pairs, "why_not"]


def _cells(shown: Figures, code: CodeAgreement) -> list[str | int | float | None]:
    found = shown.found
    ends = (code.interval.low, code.interval.high) if code.interval else (None, None)
    others = [code.kappa, code.fleiss, code.ac1, *(pair.kappa for pair in code.pairs)]
    numbers = [code.percent.value, code.alpha.value, *ends, *(one.value for one in others)]
    return [
        shown.codebook.path(code.code_id),
        found.unit.value,
        "after consensus: not to be reported as reliability" if shown.wish.together else "as each person coded",
        found.units,
        *code.positive,
        "yes" if code.too_few else "no",
        *(None if number is None else round(number, 4) for number in numbers),
        code.alpha.why_not,
    ]


def _computed(desk: Desk, wish: Wish) -> _Result:
    snapshot = take_snapshot(desk)
    known = coders_of(snapshot)
    if unknown := [name for name in wish.coders if name not in known]:
        raise NotFoundError(
            "coder called", unknown[0], hint="Check the name; only people with codings can be compared."
        )
    if len(wish.coders or known) < 2:
        raise RuleError("Agreement compares two people or more, and only one has coded here.")
    within = next((one for one in snapshot.rounds if one.id == wish.round_id), None)
    if wish.round_id is not None and (within is None or within.is_running):
        raise RuleError("This round is not over yet. Its places can be compared when everybody has finished.")
    study = after_consensus(snapshot) if wish.together else snapshot
    found = agreement(study, unit=wish.unit, coders=wish.coders, within=within)
    talked = sum(one.coder in found.coders for one in made_after_talk(snapshot))
    numbers = {
        Caution.REFLEXIVE: int(_is_closed(snapshot.project)),
        Caution.CODEBOOK_CHANGED: sum(len(old.codings) for old in under_old_meanings(desk)),
        Caution.FEW_UNITS: found.units if found.unit is not Unit.CHARACTER and found.units < FEW_UNITS else 0,
        Caution.RARE_CODES: sum(code.too_few for code in found.codes),
        Caution.AFTER_TALK: 0 if wish.together else talked,
        Caution.ROUND_RUNS: sum(one.is_running for one in snapshot.rounds),
    }
    return found, {caution: number for caution, number in numbers.items() if number}


def _is_closed(project: Project) -> bool:
    """Whether the method speaks against this view, so that it opens only with a reason."""
    return project.approach is Approach.REFLEXIVE


def _note_reason(desk: Desk, reason: str) -> None:
    """Keep the reason as a note, once; refuse without one where the method asks for it."""
    words = " ".join(reason.split())
    with desk.reading(Right.CODE) as look:
        if not words and _is_closed(look.project):
            raise RuleError(
                "This project is reflexive: agreement figures do not fit the method, so this view is closed. Give a reason to open it; it is kept as a note."
            )
        known = {memo.text for memo in seen_memos(look) if memo.author == desk.actor}
    if words and f"{NOTE}{words}" not in known:
        memos.write_memo(desk, f"{NOTE}{words}", kind=MemoKind.METHOD, visibility=Visibility.TEAM)


_Result = tuple[Agreement, Mapping[Caution, int]]
_Key = tuple[str, str, Wish]


class Computed:
    """The last figures, by the state of the project, who asked, and for what. Numbers and ids only: no words of anybody."""

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._held: OrderedDict[_Key, _Result] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: _Key) -> _Result | None:
        """What was computed for this before, if it is still at hand."""
        with self._lock:
            return self._held.get(key)

    def keep(self, key: _Key, result: _Result) -> _Result:
        """Hold it, and let the oldest go."""
        with self._lock:
            self._held[key] = result
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return result


_COMPUTED = Computed()
