"""Codings that were made elsewhere come in all together or not at all."""

from __future__ import annotations

import json

import pytest

from tests.builders import Study
from workbench.domain.project import Role
from workbench.errors import NotAllowedError, UnreadableFileError
from workbench.services import codings, history, maintenance, projects, reports
from workbench.services.coding_files import MOST_FAULTS, import_codings
from workbench.services.desk import Desk


@pytest.fixture
def study(store):
    return Study(store)


def _csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def _stored(study):
    return [(c.quote, c.coder, c.code_id) for c in codings.codings_of(study.ana, study.transcript.id)]


def test_rows_become_codings_in_one_act_that_can_be_undone(study, store):
    source = _csv("transcript,turn,quote,code", "T01,2,nine months,Waiting", "Maple,,my sister? no,", "")
    good = _csv("Transcript,Turn,Quote,Code", "T01,2,nine months,waiting", "maple,,My sister drove me,Family", ",,,")
    with pytest.raises(UnreadableFileError):
        import_codings(study.ana, source, file_name="rows.csv")

    done = import_codings(study.ana, good, file_name="rows.csv")

    assert (done.added, done.already, done.coders) == (2, 0, ("Ana",))
    assert [quote for quote, _, _ in _stored(study)] == ["nine months", "My sister drove me"]
    assert history.newest_acts(study.ana)[0].deed == "import codings"
    assert maintenance.verify(store).clean
    history.undo(study.ana)
    assert _stored(study) == []


def test_one_bad_row_keeps_all_rows_out_and_every_bad_row_is_named(study):
    source = _csv(
        "transcript,turn,quote,start,end,code,coder",
        "T01,2,nine months,,,Waiting,",
        "T77,2,nine months,,,Waiting,",
        "T01,2,eight months,,,Waiting,",
        "T01,two,nine months,,,Waiting,",
        "T01,,,5,2,Waiting,",
        "T01,,other words,0,4,Waiting,",
        "T01,2,nine months,,,Hope,",
        "T01,2,nine months,,,Waiting,Zoe",
        "T01,2,,,,Waiting,",
        "T01,2,nine months,,,,",
    )

    with pytest.raises(UnreadableFileError) as refusal:
        import_codings(study.ana, source, file_name="rows.csv")

    lines = str(refusal.value).splitlines()
    assert "Nothing was imported from “rows.csv”, because 9 rows cannot be used:" in lines[0]
    assert [line.split(":")[0].strip() for line in lines[1:]] == [f"Row {number}" for number in range(3, 12)]
    assert _stored(study) == []
    assert history.newest_acts(study.ana)[0].deed != "import codings"


def test_of_very_many_bad_rows_the_first_are_named_and_the_rest_counted(study):
    source = _csv("transcript,quote,code", *["T01,nowhere,Waiting"] * (MOST_FAULTS + 7))

    with pytest.raises(UnreadableFileError, match="and 7 more"):
        import_codings(study.ana, source, file_name="rows.csv")


def test_only_the_owner_brings_in_codings_of_others_and_only_of_people_who_may_code(study):
    projects.add_member(study.ana, "Sue", role=Role.SPONSOR)
    of_ben = _csv("transcript,quote,code,coder", "T01,nine months,Waiting,ben")
    of_ana = _csv("transcript,quote,code,coder", "T01,nine months,Waiting,Ana")
    of_sue = _csv("transcript,quote,code,coder", "T01,nine months,Waiting,Sue")

    assert import_codings(study.ana, of_ben, file_name="a.csv").coders == ("Ben",)
    assert _stored(study)[0][1] == "Ben"
    with pytest.raises(UnreadableFileError, match="Only the owner of the project can bring in codings of Ana"):
        import_codings(study.ben, of_ana, file_name="a.csv")
    with pytest.raises(UnreadableFileError, match="Sue takes part as sponsor and may not code passages"):
        import_codings(study.ana, of_sue, file_name="a.csv")
    with pytest.raises(NotAllowedError):
        import_codings(Desk(study.store, study.project.id, "Sue"), of_sue, file_name="a.csv")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_the_workbench_exported_comes_back_exactly(study, kind):
    whole = study.place("Then it came twice. (laughs)\n\nAnd who helped you?")
    codings.add_coding(study.ana, study.transcript.id, whole, study.waiting.id)
    codings.add_coding(study.ben, study.transcript.id, study.place("🙂"), study.family.id)
    before = _stored(study)
    exported = reports.codings_bytes(study.ana, kind)
    history.undo(study.ana)
    history.undo(study.ben)

    done = import_codings(study.ana, exported, file_name=f"codings.{kind}")

    assert done.added == 2
    assert _stored(study) == before
    assert import_codings(study.ana, exported, file_name=f"codings.{kind}").already == 2


def test_the_same_row_twice_is_one_coding(study):
    source = _csv("transcript;quote;code", "T01;nine months;Waiting", "T01;nine months;Waiting")

    done = import_codings(study.ana, source, file_name="semicolons.csv")

    assert (done.added, done.already) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_any_spreadsheet_are_read(study, encoding):
    source = "transcript,quote,code,café\nT01,every second week.,Family,é\n".encode(encoding)

    assert import_codings(study.ana, source, file_name="rows.csv").added == 1


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        ("a.xlsx", b"PK", "Give a .csv or a .json file"),
        ("a.csv", b"", "has no column “transcript”"),
        ("a.csv", b"transcript,quote,code\n", "There are no codings"),
        ("a.csv", b"transcript,quote\nT01,x\n", "has no column “code”"),
        ("a.csv", b"transcript,code,turn\nT01,x,1\n", "has no column “quote”"),
        ("a.csv", b'transcript,quote,code\nT01,"a"b",c\n', "not a proper CSV file"),
        ("a.json", b"{", "not a proper JSON file"),
        ("a.json", b"[" * 100_000, "not a proper JSON file"),
        ("a.json", b"[1]", "must hold a list of codings"),
        ("a.json", b"[]", "There are no codings"),
        ("a.json", json.dumps([{"quote": "x", "code": "y"}]).encode(), "has no column “transcript”"),
    ],
)
def test_what_is_no_table_of_codings_is_refused_in_a_sentence(study, name, source, sentence):
    with pytest.raises(UnreadableFileError, match=sentence):
        import_codings(study.ana, source, file_name=name)
