import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from tests.nlp.projects import CODES, of_transcripts, small_project
from workbench.nlp import train_suggester, worker
from workbench.nlp.values import Asked


def test_a_child_process_answers_like_the_engine_itself():
    passages, codings = small_project()
    read = {name: codings[name] for name in of_transcripts(passages, 0, 7)}
    wanted = of_transcripts(passages, 8, 9)

    asked = Asked("study", "Ana", read, tuple(wanted))

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(worker.refresh, asked).result() is None
        pool.submit(worker.bring, "study", CODES, passages).result()
        answer = pool.submit(worker.refresh, asked).result()

    here = train_suggester(CODES, passages, read)
    assert answer is not None
    assert sorted(answer.suggestions, key=repr) == sorted(here.suggest(wanted), key=repr)
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


def test_only_what_changed_comes_back_and_the_rest_stays_as_it_was_said():
    passages, codings = small_project()
    worker.forget()
    read = {name: codings[name] for name in of_transcripts(passages, 0, 6)}
    wanted = tuple(of_transcripts(passages, 7, 9))
    worker.bring("study", CODES, passages)
    first = worker.refresh(Asked("study", "Ana", read, wanted))
    assert first is not None
    assert first.whole

    same = worker.refresh(Asked("study", "Ana", read, wanted, since=first.state))
    assert same is not None
    assert (same.suggestions, same.gone, same.whole) == ((), (), False)

    more = {**read, wanted[0]: {"park"}}
    second = worker.refresh(Asked("study", "Ana", more, wanted[1:], since=same.state))
    assert second is not None
    kept = {(one.passage_id, one.code_id): one for one in first.suggestions}
    for pair in second.gone:
        del kept[pair]
    kept |= {(one.passage_id, one.code_id): one for one in second.suggestions}
    anew = {(one.passage_id, one.code_id): one for one in train_suggester(CODES, passages, more).suggest(wanted[1:])}
    assert kept.keys() == anew.keys()
    for pair, one in anew.items():
        assert abs(kept[pair].confidence - one.confidence) < 0.02
        assert kept[pair].band == one.band


def test_an_answer_that_the_asker_no_longer_has_is_given_whole():
    passages, codings = small_project()
    worker.forget()
    worker.bring("study", CODES, passages)
    asked = Asked("study", "Ana", codings, tuple(passage.id for passage in passages[:20]))
    first = worker.refresh(asked)
    worker.refresh(asked)

    again = worker.refresh(replace(asked, since=first.state if first else ""))

    assert first is not None
    assert again is not None
    assert again.whole
    assert len(again.suggestions) == len(first.suggestions)


def test_after_forgetting_no_word_of_a_person_who_left_is_in_the_vocabulary():
    passages, codings = small_project()
    hers = replace(passages[0], text="My zither stood in the conservatory, waiting.")
    worker.forget()
    worker.bring("with her", CODES, [hers, *passages[1:]])
    asked = Asked("with her", "Ana", codings, (hers.id,))
    assert worker.refresh(asked) is not None

    worker.forget()
    worker.bring("without her", CODES, passages[1:])
    worker.refresh(replace(asked, project="without her", codings={**codings}, wanted=(passages[1].id,)))

    assert worker.refresh(asked) is None
    held = pickle.dumps(worker._memory)
    assert b"zither" not in held
    assert b"conservatory" not in held
    assert b"parking" in held
