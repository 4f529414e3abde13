"""The page of suggestions: reasons in the line, two buttons, and a count of what became of them."""

from __future__ import annotations

import pytest

from tests.ui.conftest import OpenPage
from tests.ui.test_deeds import press
from workbench.domain.coding import Origin
from workbench.domain.project import Member
from workbench.domain.suggestion import Band, Suggestion, Verdict
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, suggestion_reviews, suggestions, transcripts
from workbench.services.desk import Desk


@pytest.fixture
def proposed(desk: Desk, coded: Transcript) -> Suggestion:
    """One suggestion for Birch, who has read to the end, on the last turn, as the engine would leave it."""
    transcripts.read_up_to(desk, coded.id, 4)
    body = transcripts.open_transcript(desk, coded.id).body
    span = body.turns[3].span
    made = Suggestion(
        transcript_id=coded.id,
        span=span,
        quote=span.text_in(body.text),
        code_id=codebooks.find_code(desk, "Waiting").id,
        confidence=0.41,
        band=Band.POSSIBLE,
        because=("because of “drives”",),
        model="test",
    )
    with desk.store.writing() as uow:
        uow.suggestions.put(desk.project_id, desk.actor, [made])
    return made


def shown(page: object) -> str:
    return " ".join(element.proto.body for element in page.get("html"))  # type: ignore[attr-defined]


def test_a_suggestion_shows_its_passage_its_reason_and_how_sure_it_is_in_words(
    open_page: OpenPage, birch: Member, proposed: Suggestion
) -> None:
    page = shown(open_page("suggestions", birch))

    assert "<mark>My sister drives me. She is my map.</mark>" in page
    assert "<span>Why:</span><ul><li>because of “drives”</li>" in page
    assert "possible" in page
    assert "0.41" not in page


def test_accepting_makes_a_coding_that_stays_marked(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript, proposed: Suggestion
) -> None:
    press(open_page("suggestions", birch), "Use")

    added = [coding for coding in codings.codings_of(desk, coded.id) if coding.origin is Origin.SUGGESTION]
    assert [coding.quote for coding in added] == [proposed.quote]
    assert [one.review.verdict for one in suggestion_reviews.decided(desk)] == [Verdict.ACCEPTED]


def test_rejecting_makes_no_coding_and_the_suggestion_is_gone(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript, proposed: Suggestion
) -> None:
    press(open_page("suggestions", birch), "Not this")

    assert len(codings.codings_of(desk, coded.id)) == 1
    assert suggestions.current(desk) == []


def test_undo_brings_a_rejected_suggestion_back(
    open_page: OpenPage, birch: Member, desk: Desk, proposed: Suggestion
) -> None:
    page = press(open_page("suggestions", birch), "Not this")
    press(page, "Undo")

    assert [one.id for one in suggestions.current(desk)] == [proposed.id]


def test_suggestions_can_be_hidden_on_the_coding_page(
    open_page: OpenPage, birch: Member, coded: Transcript, proposed: Suggestion
) -> None:
    page = open_page("code", birch, transcript=coded.id)
    before = "".join(str(component.proto) for component in page.get("bidi_component"))
    page.toggle[0].set_value(False).run()
    after = "".join(str(component.proto) for component in page.get("bidi_component"))

    assert proposed.id in before
    assert proposed.id not in after
