"""Suggestions from the project's own codings: which passages resemble what people have coded, and why.

``from workbench.nlp import train_suggester`` is all that is needed; ``workbench.nlp.evaluate`` measures it. Values cost nothing to import; the engine, and
scikit-learn with it, is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from workbench.nlp.continuing import Continuation, continued_codes
from workbench.nlp.values import (
    Band,
    CodeDescription,
    Codings,
    ContinuesReason,
    Passage,
    Reason,
    SeedReason,
    SimilarReason,
    SuggestedCode,
    WordsReason,
)

if TYPE_CHECKING:
    from workbench.nlp.suggester import Suggester, train_suggester

__all__ = [
    "Band",
    "CodeDescription",
    "Codings",
    "Continuation",
    "ContinuesReason",
    "Passage",
    "Reason",
    "SeedReason",
    "SimilarReason",
    "SuggestedCode",
    "Suggester",
    "WordsReason",
    "continued_codes",
    "train_suggester",
]

_LOADED_WHEN_NEEDED = {
    "Suggester": "workbench.nlp.suggester",
    "train_suggester": "workbench.nlp.suggester",
}


def __getattr__(name: str) -> object:
    if name in _LOADED_WHEN_NEEDED:
        return getattr(import_module(_LOADED_WHEN_NEEDED[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
