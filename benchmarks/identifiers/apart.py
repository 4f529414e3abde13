"""A corpus that took no part in making the search: invented talk whose identifiers are marked where they stand.

``apart/README.md`` says how it was written and what is marked.
"""

from __future__ import annotations

import re
from pathlib import Path

from workbench.privacy.planted import Planted, PlantedTalk
from workbench.privacy.values import IdentifierClass, SpokenBy, Talk

FOLDER = Path(__file__).parent / "apart"
_MARK = re.compile(r"\{(\w+)\|([^{}|]+)\}")
_SPEAKER = re.compile(r"([A-Z]\w*(?: \d)?) ?: ")
_KINDS = {
    "person": IdentifierClass.PERSON,
    "place": IdentifierClass.PLACE,
    "organisation": IdentifierClass.ORGANISATION,
    "date": IdentifierClass.DATE,
    "age": IdentifierClass.AGE,
    "phone": IdentifierClass.PHONE,
    "spoken": IdentifierClass.SPOKEN_DIGITS,
    "postcode": IdentifierClass.POSTAL_CODE,
    "email": IdentifierClass.EMAIL,
    "health": IdentifierClass.HEALTH_NUMBER,
    "address": IdentifierClass.ADDRESS,
}
UNSCORED = frozenset(
    {"work", "younger", "year"}
)  # marked, but no identifiers by our rules: a hit there counts as wrong


def kept_apart() -> list[PlantedTalk]:
    """Every text of the corpus with its answers, in the order of their names."""
    return [
        unmarked(path.read_text(encoding="utf-8"), voice=path.stem.replace("_", " "))
        for path in sorted(FOLDER.glob("*.txt"))
    ]


def unmarked(source: str, *, voice: str) -> PlantedTalk:
    """The talk that a marked text holds: one turn for each paragraph, marks and speakers taken out.

    >>> one = unmarked("Host: I met {person|Farida} in {place|Moose Jaw}.", voice="podcast")
    >>> one.talk.text, one.talk.turns[0].speaker
    ('I met Farida in Moose Jaw.', 'Host')
    >>> [(one.talk.text[each.start : each.end], each.kind.value) for each in one.answers]
    [('Farida', 'person'), ('Moose Jaw', 'place')]
    """
    text = ""
    turns: list[SpokenBy] = []
    answers: list[Planted] = []
    for paragraph in source.strip().split("\n\n"):
        text += "\n\n" if text else ""
        begun = len(text)
        label = _SPEAKER.match(paragraph)
        said = paragraph[label.end() if label else 0 :].removeprefix("– ")
        at = 0
        for mark in _MARK.finditer(said):
            text += said[at : mark.start()]
            if mark[1] not in UNSCORED:
                answers.append(Planted(len(text), len(text) + len(mark[2]), _KINDS[mark[1]]))
            text += mark[2]
            at = mark.end()
        text += said[at:]
        turns.append(SpokenBy(begun, len(text), label[1] if label else None))
    return PlantedTalk(voice, Talk(text, tuple(turns)), tuple(answers))
