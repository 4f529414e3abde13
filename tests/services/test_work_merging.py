"""Work without a server: a copy goes out, work comes back, and it is brought in once, as one act."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.builders import Study
from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.event import canonical, digest
from workbench.domain.ids import CodeId, CodingId
from workbench.domain.project import Right, Role
from workbench.domain.revising import Edit
from workbench.domain.span import Span
from workbench.domain.transcript import RevisionKind
from workbench.errors import NotAllowedError, RuleError
from workbench.services import (
    codebooks,
    codings,
    history,
    maintenance,
    memos,
    projects,
    questions,
    transcripts,
    work_copies,
    work_merging,
    work_sending,
)
from workbench.services.desk import Desk
from workbench.services.revisions import revise
from workbench.services.transcripts import opened
from workbench.services.work_merging import Wishes
from workbench.store import Store

NewStore = Callable[[], Store]


@pytest.fixture
def elsewhere(tmp_path: Path, empty_sqlite: Path) -> Iterator[NewStore]:
    """Makes databases of colleagues, each a file of its own."""
    made: list[Store] = []

    def make() -> Store:
        path = tmp_path / f"{uuid4().hex}.sqlite3"
        shutil.copy(empty_sqlite, path)
        made.append(Store.open(str(path)))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def study(store: Store) -> Study:
    return Study(store)


def copy_for(study: Study, name: str, store: Store) -> Desk:
    """Somebody's desk on their own computer."""
    started = work_copies.start_from_copy(store, work_copies.give_copy(study.ana, name).content)
    return Desk(store, started.project.id, started.who)


def code(desk: Desk, study: Study, words: str, code_id: CodeId) -> str:
    return codings.add_coding(desk, study.transcript.id, study.place(words), code_id).id


def state(store: Store, desk: Desk) -> dict[str, dict[str, object]]:
    """Every record of a project but the log's ledger."""
    with store.reading() as uow:
        return {
            noun: dict(collection.records_of_project(desk.project_id))
            for noun, collection in uow.collections.items()
            if noun != "departure"
        }


def send(desk: Desk) -> bytes:
    return work_sending.send_work(desk).content


def test_two_colleagues_work_on_copies_and_their_work_comes_together(
    study: Study, store: Store, elsewhere: NewStore
) -> None:
    projects.add_member(study.ana, "Cara", role=Role.STUDENT)
    own = code(study.ana, study, "nine months", study.waiting.id)
    ben, cara = copy_for(study, "Ben", elsewhere()), copy_for(study, "Cara", elsewhere())
    hope = codebooks.add_code(ben, "Hope", short_definition="Looking forward.")
    first = code(ben, study, "My sister drove me", study.family.id)
    code(ben, study, "a letter", hope.id)
    memos.write_memo(ben, "The letter comes twice.")
    memos.write_memo(ben, "I am tired of this.", kind=MemoKind.REFLEXIVE, visibility=Visibility.ME)
    questions.ask(ben, study.transcript.id, "Is this about money?", span=study.place("gas money"))
    other_hope = codebooks.add_code(cara, "hope")
    code(cara, study, "Then it came twice", other_hope.id)
    before = state(store, study.ana)

    done = work_merging.merge(study.ana, [send(ben), send(cara)])

    assert done.changes
    assert (done.before["coding"], done.after["coding"]) == (1, 4)
    assert (done.before["memo"], done.after["memo"]) == (0, 1)
    with study.ana.reading() as look:
        found = {coding.id: coding for coding in look.uow.codings.of_project(study.project.id)}
        labels = {one.id: one.label for one in look.uow.codes.of_project(study.project.id)}
    assert found[first].coder == "Ben"
    assert found[first].quote == "My sister drove me"
    assert own in found
    assert sorted(labels.values()) == ["Family", "Hope", "Waiting"]
    after = state(store, study.ana)
    history.undo(study.ana)
    assert state(store, study.ana) == before
    history.redo(study.ana)
    assert state(store, study.ana) == after
    assert maintenance.verify(store).clean


