"""The single engines: each gives every passage a score for every code, and knows nothing of the others.

    regression   class-balanced logistic regression, one code against the rest, over words, pairs and pieces of words
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
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from workbench.nlp.text_features import Floats, TextSpace
from workbench.nlp.values import CodeDescription

ENGINES = ("regression", "themes", "centroid", "language", "description", "echo", "company")
Rows: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

_DESCRIPTION_WORTH = 2.0  # a description counts like so many coded passages
_MOST_COUNTER_EXAMPLES = 1_000
_SAMPLE = 1_500
_REGRESSION_C = 3.0
_THEMES_C = 1.0
_SMOOTHING = 30.0
_COMPANY = 30
_PASSAGES_FOR_COMPANY = 6_000


@dataclass(frozen=True)
class Codebook:
    """The descriptions of all codes, in the terms of the project."""

    both: Any
    themes: Floats
    words: Any
    described: Flags


@dataclass
class FitCache:
    """Models of single codes by what they were fitted on, so that nothing is learned twice. Same key, same numbers."""

    weights: dict[bytes, Floats] = field(default_factory=dict)
    used: set[bytes] = field(default_factory=set)

    def get(self, key: bytes) -> Floats | None:
        self.used.add(key)
        return self.weights.get(key)

    def keep_used(self) -> "FitCache":
        """Only what was asked for since this cache was made; older models are let go."""
        return FitCache({key: self.weights[key] for key in self.used if key in self.weights})


@dataclass(frozen=True)
class Engines:
    """All engines, trained on the same read passages. ``counts`` is how many codings each code had."""

    space: TextSpace
    codebook: Codebook
    counts: NDArray[np.intp]
    regression: Floats
    themes: Floats
    centroids: Floats
    language: Floats
    company: Floats
    company_members: Any
    middle: NDArray[np.float64]
    spread: NDArray[np.float64]

    def scores(self, rows: Rows) -> NDArray[np.float64]:
        """Comparable scores, engines x passages x codes; 0 is an ordinary passage of the project."""
        raw = _raw(self, rows)
        raw -= self.middle[:, None, :]
        raw /= self.spread[:, None, :]
        return np.arcsinh(raw, out=raw)


def describe_codes(codes: Sequence[CodeDescription], space: TextSpace) -> Codebook:
    """Label and seed terms twice, definition and example once; what most descriptions say counts little."""
    texts = [
        " . ".join([label_text(code.label), *code.seed_terms] * 2 + [code.definition, code.example]) for code in codes
    ]
    texts.append("")  # the last column stands for "any code", which no codebook describes
    both, themes = space.describe(texts)
    words = space.terms.transform(texts).astype(np.float32)
    if len(codes) > 2:
        shared = np.asarray((both > 0).sum(axis=0)).ravel()
        both = normalize(both.multiply(np.log((len(codes) + 1) / (shared + 0.5))[None, :]).tocsr())
        shared = np.asarray((words > 0).sum(axis=0)).ravel()
        words = words.multiply(np.log((len(codes) + 1) / (shared + 0.5))[None, :]).tocsr()
    described = np.asarray(both.getnnz(axis=1) > 0)
    return Codebook(both=both.astype(np.float32), themes=themes, words=words, described=described)


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


def train_engines(
    space: TextSpace,
    codebook: Codebook,
    read: Rows,
    labels: Flags,
    *,
    cache: FitCache,
    most: int = _MOST_COUNTER_EXAMPLES,
) -> Engines:
    """Train all engines on the read passages. ``labels`` has one row per read passage and one column per code.

    A further, last column is learned beside them: that a person gave the passage any code at all. No code's regression
    sees more than ``most`` passages without the code, and twice as many with it.
    """
    labels = np.column_stack([labels, labels.any(axis=1)])
    counts = labels.sum(axis=0).astype(np.intp)
    order = _lasting_order(read)
    centroids = _centroids(space, codebook, read, labels)
    company, members = _company(space, centroids)
    engines = Engines(
        space=space,
        codebook=codebook,
        counts=counts,
        regression=_regressions(space.both, read, labels, order, cache, strength=_REGRESSION_C, most=most),
        themes=_regressions(space.theme_rows, read, labels, order, cache, strength=_THEMES_C, most=most),
        centroids=centroids,
        language=_language(space, codebook, read, labels),
        company=company,
        company_members=members,
        middle=np.zeros((len(ENGINES), len(counts))),
        spread=np.ones((len(ENGINES), len(counts))),
    )
    rows = space.both.shape[0]
    sample = np.unique(np.linspace(0, rows - 1, min(rows, _SAMPLE)).astype(np.intp))
    raw = _raw(engines, sample)
    spread = raw.std(axis=1)
    engines.middle[:] = raw.mean(axis=1)
    engines.spread[:] = np.where(spread > 1e-6, spread, 1.0)
    return engines


def _raw(engines: Engines, rows: Rows) -> NDArray[np.float64]:
    both = engines.space.both[rows]
    themes = engines.space.theme_rows[rows]
    counts = engines.space.counts[rows]
    length = np.sqrt(np.asarray(counts.sum(axis=1)).ravel() + 4.0)[:, None]
    return np.stack(
        [
            _dense(both @ engines.regression.T),
            _dense(themes @ engines.themes.T),
            _dense(both @ engines.centroids.T),
            _dense(counts @ engines.language.T) / length,
            _dense(both @ engines.codebook.both.T),
            _dense(themes @ engines.codebook.themes.T),
            _dense(both @ engines.company.T) - _dense(engines.company_members[rows]),
        ]
    )


def _dense(product: Any) -> NDArray[np.float64]:
    return np.asarray(product.todense() if hasattr(product, "todense") else product, dtype=np.float64)


def _lasting_order(read: Rows) -> NDArray[np.uint64]:
    """A shuffled order of passages that a further passage does not disturb."""
    mixed = read.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


def _regressions(
    features: Any, read: Rows, labels: Flags, order: Any, cache: FitCache, *, strength: float, most: int
) -> Floats:
    """One row of weights per code; zeros where there is nothing to tell apart."""
    weights = np.zeros((labels.shape[1], features.shape[1]), dtype=np.float32)
    by_order = np.argsort(order, kind="stable")
    for column in range(labels.shape[1]):
        with_code = labels[by_order, column]
        positives = by_order[with_code][: 2 * most]
        negatives = by_order[~with_code][:most]
        if not len(positives) or not len(negatives):
            continue
        chosen = np.sort(np.concatenate([positives, negatives]))
        answers = labels[chosen, column]
        key = hashlib.blake2b(
            read[chosen].tobytes() + answers.tobytes() + repr((features.shape, strength)).encode(), digest_size=16
        ).digest()
        found = cache.get(key)
        if found is None:
            found = _fit_one(features[read[chosen]], answers, strength=strength)
            cache.weights[key] = found
        weights[column] = found
    return weights


def _fit_one(features: Any, answers: Flags, *, strength: float) -> Floats:
    model = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=20, max_iter=300)
    return np.asarray(model.fit(features, answers).coef_[0], dtype=np.float32)


def _centroids(space: TextSpace, codebook: Codebook, read: Rows, labels: Flags) -> Floats:
    sums = _sparse(labels.T) @ space.both[read]
    worth = np.where(codebook.described, _DESCRIPTION_WORTH, 0.0)
    drawn = sums + codebook.both.multiply(worth[:, None])
    return np.asarray(normalize(drawn.tocsr()).toarray(), dtype=np.float32)


def _sparse(matrix: Any) -> Any:
    return sparse.csr_matrix(matrix, dtype=np.float32)


def _company(space: TextSpace, centroids: Floats) -> tuple[Floats, Any]:
    """The middle of the passages nearest to each centroid, and how much each passage has in it (passages x codes)."""
    passages = space.both.shape[0]
    step = max(1, passages // _PASSAGES_FOR_COMPANY)
    searched = np.arange(0, passages, step)
    likeness = _dense(space.both[searched] @ centroids.T)
    likeness -= likeness.mean(axis=1, keepdims=True)
    wanted = min(_COMPANY, len(searched))
    best = np.argsort(-likeness, axis=0, kind="stable")[:wanted]
    worth = np.maximum(np.take_along_axis(likeness, best, axis=0), 0.0)
    total = worth.sum(axis=0)
    worth = worth / np.where(total > 0.0, total, 1.0)
    columns = np.broadcast_to(np.arange(centroids.shape[0]), best.shape)
    members = sparse.csr_matrix(
        (worth.ravel().astype(np.float32), (searched[best].ravel(), columns.ravel())),
        shape=(passages, centroids.shape[0]),
    )
    return np.asarray((members.T @ space.both).toarray(), dtype=np.float32), members


def _language(space: TextSpace, codebook: Codebook, read: Rows, labels: Flags) -> Floats:
    """Log of how much likelier a word is in this code's passages than in the project, smoothed towards the project."""
    project = np.asarray(space.counts.sum(axis=0)).ravel() + 0.5
    project /= project.sum()
    total = _dense(_sparse(labels.T) @ space.counts[read] + codebook.words * _DESCRIPTION_WORTH)
    likely = (total + _SMOOTHING * project) / (total.sum(axis=1, keepdims=True) + _SMOOTHING)
    return np.asarray(np.log(likely / project), dtype=np.float32)
