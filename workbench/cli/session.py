# ruff: noqa: PLC0415
"""What every command needs: the opened workbench, files in, files out, words and JSON on the screen.

Imports stand inside functions in this package: a command loads what it needs when it runs, so that help answers at once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from workbench.errors import NotFoundError, StorageError, UnreadableFileError
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.bootstrap import Workbench
    from workbench.services.desk import Desk

_PROGRAM = "docProps/app.xml"
MOST_BYTES = 256 * 1024 * 1024  # what a reader of files may refuse with a better sentence; above it nothing is read


def chosen_settings(database: str | None) -> Settings:
    """The settings from the environment, with the database that was named on the command line."""
    settings = Settings.from_environment()
    if database is None:
        return settings
    if not database.strip():  # most likely an unset variable; the default would be the wrong study
        raise StorageError("--database is empty. Give a file or an address, or leave the option out.")
    return dataclasses.replace(settings, database=database)


def file_of(address: str) -> Path | None:
    """The file in which an SQLite database lies, or ``None`` for a server's."""
    from workbench.store.engine import database_url

    url = database_url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


@contextlib.contextmanager
def workbench_at(database: str | None, *, make: bool = False) -> Iterator[Workbench]:
    """The workbench on a database. One that is not there is only made where ``make`` says so: a typing error makes no file."""
    from workbench.bootstrap import database_address, open_workbench

    settings = chosen_settings(database)
    file = file_of(database_address(settings))
    if file is not None and not make and not file.exists():
        raise StorageError(
            f"There is no database at “{file}”. Check --database, or begin with: workbench project new TITLE."
        )
    with open_workbench(settings=settings) as workbench:
        yield workbench


@contextlib.contextmanager
def desk_at(database: str | None, project: str, actor: str | None = None) -> Iterator[tuple[Workbench, Desk]]:
    """A workbench, and one person's desk at a project in it."""
    from workbench.services.projects import members_of

    with workbench_at(database) as workbench:
        desk = workbench.desk(project, actor)
        team = [member.name for member in members_of(workbench.store, desk.project_id)]
        if desk.actor not in team:
            raise NotFoundError("person on the team called", desk.actor, hint="Check --as and WORKBENCH_USER.")
        yield workbench, desk


def read_file(path: Path) -> bytes:
    """The bytes of a file, or a sentence that says why not."""
    try:
        if path.is_dir():
            raise UnreadableFileError(f"“{path}” is a folder. Name the files in it.")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFileError(
                f"“{path.name}” is larger than {MOST_BYTES // 2**20} MB; no transcript or codebook is. Check that it is the right file."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(f"There is no file “{path}”. Check its name and folder.") from error
    except OSError as error:
        raise UnreadableFileError(f"“{path}” cannot be read: {error.strerror or error}.") from error


def save_file(path: Path, content: bytes) -> None:
    """Write an export, whole or not at all. A file that is there is only replaced if it is an earlier one of the same kind."""
    from workbench.services.reports import save_whole

    if path.is_dir():
        raise StorageError(f"“{path}” is a folder. Add the name of a file.")
    if path.exists() and not _is_earlier(read_file(path), content, ending=path.suffix.casefold()):
        raise StorageError(
            f"“{path}” is there already, and it is something else, or was changed since. Choose another name, or move it away."
        )
    save_whole(content, path)


def _is_earlier(old: bytes, new: bytes, *, ending: str) -> bool:
    """Whether a file came from the same export: it begins alike, or has the same title and no mark of another program."""
    try:
        with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
            edited = _PROGRAM in before.namelist() and _PROGRAM not in after.namelist()  # Word and Writer put it there
            return not edited and _title(before) == _title(after)
    except (zipfile.BadZipFile, KeyError, OSError):
        lines = 1 if ending == ".csv" else 3
        return old.splitlines()[:lines] == new.splitlines()[:lines]


def _title(archive: zipfile.ZipFile) -> bytes:
    found = re.search(rb"<dc:title>.*?</dc:title>", archive.read("docProps/core.xml"), re.DOTALL)
    return found[0] if found else b""


def ending_of(path: Path, allowed: tuple[str, ...]) -> str:
    """A file's ending without its dot, if it is one of those allowed."""
    ending = path.suffix.casefold().removeprefix(".")
    if ending not in allowed:
        listed = ", ".join(f".{each}" for each in allowed)
        raise UnreadableFileError(f"“{path.name}” needs one of these endings: {listed}.")
    return ending


def say(sentence: str = "") -> None:
    """A line for people."""
    typer.echo(sentence)


def complain(sentence: str) -> None:
    """A line on the error stream, for a command that goes on."""
    typer.echo(sentence, err=True)


def print_json(value: Any) -> None:
    """A value for other programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "word"), counted(1200, "word"), counted(2, "copy", "copies")
    ('1 word', '1,200 words', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shortened(text: str, length: int = 100) -> str:
    """The beginning of a text, in one line.

    >>> shortened("one two three", 9)
    'one two …'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
