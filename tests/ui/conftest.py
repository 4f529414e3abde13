"""A real workbench on a database of its own, and a way to look at one page of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from workbench.bootstrap import Workbench
from workbench.domain.ids import CodeId
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Phase, Transcript
from workbench.services import codebooks, codings, projects, transcripts
from workbench.services.desk import Desk
from workbench.ui import shared

MAIN = "from workbench.ui.navigation import run\n\nrun()\n"
INTERVIEW = b"""Interviewer: How is the waiting?
Maple: Six months. I *wait* by the phone, and nobody calls. It costs $5 a day.
Interviewer: And at home?
Maple: My sister drives me. She is my map.
"""

OpenPage = Callable[..., AppTest]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    """The workbench that the pages of this test share, on a new database."""
    monkeypatch.setenv("WORKBENCH_DATABASE", str(tmp_path / "study.sqlite3"))
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("WORKBENCH_USER", raising=False)
    for name in (shared.workbench, shared.secret):
        name.cache_clear()
    found = shared.workbench()
    yield found
    found.close()
    for name in (shared.workbench, shared.secret):
        name.cache_clear()


@pytest.fixture
def project(opened: Workbench) -> Project:
    """A project of Cedar's, with Birch as a student."""
    made = projects.create_project(opened.store, "Waiting for care", actor="Cedar")
    projects.add_member(opened.desk_at(made.id, "Cedar"), "Birch", role=Role.STUDENT)
    return made


@pytest.fixture
def desk(opened: Workbench, project: Project) -> Desk:
    """Birch's desk."""
    return opened.desk_at(project.id, "Birch")


@pytest.fixture
def birch(opened: Workbench, project: Project) -> Member:
    return next(member for member in projects.members_of(opened.store, project.id) if member.name == "Birch")


@pytest.fixture
def interview(desk: Desk) -> Transcript:
    """Four turns, imported from a text file."""
    seen = transcripts.preview(desk, INTERVIEW, file_name="interview.txt")
    return transcripts.import_transcript(desk, seen, phase=Phase.COLLECT, title="At the phone")


@pytest.fixture
def coded(desk: Desk, interview: Transcript) -> Transcript:
    """The interview with one code, used once by Birch."""
    waiting = codebooks.add_code(desk, "Waiting", short_definition="Time that passes before care.")
    turn = transcripts.open_transcript(desk, interview.id).body.turns[1]
    codings.add_coding(desk, interview.id, turn.span, waiting.id)
    return interview


def code_another_voice(desk: Desk) -> CodeId:
    """Somebody else is heard under “Waiting”, in a second interview; the code."""
    seen = transcripts.preview(desk, b"Interviewer: And you?\nAspen: Nobody called me back.\n", file_name="second.txt")
    second = transcripts.import_transcript(desk, seen, phase=Phase.COLLECT, title="No call")
    waiting = codebooks.find_code(desk, "Waiting")
    codings.add_coding(desk, second.id, transcripts.open_transcript(desk, second.id).body.turns[1].span, waiting.id)
    return waiting.id


@pytest.fixture
def open_page(opened: Workbench, tmp_path: Path) -> OpenPage:
    """Open a page as it stands under its address; ``who`` is the person, ``more`` what else the address says."""

    script = tmp_path / "main.py"
    script.write_text(MAIN, encoding="utf-8")

    def look(name: str, who: Member | None = None, **more: str) -> AppTest:
        page = AppTest.from_file(script, default_timeout=60)
        if who is not None:
            page.query_params["project"] = who.project_id
            page.query_params["who"] = who.id
        for key, value in more.items():
            page.query_params[key] = value
        # AppTest can only switch to pages that are files of their own; ours are functions, known by their address.
        page._page_hash = calc_hash("" if name == "home" else name)
        return page.run()

    return look
