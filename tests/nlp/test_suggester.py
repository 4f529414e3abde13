import pickle
import random
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.nlp.projects import CODES, KIND, PARK, WAIT, of_transcripts, small_project
from workbench.errors import NotFoundError
from workbench.nlp import (
    CodeDescription,
    Passage,
    SeedReason,
    SimilarReason,
    SuggestedCode,
    Suggester,
    WordsReason,
    train_suggester,
)


@pytest.fixture(scope="module")
def trained() -> Suggester:
    """A suggester that has learned from eight transcripts of ten."""
    passages, codings = small_project()
    read = of_transcripts(passages, 0, 7)
    return train_suggester(CODES, passages, {name: codings[name] for name in read})


def held_back() -> tuple[list[str], dict[str, set[str]]]:
    passages, codings = small_project()
    return of_transcripts(passages, 8, 9), codings


def test_the_first_suggestion_on_new_transcripts_is_nearly_always_right_when_the_words_are_plain(trained: Suggester):
    names, codings = held_back()

    table = trained.scores(names)

    coded = [name for name in names if codings[name]]
    right = sum(table.loc[name].idxmax() in codings[name] for name in coded)
    assert right >= 0.9 * len(coded)


def test_scores_are_probabilities_for_every_passage_and_every_code(trained: Suggester):
    names, _ = held_back()

    table = trained.scores(names)

    assert list(table.index) == names
    assert list(table.columns) == ["wait", "kind", "park"]
    assert ((table.to_numpy() >= 0) & (table.to_numpy() <= 1)).all()


def test_scores_do_not_depend_on_what_else_is_asked(trained: Suggester):
    names, _ = held_back()

    together = trained.scores(names)
    alone = trained.scores([names[3]])

    np.testing.assert_allclose(alone.loc[names[3]].to_numpy(), together.loc[names[3]].to_numpy(), atol=1e-9)


def test_a_passage_with_nothing_to_say_gets_no_suggestion_that_sounds_sure(trained: Suggester):
    names, codings = held_back()

    suggestions = trained.suggest([name for name in names if not codings[name]])

    assert not [suggestion for suggestion in suggestions if suggestion.band == "likely"]


def test_at_most_so_many_suggestions_a_passage_surest_first(trained: Suggester):
    names, _ = held_back()

    for name in names:
        suggestions = trained.suggest([name], at_most=2)
        assert len(suggestions) <= 2
        confidence = [suggestion.confidence for suggestion in suggestions]
        assert confidence == sorted(confidence, reverse=True)
    assert trained.suggest(names, at_most=0) == []


def test_every_word_named_as_a_reason_stands_in_the_passage_as_spelled(trained: Suggester):
    names, _ = held_back()
    texts = {passage.id: passage.text for passage in trained.material.passages}

    suggestions = trained.suggest(names)

    named = [
        (word, texts[suggestion.passage_id])
        for suggestion in suggestions
        for reason in suggestion.because
        if isinstance(reason, WordsReason | SeedReason)
        for word in reason.words
    ]
    assert named
    assert all(word in text for word, text in named)


def test_passages_named_as_a_reason_carry_the_code_and_are_not_the_passage_itself(trained: Suggester):
    names, codings = held_back()

    suggestions = trained.suggest(names)

    similar = [
        (suggestion, reason)
        for suggestion in suggestions
        for reason in suggestion.because
        if isinstance(reason, SimilarReason)
    ]
    assert similar
    for suggestion, reason in similar:
        assert suggestion.code_id in codings[reason.passage_id]
        assert reason.passage_id != suggestion.passage_id
        assert 0 < reason.similarity <= 1


def test_every_suggestion_has_a_reason_and_the_name_of_its_model(trained: Suggester):
    names, _ = held_back()

    suggestions = trained.suggest(names)

    assert suggestions
    assert all(suggestion.because and suggestion.model == trained.model for suggestion in suggestions)
    assert all(str(reason) == reason.text for suggestion in suggestions for reason in suggestion.because)


def test_the_same_input_gives_the_same_name_and_numbers():
    passages, codings = small_project()

    first = train_suggester(CODES, passages, codings)
    second = train_suggester(CODES, passages, dict(reversed(codings.items())))

    assert first.model == second.model
    names = [passage.id for passage in passages]
    assert (first.scores(names).to_numpy() == second.scores(names).to_numpy()).all()


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_changes_nothing(chance: random.Random):
    passages, codings = small_project(transcripts=5, turns=8)
    read = of_transcripts(passages, 0, 3)
    known = {name: codings[name] for name in read}
    names = [passage.id for passage in passages]
    in_order = train_suggester(CODES, passages, known)
    codes, others, rows = list(CODES), list(passages), list(known.items())
    for rows_of in (codes, others, rows):
        chance.shuffle(rows_of)

    shuffled = train_suggester(codes, others, dict(rows))

    assert shuffled.model == in_order.model
    assert list(shuffled.scores(names).columns) == [code.id for code in codes]
    expected = in_order.scores(names)[[code.id for code in codes]]
    assert (shuffled.scores(names).to_numpy() == expected.to_numpy()).all()
    assert shuffled.suggest(names) == in_order.suggest(names)


