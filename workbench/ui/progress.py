"""How far a study has come, as plain counts, and what may come next. No scores: a step is done when people say so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.codebook import Code, CodeStatus, Theme, ThemeStatus
from workbench.domain.ids import TranscriptId
from workbench.domain.study_facts import STUDY_FACTS
from workbench.domain.transcript import Phase
from workbench.services import codebooks, tasks, themes, transcripts
from workbench.services.transcripts import TranscriptRow
from workbench.ui.state import Here
from workbench.ui.words import say

# How long things take a person who does them for the first time, in minutes. Guesses, and shown as such.
MINUTES_TO_READ_A_TURN = 0.5
_MINUTES_TO_CODE_A_TURN = 1.0
_MINUTES_TO_PLACE_A_CODE = 2.0
_MINUTES_TO_REVIEW_A_THEME = 20.0
_MINUTES_TO_DEFINE_A_THEME = 15.0
_MINUTES_TO_ANSWER_A_QUESTION = 3.0


class Step(StrEnum):
    """What to do next; each is a door to a page."""

    IMPORT = "import"
    CODEBOOK = "codebook"
    READ = "read"
    THEMES = "themes"
    REFLECT = "reflect"
    REPORT = "report"


class Stage(StrEnum):
    """The phases of analysis (method.md 2.2). They are no wizard: every page is open at any time."""

    READ = "read"
    CODE = "code"
    GROUP = "group"
    REVIEW = "review"
    DEFINE = "define"
    REPORT = "report"


@dataclass(frozen=True)
class StageCount:
    """How much of one phase of analysis has something in it, and a guess at the minutes for what is left."""

    stage: Stage
    done: int
    of: int
    minutes: float = 0.0

    @property
    def status(self) -> str:
        """``empty``, ``under_way`` or ``done``; done means so far, since work may be added."""
        if not self.done:
            return "empty"
        return "done" if self.done >= self.of else "under_way"


@dataclass(frozen=True)
class PhaseCount:
    """What there is in one phase."""

    transcripts: int
    turns: int
    turns_read: int
    codings: int

    @property
    def all_read(self) -> bool:
        return self.transcripts > 0 and self.turns_read >= self.turns


@dataclass(frozen=True)
class Progress:
    """A study at one moment, for one person."""

    rows: tuple[TranscriptRow, ...]
    codes: tuple[Code, ...]
    themes: tuple[Theme, ...]
    facts: frozenset[str]
    mine: frozenset[TranscriptId] = frozenset()  # the transcripts that were given to this person

    @classmethod
    def of(cls, here: Here) -> Progress:
        """The counts that the services give this person."""
        return cls(
            tuple(transcripts.list_transcripts(here.desk)),
            tuple(codebooks.get_codebook(here.desk)),
            tuple(themes.list_themes(here.desk)),
            frozenset(here.project.facts),
            tasks.my_transcripts(here.desk),
        )

    def in_phase(self, phase: Phase) -> PhaseCount:
        """The counts of one phase."""
        rows = [row for row in self.rows if row.transcript.phase is phase]
        return PhaseCount(
            len(rows),
            sum(row.turns for row in rows),
            sum(row.turns_read for row in rows),
            sum(row.codings for row in rows),
        )

    def stages(self) -> tuple[StageCount, ...]:
        """The phases of analysis in their order."""
        turns, read = sum(row.turns for row in self.rows), sum(row.turns_read for row in self.rows)
        uncoded = [row for row in self.rows if not row.codings]
        in_themes = {code_id for theme in self.themes for code_id in theme.code_ids}
        usable = [code for code in self.codes if code.codable and code.status is not CodeStatus.RETIRED]
        loose = [code for code in usable if code.id not in in_themes]
        unreviewed = [theme for theme in self.themes if not theme.counter_examples]
        unready = [theme for theme in self.themes if theme.status is not ThemeStatus.READY]
        asked, themes_of = len(STUDY_FACTS), len(self.themes)
        answered = sum(fact.key in self.facts for fact in STUDY_FACTS)
        return (
            StageCount(Stage.READ, read, turns, (turns - read) * MINUTES_TO_READ_A_TURN),
            StageCount(
                Stage.CODE,
                len(self.rows) - len(uncoded),
                len(self.rows),
                sum(row.turns for row in uncoded) * _MINUTES_TO_CODE_A_TURN,
            ),
            StageCount(Stage.GROUP, len(usable) - len(loose), len(usable), len(loose) * _MINUTES_TO_PLACE_A_CODE),
            StageCount(
                Stage.REVIEW,
                themes_of - len(unreviewed),
                themes_of,
                len(unreviewed) * _MINUTES_TO_REVIEW_A_THEME,
            ),
            StageCount(Stage.DEFINE, themes_of - len(unready), themes_of, len(unready) * _MINUTES_TO_DEFINE_A_THEME),
            StageCount(Stage.REPORT, answered, asked, (asked - answered) * _MINUTES_TO_ANSWER_A_QUESTION),
        )

    def unfinished(self) -> TranscriptRow | None:
        """The transcript to go on with: one's own before others, one that was begun before one that was not, by label."""
        return next_to_read(self.given) or next_to_read(self.rows)

    @property
    def given(self) -> tuple[TranscriptRow, ...]:
        """The transcripts that were given to this person."""
        return tuple(row for row in self.rows if row.transcript.id in self.mine)

    def next_step(self) -> Step:
        """The first step of the path that is still open."""
        if not self.rows:
            return Step.IMPORT
        if not self.codes:
            return Step.CODEBOOK
        if self.unfinished():
            return Step.READ
        if not self.themes:
            return Step.THEMES
        if not self.in_phase(Phase.REFLECT).transcripts:
            return Step.REFLECT
        return Step.REPORT


def next_to_read(rows: Sequence[TranscriptRow]) -> TranscriptRow | None:
    """The transcript to go on with, or ``None`` where all is read."""
    left = [row for row in rows if row.turns_read < row.turns]
    begun = [row for row in left if row.turns_read]
    waiting = begun or left
    return waiting[0] if waiting else None


def about_how_long(minutes: float) -> str:
    """A guess in words, rounded up to steps that promise no more than a guess can; empty where nothing is left.

    >>> about_how_long(23), about_how_long(130), about_how_long(0)
    ('about 25 minutes', 'about 3 hours', '')
    """
    if minutes <= 0:
        return ""
    if minutes <= 90:
        return say("time.about_minutes", n=math.ceil(minutes / 5) * 5)
    return say("time.about_hours", n=math.ceil(minutes / 60))
