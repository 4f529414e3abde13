"""What is known about a passage and a code together: one row of numbers per pair, from which the blender decides.

Besides the engines' scores these are the code's share among read passages, how many codings it has, how this code
compares with the others for the same passage, what the neighbouring turns say (as far as codes of this project run
over several turns), and whether this looks like a passage that a person would code at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.columns import ENGINES, Flags, Rows
from workbench.nlp.text_features import Floats
from workbench.nlp.values import Passage

Numbers: TypeAlias = NDArray[np.float64]

_HALF_TRUST = 5.0  # with so many codings an engine that learns is trusted half
_FAR = 4

NAMES: tuple[str, ...] = (
    "always",
    "share of code, few transcripts",
    "share of code, many transcripts",
    "share coded",
    "read so far",
    "codings of code",
    "code not met yet",
    *(f"{engine}, {when}" for engine in ENGINES for when in ("early", "late")),
    "average above the others",
    "place among codes",
    "next turns, where codes run",
    "next turns, otherwise",
    "wider turns, where codes run",
    "spoken by one who is coded",
    "reads like a coded passage",
    "length",
)


@dataclass(frozen=True)
class Setting:
    """The passages as they follow one another: neighbours in the same transcript, length, question, speaker."""

    before: Rows
    after: Rows
    length: Numbers
    question: Numbers
    speaker: NDArray[np.intp]


@dataclass(frozen=True)
class Standing:
    """What the read passages tell about coding in general: shares, runs over turns, who and what is coded."""

    read: int
    counts: NDArray[np.intp]
    weight: Numbers
    breadth: float
    share: Numbers
    share_coded: float
    uncoded_trust: float
    runs: float
    speaker_lift: Numbers
    length_slope: float
    length_middle: float
    question_lift: float


def make_setting(passages: Sequence[Passage], lengths: Numbers) -> Setting:
    """Neighbours are the passages before and after within a transcript; the passages come in talking order."""
    before = np.full(max(1, len(passages)), -1, dtype=np.intp)
    after = before.copy()
    for row, (first, second) in enumerate(pairwise(passages)):
        if first.transcript_id == second.transcript_id:
            after[row], before[row + 1] = row + 1, row
    names: dict[str, int] = {}
    speaker = [names.setdefault(passage.speaker, len(names)) for passage in passages]
    return Setting(
        before=before,
        after=after,
        length=np.log1p(lengths),
        question=np.array([float(passage.text.rstrip().endswith("?")) for passage in passages] or [0.0]),
        speaker=np.array(speaker or [0], dtype=np.intp),
    )


def standing(setting: Setting, read: Rows, labels: Flags, groups: NDArray[np.intp]) -> Standing:
    """Shares and habits, all drawn towards "nothing special" while little has been read."""
    number, codes = labels.shape
    counts = labels.sum(axis=0)
    mean_share = (counts.sum() + 1.0) / (number * codes + max(codes, 4.0))
    share = (counts + 4.0 * mean_share) / (number + 4.0)
    coded = labels.any(axis=1)
    transcripts = len(np.unique(groups))
    share_coded = (coded.sum() + 3.0) / (number + 4.0)
    speaker_lift = np.zeros(int(setting.speaker.max()) + 1)
    length = setting.length[read]
    middle = float(length.mean()) if number else 0.0
    slope = question_lift = 0.0
    if number and 0 < coded.sum() < number:
        spoke = np.bincount(setting.speaker[read], minlength=len(speaker_lift))
        marked = np.bincount(setting.speaker[read], weights=coded, minlength=len(speaker_lift))
        speaker_lift = _log_odds((marked + 6.0 * share_coded) / (spoke + 6.0)) - _log_odds(share_coded)
        rest = coded - _odds_to_share(_log_odds(share_coded) + speaker_lift[setting.speaker[read]])
        centred = length - middle
        slope = float((centred * rest).sum() / (0.2 * (centred**2).sum() + 3.0))
        asked = setting.question[read]
        asked_share = ((coded * asked).sum() + 6.0 * share_coded) / (asked.sum() + 6.0)
        question_lift = float(_log_odds(asked_share) - _log_odds(share_coded))
    return Standing(
        read=number,
        counts=counts.astype(np.intp),
        weight=_weight(labels, groups),
        breadth=float(transcripts / (transcripts + 3.0)),
        share=share,
        share_coded=float(share_coded),
        uncoded_trust=float((number - coded.sum()) / (number - coded.sum() + 10.0)),
        runs=_runs(setting, read, labels, share),
        speaker_lift=speaker_lift,
        length_slope=float(np.clip(slope, -2.0, 2.0)),
        length_middle=middle,
        question_lift=question_lift,
    )


def _weight(labels: Flags, groups: NDArray[np.intp]) -> Numbers:
    """How much the codings of each code are worth: many from one transcript teach less than few from many."""
    weight = np.zeros(labels.shape[1])
    for group in np.unique(groups):
        weight += np.asarray(labels[groups == group].sum(axis=0), dtype=np.float64) ** 0.75
    return weight


def _runs(setting: Setting, read: Rows, labels: Flags, share: Numbers) -> float:
    """How far codes go on from one turn to the next beyond chance: 0 not at all, 1 always."""
    place = np.full(len(setting.before), -1, dtype=np.intp)
    place[read] = np.arange(len(read))
    previous = setting.before[read]
    known = previous >= 0
    known[known] = place[previous[known]] >= 0
    now = labels[known]
    then = labels[place[previous[known]]]
    total = float(then.sum())
    both = float((now & then).sum())
    expected = float((then * share).sum())
    return max(0.0, (both - expected) / (total - expected + 5.0))


_WITH_ENGINES = slice(7, 7 + 2 * len(ENGINES))
_LEARNERS = ("regression", "around", "themes", "centroid", "language")
_SPEAKS_OF_CODING = ("regression", "themes", "language")


class Evidence:
    """All pieces of evidence about some passages and every code.

    ``scores`` are those of each code and, last, of "any code": engines x passages that are needed; ``needed`` says which
    passages these are, in rising order, neighbours included.
    """

    def __init__(
        self, scores: Sequence[Floats], needed: Rows, setting: Setting, known: Standing, rows: Rows | None = None
    ) -> None:
        self._known = known
        self._scores = scores[:-1]
        self._all = rows is None
        rows = needed if rows is None else rows
        self._rows = rows
        self._here = np.searchsorted(needed, rows)
        near, wide = neighbours_of(setting, rows)
        self._near, self._wide = _places(needed, near), _places(needed, wide)
        any_code = np.mean([scores[-1][ENGINES.index(name)] for name in _SPEAKS_OF_CODING], axis=0)
        self._of_passage = np.stack(
            [
                _likely_coded(setting, known, rows),
                any_code[self._here] * known.uncoded_trust,
                setting.length[rows] - known.length_middle,
            ]
        ).astype(np.float32)
        self._trust = known.weight / (known.weight + _HALF_TRUST)
        self._average = np.stack(
            [self._shares(column) @ one for column, one in enumerate(self._scores)]
            or [np.zeros(len(needed), dtype=np.float32)]
        )
        leaning = self._average[:, self._here] + 0.25 * _log_odds(known.share).astype(np.float32)[:, None]
        self._leaders = _leaders(leaning)
        self._best = _leaders(self._average[:, self._here])
        self._leaning = leaning

    def matrix(self) -> Numbers:
        """One row per passage and code, passages first: (passages x codes, pieces of evidence)."""
        codes, passages = len(self._scores), len(self._rows)
        table = np.zeros((passages, codes, len(NAMES)))
        for column in range(codes):
            table[:, column, :7] = self._of_code(column)
            here = self._scores[column][:, self._here].T
            table[:, column, _WITH_ENGINES.start : _WITH_ENGINES.stop : 2] = here * (1.0 - self._trust[column])
            table[:, column, _WITH_ENGINES.start + 1 : _WITH_ENGINES.stop : 2] = here * self._trust[column]
            table[:, column, _WITH_ENGINES.stop : -3] = np.stack(self._among_others(column), axis=1)
            table[:, column, -3:] = self._of_passage.T
        return table.reshape(passages * codes, len(NAMES))

    def log_odds(self, weights: Numbers) -> Floats:
        """What the weights make of it, passages x codes, without laying the whole table out."""
        codes, passages = len(self._scores), len(self._rows)
        single = weights.astype(np.float32)
        early, late = single[_WITH_ENGINES][::2], single[_WITH_ENGINES][1::2]
        shared = single[-3:] @ self._of_passage
        table = np.empty((codes, passages), dtype=np.float32)
        for column in range(codes):
            trust = np.float32(self._trust[column])
            here = self._scores[column] if self._all else self._scores[column][:, self._here]
            told = (early * (1 - trust) + late * trust) @ here
            told += np.float32(self._of_code(column) @ weights[:7])
            told += shared
            for weight, piece in zip(single[_WITH_ENGINES.stop : -3], self._among_others(column), strict=True):
                told += weight * piece
            table[column] = told
        return table.T

    def _shares(self, column: int) -> Floats:
        """How much each engine counts in a code's average: the learners as they learn, the codebook less and less."""
        trust = float(self._trust[column])
        share = dict.fromkeys(ENGINES, 1.0 - 0.7 * trust) | dict.fromkeys(_LEARNERS, 1.0)
        share |= {"regression": trust / 2, "around": trust / 2, "themes": trust}
        return np.array([share[name] / 4.0 for name in ENGINES], dtype=np.float32)

    def _of_code(self, column: int) -> Numbers:
        known = self._known
        share = float(_log_odds(known.share[column]))
        return np.array(
            [
                1.0,
                share * (1.0 - known.breadth),
                share * known.breadth,
                float(_log_odds(known.share_coded)),
                np.log1p(known.read) / 4.0 - 1.0,
                np.log1p(known.counts[column]) / 3.0,
                float(known.counts[column] == 0),
            ]
        )

    def _among_others(self, column: int) -> list[Floats]:
        average = self._average[column]
        mean = average[self._here]
        padded = np.append(average, np.float32(0.0))
        close = padded[self._near].mean(axis=0)
        far = padded[self._wide].mean(axis=0)
        runs = np.float32(self._known.runs)
        if len(self._scores) < 2:
            above = np.zeros_like(mean)
        else:
            above = mean - np.where(mean >= self._best[0], self._best[1], self._best[0])
        return [above, _place_of(self._leaning[column], self._leaders), close * runs, close * (1 - runs), far * runs]


