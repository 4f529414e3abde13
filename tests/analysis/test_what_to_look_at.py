"""What a mentor may want to look at, on small cases counted by hand."""

from __future__ import annotations

import pytest

from workbench.analysis.what_to_look_at import (
    Finished,
    facilitator_coded,
    hardly_coded,
    one_word,
    used_by_one,
    very_long,
    without_definition,
)
from workbench.domain.codebook import Code, Codebook, CodeStatus
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId, ProjectId, RevisionId, SpeakerId, TranscriptId
from workbench.domain.transcript import Speaker, SpeakerRole, Turn

P, T = ProjectId("p"), TranscriptId("t")


def coding(name: str, *, code: str = "a", coder: str = "Ana", start: int = 0, quote: str = "some words") -> Coding:
    return Coding(
        CodingId(name), P, T, RevisionId("r"), CodeId(code), coder, start, start + len(quote), quote, "2026-11-22"
    )


def book(*codes: Code) -> Codebook:
    return Codebook("Study", codes)


def code(name: str, **more: object) -> Code:
    return Code(CodeId(name), P, name, **more)  # type: ignore[arg-type]  # whatever a test is about


def test_a_code_needs_a_definition_but_a_heading_and_a_retired_code_do_not() -> None:
    codes = book(
        code("bare"),
        code("said", short_definition="Time lost before care."),
        code("shown", when_to_use=("Waiting for a letter.",)),
        code("heading", codable=False),
        code("old", status=CodeStatus.RETIRED),
    )

    assert [one.label for one in without_definition(codes)] == ["bare"]


def test_a_code_of_one_person_is_named_with_who_and_how_often() -> None:
    codes = book(code("a"), code("b"), code("c"))
    made = [coding("1", code="a"), coding("2", code="a"), coding("3", code="b"), coding("4", code="b", coder="Ben")]

    [found] = used_by_one(codes, made)

    assert (found.code.label, found.coder, found.uses) == ("a", "Ana", 2)


def test_with_one_coder_every_code_is_of_one_person_and_that_says_nothing() -> None:
    assert used_by_one(book(code("a")), [coding("1"), coding("2")]) == []


@pytest.mark.parametrize(("words", "is_shown"), [(300, False), (301, True)])
def test_a_selection_is_very_long_from_a_word_over_a_page(words: int, is_shown: bool) -> None:
    assert bool(very_long([coding("1", quote=" ".join(["word"] * words))])) is is_shown


def test_one_word_and_a_sigh_are_one_word_selections() -> None:
    made = [coding("1", quote="waiting,"), coding("2", quote="(sighs)"), coding("3", quote="so tired")]

    assert [(one.coding.id, one.words) for one in one_word(made)] == [("1", 1), ("2", 0)]


@pytest.mark.parametrize(
    ("words", "codings", "is_thin"), [(1000, 2, False), (1001, 2, True), (400, 0, True), (0, 0, False)]
)
def test_a_transcript_is_hardly_coded_below_one_coding_for_five_hundred_words(
    words: int, codings: int, is_thin: bool
) -> None:
    made = [coding(str(number)) for number in range(codings)] + [coding("other", coder="Ben")]

    assert bool(hardly_coded([Finished("Ana", T, words)], made)) is is_thin


def test_only_talk_of_the_facilitator_alone_is_shown_as_coded_by_mistake() -> None:
    turns = {T: (Turn(1, SpeakerId("f"), 0, 10), Turn(2, SpeakerId("m"), 12, 30))}
    speakers = {
        SpeakerId("f"): Speaker(SpeakerId("f"), T, "Interviewer", SpeakerRole.FACILITATOR),
        SpeakerId("m"): Speaker(SpeakerId("m"), T, "Maple", SpeakerRole.PARTICIPANT),
    }
    made = [
        coding("asked", start=0, quote="How is it?"),
        coding("both", start=4, quote="is it?, Six months"),
        coding("said", start=12, quote="Six months"),
    ]

    assert [one.id for one in facilitator_coded(made, turns, speakers)] == ["asked"]
