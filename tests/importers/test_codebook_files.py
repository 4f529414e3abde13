"""Codebooks from files: what people and other programs really write, and what someone might send to do harm."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.codebook import CodeStatus
from workbench.errors import UnreadableFileError
from workbench.formats.codebook_file import CodebookFile
from workbench.importers.codebook_files import read_codebook

HERE = Path(__file__).parents[1] / "files" / "codebooks"
SHIPPED = sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml"))


def csv_file(text: str, *, name: str = "my codes.csv") -> CodebookFile:
    return read_codebook(text.encode(), file_name=name)


def yaml_file(text: str) -> CodebookFile:
    return read_codebook(text.encode(), file_name="codes.yaml")


def tree(file: CodebookFile) -> list[tuple[str, str | None]]:
    labels = {code.id: code.label for code in file.codes}
    return [(code.label, labels.get(code.parent or "")) for code in file.codes]


def messages(file: CodebookFile) -> str:
    return " ".join(notice.message for notice in file.notices)


# YAML


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_codebook_is_read_without_a_doubt(path: Path):
    file = read_codebook(path.read_bytes(), file_name=path.name)

    assert 8 <= len(file.codes) <= 20
    assert file.notices == ()
    assert file.qualifiers
    assert file.sources
    assert all(code.when_to_use and code.example for code in file.codes)


def test_words_that_yaml_takes_for_yes_or_no_stay_words():
    file = yaml_file(
        "title: T\ncodes:\n  - id: A\n    label: One\n    seed_terms: [no, on, 'off', ten, 3.10, 2024-01-01]\n"
    )

    assert file.codes[0].seed_terms == ("no", "on", "off", "ten", "3.10", "2024-01-01")
    assert [notice.line for notice in file.notices] == [5, 5]
    assert "“no”" in messages(file)


def test_a_label_that_yaml_takes_for_no_stays_a_label():
    assert yaml_file("title: on\nversion: 1.10\ncodes: [{id: no, label: No}]").codes[0].id == "no"


@pytest.mark.parametrize(("word", "codable"), [("true", True), ("no", False), ("False", False)])
def test_codable_is_yes_or_no(word: str, codable: bool):
    assert yaml_file(f"title: T\ncodes: [{{id: A, label: A, codable: {word}}}]").codes[0].codable is codable


def test_what_is_not_part_of_a_codebook_is_told():
    file = yaml_file("title: T\nmood: fine\ncodes:\n  - id: A\n    label: One\n    sparkle: 7\n")

    assert "“mood”" in messages(file)
    assert "“sparkle” of “One”" in messages(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: T\ncodes:\n  - id: A\n   label: B\n", "Line 4"),
        ("- just\n- a list\n", "no codebook"),
        ("title: T\n", "no list of codes"),
        ("title: T\ncodes: none\n", "no list of codes"),
        ("title: T\ncodes:\n  - One\n", "Line 3"),
        ("title: T\ncodes:\n  - id: A\n    short_definition: x\n    label:\n", ""),
        ("title: T\ncodes:\n  - id: A\n    label: B\n    label: C\n", "a second time"),
        ("title: T\ncodes:\n  - id: A\n    label: B\n    codable: maybe\n", "“B” cannot be used"),
        ("title: T\ncodes:\n  - id: A\n    label: B\n    when_to_use: {a: b}\n", "“when_to_use” of “B”"),
        ("title: T\ncodes:\n  - id: A\n    label: B\n    example: {a: b}\n", "“B”"),
        ("title: T\nqualifiers: 7\ncodes:\n  - {id: A, label: B}\n", "qualifiers"),
    ],
)
def test_a_broken_yaml_file_is_refused_with_its_place(text: str, told: str):
    if told:
        with pytest.raises(UnreadableFileError) as refusal:
            yaml_file(text)
        assert told in str(refusal.value)
    else:
        assert yaml_file(text).codes[0].label == "A"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\ncodes: [*b, *b]",
        "codes: !!python/object/apply:os.system ['echo']",
        "codes: " + "[" * 5000,
        "codes: " + "{a: " * 500,
        "title: \x07",
        "title: T\ncodes: &x\n  - *x\n",
        "? [a]\n: b",
        "title: T\n---\ntitle: U\n",
    ],
)
def test_yaml_made_to_do_harm_is_refused(text: str):
    with pytest.raises(UnreadableFileError):
        yaml_file(text)


# tables


def test_our_own_headings_are_read_as_they_are():
    file = csv_file('label,short_definition,when_to_use\nWaiting,Time lost.,"One rule\nAnother rule"\n')

    assert file.title == "my codes"
    assert file.codes[0].id == "WAITING"
    assert file.codes[0].when_to_use == ("One rule", "Another rule")


def test_a_taguette_list_is_read():
    file = csv_file("tag,description,number of highlights\nWaiting,Time lost,4\nWaiting\\Night,,2\n")

    assert tree(file) == [("Waiting", None), ("Night", "Waiting")]
    assert file.codes[0].short_definition == "Time lost"
    assert "number of highlights" in messages(file)


@pytest.mark.parametrize(
    "text",
    [
        "Code;Definition\nCare;x\n  Waiting;x\n  Trust;x\n    Repair;x\nHome;x\n",
        "name\tdescription\nCare\tx\nCare > Waiting\tx\nCare > Trust\tx\nCare > Trust > Repair\tx\nHome\tx\n",
        "Label,Parent\nCare,\nWaiting,Care\nTrust,care\nRepair,Trust\nHome,\n",
        "Code,Definition\nCare,x\n- Waiting,x\n- Trust,x\n  - Repair,x\nHome,x\n",
        "Code,Name,Parent code\nC,Care,\nW,Waiting,C\nT,Trust,C\nR,Repair,T\nH,Home,\n",
        "Name,Category\nWaiting,Care\nCare,\nTrust,Care\nRepair,Trust\nHome,\n",
    ],
    ids=["indented", "paths", "parents", "dashes", "short names", "parent after child"],
)
def test_a_tree_is_read_however_it_is_written(text: str):
    assert tree(csv_file(text)) == [
        ("Care", None),
        ("Waiting", "Care"),
        ("Trust", "Care"),
        ("Repair", "Trust"),
        ("Home", None),
    ]


def test_a_category_without_a_row_of_its_own_becomes_a_heading():
    file = csv_file("Code,Category\nWaiting,Care\nTrust,Care\n")

    assert tree(file) == [("Care", None), ("Waiting", "Care"), ("Trust", "Care")]
    assert not file.codes[0].codable
    assert "“Care” has no row of its own" in messages(file)


def test_lists_in_one_cell_are_parted():
    code = csv_file('code,include,keywords\nA,first; second,"one, two; three"\n').codes[0]

    assert code.when_to_use == ("first", "second")
    assert code.seed_terms == ("one", "two", "three")


def test_lines_above_the_headings_and_empty_rows_are_passed_over():
    assert len(csv_file("Our codebook,,\n,,\nCode,Definition,\nA,x,\n,,\nB,y,\n").codes) == 2


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("code,definition\nCafé,x\n".encode("utf-16"), "Café"),
        ("code,definition\nCafé,x\n".encode("utf-8-sig"), "Café"),
        (("code,definition\n" + "Café près de l’hôpital,x\n").encode("cp1252"), "Café près de l’hôpital"),
        (b"code,definition\r\nCafe\xcc\x81,x\r\n", "Café"),
    ],
)
def test_accents_survive_other_encodings(raw: bytes, label: str):
    assert read_codebook(raw, file_name="c.csv").codes[0].label == label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour,size\nred,2\n", "No column for the code's name"),
        ("code,definition\nA,x\n,orphan definition\n", "Row 3"),
        ("id,label\nA,One\na,Two\n", "“One” and “Two”"),
        ("code,definition\n", "no code"),
        ('code,definition\n"A,x\n', "cannot be read"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(text: str, told: str):
    with pytest.raises(UnreadableFileError) as refusal:
        csv_file(text)

    assert told in str(refusal.value)


def test_a_status_and_a_yes_or_no_that_are_not_known_are_told():
    file = csv_file("code,status,codable\nA,agreed,no\nB,nearly,perhaps\n")

    assert [(code.status, code.codable) for code in file.codes] == [
        (CodeStatus.AGREED, False),
        (CodeStatus.DRAFT, True),
    ]
    assert "“nearly”" in messages(file)
    assert "“perhaps”" in messages(file)


def workbook(rows: list[list[object]], *, first: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = first
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_made_by_hand_is_read():
    file = read_codebook(
        workbook([["Code", "Definition"], ["Waiting", "x"], [7, None], [2.0, "y"]]), file_name="c.xlsx"
    )

    assert [code.label for code in file.codes] == ["Waiting", "7", "2"]


def test_the_first_sheet_that_holds_a_codebook_is_read():
    book = openpyxl.Workbook()
    book.active.append(["Notes to ourselves"])
    sheet = book.create_sheet("Codes")
    sheet.append(["Code"])
    sheet.append(["Waiting"])
    target = io.BytesIO()
    book.save(target)

    assert read_codebook(target.getvalue(), file_name="c.xlsx").codes[0].label == "Waiting"


def test_a_word_table_made_by_hand_is_read():
    document = docx.Document()
    document.add_paragraph("Our codes", style="Title")
    table = document.add_table(rows=0, cols=2)
    for row in (("Code", "Description"), ("Waiting", "Time lost.\nAll of it."), ("Trust", "x")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    target = io.BytesIO()
    document.save(target)

    file = read_codebook(target.getvalue(), file_name="c.docx")

    assert file.title == "Our codes"
    assert (file.codes[0].short_definition, file.codes[0].full_definition) == ("Time lost.", "All of it.")


def test_a_word_file_without_a_table_is_refused():
    target = io.BytesIO()
    docx.Document().save(target)

    with pytest.raises(UnreadableFileError, match="No table"):
        read_codebook(target.getvalue(), file_name="c.docx")


# REFI-QDA


def test_the_standards_own_example_is_read():
    file = read_codebook((HERE / "annex-a1.qdc").read_bytes(), file_name="annex-a1.qdc")

    assert [code.label for code in file.codes][:3] == ["Topics", "Economy", "Health care"]
    assert [code.codable for code in file.codes][:3] == [False, True, True]
    assert file.codes[1].colour == "#FFFF00"
    assert file.codes[1].short_definition == "Anything about jobs or taxes or business"
    assert file.codes[0].guid == "5215cc69-b628-4e02-afb9-9beeaee55808"


def test_a_codebook_of_qualcoder_is_read_with_its_byte_order_mark_and_rules():
    file = read_codebook((HERE / "qualcoder4-synthetic.qdc").read_bytes(), file_name="q.qdc")

    assert tree(file)[2:] == [("Feelings", None), ("Joy", "Feelings"), ("Small joy", "Joy")]
    joy = file.codes[3]
    assert (joy.short_definition, joy.full_definition) == ("Any joy.", "Second line.")
    assert (joy.when_to_use, joy.when_not_to_use, joy.example) == (
        ("laughing",),
        ("irony", "politeness"),
        "We laughed.",
    )


def test_sets_of_atlasti_are_left_out_and_told():
    file = read_codebook((HERE / "atlasti23.qdc").read_bytes(), file_name="a.qdc")

    assert len(file.codes) == 1
    assert "sets" in messages(file)


def qdc(codes: str, *, namespace: str = "urn:QDA-XML:codebook:1.0") -> bytes:
    return f'<CodeBook xmlns="{namespace}"><Codes>{codes}</Codes></CodeBook>'.encode()


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", "urn:example:else"])
def test_other_names_of_the_format_are_read_and_told(namespace: str):
    file = read_codebook(qdc('<Code guid="x" name="A" isCodable="true"/>', namespace=namespace), file_name="a.qdc")

    assert file.codes[0].label == "A"
    assert namespace in messages(file)


def test_the_folder_around_all_codes_of_nvivo_is_taken_off():
    inner = '<Code guid="1" name="A" isCodable="true"/><Code guid="2" name="B" isCodable="true"/>'

    file = read_codebook(qdc(f'<Code guid="0" name="Nodes" isCodable="false">{inner}</Code>'), file_name="n.qdc")

    assert tree(file) == [("A", None), ("B", None)]


@pytest.mark.parametrize("name", ["Care\\Waiting", "Care::Waiting"])
def test_a_tree_written_into_names_is_read(name: str):
    codes = f'<Code guid="1" name="Care" isCodable="true"/><Code guid="2" name="{name}" isCodable="true"/>'

    assert tree(read_codebook(qdc(codes), file_name="t.qdc")) == [("Care", None), ("Waiting", "Care")]


DEEP = '<Code guid="1" name="A" isCodable="true">' * 200 + "</Code>" * 200


@pytest.mark.parametrize(
    "source",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes><Code name="&a;"/></Codes></CodeBook>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><CodeBook/>'.encode("utf-16"),
        b"<CodeBook><Codes>",
        b"<html/>",
        b"\x00\x01\x02",
        qdc(""),
        qdc('<Code guid="1" name="  " isCodable="true"/>'),
        qdc(DEEP),
        qdc(DEEP * 1).replace(b"</Code>" * 200, b""),
    ],
    ids=["entity", "outside file", "cut off", "other xml", "noise", "empty", "nameless", "too deep", "unclosed"],
)
def test_xml_that_is_no_codebook_or_made_to_do_harm_is_refused(source: bytes):
    with pytest.raises(UnreadableFileError):
        read_codebook(source, file_name="x.qdc")


# any file


@pytest.mark.parametrize("name", ["codes.pdf", "codes", "codes.xls", "codes.qdpx"])
def test_an_ending_that_is_not_known_is_refused_with_those_that_are(name: str):
    with pytest.raises(UnreadableFileError, match=r"\.yaml.*\.qdc"):
        read_codebook(b"x", file_name=name)


@pytest.mark.parametrize("suffix", [".yaml", ".csv", ".xlsx", ".docx", ".qdc"])
def test_an_empty_file_is_refused(suffix: str):
    with pytest.raises(UnreadableFileError, match="empty"):
        read_codebook(b" \n", file_name=f"codes{suffix}")


def bomb(inside: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inside, b" " * 110_000_000)
    return target.getvalue()


@pytest.mark.parametrize(("suffix", "inside"), [(".xlsx", "xl/workbook.xml"), (".docx", "word/document.xml")])
def test_an_office_file_that_unpacks_without_end_is_refused(suffix: str, inside: str):
    with pytest.raises(UnreadableFileError, match="100 MB"):
        read_codebook(bomb(inside), file_name=f"bomb{suffix}")


def test_an_office_file_that_brings_definitions_of_its_own_is_refused():
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["Code"], ["A"]]))) as made, zipfile.ZipFile(changed, "w") as archive:
        for name in made.namelist():
            raw = made.read(name)
            archive.writestr(name, b'<!DOCTYPE x [<!ENTITY a "b">]>' + raw if "sheet1" in name else raw)

    with pytest.raises(UnreadableFileError, match="DOCTYPE"):
        read_codebook(changed.getvalue(), file_name="x.xlsx")


@given(st.binary(min_size=1, max_size=300), st.sampled_from([".yaml", ".csv", ".xlsx", ".docx", ".qdc"]))
def test_noise_is_read_or_refused_and_nothing_else_happens(noise: bytes, suffix: str):
    with suppress(UnreadableFileError):
        assert read_codebook(noise, file_name=f"noise{suffix}").codes


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8), st.sampled_from([".xlsx", ".docx"]))
def test_a_damaged_office_file_is_read_or_refused_and_nothing_else_happens(place: int, noise: bytes, suffix: str):
    whole = OFFICE[suffix]
    at = place % len(whole)

    with suppress(UnreadableFileError):
        assert read_codebook(whole[:at] + noise + whole[at + len(noise) :], file_name=f"x{suffix}").codes


def _word_table() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=1)
    table.rows[0].cells[0].text, table.rows[1].cells[0].text = "Code", "A"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


OFFICE = {".xlsx": workbook([["Code"], ["A"]]), ".docx": _word_table()}
