"""Finding words in all transcripts: in time, in context, and never more than anybody reads."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.builders import Study, make_preview
from workbench.domain.span import Span
from workbench.errors import NotFoundError, RuleError
from workbench.services import transcripts
from workbench.services.desk import Desk
from workbench.services.search import find_everywhere
from workbench.store import Store

CEDAR = (
    ("Interviewer", "Who drove you?"),
    ("Cedar", "Nobody. I took the bus to Red Deer, café first, then the clinic. Bus, bus, BUS."),
)


def make_study(store: Store) -> Study:
    made = Study(store)
    transcripts.import_transcript(made.ana, make_preview(CEDAR, title="Cedar"))
    return made


@pytest.fixture
def study(make_sqlite: Callable[[], Store]) -> Study:
    return make_study(make_sqlite())


def test_words_are_found_in_every_transcript_with_their_place_and_context(store: Store) -> None:
    study = make_study(store)

    found = find_everywhere(study.ana, "red  deer")

    first, second = found.hits
    assert (first.label, first.turn, first.speaker, first.words) == ("T01", 4, "Maple", "Red Deer")
    assert (second.label, second.turn, second.title) == ("T02", 2, "Cedar")
    assert second.before == "Nobody. I took the bus to "
    assert second.after.startswith(", café first")
    assert (found.searched, found.transcripts, found.stopped) == (2, 2, "")


def test_a_place_is_where_the_words_stand_in_the_text(study: Study) -> None:
    for hit in find_everywhere(study.ana, r"\w+", by_pattern=True).hits:
        text = transcripts.open_transcript(study.ana, hit.transcript_id).body.text
        assert hit.span.text_in(text) == hit.words
        assert isinstance(hit.span, Span)


def test_case_and_whole_words_count_when_wanted(study: Study) -> None:
    assert len(find_everywhere(study.ana, "bus").hits) == 4
    assert len(find_everywhere(study.ana, "bus", match_case=True).hits) == 2
    assert len(find_everywhere(study.ana, "us").hits) == 4
    assert find_everywhere(study.ana, "us", whole_word=True).hits == ()


def test_a_regular_expression_finds_what_words_cannot(study: Study) -> None:
    found = find_everywhere(study.ana, r"(nine|every \w+) (months|week)", by_pattern=True)

    assert [hit.words for hit in found.hits] == ["nine months", "every second week"]


def test_signs_of_a_regular_expression_are_only_signs_in_plain_words(study: Study) -> None:
    assert find_everywhere(study.ana, "(laughs)").hits[0].words == "(laughs)"
    assert find_everywhere(study.ana, "l.tter").hits == ()


def test_a_pattern_that_would_never_end_is_stopped_in_time_and_says_so(study: Study) -> None:
    transcripts.import_transcript(study.ana, make_preview([("Maple", "a" * 5000 + "!")], title="Long"))
    began = time.monotonic()

    found = find_everywhere(study.ana, r"(a|a|aa)+$", by_pattern=True, seconds=0.3)

    assert time.monotonic() - began < 5
    assert found.stopped == "Stopped after 0.3 seconds, in T03. Try a simpler pattern."
    assert (found.searched, found.transcripts) == (2, 3)


def test_a_list_that_nobody_would_read_ends_and_says_so(study: Study) -> None:
    found = find_everywhere(study.ana, r"\w", by_pattern=True, most=10)

    assert len(found.hits) == 10
    assert found.stopped.startswith("Stopped after 10 places.")


@pytest.mark.parametrize("empty", [r"x*", r"(?=a)", r"^"])
def test_a_pattern_that_fits_everywhere_finds_no_empty_places(study: Study, empty: str) -> None:
    assert find_everywhere(study.ana, empty, by_pattern=True).hits == ()


@pytest.mark.parametrize(
    ("wanted", "advice"), [("(", "cannot|not a regular"), ("  ", "Write what"), ("x" * 501, "500")]
)
def test_what_cannot_be_looked_for_is_refused_in_words(study: Study, wanted: str, advice: str) -> None:
    with pytest.raises(RuleError, match=advice):
        find_everywhere(study.ana, wanted, by_pattern=True)


def test_who_is_not_on_the_team_finds_nothing(study: Study) -> None:
    with pytest.raises(NotFoundError):
        find_everywhere(Desk(study.store, study.project.id, "Eve"), "bus")