def test_merging_twice_changes_nothing_and_makes_no_act(study: Study, store: Store, elsewhere: NewStore) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    code(ben, study, "a letter", study.waiting.id)
    file = send(ben)
    work_merging.merge(study.ana, [file])
    acts = len(history.newest_acts(study.ana))

    again = work_merging.merge(study.ana, [file])

    assert not again.changes
    assert len(history.newest_acts(study.ana)) == acts


def test_the_preview_tells_what_will_be_and_changes_nothing(study: Study, store: Store, elsewhere: NewStore) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    code(ben, study, "a letter", study.waiting.id)
    codebooks.add_code(ben, "Waitng")
    before, file = state(store, study.ana), send(ben)

    seen = work_merging.preview(study.ana, [file])

    assert state(store, study.ana) == before
    assert seen.files[0].new_codes == ("Waitng",)
    assert [near.ours.label for near in seen.files[0].near_names] == ["Waiting"]
    same = {seen.files[0].near_names[0].code_id: study.waiting.id}
    work_merging.merge(study.ana, [file], Wishes(same=same))
    assert [one.label for one in codebooks.get_codebook(study.ana)] == ["Waiting", "Family"]


def test_a_file_is_the_same_for_the_same_state_and_holds_no_words_of_the_transcript(
    study: Study, elsewhere: NewStore
) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    care = codebooks.add_code(ben, "Care")
    codebooks.change_code(ben, care.id, example="I waited nine months for a letter.")
    code(ben, study, "My sister drove me to Red Deer", study.family.id)
    memos.write_memo(ben, "Note this.", target=Target.PASSAGE, target_id=study.transcript.id, span=study.place("gas"))
    first = work_sending.send_work(ben)

    second = work_sending.send_work(ben)

    assert first.content == second.content
    assert first.name == second.name
    plain = gzip.decompress(first.content).decode()
    assert "Note this." in plain
    assert not any(words in plain for words in ("Red Deer", "nine months", "gas", "Maple", "sister"))


def test_what_a_colleague_removes_later_goes_with_the_next_file(
    study: Study, store: Store, elsewhere: NewStore
) -> None:
    given = codings.add_coding(study.ben, study.transcript.id, study.place("gas money"), study.family.id)
    ben = copy_for(study, "Ben", elsewhere())
    hope = codebooks.add_code(ben, "Hope")
    sent = code(ben, study, "a letter", hope.id)
    older = send(ben)
    work_merging.merge(study.ana, [older])
    codings.recode(ben, CodingId(sent), study.waiting.id)
    codings.remove_coding(ben, given.id)
    codebooks.remove_code(ben, hope.id)

    told = work_merging.merge(study.ana, [send(ben)]).files[0]

    assert told.removed["coding"] == 2
    with study.ana.reading() as look:
        assert [one.code_id for one in look.uow.codings.of_project(study.project.id)] == [study.waiting.id]
        assert [one.label for one in look.uow.codes.of_project(study.project.id)] == ["Waiting", "Family"]
    assert work_merging.merge(study.ana, [older]).files[0].is_older
    assert maintenance.verify(store).clean


def test_positions_travel_to_a_text_that_was_corrected_meanwhile(
    study: Study, store: Store, elsewhere: NewStore
) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    sure = code(ben, study, "My sister drove me", study.family.id)
    unsure = code(ben, study, "Then it came twice", study.waiting.id)
    at = study.place("Then it came twice")
    with study.ana.deed("correct transcript", Right.CORRECT) as deed:
        edits = [Edit(at.start - 5, at.end - 4, "and nothing el"), Edit(3, 3, "xy")]
        revise(deed, opened(deed, study.transcript.id), edits, kind=RevisionKind.CORRECTED, reason="heard better")

    told = work_merging.merge(study.ana, [send(ben)]).files[0]

    assert told.waiting == 1
    with study.ana.reading() as look:
        found = {one.id: one for one in look.uow.codings.of_project(study.project.id)}
        assert [one.id for one in look.uow.unplaced.of_project(study.project.id)] == [unsure]
    assert found[sure].quote == "My sister drove me"
    assert not work_merging.merge(study.ana, [send(ben)]).changes
    assert maintenance.verify(store).clean


