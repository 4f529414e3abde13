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

from workbench.nlp.engines import ENGINES, Engines, Flags, Rows
from workbench.nlp.text_features import words_of
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
    "rank among codes",
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


def make_setting(passages: Sequence[Passage]) -> Setting:
    """Neighbours are the passages before and after by position within a transcript."""
    order = sorted(range(len(passages)), key=lambda row: (passages[row].transcript_id, passages[row].position, row))
    before = np.full(max(1, len(passages)), -1, dtype=np.intp)
    after = before.copy()
    for first, second in pairwise(order):
        if passages[first].transcript_id == passages[second].transcript_id:
            after[first], before[second] = second, first
    names: dict[str, int] = {}
    speaker = [names.setdefault(passage.speaker, len(names)) for passage in passages]
    return Setting(
        before=before,
        after=after,
        length=np.array([np.log1p(len(words_of(passage.text))) for passage in passages] or [0.0]),
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


def evidence(engines: Engines, setting: Setting, known: Standing, rows: Rows) -> Numbers:
    """One row per passage and code, passages first: (passages x codes, pieces of evidence)."""
    near, wide = _neighbours(setting, rows)
    needed, inverse = np.unique(np.concatenate([rows, near.ravel(), wide.ravel()]), return_inverse=True)
    needed_scores = engines.scores(needed[needed >= 0])
    any_code = needed_scores[[0, 1, 3], :, -1].mean(axis=0)
    needed_scores = needed_scores[:, :, :-1]
    trust = known.weight / (known.weight + _HALF_TRUST)
    learned = needed_scores[:4].copy()
    learned[:2] *= trust
    described = needed_scores[4:]
    average = (learned.sum(axis=0) + (described * (1.0 - 0.7 * trust)).sum(axis=0)) / 4.0
    if needed.size and needed[0] < 0:
        average = np.vstack([np.zeros(average.shape[1]), average])
        needed_scores = np.concatenate([np.zeros_like(needed_scores[:, :1]), needed_scores], axis=1)
        any_code = np.concatenate([[0.0], any_code])
    here = inverse[: len(rows)]
    near_places = inverse[len(rows) : len(rows) + near.size].reshape(near.shape)
    wide_places = inverse[len(rows) + near.size :].reshape(wide.shape)

    scores = needed_scores[:, here]
    mean = average[here]
    codes = mean.shape[1]
    shape = mean.shape
    columns = [
        np.ones(shape),
        np.broadcast_to(_log_odds(known.share) * (1.0 - known.breadth), shape),
        np.broadcast_to(_log_odds(known.share) * known.breadth, shape),
        np.full(shape, _log_odds(known.share_coded)),
        np.full(shape, np.log1p(known.read) / 4.0 - 1.0),
        np.broadcast_to(np.log1p(known.counts) / 3.0, shape),
        np.broadcast_to((known.counts == 0).astype(float), shape),
    ]
    for score in scores:
        columns += [score * (1.0 - trust), score * trust]
    close = average[near_places].mean(axis=1)
    far = average[wide_places].mean(axis=1)
    columns += [
        mean - _best_other(mean),
        1.0 / _rank(mean + 0.25 * _log_odds(known.share)),
        close * known.runs,
        close * (1.0 - known.runs),
        far * known.runs,
        np.broadcast_to(_likely_coded(setting, known, rows)[:, None], shape),
        np.broadcast_to((any_code[here] * known.uncoded_trust)[:, None], shape),
        np.broadcast_to((setting.length[rows] - known.length_middle)[:, None], shape),
    ]
    return np.stack(columns, axis=-1).reshape(len(rows) * codes, len(NAMES))


def _neighbours(setting: Setting, rows: Rows) -> tuple[Rows, Rows]:
    """The turns next to each passage, and those two to four turns away; -1 where the transcript ends."""
    steps = []
    for links in (setting.before, setting.after):
        place = rows
        for _ in range(_FAR):
            place = np.where(place >= 0, links[place], -1)
            steps.append(place)
    by_distance = np.stack(steps, axis=1)
    return by_distance[:, [0, _FAR]], by_distance[:, [1, 2, 3, _FAR + 1, _FAR + 2, _FAR + 3]]


def _best_other(mean: Numbers) -> Numbers:
    if mean.shape[1] < 2:
        return np.zeros_like(mean)
    top = np.partition(mean, -2, axis=1)[:, -2:]
    return np.where(mean >= top[:, 1:], top[:, :1], top[:, 1:])


def _rank(mean: Numbers) -> Numbers:
    return np.asarray(np.argsort(np.argsort(-mean, axis=1, kind="stable"), axis=1, kind="stable") + 1.0)


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
