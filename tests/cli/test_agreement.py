"""``workbench agreement``: figures per code, and words where there are none."""

from __future__ import annotations

from tests.builders import Study
from tests.cli.conftest import CommandLine
from workbench.domain.project import Approach
from workbench.services import codings, memos, transcripts
from workbench.store import Store

TITLE = "Living with it"


def two_coders(command: CommandLine, approach: Approach = Approach.CODEBOOK) -> Study:
    """A study in which Ana and Ben have read the same transcript and coded it."""
    study = Study(Store.open(str(command.database)), approach=approach)
    for desk, words in ((study.ana, "nine months"), (study.ben, "waited nine months")):
        transcripts.read_up_to(desk, study.transcript.id, 4)
        codings.add_coding(desk, study.transcript.id, study.place(words), study.waiting.id)
    return study


def test_figures_per_code_and_when_not_to_compute_them(command: CommandLine) -> None:
    two_coders(command).store.close()

    said = command("agreement", "--project", TITLE)
    found = command.json("agreement", "--project", TITLE, "--unit", "sentence")

    assert "2 turns read by two people or more: Ana, Ben" in said
    assert "Waiting: 100% alike, alpha 1.00" in said
    assert "too few to read much into it" in said
    assert "Do not compute agreement" in said
    assert (found["unit"], found["codes"][0]["code"]) == ("sentence", "Waiting")
    assert found["codes"][0]["given"] == {"Ana": 1, "Ben": 1}


def test_a_reflexive_project_asks_for_a_reason_and_keeps_it_as_a_note(command: CommandLine) -> None:
    study = two_coders(command, Approach.REFLEXIVE)

    refused = command("agreement", "--project", TITLE, fails=True)
    command("agreement", "--project", TITLE, "--reason", "A reviewer asked.")

    assert "Give a reason" in refused
    assert [memo.text for memo in memos.list_memos(study.ana)] == ["Agreement was computed, because: A reviewer asked."]
    study.store.close()


def test_a_wrong_unit_a_stranger_and_a_single_coder_get_a_sentence(command: CommandLine) -> None:
    two_coders(command).store.close()

    assert "turn, sentence, character" in command("agreement", "--project", TITLE, "--unit", "page", fails=True)
    assert "Zoe" in command("agreement", "--project", TITLE, "--coder", "Zoe", "--coder", "Ana", fails=True)
    assert "two people" in command("agreement", "--project", TITLE, "--coder", "Ana", fails=True)
