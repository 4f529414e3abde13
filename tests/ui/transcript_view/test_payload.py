"""What the coding page is told."""

import json

from workbench.domain.coding import Coding, Origin, Question
from workbench.domain.ids import CodingId, ParticipantId, ProjectId, QuestionId, RevisionId, TranscriptId
from workbench.domain.transcript import Speaker
from workbench.ui.transcript_view import FRONTEND
from workbench.ui.transcript_view.payload import code_letters, coding_row, document_payload, question_row
from workbench.ui.transcript_view.words import ENGLISH

from .stage import T01, make_codebook, make_stage


def make_coding(**changes: object) -> Coding:
    facts = {
        "id": CodingId("k1"), "project_id": ProjectId("p"), "transcript_id": T01, "revision_id": RevisionId("r"),
        "code_id": make_codebook().named("Nurse line").id, "coder": "ana", "start": 3, "end": 9, "quote": "words",
        "created_at": "2026-01-01",
    }  # fmt: skip
    return Coding(**{**facts, **changes})  # type: ignore[arg-type]


def test_everything_that_is_sent_is_plain_json() -> None:
    document, surface = make_stage().payloads()

    assert json.loads(json.dumps([document, surface])) == [document, surface]


def test_a_pseudonym_stands_in_place_of_the_name_in_the_file() -> None:
    stage = make_stage()
    rosa = Speaker(stage.speakers[1].id, T01, "Rosa Marie", stage.speakers[1].role, ParticipantId("p07"))

    document = document_payload("d", stage.body, [rosa], sentences=(), names={ParticipantId("p07"): "Juniper"})

    assert document["speakers"] == [{"label": "Rosa Marie", "name": "Juniper", "role": "participant"}]


def test_ones_own_coding_and_one_from_a_suggestion_are_marked() -> None:
    mine = coding_row(make_coding(), actor="ana", coder_names={"ana": "Ana"})
    accepted = coding_row(make_coding(coder="ben", origin=Origin.SUGGESTION), actor="ana")

    assert mine[4:] == ["Ana", "m"]
    assert accepted[4:] == ["ben", "s"]


def test_letters_tell_codes_apart() -> None:
    labels = [(f"Waiting {word}", "", "") for word in ("time", "tired", "together", "there", "true")]

    letters = list(code_letters(make_codebook(labels)).values())

    assert len(set(letters)) == 5
    assert all(2 <= len(one) <= 3 for one in letters)


def test_every_phrase_that_the_page_says_is_in_the_words() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in FRONTEND.glob("*.js"))
    unused = [key for key in ENGLISH if f'"{key}"' not in source and key != "language"]

    assert unused == []
    assert ".innerHTML" not in source
    assert "insertAdjacentHTML" not in source


def test_a_comment_says_whom_it_is_for_and_whether_that_is_the_reader() -> None:
    said = Question(
        QuestionId("q"), ProjectId("p"), TranscriptId("t"), 0, 4, "Nine", "Mo", "Why this code?", "2026-11-22",
        addressed_to="Ben",
    )  # fmt: skip

    for actor, mine, for_me in (("Mo", True, False), ("Ben", False, True), ("Ana", False, False)):
        row = question_row(said, actor=actor)
        assert (row["to"], row["mine"], row["forMe"]) == ("Ben", mine, for_me)