@pytest.mark.parametrize("what", ["coding", "definition", "text"])
def test_whatever_it_learned_from_is_in_its_name(what: str):
    passages, codings = small_project()
    before = train_suggester(CODES, passages, codings).model
    codes = list(CODES)

    if what == "coding":
        codings = {**codings, "00-00": {"park", "wait"}}
    elif what == "definition":
        codes[0] = replace(WAIT, definition="Something else.")
    else:
        passages = [replace(passages[0], text="Other words."), *passages[1:]]

    assert train_suggester(codes, passages, codings).model != before


def test_a_further_coding_gives_the_numbers_of_learning_everything_anew():
    passages, codings = small_project()
    read = of_transcripts(passages, 0, 5)
    known = {name: codings[name] for name in read}
    more = {**known, "06-00": {"kind"}, "00-03": {"park"}}

    brought_up_to_date = train_suggester(CODES, passages, known).updated(codings=more)

    anew = train_suggester(CODES, passages, more)
    names = [passage.id for passage in passages]
    assert brought_up_to_date.model == anew.model
    assert (brought_up_to_date.scores(names).to_numpy() == anew.scores(names).to_numpy()).all()


def test_a_code_with_fewer_than_five_codings_is_silent_but_for_its_seed_terms():
    passages, codings = small_project()
    waits = [name for name in codings if codings[name] == {"wait"}][:3]
    read = {name: codings[name] for name in codings if codings[name] != {"wait"} or name in waits}

    suggester = train_suggester(CODES, passages, read)

    assert "3 of 5 codings" in suggester.silent_codes["wait"]
    texts = {passage.id: passage.text for passage in passages}
    for suggestion in suggester.suggest(list(texts)):
        if suggestion.code_id == "wait":
            assert suggestion.band == "long shot"
            (reason,) = suggestion.because
            assert isinstance(reason, SeedReason)
            assert all(word in texts[suggestion.passage_id] for word in reason.words)
    named = [name for name, text in texts.items() if "waitlist" in text]
    assert {"wait"} & {suggestion.code_id for suggestion in suggester.suggest(named)}


def test_a_code_used_in_one_transcript_only_is_silent_and_says_so():
    passages, codings = small_project()
    read = {name: given if given != {"kind"} or name < "01" else set() for name, given in codings.items()}
    read |= {f"00-0{position}": {"kind"} for position in range(6)}

    suggester = train_suggester(CODES, passages, read)

    assert "all in one transcript" in suggester.silent_codes["kind"]


def test_a_code_laid_at_random_is_silent_because_held_back_transcripts_show_guessing():
    passages, codings = small_project(transcripts=12)
    silent = 0
    for shift in range(4):
        read = {
            name: (given | {"dice"} if (number * 7 + shift) % 12 == number % 5 else given)
            for number, (name, given) in enumerate(codings.items())
        }
        suggester = train_suggester([*CODES, CodeDescription("dice", "Zzz")], passages, read)
        silent += "by guessing" in suggester.silent_codes.get("dice", "")
        assert not set(suggester.silent_codes) & {"wait", "kind", "park"}

    assert silent >= 1


def test_a_code_at_chance_names_the_code_that_it_cannot_be_told_from():
    passages, codings = small_project(transcripts=12)
    access = CodeDescription("access", "Access")
    reasons = []
    for seed in range(5):  # somebody tosses a coin between Waiting and Access wherever people speak of waiting
        coin = random.Random(seed)
        tossed = {
            name: {"access"} if given == {"wait"} and coin.random() < 0.4 else given for name, given in codings.items()
        }
        reasons += train_suggester([*CODES, access], passages, tossed).silent_codes.values()

    assert any("I cannot yet tell “Access” from “Waiting”" in reason for reason in reasons)
    assert not [reason for reason in reasons if "Kind" in reason or "Parking" in reason]


