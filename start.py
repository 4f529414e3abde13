"""Sets up everything the workbench needs, then runs it or tests it. Needs Python 3.11 or newer and nothing else.

    python3 start.py            set up, then open the sample study in the browser
    python3 start.py test       set up, then run every check and test

Everything is installed into the folder ``.venv`` beside this file, in the versions that the lock files name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("codespell",),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "3", "--dist", "loadgroup"),
)

SOME_TESTS_FAILED = 1  # how pytest says so; anything else (interrupted, nothing collected) is not run again


def main(arguments: list[str]) -> int:
    """Do what the first argument says; the rest goes to the program that is run."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a person may start it with any Python
        print(f"The workbench needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    if arguments[:1] == ["test"]:
        set_up(HERE / "requirements-dev.lock")
        find_chromium()
        return run_checks(arguments[1:])
    set_up(HERE / "requirements.lock")
    return subprocess.call([PYTHON, "-m", "workbench", "demo", *arguments])


def set_up(lock: Path) -> None:
    """Make ``.venv`` and bring it to what the lock file names; quick when nothing has changed."""
    mark = ENVIRONMENT / f"{lock.stem}.done"
    wanted = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    print(f"Setting up in {ENVIRONMENT} (a few minutes the first time) ...", flush=True)
    if not PYTHON.exists():
        try:
            venv.create(ENVIRONMENT, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            sys.exit("Python's venv module is not complete. On Debian or Ubuntu: sudo apt install python3-venv")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "--require-hashes", "--requirement", lock])
    subprocess.check_call([*pip, "--no-deps", "--editable", HERE])
    mark.write_text(wanted)


def find_chromium() -> None:
    """Browser tests need Chromium; install it where apt may, else say how."""
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install:
        print("Installing Chromium for the browser tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        subprocess.call(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu"], **quiet
        )
    if not shutil.which("chromium"):
        print("Chromium was not found: browser tests are skipped (in CI they fail). Install the package “chromium”.")


def run_checks(extra: list[str]) -> int:
    """Every check in turn; all are run, and one that fails makes the whole fail. Extra arguments go to pytest."""
    failed = []
    for check in CHECKS:
        command = [str(PROGRAMS / check[0]), *check[1:], *(extra if check[0] == "pytest" else [])]
        print("\n$ " + " ".join(check), flush=True)
        ended = subprocess.call(command, cwd=HERE)
        if check[0] == "pytest" and ended == SOME_TESTS_FAILED:
            ended = run_again_alone()
        if ended != 0:
            failed.append(" ".join(check))
    if failed:
        print("\nFailed: " + "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def run_again_alone() -> int:
    """Once more, one after another, only the tests that failed: two browsers and two databases at once can starve a small machine.

    A defect fails again. What passes alone is named above, and is worth a look all the same.
    """
    print("\nSome tests failed beside others. They run once more, alone; look at those that pass now, too.", flush=True)
    again = ["--last-failed", "--last-failed-no-failures", "none", "--maxfail", "3", "--verbose"]
    return subprocess.call([str(PROGRAMS / "pytest"), *again], cwd=HERE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
