"""A report draft places what people wrote, counts, quotes, and asks for the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.exporters.made_up_study import LONG_STORY, made_up_study
from workbench.analysis.report_draft import build_report
from workbench.analysis.report_findings import LONGEST_QUOTE, QuoteChooser
from workbench.domain.coding import Coding
from workbench.domain.participant import QuoteUse
from workbench.domain.report import Heading, Mark, Paragraph, Quote, Report, Table, plain_text
from workbench.domain.snapshot import Snapshot
from workbench.domain.study_facts import STUDY_FACTS
from workbench.domain.text import count_words


@pytest.fixture
def study() -> Snapshot:
    return made_up_study()


@pytest.fixture
def report(study: Snapshot) -> Report:
    return build_report(study)


def everything(report: Report) -> str:
    """All words of a report."""
    quotes = " ".join(f"{quote.text} {quote.source}" for quote in report.quotes)
    captions = " ".join(block.caption for block in report.blocks if isinstance(block, Table))
    headings = " ".join(heading.text for heading in report.headings)
    return f"{report.title} {plain_text(report.runs())} {quotes} {captions} {headings}"


def section(report: Report, title: str) -> list[object]:
    """The blocks below a heading, up to the next one of its level or above."""
    blocks = list(report.blocks)
    start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.text == title)
    level = blocks[start].level
    found: list[object] = []
    for block in blocks[start + 1 :]:
        if isinstance(block, Heading) and block.level <= level:
            break
        found.append(block)
    return found


def text_of(blocks: list[object]) -> str:
    return "\n".join(plain_text(block.runs) for block in blocks if isinstance(block, Paragraph))


def test_the_sections_stand_in_the_order_of_a_pacer_report(report: Report):
    assert [heading.text for heading in report.headings if heading.level == 1] == [
        "Acknowledgements",
        "Plain-language summary",
        "Background",
        "Research question",
        "Method",
        "Participants",
        "Findings",
        "What REFLECT changed",
        "Recommendations",
        "Discussion",
        "Our learning as patient researchers",
        "Conclusion",
        "References",
        "Appendix A: Interview guide",
        "Appendix B: Codebook",
        "Appendix C: Coding tree",
        "Appendix D: Transcripts",
        "Appendix E: Audit summary",
        "Appendix F: Reporting checklists",
    ]


def test_every_quote_stands_to_the_character_in_its_transcript(study: Snapshot, report: Report):
    assert report.quotes
    report.check_quotes({transcript_id: body.text for transcript_id, body in study.bodies.items()})


def test_the_same_snapshot_gives_the_same_draft(report: Report):
    assert build_report(made_up_study()) == report


def test_each_fact_that_nobody_wrote_is_asked_for_and_each_one_written_is_placed(study: Snapshot, report: Report):
    asked = report.open_questions()

    for fact in STUDY_FACTS:
        written = fact.key in study.project.facts
        assert (f"[ASK: {fact.question}]" in asked) is not written, fact.key
    assert "What makes coming home from hospital feel safe?" in text_of(section(report, "Research question"))


def test_a_study_without_facts_is_asked_for_all_of_them(study: Snapshot):
    bare = replace(study, project=replace(study.project, facts={}))

    asked = build_report(bare).open_questions()

    assert {f"[ASK: {fact.question}]" for fact in STUDY_FACTS} <= set(asked)


def test_no_one_who_refused_is_quoted_and_the_draft_says_how_many_passages(report: Report):
    assert "night line saved me" not in everything(report)
    assert "2 passages may not be quoted" in text_of(section(report, "Findings"))


def test_nothing_of_people_who_withdrew_is_in_the_draft(report: Report):
    whole = everything(report)

    assert "Withdrawn words" not in whole
    assert "Juniper" not in whole
    assert "1 participant withdrew" in whole


def test_private_and_reflexive_notes_stay_out(report: Report):
    whole = everything(report)

    assert "private thought" not in whole
    assert "My own mother" not in whole
    assert "Ask in REFLECT whether staff can be that person." in whole
    assert "We coded whole sentences." in whole


def test_people_and_mentions_are_never_shown_without_each_other(report: Report):
    figures = [run.text for run in report.runs() if run.mark is Mark.CHECK and "mention" in run.text]

    assert figures
    assert all("people" in figure or "person" in figure for figure in figures)


def test_a_theme_shows_claim_meaning_reach_quotes_and_differing_voices(report: Report):
    theme = section(report, "Home begins with one person who answers")

    assert "Coming home becomes safe when one person answers" in text_of(theme)
    assert "People did not speak of services." in text_of(theme)
    assert "In the data: 6 people, 10 mentions, in 6 transcripts." in text_of(theme)
    assert 2 <= sum(isinstance(block, Quote) for block in theme) <= 7
    assert "Cedar wanted to be left alone." in text_of(theme)
    assert "1 person, 2 mentions" in text_of(theme)


def test_a_theme_without_claim_meaning_or_counter_example_asks_for_them(report: Report):
    theme = text_of(section(report, "Paper is no substitute for a person"))

    assert theme.count("[ASK:") == 3


def test_a_passage_that_challenges_a_theme_is_not_counted_for_it(study: Snapshot):
    near = study.themes[0]
    against = tuple(replace(c, challenges=near.id) if c.code_id in near.code_ids else c for c in study.codings)

    theme = text_of(section(build_report(replace(study, codings=against)), near.title))

    assert "No passage has been coded for this yet." in theme


def test_quotes_come_from_different_people_and_different_phases(report: Report):
    theme = section(report, "Home begins with one person who answers")
    before = theme[: next(i for i, b in enumerate(theme) if isinstance(b, Heading))]
    labels = [block.label.split(", ") for block in before if isinstance(block, Quote)]

    assert len({who for who, *_ in labels}) == len(labels) == 4
    assert {phase for _, phase, _ in labels} == {"SET", "COLLECT", "REFLECT"}


def test_a_long_passage_is_not_quoted_while_there_is_a_shorter_one(report: Report):
    assert count_words(LONG_STORY) > LONGEST_QUOTE
    assert all(quote.text != LONG_STORY for quote in report.quotes)


def test_a_long_passage_is_quoted_whole_where_there_is_no_other(study: Snapshot):
    only = [coding for coding in study.codings if coding.quote == LONG_STORY]

    assert [quote.text for quote in QuoteChooser(study).choose(only)] == [LONG_STORY]


def test_one_person_is_quoted_at_most_twice_in_a_section(study: Snapshot):
    cedar = [c for c in study.codings if study.speaker_of(c).label == "Cedar"]
    thirds = [part for coding in cedar for part in halves(coding)]

    assert len(thirds) == 4
    assert len(QuoteChooser(study).choose(thirds)) == 2


def halves(coding: Coding) -> list[Coding]:
    middle = coding.start + len(coding.quote) // 2
    first = replace(coding, end=middle, quote=coding.quote[: middle - coding.start])
    return [first, replace(coding, start=middle, quote=coding.quote[middle - coding.start :])]


def test_who_wants_to_see_quotes_first_is_asked_before_they_are_used(report: Report):
    assert any("Willow asked to see quotations" in question for question in report.open_questions())


def test_without_themes_the_findings_follow_the_codes(study: Snapshot):
    report = build_report(replace(study, themes=()))

    headings = [b.text for b in section(report, "Findings") if isinstance(b, Heading)]
    assert headings[:-1] == ["Who helps", "People nearby", "Professionals", "Papers and sheets", "Pills"]
    assert report.quotes


def test_the_software_sentence_tells_what_was_proposed_and_what_was_accepted(report: Report, study: Snapshot):
    assert (
        "The software proposed codes by word similarity to passages we had coded; of 4 proposals we looked at, we "
        "accepted 2 (1 of them after changing them). All coding decisions were made by people."
    ) in text_of(section(report, "Method"))
    assert "proposed no codes that we used" in text_of(section(build_report(replace(study, reviews=())), "Method"))


def test_a_second_review_of_one_suggestion_replaces_the_first(study: Snapshot):
    again = replace(study.reviews[2], suggestion_id="s0", reviewed_at="2032-01-01T00:00:00+00:00")

    text = text_of(section(build_report(replace(study, reviews=(*study.reviews[:2], again))), "Method"))

    assert "of 2 proposals we looked at, we accepted 1" in text


def test_small_groups_of_participants_are_not_shown_with_their_number(report: Report):
    tables = [block for block in section(report, "Participants") if isinstance(block, Table)]
    cells = [plain_text(cell) for table in tables for row in table.rows for cell in row.cells[-1:]]

    assert cells == ["<5", "6", "<5", "", "<5", "<5", "<5", "<5", "", "<5", "not shown"]


def test_coders_are_counted_and_not_named(study: Snapshot):
    anonymous = replace(study, project=replace(study.project, facts={}))

    whole = everything(build_report(anonymous))

    assert "2 people coded the transcripts" in whole
    assert "Ada" not in whole


def test_made_up_people_are_announced(study: Snapshot, report: Report):
    assert report.made_up
    assert not build_report(replace(study, project=replace(study.project, made_up=False))).made_up


def test_an_empty_project_still_gives_a_draft(study: Snapshot):
    report = build_report(Snapshot(study.project, study.taken_at, study.version), title="First try")

    assert report.title == "First try"
    assert report.quotes == ()
    assert "No passage has been coded yet." in text_of(section(report, "Findings"))


def test_nobody_consenting_leaves_a_draft_without_quotes(study: Snapshot):
    silent = replace(study, consents=tuple(replace(c, quote_use=QuoteUse.PARAPHRASE) for c in study.consents))

    report = build_report(silent)

    assert report.quotes == ()
    assert "may not be quoted" in text_of(section(report, "Findings"))


def test_no_passage_is_quoted_twice_for_one_theme(study: Snapshot, report: Report):
    for theme in study.themes:
        blocks = section(report, theme.title)
        before = blocks[: next(i for i, b in enumerate(blocks) if isinstance(b, Heading))]
        quoted = Counter((b.transcript_id, b.start) for b in before if isinstance(b, Quote))
        assert max(quoted.values()) == 1


def test_the_numbers_leave_out_what_people_who_withdrew_said(study: Snapshot, report: Report):
    """One coding of eighteen was Juniper's, and her seven words are in no count."""
    method = text_of(section(report, "Method"))
    words = sum(revision.words for revision in study.revisions.values())

    assert "making 17 codings" in method
    assert f"6 transcripts with {words - 7} words" in method


def test_a_conversation_of_someone_who_withdrew_is_not_even_listed(study: Snapshot):
    birch = next(person for person in study.participants if person.pseudonym == "Birch")
    people = tuple(replace(p, withdrawn_on="2031-04-01") if p is birch else p for p in study.participants)

    report = build_report(replace(study, participants=people))

    assert "T03" not in everything(report)
    assert "5 transcripts with" in everything(report)
    assert "Birch" not in everything(report)


def test_a_community_that_governs_data_is_asked_for_its_approval(study: Snapshot):
    first, *others = study.participants
    governed = replace(study, participants=(replace(first, community_governed=True), *others))

    assert any("Which community approved" in question for question in build_report(governed).open_questions())
    assert not any("Which community" in question for question in build_report(study).open_questions())
