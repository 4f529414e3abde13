"""Build the sample study's transcripts, in the layouts students receive, from the readable sources.

    python sample_data/build.py            write transcripts/ anew
    python sample_data/build.py --check    say whether transcripts/ still match source/, byte for byte

Only the standard library is used, and Word files are written part by part without compression, so that every machine
builds the same bytes.
"""

from __future__ import annotations

import argparse
import html
import io
import re
import sys
import textwrap
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
LABEL = "Made-up people - sample study"
SECONDS_PER_WORD = 0.46
CUE_LENGTH = 150  # characters after which a subtitle cue is full
TURN_LINE = re.compile(r"\[(\d+):(\d\d):(\d\d)\] ([^:]+): (.+)")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"')\]])\s+")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the source: when it begins (seconds), who speaks, what is said."""

    begins_at: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One conversation: the header's lines and the turns, in order."""

    header: dict[str, str]
    turns: tuple[Turn, ...]

    @property
    def title(self) -> str:
        return self.header["title"]

    @property
    def held_on(self) -> date:
        return date.fromisoformat(self.header["date"])

    @property
    def ends_at(self) -> int:
        last = self.turns[-1]
        return last.begins_at + max(2, round(len(last.text.split()) * SECONDS_PER_WORD))

    def stretches(self) -> Iterator[tuple[Turn, int]]:
        """Each turn with the second at which it ends."""
        following = [turn.begins_at for turn in self.turns[1:]] + [self.ends_at]
        return zip(self.turns, following, strict=True)


def read_source(path: Path) -> Source:
    """The conversation in a source file, or ``ValueError`` with the line that cannot be read."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header = dict(line.split(": ", 1) for line in head.splitlines() if not line.startswith("#"))
    turns: list[Turn] = []
    for number, line in enumerate(body.splitlines(), start=head.count("\n") + 3):
        found = TURN_LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"{path.name}, line {number}: expected “[h:mm:ss] Speaker: words”.")
        hours, minutes, seconds = (int(part) for part in found.group(1, 2, 3))
        turn = Turn(hours * 3600 + minutes * 60 + seconds, found.group(4), found.group(5))
        if turns and turns[-1].speaker == turn.speaker:
            raise ValueError(f"{path.name}, line {number}: {turn.speaker} speaks twice in a row.")
        turns.append(turn)
    return Source(header, tuple(turns))


# --- pieces that several layouts share --------------------------------------------------------------------------


def short_time(seconds: int) -> str:
    """``m:ss``, or ``h:mm:ss`` from the first hour on."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def stamp(milliseconds: int, *, decimal: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{decimal}{rest:03d}"


def in_cues(text: str) -> list[str]:
    """The text in pieces of one or a few whole sentences, as captions cut it."""
    cues: list[str] = []
    for sentence in SENTENCE_END.split(text):
        if cues and len(cues[-1]) + len(sentence) < CUE_LENGTH:
            cues[-1] += " " + sentence
        else:
            cues.append(sentence)
    return cues


def timed_cues(source: Source) -> Iterator[tuple[int, int, str, str]]:
    """(from, to, speaker, words) for each cue, in milliseconds, a turn's time shared out by length."""
    for turn, end in source.stretches():
        cues = in_cues(turn.text)
        total = sum(len(cue) for cue in cues)
        at = turn.begins_at * 1000
        span = (end - turn.begins_at) * 1000 - 200
        for cue in cues:
            until = at + span * len(cue) // total
            yield at, until, turn.speaker, cue
            at = until


# --- plain-text layouts -----------------------------------------------------------------------------------------


def zoom_vtt(source: Source) -> bytes:
    blocks = ["WEBVTT", f"NOTE\n{LABEL}"]
    for number, (start, end, speaker, words) in enumerate(timed_cues(source), start=1):
        times = f"{stamp(start, decimal='.')} --> {stamp(end, decimal='.')}"
        blocks.append(f"{number}\n{times}\n{speaker}: {words}")
    return ("\n\n".join(blocks) + "\n").encode()


def teams_vtt(source: Source) -> bytes:
    meeting = uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/sample-study/{source.header['id']}")
    blocks = ["WEBVTT", f"NOTE\n{LABEL}"]
    for number, (start, end, speaker, words) in enumerate(timed_cues(source), start=1):
        times = f"{stamp(start, decimal='.')} --> {stamp(end, decimal='.')}"
        lines = "\n".join(textwrap.wrap(words, 60, break_long_words=False, break_on_hyphens=False))
        payload = html.escape(lines, quote=True).replace("&#x27;", "'")
        blocks.append(f"{meeting}/{number * 4 + 7}-0\n{times}\n<v {speaker}>{payload}</v>")
    return ("\n\n".join(blocks) + "\n").encode()


def srt(source: Source) -> bytes:
    """Subtitles have no place for a remark, so this one layout goes without the made-up label."""
    blocks = [
        f"{number}\n{stamp(start, decimal=',')} --> {stamp(end, decimal=',')}\n{speaker}: {words}"
        for number, (start, end, speaker, words) in enumerate(timed_cues(source), start=1)
    ]
    return ("\r\n\r\n".join(block.replace("\n", "\r\n") for block in blocks) + "\r\n").encode()


def txt_labels(source: Source) -> bytes:
    head = f"{LABEL}\n{source.title}\nDate: {source.held_on}\n\n"
    return (head + "".join(f"{turn.speaker}: {turn.text}\n\n" for turn in source.turns)).encode()


