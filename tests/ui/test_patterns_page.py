"""The page of patterns: counts that lead to their passages, and a result that is shown after its values were chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage
from tests.ui.test_deeds import press
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.errors import RuleError
from workbench.services import codebooks, codings, transcripts
from workbench.services.desk import Desk


@pytest.fixture
def together(desk: Desk, coded: Transcript) -> Transcript:
    """A second code on words that carry one already."""
    first = codings.codings_of(desk, coded.id)[0]
    codings.add_coding(desk, coded.id, first.span, codebooks.add_code(desk, "Family").id)
    return coded


def shown(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))  # type: ignore[attr-defined]


def tab(page: AppTest, name: str) -> AppTest:
    page.session_state["patterns.tab"] = name
    return page.run()


def choose(page: AppTest, label: str, option: int) -> AppTest:
    return next(one for one in page.selectbox if one.label == label).select_index(option).run()


def test_people_and_mentions_stand_side_by_side_and_lead_to_the_passages(
    open_page: OpenPage, birch: Member, together: Transcript
) -> None:
    page = open_page("patterns", birch)

    assert "<caption>People and mentions for each code</caption>" in shown(page)
    assert '<th scope="col">People</th><th scope="col">Mentions</th>' in shown(page)
    assert 'class="wb-passage"' not in shown(page)
    assert 'class="wb-passage"' in shown(choose(page, "Read the passages", 0))


def test_codes_on_the_same_words_are_a_pair_with_its_place(
    open_page: OpenPage, birch: Member, together: Transcript
) -> None:
    page = tab(open_page("patterns", birch), "Together")

    assert "<caption>Codes that stand together</caption>" in shown(page)
    assert 'class="wb-found"' in shown(choose(page, "Read the places of", 0))


def test_new_codes_are_shown_only_after_the_values_were_chosen_and_too_few_are_refused(
    open_page: OpenPage, birch: Member, together: Transcript
) -> None:
    page = tab(open_page("patterns", birch), "New codes")
    assert not page.info

    page = press(page, "Look")

    assert [one.value for one in page.info] == [
        "You have 1 coded interview of the Collect phase. With these values it takes 6."
    ]


def test_the_date_of_a_conversation_is_set_and_taken_back(desk: Desk, coded: Transcript) -> None:
    assert transcripts.change_transcript(desk, coded.id, held_on="2024-04-09").held_on == "2024-04-09"
    assert transcripts.change_transcript(desk, coded.id, held_on="").held_on is None
    with pytest.raises(RuleError, match="is no date"):
        transcripts.change_transcript(desk, coded.id, held_on="9 April")
