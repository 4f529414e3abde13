"""Files that no importer should touch, each with advice on what to do instead."""

from workbench.errors import UnreadableFileError
from workbench.importers.archives import Archive, is_zip

MOST_FILE_BYTES = 50_000_000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_DOCX = "Open it in Word or LibreOffice, choose “Save as”, and save it as .docx."
_RECORDING = "This is a sound or video recording, not a transcript. Have it transcribed first, and import the text or the subtitles."
_PICTURE = "This is a picture. Only text can be coded: have it typed, or turned into text (“OCR”), and import that."
_BEGINNINGS = (
    (_OLD_OFFICE, f"This is an old Word, Excel or Outlook file (.doc, .xls, .msg), or one with a password. {_AS_DOCX}"),
    (b"ID3", _RECORDING),
    (b"OggS", _RECORDING),
    (b"fLaC", _RECORDING),
    (b"\x1aE\xdf\xa3", _RECORDING),
    (b"\xff\xfb", _RECORDING),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\pwi", f"This is a Pocket Word file. {_AS_DOCX}"),
    (b"\xffWPC", f"This is a WordPerfect file. {_AS_DOCX}"),
    (b"\x1f\x8b", "This is a packed file (.gz). Unpack it and import the transcript that is in it."),
    (b"7z\xbc\xaf", "This is a packed file (.7z). Unpack it and import the transcripts that are in it."),
    (b"Rar!", "This is a packed file (.rar). Unpack it and import the transcripts that are in it."),
    (b"MZ", "This is a program, not a transcript."),
    (b"\x7fELF", "This is a program, not a transcript."),
    (b"SQLite format 3", "This is a database, not a transcript."),
)
_SUFFIXES = {
    ".doc": f"This is an old Word file (.doc), or one that is damaged. {_AS_DOCX}",
    ".pages": "This is an Apple Pages file. Open it in Pages, choose “Export to”, and save it as Word (.docx).",
    ".qdpx": "This is a project of another analysis program, not a transcript. Import it as a project instead.",
    ".qdc": "This is a codebook, not a transcript. Import it as a codebook instead.",
}


def check_size(source: bytes) -> None:
    """Refuse an empty file and one too large for a transcript."""
    if not source.strip(b"\x00 \t\r\n"):
        raise UnreadableFileError("This file is empty. Open it to see whether it is the right one, and save it again.")
    if len(source) > MOST_FILE_BYTES:
        raise UnreadableFileError(
            f"This file has {len(source) // 1_000_000} million bytes; a transcript of an hour has far less than one million. "
            "If it holds pictures or sound, take them out and save it again."
        )


def refuse_foreign(source: bytes, *, suffix: str) -> None:
    """Refuse what is surely no transcript, by its content first and its ending second."""
    check_size(source)
    for beginning, advice in _BEGINNINGS:
        if source.startswith(beginning):
            raise UnreadableFileError(advice)
    if source[4:8] == b"ftyp" or (source[:4] == b"RIFF" and source[8:12] in (b"WAVE", b"AVI ")):
        raise UnreadableFileError(_RECORDING)
    if source[:4] == b"RIFF" and source[8:12] == b"WEBP":
        raise UnreadableFileError(_PICTURE)
    if is_zip(source):
        _refuse_other_archives(source, suffix)
    elif suffix in (".pages", ".qdpx") or (suffix == ".doc" and _binary(source)):
        raise UnreadableFileError(_SUFFIXES[suffix])
    elif suffix in (".docx", ".docm", ".odt", ".xlsx") and _binary(source):
        raise UnreadableFileError(
            f"This file ends in {suffix} but is damaged or was cut off while it was copied. Get it again, or save it anew."
        )
    elif suffix == ".pdf" and _binary(source) and b"%PDF-" not in source[:1024]:
        raise UnreadableFileError("This file ends in .pdf but is damaged. Get it again, or ask for a Word file.")


def _refuse_other_archives(source: bytes, suffix: str) -> None:
    names = Archive(source).names
    if any(name.startswith("word/") for name in names) or any(name.startswith("xl/worksheets/") for name in names):
        return
    if "content.xml" in names and b"opendocument.text" in source[:400]:
        return
    if suffix in _SUFFIXES and suffix != ".doc":
        raise UnreadableFileError(_SUFFIXES[suffix])
    if "project.qde" in names or any(name.endswith(".qde") for name in names):
        raise UnreadableFileError(_SUFFIXES[".qdpx"])
    if any(name.startswith("Index/") for name in names):
        raise UnreadableFileError(_SUFFIXES[".pages"])
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFileError("These are presentation slides, not a transcript.")
    if "content.xml" in names and b"opendocument" in source[:400]:
        raise UnreadableFileError("This is an OpenDocument file, but no text. Save it as .odt, .docx, .csv or .xlsx.")
    raise UnreadableFileError(
        "This is a packed folder (.zip) or a damaged document. Unpack it and import the transcripts that are in it, "
        "or open the document in Word and save it as .docx."
    )


def _binary(source: bytes) -> bool:
    sample = source[:4000]
    return sum(1 for byte in sample if byte < 9 or 13 < byte < 32) > 0.02 * len(sample)
