"""A better version of a file by command line: shown first, then done with a reason; and the texts there have been."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import TALK, CommandLine

BETTER = TALK.replace("gas money", "petrol money").replace(
    "I waited nine months for a letter. Then it came twice. ", ""
)


@pytest.fixture
def coded(study) -> CommandLine:
    """The study “Letters” with three codings: one stays, one is reworded, the words of one go."""
    command = study()
    for code, quote in (("Weather", "It rained"), ("Help", "asked for gas money"), ("Waiting", "waited nine months")):
        words = ("--transcript", "T01", "--code", code, "--quote", quote)
        command("codings", "add", *words, "--project", "Letters")
    return command


@pytest.fixture
def better(tmp_path: Path) -> Path:
    path = tmp_path / "maple-checked.txt"
    path.write_text(BETTER, encoding="utf-8")
    return path


def test_a_preview_says_what_stays_what_travels_and_what_waits(coded: CommandLine, better: Path):
    shown = coded("import", better, "--project", "Letters", "--replaces", "T01", "--dry-run")
    plain = coded.json("import", better, "--project", "Letters", "--replaces", "T01", "--dry-run")

    assert "On the same words: 1 coding" in shown
    assert "“asked for gas money” becomes “asked for petrol money”" in shown
    assert "“waited nine months”, by Robin" in shown
    assert (plain["replaced"], plain["kept"], len(plain["reworded"]), len(plain["waiting"])) == (False, 1, 1, 1)
    (row,) = coded.json("revisions", "--project", "Letters")
    assert len(row["revisions"]) == 1


def test_a_better_file_takes_the_place_and_its_reason_is_kept(coded: CommandLine, better: Path):
    coded("import", better, "--project", "Letters", "--replaces", "T01", "--reason", "checked with the recording")

    (row,) = coded.json("revisions", "T01", "--project", "Letters")
    assert [one["reason"] for one in row["revisions"]].count("checked with the recording") == 1
    assert row["codings_without_a_place"] == 1
    said = coded("revisions", "--project", "Letters")
    assert "2 revisions; 1 coding without a place" in said
    assert "checked with the recording" in said
    assert "Everything is sound." in coded("verify")


def test_without_a_reason_or_with_two_files_nothing_is_replaced(coded: CommandLine, better: Path, talk: Path):
    no_reason = coded("import", better, "--project", "Letters", "--replaces", "T01", fails=True)
    two_files = coded("import", better, talk, "--project", "Letters", "--replaces", "T01", "--dry-run", fails=True)

    assert "--reason" in no_reason
    assert "One file can replace one transcript" in two_files
    (row,) = coded.json("revisions", "--project", "Letters")
    assert len(row["revisions"]) == 1
