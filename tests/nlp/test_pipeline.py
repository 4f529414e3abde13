import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.text import annotations, make_text
from workbench.nlp.pipeline import lemmas, split_sentences


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
