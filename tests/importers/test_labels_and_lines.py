"""Ways in which strangers type, export and paste transcripts, none of which the method lists."""

import pytest

from tests.importers.made_files import read, said
from workbench.domain.transcript import SpeakerRole, TranscriptKind
from workbench.importers import LAYOUTS, ReadOptions

TWO_VOICES = {
    "names in capitals": "JANE SMITH: One.\nBOB O'NEIL: Two.\nJANE SMITH: Three.\nBOB O'NEIL: Four.",
    "names with titles and initials": "Dr. Smith: One.\nMr. J. O'Brien-Lee: Two.\nDr. Smith: Three.\nMr. J. O'Brien-Lee: Four.",
    "initials with dots": "A.B.: One.\nC.D.: Two.\nA.B.: Three.\nC.D.: Four.",
    "accents": "Élodie: One.\nÖzgür: Two.\nÉlodie: Three.\nÖzgür: Four.",
    "numbered roles in capitals": "INTERVIEWER 1: One.\n\nPARTICIPANT: Two.\n\nINTERVIEWER 1: Three.\n\nPARTICIPANT: Four.",
    "participant ids with hyphens": "P-01: One.\nP-02: Two.\nP-01: Three.\nP-02: Four.",
    "sex behind the number": "Participant 3 (F): One.\nParticipant 4 (M): Two.\nParticipant 3 (F): Three.\nParticipant 4 (M): Four.",
    "short ids": "S1: One.\nS2: Two.\nS1: Three.\nS2: Four.",
    "lower case": "int: One.\np1: Two.\nint: Three.\np1: Four.",
    "full-width colons": "Interviewer：One.\n王伟：Two.\nInterviewer：Three.\n王伟：Four.",
    "French spacing": "Animatrice\u00a0: One.\nMarie-Ève : Two.\nAnimatrice\u202f: Three.\nMarie-Ève : Four.",
    "time before the name": "00:00:01 Int: One.\n[00:00:02] P1: Two.\n(00:03) Int: Three.\n0:04 - P1: Four.",
    "time behind the name": "Int [00:00:01]: One.\nP1 (00:00:02) Two.\nInt 00:03: Three.\nP1: [00:00:04] Four.",
    "name and time on a line": "Jane Roe  0:01\nOne.\n\nBob Lee  0:02\nTwo.\n\nJane Roe  0:03\nThree.\n\nBob Lee  1:00:04\nFour.",
    "time and name on a line": "00:00:01 - Speaker 1\nOne.\n\n00:00:02 - Speaker 2\nTwo.\n\n00:00:03 - Speaker 1\nThree.\n\n00:00:04 - Speaker 2\nFour.",
    "time, then name, then words": "00:00:00:00 - 00:00:02:13\nSpeaker 1\nOne.\n\n00:00:02:13 - 00:00:03:00\nSpeaker 2\nTwo.\n\n"
    "00:00:03:00 - 00:00:04:00\nSpeaker 1\nThree.\n\n00:00:04:00 - 00:00:05:00\nSpeaker 2\nFour.",
    "name alone": "Jane\nOne.\n\nBob\nTwo.\n\nJane\nThree.\n\nBob\nFour.",
    "name and colon alone": "Interviewer:\nOne.\n\nBob:\nTwo.\n\nInterviewer:\nThree.\n\nBob:\nFour.",
    "tabs": "I\tOne.\nR\tTwo.\nI\tThree.\nR\tFour.",
    "dashes": "P1 – One.\nInt – Two.\nP1 – Three.\nInt – Four.",
    "chevrons": ">> INTERVIEWER: One.\n>> JANE: Two.\n>> INTERVIEWER: Three.\n>> JANE: Four.",
    "angle brackets": "<Interviewer> One.\n<Jane> Two.\n<Interviewer> Three.\n<Jane> Four.",
    "square brackets and clock": "[Jane Roe] 10:02:11\nOne.\n\n[Bob] 10:02:15\nTwo.\n\n[Jane Roe] 10:02:20\nThree.\n\n[Bob] 10:02:30\nFour.",
    "line numbers": "1  I: One.\n2  P1: Two.\n3  I: Three.\n4  P1: Four.",
    "line numbers with tabs": "1.\tI: One.\n2.\tP1: Two.\n3.\tI: Three.\n4.\tP1: Four.",
    "numbers as names": "1: One.\n2: Two.\n1: Three.\n2: Four.",
    "ranges of time in brackets": "[00:00.000 --> 00:05.000]  SPEAKER_00: One.\n[00:05.000 --> 00:09.000]  SPEAKER_01: Two.\n"
    "[00:09.000 --> 00:11.000]  SPEAKER_00: Three.\n[00:11.000 --> 00:12.000]  SPEAKER_01: Four.",
    "clock and name on a line": "[10:02 AM] Jane Roe\nOne.\n[10:03 AM] Bob\nTwo.\n[10:04 AM] Jane Roe\nThree.\n[10:05 AM] Bob\nFour.",
    "Japanese": "司会：One.\n参加者A：Two.\n司会：Three.\n参加者A：Four.",
    "Arabic": "المحاور: One.\nمريم: Two.\nالمحاور: Three.\nمريم: Four.",
    "bullets": "• I: One.\n• P: Two.\n• I: Three.\n• P: Four.",
    "Markdown": "**Int:** One.\n\n**Jane:** Two.\n\n**Int:** Three.\n\n**Jane:** Four.",
    "closing stamps": "I: One. #00:00:01-1#\n\nB: Two. #00:00:02-2#\n\nI: Three. #00:00:03-3#\n\nB: Four. #00:00:04-4#",
}  # fmt: skip


