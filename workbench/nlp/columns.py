"""What is learned about one code: a *column*. Columns know nothing of each other, so a coding only changes its own.

    regression   class-balanced logistic regression, this code against the rest, over words, pairs and pieces of words
    around       the same with half the turn before added to each passage, for codes that run over turns
    themes       the same over the themes of the project's own texts
    centroid     likeness to the middle of the code's passages, drawn towards the codebook's description
    language     how much more likely the passage's words are in this code than in the project
    description  likeness to the codebook's description
    echo         the same over the themes of the project's own texts
    company      likeness to the project's passages, read or not, that come closest to the centroid (itself left out):
                 the words that keep company with the words of the codebook

Scores of one engine are made comparable by setting them against its scores on a fixed sample of the project's passages.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn import config_context
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from workbench.nlp.meaning import Embedder, blended
from workbench.nlp.text_features import Floats, TextSpace
from workbench.nlp.values import CodeDescription

ENGINES = ("regression", "around", "themes", "centroid", "language", "description", "echo", "company")
Rows: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

_DESCRIPTION_WORTH = 2.0  # a description counts like so many coded passages
_SAMPLE = 1_500
_REGRESSION_C = 3.0
_THEMES_C = 1.0
_SMOOTHING = 30.0
_COMPANY = 30
_PASSAGES_FOR_COMPANY = 6_000
_BEFORE = 0.5
_ROWS_AT_ONCE = 4_000
_NUMBERS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Codebook:
    """The descriptions of all codes, in the terms of the project. The last row stands for "any code"."""

    both: Any
    themes: Floats
    words: Any
    described: Flags


@dataclass(frozen=True)
class Ground:
    """What every column stands on and no coding changes: the texts as numbers, the turn before each, the descriptions."""

    space: TextSpace
    codebook: Codebook
    themes: Floats
    before: Rows
    sample: Rows
    searched: Rows
    searched_rows: Any
    searched_usual: Floats


@dataclass(frozen=True)
class Lesson:
    """What one column is learned from: passages with the code, and passages read and left without it."""

    column: int
    positives: Rows
    negatives: Rows

    @property
    def key(self) -> bytes:
        """The same key, the same column, to the last digit."""
        digest = hashlib.blake2b(self.column.to_bytes(4, "little"), digest_size=16)
        for rows in (self.positives, self.negatives):
            digest.update(len(rows).to_bytes(8, "little") + rows.astype(np.int64).tobytes())
        return digest.digest()


@dataclass(frozen=True)
class Column:
    """One code as learned from one lesson. ``middle`` and ``spread`` are each engine's scores on ordinary passages."""

    regression: Floats
    around: Floats
    themes: Floats
    centroid: Floats
    language: Floats
    company: Floats
    company_rows: Rows
    company_worth: Floats
    middle: Floats
    spread: Floats


