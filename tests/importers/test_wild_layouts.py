"""Layouts as they occur in the wild, one small invented file each, with the turns that must come out."""

from pathlib import Path

import pytest

from tests.importers.made_files import said
from workbench.domain.text import count_words
from workbench.domain.transcript import SpeakerRole
from workbench.importers import LAYOUTS, ImportedTranscript, ReadOptions, read_transcript

FILES = Path(__file__).parent.parent / "files" / "transcripts" / "wild"

# One row a file: “who: words ¦ who: words”; a dash stands for nobody named.
TURNS = {
    "atlas_times.txt": "Interviewer: How was the day? ¦ Maple: It was a Friday. And it rained. ¦ Interviewer: And then? ¦ Maple: Soup.",
    "bold_name_and_time.md": "Interviewer: How was it? ¦ Maple: Cold. ¦ Interviewer: And then?",
    "bold_once.docx": "Moderator: So what is a good day? ¦ Maple: One without stairs.\nI said to her: no stairs.\nAnd she laughed. ¦ Moderator: And you? ¦ Birch: Bread.\nAnd soup.\nAnd tea. ¦ Maple: Tea.",
    "bracket_angle_colon.txt": "Interviewer: How was it? ¦ Maple: Cold. ¦ Interviewer: And then? ¦ Maple: Warm (laughs).",
    "bracket_curly.txt": "Interviewer: How was it? ¦ Maple: Cold.\n(pause) ¦ Interviewer: And then? ¦ Maple: Warm (laughs).",
    "bracket_round.txt": "Interviewer: How was it? ¦ Maple: Cold.\n(pause) ¦ Interviewer: And then? ¦ Maple: Warm (laughs).",
    "bracket_round_colon.txt": "Interviewer: How was it? ¦ Maple: Cold. ¦ Interviewer: And then? ¦ Maple: Warm (laughs).",
    "capitals_once.txt": "BROWN: Where were you born? ¦ MAPLE: Here.\nIt was cold that year and we had no coal.\nMy mother said so.\nAnd my father: he too. ¦ BROWN: And then? ¦ MAPLE: Soup.\nAll of us ate. ¦ CEDAR: I made that soup, did I not.\nIt was good. ¦ MAPLE: It was.",
    "chat_stars.txt": "INV: how was it ? ¦ PAR: cold . ¦ INV: and then ? ¦ PAR: warm .",
    "dash_dialogue.txt": "Interviewer: How was the day? ¦ Participant: It was a Friday. It rained – all day. ¦ Interviewer: And then? ¦ Participant: Soup. ¦ Interviewer: Was it good? ¦ Participant: Very.",
    "dash_names.txt": "Maple: I waited in the hall - a long time. ¦ Birch: How long? ¦ Maple: Until the soup came. ¦ Birch: And then? ¦ Maple: Soup.",
    "data_archive.txt": "I: Right, this is interview twelve. How was the day? ¦ R: It was a Friday. I remember\nbecause the bread man came. ¦ I: And then? ¦ R: Then soup.",
    "data_archive_line_numbers.txt": "I: Right, this is interview twelve. How was the\nday? ¦ R: It was a Friday. I remember because\nthe bread man came. ¦ I: And then? ¦ R: Then soup, and it was\ngood soup. ¦ I: Right. ¦ R: Yes. ¦ I: Thanks.",
    "divided_words.pdf": "Interviewer: How was the day when you went home from the hospital, after all of that? ¦ Maple: It was extraordinarily uncomfortable because nobody understood. The well-known doctor and the other well-known one went away. ¦ Interviewer: And I was th- ¦ Maple: Soup. ¦ Interviewer: Good soup, was it, or only hot soup, the usual sort of soup? ¦ Maple: The usual sort of soup.",
    "encoding_mac.txt": "Interviewer: How was it, “really”? ¦ Maple: Cold — très froid. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "encoding_utf16.txt": "Interviewer: How was it, “really”? ¦ Maple: Cold — très froid. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "encoding_windows_1252.txt": "Interviewer: How was it, “really”? ¦ Maple: Cold — très froid. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "f4_closing_stamps.txt": "I: Wie war der Tag, an dem Sie nach Hause kamen? ¦ B: Es war ein Freitag. Und es hat geregnet, also (...) den ganzen Tag. ¦ I: Und dann? ¦ B: Dann kam die Suppe. Meine Schwester sagte: Iss!",
    "f4_opening_stamps.txt": "I: How was the day? ¦ B1: It was a Friday. ¦ I: And then? ¦ B2: Soup.",
    "fathom.txt": "Maple Tree: I waited in the hall. ¦ Student Researcher (Stairs University): How long? ¦ Maple Tree: Until the soup came.",
    "field_notes_in_bullets.txt": "-: - Went to the hall at ten. ¦ -: - The clock does not go. ¦ -: - Soup at noon. ¦ -: - Who pays for it? ¦ -: - Bread is out.",
    "focus_group_female_1.txt": "Moderator: So, what does a good day look like? ¦ Female 1: One without stairs. ¦ Male 2: Bread. ¦ Female 1: Bread, yes. ¦ Unidentified Female: Soup. ¦ Multiple Speakers: [laughter] ¦ Moderator 2: Anything else? ¦ Male 2: No.",
    "focus_group_ids.txt": "FG2_M: So, what does a good day look like? ¦ FG2_P3: One without stairs. ¦ FG2_P1: Bread. ¦ FG2_P3: Bread, yes. ¦ FG2_Mod2: Anything else? ¦ FG2_P10: Soup. ¦ FG2_All: [laughter]",
    "french.txt": "Intervieweuse: Comment s'est passée la journée ? ¦ Répondante: C'était un vendredi : il pleuvait. ¦ Intervieweuse: Et après ? ¦ Répondante: La soupe. Ma sœur m'a dit : mange !",
    "german.txt": "Interviewerin: Wie war der Tag? ¦ Befragte: Es war ein Freitag: es regnete. ¦ Interviewerin: Und dann? ¦ Befragte: Die Suppe.",
    "google_forms.csv": "Question: How was the day? ¦ R1: It was cold and it rained all day long ¦ R2: My sister came and we had bread together ¦ Question: What would help? (optional) ¦ R1: More soup and a warm hall",
    "hanging_indent.txt": "Moderator: So, this is the second of our groups, and I would like to begin with the stairs. What were they like? ¦ Female 1: They were long. I always said to my sister that the stairs were the longest in the whole of the town, and she said: yes, they are, and then we sat down. ¦ Male 1: Mine were short. ¦ Moderator: Short ones. What else would you say about them, all of you, now that we have heard about the long ones? ¦ Female 1: Nothing else. ¦ Male 1: They had a carpet, which was red, and which my mother had bought in Calgary.",
    "hansard.txt": "The Chair (Ms. Rose Maple): Order. We begin with Mr. Birch. ¦ Mr. John Birch: Thank you, Madam Chair. My question is about stairs. ¦ The Chair: Go on. ¦ Hon. Anne Cedar (Minister of Stairs): There are two kinds: long and short. ¦ Mr. John Birch: Which are better? ¦ Some Hon. Members: Hear, hear! ¦ The Chair: Order.",
    "happy_scribe.txt": "Interviewer: And then the letter came? ¦ Maple Tree: It came to my old address. ¦ Interviewer: Twice? ¦ Maple Tree: Twice.",
    "inaudible_time.txt": "Interviewer: How was it? (00:12) ¦ Maple: Cold [inaudible 00:00:15] and [00:16] wet. ¦ Interviewer: At 10:30? ¦ Maple: At 10:45.",
    "initials_from_title_page.txt": "AB: Where were you born? ¦ RM: Here. ¦ AB: And then. ¦ RM: Soup, was it?",
    "italic_questions.docx": "Interviewer: How was the day? ¦ Participant: It was a Friday. My sister came.\nWe ate. ¦ Interviewer: And then? ¦ Participant: Soup. ¦ Interviewer: Was it good? ¦ Participant: Very.",
    "italic_questions.html": "Interviewer: How was it? ¦ Participant: Cold. My sister said: go. ¦ Interviewer: And then? ¦ Participant: Warm. ¦ Interviewer: How was it? ¦ Participant: Cold. My sister said: go. ¦ Interviewer: And then? ¦ Participant: Warm.",
    "italic_questions.md": "Interviewer: How was it? ¦ Participant: Cold. ¦ Interviewer: And then? ¦ Participant: Warm. And it rained. ¦ Interviewer: Good? ¦ Participant: Very.",
    "italic_questions.rtf": "Interviewer: How was it? ¦ Participant: Cold. ¦ Interviewer: And then? ¦ Participant: Warm. ¦ Interviewer: Good? ¦ Participant: Very.",
    "line_numbers_in_margin.pdf": "Interviewer: How was the day when you went home from the hospital after such a long time upstairs with everybody else? ¦ Maple: It was a Friday and extraordinarily uncomfortable, because nobody understood the instructions and the taxi driver was misinformed. My sister said: go home. Nevertheless the documentation of the appointment was incomprehensible to me. ¦ Interviewer: And then? ¦ Maple: Then soup. The soup was the beginning of a better understanding between the neighbourhood and myself, notwithstanding the circumstances that surrounded everything we attempted in those unforgettable weeks. ¦ Interviewer: Was that well-known to the self-employed people in the neighbourhood, would you say, or rather not? ¦ Maple: Yes. ¦ Interviewer: Thank you very much for telling me about all of this in such detail today. ¦ Maple: You are welcome, it was uncomplicated.",
    "meet_gemini.docx": "Student Researcher: Could you tell us about the day? ¦ Maple Tree: It was a Friday. ¦ Student Researcher: And then?",
    "name_and_time_in_spans.html": "Interviewer: How was it? ¦ Maple: Cold. My sister said: go. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "names_as_headings.md": "Maple: I waited in the hall.\n\nIt was long. ¦ Student Researcher: How long? ¦ Maple: Until the soup came.",
    "numbered_bold_questions.docx": "Q: How was it? ¦ Participant: Cold. ¦ Q: And then? ¦ Participant: Warm. ¦ Q: Good? ¦ Participant: Very.",
    "numbered_q_and_a.txt": "Q: Where were you on Friday? ¦ A: At home. ¦ Q: All day? ¦ A: All day. ¦ Q: And then? ¦ A: Soup.",
    "odd_names.txt": "AB: How was it? ¦ J.K.: Cold. ¦ Mr O'Neil: Very cold. ¦ Dr. Anne-Marie St-Onge: Is that so? ¦ 李: 很冷。 ¦ Ó Súilleabháin: It was. ¦ AB: And then? ¦ J.K.: Warm.",
    "one_label.txt": "Q: How was it? ¦ Participant: Cold. My sister said it was the coldest year.\n\nWe had no coal. ¦ Q: And then? ¦ Participant: Warm. ¦ Q: Good? ¦ Participant: Very.",
    "oral_history.txt": "BROWN: This is Ann Brown. I am with Rose Maple in her kitchen. When were you born? ¦ MAPLE: In nineteen thirty. My mother said: go on. ¦ BROWN: Where? ¦ MAPLE: Here, in this house. [laughs] ¦ BROWN: We were talking about the house. ¦ MAPLE: Yes. The stairs were new then.",
    "oral_history_qa.txt": "Q: When were you born? ¦ A: In nineteen thirty. My mother said: go on. ¦ Q: Where was that? ¦ A: Here. In this house.\nIt had no stairs. ¦ Q: No stairs? ¦ A: None.",
    "qa_wide.txt": "Q: Where were you on Friday? ¦ A: At home. ¦ Q: All day? ¦ A: All day. It rained.\nAnd then it snowed. ¦ Q: Thank you.",
    "questions_and_answers_unnamed.txt": "Interviewer: Where were you on Friday? ¦ Participant: At home. All day. ¦ Interviewer: And then? ¦ Participant: Soup. ¦ Interviewer: Was it good? ¦ Participant: Very good. ¦ Interviewer: What did she say? ¦ Participant: She said nothing.",
    "short_forms_in_brackets.txt": "Interviewer (I): How was it? ¦ Participant 1 (P1): Cold. ¦ Interviewer (I): And then? ¦ Participant 1 (P1): Warm. ¦ Interviewer (I): Good. ¦ Participant 1 (P1): Yes: good.",
    "slack.txt": "Maple Tree: I cannot come ¦ Student Researcher: Shall I phone? ¦ Maple Tree: Yes please.",
    "sonix.txt": "Speaker1: And then the letter came? ¦ Speaker2: It came to my old address. ¦ Speaker1: Twice? ¦ Speaker2: Twice.",
    "spanish.txt": "Entrevistadora: ¿Cómo fue el día? ¦ Entrevistada: Era viernes: llovía. ¦ Entrevistadora: ¿Y después? ¦ Entrevistada: La sopa.",
    "surveymonkey.csv": "Question: How was the day? ¦ 11122233301: It was cold and it rained all day long ¦ 11122233302: My sister came and we had bread together ¦ Question: What would help? ¦ 11122233301: More soup and a warm hall ¦ 11122233302: A clock that goes at all times",
    "table_in_two_languages.docx": "I: Comment était-ce ? ¦ R: Froid, très froid. ¦ I: Et après ? ¦ R: Chaud.",
    "table_of_bars.md": "Interviewer: How was it? ¦ Maple: Cold. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "table_with_comments.docx": "Interviewer: How was it? ¦ Maple: Cold. My sister said: go. ¦ Interviewer: And then? ¦ Maple: Warm.",
    "teams_initials_copy.txt": "Student Researcher: Could you tell us about the day? ¦ Maple Tree: It was a Friday.\nIt rained. ¦ Student Researcher: And then? ¦ Maple Tree: The taxi came.",
    "teams_new.docx": "Student Researcher: Could you tell us about the day? ¦ Maple Tree: It was a Friday.\nAnd it rained: all day. ¦ Student Researcher: And then?",
    "teams_split_voice.vtt": "Student Researcher: Could you tell us about the day you were sent home? ¦ Maple Tree: It was a Friday & it rained. Rule: never on a Friday.",
    "teams_web_copy.txt": "Student Researcher: Could you tell us about the day you were sent home? ¦ Maple Tree: It was a Friday. ¦ Maple Tree: And it rained. ¦ Student Researcher: Did anybody explain the pills? ¦ Maple Tree: Two minutes before the taxi came.",
    "teams_web_copy_short.txt": "Maple Tree: I waited in the hall. ¦ Student Researcher: How long? ¦ Maple Tree: Until the soup came.\nThe soup was good. ¦ Student Researcher: And then?",
    "text_named_csv.csv": "Interviewer: How was it, really? ¦ Maple: Cold, and wet, and grey. ¦ Interviewer: And then? ¦ Maple: Warm, thanks.",
    "turn_numbers.txt": "I: How was it? ¦ P: Cold.\n\nAnd it rained. ¦ I: And then? ¦ P: Warm.",
    "turn_numbers_in_brackets.txt": "I: How was it? ¦ P: Cold. ¦ I: And then? ¦ P: Warm. ¦ I: Good.",
    "turns.csv": "Interviewer: How was it, really? ¦ Maple: Cold, and wet ¦ Interviewer: And then? ¦ Maple: Warm",
    "turns_semicolon.csv": "Interviewerin: Wie war es? ¦ Befragte: Kalt, und nass. ¦ Interviewerin: Und dann? ¦ Befragte: Warm.",
    "vtt_chevrons.vtt": "-: I waited in the hall. ¦ -: It was long. ¦ -: How long?",
    "webex.vtt": "Student Researcher: How was the day? ¦ Maple Tree: It was a Friday. And it rained.",
    "whatsapp.txt": "Maple Tree: I cannot come ¦ Student Researcher: Shall I phone? ¦ Maple Tree: Yes please.\nTwo o'clock? ¦ Student Researcher: Yes",
    "whisper.tsv": "-: So tell me about the day you went home. ¦ -: It was a Friday and it rained. ¦ -: That is all.",
    "whisper_console.txt": "-: So tell me about the day you went home. ¦ -: It was a Friday and it rained. ¦ -: That is all.",
    "whisperx.srt": "SPEAKER_00: I waited in the hall. ¦ SPEAKER_01: How long? ¦ SPEAKER_00: Until the soup came.",
    "word_transcribe.docx": "Speaker 1: How was it? ¦ Speaker 2: Cold. ¦ Speaker 1: And then?",
    "youtube_auto.vtt": "-: so tell me about it ¦ -: it was a friday ¦ -: and it rained all day",
    "youtube_rolling.srt": "-: so tell me about it ¦ -: it was a friday ¦ -: and it rained all day ¦ -: so I stayed in",
    "zoom_chat_from_to.txt": "Maple Tree: I cannot hear ¦ Student Researcher: Try again? ¦ Maple Tree: Better now ¦ Birch: Hello all",
    "zoom_chat_new.txt": "Maple Tree: I cannot hear ¦ Student Researcher: Try again? ¦ Maple Tree: Better now\nThank you",
    "zoom_saved_transcript.txt": "Maple Tree: I think the first sign was the stairs. ¦ Student Researcher: What about the stairs? ¦ Maple Tree: They got longer.\nAnd steeper.",
}


