"""Learns the coefficients of the tagger for words whose capitals say little: at the start of a sentence, and in texts without capitals.

The corpus is the sample study (invented, with answers), its names swapped for other names, listed and unlisted, and written as
usual, in small letters and in capitals. The coefficients begin from ``beginnings.json``, which people set, and are pulled back to
them: the corpus is small. Capitals inside a sentence keep their beginnings, for the sample study's answers do not list every
name in it. The planted corpus of the published score takes no part.

Run ``python -m benchmarks.identifiers.train``; it prints the published figures before and after, and keeps the new coefficients.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml

from workbench.privacy.lexicon import Lexicon, lexicon
from workbench.privacy.planted import planted_corpus
from workbench.privacy.score import score
from workbench.privacy.tagger import features, tagger
from workbench.privacy.tokens import Casing, Uses, words_of
from workbench.privacy.values import Talk

_HERE = Path(__file__).parent
_BEGINNINGS = _HERE / "beginnings.json"
_SAMPLE = _HERE.parents[1] / "sample_data"
_TARGET = _HERE.parents[1] / "workbench" / "privacy" / "lists" / "tagger.json"
_CLASSES = {"person name", "staff name", "place", "organisation", "school"}
_OTHERS = "Marisol Ingrid Desmond Tess Edmonton Calgary Canada Alberta Cairo Michael Petro Sudan Walmart Saskatchewan Ontario Quebec Egypt Lebanon"
_TURN = re.compile(r"^\[[\d:]+\] [^:]+: (.*)$", re.MULTILINE)
_COPIES = 6
_PULL = 6.0  # how strongly a coefficient stays at its beginning
_WEIGHT_OF_NAMES = 2.0  # a missed name costs more than a needless question


def invented_name(chance: random.Random) -> str:
    """A name that stands on no list."""
    syllables = [
        "bra",
        "do",
        "kel",
        "mi",
        "ru",
        "sha",
        "ven",
        "lo",
        "tar",
        "qui",
        "zen",
        "wo",
        "pri",
        "ga",
        "thu",
        "nes",
    ]
    return "".join(chance.choices(syllables, k=chance.randint(2, 3))).capitalize() + chance.choice(
        ["", "n", "sk", "lle", "a"]
    )


def sample_talks() -> Iterator[tuple[str, list[str]]]:
    """The texts of the sample study with the words that are names in them."""
    answers = yaml.safe_load((_SAMPLE / "identifiers.yaml").read_text(encoding="utf-8"))["identifiers"]
    for path in sorted((_SAMPLE / "source").glob("T*.txt")):
        text = "\n\n".join(_TURN.findall(path.read_text(encoding="utf-8")))
        names = [entry["text"] for entry in answers if entry["transcript"] == path.stem and entry["class"] in _CLASSES]
        yield text, sorted({*names, *_OTHERS.split()}, key=len, reverse=True)


def swapped(text: str, names: list[str], lists: Lexicon, chance: random.Random) -> tuple[str, set[int]]:
    """A text with some of its names swapped, and the places where words of names begin."""
    listed = sorted(lists.given)
    words = sorted({word for name in names for word in name.split() if word[0].isupper() and len(word) > 3})
    others = {
        word: invented_name(chance) if chance.random() < 0.4 else chance.choice(listed).capitalize()
        for word in words
        if chance.random() < 0.6
    }
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
    made, begins, before = "", set(), 0
    for match in pattern.finditer(text):
        made += text[before : match.start()]
        begins.add(len(made))
        made += others.get(match[0], match[0])
        before = match.end()
    return made + text[before:], begins


def examples(lists: Lexicon, chance: random.Random) -> Iterator[tuple[dict[str, float], bool]]:
    """Features of words that begin a sentence or stand in a text without capitals, and whether they are names."""
    for text, names in sample_talks():
        for _ in range(_COPIES):
            made, begins = swapped(text, names, lists, chance)
            for shown in (made, made.lower(), made.upper()):
                if len(shown) != len(made):
                    continue
                words = words_of(Talk(shown))
                uses = Uses.of([words])
                for at, token in enumerate(words.tokens):
                    usual = words.casing is Casing.USUAL
                    if token.noted or len(token.low) < 2 or (usual and not (token.cap and token.initial)):
                        continue
                    if token.low in lists.capitals or (not usual and chance.random() < 0.5):
                        continue
                    yield features(words, at, uses, lists), token.start in begins


def learned(beginnings: dict[str, float], found: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Coefficients by gradient ascent, pulled towards their beginnings."""
    order = sorted(beginnings)
    column = {name: index for index, name in enumerate(order)}
    table = np.zeros((len(found), len(order)))
    for row, (values, _) in enumerate(found):
        for name, value in values.items():
            if name in column:
                table[row, column[name]] = value
    answers = np.array([float(is_name) for _, is_name in found])
    weights = np.where(answers > 0, _WEIGHT_OF_NAMES, 1.0)
    start = np.array([beginnings[name] for name in order])
    at, step = start.copy(), 4.0 / (weights.sum() / 4 + _PULL)
    for _ in range(4_000):
        guessed = 1 / (1 + np.exp(-np.clip(table @ at, -30, 30)))
        at += step * (table.T @ (weights * (answers - guessed)) - _PULL * (at - start)) / 4
    return {name: round(float(at[column[name]]), 3) for name in beginnings}


def report(title: str) -> None:
    """Print the published figures."""
    tagger.cache_clear()
    counts = score(planted_corpus())
    print(f"{title}: {counts.hits_per_thousand:.1f} hits per 1,000 words")
    for row in counts.rows:
        if row.planted and row.kind in ("person", "place", "organisation"):
            print(f"  {row.voice:<14}{row.kind:<14}{row.recall or 0:.3f} found, {row.precision or 0:.3f} right")


def main() -> None:
    """Learn, keep, and print the figures before and after."""
    beginnings: dict[str, float] = json.loads(_BEGINNINGS.read_text(encoding="utf-8"))
    report("before")
    found = list(examples(lexicon(), random.Random(5)))
    print(f"{len(found):,} words, {sum(is_name for _, is_name in found):,} of them names")
    coefficients = learned(beginnings, found)
    _TARGET.write_text(json.dumps(coefficients, indent=0) + "\n", encoding="utf-8")
    for name, value in coefficients.items():
        if abs(value - beginnings[name]) > 0.05:
            print(f"  {name:<24}{beginnings[name]:>7.2f} -> {value:.2f}")
    report("after")


if __name__ == "__main__":
    main()
