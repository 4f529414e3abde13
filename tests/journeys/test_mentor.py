"""A mentor looks at a fair sample, comments and proposes; the student answers and accepts; each sees what the other did."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Served
from tests.journeys.person import Person
from tests.services.test_passage_samples import Worked
from workbench.services import codebooks, passage_samples, projects, questions

PARTS = ("The cohort", "A fair sample", "Questions", "What to look at", "Proposals", "Feedback on paper")


def at_part(person: Person, name: str) -> None:
    person.page.get_by_role("tab", name=name, exact=True).click()
    person.rest()


def test_what_a_mentor_says_and_proposes_reaches_the_student_and_comes_back(browser: Browser, served: Served) -> None:
    store = served.store()
    study = Worked(store)
    delay = codebooks.add_code(study.ana, "Delay")
    ids = {member.name: member.id for member in projects.members_of(store, study.project.id)}

    def begin(name: str, page: str) -> Person:
        person = Person(browser.new_context(), f"{served.address}/{page}?project={study.project.id}&who={ids[name]}")
        person.begin()
        person.rest()
        return person

    mentor = begin("Mo", "cohort")
    mentor.sees("1 read to the end, 1 begun")
    at_part(mentor, "A fair sample")
    mentor.push("Draw the passages")
    mentor.sees("0 of 10 looked at")
    mentor.page.get_by_label("A comment to Ben").first.fill("What made you choose this code?")
    mentor.push("Send comment 1 to Ben")
    mentor.sees("1 of 10 looked at")
    at_part(mentor, "Proposals")
    for label, code in (("Which code?", "Delay"), ("Into which code?", "Waiting")):
        mentor.page.get_by_label(label).click()
        mentor.page.get_by_role("option", name=code, exact=True).click()
        mentor.rest()
    mentor.sees("What will change")
    mentor.page.get_by_label("Why? One sentence for those who decide").fill("They say the same.")
    mentor.push("Propose it")
    mentor.sees("Merge “Delay” into “Waiting”")
    barriers = {}
    for part in PARTS:
        at_part(mentor, part)
        barriers[part] = mentor.barriers()
    assert barriers == {part: [] for part in PARTS}

    student = begin("Ben", "")
    student.sees("Your mentor has said something to you")
    student.sees("What made you choose this code?")
    student.sees("1 proposal waits for you")
    assert student.barriers() == []
    student.push("Accept")
    expect(student.page.get_by_text("1 proposal waits for you")).to_have_count(0)
    student.push("Answer")
    student.page.get_by_label("Your words").fill("She counts the months.")
    student.push("Send")
    expect(student.page.get_by_text("Your mentor has said something to you")).to_have_count(0)

    mentor.page.reload()
    mentor.rest()
    at_part(mentor, "Questions")
    mentor.page.get_by_text("Answered (1)").click()
    mentor.sees("She counts the months.")
    assert codebooks.get_codebook(study.mo).get(delay.id).merged_into == study.waiting.id
    assert [one.question.status for one in questions.list_questions(study.mo) if one.question.is_comment] == [
        "answered"
    ]
    assert sum(1 for row in passage_samples.sample_of(study.mo) if row.looked_at) == 1
    store.close()
    for person in (mentor, student):
        person.page.context.close()
