"""Zip archives and XML from outside, opened without trusting what they say of themselves.

Sizes are checked in the directory and again while reading; nothing is ever written to disk; a document type or an
entity in any XML is refused, because no office program writes one.
"""

import io
import re
import zipfile
import zlib

from lxml import etree

from workbench.errors import UnreadableFileError

MOST_ENTRIES = 4_000
MOST_BYTES = 200_000_000  # of all entries together, unpacked
MOST_XML_BYTES = 60_000_000  # of one part that is parsed
WORST_RATIO = 300  # a Word file packs 10 to 30 to one; a bomb a thousand to one
_SMALL = 2_000_000  # below this a high ratio harms nobody

_BOMB = (
    "This file unpacks to far more than a document can hold, so it was not opened. Open it in Word and save it anew."
)
_DAMAGED = (
    "This file is damaged or was cut off while it was copied. Get it again, or open it in Word and save it as .docx."
)


class Archive:
    """A zip file in memory, read part by part and never beyond the limits.

    ``WORST_RATIO`` and the sizes come from the archive's directory, which a hostile file can forge; :meth:`part`
    therefore also counts while it unpacks.
    """

    def __init__(self, source: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise UnreadableFileError(_DAMAGED) from error
        except Exception as error:
            if isinstance(error, MemoryError):
                raise
            raise UnreadableFileError(_DAMAGED) from error
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or total > MOST_BYTES:
            raise UnreadableFileError(_BOMB)
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > WORST_RATIO * max(1, entry.compress_size):
                raise UnreadableFileError(_BOMB)
            if entry.flag_bits & 1:
                raise UnreadableFileError(
                    "This file is protected by a password. Open it, take the password off, and save it again."
                )
        self.names = [entry.filename for entry in entries]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def part(self, name: str, *, at_most: int = MOST_XML_BYTES) -> bytes | None:
        """The bytes of one part, or ``None`` if there is no such part."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as stream:
                content = stream.read(at_most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as error:
            raise UnreadableFileError(_DAMAGED) from error
        if len(content) > at_most:
            raise UnreadableFileError(_BOMB)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """One part as XML, or ``None`` if there is no such part."""
        content = self.part(name)
        return None if content is None else parse_xml(content)


def parse_xml(content: bytes) -> etree._Element:
    """The root of some XML without entities, networks or document types."""
    if _declares(content):
        raise UnreadableFileError(
            "This file declares its own document type, which no office program does, so it was not opened."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(_DAMAGED) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs forget a property
        raise UnreadableFileError(
            "This file declares its own document type, which no office program does, so it was not opened."
        )
    return root


def _declares(content: bytes) -> bool:
    """Whether a document type or an entity is declared, also in UTF-16."""
    plain = content.replace(b"\x00", b"") if b"\x00" in content[:200] else content
    return re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", plain, re.IGNORECASE) is not None


def local_name(element: etree._Element | None) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    if element is None:
        return ""
    tag = element.tag
    return "" if callable(tag) else str(tag).rpartition("}")[2]


def is_zip(source: bytes) -> bool:
    """Whether bytes begin as a zip archive does."""
    return source[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