def expected(name: str) -> list[tuple[str | None, str]]:
    turns = (turn.split(": ", 1) for turn in TURNS[name].split(" ¦ "))
    return [(None if who == "-" else who, words) for who, words in turns]


FACILITATORS = {
    "bracket_curly.txt": "Interviewer",
    "chat_stars.txt": "INV",
    "dash_dialogue.txt": "Interviewer",
    "focus_group_ids.txt": "FG2_M",
    "french.txt": "Intervieweuse",
    "german.txt": "Interviewerin",
    "initials_from_title_page.txt": "AB",
    "numbered_q_and_a.txt": "Q",
    "one_label.txt": "Q",
    "oral_history.txt": "BROWN",
    "spanish.txt": "Entrevistadora",
}
DAYS = {
    "french.txt": "2024-03-05",
    "german.txt": "2024-03-05",
    "meet_gemini.docx": "2024-03-05",
    "oral_history.txt": "1998-03-05",
    "spanish.txt": "2024-03-05",
    "teams_web_copy.txt": "2024-03-05",
}
BEGINNINGS = {
    "f4_opening_stamps.txt": [2.3, 12.3, 31.8, 33.0],
    "fathom.txt": [1.0, 9.0, 12.0],
    "slack.txt": [36120.0, 36180.0, 36240.0],
    "teams_initials_copy.txt": [3.0, 9.0, 20.0, 25.0],
    "teams_web_copy.txt": [3.0, 9.0, 14.0, 62.0, 3665.0],
    "turns.csv": [0.0, 2.5, 5.0, 7.0],
    "whisper.tsv": [0.0, 5.0, 9.0],
    "youtube_auto.vtt": [0.08, 2.399, 4.879],
}
DOUBTS = {
    "dash_dialogue.txt": "in turn",
    "divided_words.pdf": "“hospital”, “understood”, “well-known”",
    "one_label.txt": "Only “Q” is named",
    "questions_and_answers_unnamed.txt": "in turn",
    "short_forms_in_brackets.txt": "same speaker",
    "table_in_two_languages.docx": "9 words in other columns",
    "table_with_comments.docx": "2 words in other columns",
    "text_named_csv.csv": "read as a text",
    "youtube_rolling.srt": "imported once",
}


