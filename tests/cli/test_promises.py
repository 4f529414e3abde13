"""What holds for every command: it explains itself, it takes a database, it ends with 0 or 1 and a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.cli.conftest import CommandLine
from workbench.cli.main import app


def _leaves(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(_leaves(typer.main.get_command(app)))
PRINTING_DATA = {
    ("project", "new"), ("project", "list"), ("import",), ("transcripts", "list"), ("codebook", "import"), ("codings", "add"),
    ("codings", "import"), ("suggest",), ("evaluate",), ("agreement",), ("identifiers",), ("verify",), ("history",), ("withdraw",),
    ("user", "list"), ("project", "begin"), ("work", "merge"), ("revisions",),
}  # fmt: skip
WITHOUT_A_PERSON = {
    ("demo",), ("backup",), ("restore",), ("verify",), ("migrate",), ("serve",), ("project", "begin"),
    ("user", "list"), ("user", "reset"), ("user", "disable"), ("user", "enable"), ("user", "email"),
}  # fmt: skip


def _python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example_of_its_own(path):
    shown = CliRunner().invoke(app, [*path, "--help"], prog_name="workbench", env={"COLUMNS": "200"})

    assert shown.exit_code == 0
    assert f"Example: workbench {' '.join(path)}" in " ".join(shown.stdout.split())
    assert "--database" in shown.stdout
    assert COMMANDS[path].callback.__doc__


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_is_for(path):
    assert [each.name for each in COMMANDS[path].params if not getattr(each, "help", None)] == []


def test_what_prints_data_prints_json_on_request_and_who_acts_can_be_said():
    options = {path: {name for each in command.params for name in each.opts} for path, command in COMMANDS.items()}

    assert {path for path in COMMANDS if "--json" in options[path]} == PRINTING_DATA
    assert {path for path in COMMANDS if "--as" not in options[path]} == WITHOUT_A_PERSON


def test_help_comes_without_loading_the_database_or_a_model():
    loaded = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from workbench.cli.main import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print({'sqlalchemy', 'pandas', 'spacy', 'sklearn', 'docx', 'streamlit'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=120)

    assert done.stdout.strip() == "set()"


def test_the_module_ends_with_0_when_it_did_what_was_asked(tmp_path: Path):
    done = _python("project", "new", "Étude", "--database", str(tmp_path / "new.sqlite3"))

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.strip()) == 36


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["project", "new"], "Missing argument"),
        (["nonsense"], "No such command 'nonsense'"),
        (["import", "x.txt"], "Missing option '--project'"),
        (
            ["import", "x.txt", "--project", "P", "--phase", "dance"],
            "'dance' is not one of 'set', 'collect', 'reflect'",
        ),
        (["verify", "--database", ""], "--database is empty"),
        (["verify", "--database", "mysql://host/name"], "Use SQLite or PostgreSQL"),
        (["verify", "--database", "no-such-file.sqlite3"], "There is no database at “no-such-file.sqlite3”"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_ends_with_1(words, sentence, tmp_path: Path):
    done = _python(*words, WORKBENCH_DATA=str(tmp_path))

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_bug_stays_loud(command: CommandLine, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.services.projects.list_projects", broken)

    result = CliRunner().invoke(app, ["project", "list"])

    assert isinstance(result.exception, ZeroDivisionError)


def test_a_reader_that_stops_listening_is_no_error(tmp_path: Path):
    whole = f'"{sys.executable}" -m workbench --help | true'

    done = subprocess.run(["bash", "-c", whole], capture_output=True, text=True, check=False, timeout=120)

    assert done.stderr == ""


def test_a_misspelled_database_is_not_made(command: CommandLine, tmp_path: Path):
    wrong = tmp_path / "stduy.sqlite3"

    for words in (
        ["verify"],
        ["project", "list"],
        ["transcripts", "list", "--project", "P"],
        ["backup", tmp_path / "b"],
    ):
        assert "There is no database" in command(*words, "--database", wrong, fails=True)

    assert not wrong.exists()


def test_a_fresh_installation_lists_no_projects_and_makes_no_file(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path / "data"))

    result = CliRunner().invoke(app, ["project", "list", "--json"])

    assert (result.exit_code, result.stdout.strip()) == (0, "[]")
    assert not (tmp_path / "data").exists()


def test_a_database_named_before_the_command_counts_for_the_command(command: CommandLine, tmp_path: Path):
    other = tmp_path / "other.sqlite3"
    command("--database", other, "project", "new", "Elsewhere")

    assert command.json("project", "list") == []
    assert [each["title"] for each in command.json("--database", other, "project", "list")] == ["Elsewhere"]


def test_a_file_name_with_bytes_that_are_no_letters_is_reported_not_feared(tmp_path: Path):
    database = str(tmp_path / "new.sqlite3")
    assert _python("project", "new", "P", "--database", database).returncode == 0

    done = _python("import", os.fsdecode(b"/nowhere/\xff.vtt"), "--project", "P", "--database", database)

    assert done.returncode == 1
    assert "There is no file" in done.stderr
    assert "Traceback" not in done.stderr
