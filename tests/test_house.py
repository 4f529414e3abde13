"""The house in order: docstrings, layers that need more than an import contract, and what travels in the wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import workbench
from workbench import errors

HOUSE = Path(workbench.__file__).parent
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "_shipped" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert not tree.body or ast.get_docstring(tree)


def test_every_error_of_ours_says_when_it_is_raised() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]

    assert kinds
    assert all(kind.__doc__ and issubclass(kind, errors.WorkbenchError) for kind in kinds)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in kinds)


def test_app_py_stays_short() -> None:
    assert len((HOUSE.parent / "app.py").read_text(encoding="utf-8").splitlines()) < 30


def test_the_web_process_never_loads_the_models() -> None:
    """With scikit-learn and spaCy loaded, each click of anybody costs 200 ms of garbage collection."""
    program = (
        "import sys, workbench.ui.server, workbench.ui.navigation, workbench.cli.main\n"
        "print([name for name in ('spacy', 'sklearn', 'torch') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


WITHOUT_WORDS = {"services/withdrawal_letters.py: letter_bytes"}
"""What writes a file in which nobody's words can stand: it asks others to delete them."""


def exporters_named_in(tree: ast.Module) -> set[str]:
    """What a module takes from the rooms that write files for others: exporters, and the store's backup."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
        if (node.module.startswith("workbench.exporters") or name.name == "write_backup")
        and name.name.startswith("write")
    }


def test_every_file_that_leaves_passes_the_gate() -> None:
    """A function that calls an exporter asks ``exits`` first; front doors never call an exporter themselves."""
    unasked = []
    for path in MODULES:
        room = path.relative_to(HOUSE).parts[0]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        writers = exporters_named_in(tree)
        if room in ("exporters", "store") or not writers:
            continue
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            if named & writers and (room != "services" or "exits" not in named):
                unasked.append(f"{path.relative_to(HOUSE).as_posix()}: {function.name}")

    assert set(unasked) == WITHOUT_WORDS
