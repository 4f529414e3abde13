"""The whole search for a child process: identifiers, and the passages that a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.privacy.detect import find_identifiers
from workbench.privacy.values import Hit, Known, Prompt, Talk


def search_in_child(texts: Sequence[Talk], known: Known) -> list[tuple[list[Hit], list[Prompt]]]:
    """What was found in each text."""
    return [(hits, []) for hits in find_identifiers(texts, known)]
