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


WITHOUT_A_DESK = {
    "accounts": "who may sign in, before anybody is at a desk; what a person may do there is asked of their account or link",
    "claims": "signing in by another institution's account",
    "maintenance": "the whole database, by whoever holds the file or the server; never offered by a page of a server",
    "projects.create_project": "there is no team yet",
    "projects.find_project": "the command line, run by whoever holds the file or the server",
    "projects.list_projects": "the start page of a laptop, where nobody signs in, and the command line",
    "projects.members_of": "the same: the picker of names says that it is no security",
    "projects.owner_of": "the same: who acts where nobody is named",
    "sample": "makes a study of made-up people",
    "sign_in": "signing in, before anybody is at a desk",
    "work_copies.start_from_copy": "the first page of a laptop, and the command line: there is no team here yet; never offered by a server",
    "desk": "the desk itself",
}
"""What comes to the store without a desk, where membership and right are asked; by module or by function, with the reason."""
ASKED_BEFORE = {
    "identifiers.search",
    "suggestion_engine.keep_nothing",
    "suggestion_engine.refresh",
    "suggestions.keep_continuing",
}
"""What keeps things that are in no event (they can be found again), after the right was asked at the desk."""


def test_nothing_comes_to_the_store_without_a_desk() -> None:
    """A deed asks for membership and right at a desk; each way around it is listed above with a reason."""
    around: set[str] = set()
    for path in sorted((HOUSE / "services").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            given = {argument.arg for argument in function.args.args}
            opens = {
                ast.unparse(node.func)
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("store.reading", "store.writing"))
            }
            if ("store" in given and not function.name.startswith("_")) or opens:
                around.add(f"{path.stem}.{function.name}")

    unlisted = {name for name in around if name not in WITHOUT_A_DESK and name.partition(".")[0] not in WITHOUT_A_DESK}
    assert unlisted == ASKED_BEFORE


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


OTHERS_WORK = frozenset({"codings", "memos", "questions", "decisions", "agreed_codings", "reviews", "unplaced"})
CHANGING = frozenset({"save", "add_all", "change_all", "remove", "remove_all", "put_record"})
_OWN_ID = "asks whether an id that the page made is there already; shows nothing"
_TWIN = "looks for this person's own coding of the same words"
_FROZEN = "changes the codebook, which stands still while a round runs"
_CARRIES = "carries everybody's work to another text; shows nothing"
_INTEGRITY = "checks or forgets the whole store; tells no words and no names"
SEES_ALL = {
    "services/operation_kinds.py": _OWN_ID,
    "services/operations.py: settle": _OWN_ID,
    "services/operations.py: changes_since": "reads the log, and takes out what is hidden before it answers",
    "services/operations.py: _all_here": "gives all to changes_since, which takes out what is hidden",
    "services/operations.py: surface": "only the number of the last event",
    "services/coding_files.py: put": "looks for a twin of a coding that the owner brings in, and says only that it was there",
    "services/coding_changes.py": _TWIN,
    "services/codings.py: put_coding": _TWIN,
    "services/codings.py: take_away": "lets questions about a coding stay that its coder, or a file of theirs, takes away",
    "services/codings.py: put_recode": "takes questions about this person's own coding along",
    "services/coding_gate.py: refuse_early_coding": "whether a transcript was coded before; says nothing of by whom and where",
    "services/codebook_deeds.py: put_merge": _FROZEN,
    "services/proposals.py: _carry_out": _FROZEN,
    "services/codebooks.py": _FROZEN,
    "services/decisions.py: _replace_earlier": "lets an earlier decision give way; shows nothing",
    "services/decisions.py: take_back": "takes agreed codings away with a decision that the person sees",
    "services/revisions.py": _CARRIES,
    "services/restoring.py": _CARRIES,
    "services/history.py": "takes back this person's own acts; lines of others are left out where hidden",
    "services/clearing.py: _require_placed": "whether any coding waits; says neither whose nor how many",
    "services/waiting.py: place": _TWIN,
    "services/waiting.py: _waiting": "the place of a coding that the person sees",
    "services/withdrawal.py": "a withdrawal takes all; what is shown of it passes the veil",
    "services/withdrawal_plan.py": "a withdrawal takes all; what is shown of it passes the veil",
    "services/identifier_replacing.py": "identifiers go from all that was written; what is shown passes the veil",
    "services/suggestion_gate.py": "counts this person's own codings",
    "services/suggestion_waiting.py: own_reviews": "this person's own answers to suggestions",
    "services/suggestion_reviews.py": "this person's own answers to suggestions",
    "services/codebook_history.py": "reads the log, and takes out what is hidden before it answers",
    "services/agreement.py: figures": "whether the log is longer than it was, and nothing of it",
    "services/cohort.py: state_of_cohort": "when each person last did something, and not what",
    "services/erasure.py": _INTEGRITY,
    "services/maintenance.py": _INTEGRITY,
    "services/projects.py: create_project": "opens the log",
    "services/work_sending.py": "this person's own work",
    "services/work_copies.py": "the work of the person for whom the copy is; whom a round binds makes none",
    "services/work_merging.py": "brings in work; whom a round binds is refused before anything is read",
    "services/desk.py": "writes the log",
}
"""What may read everybody's work past ``services/visibility.py``, a module or one function of it, and why nothing is told by that."""


def readers_past_visibility(path: Path) -> set[str]:
    """The functions of a module that ask the store for people's work, the log, or all collections, and do not only change it."""
    name = path.relative_to(HOUSE).as_posix()
    found = set()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        nodes = list(ast.walk(function))
        changing = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr in CHANGING}
        for node in nodes:
            if isinstance(node, ast.Attribute) and node.attr in {*OTHERS_WORK, "events", "collections"}:
                of_the_store = (isinstance(node.value, ast.Attribute) and node.value.attr == "uow") or (
                    isinstance(node.value, ast.Name) and node.value.id == "uow"
                )
                if of_the_store and id(node) not in changing:
                    found.add(f"{name}: {function.name}")
    return found


def test_services_ask_visibility_for_other_peoples_work() -> None:
    """A blind coder must not get one character of another's work, so who reads the store past the one place must give a reason."""
    asking = {
        one
        for path in MODULES
        if path.parent.name == "services" and path.name != "visibility.py"
        for one in readers_past_visibility(path)
    }
    unexplained = {one for one in asking if one not in SEES_ALL and one.split(":")[0] not in SEES_ALL}
    unused = {name for name in SEES_ALL if not any(one == name or one.startswith(f"{name}:") for one in asking)}

    assert unexplained == set()
    assert unused == set()
