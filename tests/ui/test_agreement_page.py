"""Agreement on its page: what speaks against it first, then figures in words, ways to the passages, and a file."""

from __future__ import annotations

import math

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_codebook_page import said
from tests.ui.test_deeds import press, write
from workbench.analysis.agreement_measures import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha, percent
from workbench.analysis.agreement_spans import Stretch, alpha_2016
from workbench.bootstrap import Workbench
from workbench.domain.project import Approach, Member, Project
from workbench.domain.transcript import Transcript
from workbench.services import agreement, codebooks, codings, memos, projects, transcripts
from workbench.services.agreement import Wish
from workbench.services.desk import Desk
from workbench.ui.words import say


def code_as_cedar(opened: Workbench, project: Project, desk: Desk, coded: Transcript) -> Desk:
    """Cedar and Birch have read all; Cedar alone saw the sister as waiting."""
    cedar = opened.desk_at(project.id, "Cedar")
    body = transcripts.open_transcript(desk, coded.id).body
    for one in (desk, cedar):
        transcripts.read_up_to(one, coded.id, 4)
    for turn in (body.turns[1], body.turns[3]):
        codings.add_coding(cedar, coded.id, turn.span, codebooks.find_code(desk, "Waiting").id)
    return cedar


def text_of(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.info, *page.warning]
    return " ".join([said(page), *(part.value for part in parts)]).replace("\\", "")


def test_what_speaks_against_it_stands_there_before_any_figure(
    open_page: OpenPage, birch: Member, opened: Workbench, project: Project, desk: Desk, coded: Transcript
) -> None:
    code_as_cedar(opened, project, desk, coded)

    page = open_page("agreement", birch)
    before = text_of(page)
    press(page, "Compute agreement")
    after = text_of(page)

    assert "with one coder" in before
    assert "The figures, one code in each row" not in before
    assert "The figures, one code in each row" in after
    assert "Only 2 units can be compared" in after
    assert "too few to read" in after
    assert "50%" in after


def test_a_reflexive_project_asks_for_a_reason_and_keeps_it_once(
    open_page: OpenPage, opened: Workbench, project: Project, desk: Desk, coded: Transcript
) -> None:
    made = projects.create_project(opened.store, "Reflexive", actor="Cedar", approach=Approach.REFLEXIVE)
    cedar = opened.desk_at(made.id, "Cedar")
    projects.add_member(cedar, "Birch", role=projects.list_members(desk)[0].role)
    birch = opened.desk_at(made.id, "Birch")
    seen = transcripts.preview(cedar, b"Interviewer: How?\nMaple: I wait.\n", file_name="a.txt")
    interview = transcripts.import_transcript(cedar, seen, title="A")
    waiting = codebooks.add_code(cedar, "Waiting")
    for one in (cedar, birch):
        transcripts.read_up_to(one, interview.id, 2)
        codings.add_coding(
            one, interview.id, transcripts.open_transcript(one, interview.id).body.turns[1].span, waiting.id
        )
    [member] = [one for one in projects.list_members(cedar) if one.name == "Cedar"]
    page = open_page("agreement", member)

    press(page, "Compute agreement")
    refused = page.error[0].value
    write(page, "Why do you want these figures?", "A reviewer asked.")
    press(page, "Compute agreement")
    page.run()

    assert "Give a reason" in refused
    assert not page.error
    assert [memo.text for memo in memos.list_memos(cedar)] == ["Agreement was computed, because: A reviewer asked."]


def test_figures_after_consensus_may_not_be_called_reliability(
    opened: Workbench, project: Project, desk: Desk, coded: Transcript
) -> None:
    code_as_cedar(opened, project, desk, coded)

    own = agreement.table_bytes(desk, Wish()).decode("utf-8-sig")
    together = agreement.table_bytes(desk, Wish(together=True)).decode("utf-8-sig")

    assert own.splitlines()[1].startswith("Waiting,turn,as each person coded,2,1,2,yes,0.5,")
    assert "not to be reported as reliability" in together
    assert "phone" not in own


def test_alone_there_is_nothing_to_compare(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    assert "Only one person has coded so far" in said(open_page("agreement", birch))


def test_the_worked_examples_are_what_the_measures_give() -> None:
    even = [(True, True)] * 4 + [(True, False), (False, True)] + [(False, False)] * 4
    rare = [(True, True), (True, False), (False, True)] + [(False, False)] * 7
    three = [(True,) * 3, (True, True, False), (False,) * 3, (False,) * 3]
    lines = [[Stretch(0, 50, "c")], [Stretch(10, 50, "c")]]
    figures = {
        "kappa": cohen_kappa(even).value,
        "alpha": krippendorff_alpha(even).value,
        "fleiss": fleiss_kappa(three).value,
        "units": alpha_2016(lines, start=0, end=100).binary.value,
        "ac1": gwet_ac1(rare, values=2).value,
    }

    assert percent(even).value == percent(rare).value == 0.8
    assert all(f"{value or math.nan:.2f}" in say(f"agreement.meaning_{name}") for name, value in figures.items())
    assert f"{cohen_kappa(rare).value:.2f}" in say("agreement.meaning_ac1")
