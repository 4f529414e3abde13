"""How much the search finds: recall and precision by class on texts with answers, and hits per 1,000 words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.domain.text import count_words
from workbench.privacy.detect import find_identifiers
from workbench.privacy.planted import PlantedTalk, planted_corpus
from workbench.privacy.values import Hit, Talk

_PUBLISHED = Path(__file__).parent / "lists" / "score.json"
Finder = Callable[[Sequence[Talk]], list[list[Hit]]]

CANNOT = (
    "Who is meant by a story: a rare job, an event in the news, a family that everyone knows.",
    "Names that are words (Hope, Will, Rose) where no capital tells them apart.",
    "Names that speech-to-text heard as other words (“our trace” for “our Tracy”).",
    "Names in transcripts without capitals that stand on no list of ours.",
    "Descriptions of a place without its name (“the only clinic past the ferry”).",
    "Voices, faces and anything else that is not in the words.",
)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One class in one kind of text. ``recall`` is the share of planted ones that a hit covers, whatever the hit's class;
    ``precision`` is the share of hits of this class that touch something planted. ``None`` where there is nothing to share.
    """

    voice: str
    kind: str
    planted: int
    found: int
    hits: int
    right: int

    @property
    def recall(self) -> float | None:
        return self.found / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        return self.right / self.hits if self.hits else None


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one corpus: rows over all voices and by voice, words searched and hits made."""

    rows: tuple[ScoreRow, ...]
    words: int
    hits: int
    false_shapes: int  # hits of the pattern classes that touch nothing planted

    @property
    def hits_per_thousand(self) -> float:
        return 1000 * self.hits / max(1, self.words)

    @property
    def false_shapes_per_thousand(self) -> float:
        return 1000 * self.false_shapes / max(1, self.words)


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of a release, on two corpora. The first flatters: the search was improved until it did well there."""

    developed_against: Score
    kept_apart: Score  # written by somebody who had not read the search, and never used to improve it


ALL = "all"


def score(corpus: Sequence[PlantedTalk], find: Finder = find_identifiers) -> Score:
    """Search a corpus with answers and count. Each transcript is searched alone: a project's other texts would help."""
    planted: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    made: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    words = false_shapes = total = 0
    for each in corpus:
        hits = find([each.talk])[0]
        words += count_words(each.talk.text)
        total += len(hits)
        for answer in each.answers:
            covered = any(hit.start <= answer.start and answer.end <= hit.end for hit in hits)
            for voice in (ALL, each.voice):
                planted[voice, answer.kind.value] += 1
                found[voice, answer.kind.value] += covered
        for hit in hits:
            touches = any(hit.start < answer.end and answer.start < hit.end for answer in each.answers)
            false_shapes += not touches and not hit.kind.is_name
            for voice in (ALL, each.voice):
                made[voice, hit.kind.value] += 1
                right[voice, hit.kind.value] += touches
    keys = dict.fromkeys(
        sorted(set(planted) | set(made), key=lambda key: (key[0] != ALL, key[0], -planted[key], key[1]))
    )
    rows = tuple(ScoreRow(*key, planted[key], found[key], made[key], right[key]) for key in keys)
    return Score(rows, words, total, false_shapes)


def measured() -> Score:
    """The figures on our planted corpus, counted now."""
    return score(planted_corpus())


@lru_cache(maxsize=1)
def published() -> Published:
    """The figures as they were counted for this release: what stands beside the button."""
    stored = json.loads(_PUBLISHED.read_text(encoding="utf-8"))
    return Published(**{name: _read(each) for name, each in stored.items()})


def _read(stored: dict[str, Any]) -> Score:
    return Score(**(stored | {"rows": tuple(ScoreRow(**row) for row in stored["rows"])}))


def publish(counted: Published) -> None:
    """Keep figures as the published ones; a test compares them with a new count."""
    corpora = ",\n".join(f'"{name}": {_written(getattr(counted, name))}' for name in Published.__slots__)
    _PUBLISHED.write_text(f"{{{corpora}}}\n", encoding="utf-8")


def _written(counted: Score) -> str:
    lines = ",\n  ".join(json.dumps(asdict(row), ensure_ascii=False) for row in counted.rows)
    rest = f'"words": {counted.words}, "hits": {counted.hits}, "false_shapes": {counted.false_shapes}'
    return f'{{"rows": [\n  {lines}\n], {rest}}}'
