"""Suggestions are refreshed behind a person's work, once it has been quiet, and a failure harms nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

import pytest

from tests.builders import Study, make_preview
from workbench.domain.suggestion import Suggestion
from workbench.nlp.values import Asked, Refreshed, SuggestedCode, WordsReason
from workbench.processes import ChildFailedError, ChildProcess, Failure
from workbench.services import codings, suggestion_gate, suggestions, transcripts
from workbench.services.desk import Desk
from workbench.services.suggestion_freshener import Freshener
from workbench.store import Store


class Bell:
    """A timer that rings when the test says so."""

    rung: ClassVar[list[Bell]] = []

    def __init__(self, _seconds: float, act: Callable[[], None]) -> None:
        self.act = act
        self.daemon = False
        self.state = "made"

    def start(self) -> None:
        self.state = "running"
        Bell.rung.append(self)

    def cancel(self) -> None:
        self.state = "cancelled"

    @classmethod
    def ring(cls) -> None:
        """Let everything happen that is planned now."""
        planned, cls.rung = cls.rung, []
        for bell in planned:
            if bell.state == "running":
                bell.act()


class Engine:
    """A stand-in for the child process: proposes one code for every passage, or fails."""

    def __init__(self, code_id: str) -> None:
        self.code_id = code_id
        self.asked = 0
        self.failure: Failure | None = None

    def call(self, _target: str, asked: Asked) -> Refreshed:
        self.asked += 1
        if self.failure is not None:
            raise ChildFailedError(self.failure)
        reason = (WordsReason(("sister",)),)
        found = [SuggestedCode(name, self.code_id, 0.4, "possible", reason, "m") for name in asked.wanted]
        return Refreshed(tuple(found), (), {}, "m", "", whole=True)


@pytest.fixture(autouse=True)
def quiet() -> None:
    Bell.rung = []


@pytest.fixture
def study(store: Store) -> Study:
    return Study(store)


@pytest.fixture
def engine(study: Study) -> Engine:
    return Engine(study.family.id)


@pytest.fixture
def freshener(engine: Engine) -> Freshener:
    return Freshener(lambda: cast(ChildProcess, engine), timer=Bell)


def shown(desk: Desk) -> list[Suggestion]:
    return suggestions.current(desk)


def test_many_acts_in_a_row_ask_the_engine_once(study: Study, engine: Engine, freshener: Freshener) -> None:
    transcripts.read_up_to(study.ana, study.transcript.id, 4)

    for _ in range(5):
        freshener.nudge(study.ana, study.transcript.id, {"add"})
    assert engine.asked == 0
    Bell.ring()

    assert engine.asked == 1
    assert [one.because for one in shown(study.ana)] == [("because of “sister”",)] * 2
    assert shown(study.ben) == []


def test_what_teaches_nothing_asks_nothing_and_nothing_is_asked_while_suggestions_are_off(
    study: Study, engine: Engine, freshener: Freshener
) -> None:
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    freshener.nudge(study.ana, study.transcript.id, {"reject", "note", "never"})
    freshener.nudge(study.ana, study.transcript.id, set())
    Bell.ring()
    suggestion_gate.switch_own(study.ana, on=False)
    freshener.nudge(study.ana, study.transcript.id, {"add"})
    Bell.ring()

    assert engine.asked == 0


@pytest.mark.parametrize("failure", list(Failure))
def test_a_failure_is_a_fact_and_the_suggestions_of_before_stay(
    study: Study, engine: Engine, freshener: Freshener, failure: Failure
) -> None:
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    freshener.nudge(study.ana, study.transcript.id, {"read"})
    Bell.ring()
    before = shown(study.ana)

    engine.failure = failure
    freshener.nudge(study.ana, study.transcript.id, {"add"})
    Bell.ring()
    assert freshener.has_failed(study.ana)
    assert not freshener.has_failed(study.ben)
    assert shown(study.ana) == before

    engine.failure = None
    freshener.nudge(study.ana, study.transcript.id, {"add"})
    Bell.ring()
    assert not freshener.has_failed(study.ana)


def test_after_closing_nothing_is_asked_any_more(study: Study, engine: Engine, freshener: Freshener) -> None:
    transcripts.read_up_to(study.ana, study.transcript.id, 4)
    freshener.nudge(study.ana, study.transcript.id, {"add"})

    freshener.close()
    freshener.nudge(study.ana, study.transcript.id, {"add"})
    Bell.ring()

    assert engine.asked == 0


def test_a_code_that_goes_on_is_proposed_for_the_turn_just_finished_and_outlives_a_refresh(
    study: Study, engine: Engine, freshener: Freshener
) -> None:
    talk = [("Maple", f"We waited, week {number}, and nobody called.") for number in range(8)]
    seen = transcripts.import_transcript(study.ana, make_preview(talk, title="Long"))
    transcripts.read_up_to(study.ana, study.transcript.id, 4)  # one transcript finished: suggestions are on
    body = transcripts.open_transcript(study.ana, seen.id).body
    for turn in body.turns[:6]:
        codings.add_coding(study.ana, seen.id, turn.span, study.waiting.id)
    transcripts.read_up_to(study.ana, seen.id, 7)

    freshener.nudge(study.ana, seen.id, {"read"})
    Bell.ring()

    there = [one for one in suggestions.current(study.ana, transcript_id=seen.id) if one.code_id == study.waiting.id]
    assert [(one.span, one.because) for one in there] == [
        (body.turns[6].span, ("you gave this code to the turn just before",))
    ]
    assert engine.asked == 1
