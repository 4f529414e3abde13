"""Text for files of other programs: what XML cannot hold, and what a spreadsheet would take for a formula."""

from __future__ import annotations

import re

# XML 1.0 has no place for these, however they are escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Excel, LibreOffice and Google Sheets read a cell that begins so as a formula (the last four are full-width forms).
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")

EXCEL_CELL = 32_767
"""Characters (UTF-16 units) that a cell of a workbook can hold."""


def for_xml(text: str) -> str:
    """The same text without the characters that no XML file can hold; a stand-in marks each place.

    >>> for_xml("a\\x00b") == "a\\ufffdb"
    True
    """
    return _NOT_XML.sub("\ufffd", text)


def for_excel(cell: str) -> str:
    """A cell of a CSV file that a spreadsheet will show as text: an apostrophe goes before what looks like a formula.

    >>> for_excel("=1+1"), for_excel("- well"), for_excel("1 - 1")
    ("'=1+1", "'- well", '1 - 1')
    """
    return f"'{cell}" if _FORMULA.match(cell) or _ESCAPED.match(cell) else cell


def from_excel(cell: str) -> str:
    """What was in a cell before ``for_excel``.

    >>> from_excel(for_excel("=1+1")), from_excel(for_excel("'=1+1")), from_excel("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return cell[1:] if _ESCAPED.match(cell) else cell


def fitted(text: str, limit: int = EXCEL_CELL) -> str:
    """The beginning of a text, as much as a cell of a workbook can hold; never half a character.

    >>> fitted("abc", 2), fitted("🙂🙂", 3)
    ('ab', '🙂')
    """
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", errors="ignore")
