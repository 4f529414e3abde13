"""Open survey answers: which columns are chosen, who answered, and what is never imported unasked."""

import pytest

from tests.importers.made_files import said, xlsx
from workbench.domain.transcript import SpeakerRole, TranscriptKind
from workbench.errors import UnreadableFileError
from workbench.importers import ColumnGuess, ReadOptions, read_transcript, survey_columns

HARD, HELP = "What was hard about waiting?", "What would have helped you?"
ROWS = [
    ["Response ID", "Email", "Age", HARD, HELP],
    [
        "A1",
        "maple@example.org",
        "61",
        "Nobody told us how long it would take.",
        "A clock, and a window to look out of.",
    ],
    ["", "", "", "", ""],
    ["A2", "birch@example.org", "44", "My hands hurt in that cold room.", ""],
    ["A3", "cedar@example.org", "52", "I was alone there, I think.", "Somebody to sit with me for a while."],
]


def csv_file(rows: list[list[str]], *, separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' if cell else "" for cell in row) for row in rows).encode()


BOTH = pytest.mark.parametrize(
    "source",
    [csv_file(ROWS), csv_file(ROWS, separator=";"), csv_file(ROWS, separator="\t"), xlsx(ROWS)],
    ids=["comma", "semicolon", "tab", "xlsx"],
)


@BOTH
def test_answers_are_grouped_by_question_with_one_turn_for_each_answer(source):
    transcript = read_transcript(source, file_name="survey.csv")

    assert transcript.kind is TranscriptKind.SURVEY
    assert said(transcript) == [
        ("Question", HARD),
        ("A1", "Nobody told us how long it would take."),
        ("A2", "My hands hurt in that cold room."),
        ("A3", "I was alone there, I think."),
        ("Question", HELP),
        ("A1", "A clock, and a window to look out of."),
        ("A3", "Somebody to sit with me for a while."),
    ]
    assert {speaker.label: speaker.role for speaker in transcript.speakers} == {
        "Question": SpeakerRole.FACILITATOR,
        **dict.fromkeys(("A1", "A2", "A3"), SpeakerRole.PARTICIPANT),
    }
    assert transcript.words_in_file == transcript.words_imported + sum(transcript.set_aside.values())


@BOTH
def test_columns_are_listed_with_samples_and_guesses(source):
    columns = survey_columns(source, "survey.csv")

    assert [(column.name, column.guess) for column in columns] == [
        ("Response ID", ColumnGuess.RESPONDENT),
        ("Email", ColumnGuess.IDENTIFIER),
        ("Age", ColumnGuess.CLOSED),
        (HARD, ColumnGuess.ANSWER),
        (HELP, ColumnGuess.ANSWER),
    ]
    assert (columns[4].filled, columns[4].samples[0]) == (2, "A clock, and a window to look out of.")


def test_columns_that_identify_people_are_not_imported_unasked():
    transcript = read_transcript(csv_file(ROWS), file_name="survey.csv")

    assert not any("example.org" in turn.text or "example.org" in (turn.speaker or "") for turn in transcript.turns)
    assert any(
        "“Email” seems to identify people and was not imported" in notice.message for notice in transcript.notices
    )


def test_chosen_columns_are_imported_and_an_identifying_one_is_doubted():
    options = ReadOptions(survey_columns=("Email",), respondent_column="Response ID")
    transcript = read_transcript(csv_file(ROWS), file_name="survey.csv", options=options)

    assert said(transcript)[0] == ("A1", "maple@example.org")
    assert any("and you chose it" in notice.message for notice in transcript.notices)


def test_respondents_without_an_id_are_numbered():
    transcript = read_transcript(
        csv_file([[HARD], ["It was cold in there all day."], ["It was far away from home."]]), file_name="a.csv"
    )

    assert said(transcript) == [("R1", "It was cold in there all day."), ("R2", "It was far away from home.")]
    assert transcript.details["Question"] == HARD


def test_an_unknown_column_is_refused_with_the_names_of_the_columns():
    with pytest.raises(UnreadableFileError, match="Response ID, Email"):
        read_transcript(csv_file(ROWS), file_name="a.csv", options=ReadOptions(survey_columns=("Colour",)))


def test_a_table_without_open_answers_asks_for_a_choice():
    with pytest.raises(UnreadableFileError, match="Choose the columns"):
        read_transcript(csv_file([["Age", "Sex"], ["61", "F"], ["44", "M"]]), file_name="a.csv")


def test_formulas_are_never_worked_out():
    transcript = read_transcript(xlsx(ROWS, formulas={"E2": 'HYPERLINK("http://example.org")'}), file_name="a.xlsx")

    assert not any("HYPERLINK" in turn.text for turn in transcript.turns)
    assert any("formulas have no stored result" in notice.message for notice in transcript.notices)


def test_answers_that_look_like_formulas_stay_text():
    transcript = read_transcript(csv_file([[HARD], ["=1+1 is what they told me to expect"]]), file_name="a.csv")

    assert said(transcript) == [("R1", "=1+1 is what they told me to expect")]


def test_line_breaks_and_quotation_marks_inside_answers_stay():
    source = f'{HARD}\n"It was ""cold"" in there,\nand then it rained."\n'.encode()

    assert said(read_transcript(source, file_name="a.csv")) == [("R1", 'It was "cold" in there,\nand then it rained.')]


def test_three_rows_of_headings_are_understood():
    rows = [
        ["ResponseId", "Q1"],
        ["Response ID", HARD],
        ["{ImportId:_recordId}", "{ImportId:QID1}"],
        ["R_1", "It was cold in there all day."],
    ]
    transcript = read_transcript(csv_file(rows), file_name="a.csv")

    assert said(transcript) == [("R_1", "It was cold in there all day.")]
    assert transcript.details["Question"] == HARD


@pytest.mark.parametrize("build", [csv_file, xlsx])
def test_a_table_with_speakers_and_text_is_a_conversation(build):
    rows = [["Start", "Speaker", "Text"], ["0:01", "I", "How was it?"], ["0:05", "P1", "Cold, and wet."]]
    transcript = read_transcript(build(rows), file_name="talk.csv")

    assert said(transcript) == [("I", "How was it?"), ("P1", "Cold, and wet.")]
    assert transcript.kind is TranscriptKind.INTERVIEW
