"""Withdrawal by command line: shown first, done with --yes, letters saved, and what cannot be done is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.files_of import everything_in
from workbench.bootstrap import open_workbench
from workbench.services import ledger, people, transcripts
from workbench.store import Store


@pytest.fixture
def told(study, talk: Path) -> CommandLine:
    """The study “Letters” with Maple as P07, one coding of hers, and a report that went to the Network."""
    command = study()
    command(
        "codings",
        "add",
        "--transcript",
        "T01",
        "--code",
        "Waiting",
        "--quote",
        "waited nine months",
        "--project",
        "Letters",
    )
    talk.unlink()  # the file that came from outside is not the program's
    with open_workbench(str(command.database)) as workbench:
        desk = workbench.desk("Letters")
        person = people.add_participant(desk, "P07", pseudonym="Aspen")
        transcript = transcripts.find_transcript(desk, "T01")
        here = transcripts.open_transcript(desk, transcript.id)
        (voice,) = [one for one in here.speakers.values() if one.label == "Maple"]
        transcripts.change_speaker(desk, voice.id, participant_id=person.id)
        ledger.record(
            desk, what="report draft", form="quotes", recipient="Prairie Network", content=b"x",
            participants=[person.id], transcripts=[transcript.id],
        )  # fmt: skip
    return command


def held(command: CommandLine) -> str:
    store = Store.open(str(command.database))
    try:
        return everything_in(store)
    finally:
        store.close()


def test_without_yes_it_shows_what_would_go_and_changes_nothing(told: CommandLine):
    before = told.json("history", "-p", "Letters")

    shown = told("withdraw", "P07", "--project", "Letters")

    assert "T01: 3 turns of 6" in shown
    assert "1 coding would go" in shown
    assert "to Prairie Network: report draft" in shown
    assert "To do it, add --yes" in shown
    assert told.json("withdraw", "P07", "--project", "Letters")["turns"] == {"T01": [2, 4, 6]}
    assert told.json("history", "-p", "Letters") == before


def test_with_yes_the_words_are_gone_and_everything_is_sound(told: CommandLine, tmp_path: Path):
    folder = tmp_path / "letters"

    said = told("withdraw", "p07", "--project", "Letters", "--yes", "--letters", folder)

    assert "Removed for good: 3 turns and 1 coding of P07" in said
    assert "Delete them by" in said
    assert [file.name for file in folder.iterdir()] == ["letter-1.docx"]
    assert "Everything is sound." in told("verify")
    found = held(told)
    assert "nine months" not in found
    assert "gas money" not in found
    assert "Maple" not in found


def test_letters_can_be_saved_later_and_it_is_not_done_twice(told: CommandLine, tmp_path: Path):
    told("withdraw", "P07", "--project", "Letters", "--yes")

    again = told("withdraw", "P07", "--project", "Letters", "--yes", "--letters", tmp_path / "later")

    assert "all was removed on" in again
    assert (tmp_path / "later" / "letter-1.docx").is_file()


def test_single_turns_are_taken_back(told: CommandLine):
    told("withdraw", "P07", "--project", "Letters", "--turns", "T01:4-5", "--yes")

    shown = told.json("withdraw", "P07", "--project", "Letters")
    assert shown["turns"] == {"T01": [2, 4, 6]}
    assert "gas money" not in held(told)
    assert "nine months" in held(told)


def test_quotes_alone_change_the_consent_only(told: CommandLine):
    assert "Add --yes" in told("withdraw", "P07", "--project", "Letters", "--scope", "quotes")

    assert "may no longer be quoted" in told("withdraw", "P07", "--project", "Letters", "--scope", "quotes", "--yes")

    assert "nine months" in held(told)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("P99",), "There is no participant “P99”"),
        (("P07", "--turns", "four"), "such as T10:34-39"),
        (("P07", "--turns", "T01:1-1"), "none of the turns"),
        (("P07", "--turns", "T09:1-1"), "There is no transcript “T09”"),
        (("P07", "--asked-on", "May"), "is not a day"),
        (("P07", "--scope", "passages"), "Give the turns"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(told: CommandLine, words: tuple[str, ...], sentence: str):
    assert sentence in told("withdraw", *words, "--project", "Letters", fails=True)
