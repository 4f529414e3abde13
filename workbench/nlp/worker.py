"""What a child process runs: plain values in, plain values out, and what was learned kept at hand.

A project's passages are brought once (`bring`) and named after that; asking again (`refresh`) sends the codings, learns what
they change and answers with what has changed. Everything lies in this process's memory and nowhere else; `forget` lets it go.
"""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.nlp.columns import ENGINES
from workbench.nlp.evaluate import AT, Evaluation, evaluate
from workbench.nlp.material import Material, digest_of, model_name, prepare
from workbench.nlp.meaning import forget_meanings
from workbench.nlp.suggester import Offer, Suggester, train_prepared, train_suggester
from workbench.nlp.text_features import pieces_of
from workbench.nlp.values import Asked, CodeDescription, Codings, Passage, Refreshed, SuggestedCode

_MOST_PROJECTS = 3
_MOST_SCORES = 150_000_000  # numbers of four bytes kept for all askers together; the last asker's always stay
_NOTICEABLE = 0.02  # a confidence that moves less is left as it was said


@dataclass(slots=True)
class _Answered:
    """The last suggester of one asker and what it said."""

    suggester: Suggester
    state: str = ""
    said: dict[tuple[int, int], SuggestedCode] = field(default_factory=dict)
    lessons: dict[int, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        material = self.suggester.material
        return len(ENGINES) * len(material.passages) * (len(material.codes) + 1)


@dataclass(slots=True)
class _Memory:
    projects: OrderedDict[str, Material] = field(default_factory=OrderedDict)
    answers: OrderedDict[tuple[str, str], _Answered] = field(default_factory=OrderedDict)
    asked: bytes = b""
    suggester: Suggester | None = None


_memory = _Memory()


def bring(project: str, codes: Sequence[CodeDescription], passages: Sequence[Passage]) -> None:
    """Make ready for questions about these codes and passages under this name; a name stands for one and the same."""
    _memory.projects[project] = prepare(codes, passages)
    _memory.projects.move_to_end(project)
    while len(_memory.projects) > _MOST_PROJECTS:
        gone, _ = _memory.projects.popitem(last=False)
        for key in [key for key in _memory.answers if key[0] == gone]:
            del _memory.answers[key]


def refresh(asked: Asked) -> Refreshed | None:
    """What has changed since the asker's last answer; ``None`` where the project must be brought first.

    Learns only what the codings change. What is said again stays word for word as it was first said.
    """
    material = _memory.projects.get(asked.project)
    if material is None:
        return None
    _memory.projects.move_to_end(asked.project)
    answered = _learned(material, asked)
    suggester = answered.suggester
    if not asked.remember:
        offers = suggester.offers(asked.wanted, at_most=asked.at_most, not_again=asked.not_again)
        return Refreshed(
            tuple(suggester.explained(offers)), (), suggester.silent_codes, suggester.model, "", whole=True
        )
    before = answered.said if asked.since and asked.since == answered.state else {}
    whole = not before
    lessons = {lesson.column: lesson.key for lesson in suggester.lessons}
    now: dict[tuple[int, int], SuggestedCode] = {}
    fresh: list[Offer] = []
    for offer in suggester.offers(asked.wanted, at_most=asked.at_most, not_again=asked.not_again):
        pair = (offer.row, offer.column)
        known = before.get(pair)
        if known is None or answered.lessons.get(offer.column) != lessons[offer.column]:
            fresh.append(offer)
        elif known.band != offer.band or abs(known.confidence - offer.confidence) >= _NOTICEABLE:
            now[pair] = replace(known, confidence=offer.confidence, band=offer.band, model=suggester.model)
        else:
            now[pair] = known
    for offer, said in zip(fresh, suggester.explained(fresh), strict=True):
        pair = (offer.row, offer.column)
        known = before.get(pair)
        same = known is not None and _alike(known, said)
        now[pair] = known if known is not None and same else said
    names, codes = material.passages, material.codes
    gone = tuple((names[row].id, codes[column].id) for row, column in before if (row, column) not in now)
    answered.said, answered.lessons, answered.state = now, lessons, secrets.token_hex(8)
    changed = tuple(said for pair, said in now.items() if before.get(pair) is not said)
    return Refreshed(changed, gone, suggester.silent_codes, suggester.model, answered.state, whole)


def _alike(one: SuggestedCode, other: SuggestedCode) -> bool:
    return (
        one.band == other.band and one.because == other.because and abs(one.confidence - other.confidence) < _NOTICEABLE
    )


def _learned(material: Material, asked: Asked) -> _Answered:
    """The asker's suggester for these codings: the last one, the last one brought up to date, or a new one."""
    key = (asked.project, asked.asker)
    answered = _memory.answers.get(key)
    if answered is None:
        answered = _memory.answers[key] = _Answered(train_prepared(material, asked.codings))
    elif answered.suggester.model != model_name(material, asked.codings):
        answered.suggester = answered.suggester.updated(codings=asked.codings)
    _memory.answers.move_to_end(key)
    while len(_memory.answers) > 1 and sum(one.size for one in _memory.answers.values()) > _MOST_SCORES:
        _memory.answers.popitem(last=False)
    return answered


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
    at: Sequence[int] = AT,
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
    """Let go of every text, word and model kept, for instance when a person withdraws."""
    _memory.projects.clear()
    _memory.answers.clear()
    _memory.asked, _memory.suggester = b"", None
    pieces_of.cache_clear()
    forget_meanings()
