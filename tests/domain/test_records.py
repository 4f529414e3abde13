"""Nouns as plain records and back."""

from dataclasses import asdict

from workbench.domain.codebook import Code, CodeStatus, NearMiss
from workbench.domain.coding import Answer, Question, QuestionStatus
from workbench.domain.ids import CodeId, ProjectId, QuestionId, TranscriptId
from workbench.domain.records import from_record, to_record, up_to_date

CODE = Code(
    CodeId("c"),
    ProjectId("p"),
    "Waiting",
    status=CodeStatus.AGREED,
    when_to_use=("a", "b"),
    near_miss=NearMiss("almost", "OTHER"),
)
QUESTION = Question(
    QuestionId("q"), ProjectId("p"), TranscriptId("t"), 0, 4, "What", "Ana", "Is this it?", "2026-01-01",
    status=QuestionStatus.ANSWERED, answers=(Answer("Tess", "Yes.", "2026-01-02"),),
)  # fmt: skip


def test_a_noun_comes_back_equal_from_its_record() -> None:
    assert from_record(Code, to_record(CODE)) == CODE
    assert from_record(Question, to_record(QUESTION)) == QUESTION


def test_a_record_holds_only_what_json_knows() -> None:
    assert to_record(QUESTION)["answers"] == [asdict(QUESTION.answers[0])]
    assert type(to_record(CODE)["status"]) is str


def test_a_record_from_before_a_field_was_added_gets_its_default() -> None:
    old = {name: value for name, value in to_record(CODE).items() if name not in ("merged_into", "seed_terms")}

    assert from_record(Code, old) == CODE
    assert up_to_date(Code, old) == to_record(CODE)


def test_what_a_later_version_no_longer_knows_is_left_out() -> None:
    assert up_to_date(Code, {**to_record(CODE), "retired_field": 7}) == to_record(CODE)
