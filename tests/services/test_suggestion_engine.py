from collections.abc import Iterator

import pytest

from tests.builders import Study as Project
from tests.builders import make_preview
from tests.nlp.projects import CODES, small_project
from workbench.domain.codebook import Code
from workbench.domain.suggestion import Suggestion
from workbench.processes import ChildProcess
from workbench.services import codebooks, codings, suggestion_engine, transcripts
from workbench.services.suggestion_study import Study
from workbench.store import Store


@pytest.fixture(scope="module")
def models() -> Iterator[ChildProcess]:
    child = ChildProcess(memory_bytes=None, seconds=120)
    yield child
    child.close()


@pytest.fixture
def study(store: Store) -> Project:
    """Ana has read and coded six of eight transcripts."""
    project = Project(store)
    made: dict[str, Code] = {
        code.id: codebooks.add_code(project.ana, f"{code.label} here", short_definition=code.definition)
        for code in CODES
    }
    passages, given = small_project(transcripts=8, turns=10)
    for number in range(8):
        part = passages[number * 10 : number * 10 + 10]
        seen = make_preview([("Maple", one.text) for one in part], title=f"Talk {number}")
        transcript = transcripts.import_transcript(project.ana, seen)
        body = transcripts.open_transcript(project.ana, transcript.id).body
        if number < 6:
            for passage, turn in zip(part, body.turns, strict=True):
                for code in given[passage.id]:
                    codings.add_coding(project.ana, transcript.id, turn.span, made[code].id)
            transcripts.read_up_to(project.ana, transcript.id, len(body.turns))
    return project


def seen_by_ana(study: Project) -> tuple[Study, list[str]]:
    with study.ana.reading() as look:
        seen = Study.of(look)
    return seen, [unit.id for unit in seen.units if unit.id not in seen.own_coded]


def stored(study: Project) -> dict[str, Suggestion]:
    with study.store.reading() as uow:
        return {one.id: one for one in uow.suggestions.of(study.project.id, "Ana")}


def test_refreshing_writes_only_what_changed_and_ends_where_asking_anew_would(study: Project, models: ChildProcess):
    seen, wanted = seen_by_ana(study)
    first = suggestion_engine.refresh(study.ana, models, seen, wanted)
    before = stored(study)
    assert first.whole
    assert len(before) == len(first.suggestions) > 5

    place = seen.by_id[wanted[0]]
    codings.add_coding(study.ana, place.transcript_id, place.span, study.family.id)
    seen, wanted = seen_by_ana(study)
    second = suggestion_engine.refresh(study.ana, models, seen, wanted)
    after = stored(study)

    assert not second.whole
    untouched = before.keys() - {one.id for one in seen.suggestions(second.suggestions)} - set(seen.ids_of(second.gone))
    assert all(after[name] == before[name] for name in untouched)
    suggestion_engine.forget(models)
    anew = suggestion_engine.refresh(study.ana, models, seen, wanted)
    assert anew.whole
    assert stored(study).keys() == after.keys()
    for name, one in stored(study).items():
        assert abs(one.confidence - after[name].confidence) < 0.02


def test_asking_again_changes_nothing_and_what_others_removed_is_put_back(study: Project, models: ChildProcess):
    seen, wanted = seen_by_ana(study)
    suggestion_engine.refresh(study.ana, models, seen, wanted)
    before = stored(study)

    again = suggestion_engine.refresh(study.ana, models, seen, wanted)
    assert (again.suggestions, again.gone) == ((), ())

    with study.store.writing() as uow:
        uow.suggestions.clear(study.project.id)
    suggestion_engine.refresh(study.ana, models, seen, wanted)
    assert stored(study).keys() == before.keys()


def test_what_was_turned_down_is_left_out(study: Project, models: ChildProcess):
    seen, wanted = seen_by_ana(study)
    said = suggestion_engine.answer(study.ana, models, seen, wanted, at_most=3)
    pair = (said.suggestions[0].passage_id, said.suggestions[0].code_id)

    without = suggestion_engine.answer(study.ana, models, seen, wanted, at_most=3, not_again=[pair])

    assert pair in {(one.passage_id, one.code_id) for one in said.suggestions}
    assert pair not in {(one.passage_id, one.code_id) for one in without.suggestions}


def test_an_engine_that_was_started_anew_is_brought_the_project_again(study: Project, models: ChildProcess):
    seen, wanted = seen_by_ana(study)
    before = suggestion_engine.answer(study.ana, models, seen, wanted, at_most=3)

    models.close()
    after = suggestion_engine.answer(study.ana, models, seen, wanted, at_most=3)

    assert after == before
