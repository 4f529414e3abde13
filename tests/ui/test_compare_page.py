"""Compare on its page: the passage with its words, everybody's codings, and what is settled in one press."""

from __future__ import annotations

import pytest

from tests.ui.conftest import OpenPage
from tests.ui.test_codebook_page import said
from tests.ui.test_deeds import labelled, press, write
from workbench.bootstrap import Workbench
from workbench.domain.coding import Sureness
from workbench.domain.decision import Outcome
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.services import codebooks, codings, decisions, transcripts
from workbench.services.desk import Desk


@pytest.fixture
def differing(opened: Workbench, desk: Desk, coded: Transcript) -> Transcript:
    """Birch coded the second turn as Waiting, Cedar a part of it as Money; Cedar alone coded the fourth, which Birch has read."""
    cedar = opened.desk_at(desk.project_id, "Cedar")
    money = codebooks.add_code(cedar, "Money", short_definition="What it costs.")
    body = transcripts.open_transcript(cedar, coded.id).body
    codings.add_coding(cedar, coded.id, body.turns[1].span, money.id)
    codings.add_coding(cedar, coded.id, body.turns[3].span, money.id)
    transcripts.read_up_to(desk, coded.id, 4)
    return coded


def choose(page: object, way: str) -> None:
    labelled(page.radio, "Outcome").set_value(way).run()  # type: ignore[attr-defined]


def test_the_passage_from_which_most_is_learned_stands_there_with_everything_needed_to_talk(
    open_page: OpenPage, birch: Member, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    shown = said(page)

    assert not page.exception
    assert not page.error
    assert "2 passages still differ." in shown
    assert "Other code: Birch chose “Waiting”, Cedar chose “Money”." in shown.replace("\\", "")
    assert '<small>all</small> <mark class="wb-all">' in shown
    assert "What it costs." in shown


def test_letters_stand_for_names_where_that_is_wished(
    open_page: OpenPage, birch: Member, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    page.toggle(key="compare.hide").set_value(True).run()

    shown = said(page).split("What you settled")[-1].replace("\\", "")
    assert "Coder A chose “" in shown
    assert "Cedar chose" not in shown


def test_keeping_one_coding_is_saved_with_its_reason_and_the_next_passage_comes(
    open_page: OpenPage, birch: Member, desk: Desk, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    choose(page, "keep:Birch")
    write(page, "Why? One line", "She speaks of months, not of money.")
    write(page, "Add: do not use it when", "Only the price is told.")
    press(page, "Save what we settled")

    [talk] = decisions.talks(desk)
    assert (talk.decision.outcome, talk.decision.kept) == (Outcome.KEEP_ONE, ("Birch",))
    assert [code.label for code in talk.agreed] == ["Waiting"]
    assert len(talk.redefined) == 1
    assert talk.redefined[0].when_not_to_use == ("Only the price is told.",)
    assert "1 passage still differs." in said(page)
    assert "turn 4" in page.selectbox(key="compare.passage").options[0]


def test_without_a_reason_nothing_is_saved_and_the_page_says_so(
    open_page: OpenPage, birch: Member, desk: Desk, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    choose(page, "agree to differ")
    press(page, "Save what we settled")

    assert "needs its reason" in page.error[0].value
    assert decisions.talks(desk) == []


def test_what_was_settled_is_listed_and_can_be_opened_again(
    open_page: OpenPage, birch: Member, desk: Desk, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    choose(page, "new code")
    write(page, "Name of the new code", "Price of waiting")
    write(page, "Why? One line", "It is both at once.")
    press(page, "Save what we settled")
    page.session_state["compare.tab"] = "What you settled"
    page.run()

    shown = said(page).replace("\\", "")
    assert "You talked about 1 passage. 1 code was written anew." in shown
    assert "It is both at once." in shown
    press(page, "Take this back")
    assert decisions.talks(desk) == []


def test_one_can_say_how_sure_one_is_of_ones_own_coding(
    open_page: OpenPage, birch: Member, desk: Desk, differing: Transcript
) -> None:
    page = open_page("compare", birch)
    [mine] = [one for one in codings.codings_of(desk, differing.id) if one.coder == "Birch"]
    page.session_state[f"compare.sure.{mine.id}.None"] = Sureness.FAIRLY

    page.run()

    [mine] = [one for one in codings.codings_of(desk, differing.id) if one.coder == "Birch"]
    assert mine.sureness is Sureness.FAIRLY


def test_before_two_people_have_coded_there_is_advice(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    assert "There is nothing to compare yet." in said(open_page("compare", birch))
