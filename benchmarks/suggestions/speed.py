"""How long the engine takes in a big project, and how much memory.

python -m benchmarks.suggestions.speed
"""

import random
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from benchmarks.suggestions.invent import invent_turns, read_book
from workbench.nlp import CodeDescription, Passage, train_suggester

T = TypeVar("T")
_BOOKS = ("clinic", "app", "stigma", "harbour", "field_staff", "course")


def main() -> None:
    print(f"{'step':58} {'seconds':>8} {'peak MB':>8}")
    in_a_typical_stress_project()
    in_a_hundred_thousand_sentences()


def in_a_typical_stress_project() -> None:
    codes, passages, codings = big_project(turns=20_000, codings=12_000, words=45)
    suggester = timed(
        "train: 20,000 turns, 60 codes, 12,000 codings", lambda: train_suggester(codes, passages, codings)
    )
    unread = next(passage.id for passage in passages if passage.id not in codings)
    more = {**codings, unread: {codes[3].id}}
    updated = timed("one more coding", lambda: suggester.updated(codings=more))
    timed("scores of all 20,000 turns", lambda: updated.scores([passage.id for passage in passages]))
    timed("suggestions with reasons for 2,000 turns", lambda: updated.suggest([p.id for p in passages[-2_000:]]))


def in_a_hundred_thousand_sentences() -> None:
    codes, passages, codings = big_project(turns=100_000, codings=3_000, words=14)
    suggester = timed(
        "train: 100,000 sentences, 60 codes, 3,000 codings", lambda: train_suggester(codes, passages, codings)
    )
    everything = [passage.id for passage in passages]
    timed("scores of all 100,000 sentences", lambda: suggester.scores(everything))
    for number in range(3):
        unread = next(passage.id for passage in passages if passage.id not in codings)
        codings[unread] = {codes[number].id}
        suggester = timed("one more coding", lambda: suggester.updated(codings=codings))  # noqa: B023
        timed("scores of all of them again", lambda: suggester.scores(everything))  # noqa: B023


def timed(what: str, deed: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = deed()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:58} {seconds:8.2f} {memory:8}", flush=True)
    return done


def big_project(
    *, turns: int, codings: int, words: int
) -> tuple[list[CodeDescription], list[Passage], dict[str, set[str]]]:
    """Many invented turns in transcripts of 250, the first of them read. Rare words make the vocabulary as wide as life."""
    chance = random.Random(turns)
    codes = [code for name in _BOOKS for code in read_book(name).codes]
    codes += [replace(code, id=f"{code.id}.2", label=f"{code.label}, again") for code in codes]
    codes = codes[:60]
    letters = "etaoinshrdlucmfwyp"
    rare = ["".join(chance.choices(letters, k=chance.randint(4, 9))) for _ in range(25_000)]
    passages: list[Passage] = []
    given: dict[str, set[str]] = {}
    left = codings
    known = {code.id for code in codes}
    for number, (text, code) in enumerate(invent_turns(chance, _BOOKS, turns)):
        spoken = text.split()
        while len(spoken) < words:
            spoken.insert(chance.randrange(len(spoken) + 1), rare[int(chance.paretovariate(0.6)) % len(rare)])
        name = str(number)
        passages.append(Passage(name, " ".join(spoken), f"T{number // 250:04}", "P", number % 250))
        if left > 0:
            given[name] = {chance.choice([one for one in (code, f"{code}.2") if one in known])} if code else set()
            left -= len(given[name])
    return codes, passages, given


if __name__ == "__main__":
    main()
