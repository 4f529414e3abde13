"""A blind coder gets not one character of another's work, by any service, page, command, file or answer to the coding page."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from tests.ui.conftest import OpenPage
from workbench import services
from workbench.bootstrap import Workbench
from workbench.cli.main import app
from workbench.domain.codebook import Theme
from workbench.domain.coding import Coding, MemoKind, Target, Visibility
from workbench.domain.exit import Recipient
from workbench.domain.project import Project, Role
from workbench.domain.round import Round
from workbench.domain.span import Span
from workbench.domain.transcript import Transcript
from workbench.errors import WorkbenchError
from workbench.services import (
    codebooks,
    codings,
    memos,
    operations,
    projects,
    questions,
    reports,
    rounds,
    themes,
    transcripts,
)
from workbench.services.desk import Desk
from workbench.services.rounds import Whole
from workbench.ui.navigation import ROOMS

MUST_BE_CALLED = {
    "codings.codings_of", "codebooks.uses_of_codes", "codebook_history.codebook_on", "codebook_history.changes_of_code",
    "code_passages.passages", "memos.list_memos", "journal.journal", "questions.list_questions", "history.newest_acts",
    "operations.surface", "transcripts.list_transcripts", "reports.take_snapshot", "reports.draft", "reports.codings_bytes",
    "comparing.compare", "comparing.who_coded", "decisions.talks", "waiting.waiting", "codebook_deeds.preview_rename",
    "codebook_deeds.preview_merge", "agreement.measure_agreement", "mirror.own_mirror", "rounds.list_rounds", "suggestions.current",
    "themes.list_themes",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Planted:
    """A study in which Birch and Fir code blind, and Birch has written words that nobody else could have."""

    made: Round
    transcript: Transcript
    codings: tuple[Coding, ...]
    theme: Theme
    ids: tuple[str, ...]
    words: tuple[str, ...]
    fir: Desk
    birch: Desk

    def found_in(self, told: str) -> set[str]:
        return {secret for secret in (*self.ids, *self.words) if secret in told}


@pytest.fixture
def planted(opened: Workbench, project: Project, coded: Transcript, desk: Desk) -> Planted:
    cedar = opened.desk_at(project.id, "Cedar")
    projects.add_member(cedar, "Fir", role=Role.STUDENT)
    fir = opened.desk_at(project.id, "Fir")
    code = codebooks.add_code(cedar, "Hope", short_definition="What people look forward to.")
    other = codebooks.add_code(cedar, "Money", short_definition="What care costs.")
    theme = themes.add_theme(cedar, "Time is taken from them", code_ids=(code.id,))
    made = rounds.start_round(cedar, "First round", ["Birch", "Fir"], Whole((coded.id,)))
    for coder in (desk, fir):
        transcripts.read_up_to(coder, coded.id, 4)
    text = operations.surface(desk, coded.id).here.body.text

    def place(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    one = codings.add_coding(desk, coded.id, place("by the phone"), code.id)
    two = codings.add_coding(desk, coded.id, place("drives me"), code.id)
    three = codings.add_coding(desk, coded.id, place("costs $5"), other.id)
    codings.remove_coding(desk, three.id)
    codings.mark_challenge(desk, two.id, theme.id, note="bilbychallenge")
    asked = questions.ask(desk, coded.id, "Is this quokkaquestion?", coding_id=one.id)
    notes = [
        memos.write_memo(desk, "wombatpassage", target=Target.PASSAGE, target_id=coded.id, span=place("my map")),
        memos.write_memo(desk, "numbatcode", kind=MemoKind.CODE, target=Target.CODE, target_id=code.id),
        memos.write_memo(desk, "dunnarttranscript", target=Target.TRANSCRIPT, target_id=coded.id),
        memos.write_memo(desk, "pottorooproject", visibility=Visibility.TEAM),
    ]
    with pytest.raises(WorkbenchError):  # a name of a code cannot be planted: the codebook stands still
        codebooks.add_code(desk, "echidnacode")
    return Planted(
        made,
        coded,
        (one, two),
        theme,
        (one.id, two.id, three.id, asked.id, *(note.id for note in notes)),
        ("bilbychallenge", "quokkaquestion", "wombatpassage", "numbatcode", "dunnarttranscript", "pottorooproject", "echidnacode"),
        fir,
        desk,
    )  # fmt: skip


# Every service ------------------------------------------------------------------------------------------------------


def reads() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the services that a person's desk is given to and that is no act."""
    for found in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"workbench.services.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            first = next(iter(inspect.signature(function).parameters), "")
            if first == "desk" and ".deed(" not in inspect.getsource(function):
                yield f"{found.name}.{name}", function


