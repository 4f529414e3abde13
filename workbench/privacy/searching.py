"""The whole search for a child process: identifiers, and the passages that a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.privacy.detect import find_identifiers
from workbench.privacy.language_model import installed_model, names_by_model
from workbench.privacy.prompts import prompts
from workbench.privacy.values import Hit, Known, Prompt, Talk


def search_in_child(texts: Sequence[Talk], known: Known) -> list[tuple[list[Hit], list[Prompt]]]:
    """What was found in each text, with the help of a trained model where one is installed."""
    model = installed_model()
    hits = find_identifiers(texts, known, other=(lambda all_texts: names_by_model(all_texts, model)) if model else None)
    return [(found, prompts(talk)) for found, talk in zip(hits, texts, strict=True)]
