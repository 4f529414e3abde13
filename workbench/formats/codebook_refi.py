"""What a REFI-QDA codebook (.qdc) can hold of a code: name, place, colour, and one text for all the rest.

The rest stands as readable lines at the end of that text, so that a person in any program can read and change it, and we
read it back: ``Include when:``, ``Exclude when:``, ``Example:`` and a few more.
"""

from __future__ import annotations

import re

from workbench.formats.codebook_file import FileCode, tidy, tidy_line

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ANY_NAMESPACE = re.compile(r"urn:QDA-XML:(codebook|project):[0-9.:]+")
DEEPEST = 100

_HEADS = {
    "Include when": "when_to_use",
    "Exclude when": "when_not_to_use",
    "Example": "example",
    "Near miss": "near_miss",
    "Use instead": "use_instead",
    "Search word": "seed_terms",
    "Rule": "rule",
    "Id": "id",
}
_LINE = re.compile(rf"^({'|'.join(_HEADS)}):[ \t]*(.+)$")


def describe(code: FileCode) -> str:
    """All of a code that has no place of its own in REFI-QDA, as one text."""
    lines = [tidy_line(code.short_definition), code.full_definition]
    lines += [f"Include when: {rule}" for rule in code.when_to_use]
    lines += [f"Exclude when: {rule}" for rule in code.when_not_to_use]
    lines += [f"Example: {tidy_line(code.example)}"] if code.example else []
    lines += [f"Near miss: {tidy_line(code.near_miss.text)}"] if code.near_miss.text else []
    lines += [f"Use instead: {code.near_miss.use_instead}"] if code.near_miss.use_instead else []
    lines += [f"Search word: {term}" for term in code.seed_terms]
    lines += [f"Rule: {code.rule}"] if code.rule else []
    lines.append(f"Id: {code.id}")
    return "\n".join(line for line in lines if line)


def understood(description: str) -> dict[str, list[str]]:
    """The parts of such a text, read from its end upward; what is no such line is the definition.

    >>> parts = understood("Any joy.\\nSecond line.\\nInclude when: laughing\\nExample: We laughed.")
    >>> parts["short_definition"], parts["full_definition"], parts["when_to_use"], parts["example"]
    (['Any joy.'], ['Second line.'], ['laughing'], ['We laughed.'])
    """
    lines = tidy(description).split("\n")
    parts: dict[str, list[str]] = {name: [] for name in _HEADS.values()}
    while lines and (found := _LINE.match(lines[-1].strip())):
        parts[_HEADS[found.group(1)]].insert(0, found.group(2))
        lines.pop()
    parts["short_definition"] = lines[:1] or [""]
    parts["full_definition"] = ["\n".join(lines[1:])]
    return parts