def called(planted: Planted, desk: Desk) -> dict[str, str]:
    """What each of these answers to one person, as text, where its questions can be filled in from what stands in the study."""
    mine = planted.codings[0]
    bank: dict[str, Any] = {
        "transcript_id": planted.transcript.id,
        "code_id": mine.code_id,
        "source_id": mine.code_id,
        "target_id": next(code.id for code in codebooks.get_codebook(desk) if code.id != mine.code_id),
        "round_id": planted.made.id,
        "theme_id": planted.theme.id,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "coders": ["Birch", "Fir"],
        "student": "Birch",
        "new_label": "Anew",
        "parent_id": None,
        "codings": planted.codings,
        "coding_ids": [one.id for one in planted.codings],
        "operations": [],
        "since": 0,
        "kind": "csv",
        "recipient": Recipient.TEAM,
        "name": "T01",
        "words": "phone",
        "wanted": "phone",
    }
    told: dict[str, str] = {}
    for name, function in reads():
        asked = [
            one
            for one in inspect.signature(function).parameters.values()
            if one.name != "desk" and one.default is inspect.Parameter.empty
        ]
        if all(one.name in bank for one in asked):
            values = {one.name: bank[one.name] for one in asked}
            if name == "code_passages.passages_of" or (
                "coding" in name and "coding_ids" in values and "preview" not in name
            ):
                continue  # the asker brings the codings along
            try:
                told[name] = as_told(function(desk, **values))
            except (WorkbenchError, TypeError, ValueError, AttributeError, KeyError) as refusal:
                told[name] = str(refusal)
    return told


def as_told(value: object) -> str:
    """All that an answer holds."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if inspect.isgenerator(value):
        return repr(list(value))
    return repr(value)


def test_no_service_tells_a_blind_coder_anything_and_all_do_when_the_round_is_over(planted: Planted) -> None:
    blind = called(planted, planted.fir)
    for coder in (planted.birch, planted.fir):
        rounds.finish(coder, planted.made.id)
    seeing = called(planted, planted.fir)

    assert MUST_BE_CALLED - blind.keys() == set()
    assert {name: secrets for name, told in blind.items() if (secrets := planted.found_in(told))} == {}
    shown = set().union(*(planted.found_in(told) for told in seeing.values()))
    assert shown >= {*(one.id for one in planted.codings), *planted.words[:-1]}


def test_nothing_is_counted_that_a_blind_coder_may_not_see(planted: Planted) -> None:
    fir = planted.fir
    code_id = planted.codings[0].code_id
    with fir.reading() as look:
        delta = operations.changes_since(look, planted.transcript.id, 0)

    assert codebooks.uses_of_codes(fir).get(code_id, 0) == 0
    assert (delta.codings, delta.questions) == ((), ())
    assert not set(delta.dropped) & set(planted.ids)
    assert [one.coder for one in reports.take_snapshot(fir).codings if one.coder != "Fir"] == []


def test_another_coders_work_cannot_be_touched_even_with_its_id(planted: Planted) -> None:
    theirs = planted.codings[0]

    for deed in (
        lambda: codings.mark_challenge(planted.fir, theirs.id, planted.theme.id, note="x"),
        lambda: codings.set_qualifier(planted.fir, theirs.id, ""),
        lambda: questions.ask(planted.fir, planted.transcript.id, "Why?", coding_id=theirs.id),
        lambda: codings.recode(planted.fir, theirs.id, theirs.code_id),
    ):
        with pytest.raises(WorkbenchError) as refusal:
            deed()
        assert "Birch" not in str(refusal.value)


# Every page ---------------------------------------------------------------------------------------------------------


def whole(page: AppTest) -> str:
    """All that a page has sent to the browser, with what its components were given."""

    def walk(block: Any) -> Iterator[str]:
        for child in getattr(block, "children", {}).values():
            yield str(getattr(child, "proto", ""))
            yield from walk(child)

    return "\n".join(walk(page._tree))


def test_no_page_shows_a_blind_coder_anything(open_page: OpenPage, opened: Workbench, planted: Planted) -> None:
    fir = next(one for one in projects.members_of(opened.store, planted.fir.project_id) if one.name == "Fir")

    leaks: dict[str, set[str]] = {}
    for room in ROOMS:
        page = open_page(room.name, fir, transcript=planted.transcript.id, code=planted.codings[0].code_id)
        assert not page.exception, room.name
        if secrets := planted.found_in(whole(page)):
            leaks[room.name] = secrets
    for coder in (planted.birch, planted.fir):
        rounds.finish(coder, planted.made.id)
    over = whole(open_page("code", fir, transcript=planted.transcript.id))

    assert leaks == {}
    assert planted.found_in(over) >= {one.id for one in planted.codings}  # the same look finds them when it is over


# Every command ------------------------------------------------------------------------------------------------------


def test_no_command_tells_a_blind_coder_anything(
    planted: Planted, opened: Workbench, project: Project, tmp_path: Path
) -> None:
    def run(*words: str) -> str:
        return CliRunner().invoke(app, [*words, "--project", project.id, "--as", "Fir"], prog_name="workbench").output

    told = [
        run("codings", "export", str(tmp_path / "codings.csv")),
        run("codings", "export", str(tmp_path / "codings.json")),
        run("codebook", "export", str(tmp_path / "codebook.yaml")),
        run("report", "-o", str(tmp_path / "report.docx")),
        run("agreement"),
        run("history"),
        run("suggest"),
    ]
    told += [path.read_text(errors="replace") for path in tmp_path.glob("cod*.*")]

    assert "is left out until everybody has finished" in told[0]
    assert not (tmp_path / "report.docx").exists()
    assert (tmp_path / "codings.json").exists()
    assert planted.found_in("\n".join(told)) == set()
