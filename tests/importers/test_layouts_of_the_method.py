"""The seventeen layouts that the method names, each with the turns and speakers that must come out."""

from pathlib import Path

import pytest

from workbench.domain.text import count_words, make_text
from workbench.domain.transcript import SpeakerRole, TranscriptKind
from workbench.importers import ImportedTranscript, read_transcript

FILES = Path(__file__).parent.parent / "files" / "transcripts"

EXPECTED: dict[str, list[tuple[str | None, str]]] = {
    "zoom.vtt": [
        ("Facilitator (Host)", "Thanks for coming. What was the first sign that something was wrong?"),
        ("Maple", "My hands. I could not open the jam jar. And I blamed the jar for about a year."),
        (None, "[laughter]"),
        ("Birch (she/her)", "Same: it is always the jar."),
        (None, "Right."),
    ],
    "teams.vtt": [
        ("Facilitator A", "Could you tell us about the day you were sent home?"),
        ("Cedar", 'They said "any questions?" with one hand on the door. So I had none.'),
    ],
    "stream_legacy.vtt": [(None, "I kept a diary of the bad days."), (None, "Did that help?")],
    "plain.srt": [("Moderator", "Who else was in the room?"), ("P3", "My aunt, and she asked all the good questions.")],
    "teams.docx": [
        ("Facilitator A", "Could you tell us about the day you were sent home?"),
        ("Cedar", 'They said "any questions?" with one hand on the door.'),
        ("Cedar", "So I had none."),
    ],
    "otter.txt": [
        ("Interviewer", "So how did you hear about the clinic?"),
        ("Willow", "My sister. She hears about everything.\nShe is the family radio."),
        ("Unknown Speaker", "Excuse me, room is booked."),
    ],
    "rev_auto.txt": [
        ("Speaker 1", "What would you tell someone newly diagnosed?"),
        ("Speaker 2", "Buy a good notebook. [crosstalk 00:00:12] And sit near the door."),
        ("Speaker 1", "[inaudible 01:00:06] thank you."),
    ],
    "rev_human.txt": [
        ("Interviewer", "You said the nights were hard."),
        ("Aspen", "Nights are when it talks. [inaudible 00:01:02] I leave the radio on."),
        ("Interviewer", "Mm-hmm (affirmative)."),
        ("Aspen", "(laughs) The radio does not ask how I am."),
    ],
    "trint_like.txt": [
        ("Interviewer", "And then the letter came?"),
        ("Spruce", "It came to my old address. [00:00:12] Twice."),
    ],
    "descript_like.md": [
        ("Interviewer", "Where would you like to begin?"),
        ("Poplar", "At the end, if that is all right.\nI can only tell it backwards."),
    ],
    "focus_group.txt": [
        ("M", "Let us go around. What does a good day look like?"),
        ("P1", "A day I forget."),
        ("P2", "Yes! [overlapping] A day nobody asks."),
        ("P3", "(pause) For me it is bread. If I bake, it was a good day.\nI do not bake on the others."),
        ("M", "P4?"),
        ("P4", "[nods] What she said: bread."),
        ("Several", "(laughter)"),
        ("Note taker", "P2 moved closer to P4 here."),
    ],
    "qa.txt": [
        ("Q", "When did you first go back to work?"),
        ("A", "In May. Half days.\n\nAnd I was asleep by three."),
        ("Q", "How did your boss take it?"),
        ("A", "He bought a couch."),
    ],
    "bracket.txt": [("Interviewer 1", "Thanks for your time."), ("P07", "I have plenty of it now.")],
    "bold_label.docx": [
        ("Interviewer", "What happened next?"),
        ("Juniper", "I sat in the car.\nIt was snowing and I did not start the engine."),
        ("Interviewer", "How long?"),
        ("Juniper", "Long enough for the windows."),
    ],
    "table.docx": [
        ("I", "What does rest mean to you now?"),
        ("P03", "Rest is a job.\nI am bad at my job."),
        ("I", "And before?"),
    ],
    "no_speakers.txt": [
        (None, "I was told on a Thursday. It rained."),
        (None, "The doctor had a pen with a drug name on it. I remember the pen."),
    ],
    "traps.txt": [
        ("I", "What do you remember?"),
        ("P1", 'One thing: the clock. It was 10:30. Note: I never liked clocks.\nShe told me: "go home".'),
        ("P1", "My number is 046 454 286 and I live at T2N 1N4, call 403-555-0134."),
        ("Interviewer", "Please don't say that on tape.\nhttp://example.org: not a speaker"),
    ],
}