def make_ground(
    space: TextSpace,
    codes: Sequence[CodeDescription],
    before: Rows,
    texts: Sequence[str],
    embedder: Embedder | None = None,
) -> Ground:
    """Everything about a project that codings do not change. With an embedder, meanings stand beside the themes."""
    passages = space.both.shape[0]
    searched = np.arange(0, passages, max(1, passages // _PASSAGES_FOR_COMPANY))
    rows = space.both[searched]
    middle = embedder.embed(texts).mean(axis=0) if embedder is not None and texts else None
    return Ground(
        space=space,
        codebook=describe_codes(codes, space, embedder, middle=middle),
        themes=blended(space.theme_rows, texts, embedder, middle=middle),
        before=before,
        sample=np.unique(np.linspace(0, passages - 1, min(passages, _SAMPLE)).astype(np.intp)),
        searched=searched,
        searched_rows=rows,
        searched_usual=np.asarray(rows @ space.usual, dtype=np.float32) / max(float(np.linalg.norm(space.usual)), 1e-9),
    )


def describe_codes(
    codes: Sequence[CodeDescription],
    space: TextSpace,
    embedder: Embedder | None = None,
    *,
    middle: Floats | None = None,
) -> Codebook:
    """Label and seed terms twice, definition and example once; what most descriptions say counts little."""
    texts = [
        " . ".join([label_text(code.label), *code.seed_terms] * 2 + [code.definition, code.example]) for code in codes
    ]
    texts.append("")  # the last row stands for "any code", which no codebook describes
    both, themes, words = space.describe(texts)
    themes = blended(themes, texts, embedder, middle=middle)
    themes[-1] = 0.0
    if len(codes) > 2:
        shared = np.asarray((both > 0).sum(axis=0)).ravel()
        both = normalize(both.multiply(np.log((len(codes) + 1) / (shared + 0.5))[None, :]).tocsr())
        shared = np.asarray((words > 0).sum(axis=0)).ravel()
        words = words.multiply(np.log((len(codes) + 1) / (shared + 0.5))[None, :]).tocsr()
    described = np.asarray(both.getnnz(axis=1) > 0)
    return Codebook(both=both.astype(np.float32), themes=themes, words=words.astype(np.float32), described=described)


def label_text(label: str) -> str:
    """A label as words: "ACCESS_waitTime" and "access-wait time" read alike.

    >>> label_text("ACCESS_waitTime").lower().split()
    ['access', 'wait', 'time']
    """
    spaced = [
        " " + character if character.isupper() and before.islower() else character
        for before, character in zip(" " + label, label, strict=False)
    ]
    return "".join(spaced).replace("_", " ").replace("/", " ").replace("-", " ")


def learn_columns(ground: Ground, lessons: Sequence[Lesson]) -> list[Column]:
    """A column for each lesson; each is the same whatever else is learned beside it."""
    with config_context(assume_finite=True, skip_parameter_validation=True):
        columns = [_learn(ground, lesson) for lesson in lessons]
    raw = _raw(ground, lessons, columns, ground.sample)
    for place, column in enumerate(columns):
        spread = raw[place].std(axis=1)
        column.middle[:] = raw[place].mean(axis=1)
        column.spread[:] = np.where(spread > 1e-6, spread, 1.0)
    return columns


def scores_of(ground: Ground, lessons: Sequence[Lesson], columns: Sequence[Column], rows: Rows) -> list[Floats]:
    """Comparable scores of each column, engines x passages; 0 is an ordinary passage of the project."""
    scores = _raw(ground, lessons, columns, rows)
    for place, column in enumerate(columns):
        scores[place] -= column.middle[:, None]
        scores[place] /= column.spread[:, None]
        np.arcsinh(scores[place], out=scores[place])
    return list(scores)


def _learn(ground: Ground, lesson: Lesson) -> Column:
    space = ground.space
    centroid = _centroid(ground, lesson)
    rows, worth = _company(ground, centroid)
    return Column(
        regression=_fit(space.both, lesson, strength=_REGRESSION_C),
        around=_fit(space.both, lesson, strength=_REGRESSION_C, before=ground.before),
        themes=_fit(ground.themes, lesson, strength=_THEMES_C),
        centroid=centroid,
        language=_language(ground, lesson),
        company=np.asarray(worth @ space.both[rows], dtype=np.float32).ravel(),
        company_rows=rows,
        company_worth=worth,
        middle=np.zeros(len(ENGINES), dtype=np.float32),
        spread=np.ones(len(ENGINES), dtype=np.float32),
    )


def _fit(features: Any, lesson: Lesson, *, strength: float, before: Rows | None = None) -> Floats:
    """Weights for this code against the rest; zeros where there is nothing to tell apart."""
    if not len(lesson.positives) or not len(lesson.negatives):
        return np.zeros(features.shape[1], dtype=np.float32)
    rows = np.concatenate([lesson.positives, lesson.negatives])
    answers = np.arange(len(rows)) < len(lesson.positives)
    order = np.argsort(rows, kind="stable")
    rows, answers = rows[order], answers[order]
    chosen = features[rows]
    if before is not None:
        chosen = chosen + _BEFORE * (_present(before[rows]) @ features[np.maximum(before[rows], 0)])
    model = LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, tol=1e-2, random_state=20, max_iter=300
    )
    return np.asarray(model.fit(chosen, answers).coef_[0], dtype=np.float32)


def _present(before: Rows) -> Any:
    """A diagonal that keeps the rows that have a turn before them."""
    return sparse.diags((before >= 0).astype(np.float32), format="csr")


def _centroid(ground: Ground, lesson: Lesson) -> Floats:
    total = np.asarray(ground.space.both[lesson.positives].sum(axis=0), dtype=np.float32).ravel()
    if ground.codebook.described[lesson.column]:
        description = ground.codebook.both[[lesson.column]]
        total[description.indices] += _DESCRIPTION_WORTH * description.data
    length = float(np.linalg.norm(total))
    return total / length if length > 0 else total


def _company(ground: Ground, centroid: Floats) -> tuple[Rows, Floats]:
    """The passages that stand out as near to a centroid, and how much each is worth."""
    likeness = np.asarray(ground.searched_rows @ centroid, dtype=np.float32)
    likeness -= (
        ground.searched_usual
        * float(centroid @ ground.space.usual)
        / max(float(np.linalg.norm(ground.space.usual)), 1e-9)
    )
    best = np.sort(np.argsort(-likeness, kind="stable")[:_COMPANY])
    worth = np.maximum(likeness[best], 0.0)
    total = float(worth.sum())
    return ground.searched[best], np.asarray(worth / total if total > 0.0 else worth, dtype=np.float32)


def _language(ground: Ground, lesson: Lesson) -> Floats:
    """Log of how much likelier a word is in this code's passages than in the project, smoothed towards the project."""
    project = ground.space.word_shares
    total = np.asarray(ground.space.counts[lesson.positives].sum(axis=0), dtype=np.float64).ravel()
    words = ground.codebook.words[[lesson.column]]
    total[words.indices] += _DESCRIPTION_WORTH * words.data
    likely = (total + _SMOOTHING * project) / (total.sum() + _SMOOTHING)
    return np.asarray(np.log(likely / project), dtype=np.float32)


def _raw(ground: Ground, lessons: Sequence[Lesson], columns: Sequence[Column], rows: Rows) -> Floats:
    """Scores as each engine gives them: columns x engines x passages."""
    table = np.zeros((len(columns), len(ENGINES), len(rows)), dtype=np.float32)
    if not columns:
        return table
    number = len(columns)
    over_both = np.concatenate([[getattr(column, name) for column in columns] for name in _OVER_BOTH])
    over_both = np.ascontiguousarray(over_both.T)
    around = np.ascontiguousarray(np.stack([column.around for column in columns]).T)
    themes = np.stack([column.themes for column in columns]).T
    language = np.ascontiguousarray(np.stack([column.language for column in columns]).T)
    described = [lesson.column for lesson in lessons]
    by_description = np.ascontiguousarray(ground.codebook.both[described].toarray().T)
    by_echo = ground.codebook.themes[described].T
    everything = len(rows) == ground.space.both.shape[0]
    step = max(_ROWS_AT_ONCE, _NUMBERS_AT_ONCE // (number * len(ENGINES)))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        place = slice(start, start + len(part))
        both, counts = ground.space.both, ground.space.counts
        if not everything or len(part) < len(rows):
            both, counts = both[part], counts[part]
        length = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + 4.0)
        likeness = np.asarray(both @ over_both).T
        for engine, name in enumerate(_OVER_BOTH):
            table[:, _AT[name], place] = likeness[engine * number : (engine + 1) * number]
        table[:, _AT["around"], place] = _around(ground, part, both, around).T
        table[:, _AT["themes"], place] = (ground.themes[part] @ themes).T
        table[:, _AT["language"], place] = (np.asarray(counts @ language) / length[:, None]).T
        table[:, _AT["description"], place] = np.asarray(both @ by_description).T
        table[:, _AT["echo"], place] = (ground.themes[part] @ by_echo).T
    _leave_itself_out(table, columns, rows)
    return table


_OVER_BOTH = ("regression", "centroid", "company")
_AT = {name: place for place, name in enumerate(ENGINES)}


def _around(ground: Ground, rows: Rows, both: Any, weights: Floats) -> Floats:
    """Each passage's score with half of the score of the turn before it."""
    before = ground.before[rows]
    scores = np.asarray(both @ weights)
    earlier = np.zeros_like(scores)
    known = np.flatnonzero(before >= 0)
    if (np.diff(rows) == 1).all():  # a stretch of the project: most of the turns before are in it
        within = before[known] >= rows[0]
        earlier[known[within]] = scores[before[known[within]] - rows[0]]
        known = known[~within]
    if len(known):
        earlier[known] = np.asarray(ground.space.both[before[known]] @ weights)
    return np.asarray(scores + _BEFORE * earlier)


def _leave_itself_out(table: Floats, columns: Sequence[Column], rows: Rows) -> None:
    """A passage that a company was made of is no witness for itself."""
    place = {int(row): number for number, row in enumerate(rows)}
    for column, scores in zip(columns, table, strict=True):
        for row, worth in zip(column.company_rows.tolist(), column.company_worth.tolist(), strict=True):
            if row in place:
                scores[_AT["company"], place[row]] -= worth