def test_a_silent_code_still_has_scores_that_follow_the_codebook():
    passages, _ = small_project()

    table = train_suggester(CODES, passages, {}).scores([passage.id for passage in passages])

    parking = [passage.id for passage in passages if "parking" in passage.text.lower()]
    others = [passage.id for passage in passages if "park" not in passage.text.lower()]
    assert table.loc[parking, "park"].min() > table.loc[others, "park"].max()


def test_with_fewer_than_fifty_codings_nothing_is_called_likely():
    passages, codings = small_project()
    read: dict[str, set[str]] = {}
    for name, codes in codings.items():
        if sum(map(len, read.values())) < 49:
            read[name] = codes

    suggestions = train_suggester(CODES, passages, read).suggest([passage.id for passage in passages])

    assert {"possible"} <= {suggestion.band for suggestion in suggestions}
    assert "likely" not in {suggestion.band for suggestion in suggestions}


def test_an_unread_passage_is_not_a_counter_example_but_a_read_one_is():
    passages, codings = small_project()
    read = {name: codings[name] for name in of_transcripts(passages, 0, 7)}
    unread = [name for name in of_transcripts(passages, 0, 7) if not codings[name]]
    without = {name: given for name, given in read.items() if name not in unread}

    with_counter_examples = train_suggester(CODES, passages, read)
    without_counter_examples = train_suggester(CODES, passages, without)

    assert len(without_counter_examples.read) == len(without)
    empty = [name for name in of_transcripts(passages, 8, 9) if not codings[name]]
    assert (
        with_counter_examples.scores(empty).max(axis=1).mean()
        < without_counter_examples.scores(empty).max(axis=1).mean()
    )


def test_an_unknown_passage_is_refused_by_name(trained: Suggester):
    with pytest.raises(NotFoundError) as refusal:
        trained.scores(["nowhere"])

    assert refusal.value.name == "nowhere"


def test_suggestions_travel_between_processes(trained: Suggester):
    suggestions = trained.suggest(held_back()[0])

    assert pickle.loads(pickle.dumps(suggestions)) == suggestions


_WORDS = st.sampled_from(
    ["", "the and of", "😀🎉", "Wait", "waiting on hold\n\n", "Don’t — ", "...", "kind nurse", "12 %"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(_WORDS | st.text(max_size=30), max_size=14),
    codes=st.lists(st.sampled_from([WAIT, KIND, PARK, CodeDescription("x", "")]), unique=True, max_size=4),
    data=st.data(),
)
def test_any_project_can_be_learned_from(texts: list[str], codes: list[CodeDescription], data: st.DataObject):
    passages = [
        Passage(str(number), text, transcript_id=f"T{number % 3}", position=number) for number, text in enumerate(texts)
    ]
    choice = st.sets(st.sampled_from([code.id for code in codes])) if codes else st.just(set())
    codings = {passage.id: data.draw(choice) for passage in passages if data.draw(st.integers(0, 3), label="read") > 0}

    suggester = train_suggester(codes, passages, codings)

    names = [passage.id for passage in passages]
    numbers = suggester.scores(names).to_numpy()
    assert numbers.shape == (len(texts), len(codes))
    assert ((numbers >= 0) & (numbers <= 1)).all()
    for suggestion in suggester.suggest(names):
        assert isinstance(suggestion, SuggestedCode)
        for reason in suggestion.because:
            if not isinstance(reason, SimilarReason):
                assert all(word in passages[int(suggestion.passage_id)].text for word in reason.words)


@pytest.mark.parametrize("given_codes", [{"wait"}, {"wait", "kind", "park"}])
def test_a_project_where_everything_has_the_same_codes_is_no_trouble(given_codes: set[str]):
    passages, _ = small_project(transcripts=3)

    suggester = train_suggester(CODES, passages, {passage.id: given_codes for passage in passages})

    assert suggester.scores([passages[0].id])["wait"].iloc[0] > 0.5


def test_it_works_without_a_network_and_in_a_child_process_with_another_hash_seed():
    program = """
        import socket

        class Refused(socket.socket):
            def __init__(self, *args, **kwargs):
                raise RuntimeError("The suggestion engine tried to open a connection.")

        socket.socket = Refused
        from tests.nlp.projects import CODES, small_project
        from workbench.nlp import train_suggester
        from workbench.nlp.pipeline import lemmas
        passages, codings = small_project()
        suggester = train_suggester(CODES, passages, codings)
        lemmas("waiting")
        print(suggester.model, suggester.scores([p.id for p in passages]).to_numpy().sum().hex())
    """
    said = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert said[0] == said[1]


def test_its_values_can_be_used_without_loading_the_machinery():
    program = "import workbench.nlp, sys; sys.exit('sklearn' in sys.modules or 'spacy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)

    assert done.returncode == 0
