"""The command line on a real SQLite file, called as a person would call it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workbench.cli.main import app

TALK = """Interviewer: What was the first year like?
Maple: I waited nine months for a letter. Then it came twice. (laughs)
Interviewer: And who helped you?
Maple: My sister drove me to Red Deer, every second week. She never asked for gas money.
Interviewer: What was the waiting like?
Maple: I waited and I waited. It rained.
"""


class CommandLine:
    """Calls commands on one database and keeps what they printed."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __call__(self, *words: object, fails: bool = False) -> str:
        """What a command prints for people; it must end with 0, or with 1 where it is said that it ``fails``."""
        result = CliRunner().invoke(app, [str(word) for word in words], prog_name="workbench")
        assert result.exit_code == int(fails), result.output
        assert "Traceback" not in result.output
        return result.stderr if fails else result.stdout

    def json(self, *words: object) -> Any:
        """What a command prints for other programs."""
        return json.loads(self(*words, "--json"))


@pytest.fixture
def command(tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line, on a database with empty tables that the environment names."""
    database = tmp_path / "study.sqlite3"
    shutil.copy(empty_sqlite, database)
    monkeypatch.setenv("WORKBENCH_DATABASE", str(database))
    monkeypatch.delenv("WORKBENCH_USER", raising=False)
    return CommandLine(database)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A small interview as a text file."""
    path = tmp_path / "maple.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


@pytest.fixture
def study(command: CommandLine, talk: Path) -> Callable[[], CommandLine]:
    """Makes a project “Letters” of Robin's with one transcript and three codes."""

    def make() -> CommandLine:
        codes = talk.with_name("codes.csv")
        codes.write_text(
            "label,short_definition\nWaiting,Time that passes\nHelp,Who helps\nWeather,Rain\n", encoding="utf-8"
        )
        command("project", "new", "Letters", "--as", "Robin")
        command("import", talk, "--project", "Letters")
        command("codebook", "import", codes, "--project", "Letters")
        return command

    return make
