"""The rule of a code on its page: matches in view, mistakes shown where they are, saved when somebody says so."""

from __future__ import annotations

from tests.ui.conftest import OpenPage
from tests.ui.test_codebook_page import open_at, said
from tests.ui.test_deeds import press
from workbench.domain.project import Member
from workbench.domain.transcript import Transcript
from workbench.services import codebooks
from workbench.services.desk import Desk


def test_a_rule_shows_what_it_finds_before_it_is_saved(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    page = open_at(open_page, birch, waiting.id, "Rule")

    page.text_input(key=f"rule.text.{waiting.id}").set_value("=wait OR =drive").run()

    assert "Fits 2 passages, of 1 person in 1 transcript." in said(page)
    assert "My sister <mark>drives</mark> me." in said(page)
    assert codebooks.find_code(desk, "Waiting").rule == ""

    press(page, "Save the rule")
    assert codebooks.find_code(desk, "Waiting").rule == "=wait OR =drive"


def test_a_mistake_is_shown_where_it_stands(open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript) -> None:
    waiting = codebooks.find_code(desk, "Waiting")
    page = open_at(open_page, birch, waiting.id, "Rule")

    page.text_input(key=f"rule.text.{waiting.id}").set_value("wait and <b>").run()

    assert "Write “AND” in capitals." in said(page)
    assert "wait <mark>and</mark> &lt;b&gt;" in said(page)


def test_too_few_codings_say_so_instead_of_a_rule(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = codebooks.find_code(desk, "Waiting")

    page = press(open_at(open_page, birch, waiting.id, "Rule"), "Make a rule from these codings")

    assert "“Waiting” has 1 coded passage." in said(page)
