"""The main job by command line: a project, transcripts, a codebook, codings, suggestions, a report."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import CommandLine


def test_a_new_project_prints_its_id_and_is_listed(command: CommandLine):
    printed = command("project", "new", "Living with IBD", "--approach", "codebook", "--as", "Robin").strip()

    [listed] = command.json("project", "list")
    assert listed["id"] == printed
    assert (listed["title"], listed["approach"]) == ("Living with IBD", "codebook")
    assert command.json("project", "list", "--as", "Somebody else") == []


def test_a_project_is_known_by_its_title_or_its_id(study):
    command = study()
    [project] = command.json("project", "list")

    by_title = command.json("transcripts", "list", "--project", "letters")
    by_id = command.json("transcripts", "list", "--project", project["id"])

    assert by_title == by_id
    assert "There are: “Letters”" in command("transcripts", "list", "--project", "Lettres", fails=True)


def test_import_says_what_was_found_and_accounts_for_every_word(command: CommandLine, talk: Path):
    command("project", "new", "Letters")

    printed = command("import", talk, "--project", "Letters", "--phase", "set", "--title", "A kitchen")

    assert "T01 “A kitchen”, from “maple.txt”" in printed
    assert "Interviewer (facilitator, 3 turns), Maple (participant, 3 turns)" in printed
    assert "55 in the file, 49 imported" in printed
    assert "6 set aside: speaker labels" in printed
    assert "First turn: Interviewer: What was the first year like?" in printed
    [row] = command.json("transcripts", "list", "--project", "Letters")
    assert (row["phase"], row["words"], row["turns"]) == ("set", 49, 6)


def test_a_dry_run_changes_nothing(command: CommandLine, talk: Path):
    command("project", "new", "Letters")

    [found] = command.json("import", talk, "--project", "Letters", "--dry-run")

    assert (found["imported"], found["turns"], found["error"]) == (False, 6, None)
    assert found["words_in_file"] == found["words_imported"] + sum(found["set_aside"].values())
    assert command.json("transcripts", "list", "--project", "Letters") == []


def test_roles_given_by_hand_go_before_the_guesses(command: CommandLine, talk: Path):
    command("project", "new", "Letters")

    command("import", talk, "--project", "Letters", "--speakers", "Maple=note-taker, Interviewer=participant")

    [row] = command.json("transcripts", "list", "--project", "Letters")
    assert {s["label"]: s["role"] for s in row["speakers"]} == {"Maple": "note-taker", "Interviewer": "participant"}


def test_a_speaker_whom_no_file_knows_stops_the_import_before_anything_is_stored(command: CommandLine, talk: Path):
    other = talk.with_name("other.txt")
    other.write_text("Q: And then?\nA: Snow.\n", encoding="utf-8")
    command("project", "new", "Letters")

    said = command("import", talk, other, "--project", "Letters", "--speakers", "Mapel=participant", fails=True)

    assert "“Mapel” speaks in none of these files" in said
    assert command.json("transcripts", "list", "--project", "Letters") == []


def test_of_several_files_the_good_ones_come_in_and_the_bad_ones_are_named(command: CommandLine, talk: Path):
    command("project", "new", "Letters")
    empty = talk.with_name("empty.txt")
    empty.write_bytes(b"")

    said = command("import", empty, talk, "no-such.vtt", talk.parent, "--project", "Letters", fails=True)

    assert "“empty.txt” was not imported" in said
    assert "There is no file “no-such.vtt”" in said
    assert "is a folder" in said
    assert "3 of 4 files could not be imported" in said
    assert [row["label"] for row in command.json("transcripts", "list", "--project", "Letters")] == ["T01"]


def test_the_same_file_is_refused_a_second_time_unless_asked_for(study, talk: Path):
    command = study()

    assert "already in this project, as T01" in command("import", talk, "--project", "Letters", fails=True)
    command("import", talk, "--project", "Letters", "--again")

    assert len(command.json("transcripts", "list", "--project", "Letters")) == 2


def test_a_file_can_be_read_as_another_format_than_its_name_says(command: CommandLine, talk: Path):
    command("project", "new", "Letters")

    [found] = command.json("import", talk, "-p", "Letters", "--dry-run", "--format", "no speakers' names")

    assert found["speakers"] == []
    assert "There is no format “papyrus”" in command("import", talk, "-p", "Letters", "--format", "papyrus", fails=True)


def test_the_columns_of_a_survey_can_be_chosen_even_with_commas_in_their_headings(command: CommandLine, tmp_path: Path):
    table = tmp_path / "answers.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ["Who", "What helped, and when?", "What hurt?", "Age"],
                ["A", "My sister, mostly at night when it was dark.", "The long letters that came twice.", "40"],
                ["B", "Nothing helped me much at the start of it.", "The waiting, and not being told.", "50"],
            ]
        )
    command("project", "new", "Survey")

    [found] = command.json(
        "import", table, "-p", "Survey", "--columns", "What helped, and when?", "--respondent", "Who", "--dry-run"
    )

    assert found["kind"] == "survey answers"
    assert {"A", "B"} <= {speaker["label"] for speaker in found["speakers"]}
    assert "letters" not in json.dumps([found["first_turn"], found["last_turn"]])


def test_a_starter_codebook_is_loaded_by_its_name_once(command: CommandLine):
    command("project", "new", "Letters")

    looked = command.json("codebook", "import", "pacer_generic", "-p", "Letters", "--dry-run")
    first = command.json("codebook", "import", "pacer_generic", "-p", "Letters")
    second = command.json("codebook", "import", "pacer_generic.yaml", "-p", "Letters")

    assert looked["added"] == first["added"] != []
    assert (second["added"], sorted(second["kept"])) == ([], sorted(first["added"]))
    assert "pacer_generic" in command("codebook", "import", "pacer", "-p", "Letters", fails=True)


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx", "docx", "qdc"])
def test_a_saved_codebook_can_be_loaded_into_another_project(study, tmp_path: Path, ending):
    command, file = study(), tmp_path / f"saved.{ending}"
    command("project", "new", "Other")

    assert "Saved 3 codes" in command("codebook", "export", file, "-p", "Letters")

    assert sorted(command.json("codebook", "import", file, "-p", "Other")["added"]) == ["Help", "Waiting", "Weather"]


def test_a_passage_is_coded_by_its_words_and_stands_where_they_stand(study):
    command = study()

    coding = command.json(
        "codings", "add", "-p", "Letters", "--transcript", "t01", "--code", "waiting", "--quote", "nine months"
    )

    assert (coding["quote"], coding["turn"], coding["coder"], coding["code"]) == ("nine months", 2, "Robin", "Waiting")
    assert coding["end"] - coding["start"] == len("nine months")


def test_words_that_stand_twice_need_their_turn(study):
    command = study()
    words = ["codings", "add", "-p", "Letters", "--transcript", "T01", "--code", "Waiting", "--quote"]

    said = command(*words, "I waited", fails=True)

    assert "stands 3 times in T01" in said
    assert "in the turns 2, 6" in said
    assert command.json(*words, "I waited", "--turn", "2")["turn"] == 2
    assert "quote more of the words" in command(*words, "I waited", "--turn", "6", fails=True)
    assert "T01 has no turn 40" in command(*words, "I waited", "--turn", "40", fails=True)


def test_exported_codings_can_be_taken_back_and_brought_in_again(study, tmp_path: Path):
    command = study()
    for quote, code in (("nine months", "Waiting"), ("My sister drove me", "Help"), ("It rained.", "Weather")):
        command("codings", "add", "-p", "Letters", "--transcript", "T01", "--code", code, "--quote", quote)
    for ending in ("csv", "json", "xlsx"):
        command("codings", "export", tmp_path / f"saved.{ending}", "-p", "Letters")
    for _ in range(3):
        assert "Taken back: code passage, by Robin." in command("undo", "-p", "Letters")

    for ending in ("csv", "json"):
        done = command.json("codings", "import", tmp_path / f"saved.{ending}", "-p", "Letters")
        assert (done["added"], done["coders"]) == (3, ["Robin"])
        command("undo", "-p", "Letters")
    command("redo", "-p", "Letters")

    quotes = [row["quote"] for row in _rows(command, tmp_path / "again.json")]
    assert quotes == ["nine months", "My sister drove me", "It rained."]


def _rows(command: CommandLine, file: Path) -> list[dict[str, object]]:
    command("codings", "export", file, "-p", "Letters")
    found: list[dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))["codings"]
    return found


def test_the_history_names_acts_and_no_words(study):
    command = study()
    command("codings", "add", "-p", "Letters", "--transcript", "T01", "--code", "Help", "--quote", "gas money")

    acts = command.json("history", "-p", "Letters")

    assert [act["deed"] for act in acts] == ["code passage", "import codebook", "import transcript", "create project"]
    assert "gas money" not in command("history", "-p", "Letters")
    assert len(command.json("history", "-p", "Letters", "--limit", "1")) == 1


def test_nobody_outside_the_team_acts_or_looks(study):
    command = study()

    for words in (["history"], ["undo"], ["transcripts", "list"], ["suggest"]):
        assert "person on the team called “Nobody”" in command(*words, "-p", "Letters", "--as", "Nobody", fails=True)


def test_suggestions_come_with_reasons_and_nothing_is_stored(study):
    command = study()
    before = command("history", "-p", "Letters")

    found = command.json("suggest", "-p", "Letters", "--transcript", "T01", "--code", "Weather")

    assert set(found) == {"suggestions", "silent", "model"}
    assert all(row["because"] and row["code"] == "Weather" for row in found["suggestions"])
    assert command("history", "-p", "Letters") == before


def test_suggestions_cannot_be_measured_on_one_transcript_and_that_is_said(study):
    command = study()

    assert "This cannot be measured yet." in command("evaluate", "-p", "Letters")
    assert command.json("evaluate", "-p", "Letters", "--as", "Robin")["curve"] == []


def test_the_report_draft_is_a_word_file(study, tmp_path: Path):
    command, file = study(), tmp_path / "folder" / "draft.docx"

    command("report", "-p", "Letters", "-o", file)

    assert any("Letters" in paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert list(file.parent.iterdir()) == [file]


def test_an_export_replaces_only_its_own_earlier_self(study, tmp_path: Path):
    command = study()
    draft, table = tmp_path / "draft.docx", tmp_path / "table.csv"
    for _ in range(2):
        command("report", "-p", "Letters", "-o", draft)
        command("codings", "export", table, "-p", "Letters")
    with zipfile.ZipFile(draft, "a") as edited:
        edited.writestr("docProps/app.xml", "<Properties><Application>A word processor</Application></Properties>")
    table.write_text("my own notes\n", encoding="utf-8")
    written = draft.read_bytes()

    assert "there already" in command("report", "-p", "Letters", "-o", draft, fails=True)
    assert "there already" in command("codings", "export", table, "-p", "Letters", fails=True)

    assert draft.read_bytes() == written
    assert table.read_text(encoding="utf-8") == "my own notes\n"


def test_an_ending_that_cannot_be_written_is_refused_with_those_that_can(study, tmp_path: Path):
    command = study()

    assert ".docx" in command("report", "-p", "Letters", "-o", tmp_path / "draft.pdf", fails=True)
    assert ".csv, .xlsx, .json" in command("codings", "export", tmp_path / "codings.doc", "-p", "Letters", fails=True)
    assert ".yaml" in command("codebook", "export", tmp_path / "codebook.txt", "-p", "Letters", fails=True)
    assert not list(tmp_path.glob("draft.*")) + list(tmp_path.glob("codings.*")) + list(tmp_path.glob("codebook.*"))