@pytest.mark.parametrize("text", TWO_VOICES.values(), ids=TWO_VOICES)
def test_two_voices_are_told_apart_in(text):
    turns = said(read(text))

    assert [words for _, words in turns] == ["One.", "Two.", "Three.", "Four."]
    assert turns[0][0] == turns[2][0] != turns[1][0] == turns[3][0]
    assert None not in [speaker for speaker, _ in turns]


@pytest.mark.parametrize("text", TWO_VOICES.values(), ids=TWO_VOICES)
def test_no_word_is_lost_in(text):
    transcript = read(text)

    assert transcript.words_in_file == transcript.words_imported + sum(transcript.set_aside.values())
    assert "not accounted for" not in transcript.set_aside


def test_a_text_with_times_and_no_names_has_a_turn_for_each_time():
    transcript = read("[00:00.000 --> 00:05.000]  Hello there.\n[00:05.000 --> 00:09.000]  My name is away.")

    assert said(transcript) == [(None, "Hello there."), (None, "My name is away.")]
    assert [turn.begins_at for turn in transcript.turns] == [0.0, 5.0]


def test_a_sentence_with_a_colon_at_the_start_of_a_line_is_speech():
    transcript = read("I: So?\nP1: Well.\nOne thing: the clock.\nShe said: no.\nShe said: never.\nI: Yes.")

    assert [speaker for speaker, _ in said(transcript)] == ["I", "P1", "I"]


def test_a_name_that_comes_once_is_a_speaker_where_every_paragraph_has_a_name_and_is_doubted():
    transcript = read("Moderator: Hi.\n\nMaple: Hi.\n\nBirch: Hello.\n\nModerator: So?\n\nMaple: Note: nothing.")

    assert [speaker for speaker, _ in said(transcript)] == ["Moderator", "Maple", "Birch", "Moderator", "Maple"]
    assert [(notice.line, "Birch" in notice.message) for notice in transcript.notices] == [(5, True)]


def test_lines_broken_at_the_edge_of_a_page_are_joined_again():
    first = "And how was it when you first went to the clinic after such a"
    lines = [
        f"Interviewer: {first}",
        "long time at home with the pain and the waiting and all of that sort of",
        "thing?",
    ]
    transcript = read("\n".join([*lines, "", "Jane: It was cold there.", ""] * 4))

    assert (
        transcript.turns[0].text
        == f"{first} long time at home with the pain and the waiting and all of that sort of thing?"
    )


