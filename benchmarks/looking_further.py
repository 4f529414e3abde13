"""How long rules and looking further take in a big project: 20,000 turns, 900,000 words, 12,000 codings.

    python -m benchmarks.looking_further

The first answer makes what the others stand on; each of the others has to come within a second. On a busy machine read the seconds of CPU.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.suggestions.speed import big_project
from workbench.domain.rule_reading import read_rule
from workbench.nlp.against import against
from workbench.nlp.alike import Landscape, more_like, not_looked_at
from workbench.nlp.ground import Ground
from workbench.nlp.phrases import striking_phrases
from workbench.nlp.repeats import repeats
from workbench.nlp.rules import RuleIndex, propose_rule

T = TypeVar("T")
_RULES = ("=wait", "(=wait OR =call) AND NOT letter", "=wait NEAR/5 nurse", '"the nurse" OR "no one"', "the NEAR/3 a")


def main() -> None:
    print(f"{'step':66} {'seconds':>8} {'CPU':>8} {'peak MB':>8}")
    _, passages, codings = big_project(turns=20_000, codings=12_000, words=45)
    texts = [passage.text for passage in passages]
    texts[500::400] = texts[100:-300:400]  # the same story again, here and there
    ground = Ground(texts, [f"P{n // 250 % 40}" for n in range(len(texts))], [one.transcript_id for one in passages])
    numbers = {passage.id: number for number, passage in enumerate(passages)}
    coded = {numbers[name] for name, codes in codings.items() if codes}
    one_code = next(iter(sorted(codes)[0] for codes in codings.values() if codes))
    theme = [numbers[name] for name, codes in codings.items() if one_code in codes]

    index = timed("rules: the first look at all passages", lambda: RuleIndex(texts))
    for rule in _RULES:
        found = timed(f"rules: {rule}", lambda rule=rule: index.find(read_rule(rule)))  # type: ignore[misc]
        print(f"{'':4}{len(found.numbers):,} passages{'' if found.whole else ', stopped in time'}")
    voices = {number: ground.people[number] for number in theme}
    timed(f"rules: made from {len(theme)} codings", lambda: propose_rule(index, voices))

    landscape = timed("alike: the first answer's ground", lambda: Landscape(ground))
    timed("alike: to one passage", lambda: more_like(landscape, [7]))
    timed(f"alike: to a code of {len(theme)} passages", lambda: more_like(landscape, theme))
    timed(f"not looked at, {len(coded):,} passages coded", lambda: not_looked_at(landscape, coded, coded))
    timed(f"may speak against a theme of {len(theme)} passages", lambda: against(landscape, theme))
    timed("told twice, worked out once", lambda: repeats(ground))
    timed("people's own phrases, worked out once", lambda: striking_phrases(ground))


def timed(what: str, deed: Callable[[], T]) -> T:
    start, busy = time.perf_counter(), time.process_time()
    done = deed()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(
        f"{what:66} {seconds:8.2f} {busy:8.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8}",
        flush=True,
    )
    return done


if __name__ == "__main__":
    main()