def imported(name: str) -> ImportedTranscript:
    return read_transcript((FILES / name).read_bytes(), file_name=name)


def test_every_wild_file_is_expected():
    assert {path.name for path in FILES.iterdir()} == set(TURNS)


@pytest.mark.parametrize("name", TURNS)
def test_the_turns_are_those_of_the_table(name):
    assert said(imported(name)) == expected(name)


@pytest.mark.parametrize("name", TURNS)
def test_every_word_of_a_wild_file_is_accounted_for(name):
    read = imported(name)

    assert read.words_in_file == read.words_imported + sum(read.set_aside.values())
    assert "not accounted for" not in read.set_aside
    assert read.words_imported == sum(count_words(turn.text) for turn in read.turns)


@pytest.mark.parametrize(("name", "facilitator"), FACILITATORS.items())
def test_the_facilitator_is_found(name, facilitator):
    roles = {speaker.label: speaker.role for speaker in imported(name).speakers}

    assert roles[facilitator] is SpeakerRole.FACILITATOR
    assert SpeakerRole.PARTICIPANT in roles.values()


@pytest.mark.parametrize(("name", "day"), DAYS.items())
def test_the_day_is_read_from_the_header(name, day):
    assert imported(name).held_on == day


@pytest.mark.parametrize(("name", "seconds"), BEGINNINGS.items())
def test_the_times_of_turns_are_kept(name, seconds):
    assert [turn.begins_at for turn in imported(name).turns] == seconds


