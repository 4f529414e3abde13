"""Small invented files in every container, written by hand so that each oddity is on purpose."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from workbench.importers import ImportedTranscript, ReadOptions, read_transcript

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(text: str, *, name: str = "interview.txt", options: ReadOptions | None = None) -> ImportedTranscript:
    """A text, read as a file of that name."""
    return read_transcript(text.encode(), file_name=name, options=options)


def said(transcript: ImportedTranscript) -> list[tuple[str | None, str]]:
    """Who said what."""
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def zipped(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def paragraph(*runs: str, bold: str = "") -> str:
    """A Word paragraph; ``bold`` comes first, in bold."""
    first = f"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{escape(bold)}</w:t></w:r>" if bold else ""
    return f"<w:p>{first}{''.join(run if run.startswith('<') else _run(run) for run in runs)}</w:p>"


def _run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def table(*rows: Sequence[str]) -> str:
    """A Word table."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(*blocks: str, extra: Mapping[str, str | bytes] | None = None, head: str = "") -> bytes:
    """A Word document of these blocks."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{head}<w:document {_W}><w:body>{''.join(blocks)}</w:body></w:document>",
            **(extra or {}),
        }
    )


def notes_part(kind: str, *texts: str) -> str:
    """The part of a Word document that holds footnotes or comments."""
    inner = "".join(f"<w:{kind}>{paragraph(text)}</w:{kind}>" for text in texts)
    return f"<w:{kind}s {_W}>{inner}</w:{kind}s>"


def odt(*blocks: str) -> bytes:
    """An OpenDocument text of these blocks."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    bold = '<office:automatic-styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
    content = f"<office:document-content {names}>{bold}<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document-content>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return target.getvalue()


def xlsx(rows: Sequence[Sequence[str]], *, formulas: Mapping[str, str] | None = None) -> bytes:
    """A workbook with inline strings; ``formulas`` are cells without a stored result."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for index, value in enumerate(row):
            reference = f"{chr(65 + index)}{number}"
            formula = (formulas or {}).get(reference)
            if formula:
                cells.append(f'<c r="{reference}"><f>{escape(formula)}</f></c>')
            elif value:
                cells.append(f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{main}"/>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def pdf(*pages: Sequence[str], picture: bool = False) -> bytes:
    """A PDF with one text line below another on each page; with ``picture``, pages of pictures."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    image = add(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
    )
    parent = len(objects) + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        shown = "".join(f"({_pdf_text(line)}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 12 Tf 72 760 Td {shown}ET".encode("cp1252")
        if picture:
            stream = b"/Im1 Do"
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = f"<< /Font << /F1 {font} 0 R >>" + (f" /XObject << /Im1 {image} 0 R >>" if picture else "") + " >>"
        kids.append(
            add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R /Resources {resources} >>".encode()
            )
        )
    add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode())
    catalog = add(f"<< /Type /Catalog /Pages {parent} 0 R >>".encode())
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, start)
    return bytes(out)


def _pdf_text(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
