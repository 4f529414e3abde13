"""How well suggestions do on a project's own codings: held out by transcript, as a learning curve, beside a plain engine.

precision@1       the first suggestion is one of the codes a person gave (over coded passages)
recall@3          share of a person's codes that are among the first three (over coded passages)
macro F1          mean over codes of F1 at a probability of one half
AP                mean over codes of average precision: ranking passages for a code
calibration error mean distance between confidence and success of the first suggestion, in ten bins (all passages)
surest 30 %       success of the first suggestion on the three tenths of all passages where it is surest
coverage          share of passages for which the engine speaks at all
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from workbench.nlp.material import Material, prepare
from workbench.nlp.silence import average_precision
from workbench.nlp.suggester import train_prepared
from workbench.nlp.text_features import words_of
from workbench.nlp.values import LONG_SHOT_FROM, CodeDescription, Codings, Passage

AT = (25, 50, 100, 200, 400)
_HELD_BACK = 0.3
_MOST_JUDGED = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one engine at one point. ``None`` means that nothing was there to measure it on."""

    precision_at_1: float | None
    recall_at_3: float | None
    macro_f1: float | None
    mean_average_precision: float | None
    calibration_error: float | None
    surest_precision: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """The measures of one code at the last point of the curve, means over the draws in which it occurred."""

    code_id: str
    average_precision: float | None
    share: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """Both engines after so many coded passages; ``draws`` says how many draws of transcripts reached that many."""

    coded: int
    draws: int
    engine: Figures
    plain: Figures


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A learning curve, and each code at its last point. An empty curve means that too little is coded to tell."""

    curve: tuple[Point, ...]
    codes: tuple[CodeFigures, ...]
    why_empty: str = ""


def evaluate(
    codes: Sequence[CodeDescription],
    passages: Sequence[Passage],
    codings: Codings,
    *,
    at: Sequence[int] = AT,
    seeds: int = 3,
) -> Evaluation:
    """Hold three in ten transcripts back, let the engine learn from the others in reading order, and look.

    A point of the curve is left out where no draw of transcripts has that many coded passages; when none of ``at`` can be
    reached, the curve has one point, at all there is.
    """
    read = [row for row, passage in enumerate(passages) if passage.id in codings]
    names = sorted({passages[row].transcript_id for row in read})
    if len(names) < 2 or not codes:
        return Evaluation(
            (), (), "To hold transcripts back, at least two of them must be read, and one code must exist."
        )
    material = prepare(codes, passages)
    draws = [_split(passages, read, names, seed) for seed in range(seeds)]
    most = max(sum(bool(codings[passages[row].id]) for row in reading) for reading, _ in draws)
    if most == 0:
        return Evaluation((), (), "Nothing has been coded yet.")
    wanted = [number for number in at if number <= most] or [most]
    curve = []
    results: list[_Result] = []
    for number in wanted:
        results = []
        for reading, held in draws:
            learned = _until(passages, reading, codings, number)
            if learned is not None:
                results.append(_judge(material, codings, learned, held))
        curve.append(
            Point(number, len(results), _mean([one.engine for one in results]), _mean([one.plain for one in results]))
        )
    return Evaluation(tuple(curve), _by_code(material, results))


@dataclass(frozen=True, slots=True)
class _Result:
    engine: Figures
    plain: Figures
    average_precision: NDArray[np.float64]
    share: NDArray[np.float64]
    f1: NDArray[np.float64]


def _split(
    passages: Sequence[Passage], read: Sequence[int], names: list[str], seed: int
) -> tuple[list[int], list[int]]:
    shuffled = names.copy()
    random.Random(seed).shuffle(shuffled)  # noqa: S311  (a fixed shuffle, no secret)
    cut = max(1, round(len(names) * _HELD_BACK))
    place = {name: number for number, name in enumerate(shuffled[cut:])}
    reading = [row for row in read if passages[row].transcript_id in place]
    reading.sort(key=lambda row: (place[passages[row].transcript_id], row))
    return reading, [row for row in read if passages[row].transcript_id not in place]


def _until(
    passages: Sequence[Passage], reading: Sequence[int], codings: Codings, coded: int
) -> dict[str, frozenset[str]] | None:
    learned: dict[str, frozenset[str]] = {}
    left = coded
    for row in reading:
        name = passages[row].id
        learned[name] = frozenset(codings[name])
        left -= bool(codings[name])
        if left == 0:
            return learned
    return None


def _judge(material: Material, codings: Codings, learned: Codings, held: Sequence[int]) -> _Result:
    judged = list(held)[:: max(1, len(held) // _MOST_JUDGED)]
    names = [material.passages[row].id for row in judged]
    right = np.zeros((len(names), len(material.codes)), dtype=np.bool_)
    for place, name in enumerate(names):
        for code_id in codings[name]:
            if code_id in material.columns:
                right[place, material.columns[code_id]] = True
    suggester = train_prepared(material, learned)
    scores = suggester.scores(names)[[code.id for code in material.codes]].to_numpy()
    spoken = np.array([code.id not in suggester.silent for code in material.codes])
    engine = figures(scores, right, spoken=spoken)
    plain = _plain(material, learned, names)
    precision, f1 = _each_code(scores, right)
    return _Result(engine, figures(plain, right), precision, right.mean(axis=0), f1)


def _plain(material: Material, learned: Codings, names: Sequence[str]) -> NDArray[np.float64]:
    """The usual engine: weighted words and one logistic regression per code."""
    texts = {passage.id: passage.text for passage in material.passages}
    scores = np.zeros((len(names), len(material.codes)))
    vectorizer = TfidfVectorizer(analyzer=words_of)
    if not any(words_of(texts[name]) for name in learned):
        return scores
    features = vectorizer.fit_transform([texts[name] for name in learned])
    others = vectorizer.transform([texts[name] for name in names])
    for column, code in enumerate(material.codes):
        answers = np.array([code.id in given for given in learned.values()])
        if answers.any() and not answers.all():
            model = LogisticRegression(solver="liblinear", random_state=20, max_iter=300).fit(features, answers)
            scores[:, column] = model.predict_proba(others)[:, 1]
        elif answers.any():
            scores[:, column] = 1.0
    return scores


def figures(
    scores: NDArray[np.float64], right: NDArray[np.bool_], *, spoken: NDArray[np.bool_] | None = None
) -> Figures:
    """All measures of one table of probabilities (passages x codes) against what a person gave."""
    if not right.size:
        return Figures(None, None, None, None, None, None, None)
    coded = right.any(axis=1)
    hit = right[np.arange(len(right)), scores.argmax(axis=1)]
    sure = scores.max(axis=1)
    three = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    found = np.take_along_axis(right, three, axis=1).sum(axis=1)
    surest = np.argsort(-sure, kind="stable")[: max(1, int(len(sure) * 0.3))]
    precision, f1 = _each_code(scores, right)
    speaks = scores >= LONG_SHOT_FROM
    if spoken is not None:
        speaks = speaks & spoken
    return Figures(
        precision_at_1=float(hit[coded].mean()) if coded.any() else None,
        recall_at_3=float((found[coded] / right[coded].sum(axis=1)).mean()) if coded.any() else None,
        macro_f1=_known_mean(f1),
        mean_average_precision=_known_mean(precision),
        calibration_error=calibration_error(sure, hit),
        surest_precision=float(hit[surest].mean()),
        coverage=float(speaks.any(axis=1).mean()),
    )


def calibration_error(confidence: NDArray[np.float64], hit: NDArray[np.bool_]) -> float:
    """Expected calibration error in ten bins of equal width: mean distance of confidence and success, by bin size.

    >>> round(calibration_error(np.array([0.9, 0.9, 0.2]), np.array([True, False, False])), 3)
    0.333
    """
    bins = np.minimum((confidence * 10).astype(int), 9)
    return float(
        sum(
            abs(confidence[bins == one].mean() - hit[bins == one].mean()) * (bins == one).mean()
            for one in np.unique(bins)
        )
    )


def _each_code(
    scores: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Average precision and F1 of each code; not a number where the code does not occur."""
    precision = np.full(right.shape[1], np.nan)
    f1 = precision.copy()
    for column in np.flatnonzero(right.any(axis=0)):
        answers = right[:, column]
        said = scores[:, column] >= 0.5
        precision[column] = average_precision(answers, scores[:, column])
        f1[column] = 2 * (said & answers).sum() / (said.sum() + answers.sum())
    return precision, f1


def _known_mean(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _mean(several: Sequence[Figures]) -> Figures:
    means: list[float | None] = []
    for name in Figures.__slots__:
        known = [value for one in several if (value := getattr(one, name)) is not None]
        means.append(sum(known) / len(known) if known else None)
    return Figures(*means)


def _by_code(material: Material, results: Sequence[_Result]) -> tuple[CodeFigures, ...]:
    return tuple(
        CodeFigures(
            code.id,
            _known_mean(np.array([one.average_precision[column] for one in results])),
            _known_mean(np.array([one.share[column] for one in results])),
            _known_mean(np.array([one.f1[column] for one in results])),
        )
        for column, code in enumerate(material.codes)
    )
