"""Sheets about people: read as they are, or refused with a sentence for each thing that is wrong."""

from __future__ import annotations

import contextlib
import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.participant import FutureUse, QuoteUse, RepositoryShare, SponsorShare
from workbench.errors import UnreadableFileError
from workbench.importers.people_sheet import attribute_columns, consent_rows, read_people_sheet


def csv_file(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def workbook(rows: list[list[object]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("People")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def test_each_row_is_a_person_with_cells_by_heading() -> None:
    sheet = read_people_sheet(csv_file("Participant;region;years", "P01;Rural;12", "P02;;3"), "people.csv")

    assert sheet.columns == ("region", "years")
    assert [(row.number, row.label, row.cells) for row in sheet.rows] == [
        (2, "P01", {"region": "Rural", "years": "12"}),
        (3, "P02", {"region": "", "years": "3"}),
    ]


def test_a_workbook_is_read_like_a_csv_file() -> None:
    rows = [["participant", "pseudonym", "region"], ["P01", "Maple", "Rural"], ["P02", "Birch", "Town"]]

    sheet = read_people_sheet(workbook(rows), "people.xlsx")  # type: ignore[arg-type]  # lists of text are lists of objects

    assert [row.cells["pseudonym"] for row in sheet.rows] == ["Maple", "Birch"]
    assert attribute_columns(sheet) == ["region"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("participant,phone", "P01,403-555-0118"), ["“phone” looks like a phone number"]),
        (("participant,notes", "P01,a@example.org"), ["“notes” looks like an e-mail address"]),
        (("participant,Name,DOB", "P01,Bo,1961-02-03"), ["“Name” looks like a name", "“DOB” looks like a birth date"]),
        (("region,years", "Rural,1"), ["No column says whom a row is about"]),
        (("participant,region,Region", "P01,a,b"), ["Two columns are called “region”"]),
        (("participant,", "P01,a"), ["Column 2 has values but no heading"]),
        (("participant,region", ",Rural", "P02,Town"), ["Row 2: it does not say whom it is about"]),
        (
            ("participant,region", "P01,a", "p01,b", "P01,c"),
            ["Row 3: p01 stands in row 2", "Row 4: P01 stands in row 2"],
        ),
        (("participant,region", "403-555-0118,a"), ["Row 2: its id looks like a phone number"]),
        (("participant,region",), ["no rows below its headings"]),
    ],
)
def test_a_bad_sheet_is_refused_with_a_sentence_for_each_fault(lines: tuple[str, ...], said: list[str]) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        read_people_sheet(csv_file(*lines), "people.csv")

    assert [words for words in said if words not in str(refusal.value)] == []


def test_another_kind_of_file_is_refused_by_its_ending() -> None:
    with pytest.raises(UnreadableFileError, match=r"Save it as \.csv or \.xlsx"):
        read_people_sheet(b"%PDF-1.7", "people.pdf")


def test_every_answer_of_the_consent_record_is_read() -> None:
    sheet = read_people_sheet(
        csv_file(
            "participant,consent_version,signed_on,recorded,quote_use,quote_review_wanted,sponsor_share,repository_share,"
            "future_use,recontact,withdraw_until,focus_group_limits_explained,notes",
            "P01,1.1,2024-03-12,yes,verbatim_pseudonym,no,quotes only,restricted,health research,Y,2024-05-31,x,Large print",
            "P02,,,,,,,,,,,,",
        ),
        "consents.csv",
    )

    first, second = consent_rows(sheet).rows

    assert first.answers == {
        "consent_version": "1.1",
        "signed_on": "2024-03-12",
        "recorded": True,
        "quote_use": QuoteUse.VERBATIM_PSEUDONYM,
        "quote_review_wanted": False,
        "sponsor_share": SponsorShare.QUOTES_ONLY,
        "repository_share": RepositoryShare.RESTRICTED,
        "future_use": FutureUse.HEALTH_RESEARCH,
        "recontact": True,
        "withdraw_until": "2024-05-31",
        "focus_group_limits_explained": True,
        "notes": "Large print",
    }
    assert second.answers == {}


def test_a_day_that_a_workbook_keeps_as_a_number_is_read() -> None:
    sheet = read_people_sheet(workbook([["participant", "signed on"], ["P01", 45363]]), "c.xlsx")

    assert consent_rows(sheet).rows[0].answers == {"signed_on": "2024-03-12"}


def test_every_bad_answer_is_named_with_its_row_and_nothing_is_guessed() -> None:
    sheet = read_people_sheet(
        csv_file("participant,quote use,recontact,signed on", "P01,yes,no,2024-03-12", "P02,none,perhaps,03/12/2024"),
        "c.csv",
    )

    with pytest.raises(UnreadableFileError) as refusal:
        consent_rows(sheet)

    lines = str(refusal.value).splitlines()
    assert lines[0] == "Nothing was imported from “c.csv”:"
    assert [line.partition(":")[0] for line in lines[1:]] == ["Row 2, P01", "Row 3, P02", "Row 3, P02"]


def test_columns_that_are_missing_or_unknown_are_told() -> None:
    read = consent_rows(read_people_sheet(csv_file("participant,quotes,shoe size", "P01,none,39"), "c.csv"))

    assert "sponsor_share" in read.missing
    assert read.unknown == ("shoe size",)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_lead_to_anything_but_a_sheet_or_a_sentence(content: bytes) -> None:
    with contextlib.suppress(UnreadableFileError):
        consent_rows(read_people_sheet(content, "people.csv"))
