"""The mentor's table: each part with something in it, and what a student sees of it."""

from __future__ import annotations

import io

import docx
import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from workbench.bootstrap import Workbench
from workbench.domain.coding import QuestionStatus
from workbench.domain.project import Member, Project, Role
from workbench.domain.proposal import ProposalKind
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, passage_samples, projects, proposals, questions, transcripts
from workbench.services.desk import Desk
from workbench.ui.words import say


@pytest.fixture
def willow(opened: Workbench, project: Project) -> Member:
    return projects.add_member(opened.desk_at(project.id, "Cedar"), "Willow", role=Role.MENTOR)


@pytest.fixture
def mentor(opened: Workbench, project: Project, willow: Member) -> Desk:
    return opened.desk_at(project.id, willow.name)


def shown(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def part(open_page: OpenPage, who: Member, name: str) -> AppTest:
    page = open_page("cohort", who)
    page.session_state["cohort.tab"] = say(f"cohort.tab_{name}")
    found = page.run()
    assert not found.exception
    assert not found.error
    return found


def test_the_table_is_put_in_the_order_that_is_asked_for(
    open_page: OpenPage, opened: Workbench, project: Project, willow: Member, coded: Transcript
) -> None:
    projects.add_member(opened.desk_at(project.id, "Cedar"), "Alder", role=Role.STUDENT)
    page = open_page("cohort", willow)
    by_name = shown(page)
    page.selectbox(key="cohort.sort").set_value("codings").run()
    page.toggle(key="cohort.backwards").set_value(True).run()
    by_codings = shown(page)

    assert by_name.index("Alder") < by_name.index("Birch")
    assert by_codings.index("Birch") < by_codings.index("Alder")


def test_a_student_is_told_whose_page_it_is(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    page = open_page("cohort", birch)

    assert "for mentors and owners" in shown(page)
    assert not page.get("tab")


def test_a_drawn_passage_is_commented_and_counts_as_looked_at(
    open_page: OpenPage, willow: Member, mentor: Desk, coded: Transcript
) -> None:
    page = part(open_page, willow, "sample")
    page.button(key="sampled.draw").click().run()
    [row] = passage_samples.sample_of(mentor)
    page.text_area(key=f"sampled.{row.id}.text").set_value("Why this code?")
    next(one for one in page.button if one.label.startswith("Send comment 1")).click().run()

    [said] = questions.list_questions(mentor)
    assert (said.question.text, said.question.addressed_to) == ("Why this code?", "Birch")
    assert passage_samples.sample_of(mentor)[0].looked_at
    assert "by the phone" in shown(page)


def test_another_code_is_proposed_in_place_and_the_student_declines_on_home(
    open_page: OpenPage, willow: Member, birch: Member, mentor: Desk, desk: Desk, coded: Transcript
) -> None:
    cost = codebooks.add_code(desk, "Cost")
    [row] = passage_samples.draw(mentor, seed=1)
    page = part(open_page, willow, "sample")
    page.selectbox(key=f"sampled.{row.id}.to").set_value(cost.id)
    page.text_input(key=f"sampled.{row.id}.why").set_value("She names a price.")
    next(one for one in page.button if one.label == "Propose it").click().run()
    [waiting] = proposals.waiting_for(desk)
    home = open_page("home", birch)
    home.text_input(key=f"home.proposal.{waiting.proposal.id}.answer").set_value("It is the wait.")
    home.button(key=f"home.proposal.{waiting.proposal.id}.decline").click().run()

    [seen] = proposals.list_proposals(mentor)
    assert (seen.proposal.status, seen.proposal.answer) == ("declined", "It is the wait.")
    assert "She names a price." not in shown(home)


def test_a_split_and_a_new_name_are_proposed_with_what_they_would_change(
    open_page: OpenPage, willow: Member, mentor: Desk, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    [coding] = codings.codings_of(desk, coded.id)
    page = part(open_page, willow, "proposals")
    page.selectbox(key="proposal.code").set_value(waiting.id).run()
    page.segmented_control(key="proposal.kind").set_value(ProposalKind.RENAME).run()
    page.text_input(key=f"proposal.name.{waiting.id}").set_value("Long waits").run()
    assert any("Long waits" in one.value for one in page.markdown)
    page.segmented_control(key="proposal.kind").set_value(ProposalKind.SPLIT).run()
    page.multiselect(key=f"proposal.which.{waiting.id}").set_value([coding.id]).run()
    page.text_input(key=f"proposal.new.{waiting.id}").set_value("Silence").run()
    page.text_input(key=f"proposal.reason.split.{waiting.id}").set_value("Nobody calls.").run()
    page.button(key=f"proposal.send.split.{waiting.id}").click().run()

    [seen] = proposals.waiting_for(desk)
    assert (seen.proposal.label, seen.proposal.coding_ids) == ("Silence", (coding.id,))


def test_questions_are_answered_and_closed_where_they_stand(
    open_page: OpenPage, willow: Member, mentor: Desk, desk: Desk, coded: Transcript
) -> None:
    turn = transcripts.open_transcript(desk, coded.id).body.turns[1]
    asked = questions.ask(desk, coded.id, "Is this waiting?", span=turn.span)
    page = part(open_page, willow, "questions")
    page.text_area(key=f"cohort.thread.{asked.id}.text").set_value("Yes.")
    next(one for one in page.button if one.label == "Send").click().run()
    page.radio(key="threads.status").set_value(QuestionStatus.ANSWERED).run()
    page.button(key=f"cohort.thread.{asked.id}.close").click().run()

    [row] = questions.list_questions(mentor)
    assert (row.question.status, row.question.answers[0].text) == (QuestionStatus.CLOSED, "Yes.")


def test_what_to_look_at_leads_to_its_place(open_page: OpenPage, willow: Member, desk: Desk, coded: Transcript) -> None:
    asked = transcripts.open_transcript(desk, coded.id).body.turns[0]
    codings.add_coding(desk, coded.id, asked.span, codebooks.find_code(desk, "Waiting").id)
    page = part(open_page, willow, "sights")

    assert "Birch coded talk of the facilitator, 1 time" in [one.label for one in page.expander]
    [link] = [link.proto for link in page.get("page_link") if link.proto.label == "T01, turn 1"]
    assert f"transcript={coded.id}" in link.query_string


def test_feedback_is_made_from_what_was_typed_and_chosen(
    open_page: OpenPage, willow: Member, mentor: Desk, coded: Transcript
) -> None:
    [row] = passage_samples.draw(mentor, seed=1)
    page = part(open_page, willow, "feedback")
    page.text_area(key="feedback.well.Birch").set_value("Close to the words.")
    page.multiselect(key="feedback.passages.Birch").set_value([row.id])
    next(one for one in page.button if one.label == "Make the page").click().run()

    name, content = page.session_state["feedback.made"]
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert (name, "Close to the words." in lines, "Your codes: Waiting" in lines) == ("Birch", True, True)


def test_on_the_coding_page_a_comment_stands_with_its_transcript(
    open_page: OpenPage, birch: Member, mentor: Desk, desk: Desk, coded: Transcript
) -> None:
    turn = transcripts.open_transcript(desk, coded.id).body.turns[3]
    said = questions.comment(mentor, coded.id, "Nothing to code here?", to="Birch", span=turn.span)
    page = open_page("code", birch)

    assert "Nothing to code here?" in shown(page)
    page.button(key=f"code.thread.{said.id}.close").click().run()
    assert questions.list_questions(desk)[0].question.status is QuestionStatus.CLOSED
