import numpy as np
import pytest

from tests.nlp.projects import CODES, small_project
from workbench.nlp.evaluate import calibration_error, evaluate, figures


def test_plain_words_are_learned_and_the_curve_shows_it():
    passages, codings = small_project(transcripts=14)

    evaluation = evaluate(CODES, passages, codings, at=(25, 60), seeds=2)

    assert [point.coded for point in evaluation.curve] == [25, 60]
    for point in evaluation.curve:
        assert point.draws == 2
        assert point.engine.precision_at_1 is not None
        assert point.engine.precision_at_1 > 0.8
        assert point.plain.precision_at_1 is not None
    assert {code.code_id for code in evaluation.codes} == {"wait", "kind", "park"}


def test_a_small_project_is_measured_at_all_it_has():
    passages, codings = small_project(transcripts=4, turns=6)

    evaluation = evaluate(CODES, passages, codings)

    assert len(evaluation.curve) == 1
    assert evaluation.curve[0].coded < 25


@pytest.mark.parametrize("transcripts", [1, 2])
def test_too_little_to_measure_is_said_in_words(transcripts: int):
    passages, codings = small_project(transcripts=transcripts)

    evaluation = evaluate(CODES, passages, {name: set() for name in codings})

    assert evaluation.curve == ()
    assert evaluation.why_empty.endswith(".")


def test_figures_of_a_table_worked_out_by_hand():
    scores = np.array([[0.9, 0.1, 0.05, 0.01], [0.3, 0.4, 0.1, 0.2], [0.6, 0.5, 0.4, 0.3], [0.1, 0.1, 0.1, 0.15]])
    right = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]], dtype=bool)

    found = figures(scores, right)

    assert found.precision_at_1 == pytest.approx(1 / 3)
    assert found.recall_at_3 == pytest.approx(1.0)
    assert found.surest_precision == 1.0
    assert found.coverage == 1.0
    assert found.mean_average_precision == pytest.approx(((1 + 2 / 3) / 2 + 1 + 1) / 3)


def test_what_cannot_be_measured_is_none_and_not_zero():
    found = figures(np.array([[0.2, 0.1]]), np.array([[False, False]]))

    assert found.precision_at_1 is None
    assert found.recall_at_3 is None
    assert found.mean_average_precision is None


def test_perfect_calibration_has_no_error():
    confidence = np.full(10, 0.3)
    hit = np.arange(10) < 3

    assert calibration_error(confidence, hit) == pytest.approx(0.0)
