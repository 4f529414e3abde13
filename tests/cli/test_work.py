"""Working together without a server, by commands: a copy for a colleague, their work back, brought in once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from workbench.domain.project import Role
from workbench.services import projects
from workbench.services.desk import Desk
from workbench.store import Store


@pytest.fixture
def study(command: CommandLine, talk: Path) -> CommandLine:
    """A project of Ana's with one transcript, one code, and Ben on the team."""
    project_id = command("project", "new", "Care", "--as", "Ana").strip()
    command("import", talk, "--project", "Care", "--speakers", "Interviewer=facilitator")
    command("codebook", "import", codebook(talk.parent), "--project", "Care")
    store = Store.open(str(command.database))
    projects.add_member(Desk(store, projects.find_project(store, project_id).id, "Ana"), "Ben", role=Role.STUDENT)
    store.close()
    return command


def codebook(folder: Path) -> Path:
    path = folder / "codes.csv"
    path.write_text("code,definition\nWaiting,Time before care\n", encoding="utf-8")
    return path


def test_a_copy_goes_out_and_the_work_comes_back(study: CommandLine, tmp_path: Path) -> None:
    home = tmp_path / "ben.sqlite3"
    copy, work = tmp_path / "for-ben.wbcopy", tmp_path / "ben.wbwork"

    assert "whole transcripts" in study("project", "copy", copy, "--project", "Care", "--for", "Ben")
    assert "You are Ben" in study("project", "begin", copy, "--database", home)
    at_home = ("--project", "Care", "--as", "Ben", "--database", home)
    study("codings", "add", "--transcript", "T01", "--code", "Waiting", "--quote", "nine months", *at_home)
    assert "1 coding" in study("work", "send", work, *at_home)
    assert "1 coding" in study("work", "send", work, *at_home)  # again, in place of the first

    looked = study.json("work", "merge", work, "--project", "Care", "--dry-run")
    assert (looked["before"]["coding"], looked["after"]["coding"]) == (0, 1)
    assert "Brought in" in study("work", "merge", work, "--project", "Care")
    assert "Nothing is new" in study("work", "merge", work, "--project", "Care")
    assert "merge work" in study("undo", "--project", "Care")
    assert "merge work" in study("redo", "--project", "Care")
    assert study.json("verify")["clean"]
    assert study.json("verify", "--database", home)["clean"]


def test_what_cannot_be_used_is_refused_in_a_sentence(study: CommandLine, tmp_path: Path, talk: Path) -> None:
    copy = tmp_path / "for-ben.wbcopy"
    study("project", "copy", copy, "--project", "Care", "--for", "Ben")

    assert "colleague's work" in study("work", "merge", talk, "--project", "Care", fails=True)
    assert "colleague's work" in study("work", "merge", copy, "--project", "Care", fails=True)
    assert "here already" in study("project", "begin", copy, fails=True)
    assert "on the team" in study("project", "copy", copy, "--project", "Care", "--for", "Zed", fails=True)
    assert ".wbwork" in study("work", "send", tmp_path / "work.txt", "--project", "Care", fails=True)
