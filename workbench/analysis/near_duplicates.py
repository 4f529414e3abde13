"""Codes that may be one idea under two names: names alike, or meanings alike. A person looks and decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process, utils

from workbench.domain.codebook import Code, Codebook, CodeStatus, fold

# Chosen on the five starter codebooks (90 codes, none of them the same idea twice): one pair is shown there,
# “Movement toward ease” and “Movement toward dis-ease”.
_NAMES_ALIKE = 84.0
_SHORT_NAMES_ALIKE = 90.0  # of four letters one is a quarter
_SHORT = 6
_MEANINGS_ALIKE = 68.0
_FEWEST_WORDS = 4
_ONE_WORD_MORE = 80.0
# Words that carry little meaning. “No”, “not” and “without” are none of them: they turn a meaning round.
_EMPTY_WORDS = frozenset([
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "by", "did", "do", "does", "for", "from",
    "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "more", "of", "on", "or",
    "other", "people", "participant", "participants", "person", "says", "that", "the", "their", "them", "they",
    "this", "to", "was", "were", "what", "when", "where", "which", "who", "with",
])  # fmt: skip


class Likeness(StrEnum):
    """Why two codes look like one."""

    SAME_WORDS = "same words"
    NAMES = "names"
    ONE_IN_THE_OTHER = "one in the other"
    MEANINGS = "meanings"
    NAMED_IN_MEANING = "named in meaning"


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two codes that may be one idea; ``score`` runs from 0 (nothing alike) to 100 (the same)."""

    first: Code
    second: Code
    likeness: Likeness
    score: float


@dataclass(frozen=True, slots=True)
class SimilarCode:
    """A code that is there already and looks like the one somebody is about to make."""

    code: Code
    likeness: Likeness
    score: float


def near_duplicates(codebook: Codebook) -> list[NearDuplicate]:
    """Pairs of codes in use that look like one idea, the most alike first. Retired codes are left out.

    Names are compared letter by letter, in any order of their words; meanings by the words that carry them.
    """
    codes = [code for code in codebook if code.status is not CodeStatus.RETIRED]
    names = [_plain(code.label) for code in codes]
    meanings = [_content(code) for code in codes]
    by_name = process.cdist(names, names, scorer=fuzz.token_sort_ratio, score_cutoff=_NAMES_ALIKE)
    by_meaning = process.cdist(meanings, meanings, scorer=fuzz.token_sort_ratio, score_cutoff=_MEANINGS_ALIKE)
    found = []
    for row, first in enumerate(codes):
        for column in range(row + 1, len(codes)):
            second = codes[column]
            name_score = float(by_name[row][column])
            meaning_score = float(by_meaning[row][column])
            if _names_alike(names[row], names[column], name_score):
                same = sorted(names[row].split()) == sorted(names[column].split())
                likeness = Likeness.SAME_WORDS if same else Likeness.NAMES
                found.append(NearDuplicate(first, second, likeness, name_score))
            elif _one_holds_the_other(first.label, second.label) and not _on_one_branch(codebook, first, second):
                found.append(NearDuplicate(first, second, Likeness.ONE_IN_THE_OTHER, _ONE_WORD_MORE))
            elif meaning_score and min(len(meanings[row].split()), len(meanings[column].split())) >= _FEWEST_WORDS:
                found.append(NearDuplicate(first, second, Likeness.MEANINGS, meaning_score))
    return sorted(found, key=lambda pair: -pair.score)


def similar_codes(codebook: Codebook, label: str, *, most: int = 5) -> list[SimilarCode]:
    """Codes that may already say what ``label`` says, the most alike first.

    Beside names alike it finds codes whose name holds all of the label's words, and codes whose meaning or seed terms name it.
    """
    wanted = _plain(label)
    words = set(wanted.split())
    if not words:
        return []
    found = []
    for code in codebook:
        if code.status is CodeStatus.RETIRED:
            continue
        name = _plain(code.label)
        score = fuzz.token_sort_ratio(wanted, name)
        if sorted(name.split()) == sorted(wanted.split()):
            found.append(SimilarCode(code, Likeness.SAME_WORDS, 100.0))
        elif _names_alike(wanted, name, score) or words <= set(name.split()):
            found.append(SimilarCode(code, Likeness.NAMES, score))
        elif _names_it(code, wanted):
            found.append(SimilarCode(code, Likeness.NAMED_IN_MEANING, score))
    return sorted(found, key=lambda one: (one.likeness is Likeness.NAMED_IN_MEANING, -one.score))[:most]


def _names_alike(first: str, second: str, score: float) -> bool:
    return score >= (_SHORT_NAMES_ALIKE if min(len(first), len(second)) < _SHORT else _NAMES_ALIKE)


def _one_holds_the_other(first: str, second: str) -> bool:
    """Whether one name is the other with one word more."""
    shorter, longer = sorted((set(_all_words(first)), set(_all_words(second))), key=len)
    return bool(shorter) and shorter < longer and len(longer) == len(shorter) + 1


def _on_one_branch(codebook: Codebook, first: Code, second: Code) -> bool:
    """Whether one code stands below the other: then the longer name is meant to say more."""
    return second in codebook.below(first.id) or first in codebook.below(second.id)


def _names_it(code: Code, wanted: str) -> bool:
    if wanted in {_plain(term) for term in code.seed_terms}:
        return True
    return f" {wanted} " in f" {_plain(f'{code.short_definition} {code.full_definition}')} "


def _all_words(text: str) -> list[str]:
    return utils.default_process(fold(text)).split()


def _plain(text: str) -> str:
    words = _all_words(text)
    return " ".join([word for word in words if word not in _EMPTY_WORDS] or words)


def _content(code: Code) -> str:
    return _plain(f"{code.short_definition} {code.full_definition}")