@pytest.mark.parametrize(("name", "words"), DOUBTS.items())
def test_what_was_guessed_is_told(name, words):
    assert any(words in notice.message for notice in imported(name).notices)


def test_lines_that_rolling_captions_show_again_are_counted_apart():
    assert imported("youtube_rolling.srt").set_aside["lines that rolling captions show again"] == 14


def test_saying_the_same_thing_twice_is_not_a_rolling_caption():
    cues = "\n\n".join(
        f"00:0{number}.000 --> 00:0{number}.900\n{words}"
        for number, words in enumerate(["Yes.", "Yes.", "No.", "It rained.", "All day.", "Every day."])
    )

    read = read_transcript(f"WEBVTT\n\n{cues}\n".encode(), file_name="a.vtt")

    assert [words for _, words in said(read)][:3] == ["Yes.", "Yes.", "No."]


def test_two_unnamed_voices_can_be_asked_for():
    text = b"It rained.\n\nI see.\n\nAnd then it snowed."
    assert "two voices in turn, without names" in LAYOUTS

    read = read_transcript(text, file_name="a.txt", options=ReadOptions(layout="two voices in turn, without names"))

    assert [speaker for speaker, _ in said(read)] == ["Interviewer", "Participant", "Interviewer"]


def test_one_persons_long_account_under_her_own_label_stays_hers():
    read = read_transcript(
        b"P1: It rained.\n\nAnd then it snowed.\n\nP1: So I stayed in.\n\nAll day.", file_name="a.txt"
    )

    assert said(read) == [("P1", "It rained.\n\nAnd then it snowed."), ("P1", "So I stayed in.\n\nAll day.")]


