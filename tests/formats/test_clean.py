"""Text for other programs: nothing that XML cannot hold, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workbench.formats.clean import fitted, for_excel, for_xml, from_excel


@given(st.text())
def test_any_text_can_be_held_by_xml_afterwards(text: str):
    element = etree.Element("a")

    element.text = for_xml(text.encode("utf-8", "replace").decode())

    assert len(element.text) == len(text)


@given(st.text(alphabet="'=+-@\t\r\nab＝"))
def test_a_copy_for_spreadsheets_can_be_taken_back(text: str):
    assert from_excel(for_excel(text)) == text


@given(st.text(alphabet="'=+-@\t\r\nab＝", min_size=1))
def test_no_cell_of_a_copy_for_spreadsheets_begins_like_a_formula(text: str):
    assert for_excel(text)[0] not in "=+-@\t\r\n＝＋－＠"


@given(st.text(), st.integers(0, 20))
def test_what_is_fitted_is_a_beginning_that_fits(text: str, limit: int):
    start = fitted(text.encode("utf-8", "replace").decode(), limit)

    assert text.encode("utf-8", "replace").decode().startswith(start)
    assert len(start.encode("utf-16-le")) // 2 <= limit


@pytest.mark.parametrize("text", ["", "abc", "🙂", "a\u0301"])
def test_what_fits_is_left_alone(text: str):
    assert fitted(text) == text
