from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.nlp.projects import CODES, of_transcripts, small_project
from workbench.nlp import train_suggester, worker


def test_a_child_process_answers_like_the_engine_itself():
    passages, codings = small_project()
    read = {name: codings[name] for name in of_transcripts(passages, 0, 7)}
    wanted = of_transcripts(passages, 8, 9)

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        answer = pool.submit(worker.suggest_in_child, CODES, passages, read, wanted, 3).result()

    here = train_suggester(CODES, passages, read)
    assert list(answer.suggestions) == here.suggest(wanted)
    assert answer.silent_codes == here.silent_codes
    assert answer.model == here.model


def test_asking_again_learns_nothing_anew_and_a_change_does():
    passages, codings = small_project()
    worker.forget()

    first = worker.learned(CODES, passages, codings)
    again = worker.learned(list(CODES), list(passages), dict(codings))
    changed = worker.learned(CODES, passages, {**codings, "00-00": {"park"}})

    assert again is first
    assert changed is not first
    assert changed.material is first.material


def test_scores_come_back_as_plain_numbers():
    passages, codings = small_project()

    answer = worker.scores_in_child(CODES, passages, codings, ["00-00"])

    assert set(answer) == {"00-00"}
    assert set(answer["00-00"]) == {"wait", "kind", "park"}
    assert all(type(value) is float for value in answer["00-00"].values())


def test_forgetting_lets_go_of_what_was_learned():
    passages, codings = small_project()
    first = worker.learned(CODES, passages, codings)

    worker.forget()

    assert worker.learned(CODES, passages, codings) is not first
