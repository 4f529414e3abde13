"""Language tools for speech, without any downloaded model: sentences and lemmas.

spaCy is imported when first needed, for it is large. A blank English pipeline and lookup tables are all that is needed; a trained
model is used where there is one.
"""

import os
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.domain.text import ANNOTATION
from workbench.errors import RuleError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "WORKBENCH_SPACY"
_NOT_NEEDED = ("ner",)  # names are found elsewhere
_SHORTENED = (
    "mr mrs ms mx dr prof st ste sr jr rev hon vs etc e.g i.e eg ie approx dept est fig inc ltd no nos vol jan feb mar apr "
    "jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy apt tel ext min mins hr "
    "hrs sec wk yr yrs a.m p.m u.s u.k b.c ph.d m.d r.n"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_ENDS_ANYWAY = frozenset(
    {"etc", "a.m", "p.m", "ph.d", "m.d", "r.n", "inc", "ltd", "u.s", "u.k", "b.c", "no", "sun", "sat"}
)
_STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s|$)|\n+""")
_WORD_BEFORE = re.compile(r"[\w.]*$")
_ONLY_FILLERS = re.compile(
    r"(?:\W*\b(?:um+|uh+|erm*|mm+|hm+|mhm|ah|oh|okay|ok|yeah|right|well|so|you know|like)\b)+\W*", re.I
)
_FILLER_WORDS = 3


@lru_cache(maxsize=1)
def english() -> "Language":
    """The language pipeline: a trained English model where somebody has put one on this computer, else a blank one.

    ``WORKBENCH_SPACY`` names a trained model, as a package or a folder; without it, an installed English model is used. A blank pipeline
    knows words and, by lookup, their base forms. Nothing is downloaded.
    """
    import spacy  # noqa: PLC0415  (large; loaded only when somebody asks for language)

    named = os.environ.get(MODEL)
    if named:
        try:
            return spacy.load(named, exclude=_NOT_NEEDED)
        except (OSError, ValueError) as error:
            raise RuleError(
                f"{MODEL} names “{named}”, which is no spaCy model on this computer. Install it, name its folder, "
                "or take the setting away."
            ) from error
    found = sorted(name for name in spacy.util.get_installed_models() if name.startswith("en_"))
    if found:
        return spacy.load(found[0], exclude=_NOT_NEEDED)
    language = spacy.blank("en")
    language.add_pipe("lemmatizer", config={"mode": "lookup"})
    language.initialize()
    return language


def lemmas(text: str) -> list[str]:
    """The base forms of the words of a text, without punctuation and capitals.

    >>> lemmas("She waited; the nurses were kind.")
    ['she', 'wait', 'the', 'nurse', 'be', 'kind']
    """
    return [token.lemma_.lower() for token in english()(text.lower()) if not token.is_punct and not token.is_space]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences as half-open ranges of code points that follow one another and cover the whole text.

    Made for speech: line breaks end a sentence; abbreviations, initials, decimals and dots of hesitation do not; time codes
    and notes such as ``[inaudible]`` are never cut; a lone "Um." or "Yeah." goes with what it introduces.

    >>> text = "Um. I saw Dr. Lee at 10.30 a.m. on Friday. It helped! [inaudible 00:01:02] Yes."
    >>> [text[start:end].strip() for start, end in split_sentences(text)]
    ['Um. I saw Dr. Lee at 10.30 a.m. on Friday.', 'It helped!', '[inaudible 00:01:02] Yes.']
    """
    if not text:
        return []
    notes = [match.span() for match in ANNOTATION.finditer(text)]
    ends = []
    for stop in _STOP.finditer(text):
        if any(start < stop.end() and stop.start() < end for start, end in notes) or not _ends_sentence(text, stop):
            continue
        end = stop.end()
        while end < len(text) and text[end].isspace():
            end += 1
        ends.append(end)
    borders = sorted({0, len(text), *ends})
    ranges = list(pairwise(borders))
    return _with_fillers_joined(text, ranges, notes)


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    mark = stop.group()
    if "\n" in mark or "!" in mark or "?" in mark:
        return True
    following = text[stop.end() :].lstrip()
    starts_small = bool(following) and following[0].islower()
    if mark.startswith(("..", "…")):
        return not starts_small  # dots of hesitation: the speaker goes on
    before = _WORD_BEFORE.search(text, 0, stop.start())
    word = before.group().lower() if before else ""
    if len(word) == 1 and word.isalpha() and word != "i":
        return False  # an initial
    if word in _ABBREVIATIONS:
        return word in _ENDS_ANYWAY and not starts_small and not following[:1].isdigit()
    return not starts_small


def _with_fillers_joined(
    text: str, ranges: list[tuple[int, int]], notes: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A piece with nothing but fillers or notes joins the next one on its line, or the one before it at the end."""
    joined: list[tuple[int, int]] = []
    carried: int | None = None
    for start, end in ranges:
        begins = start if carried is None else carried
        carried = None
        if _says_nothing(text, begins, end, notes) and end < len(text) and "\n" not in text[begins:end]:
            carried = begins
            continue
        same_line = bool(joined) and "\n" not in text[joined[-1][0] : begins]
        if joined and (not text[begins:end].strip() or (same_line and _says_nothing(text, begins, end, notes))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begins, end))
    return joined


def _says_nothing(text: str, start: int, end: int, notes: list[tuple[int, int]]) -> bool:
    piece = text[start:end]
    for note_start, note_end in notes:
        if start <= note_start and note_end <= end:
            piece = piece.replace(text[note_start:note_end], " ", 1)
    return len(piece.split()) <= _FILLER_WORDS and (
        not any(character.isalnum() for character in piece) or _ONLY_FILLERS.fullmatch(piece) is not None
    )