def _places(needed: Rows, rows: Rows) -> Rows:
    """Where rows stand among the needed ones; -1, past the end of a transcript, stays -1."""
    return np.where(rows >= 0, np.searchsorted(needed, np.maximum(rows, 0)), -1)


def _leaders(table: Floats) -> tuple[Floats, Floats, Floats]:
    """The three highest values of each passage."""
    first = np.full(table.shape[1], -np.inf, dtype=np.float32)
    second, third = first.copy(), first.copy()
    for row in table:
        np.maximum(third, np.minimum(second, row), out=third)
        np.maximum(second, np.minimum(first, row), out=second)
        np.maximum(first, row, out=first)
    return first, second, third


def _place_of(values: Floats, leaders: tuple[Floats, Floats, Floats]) -> Floats:
    """One for the first place, a half for the second, a third for the third, a tenth for all others."""
    first, second, third = leaders
    place = np.where(values >= third, np.float32(1 / 3), np.float32(0.1))
    place = np.where(values >= second, np.float32(0.5), place)
    return np.where(values >= first, np.float32(1.0), place)


def needed_rows(setting: Setting, rows: Rows) -> Rows:
    """These passages and the turns around them, in rising order."""
    near, wide = neighbours_of(setting, rows)
    needed = np.unique(np.concatenate([rows, near.ravel(), wide.ravel()]))
    return needed[needed >= 0]


def neighbours_of(setting: Setting, rows: Rows) -> tuple[Rows, Rows]:
    """The turns next to each passage, and those two to four turns away; -1 where the transcript ends."""
    steps = []
    for links in (setting.before, setting.after):
        place = rows
        for _ in range(_FAR):
            place = np.where(place >= 0, links[place], -1)
            steps.append(place)
    by_distance = np.stack(steps)
    return by_distance[[0, _FAR]], by_distance[[1, 2, 3, _FAR + 1, _FAR + 2, _FAR + 3]]


def _likely_coded(setting: Setting, known: Standing, rows: Rows) -> Numbers:
    """Log odds, against the usual, that a person would give this passage any code: by speaker, length and question."""
    lift: Numbers = (
        known.speaker_lift[setting.speaker[rows]]
        + known.length_slope * (setting.length[rows] - known.length_middle)
        + known.question_lift * setting.question[rows]
    )
    return np.clip(lift, -3.0, 3.0)


def _log_odds(share: Numbers | float) -> Numbers:
    clipped = np.clip(share, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(clipped / (1.0 - clipped)))


def _odds_to_share(log_odds: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))
