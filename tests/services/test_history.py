"""Undo and redo: exact, per person, for every act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Study, make_preview
from workbench.domain.coding import MemoKind
from workbench.domain.ids import CodeId, EventId
from workbench.domain.span import Span
from workbench.errors import ChangedMeanwhileError, NothingToUndoError, WorkbenchError
from workbench.services import codebooks, codings, history, memos, projects, transcripts
from workbench.services.maintenance import verify
from workbench.store import Store


def state(store: Store, study: Study) -> dict[tuple[str, str], dict[str, object]]:
    with store.reading() as uow:
        return {
            (noun, identity): record
            for noun, collection in uow.collections.items()
            for identity, record in collection.records_of_project(study.project.id).items()
        }


def test_undo_takes_back_a_coding_and_redo_brings_it_back_with_its_id(store: Store) -> None:
    study = Study(store)
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("nine months"), study.waiting.id)

    assert history.undo(study.ana) == "code passage"
    assert codings.codings_of(study.ana, study.transcript.id) == []
    assert history.redo(study.ana) == "code passage"
    assert codings.codings_of(study.ana, study.transcript.id) == [coding]


def test_undoing_an_import_removes_the_transcript_and_redo_brings_every_word_back(store: Store) -> None:
    study = Study(store)
    words = study.text

    history.undo(study.ana)
    assert transcripts.list_transcripts(study.ana) == []
    history.redo(study.ana)

    assert study.text == words
    assert verify(store).clean


def test_an_import_that_others_have_coded_cannot_be_undone(store: Store) -> None:
    study = Study(store)
    codings.add_coding(study.ben, study.transcript.id, study.place("sister"), study.family.id)

    with pytest.raises(ChangedMeanwhileError):
        history.undo(study.ana)

    assert study.text
    assert verify(store).clean


def test_each_person_undoes_only_their_own_acts(store: Store) -> None:
    study = Study(store)
    mine = codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.family.id)
    codings.add_coding(study.ben, study.transcript.id, study.place("sister"), study.family.id)

    history.undo(study.ben)

    assert codings.codings_of(study.ana, study.transcript.id) == [mine]
    with pytest.raises(NothingToUndoError):
        history.undo(study.ben)


def test_what_someone_else_changed_since_is_not_overwritten_by_undo(store: Store) -> None:
    study = Study(store)
    codebooks.change_code(study.ana, study.waiting.id, label="Waiting time")
    codebooks.change_code(study.ben, study.waiting.id, short_definition="Any time spent waiting.")

    with pytest.raises(ChangedMeanwhileError):
        history.undo(study.ana)

    code = codebooks.get_codebook(study.ana).get(study.waiting.id)
    assert (code.label, code.short_definition) == ("Waiting time", "Any time spent waiting.")


def test_a_new_act_ends_what_can_be_redone(store: Store) -> None:
    study = Study(store)
    codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.family.id)
    history.undo(study.ana)
    codings.add_coding(study.ana, study.transcript.id, study.place("letter"), study.waiting.id)

    with pytest.raises(NothingToUndoError):
        history.redo(study.ana)


def test_reading_is_not_an_act_to_undo(store: Store) -> None:
    study = Study(store)
    codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.family.id)
    transcripts.read_up_to(study.ana, study.transcript.id, 4)

    assert history.undo(study.ana) == "code passage"


ACTS: dict[str, Callable[[Study, int], object]] = {
    "code": lambda study, n: codings.add_coding(
        study.ana, study.transcript.id, Span(n % 20, n % 20 + 1 + n % 37), (study.waiting, study.family)[n % 2].id
    ),
    "uncode": lambda study, n: codings.remove_coding(
        study.ana, (found := codings.codings_of(study.ana, study.transcript.id))[n % len(found)].id
    ),
    "new code": lambda study, n: codebooks.add_code(study.ana, f"Code {n % 5}"),
    "rename": lambda study, n: codebooks.rename_code(study.ana, study.family.id, new_label=f"Family {n % 3}"),
    "drop code": lambda study, n: codebooks.remove_code(
        study.ana, CodeId(sorted(codebooks.get_codebook(study.ana).codes)[n % 2])
    ),
    "note": lambda study, n: memos.write_memo(study.ana, f"Thought {n}", kind=list(MemoKind)[n % 8]),
    "import": lambda study, n: transcripts.import_transcript(
        study.ana, make_preview([("P1", f"Talk {n} 🙂"), ("I", "Mm.")], title=f"Talk {n}")
    ),
    "read": lambda study, n: transcripts.read_up_to(study.ana, study.transcript.id, n % 5),
    "describe": lambda study, n: projects.describe_project(study.ana, {"sponsor": f"Sponsor {n % 4}"}),
    "undo": lambda study, _n: history.undo(study.ana),
    "redo": lambda study, _n: history.redo(study.ana),
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 50)), max_size=14))
def test_after_any_acts_undoing_all_gives_the_start_and_redoing_all_the_end(
    make_sqlite: Callable[[], Store], acts: list[tuple[str, int]]
) -> None:
    store = make_sqlite()
    study = Study(store)
    start = state(store, study)
    for name, number in acts:
        if name == "undo" and undone_to_start(study):
            continue
        before = history_length(study)
        try:
            ACTS[name](study, number)
        except (WorkbenchError, ZeroDivisionError, IndexError):
            assert history_length(study) == before
    end = state(store, study)

    undone = 0
    while not undone_to_start(study):
        history.undo(study.ana)
        undone += 1
    middle = {key: record for key, record in state(store, study).items() if key[0] != "reading"}
    for _ in range(undone):
        history.redo(study.ana)

    assert middle == {key: record for key, record in start.items() if key[0] != "reading"}
    assert state(store, study) == end
    assert verify(store).faults == ()


@given(moves=st.lists(st.sampled_from(["act", "act", "undo", "redo"]), max_size=40), seen=st.integers(1, 45))
def test_the_newest_acts_tell_what_undo_and_redo_would_touch(moves: list[str], seen: int) -> None:
    done: list[EventId] = []
    undone: list[EventId] = []
    acts: list[history.Act] = []
    for number, move in enumerate(moves):
        event = EventId(f"e{number}")
        if move == "act":
            done.append(event)
            undone.clear()
            acts.append((event, None, None))
        elif move == "undo" and done:
            undone.append(done.pop())
            acts.append((event, undone[-1], None))
        elif move == "redo" and undone:
            done.append(undone.pop())
            acts.append((event, None, done[-1]))

    truth = history.Steps(done[-1] if done else None, undone[-1] if undone else None)
    of_all, _ = history.steps_of(reversed(acts))
    of_the_newest, is_certain = history.steps_of(acts[::-1][:seen])

    assert of_all == truth
    assert of_the_newest == truth or not is_certain


def history_length(study: Study) -> int:
    return len(history.newest_acts(study.ana, limit=500))


def undone_to_start(study: Study) -> bool:
    """Whether the next act to undo belongs to the making of the study."""
    with study.ana.reading() as look:
        target = history.steps(look).undo
        return target is None or look.uow.events.get(target).number <= SET_UP


SET_UP = 5  # project, Ben, two codes, the transcript