def otter_txt(source: Source) -> bytes:
    speakers = sorted({turn.speaker for turn in source.turns})
    when = f"{source.held_on:%a, %b %d, %Y} 10:02AM - {short_time(source.ends_at)}"
    head = f"{LABEL}\n{when}\nSUMMARY KEYWORDS\nbakery, french, video, bread, hospital\nSPEAKERS\n{', '.join(speakers)}\n\n"
    body = "".join(f"{turn.speaker}  {short_time(turn.begins_at)}  \n{turn.text}\n\n" for turn in source.turns)
    return (head + body + "Transcribed by https://otter.ai\n").encode()


def rev_txt(source: Source) -> bytes:
    turns = "".join(
        f"{turn.speaker} ({turn.begins_at // 60:02d}:{turn.begins_at % 60:02d}):\n{turn.text}\n\n"
        for turn in source.turns
    )
    return f"{LABEL}\n\n{turns}".encode()


# --- Word layouts -----------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    ),
    "docProps/core.xml": (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{LABEL}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    ),
    "word/_rels/document.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'{_XML}<w:styles xmlns:w="{_W}">'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
        '<w:rPr><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
    ),
}


def run(text: str, *, bold: bool = False) -> str:
    """A run of text; a tab and a line break become Word's own."""
    looks = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = []
    for piece in re.split(r"([\t\n])", text):
        match piece:
            case "\t":
                pieces.append("<w:tab/>")
            case "\n":
                pieces.append("<w:br/>")
            case "":
                pass
            case _:
                pieces.append(f'<w:t xml:space="preserve">{html.escape(piece, quote=False)}</w:t>')
    return f"<w:r>{looks}{''.join(pieces)}</w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def word_file(blocks: list[str]) -> bytes:
    """A .docx with these blocks: the parts in a fixed order, stored, all with the same date."""
    body = "".join(blocks)
    parts = _PARTS | {
        "word/document.xml": f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode())
    return target.getvalue()


def docx_bold(source: Source) -> bytes:
    blocks = [paragraph(run(f"{LABEL} - {source.title}"), style="Title")]
    blocks += [paragraph(run(f"{turn.speaker}\t", bold=True), run(turn.text)) for turn in source.turns]
    return word_file(blocks)


def docx_labels(source: Source) -> bytes:
    blocks = [
        paragraph(run(LABEL), style="Title"),
        paragraph(run(source.title)),
        paragraph(run(f"Date: {source.held_on}")),
        paragraph(run(f"Moderators: {source.header['facilitators']}")),
        paragraph(),
    ]
    blocks += [paragraph(run(f"{turn.speaker}: {turn.text}")) for turn in source.turns]
    return word_file(blocks)


def docx_table(source: Source) -> bytes:
    rows = [("Time", "Speaker", "Text")]
    rows += [(f"0{turn.begins_at // 3600}:{turn.begins_at // 60 % 60:02d}:{turn.begins_at % 60:02d}",
              turn.speaker, turn.text) for turn in source.turns]  # fmt: skip
    widths = (1100, 1500, 6700)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(run(cell))}</w:tc>'
            for width, cell in zip(widths, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    table = f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
    return word_file([paragraph(run(f"{LABEL} - {source.title}"), style="Title"), table, paragraph()])


def teams_docx(source: Source) -> bytes:
    host = source.turns[0].speaker
    lasts = source.ends_at
    blocks = [
        paragraph(run(f"{LABEL}-{source.held_on:%Y%m%d}_160200-Meeting Transcript", bold=True)),
        paragraph(run(f"{source.held_on:%B} {source.held_on.day}, {source.held_on.year}, 4:02PM")),
        paragraph(run(f"{lasts // 60}m {lasts % 60}s")),
        paragraph(run(f"{host} started transcription")),
    ]
    blocks += [
        paragraph(run(turn.speaker, bold=True), run(f"   {short_time(turn.begins_at)}"), run(f"\n{turn.text}"))
        for turn in source.turns
    ]
    return word_file([*blocks, paragraph(run(f"{host} stopped transcription"))])


LAYOUTS: dict[str, Callable[[Source], bytes]] = {
    layout.__name__: layout
    for layout in (
        zoom_vtt, teams_vtt, srt, txt_labels, otter_txt, rev_txt, docx_bold, docx_labels, docx_table, teams_docx,
    )
}  # fmt: skip


def build(folder: Path = HERE) -> dict[str, bytes]:
    """File name to content, for every source in the folder."""
    sources = [read_source(path) for path in sorted((folder / "source").glob("T*.txt"))]
    return {source.header["file"]: LAYOUTS[source.header["format"]](source) for source in sources}


def differences(folder: Path = HERE) -> list[str]:
    """What is missing, stale or superfluous in transcripts/, in words; empty when all is well."""
    wanted = build(folder)
    there = {path.name: path.read_bytes() for path in (folder / "transcripts").iterdir()}
    found = [f"{name} is missing" for name in sorted(wanted.keys() - there.keys())]
    found += [f"{name} has no source" for name in sorted(there.keys() - wanted.keys())]
    found += [
        f"{name} differs from its source" for name in sorted(wanted) if there.get(name, wanted[name]) != wanted[name]
    ]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the sample study's transcripts from their sources.")
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")
    if parser.parse_args().check:
        found = differences()
        print("\n".join(found) or "The transcripts match their sources.")
        return 1 if found else 0
    target = HERE / "transcripts"
    target.mkdir(exist_ok=True)
    for name, content in build().items():
        (target / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