def test_page_numbers_in_pasted_text_are_left_out():
    transcript = read(
        "Group 3 - Page 1\nI: One?\nP: Cold and\nGroup 3 - Page 2\nwet.\nI: And?\nGroup 3 - Page 3\nP: Warm.\nPage 4 of 4"
    )

    assert said(transcript) == [("I", "One?"), ("P", "Cold and\nwet."), ("I", "And?"), ("P", "Warm.")]
    assert transcript.set_aside["page headers and footers"] > 0


def test_a_title_page_is_told_and_not_spoken():
    transcript = read(
        "Interview with Mrs. Rose Able\nDate of Interview: 12 March 1998\nPlace: Leeds\nInterviewer: Ann Brown\n"
        "Transcriber: CD\n\nInt: When were you born?\n\nMrs Able: In 1930. My mother said: go on.\n\nInt: Where?\n\nMrs Able: Here."
    )

    assert [speaker for speaker, _ in said(transcript)] == ["Int", "Mrs Able", "Int", "Mrs Able"]
    assert (transcript.title, transcript.held_on) == ("Interview with Mrs. Rose Able", "1998-03-12")
    assert transcript.details["Interviewer"] == "Ann Brown"


def test_a_date_that_can_be_read_in_two_ways_is_doubted():
    transcript = read("Interview\nDate: 04/11/2024\n\nI: Well?\nP1: Well.")

    assert transcript.held_on is None
    assert any("04/11/2024" in notice.message for notice in transcript.notices)


def test_prose_before_the_first_speaker_is_offered_and_can_be_kept():
    preface = " ".join(["This interview was held in the kitchen while the kettle sang."] * 5)
    text = f"Interview 2\n\n{preface}\n\nI: Well?\nP1: Well."

    dropped, kept = read(text), read(text, options=ReadOptions(keep_offered=True))

    assert [offer.turn.text for offer in dropped.offered_removals] == [preface]
    assert said(kept)[0] == (None, preface)
    assert said(kept)[1:] == said(dropped)


GEMINI = """Mar 5, 2024
Waiting room study

Summary
Maple Tree described the jar and the wait.

Details
* The jar: Maple Tree said that the jar was hard.

Suggested next steps
* Student A will call.

You should review Gemini's notes to make sure they're accurate.

Transcript
00:00:00

Student A: Welcome. How did it start?
Maple Tree: With my hands.
00:05:00

Student A: And then?
Maple Tree: Then the jar.

Transcription ended after 00:30:12
"""


def test_notes_that_meeting_software_wrote_are_not_taken_for_speech():
    transcript = read(GEMINI)

    assert [words for _, words in said(transcript)] == [
        "Welcome. How did it start?",
        "With my hands.",
        "And then?",
        "Then the jar.",
    ]
    assert "summaries added by software" in {offer.reason for offer in transcript.offered_removals}
    assert transcript.format.startswith("Google Meet")
    assert transcript.turns[2].begins_at == 300.0


def test_a_summary_behind_the_talk_is_not_taken_for_speech():
    transcript = read(
        "Interviewer: How?\nP1: Fine.\nInterviewer: And?\nP1: Good.\n\nAI Summary\nThe participant said fine.\n\nAction items\nP1: call"
    )

    assert said(transcript)[-1] == ("P1", "Good.")
    assert [offer.reason for offer in transcript.offered_removals] == ["summaries added by software"]


def test_software_saying_that_it_records_is_not_speech():
    transcript = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nRecording in progress.\n\n00:03.000 --> 00:04.000\nMaple: Hello.\n\n00:05.000 --> 00:06.000\nMaple: Well.",
        name="a.vtt",
    )

    assert said(transcript) == [("Maple", "Hello. Well.")]
    assert [offer.turn.text for offer in transcript.offered_removals] == ["Recording in progress."]


def test_a_telephone_number_as_a_name_is_told_to_identify_a_person():
    transcript = read("+1 403-555-0134: hello\nInterviewer: hi\n+1 403-555-0134: so")

    assert any("identifies a person" in notice.message for notice in transcript.notices)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I: Well?\nR: Well.", SpeakerRole.PARTICIPANT),
        ("R: Well?\nP1: Well.", SpeakerRole.FACILITATOR),
    ],
)
def test_r_is_guessed_from_its_company_and_asked_about(text, role):
    transcript = read(text)

    assert {speaker.label: speaker.role for speaker in transcript.speakers}["R"] is role
    assert any("researcher or respondent" in notice.message for notice in transcript.notices)


