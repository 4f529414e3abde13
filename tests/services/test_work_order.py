"""Any order of any set of colleagues' files gives the same project, record by record."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Study
from workbench.domain.ids import CodingId, MemoId
from workbench.domain.project import Role
from workbench.domain.span import Span
from workbench.errors import RuleError
from workbench.services import codebooks, codings, maintenance, memos, projects, work_copies, work_merging, work_sending
from workbench.services.desk import Desk
from workbench.store import Store

PEOPLE = ("Ben", "Cara", "Dan")
LABELS = ("Hope", "HOPE", "Care", "Waiting")


class Cohort:
    """A study with three colleagues' files, two from each: what they had done by then, and all that they did."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.folder, self.empty = folder, empty
        self.base = self.new()
        store = Store.open(str(self.base))
        self.study = Study(store)
        for name in PEOPLE[1:]:
            projects.add_member(self.study.ana, name, role=Role.STUDENT)
        for name in PEOPLE:
            desk = Desk(store, self.study.project.id, name)
            codings.add_coding(desk, self.study.transcript.id, Span(31, 40), self.study.waiting.id)
            memos.write_memo(desk, f"The first note of {name}.")
        self.copies = {}
        for name in PEOPLE:
            path = self.new()
            copy = Store.open(str(path))
            work_copies.start_from_copy(copy, work_copies.give_copy(self.study.ana, name).content)
            copy.close()
            self.copies[name] = path
        store.close()

    def new(self) -> Path:
        path = self.folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(self.empty, path)
        return path

    def files_of(self, name: str, acts: list[tuple[int, ...]]) -> list[bytes]:
        """What a colleague sends half-way and at the end."""
        path = self.folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(self.copies[name], path)
        store = Store.open(str(path))
        desk = Desk(store, self.study.project.id, name)
        found = []
        for half in (acts[: len(acts) // 2], acts[len(acts) // 2 :]):
            for act in half:
                self.do(desk, *act)
            found.append(work_sending.send_work(desk).content)
        store.close()
        path.unlink()
        return found

    def do(self, desk: Desk, what: int, which: int, where: int) -> None:
        codes = list(codebooks.get_codebook(desk))
        with desk.reading() as look:
            mine = [one.id for one in look.uow.codings.of_project(desk.project_id)]
            notes = [one.id for one in look.uow.memos.of_project(desk.project_id)]
        try:
            match what:
                case 0 | 1 | 2:
                    span = Span(117 + where, 117 + where + 9)
                    codings.add_coding(desk, self.study.transcript.id, span, codes[which % len(codes)].id)
                case 3:
                    codebooks.add_code(desk, LABELS[which % len(LABELS)])
                case 4 if mine:
                    codings.remove_coding(desk, CodingId(mine[which % len(mine)]))
                case 5 if notes:
                    memos.change_memo(desk, MemoId(notes[which % len(notes)]), text=f"Changed {where}.")
                case 6:
                    memos.write_memo(desk, f"Note {where}.")
                case 7:
                    own = [code for code in codes if code.created_by == desk.actor]
                    if own:
                        codebooks.rename_code(desk, own[which % len(own)].id, new_label=f"Renamed {where % 3}")
        except RuleError:
            pass  # such a code is there already

    def merged(self, groups: list[list[bytes]]) -> dict[str, dict[str, object]]:
        """The project after these files were brought in, some together, some one after the other."""
        path = self.folder / f"{uuid4().hex}.sqlite3"
        shutil.copy(self.base, path)
        store = Store.open(str(path))
        desk = Desk(store, self.study.project.id, "Ana")
        for group in groups:
            work_merging.merge(desk, group)
        with store.reading() as uow:
            state = {
                noun: dict(sorted(collection.records_of_project(desk.project_id).items()))
                for noun, collection in uow.collections.items()
            }
        assert not work_merging.merge(desk, [file for group in groups for file in group]).changes
        assert maintenance.verify(store).clean
        store.close()
        path.unlink()
        return state


@pytest.fixture
def cohort(tmp_path: Path, empty_sqlite: Path) -> Cohort:
    return Cohort(tmp_path, empty_sqlite)


ACTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 9), st.integers(0, 40)), min_size=2, max_size=10)
Shuffle = Callable[[list[bytes]], None]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.tuples(ACTS, ACTS, ACTS), random=st.randoms(use_true_random=False))
def test_any_order_of_any_set_of_files_gives_the_same_project(cohort: Cohort, acts, random) -> None:  # type: ignore[no-untyped-def]
    files = [cohort.files_of(name, done) for name, done in zip(PEOPLE, acts, strict=True)]
    newest = [file for _, file in files]
    every = list(itertools.chain.from_iterable(files))
    shuffled = list(every)
    random.shuffle(shuffled)
    chosen = random.sample(newest, random.randint(1, 3))

    one_by_one = cohort.merged([[file] for file in shuffled])

    assert cohort.merged([newest]) == one_by_one
    assert cohort.merged([[file] for file in chosen]) == cohort.merged([list(reversed(chosen))])
