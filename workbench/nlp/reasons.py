"""Why a code is suggested: words that stand in the passage, and coded passages that it resembles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from workbench.nlp.columns import Column, Flags, Rows, label_text
from workbench.nlp.plain_words import PLAIN_WORDS
from workbench.nlp.text_features import WORD, Floats, TextSpace, fold, pieces_of, words_of
from workbench.nlp.values import CodeDescription, Reason, SeedReason, SimilarReason, WordsReason

_MOST_WORDS = 4
_NEAREST = 2
_LEAST_LIKENESS = 0.05
_TRUST_HALF = 6.0
_CENTROID_WORTH = 4.0  # brings likeness to about the size of regression weights
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SeedWords:
    """How the codebook names a code, ready to be looked for: its seed terms, or its label where there are none."""

    pattern: re.Pattern[str] | None
    first_words: tuple[tuple[str, bool], ...] = ()  # the first word of each, and whether it may go on

    @classmethod
    def of(cls, code: CodeDescription) -> "SeedWords":
        terms = [words_of(term) for term in code.seed_terms or (label_text(code.label),)]
        parts = [
            r"[\s\-]+".join(re.escape(word).replace("'", "['’]") for word in term)
            for term in sorted(terms, key=len, reverse=True)
            if term and not (len(term) == 1 and term[0] in PLAIN_WORDS)
        ]
        # The last word may go on (wait: waits, waiting); a short one may only take an s.
        endings = [part + (r"\w{0,4}" if len(part) > 3 else "s?") for part in parts]
        first = {
            (term[0], len(term) == 1) for term in terms if term and not (len(term) == 1 and term[0] in PLAIN_WORDS)
        }
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(endings)})(?!\w)", re.IGNORECASE) if endings else None
        return cls(pattern, tuple(sorted(first)))


def seed_words(text: str, seeds: SeedWords) -> tuple[str, ...]:
    """The codebook's words for a code as they stand in a text, each once."""
    if seeds.pattern is None:
        return ()
    found = {fold(match): match for match in reversed(seeds.pattern.findall(text))}
    return tuple(reversed(found.values()))[:_MOST_WORDS]


def rows_with_seeds(space: TextSpace, texts: Sequence[str], seeds: SeedWords) -> tuple[int, ...]:
    """The passages in which the codebook's words for a code stand; looks only where their first words are."""
    if seeds.pattern is None:
        return ()
    rows: set[int] = set()
    for word, goes_on in seeds.first_words:
        rows.update(space.rows_with(word, goes_on=goes_on))
    return tuple(row for row in sorted(rows) if seeds.pattern.search(texts[row]))


@dataclass(frozen=True)
class Grounds:
    """What reasons are drawn from: the passages, who coded what, and the engines that learned from it."""

    texts: Sequence[str]
    names: Sequence[str]
    seeds: Sequence[SeedWords]
    read: Rows
    labels: Flags
    space: TextSpace
    columns: Sequence[Column]


def reasons_for(grounds: Grounds, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Reason, ...]]:
    """Reasons for (passage row, code column) pairs, the clearest first."""
    by_column: dict[int, list[int]] = {}
    for row, column in pairs:
        by_column.setdefault(column, []).append(row)
    found: dict[tuple[int, int], tuple[Reason, ...]] = {}
    for column, rows in by_column.items():
        weights = _weights_of_code(grounds, column)
        nearest = _nearest(grounds, rows, column)
        for row, similar in zip(rows, nearest, strict=True):
            words = _telling_words(grounds, row, weights)
            reasons: list[Reason] = [WordsReason(words)] if words else []
            seeds = seed_words(grounds.texts[row], grounds.seeds[column])
            if seeds and not {fold(word) for word in seeds} <= {fold(word) for word in words}:
                reasons.append(SeedReason(seeds))
            found[row, column] = (*reasons, *similar)
    return found


def _weights_of_code(grounds: Grounds, column: int) -> Floats:
    """What each word, pair and piece speaks for the code: what was learned, and the codebook while little was."""
    learned = grounds.columns[column]
    count = float(grounds.labels[:, column].sum())
    trust = count / (count + _TRUST_HALF)
    centroid = learned.centroid - grounds.space.usual
    return np.asarray(trust * learned.regression + (1.0 - trust) * _CENTROID_WORTH * centroid)


def _telling_words(grounds: Grounds, row: int, weights: Floats) -> tuple[str, ...]:
    """The words of a passage with the largest share in a code's score, in their order of weight."""
    space = grounds.space
    here = space.both[row]
    worth = dict(zip(here.indices.tolist(), (here.data * weights[here.indices]).tolist(), strict=True))
    terms = space.vocabulary
    offset = len(terms)
    surface: dict[str, str] = {}
    folded = []
    for match in WORD.findall(grounds.texts[row]):
        folded.append(fold(match))
        surface.setdefault(folded[-1], match)
    shares: dict[str, float] = {}
    for word in surface:
        if word in PLAIN_WORDS or (len(word) < 2 and word.isascii()):
            continue
        pieces = sum(worth.get(offset + space.pieces[piece], 0.0) for piece in pieces_of(word) if piece in space.pieces)
        shares[word] = worth.get(terms.get(word, -1), 0.0) + 0.5 * pieces
    for first, second in pairwise(folded):
        pair = worth.get(terms.get(f"{first} {second}", -1), 0.0) / 2
        for word in (first, second):
            if word in shares:
                shares[word] += pair
    best = sorted((word for word in shares if shares[word] > 0.0), key=lambda word: (-shares[word], word))
    if not best:
        return ()
    enough = shares[best[0]] * 0.25
    return tuple(surface[word] for word in best[:_MOST_WORDS] if shares[word] >= enough)


def _nearest(grounds: Grounds, rows: Sequence[int], column: int) -> list[list[SimilarReason]]:
    """For each passage the passages with this code that it is most like, itself left out."""
    coded = grounds.read[grounds.labels[:, column]]
    both = grounds.space.both
    found: list[list[SimilarReason]] = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        likeness = (both[part] @ both[coded].T).toarray()
        for row, alike in zip(part, likeness, strict=True):
            alike[coded == row] = 0.0
            best = np.lexsort((coded, -alike))[:_NEAREST]
            found.append(
                [
                    SimilarReason(grounds.names[coded[place]], min(1.0, round(float(alike[place]), 3)))
                    for place in best
                    if alike[place] >= _LEAST_LIKENESS
                ]
            )
    return found
