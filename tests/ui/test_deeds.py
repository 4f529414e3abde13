"""What a person does on a page is done, and what cannot be done is said in a sentence."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import INTERVIEW, OpenPage, code_another_voice
from workbench.bootstrap import Workbench
from workbench.domain.codebook import CodeStatus, ThemeStatus
from workbench.domain.coding import MemoKind, Visibility
from workbench.domain.project import Member, Project
from workbench.domain.transcript import Phase, SpeakerRole, Transcript
from workbench.services import codebooks, codings, memos, people, projects, themes, transcripts
from workbench.services.desk import Desk
from workbench.ui.pages.code import Way

CAPTIONS = Path(__file__).parents[1] / "files" / "transcripts" / "zoom.vtt"


def labelled(elements: object, label: str) -> object:
    return next(element for element in elements if element.label == label)  # type: ignore[attr-defined]


def press(page: AppTest, label: str) -> AppTest:
    return labelled(page.button, label).click().run()  # type: ignore[attr-defined,no-any-return]


def write(page: AppTest, label: str, text: str) -> None:
    labelled([*page.text_input, *page.text_area], label).set_value(text)  # type: ignore[attr-defined]


# Projects and the team ------------------------------------------------------------------------------------------------


def test_a_new_project_is_made_and_entered(open_page: OpenPage, opened: Workbench) -> None:
    page = open_page("home")
    write(page, "Title", "Life with IBD")
    write(page, "Your name", "Cedar")
    press(page, "Make the project")

    made = projects.list_projects(opened.store)
    assert [project.title for project in made] == ["Life with IBD"]
    assert page.query_params["project"] == made[0].id


def test_a_project_without_a_title_is_refused_in_a_sentence(open_page: OpenPage) -> None:
    page = press(open_page("home"), "Make the project")

    assert "needs a title" in page.error[0].value


def test_a_project_is_opened_under_the_name_that_was_picked(
    open_page: OpenPage, opened: Workbench, project: Project, birch: Member
) -> None:
    page = open_page("home")
    page.selectbox[0].set_value(birch)
    press(page, "Open the project")

    assert page.query_params["who"] == birch.id
    assert page.title[0].value == "Hello, Birch"


def test_the_owner_adds_someone_to_the_team(open_page: OpenPage, opened: Workbench, project: Project) -> None:
    cedar = next(one for one in projects.members_of(opened.store, project.id) if one.name == "Cedar")
    page = open_page("home", cedar)
    write(page, "Name", "Willow")
    press(page, "Add to the team")

    assert "Willow" in {member.name for member in projects.members_of(opened.store, project.id)}


# Home -----------------------------------------------------------------------------------------------------------------


def test_home_leads_back_to_the_turn_where_reading_stopped(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    transcripts.read_up_to(desk, coded.id, 2)

    page = open_page("home", birch)

    assert "Continue T01 at turn 3" in [button.label for button in page.button]


def test_undo_on_home_takes_back_ones_own_last_act(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    press(open_page("home", birch), "Undo")

    assert codings.codings_of(desk, coded.id) == []


# Transcripts ----------------------------------------------------------------------------------------------------------


def test_a_preview_changes_nothing_and_the_last_button_imports(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    page = open_page("transcripts", birch)
    page.file_uploader[0].set_value([("zoom.vtt", CAPTIONS.read_bytes(), "text/vtt")]).run()
    before = transcripts.list_transcripts(desk)
    press(page, "Bring in 1 transcript")

    assert before == []
    assert [row.transcript.label for row in transcripts.list_transcripts(desk)] == ["T01"]
    assert "T01" in page.success[0].value


def test_a_role_that_was_corrected_in_the_preview_is_kept(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    page = open_page("transcripts", birch)
    page.file_uploader[0].set_value([("talk.txt", INTERVIEW, "text/plain")]).run()
    labelled(page.selectbox, "Maple (2 turns)").set_value(SpeakerRole.GROUP)  # type: ignore[attr-defined]
    press(page, "Bring in 1 transcript")

    (row,) = transcripts.list_transcripts(desk)
    assert {speaker.label: speaker.role for speaker in row.speakers}["Maple"] is SpeakerRole.GROUP


def test_a_file_that_cannot_be_read_says_why_and_offers_no_import(open_page: OpenPage, birch: Member) -> None:
    page = open_page("transcripts", birch)
    page.file_uploader[0].set_value([("empty.txt", b"", "text/plain")]).run()

    assert page.error[0].value
    assert not [button for button in page.button if button.label.startswith("Bring in")]


def test_the_same_file_is_recognised(open_page: OpenPage, birch: Member, interview: Transcript) -> None:
    page = open_page("transcripts", birch)
    page.session_state["transcripts.tab"] = "Bring in files"
    page.run()
    page.file_uploader[0].set_value([("copy.txt", INTERVIEW, "text/plain")]).run()

    assert "already, as T01" in page.warning[0].value
    assert not [button for button in page.button if button.label.startswith("Bring in")]


def test_details_and_speakers_of_a_transcript_can_be_changed(
    open_page: OpenPage, birch: Member, desk: Desk, interview: Transcript
) -> None:
    person = people.add_participant(desk, "P01", pseudonym="Aspen")
    page = open_page("transcripts", birch)
    labelled(page.selectbox, "Phase").set_value(Phase.SET)  # type: ignore[attr-defined]
    labelled(page.selectbox, "Maple is the participant").set_value(person)  # type: ignore[attr-defined]
    press(page, "Save")

    (row,) = transcripts.list_transcripts(desk)
    assert row.transcript.phase is Phase.SET
    assert {speaker.label: speaker.participant_id for speaker in row.speakers}["Maple"] == person.id


# Reading and coding ---------------------------------------------------------------------------------------------------


def test_the_coding_page_gets_the_words_and_the_codings(open_page: OpenPage, birch: Member, coded: Transcript) -> None:
    page = open_page("code", birch, transcript=coded.id)

    sent = "".join(str(component.proto) for component in page.get("bidi_component"))
    assert "I *wait* by the phone" in sent
    assert "Waiting" in sent


def test_a_note_on_words_of_a_turn_is_bound_to_them(
    open_page: OpenPage, birch: Member, desk: Desk, interview: Transcript
) -> None:
    page = open_page("code", birch, transcript=interview.id)
    write(page, "Note", "Her sister again.")
    page.number_input[0].set_value(4)
    write(page, "Words of that turn", "she is my MAP")
    press(page, "Save the note")

    (memo,) = memos.list_memos(desk)
    assert memo.quote == "She is my map"


def test_a_note_on_words_that_are_not_there_is_refused(
    open_page: OpenPage, birch: Member, interview: Transcript
) -> None:
    page = open_page("code", birch, transcript=interview.id)
    write(page, "Note", "?")
    page.number_input[0].set_value(2)
    write(page, "Words of that turn", "zebra")
    press(page, "Save the note")

    assert "does not stand in turn 2" in page.error[0].value.replace("\\", "")


# The codebook ---------------------------------------------------------------------------------------------------------


def test_a_code_is_added_with_its_meaning(open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript) -> None:
    page = open_page("codebook", birch)
    page.text_input[0].set_value("Family")
    page.text_input[1].set_value("People at home.")
    press(page, "Add the code")

    assert codebooks.find_code(desk, "Family").short_definition == "People at home."


def test_the_entry_of_a_code_is_saved_in_all_its_parts(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    page = open_page("codebook", birch)
    write(page, "When to use it", "Time is named.\nSomebody waits.")
    write(page, "When not to use it", "Waiting at table.")
    write(page, "Example", "Six months.")
    write(page, "Words that point to it", "wait, months")
    labelled(page.selectbox, "Status").set_value(CodeStatus.AGREED)  # type: ignore[attr-defined]
    press(page, "Save")

    code = codebooks.find_code(desk, "Waiting")
    assert code.when_to_use == ("Time is named.", "Somebody waits.")
    assert code.seed_terms == ("wait", "months")
    assert code.status is CodeStatus.AGREED


def test_a_ready_made_codebook_is_loaded(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    page = open_page("codebook", birch)
    load = next(button for button in page.button if button.label.startswith("Load "))
    load.click().run()

    assert len(codebooks.get_codebook(desk)) > 10


# Suggestions, notes, report -------------------------------------------------------------------------------------------


def test_suggestions_are_off_until_there_is_something_to_learn_from(
    open_page: OpenPage, birch: Member, coded: Transcript
) -> None:
    page = open_page("suggestions", birch)

    assert "Ask for suggestions" not in [button.label for button in page.button]
    assert "1 of 30 codings" in str(page.get("progress")[0].proto)


def test_a_transcript_read_to_its_end_turns_suggestions_on(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    transcripts.read_up_to(desk, coded.id, 4)

    page = open_page("suggestions", birch)

    assert "Ask for suggestions" in [button.label for button in page.button]


def test_a_note_about_oneself_is_private_unless_said_otherwise(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    page = open_page("notes", birch)
    labelled(page.selectbox, "What is it about?").set_value(MemoKind.REFLEXIVE).run()  # type: ignore[attr-defined]
    write(page, "Note", "I have waited like this.")
    press(page, "Save the note")

    (memo,) = memos.list_memos(desk)
    assert memo.visibility is Visibility.ME


def test_a_private_note_is_not_on_another_persons_page(
    open_page: OpenPage, opened: Workbench, project: Project, desk: Desk
) -> None:
    memos.write_memo(desk, "Only for me.", kind=MemoKind.REFLEXIVE)
    cedar = next(one for one in projects.members_of(opened.store, project.id) if one.name == "Cedar")

    page = open_page("notes", cedar)

    assert "Only for me" not in "".join(element.proto.body for element in page.get("html"))


def test_the_report_page_says_why_a_passage_may_not_be_quoted(
    open_page: OpenPage, birch: Member, coded: Transcript
) -> None:
    page = open_page("report", birch)

    assert "1 coded passage may not be quoted" in [element.value for element in page.subheader]
    assert "it is not said which participant speaks" in " ".join(element.value for element in page.markdown)


def test_an_answer_about_the_study_is_kept(open_page: OpenPage, birch: Member, desk: Desk) -> None:
    page = open_page("report", birch)
    page.session_state["report.tab"] = "About the study"
    page.run()
    write(page, "Who was your mentor?", "Willow")
    page.button[0].click().run()

    assert projects.get_project(desk).facts["mentor"] == "Willow"


def test_a_theme_is_not_ready_before_somebody_looked_for_what_speaks_against_it(
    open_page: OpenPage, birch: Member, desk: Desk
) -> None:
    page = open_page("report", birch)
    page.session_state["report.tab"] = "Themes"
    page.run()
    write(page, "Title", "Waiting is work")
    write(page, "What it says, in one sentence with a verb", "People do hard work while they wait.")
    page.checkbox[0].set_value(True)
    press(page, "Make the theme")

    assert "speaks against it" in page.error[0].value
    assert themes.list_themes(desk) == []


def test_a_theme_that_is_complete_becomes_ready(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    waiting = code_another_voice(desk)
    page = open_page("report", birch)
    page.session_state["report.tab"] = "Themes"
    page.run()
    write(page, "Title", "Waiting is work")
    write(page, "What it says, in one sentence with a verb", "People do hard work while they wait.")
    write(page, "What speaks against it (or “none found after looking”)", "None found after looking.")
    page.multiselect[0].set_value([waiting])
    page.checkbox[0].set_value(True)
    press(page, "Make the theme")

    (theme,) = themes.list_themes(desk)
    assert theme.status is ThemeStatus.READY


def test_coding_turn_by_turn_adds_and_removes(
    open_page: OpenPage, birch: Member, desk: Desk, coded: Transcript
) -> None:
    transcripts.read_up_to(desk, coded.id, 3)
    page = open_page("code", birch, transcript=coded.id)
    page.segmented_control[0].set_value(Way.TURNS).run()
    waiting = codebooks.find_code(desk, "Waiting")
    labelled(page.multiselect, "Sentences").set_value([1])  # type: ignore[attr-defined]
    labelled(page.multiselect, "Codes").set_value([waiting])  # type: ignore[attr-defined]
    press(page, "Add to this passage")
    added = {coding.quote for coding in codings.codings_of(desk, coded.id)}
    press(page, "Remove Waiting")

    assert "She is my map." in added
    assert "She is my map." not in {coding.quote for coding in codings.codings_of(desk, coded.id)}
