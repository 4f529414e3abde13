"""The installed wheel does the main job in an empty folder, with nothing of the checkout beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import port_of_ones_own

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel, and borrows all else from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
    )
    own = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    (Path(own) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def environment(folder: Path) -> dict[str, str]:
    """No variable of ours but the data folder, and no way to the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WORKBENCH_", "PYTHON"))}
    return {**kept, "WORKBENCH_DATA": str(folder / "data")}


def test_the_wheel_carries_sample_codebooks_component_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for name in (
        "workbench/_shipped/codebooks/pacer_generic.yaml",
        "workbench/_shipped/sample_data/study.yaml",
        "workbench/_shipped/sample_data/transcripts/T01_set_focus_group.vtt",
        "workbench/_shipped/sample_data/practice/key.yaml",
        "workbench/ui/glossary_en.toml",
        "workbench/pyproject.toml",
        "workbench/ui/transcript_view/frontend/surface.js",
        "workbench/store/migrations/versions/v0001_first_tables.py",
        "workbench/nlp/blender.json",
    ):
        assert name in names
    assert not any(name.endswith((".sqlite3", ".pyc")) for name in names)


def test_the_main_job_runs_from_the_wheel_in_an_empty_folder(installed: Path, wheel: Path, tmp_path: Path) -> None:
    def workbench(*arguments: str) -> str:
        done = subprocess.run(
            [installed, "-m", "workbench", *arguments],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "one.txt").write_text(
        "Q: How was it?\nA: I waited nine months for a letter.\nQ: And then?\nA: It came twice."
    )
    workbench("project", "new", "Waiting")
    workbench("import", "one.txt", "--project", "Waiting")
    workbench("codebook", "import", "pacer_generic", "--project", "Waiting")
    workbench(
        "codings",
        "add",
        "--project",
        "Waiting",
        "--transcript",
        "T01",
        "--quote",
        "nine months",
        "--code",
        "Beginnings",
    )
    workbench("report", "--project", "Waiting", "-o", "draft.docx")

    assert zipfile.is_zipfile(tmp_path / "draft.docx")
    assert json.loads(workbench("verify", "--json"))["faults"] == []
    assert str(CHECKOUT) not in workbench("--version")


def test_the_demo_opens_from_the_wheel_and_serves_the_coding_component(installed: Path, tmp_path: Path) -> None:
    port = port_of_ones_own()

    with demo(installed, tmp_path, port):
        with fetch(f"http://127.0.0.1:{port}/") as page:
            policy = page.headers["Content-Security-Policy"]
        with fetch(f"http://127.0.0.1:{port}/_stcore/bidi-components/pacer-workbench.surface/surface.js") as script:
            served = script.read()

    assert "connect-src 'self'" in policy
    assert served == (CHECKOUT / "workbench/ui/transcript_view/frontend/surface.js").read_bytes()


@contextmanager
def demo(python: Path, folder: Path, port: int) -> Iterator[None]:
    """The demo, once it says that it is open."""
    command = [python, "-m", "workbench", "demo", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    try:
        heard = []
        for line in process.stdout:
            heard.append(line)
            if "URL:" in line:
                break
        else:
            pytest.fail("".join(heard))
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)


def fetch(url: str) -> closing:  # type: ignore[type-arg]  # an HTTP response
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return closing(opener.open(url, timeout=30))
