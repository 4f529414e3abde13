# ruff: noqa: PLC0415
"""``workbench`` alone, ``workbench demo`` and ``workbench serve``: opening the app, for oneself or for a team."""

from __future__ import annotations

import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from urllib.parse import urlsplit

import typer

from workbench.cli.options import Database
from workbench.cli.session import chosen_settings, counted, file_of, say, shortened, workbench_at
from workbench.errors import RuleError, StorageError
from workbench.settings import Serving

if TYPE_CHECKING:
    from workbench.bootstrap import Workbench
    from workbench.services.sample import SampleStudy

Port = Annotated[int | None, typer.Option(min=1, max=65_535, help="The port on this computer. Default: a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Serve the app, but open no browser.")]

_FILE = "sample.sqlite3"
_SHOWN = 3  # suggestions that the demo prints


def open_app(*, database: str | None, port: int | None, no_browser: bool) -> None:
    """The app on a database, until it is stopped, which is no error."""
    from workbench.ui.server import serve

    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(KeyboardInterrupt):
        serve(database=database, port=port, open_browser=not no_browser)


def serve(
    *,
    host: Annotated[
        str, typer.Option(help="The network address to listen on. Other computers come in by a proxy.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option(metavar="URL", help="What people type, such as https://workbench.example.ca.")
    ] = "",
    host_name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="One more name this server answers to.")
    ] = None,
    root_path: Annotated[
        str | None, typer.Option(metavar="PATH", help="What stands before every path. Default: as in --address.")
    ] = None,
    database: Database = None,
) -> None:
    """Serve a team: everybody signs in.

    Start with an account for yourself: workbench user add NAME --keeper. How to put it on a server: docs/serving.md.

    Example: workbench serve --database postgresql://localhost/workbench --address https://workbench.example.ca
    """
    from workbench.ui.server import serve_team

    serving = _serving(address, host_name or [], root_path)
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(KeyboardInterrupt):
        serve_team(serving, host=host, port=port, database=chosen_settings(database).database)


def _serving(address: str, host_names: list[str], root_path: str | None) -> Serving:
    """How the server is reached, from what was given; raises ``RuleError`` where an address is none."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise RuleError(f"“{address}” is not an address such as https://workbench.example.ca.")
    root = (parts.path if root_path is None else root_path).strip("/")
    return Serving(
        address=address.rstrip("/"),
        host_names=tuple(name.lower() for name in host_names),
        root_path=f"/{root}" if root else "",
    )


def _leave(*_: object) -> NoReturn:
    """End as after the last line, so that what was only made for the demo is removed."""
    sys.exit(0)


def demo(
    *,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Keep the copy in this folder. Default: it goes when you stop."),
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--no-app", help="Do the main job and print what it did; open nothing.")
    ] = False,
    port: Port = None,
    no_browser: NoBrowser = False,
    database: Database = None,
) -> None:
    """Open a fresh copy of the sample study.

    It is about made-up people. The copy is made by doing the main job: files in, a codebook, codings, suggestions, a report draft.

    Example: workbench demo --keep sample-study
    """
    from workbench.services import reports, sample

    with _place(keep, database) as address:
        file = file_of(address)
        if file is not None and file.exists():
            raise StorageError(
                f"“{file}” is there already. Open it with: workbench --database “{file}”, or choose another folder."
            )
        with workbench_at(address, make=True) as workbench:
            study = sample.create_sample_study(workbench.store, tell=lambda line: say(f"  {line}"))
            say(f"“{study.project.title}”, a sample study about made-up people:")
            say(f"  {counted(study.transcripts, 'transcript')}, {counted(study.words, 'word')}")
            say(f"  {counted(study.codings, 'coding')} by {', '.join(study.coders)}")
            _propose(workbench, study)
            if file is not None:
                draft = file.with_name("report-draft.docx")
                reports.save_whole(reports.report_bytes(workbench.desk_at(study.project.id)), draft)
                stays = keep or database or not only_print
                say("  a report draft" + (f": {draft}" if stays else ""))
        if not keep and not database:
            say("This copy goes when you stop. To keep one: workbench demo --keep FOLDER")
        if not only_print:
            open_app(database=address, port=port, no_browser=no_browser)


@contextlib.contextmanager
def _place(keep: Path | None, database: str | None) -> Iterator[str]:
    """Where the copy is made: where somebody said, else in a folder that is removed at the end."""
    if database is not None:
        yield database
    elif keep is not None:
        yield str(keep / _FILE)
    else:
        # On Windows a file that is still open cannot be removed; the system clears its temporary folder itself.
        with tempfile.TemporaryDirectory(prefix="workbench-demo-", ignore_cleanup_errors=True) as folder:
            yield str(Path(folder) / _FILE)


def _propose(workbench: Workbench, study: SampleStudy) -> None:
    """A few suggestions for the first of the coders, with their reasons."""
    from workbench.services import codebooks, suggestions, transcripts

    desk = workbench.desk_at(study.project.id, study.coders[0])
    found = suggestions.propose(desk, workbench.models).suggestions
    codebook = codebooks.get_codebook(desk)
    labels = {row.transcript.id: row.transcript.label for row in transcripts.list_transcripts(desk)}
    say(f"  {counted(len(found), 'suggestion')} for {desk.actor}" + (", such as:" if found else ""))
    for suggestion in sorted(found, key=lambda each: -each.confidence)[:_SHOWN]:
        say(
            f"    {labels[suggestion.transcript_id]}: {codebook.get(suggestion.code_id).label} ({suggestion.band.value})"
        )
        say(f"      “{shortened(suggestion.quote, 90)}”")
        say(f"      {'; '.join(suggestion.because)}")
