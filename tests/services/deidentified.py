"""A study on its way through the identifiers: a stand-in for the search, and steps that tests share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from workbench.domain.identifiers import Looked, Recognisable, ReviewState, Verdict
from workbench.domain.ids import TranscriptId
from workbench.privacy.values import Hit, IdentifierClass, Prompt, Talk, key_of
from workbench.processes import ChildProcess
from workbench.services import clearing, identifier_replacing, identifiers
from workbench.services.desk import Desk
from workbench.services.identifier_finds import Overview, questions_asked


class FoundByList:
    """Finds what stands in a list, and asks about one cue; loads no model and starts no process."""

    def __init__(self, names: dict[str, IdentifierClass], *, cue: str = "") -> None:
        self.names, self.cue = names, cue

    def call(self, _target: str, talks: Sequence[Talk], _known: object) -> list[tuple[list[Hit], list[Prompt]]]:
        return [(self._hits(talk.text), self._prompts(talk.text)) for talk in talks]

    def _hits(self, text: str) -> list[Hit]:
        longest_first = sorted(self.names, key=len, reverse=True)
        pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?:'s)?(?!\w)"
        return [
            Hit(*found.span(), found[0], kind, 0.9, "on the list", key_of(found[0], kind))
            for found in re.finditer(pattern, text)
            for kind in [self.names[found[0].removesuffix("'s")]]
        ]

    def _prompts(self, text: str) -> list[Prompt]:
        at = text.find(self.cue) if self.cue else -1
        return [Prompt(at, at + len(self.cue), self.cue, "Is this job rare?", self.cue)] if at >= 0 else []


def searched(desk: Desk, names: dict[str, IdentifierClass], *, cue: str = "") -> Overview:
    return identifiers.search(desk, cast(ChildProcess, FoundByList(names, cue=cue)))


def replace_all(desk: Desk, **replacements: str) -> None:
    """Decide about every open group (as told, else as proposed) and put the replacements into the texts."""
    while open_groups := identifiers.look_over(desk).open:
        group = open_groups[0]
        words = replacements.get(group.key.replace(" ", "_"), group.proposal)
        identifiers.rule(desk, group.key, Verdict.REPLACE, replacement=words)
    identifier_replacing.replace_decided(desk)


def answer_all(desk: Desk) -> None:
    """Answer every question that only a person can."""
    for standing in identifiers.look_over(desk).standings:
        mine = standing.here.transcript.id
        for turn, question in questions_asked(standing.here, standing.search):
            clearing.answer_question(desk, mine, turn, question, Looked.NOTHING)
        if standing.clearance.recognisable is Recognisable.NOT_ASKED:
            clearing.answer_recognisable(desk, mine, Recognisable.NO)


def check_all(desk: Desk) -> list[TranscriptId]:
    """Check as the second person whatever waits for it; comes back with what can be signed off."""
    for standing in identifiers.look_over(desk).standings:
        if standing.state is ReviewState.TO_CHECK:
            clearing.check(desk, standing.here.transcript.id, remains="I see no risk that is left.")
    return [one.here.transcript.id for one in identifiers.look_over(desk).standings if one.state is ReviewState.TO_SIGN]
