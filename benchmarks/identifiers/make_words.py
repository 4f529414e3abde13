"""Makes ``workbench/privacy/lists/words.txt``: how often a word of English is written, and how often with a capital.

The counts come from the word probabilities of ``spacy-lookups-data`` (MIT licence), which tell "Rose" from "rose". For each word
that occurs often enough: its lean (natural logarithm of capitalised over lower-case use, times ten) and its
rarity (minus the logarithm of its share, rounded). A positive lean is a word that people mostly capitalise.

Run ``python -m benchmarks.identifiers.make_words``.
"""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import spacy_lookups_data

import workbench.privacy

RARE = {True: -17.0, False: -16.6}  # the least probable word kept: those mostly capitalised, and the others
FLOOR = -20.5  # for a form that the counts do not hold


def main() -> None:
    """Write the table and say how many words it holds."""
    source = Path(spacy_lookups_data.__file__).parent / "data" / "en_lexeme_prob.json.gz"
    shares: dict[str, float] = json.loads(gzip.decompress(source.read_bytes()))
    words = {form.lower() for form in shares if form.replace("-", "").isalpha() and form.isascii() and len(form) > 1}
    lines = []
    for word in sorted(words):
        small, large = shares.get(word, FLOOR), shares.get(word.capitalize(), FLOOR)
        rarity = -math.log(math.exp(small) + math.exp(large))
        lean = large - small
        if -rarity >= RARE[lean > 0]:
            lines.append(f"{word} {round(10 * lean)} {round(rarity)}")
    target = Path(workbench.privacy.__file__).parent / "lists" / "words.txt"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines):,} words, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