def test_a_correction_in_the_copy_does_not_keep_the_codings_out(
    study: Study, store: Store, elsewhere: NewStore
) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    with ben.deed("correct transcript", Right.CORRECT) as deed:
        edits = [Edit(3, 3, "xy")]
        revise(deed, opened(deed, study.transcript.id), edits, kind=RevisionKind.CORRECTED, reason="heard better")
    text = transcripts.open_transcript(ben, study.transcript.id).body.text
    start = text.index("a letter")
    codings.add_coding(ben, study.transcript.id, Span(start, start + 8), study.waiting.id)

    work_merging.merge(study.ana, [send(ben)])

    with study.ana.reading() as look:
        assert [one.quote for one in look.uow.codings.of_project(study.project.id)] == ["a letter"]


def test_what_was_changed_on_both_sides_stays_until_somebody_chooses(
    study: Study, store: Store, elsewhere: NewStore
) -> None:
    note = memos.write_memo(study.ben, "First thought.")
    ben = copy_for(study, "Ben", elsewhere())
    memos.change_memo(ben, note.id, text="Second thought, at home.")
    memos.change_memo(study.ben, note.id, text="Second thought, at the office.")
    file = send(ben)

    seen = work_merging.merge(study.ana, [file]).files[0].conflicts

    assert [(one.ours, one.theirs) for one in seen] == [("Second thought, at the office.", "Second thought, at home.")]
    work_merging.merge(study.ana, [file], Wishes(take=frozenset({seen[0].key})))
    with study.ana.reading() as look:
        assert look.uow.memos.get(note.id).text == "Second thought, at home."
    assert not work_merging.merge(study.ana, [file]).files[0].conflicts


def test_a_code_whose_entry_differs_keeps_the_entry_of_the_project_unless_chosen(
    study: Study, elsewhere: NewStore
) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    codebooks.change_code(ben, study.waiting.id, short_definition="Any wait.")

    seen = work_merging.merge(study.ana, [send(ben)]).files[0].conflicts

    assert [(one.what, one.ours, one.theirs) for one in seen] == [("code", "Time lost before care.", "Any wait.")]
    work_merging.merge(study.ana, [send(ben)], Wishes(take=frozenset({seen[0].key})))
    assert codebooks.find_code(study.ana, "Waiting").short_definition == "Any wait."


def test_somebody_new_joins_only_when_it_is_said(study: Study, elsewhere: NewStore) -> None:
    ben = copy_for(study, "Ben", elsewhere())
    code(ben, study, "a letter", study.waiting.id)
    file = resigned(send(ben), who="Dora")

    assert work_merging.preview(study.ana, [file]).files[0].is_new_person
    with pytest.raises(RuleError, match="Dora is not on the team"):
        work_merging.merge(study.ana, [file])
    work_merging.merge(study.ana, [file], Wishes(add_people=True))

    roles = {one.name: one.role for one in projects.list_members(study.ana)}
    assert roles["Dora"] is Role.STUDENT


def test_nobody_can_overwrite_what_belongs_to_another(study: Study, elsewhere: NewStore) -> None:
    mine = code(study.ana, study, "nine months", study.waiting.id)
    ben = copy_for(study, "Ben", elsewhere())
    theirs = code(ben, study, "a letter", study.waiting.id)
    file = rewritten(send(ben), lambda plain: plain.replace(theirs, mine))

    told = work_merging.merge(study.ana, [file]).files[0]

    assert told.belong_to_others == 1
    with study.ana.reading() as look:
        assert look.uow.codings.get(mine).coder == "Ana"


def test_a_student_cannot_bring_in_work(study: Study, elsewhere: NewStore) -> None:
    ben = copy_for(study, "Ben", elsewhere())

    with pytest.raises(NotAllowedError):
        work_merging.preview(study.ben, [send(ben)])
    with pytest.raises(NotAllowedError):
        work_copies.give_copy(study.ben, "Ben")


def rewritten(file: bytes, change: Callable[[str], str]) -> bytes:
    """A file with other contents, and a digest that fits."""
    whole = json.loads(change(gzip.decompress(file).decode()))
    whole["sha256"] = digest(canonical(whole["contents"]))
    return gzip.compress(canonical(whole).encode(), mtime=0)


def resigned(file: bytes, *, who: str) -> bytes:
    return rewritten(file, lambda plain: plain.replace('"who":"Ben"', f'"who":"{who}"'))
