"""``workbench identifiers``: what is open, by class, and the published score."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import CommandLine

TITLE = "Living with it"


def a_project(command: CommandLine, talk: Path) -> None:
    talk.write_text(
        talk.read_text(encoding="utf-8")
        + "Interviewer: Which number?\nMaple: It is 403-555-0190. I was on the national news.\n",
        encoding="utf-8",
    )
    command("project", "new", TITLE)
    command("import", talk, "--project", TITLE)


def test_open_identifiers_are_listed_by_class(command: CommandLine, talk: Path) -> None:
    a_project(command, talk)

    said = command("identifiers", "--project", TITLE)
    (found,) = command.json("identifiers", "--project", TITLE, "--transcript", "T01")["transcripts"]

    assert "phone: 1 place, 1 different string" in said
    assert "Red Deer" in said
    assert "for what no machine finds: 1 passage" in said
    assert {(hit["text"], hit["class"], hit["must_catch"]) for hit in found["hits"]} == {
        ("Red Deer", "place", False),
        ("403-555-0190", "phone", True),
    }
    assert found["look_at"][0]["question"].endswith("?")


def test_the_score_is_printed_with_what_cannot_be_found(command: CommandLine) -> None:
    said = command("identifiers", "--score")

    assert "DEVELOPED AGAINST: " in said
    assert "KEPT APART: " in said
    assert "hits per 1,000 words" in said
    assert "It cannot find:" in said


def test_without_a_project_it_says_what_to_name(command: CommandLine) -> None:
    assert "--project" in command("identifiers", fails=True)
