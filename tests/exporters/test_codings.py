"""Codings for other programs: exact in CSV and JSON, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import asdict, replace

import openpyxl
import pytest

from tests.exporters.made_up_study import made_up_study
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Body, Turn
from workbench.exporters.codings import Kind, write_codings
from workbench.formats.clean import EXCEL_CELL
from workbench.formats.coding_rows import COLUMNS, MEANINGS, coding_rows


@pytest.fixture
def study() -> Snapshot:
    return made_up_study()


def written(study: Snapshot, kind: Kind, *, for_excel_csv: bool = False) -> bytes:
    target = io.BytesIO()
    write_codings(study, target, kind=kind, for_excel_csv=for_excel_csv)
    return target.getvalue()


def csv_rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def sheet(raw: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(raw))["Codings"].iter_rows(values_only=True))


def with_quote(study: Snapshot, text: str) -> Snapshot:
    """The study with one coding, whose quote is ``text``."""
    coding = study.codings[3]
    body = study.bodies[coding.transcript_id]
    turn = Turn(1, body.turns[1].speaker_id, 0, len(text))
    changed = replace(coding, start=0, end=len(text), quote=text)
    return replace(study, codings=(changed,), bodies={**study.bodies, coding.transcript_id: Body(text, (turn,))})


def test_every_column_is_explained():
    assert tuple(MEANINGS) == COLUMNS


def test_a_row_says_who_said_what_where_and_who_coded_it(study: Snapshot):
    row = next(row for row in coding_rows(study) if row.quote.startswith("nobody had told me"))

    assert asdict(row) | {"code_id": "", "coding_id": "", "transcript_id": ""} == {
        "quote_id": "Maple, COLLECT, T02-0002",
        "transcript": "T02",
        "transcript_title": "Conversation T02",
        "phase": "COLLECT",
        "participant": "P01",
        "pseudonym": "Maple",
        "speaker": "Maple",
        "speaker_role": "participant",
        "turn": 2,
        "time_code": "0:02:02",
        "start": 146,
        "end": 215,
        "code_path": "Papers and sheets",
        "code_key": "PAPER",
        "code_id": "",
        "coder": "Ada",
        "quote": "nobody had told me which of the three sheets was the one that counted",
        "origin": "hand",
        "created": "2031-02-04T10:00:00+00:00",
        "coding_id": "",
        "transcript_id": "",
        "may_be_quoted": True,
    }


def test_all_three_kinds_hold_the_same_codings(study: Snapshot):
    expected = [row.coding_id for row in coding_rows(study)]

    assert [row["coding_id"] for row in csv_rows(written(study, "csv"))] == expected
    assert [row["coding_id"] for row in json.loads(written(study, "json"))["codings"]] == expected
    head, *rows = sheet(written(study, "xlsx"))
    assert [row[head.index("coding_id")] for row in rows] == expected
    assert len(expected) == len(study.codings) - 1


def test_people_who_withdrew_are_in_no_kind(study: Snapshot):
    for kind in ("csv", "json"):
        assert b"Withdrawn words" not in written(study, kind)
    assert not any("Withdrawn words" in str(cell) for row in sheet(written(study, "xlsx")) for cell in row)


def test_rows_come_in_the_order_of_the_study(study: Snapshot):
    places = [(row.transcript, row.start, row.end) for row in coding_rows(replace(study, codings=study.codings[::-1]))]

    assert places == sorted(places)


def test_who_may_not_be_quoted_is_marked(study: Snapshot):
    rows = csv_rows(written(study, "csv"))

    assert {row["pseudonym"] for row in rows if row["may_be_quoted"] == "no"} == {"Alder", ""}


def test_the_archival_csv_is_exact_and_has_no_byte_order_mark(study: Snapshot):
    text = '=SUM(A1)\n"quoted", with a comma\n- and a dash 🙂'

    raw = written(with_quote(study, text), "csv")

    assert not raw.startswith(b"\xef\xbb\xbf")
    assert csv_rows(raw)[0]["quote"] == text


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1+1", "'=1"])
def test_the_copy_for_excel_holds_no_formula(study: Snapshot, text: str):
    raw = written(with_quote(study, text), "csv", for_excel_csv=True)

    assert raw.startswith(b"\xef\xbb\xbf")
    assert csv_rows(raw)[0]["quote"] == "'" + text


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "http://example.org", "0123", "{=1}", "_x0041_"])
def test_a_workbook_holds_text_and_never_a_formula_link_or_number(study: Snapshot, text: str):
    book = openpyxl.load_workbook(io.BytesIO(written(with_quote(study, text), "xlsx")))

    cell = book["Codings"].cell(2, COLUMNS.index("quote") + 1)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert str(cell.value).replace("_x005F_", "_") == text


def test_a_passage_too_long_for_excel_is_cut_and_said_so(study: Snapshot):
    long = with_quote(study, "🙂" * EXCEL_CELL)
    target = io.BytesIO()

    notices = write_codings(long, target, kind="xlsx")

    assert len(notices) == 1
    assert "T02-0001" in notices[0]
    quote = str(sheet(target.getvalue())[1][COLUMNS.index("quote")])
    assert len(quote.encode("utf-16-le")) // 2 <= EXCEL_CELL
    assert "cut here" in quote
    assert csv_rows(written(long, "csv"))[0]["quote"] == "🙂" * EXCEL_CELL


def test_a_workbook_is_ready_to_read_and_names_nobody(study: Snapshot):
    raw = written(study, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(raw))

    assert book["Codings"].freeze_panes == "B2"
    assert book["Codings"].auto_filter.ref == f"A1:V{len(study.codings)}"
    assert book.properties.creator in (None, "")
    assert book.properties.lastModifiedBy in (None, "")
    assert any("Made-up people" in str(row[1]) for row in book["About this file"].iter_rows(values_only=True))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert not any(
            "Ada" in archive.read(name).decode() for name in archive.namelist() if name.startswith("docProps")
        )


def test_the_same_snapshot_gives_the_same_bytes(study: Snapshot):
    for kind in ("csv", "xlsx", "json"):
        assert written(study, kind) == written(made_up_study(), kind)


def test_json_says_what_it_is(study: Snapshot):
    whole = json.loads(written(study, "json"))

    assert (whole["format"], whole["schema_version"], whole["project"]["made_up"]) == ("workbench-codings", 1, True)
    assert set(whole["codings"][0]) == set(COLUMNS) == set(whole["columns"])


def test_a_study_without_codings_gives_files_with_headings_only(study: Snapshot):
    empty = replace(study, codings=())

    assert written(empty, "csv").decode().strip() == ",".join(COLUMNS)
    assert len(sheet(written(empty, "xlsx"))) == 1
    assert json.loads(written(empty, "json"))["codings"] == []
