"""Every command as a sponsor and as a stranger: refused in a sentence, with no word of the study, and no file left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import CommandLine
from tests.cli.test_promises import COMMANDS, WITHOUT_A_PERSON
from workbench.cli.main import app
from workbench.domain.ids import TranscriptId
from workbench.domain.project import Role
from workbench.services import codebooks, codings, projects
from workbench.services.desk import Desk
from workbench.store import Store

STUDY = ("--project", "Letters")
ASKED_FOR: dict[tuple[str, ...], tuple[str, ...]] = {
    ("import",): ("{talk}", *STUDY),
    ("revisions",): ("T01", *STUDY),
    ("suggest",): STUDY,
    ("evaluate",): STUDY,
    ("agreement",): STUDY,
    ("identifiers",): STUDY,
    ("report",): (*STUDY, "-o", "{new}"),
    ("withdraw",): ("P01", *STUDY, "--yes"),
    ("history",): STUDY,
    ("undo",): STUDY,
    ("redo",): STUDY,
    ("project", "copy"): ("{new}", *STUDY, "--for", "Robin"),
    ("transcripts", "list"): STUDY,
    ("codebook", "import"): ("pacer_generic", *STUDY),
    ("codebook", "export"): ("{new}.csv", *STUDY),
    ("codings", "add"): (*STUDY, "--transcript", "T01", "--code", "Help", "--quote", "It rained."),
    ("codings", "import"): ("{rows}", *STUDY),
    ("codings", "export"): ("{new}.csv", *STUDY),
    ("work", "send"): ("{new}", *STUDY),
    ("work", "merge"): ("{talk}", *STUDY),
    ("user", "add"): ("Eve", "--role", "student", *STUDY),
}
OF_NO_PROJECT = {("project", "new"), ("project", "list")}
PLANTED = ("nine months", "Red Deer", "sister", "Waiting", "Weather", "Robin")
"""Words of the transcript, codes, a person of the team."""


@pytest.fixture
def letters(study: Callable[[], CommandLine]) -> CommandLine:
    """A coded study, with Sam as its sponsor."""
    command = study()
    store = Store.open(str(command.database))
    desk = Desk(store, projects.find_project(store, "Letters").id, "Robin")
    projects.add_member(desk, "Sam", role=Role.SPONSOR)
    command("codings", "add", *STUDY, "--transcript", "T01", "--code", "Waiting", "--quote", "nine months")
    store.close()
    return command


def test_every_command_of_a_project_is_tried_here() -> None:
    assert ASKED_FOR.keys() | OF_NO_PROJECT | WITHOUT_A_PERSON == COMMANDS.keys()


@pytest.mark.parametrize("who", ["Sam", "Nobody"])
@pytest.mark.parametrize("path", ASKED_FOR, ids=" ".join)
def test_a_sponsor_and_a_stranger_learn_nothing_and_change_nothing(
    letters: CommandLine, talk: Path, tmp_path: Path, path: tuple[str, ...], who: str
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("transcript,quote,code\nT01,It rained.,Help\n", encoding="utf-8")
    places = {"talk": str(talk), "new": str(tmp_path / "new"), "rows": str(rows)}
    files = sorted(tmp_path.iterdir())

    words = [*path, *(word.format(**places) for word in ASKED_FOR[path]), "--as", who]
    done = CliRunner().invoke(app, words, prog_name="workbench")

    assert done.exit_code == 1
    told = done.output.replace(" ".join(words), "")
    assert [word for word in PLANTED if word in told] == []
    assert "Traceback" not in told
    assert {file for file in tmp_path.iterdir() if file not in files and "sqlite3" not in file.name} == set()
    store = Store.open(str(letters.database))
    desk = Desk(store, projects.find_project(store, "Letters").id, "Robin")
    assert [code.label for code in codebooks.get_codebook(desk)] == ["Waiting", "Help", "Weather"]
    assert len(codings.codings_of(desk, TranscriptId(transcripts_of(desk)[0]))) == 1
    store.close()


def transcripts_of(desk: Desk) -> list[str]:
    with desk.reading() as look:
        return [one.id for one in look.uow.transcripts.of_project(desk.project_id)]
