"""Names by a trained spaCy model, where somebody has installed one. None is needed, and nothing is downloaded.

Runs in the child process only: spaCy never loads in the web process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.privacy.values import IdentifierClass

if TYPE_CHECKING:
    from spacy.language import Language

_KINDS = {
    "PERSON": IdentifierClass.PERSON,
    "PER": IdentifierClass.PERSON,
    "GPE": IdentifierClass.PLACE,
    "LOC": IdentifierClass.PLACE,
    "FAC": IdentifierClass.PLACE,
    "ORG": IdentifierClass.ORGANISATION,
}
_PREFERRED = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_PIECE = 50_000  # characters at once, cut at a line's end

NameSpan = tuple[int, int, IdentifierClass]


def names_by_model(texts: Sequence[str], model: Language) -> list[list[NameSpan]]:
    """What a model holds for names, as half-open ranges of code points."""
    return [[span for start, piece in _pieces(text) for span in _names(model, piece, start)] for text in texts]


def _names(model: Language, piece: str, start: int) -> list[NameSpan]:
    return [
        (start + entity.start_char, start + entity.end_char, _KINDS[entity.label_])
        for entity in model(piece).ents
        if entity.label_ in _KINDS and entity.text.strip() and "\n" not in entity.text
    ]


def _pieces(text: str) -> list[tuple[int, str]]:
    pieces, start = [], 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        pieces.append((start, text[start:end]))
        start = end
    return pieces


@lru_cache(maxsize=1)
def installed_model() -> Language | None:
    """The best English model that is installed, or ``None``."""
    import spacy  # noqa: PLC0415  (large; loaded in the child process only)

    here = set(spacy.util.get_installed_models())
    name = next((name for name in _PREFERRED if name in here), None)
    return spacy.load(name) if name else None
