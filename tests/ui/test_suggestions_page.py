"""The page of suggestions: reasons in the line, two buttons, and a count of what became of them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_deeds import press
from workbench.bootstrap import Workbench
from workbench.domain.coding import Origin
from workbench.domain.project import Member, Project
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Suggestion, Verdict
from workbench.domain.transcript import Body, Transcript
from workbench.services import (
    codebooks,
    codings,
    projects,
    suggestion_gate,
    suggestion_reviews,
    suggestions,
    transcripts,
)
from workbench.services.desk import Desk
from workbench.ui.pages.code import Way


def suggestion_at(span: Span, body: Body, desk: Desk, transcript: Transcript) -> Suggestion:
    """As the engine would have made it."""
    return Suggestion(
        transcript_id=transcript.id,
        span=span,
        quote=span.text_in(body.text),
        code_id=codebooks.find_code(desk, "Waiting").id,
        confidence=0.41,
        band=Band.POSSIBLE,
        because=("because of “drives”",),
        model="test",
    )


def enough_codings(desk: Desk, transcript: Transcript) -> None:
    """Thirty codings of one's own, all on the second turn."""
    start = transcripts.open_transcript(desk, transcript.id).body.turns[1].start
    family = codebooks.add_code(desk, "Family")
    for length in range(1, 31):
        codings.add_coding(desk, transcript.id, Span(start, start + length), family.id)


@pytest.fixture
def proposed(desk: Desk, coded: Transcript) -> Suggestion:
    """One suggestion for Birch, who has read to the end, on the last turn, as the engine would leave it."""
    transcripts.read_up_to(desk, coded.id, 4)
    body = transcripts.open_transcript(desk, coded.id).body
    made = suggestion_at(body.turns[3].span, body, desk, coded)
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


def tab(page: AppTest, name: str) -> AppTest:
    """The page with another tab open."""
    page.session_state["suggestions.tab"] = name
    return page.run()


def test_a_suggestion_on_a_turn_not_read_yet_is_not_shown_but_the_turn_is_named(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    enough_codings(desk, coded)
    body = transcripts.open_transcript(desk, coded.id).body
    made = suggestion_at(body.turns[3].span, body, desk, coded)
    with desk.store.writing() as uow:
        uow.suggestions.put(desk.project_id, desk.actor, [made])

    page = open_page("suggestions", birch)

    assert "<mark>" not in shown(page)
    assert "1 turn to read next" in [expander.label for expander in page.expander]


@pytest.mark.parametrize(
    ("label", "verdict"), [("Not this", Verdict.REJECTED), ("Not sure", Verdict.UNSURE), ("Never here", Verdict.NEVER)]
)
def test_every_answer_stands_under_decided_and_can_be_taken_up_again(
    open_page: OpenPage, birch: Member, desk: Desk, proposed: Suggestion, label: str, verdict: Verdict
) -> None:
    page = press(open_page("suggestions", birch), label)
    assert [one.review.verdict for one in suggestion_reviews.decided(desk)] == [verdict]

    page = tab(page, "Decided")
    assert label in shown(page)
    press(page, "Decide again")

    assert [one.id for one in suggestions.current(desk)] == [proposed.id]


def test_it_can_be_used_for_some_sentences_of_the_turn(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript, proposed: Suggestion
) -> None:
    page = open_page("suggestions", birch)
    chosen = next(one for one in page.multiselect if one.label == "Use it for these sentences")
    chosen.set_value([0]).run()
    press(page, "Use for these")

    added = [coding.quote for coding in codings.codings_of(desk, coded.id) if coding.origin is Origin.SUGGESTION]
    assert added == ["My sister drives me."]
    assert [one.review.verdict for one in suggestion_reviews.decided(desk)] == [Verdict.ADJUSTED]


def test_the_mirror_says_what_was_made_of_them_and_that_few_say_little(
    open_page: OpenPage, birch: Member, desk: Desk, proposed: Suggestion
) -> None:
    suggestion_reviews.accept(desk, proposed.id)

    page = tab(open_page("suggestions", birch), "Mirror")

    said = " ".join(element.value for element in page.markdown)
    assert "Of 1 proposal 1 was used. All decisions were made by people." in said
    assert "too few to say" in page.table[0].value.to_string()
    assert "Too few turns to say" in " ".join(element.value for element in page.caption)


def test_a_student_cannot_switch_for_the_team_and_an_owner_needs_a_reason(
    open_page: OpenPage, birch: Member, opened: Workbench, project: Project
) -> None:
    cedar = next(member for member in projects.members_of(opened.store, project.id) if member.name == "Cedar")
    student = tab(open_page("suggestions", birch), "On and off")
    assert [button.label for button in student.button if "team" in button.label] == []

    owner = tab(open_page("suggestions", cedar), "On and off")
    refused = press(owner, "On from the start")
    assert "one sentence why" in refused.error[0].value
    refused.text_input[0].set_value("We learn how it works.")
    press(refused, "On from the start")

    assert suggestion_gate.standing(opened.desk_at(project.id, "Birch")).is_open


def test_turn_by_turn_shows_the_suggestion_of_the_turn_with_the_same_answers(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript, proposed: Suggestion
) -> None:
    page = open_page("code", birch, transcript=coded.id)
    page.session_state["code.way_kept"] = Way.TURNS
    page.session_state["code.way"] = Way.TURNS
    page = page.run()
    assert "Use" not in [button.label for button in page.button]  # turn 1 has none
    next(one for one in page.selectbox if one.label == "Turn").set_value(4).run()
    press(page, "Use")

    added = [coding.quote for coding in codings.codings_of(desk, coded.id) if coding.origin is Origin.SUGGESTION]
    assert added == [proposed.quote]
