"""The coding page on the real server: two people at once, a cut network, and a whole run without a mouse."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.builders import Study
from tests.journeys.conftest import Served
from tests.journeys.person import Person
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Role
from workbench.services import codebooks, codings, memos, operations, projects
from workbench.services.maintenance import verify

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OPERATIONS = "**/api/operations"


def sit_down(browser: Browser, served: Served, study: Study, name: str) -> Person:
    """A person before the transcript, in a browser of their own."""
    person = Person(browser.new_context(viewport={"width": 1280, "height": 720}), served.address)
    [member] = [one for one in projects.members_of(study.store, study.project.id) if one.name == name]
    where = f"project={study.project.id}&who={member.id}&transcript={study.transcript.id}"
    person.page.goto(f"{served.address}/code?{where}")
    person.until(lambda: person.page.locator(".wb-text").count(), seconds=60)
    return person


def stored(study: Study) -> Counter[tuple[str, str]]:
    """(coder, words) of every coding in the database."""
    return Counter((one.coder, one.quote) for one in codings.codings_of(study.ana, study.transcript.id))


def test_two_people_code_the_same_words_at_once_and_a_cut_network_loses_and_doubles_nothing(
    browser: Browser, served: Served
) -> None:
    study = Study(served.store())
    projects.add_member(study.ana, "Mo", role=Role.MENTOR)
    people = {name: sit_down(browser, served, study, name) for name in ("Ana", "Ben")}
    for person in people.values():
        person.wait_for_text()

    for person in people.values():
        person.select("My sister drove me")
    for person in people.values():
        person.press("1")
    for person in people.values():
        person.saved()
    assert stored(study) == Counter({("Ana", "My sister drove me"): 1, ("Ben", "My sister drove me"): 1})
    for person in people.values():
        person.until(lambda person=person: len(person.labels()) == 2, seconds=20)

    ana = people["Ana"]
    lost: list[str] = []

    def cut(route: Route) -> None:
        """First the request is lost, then the answer to one that was done, then all of them."""
        if len(lost) == 1:
            route.fetch()
        lost.append(route.request.post_data or "")
        route.abort()

    ana.page.route(OPERATIONS, cut)
    for words in ("nine months", "Red Deer", "gas money"):
        ana.select(words)
        ana.press("2")
    ana.until(lambda: ana.status().startswith("Offline") and len(lost) >= 2, seconds=30)
    ana.page.unroute(OPERATIONS)
    ana.page.evaluate("() => dispatchEvent(new Event('online'))")
    ana.saved()

    assert stored(study) == Counter(
        {("Ana", "My sister drove me"): 1, ("Ben", "My sister drove me"): 1, ("Ana", "nine months"): 1,
         ("Ana", "Red Deer"): 1, ("Ana", "gas money"): 1}
    )  # fmt: skip
    assert verify(study.store).clean
    for person in people.values():
        assert person.errors == []
        assert person.outside == []
        person.context.close()


def test_everything_is_done_with_the_keyboard_alone(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    person = sit_down(browser, served, study, "Ana")

    def words() -> list[tuple[str, str]]:
        labels = {code.id: code.label for code in codebooks.get_codebook(study.ana)}
        found = codings.codings_of(study.ana, study.transcript.id)
        return sorted((labels[one.code_id], one.quote) for one in found)

    person.until(lambda: person.page.locator(".wb-reading-bar").is_visible(), seconds=30)
    for _ in range(40):  # to the words, as Tab leads there
        person.press("Tab")
        if person.page.evaluate("() => document.activeElement.classList.contains('wb-text')"):
            break
    person.press("PageDown", "h")  # read, and say how far
    person.press("r")  # start coding
    person.press("Home", "Control+ArrowRight", "Shift+Control+ArrowRight", "Shift+Control+ArrowRight")
    person.press("Enter")
    person.type("wa")
    person.press("Shift+Enter")  # one code, and stay
    person.type("fam")
    person.press("Enter")
    person.saved()
    assert [label for label, _ in words()] == ["Family", "Waiting"]
    assert len({quote for _, quote in words()}) == 1
    both = words()

    person.press("Control+z")
    person.until(lambda: len(words()) == 1)
    person.press("Control+y")
    person.until(lambda: words() == both)

    person.press("PageDown", "PageDown", "t", "Enter")
    person.type("Getting there")
    person.press("Enter")  # it is new
    person.type("How people came to care.")
    person.press("Enter")
    person.saved()
    assert [label for label, _ in words()] == ["Family", "Getting there", "Waiting"]

    person.press("w")
    person.type("She says it lightly.")
    person.press("Control+Enter")
    person.press("u")
    person.type("Is this support, or distance?")
    person.press("Enter")
    person.press("Escape")
    person.saved()

    [memo] = memos.list_memos(study.ana)
    assert memo.text == "She says it lightly."
    surface = operations.surface(study.ana, TranscriptId(study.transcript.id))
    assert [question.text for question in surface.questions] == ["Is this support, or distance?"]
    assert surface.read_up_to == 2
    assert verify(study.store).clean
    assert person.errors == []
    person.context.close()


def test_two_codes_are_merged_and_taken_apart_again_with_the_keyboard_alone(browser: Browser, served: Served) -> None:
    study = Study(served.store())
    for words, code in (("nine months", study.waiting), ("My sister", study.family)):
        codings.add_coding(study.ana, study.transcript.id, study.place(words), code.id)
    before = codings.codings_of(study.ana, study.transcript.id)
    person = sit_down(browser, served, study, "Ana")

    def codes_in_use() -> set[str]:
        return {one.code_id for one in codings.codings_of(study.ana, study.transcript.id)}

    person.tab_to("Codebook")
    person.press("Enter")
    expect(person.page.get_by_role("heading", name="Codebook", level=1)).to_be_visible()
    person.tab_to("Entry")
    for tab in ("Passages", "Rule", "History", "Merge, move, retire"):
        person.press("ArrowRight")
        expect(person.page.get_by_role("tab", name=tab)).to_be_focused()
        person.rest()
    person.press("Enter")
    person.tab_to("Merge it into")
    person.type("Family")
    person.press("Enter")
    expect(person.page.get_by_role("button", name="Merge “Waiting” into “Family”")).to_be_visible()
    person.tab_to("Merge “Waiting” into “Family”")
    person.press("Enter")
    person.until(lambda: codes_in_use() == {study.family.id}, seconds=30)

    expect(person.page.get_by_text("is part of “Family” now").first).to_be_visible()
    person.tab_to("Undo")
    person.press("Enter")
    person.until(lambda: codes_in_use() == {study.waiting.id, study.family.id}, seconds=30)

    assert codings.codings_of(study.ana, study.transcript.id) == before
    assert verify(study.store).clean
    assert person.errors == []
    person.context.close()
