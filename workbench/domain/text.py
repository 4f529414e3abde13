"""One way to make a text, one way to count it.

A transcript's text is made once, here, and never changes: NFC, line feeds only, no byte order mark, no NUL, no lone
surrogate. Every position in the program is a code point of such a text.
"""

import hashlib
import re
import unicodedata

# Sounds and gaps that a transcriber notes: they stay in the text, are shown grey, and are not counted as words.
_ANNOTATION_WORDS = (
    "inaudible|unintelligible|unclear|indiscernible|crosstalk|cross talk|overlapping|overlap|pause|long pause|silence|"
    "laughs?|laughter|laughing|chuckles?|giggles?|sighs?|sobs?|crying|cries|coughs?|affirmative|negative|nods?|nodding|"
    "shakes head|applause|music|phonetic|sic|noise|background noise|redacted|removed"
)
ANNOTATION = re.compile(
    rf"[\[(](?:{_ANNOTATION_WORDS})(?:[ ,:;-][^\])\n]{{0,40}})?[\])]|\[\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?\]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:['’\-]\w+)*", re.UNICODE)


def make_text(raw: str) -> str:
    """The canonical form of a text: NFC, LF, no BOM, no NUL, no lone surrogate or other control character.

    Line and paragraph separators become line feeds; tabs stay. Making twice changes nothing.

    >>> make_text("\\ufeffCafe\\u0301\\r\\nno\\x00thing")
    'Café\\nnothing'
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    kept = (c for c in text if c in "\n\t" or not _unwanted(c))
    return unicodedata.normalize("NFC", "".join(kept))


def _unwanted(character: str) -> bool:
    return character == "\ufeff" or unicodedata.category(character) in {"Cc", "Cs"}


def text_digest(text: str) -> str:
    """SHA-256 of a canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def annotations(text: str) -> list[tuple[int, int]]:
    """Where the transcriber's notes stand, such as ``[inaudible 00:01:02]`` or ``(laughs)``: (start, end) pairs.

    >>> annotations("(laughs) The radio [inaudible 00:01:02] helps.")
    [(0, 8), (19, 39)]
    """
    return [match.span() for match in ANNOTATION.finditer(text)]


def count_words(text: str) -> int:
    """How many words were said, leaving out the transcriber's notes. An apostrophe or a hyphen joins.

    >>> count_words("(laughs) I don't, [inaudible 00:01:02] well-known.")
    3
    """
    return sum(1 for _ in _WORD.finditer(ANNOTATION.sub(" ", text)))
