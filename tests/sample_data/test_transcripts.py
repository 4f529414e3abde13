"""The sample conversations: built the same everywhere, long enough, and labelled as made up."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from tests.sample_data.study import SOURCES, STUDY, build, study
from workbench.domain.study_facts import STUDY_FACTS


def test_the_transcripts_are_rebuilt_byte_for_byte_from_their_sources() -> None:
    assert build.differences() == []
    assert build.build() == build.build()


def test_a_changed_missing_or_stray_transcript_is_named(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "transcripts").mkdir()
    for name in ("T05", "T09", "T10"):
        (tmp_path / "source" / f"{name}.txt").write_bytes((STUDY / "source" / f"{name}.txt").read_bytes())
    built = build.build(tmp_path)
    (tmp_path / "transcripts" / "T05_collect_interview.txt").write_bytes(built["T05_collect_interview.txt"])
    (tmp_path / "transcripts" / "T09_collect_interview.srt").write_bytes(b"changed")
    (tmp_path / "transcripts" / "T99.txt").write_bytes(b"stray")

    assert build.differences(tmp_path) == [
        "T10_collect_interview.txt is missing",
        "T99.txt has no source",
        "T09_collect_interview.srt differs from its source",
    ]


def test_a_source_line_without_a_time_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "T01.txt"
    path.write_text("id: T01\n---\n[0:00:01] A: Hello.\nB: no time\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"T01\.txt, line 4"):
        build.read_source(path)


def test_one_set_group_nine_interviews_and_one_reflect_group() -> None:
    assert Counter(source.header["phase"] for source in SOURCES.values()) == {"set": 1, "collect": 9, "reflect": 1}
    kinds = {source.header["phase"]: source.header["kind"] for source in SOURCES.values()}
    assert kinds == {"set": "focus group", "collect": "interview", "reflect": "focus group"}


@pytest.mark.parametrize("name", SOURCES)
def test_every_conversation_is_as_long_as_a_short_real_one(name: str) -> None:
    words = sum(len(turn.text.split()) for turn in SOURCES[name].turns)
    least, most = {"set": (2200, 3000), "collect": (1500, 3000), "reflect": (1900, 2600)}[SOURCES[name].header["phase"]]
    assert least <= words <= most


@pytest.mark.parametrize("name", SOURCES)
def test_time_runs_forward_and_every_turn_has_words(name: str) -> None:
    turns = SOURCES[name].turns
    assert all(before.begins_at < after.begins_at for before, after in pairwise(turns))
    assert all(re.search(r"\w", re.sub(r"\[[^\]]*\]|\([^)]*\)", "", turn.text)) for turn in turns)


def test_every_layout_is_used_and_no_file_is_named_after_a_person() -> None:
    assert {source.header["format"] for source in SOURCES.values()} == set(build.LAYOUTS)
    names = [source.header["file"] for source in SOURCES.values()]
    assert all(re.fullmatch(r"T\d\d_(set|collect|reflect)_(focus_group|interview)\.\w+", name) for name in names)


@pytest.mark.parametrize("name", [n for n, s in SOURCES.items() if s.header["format"] != "srt"])  # no room there
def test_every_file_that_has_a_place_for_it_says_that_the_people_are_made_up(name: str) -> None:
    header = SOURCES[name].header
    path = STUDY / "transcripts" / header["file"]
    if path.suffix == ".docx":
        start = docx.Document(str(path)).paragraphs[0].text
    else:
        start = path.read_text(encoding="utf-8")[:60]
    assert build.LABEL in start
    assert (STUDY / "source" / f"{name}.txt").read_text(encoding="utf-8").startswith("# Made-up people")


@pytest.mark.parametrize("name", [n for n, s in SOURCES.items() if s.header["file"].endswith(".docx")])
def test_word_reads_every_word_of_a_built_document_and_knows_no_author(name: str) -> None:
    document = docx.Document(str(STUDY / "transcripts" / SOURCES[name].header["file"]))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *rows])
    assert all(turn.text in text for turn in SOURCES[name].turns)
    assert not document.core_properties.author


def test_every_other_file_of_the_study_says_so_too() -> None:
    for path in STUDY.glob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# Made-up people - sample study."), path.name
    readme = " ".join((STUDY / "README.md").read_text(encoding="utf-8").split())
    assert "All people, places of care and events in this study are made up." in readme


def test_the_study_lists_exactly_the_transcripts_there_are() -> None:
    listed = {
        (t["id"], t["file"], t["phase"], t["kind"], str(t["held_on"]), t["title"], t["content_note"])
        for t in study["transcripts"]
    }
    assert listed == {
        tuple(s.header[key] for key in ("id", "file", "phase", "kind", "date", "title", "content_note"))
        for s in SOURCES.values()
    }


def test_the_study_answers_only_questions_that_the_workbench_asks() -> None:
    assert set(study["facts"]) <= {fact.key for fact in STUDY_FACTS}