def test_answers_in_italics_are_told_from_plain_questions():
    read = read_transcript(b"How was it?\n\n*Cold.*\n\nAnd then?\n\n*Warm.*\n\nGood?\n\n*Very.*", file_name="a.md")

    assert said(read)[:2] == [("Interviewer", "How was it?"), ("Participant", "Cold.")]


def test_places_before_dashes_in_prose_are_no_speakers():
    text = (
        "We moved a lot in those years.\n\nLeeds - that was cold.\n\nThen we went south for the work.\n\n"
        "York - that was better.\n\nMy mother came.\n\nLeeds - we went back.\n\nYork - we returned.\n\nThat was all."
    )

    assert {speaker for speaker, _ in said(read_transcript(text.encode(), file_name="a.txt"))} == {None}


def test_a_broken_off_word_at_the_end_of_a_line_is_not_joined_to_the_next_speaker():
    assert said(imported("divided_words.pdf"))[2] == ("Interviewer", "And I was th-")


def test_a_note_in_brackets_that_comes_back_is_no_speaker():
    read = read_transcript(b"It was cold.\n(Coffee) And then it rained.\n(Coffee) I stayed in.", file_name="a.txt")

    assert {speaker for speaker, _ in said(read)} == {None}


def test_a_sentence_before_the_first_name_is_offered_and_never_lost():
    read = read_transcript(
        b"Interview 3\n\nSo I will start the tape now.\n\nI: How was it?\n\nP1: Cold.", file_name="a.txt"
    )

    assert [offer.turn.text for offer in read.offered_removals] == ["So I will start the tape now."]
