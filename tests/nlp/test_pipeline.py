from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from workbench.domain.text import annotations, make_text
from workbench.errors import RuleError
from workbench.nlp.pipeline import english, lemmas, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("It hurt. I called.", ["It hurt. ", "I called."]),
        ("Dr. Lee came at 10.30 a.m. on Friday. Good.", ["Dr. Lee came at 10.30 a.m. on Friday. ", "Good."]),
        ("J. R. Smith came.", ["J. R. Smith came."]),
        ("I was... you know... tired. Then sleep.", ["I was... you know... tired. ", "Then sleep."]),
        ("Um. I think so. Yeah.", ["Um. I think so. Yeah."]),
        (
            "[00:01:02] Hi there. [inaudible, maybe Mr. X.] What?",
            ["[00:01:02] Hi there. ", "[inaudible, maybe Mr. X.] What?"],
        ),
        ("One\nTwo\n\nThree", ["One\n", "Two\n\n", "Three"]),
        ("“Go home.” She left!", ["“Go home.” ", "She left!"]),
        ("Pay 2.50 e.g. for parking. No. Never.", ["Pay 2.50 e.g. for parking. ", "No. ", "Never."]),
    ],
)
def test_sentences_of_speech(text: str, sentences: list[str]):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text(alphabet=st.sampled_from("aB i.?!…\n [](),:0123\t’😀é"), max_size=60) | st.text(max_size=60))
def test_sentences_follow_one_another_and_cover_the_whole_text(raw: str):
    text = make_text(raw)

    ranges = split_sentences(text)

    assert "".join(text[start:end] for start, end in ranges) == text
    assert all(start < end for start, end in ranges)


@given(
    st.lists(st.sampled_from(["[inaudible 00:01:02]", "(laughs). ", "Well. ", "[00:12:34] ", "No way! "]), max_size=8)
)
def test_no_note_and_no_time_code_is_ever_cut(pieces: list[str]):
    text = "".join(pieces)

    borders = {start for start, _ in split_sentences(text)}

    assert not any(start < border < end for start, end in annotations(text) for border in borders)


def test_lemmas_bring_forms_of_a_word_together():
    assert lemmas("Waiting nurses waited.") == ["wait", "nurse", "wait"]


@pytest.fixture
def no_pipeline_at_hand() -> Iterator[None]:
    english.cache_clear()
    yield
    english.cache_clear()


def made_up_model() -> Language:
    """A "trained" model that knows one thing: the base form of waited."""
    language = spacy.blank("en")
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "waited"}]], {"LEMMA": "queue-up"})  # type: ignore[attr-defined]
    return language


def test_a_trained_model_in_a_named_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pipeline_at_hand: None
):
    made_up_model().to_disk(tmp_path / "model")
    monkeypatch.setenv("WORKBENCH_SPACY", str(tmp_path / "model"))

    assert "queue-up" in lemmas("I waited.")


def test_an_installed_trained_model_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pipeline_at_hand: None
):
    package = tmp_path / "en_made_up"
    package.mkdir()
    made_up_model().to_disk(package / "data")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**more):\n    return load_model_from_path(Path(__file__).parent / 'data', **more)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("spacy.util.get_installed_models", lambda: ["xx_other", "en_made_up"])
    monkeypatch.setattr("spacy.util.is_package", lambda name: name == "en_made_up")
    monkeypatch.delenv("WORKBENCH_SPACY", raising=False)

    assert "queue-up" in lemmas("I waited.")


def test_a_named_model_that_is_not_there_is_refused_with_advice(
    monkeypatch: pytest.MonkeyPatch, no_pipeline_at_hand: None
):
    monkeypatch.setenv("WORKBENCH_SPACY", "en_not_there")

    with pytest.raises(RuleError, match="Install it, name its folder, or take the setting away"):
        lemmas("I waited.")
