"""Backup, restore, verify, migrate and the sample study by command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.conftest import CommandLine
from workbench.cli.main import app


def test_a_backup_restored_into_a_new_file_holds_the_same(study, tmp_path: Path):
    command, file, restored = study(), tmp_path / "all.backup", tmp_path / "restored.sqlite3"

    assert "opened again and verified" in command("backup", file)
    assert "1 project, 1 transcript" in command("restore", file, "--database", restored)

    before = command.json("history", "-p", "Letters")
    assert command.json("history", "-p", "Letters", "--database", restored) == before


def test_restore_never_overwrites_a_database(study, tmp_path: Path):
    command, file = study(), tmp_path / "all.backup"
    command("backup", file)

    assert "is there already" in command("restore", file, fails=True)
    assert command.json("verify")["projects"] == 1


def test_a_backup_replaces_an_earlier_backup_and_nothing_else(study, tmp_path: Path):
    command, file, notes = study(), tmp_path / "all.backup", tmp_path / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    command("backup", file)

    command("backup", file)

    assert "it is not a backup" in command("backup", notes, fails=True)
    assert notes.read_text(encoding="utf-8") == "mine"


def test_what_is_no_backup_is_refused_and_leaves_nothing(command: CommandLine, talk: Path, tmp_path: Path):
    new = tmp_path / "new.sqlite3"

    assert "not a workbench backup" in command("restore", talk, "--database", new, fails=True)
    assert "There is no file" in command("restore", tmp_path / "none", "--database", new, fails=True)
    assert not new.exists()


def test_verify_says_what_it_looked_at(study):
    command = study()

    assert "Everything is sound." in command("verify")
    assert command.json("verify") == {
        "clean": True, "projects": 1, "transcripts": 1, "codings": 0, "events": 3, "faults": [],
    }  # fmt: skip


def test_verify_ends_with_1_and_lists_what_is_wrong(study):
    command = study()
    command("codings", "add", "-p", "Letters", "--transcript", "T01", "--code", "Help", "--quote", "gas money")
    with closing(sqlite3.connect(command.database)) as behind_our_back, behind_our_back:
        behind_our_back.execute("UPDATE codings SET quote = 'gas honey'")

    result = CliRunner().invoke(app, ["verify"])

    assert result.exit_code == 1
    assert "is not what stands at its place" in result.stdout
    assert "gas honey" not in result.output


def test_a_file_that_is_no_database_is_said_to_be_none(command: CommandLine, talk: Path):
    before = talk.read_bytes()

    assert "not a workbench database" in command("verify", "--database", talk, fails=True)
    assert talk.read_bytes() == before


def test_migrate_leaves_a_database_of_the_newest_form_as_it_is(study):
    command = study()

    assert command("migrate") == "The database has the newest form.\n"


def test_undo_stops_where_the_project_was_made(study):
    command = study()
    command("undo", "-p", "Letters")
    command("undo", "-p", "Letters")

    assert "There is nothing to undo." in command("undo", "-p", "Letters", fails=True)
    assert command.json("transcripts", "list", "-p", "Letters") == []


@pytest.mark.slow
def test_the_demo_does_the_main_job_on_a_copy_that_can_be_kept(command: CommandLine, tmp_path: Path):
    folder = tmp_path / "kept"

    printed = command("demo", "--keep", folder, "--no-app")

    assert "made-up people" in printed
    assert (folder / "report-draft.docx").exists()
    assert "there already" in command("demo", "--keep", folder, "--no-app", fails=True)
    [project] = command.json("project", "list", "--database", folder / "sample.sqlite3")
    assert project["made_up"]
    assert command.json("verify", "--database", folder / "sample.sqlite3")["clean"]
    assert command.json("project", "list") == []