def imported(name: str) -> ImportedTranscript:
    return read_transcript((FILES / name).read_bytes(), file_name=name)


def test_every_file_of_the_folder_is_expected():
    assert {path.name for path in FILES.iterdir() if path.is_file()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_turns_and_speakers_are_those_of_the_table(name):
    assert [(turn.speaker, turn.text) for turn in imported(name).turns] == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_word_is_imported_or_set_aside_for_a_reason(name):
    read = imported(name)

    assert read.words_in_file == read.words_imported + sum(read.set_aside.values())
    assert "not accounted for" not in read.set_aside
    assert read.words_imported == sum(count_words(turn.text) for turn in read.turns)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith((".txt", ".md", ".srt"))])
def test_words_in_file_are_those_of_the_file_itself(name):
    raw = (FILES / name).read_text("utf-8")

    assert imported(name).words_in_file == count_words(make_text(raw))


def test_joined_cues_keep_their_time_codes():
    maple = imported("zoom.vtt").turns[1]

    assert (maple.begins_at, maple.ends_at) == (7.35, 14.8)
    assert maple.anchors == ((maple.text.index("And I blamed"), 11.02),)


def test_an_hour_is_counted_in_time_codes():
    assert [turn.begins_at for turn in imported("otter.txt").turns] == [0.0, 9.0, 3723.0]
    assert [turn.begins_at for turn in imported("rev_auto.txt").turns] == [2.0, 9.0, 3604.0]


def test_a_stamp_inside_a_turn_stays_and_becomes_an_anchor():
    turn = imported("trint_like.txt").turns[1]

    assert turn.anchors == ((turn.text.index("[00:00:12]"), 12.0),)


def test_roles_are_guessed_from_names():
    roles = {speaker.label: speaker.role for speaker in imported("focus_group.txt").speakers}

    assert roles["M"] is SpeakerRole.FACILITATOR
    assert roles["P1"] is SpeakerRole.PARTICIPANT
    assert roles["Several"] is SpeakerRole.GROUP
    assert roles["Note taker"] is SpeakerRole.NOTE_TAKER


def test_the_header_of_a_focus_group_is_told_and_not_spoken():
    read = imported("focus_group.txt")

    assert read.title == "FOCUS GROUP 2 - COLLECT"
    assert read.kind is TranscriptKind.FOCUS_GROUP
    assert read.held_on == "2024-04-11"
    assert read.details["Moderator"] == "R. (student researcher)"


def test_teams_header_gives_title_and_date():
    read = imported("teams.docx")

    assert (read.title, read.held_on) == ("Care after discharge", "2024-03-05")
    assert [offer.turn.text for offer in read.offered_removals] == [
        "Facilitator A started transcription",
        "Facilitator A stopped transcription",
    ]


def test_the_closing_line_after_a_table_is_offered_for_removal():
    (offer,) = imported("table.docx").offered_removals

    assert (offer.turn.text, offer.before_turn) == ("End of interview.", 3)


def test_otter_is_named_and_its_footer_offered_for_removal():
    read = imported("otter.txt")

    assert read.format == "Otter transcript (text file)"
    assert read.held_on == "2024-03-05"
    assert [offer.turn.text for offer in read.offered_removals] == ["Transcribed by https://otter.ai"]


def test_subtitles_without_names_ask_for_speakers():
    assert any("assign speakers" in notice.message for notice in imported("stream_legacy.vtt").notices)