def test_the_one_who_asks_is_taken_for_the_facilitator_and_that_is_doubted():
    transcript = read("\n".join(["Speaker 1: And then?", "Speaker 2: I went home."] * 4))

    assert [speaker.role for speaker in transcript.speakers] == [SpeakerRole.FACILITATOR, SpeakerRole.PARTICIPANT]
    assert any("asks most of the questions" in notice.message for notice in transcript.notices)


def test_two_spellings_of_a_name_are_one_speaker_and_a_slip_is_doubted():
    transcript = read("Interviewer: a\nJane: b\nINTERVIEWER: c\nJane: d\nIntervewer: e\nJane: f\nIntervewer: g")

    assert [speaker.label for speaker in transcript.speakers] == ["Interviewer", "Jane", "Intervewer"]
    assert any("spelled in two ways" in notice.message for notice in transcript.notices)


def test_the_interviewee_is_not_taken_for_the_interviewer_mistyped():
    transcript = read("Interviewer: a\nInterviewee: b\nInterviewer: c\nInterviewee: d")

    assert [speaker.role for speaker in transcript.speakers] == [SpeakerRole.FACILITATOR, SpeakerRole.PARTICIPANT]
    assert not transcript.notices


def test_participants_on_the_title_page_are_a_list_and_later_a_voice():
    transcript = read(
        "Group 2\nParticipants: six women from Leeds\nP1 - nurse\n\nM: Hello.\nP1: Hi.\nParticipants: (laughter)\nP1 and P2: Yes!"
    )

    assert [speaker for speaker, _ in said(transcript)] == ["M", "P1", "Participants", "P1 and P2"]
    assert [speaker.role for speaker in transcript.speakers][2:] == [SpeakerRole.GROUP, SpeakerRole.GROUP]


def test_a_text_that_names_only_one_speaker_is_doubted():
    transcript = read("Q: How was it?\n\nCold, and wet.\n\nQ: And then?\n\nThen bed.")

    assert any("Only “Q” is named" in notice.message for notice in transcript.notices)


def test_three_participants_make_a_focus_group():
    assert read("M: Hi\nP1: a\nP2: b\nP3: c").kind is TranscriptKind.FOCUS_GROUP
    assert read("M: Hi\nP1: a\nP2: b").kind is TranscriptKind.INTERVIEW


def test_another_layout_can_be_asked_for():
    text = "Warm: it was.\nWarm: it stayed.\nCold: never."

    read_anew = read(text, options=ReadOptions(layout=LAYOUTS[-1]))

    assert [speaker for speaker, _ in said(read_anew)] == [None, None, None]


def test_neighbouring_turns_are_joined_when_asked_for():
    transcript = read("I: So?\nP1: One.\nP1: Two.", options=ReadOptions(join_same_speaker=True))

    assert said(transcript) == [("I", "So?"), ("P1", "One. Two.")]


def test_cues_with_the_name_on_their_first_line_are_read():
    cues = "\n\n".join(
        f"0:0:{n}.000 --> 0:0:{n + 1}.000\n{who}\nWords number {n}" for n, who in enumerate(["Ann Roe", "Bo Lee"] * 3)
    )

    assert said(read(cues))[:2] == [("Ann Roe", "Words number 0"), ("Bo Lee", "Words number 1")]


def test_subtitles_with_broken_cues_lose_no_words():
    transcript = read(
        "1\n00:00:01,000 --> 00:00:02,000\nP1: One\n\nstray words\n\n2\n00:00:03,000 --> \nnot a cue\n\n3\n00:00:05,000 --> 00:00:06,000\nP1: Two",
        name="a.srt",
    )

    assert transcript.turns[0].text == "One stray words 2 00:00:03,000 --> not a cue Two"
    assert any(notice.line == 5 for notice in transcript.notices)
