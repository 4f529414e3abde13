"""What a child process runs: plain values in, plain values out, and the last things learned kept at hand.

Asking again with the same codes, passages and codings answers from memory; a further coding learns only what it changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.nlp.evaluate import Evaluation, evaluate
from workbench.nlp.material import digest_of, model_name
from workbench.nlp.suggester import Suggester, train_suggester
from workbench.nlp.values import CodeDescription, Codings, Passage, Suggested


@dataclass(slots=True)
class _Memory:
    asked: bytes = b""
    suggester: Suggester | None = None


_memory = _Memory()


def suggest_in_child(
    codes: Sequence[CodeDescription],
    passages: Sequence[Passage],
    codings: Codings,
    wanted_ids: Sequence[str],
    at_most: int = 3,
) -> Suggested:
    """Suggestions for the wanted passages, the codes it is silent about, and the name of the model."""
    suggester = learned(codes, passages, codings)
    return Suggested(tuple(suggester.suggest(wanted_ids, at_most=at_most)), suggester.silent_codes, suggester.model)


def scores_in_child(
    codes: Sequence[CodeDescription], passages: Sequence[Passage], codings: Codings, wanted_ids: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Probabilities as plain dictionaries: passage id, then code id."""
    table = learned(codes, passages, codings).scores(wanted_ids)
    names = [str(name) for name in table.columns]
    return {
        str(passage): dict(zip(names, map(float, row), strict=True))
        for passage, row in zip(table.index, table.to_numpy(), strict=True)
    }


def evaluate_in_child(
    codes: Sequence[CodeDescription],
    passages: Sequence[Passage],
    codings: Codings,
    at: Sequence[int] = (25, 100, 400),
    seeds: int = 3,
) -> Evaluation:
    """`evaluate`, for a child process."""
    return evaluate(codes, passages, codings, at=at, seeds=seeds)


def learned(codes: Sequence[CodeDescription], passages: Sequence[Passage], codings: Codings) -> Suggester:
    """A suggester for just this: the last one, the last one brought up to date, or a new one."""
    asked = digest_of(codes, passages)
    last = _memory.suggester
    if last is None or asked != _memory.asked:
        last = train_suggester(codes, passages, codings)
    elif last.model != model_name(last.material, codings):
        last = last.updated(codings=codings)
    _memory.asked, _memory.suggester = asked, last
    return last


def forget() -> None:
    """Let go of everything kept, for instance when a project is closed or a person withdraws."""
    _memory.asked, _memory.suggester = b"", None
