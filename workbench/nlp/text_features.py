"""Texts as numbers: weighted words, pairs of words, pieces of words, and themes of the project's own language."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Floats: TypeAlias = NDArray[np.float32]
_MOST_TERMS = 120_000
_MOST_PIECES = 60_000
_MOST_THEMES = 100
_PASSAGES_FOR_THEMES = 6_000


def fold(word: str) -> str:
    """A word as the engine counts it: without capitals, with the typewriter's apostrophe.

    >>> fold("Don’t")
    "don't"
    """
    return word.replace("’", "'").casefold()


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(text))


def terms_of(text: str) -> list[str]:
    """The folded words of a text and its pairs of neighbouring words."""
    words = words_of(text)
    return words + [f"{first} {second}" for first, second in pairwise(words)]


@lru_cache(maxsize=100_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """All runs of 3 to 5 characters of a word, its borders shown by spaces.

    >>> pieces_of("ill")
    (' il', 'ill', 'll ', ' ill', 'ill ', ' ill ')
    """
    bordered = f" {word} "
    return tuple(
        bordered[start : start + size] for size in (3, 4, 5) for start in range(max(0, len(bordered) - size + 1))
    )


@dataclass(frozen=True)
class TextSpace:
    """All passages of a project as rows of numbers, and the way to bring other texts into the same numbers."""

    vocabulary: dict[str, int]
    term_weights: TfidfTransformer
    pieces: dict[str, int]
    piece_weights: TfidfTransformer
    themes: TruncatedSVD | None
    lengths: NDArray[np.float64]
    counts: Any
    both: Any
    theme_rows: Floats

    def describe(self, texts: Sequence[str]) -> tuple[Any, Floats, Any]:
        """Other texts, such as definitions, in the terms of this project: (words and pieces, themes, plain counts)."""
        counts = _count_terms([terms_of(text) for text in texts], self.vocabulary)
        words = normalize(self.term_weights.transform(counts))
        pieces = _piece_counts([words_of(text) for text in texts], self.pieces)
        both = _side_by_side(words, self.piece_weights.transform(pieces))
        return both, _themes(self.themes, words), counts

    def rows_with(self, word: str, *, goes_on: bool) -> list[int]:
        """The passages that hold a folded word or, where it ``goes_on``, one that begins with it."""
        terms, by_term = self._terms_in_order
        start = bisect_left(terms, word)
        end = bisect_left(terms, word + "\U0010ffff") if goes_on else start + (terms[start : start + 1] == [word])
        columns = [self.vocabulary[term] for term in terms[start:end]]
        return np.unique(by_term[:, columns].indices).tolist() if columns else []

    @cached_property
    def _terms_in_order(self) -> tuple[list[str], Any]:
        return sorted(term for term in self.vocabulary if " " not in term), self.counts.tocsc()

    @cached_property
    def usual(self) -> Floats:
        """The middle of all passages."""
        return np.asarray(self.both.mean(axis=0), dtype=np.float32).ravel()

    @cached_property
    def word_shares(self) -> NDArray[np.float64]:
        """How often each term is said in the project, of all that is said."""
        said = np.asarray(self.counts.sum(axis=0), dtype=np.float64).ravel() + 0.5
        return np.asarray(said / said.sum())


def make_space(texts: Sequence[str]) -> TextSpace:
    """Count, weigh and summarise the texts of a project. Empty texts and empty projects are allowed."""
    tokens = [terms_of(text) for text in texts] or [[]]
    vocabulary = _vocabulary(tokens)
    counts = _count_terms(tokens, vocabulary)
    lengths = np.array([(len(terms) + 1) // 2 for terms in tokens], dtype=np.float64)
    del tokens
    term_weights = TfidfTransformer(sublinear_tf=True).fit(counts)
    words = term_weights.transform(counts).astype(np.float32)

    single = [(index, term) for term, index in vocabulary.items() if " " not in term]
    columns = np.array([index for index, _ in single], dtype=np.intp)
    pieces, piece_rows = _count_pieces(counts[:, columns], [term for _, term in single])
    piece_weights = TfidfTransformer(sublinear_tf=True).fit(piece_rows)
    both = _side_by_side(words, piece_weights.transform(piece_rows, copy=False))

    themes = _fit_themes(words)
    return TextSpace(
        vocabulary=vocabulary,
        term_weights=term_weights,
        pieces=pieces,
        piece_weights=piece_weights,
        themes=themes,
        lengths=lengths,
        counts=counts,
        both=both,
        theme_rows=_themes(themes, words),
    )


def _count_terms(tokens: Sequence[list[str]], vocabulary: dict[str, int]) -> Any:
    """How often each term of the vocabulary stands in each text."""
    known = vocabulary.get
    columns = np.fromiter((known(term, -1) for terms in tokens for term in terms), dtype=np.int32)
    rows = np.repeat(np.arange(len(tokens), dtype=np.int32), [len(terms) for terms in tokens])
    rows, columns = rows[columns >= 0], columns[columns >= 0]
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(len(tokens), len(vocabulary)), dtype=np.float32)


def _vocabulary(tokens: Sequence[list[str]]) -> dict[str, int]:
    """Every word, and every pair that at least two passages share; the most frequent where there are too many."""
    seen_in: dict[str, int] = {}
    for term in chain.from_iterable(map(dict.fromkeys, tokens)):
        seen_in[term] = seen_in.get(term, 0) + 1
    kept = [term for term, passages in seen_in.items() if passages > 1 or " " not in term]
    if len(kept) > _MOST_TERMS:
        kept = sorted(kept, key=lambda term: (-seen_in[term], term))[:_MOST_TERMS]
    return {term: index for index, term in enumerate(sorted(kept or ["-"]))}


def _count_pieces(word_counts: Any, words: Sequence[str]) -> tuple[dict[str, int], Any]:
    """Pieces of words per passage. Each word is cut once, however often it was said."""
    index: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, word in enumerate(words):
        for piece in pieces_of(word):
            rows.append(row)
            columns.append(index.setdefault(piece, len(index)))
    if not index:
        return {"-": 0}, sparse.csr_matrix((word_counts.shape[0], 1), dtype=np.float32)
    cut = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(words), len(index)), dtype=np.float32
    )
    seen_in = np.asarray((word_counts > 0).astype(np.float32).sum(axis=0)).ravel()
    weight = np.asarray(cut.T @ seen_in).ravel()
    names = np.array(list(index), dtype=object)
    order = np.lexsort((names, -weight))[:_MOST_PIECES]
    order = np.sort(order[weight[order] > 1]) if (weight > 1).any() else np.sort(order)
    return {str(names[old]): new for new, old in enumerate(order)}, (word_counts @ cut[:, order]).tocsr()


def _piece_counts(word_lists: Iterable[list[str]], pieces: dict[str, int]) -> Any:
    rows: list[int] = []
    columns: list[int] = []
    total = 0
    for row, words in enumerate(word_lists):
        total = row + 1
        for piece in chain.from_iterable(map(pieces_of, words)):
            if piece in pieces:
                rows.append(row)
                columns.append(pieces[piece])
    return sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(total, len(pieces)), dtype=np.float32
    )


def _side_by_side(words: Any, pieces: Any) -> Any:
    joined = sparse.hstack([words, pieces], format="csr", dtype=np.float32)
    joined.sort_indices()  # else every fit would sort its own copy
    return normalize(joined, copy=False)


def _fit_themes(words: Any) -> TruncatedSVD | None:
    passages, terms = words.shape
    size = min(_MOST_THEMES, passages // 2, terms - 1)
    if size < 2 or words.nnz == 0:
        return None
    step = max(1, passages // _PASSAGES_FOR_THEMES)
    svd = TruncatedSVD(n_components=size, n_iter=3, random_state=20)
    sample = words[::step]
    if sample.nnz == 0 or float(sample.multiply(sample).sum()) - _rank_one_weight(sample) < 1e-6:
        return None  # all passages are the same text: there are no themes to tell apart
    return svd.fit(sample)


def _rank_one_weight(rows: Any) -> float:
    mean = np.asarray(rows.mean(axis=0), dtype=np.float64).ravel()
    return float(mean @ mean) * int(rows.shape[0])


def _themes(svd: TruncatedSVD | None, words: Any) -> Floats:
    if svd is None:
        return np.zeros((words.shape[0], 1), dtype=np.float32)
    return np.asarray(normalize(svd.transform(words)), dtype=np.float32)
