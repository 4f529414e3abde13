"""How long the search for identifiers takes on a typical study and on a large one.

Run ``python -m benchmarks.identifiers.speed``; the aims are 130,000 words in under 20 s and 350,000 in under 60 s.
"""

from __future__ import annotations

from workbench.privacy.detect import find_identifiers, timed
from workbench.privacy.planted import planted_corpus
from workbench.privacy.values import Talk

AIMS = ((130_000, 20), (350_000, 60))


def invented(words: int) -> list[Talk]:
    """Transcripts of invented talk, about so many words together."""
    talks: list[Talk] = []
    count, seed = 0, 0
    while count < words:
        talks += [each.talk for each in planted_corpus(per_voice=1, seed=seed)]
        count, seed = sum(len(talk.text.split()) for talk in talks), seed + 1
    return talks


def main() -> None:
    """Measure and print one line for each size."""
    find_identifiers([Talk("Warm up the lists.")])
    for size, aim in AIMS:
        hits, speed = timed(invented(size))
        found = sum(map(len, hits))
        print(
            f"{speed.words:,} words, {found:,} identifiers: {speed.seconds:.1f} s, of them {speed.processor:.1f} s of work (aim: under {aim} s)"
        )


if __name__ == "__main__":
    main()
