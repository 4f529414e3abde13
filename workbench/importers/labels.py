"""What can be a speaker's label, and which role it suggests.

A label is taken for certain when it is a role or an identifier ("Interviewer 1", "P07", "Q"); a name needs company;
anything else has to come back at the start of other lines.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from workbench.domain.transcript import SpeakerRole
from workbench.importers.label_words import (
    COMMON,
    COUNT,
    FACILITATOR,
    GROUP,
    HEADER_WORDS,
    NOT_IDS,
    NOTE_TAKER,
    PARTICIPANT,
    PARTICLES,
    SAYING,
)

LONGEST = 60


class Likelihood(IntEnum):
    """How much a stretch of text looks like the name of a speaker, all by itself."""

    NEVER = 0
    IF_REPEATED = 1
    NAME = 2
    CERTAIN = 3


_ROLES = tuple(
    (re.compile(rf"(?:(?:male|female|first|second|third|new|other)\s+)?(?:{words}){COUNT}", re.I), role)
    for words, role in (
        (NOTE_TAKER, SpeakerRole.NOTE_TAKER),
        (GROUP, SpeakerRole.GROUP),
        (FACILITATOR, SpeakerRole.FACILITATOR),
        (PARTICIPANT, SpeakerRole.PARTICIPANT),
    )
)
_ID = re.compile(
    r"[A-Z]{1,3}\d{0,3}|[A-Za-z]{1,4}[-_. #]?\d{1,4}[A-Za-z]?|[A-Z]{1,4}\d{0,2}[-_.]?(?:[A-Z]{1,4}[-_.]?)?\d{1,4}"
)
# “FG2_M” is the moderator of the second focus group
_OF_GROUP = re.compile(
    r"(?:fgd?|group|gr?p?|site|session|interview|int|iv)[ _-]?\d{1,3}[ _-]([a-z][a-z ]{0,20}\d{0,3})", re.I
)
_TOGETHER = re.compile(r"\s*(?:[/&+,]|\band\b|\bet\b)\s*")
_PARENTHESES = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*")
_ROLE_HEADERS = re.compile(
    rf"(?:name of |lead |assistant |co-?)?(?:{FACILITATOR}|{NOTE_TAKER}|{PARTICIPANT}|participants|interviewers|"
    rf"interviewees|facilitators|moderators|observers|note takers){COUNT}(?:\(s\))?(?:'s)?(?: (?:name|initials|id|code|number))?",
    re.I,
)
_TITLES = re.compile(r"\b(?:dr|mr|mrs|ms|mx|prof|rev|sr|jr|st|ste|m|mme|mlle|hon|fr|[a-z])\.", re.I)


def label_key(label: str) -> str:
    """The form in which two spellings of one label are the same.

    >>> label_key("INTERVIEWER  1 ") == label_key("Interviewer 1"), label_key("O’Neil") == label_key("O'NEIL")
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", label).replace("’", "'").replace("‘", "'")
    return " ".join(plain.casefold().split())


def bare(label: str) -> str:
    """A label without what stands in brackets and without closing marks.

    >>> bare("Participant 3 (F)"), bare("Birch (she/her)"), bare("P1.")
    ('Participant 3', 'Birch', 'P1')
    """
    shorter = _PARENTHESES.sub(" ", label[:LONGEST])
    return " ".join(shorter.split()).strip(" .,;*_#>-–—") if shorter.strip() else label.strip()


def guess_role(label: str) -> SpeakerRole | None:
    """The role that a label names, or ``None`` for somebody's name.

    >>> guess_role("INT 2"), guess_role("Note taker"), guess_role("Facilitator (Host)"), guess_role("Maple")
    (<SpeakerRole.FACILITATOR: 'facilitator'>, <SpeakerRole.NOTE_TAKER: 'note-taker'>, <SpeakerRole.FACILITATOR: 'facilitator'>, None)
    """
    inside = re.search(r"\(([^()]{1,40})\)", label)
    for words in (bare(label), inside.group(1) if inside else ""):
        if re.fullmatch(r"[mf]\d{1,2}", words, re.I):  # male 1, female 2: voices of a group
            return SpeakerRole.PARTICIPANT
        for pattern, role in _ROLES:
            if words and pattern.fullmatch(words):
                return role
    of_group = _OF_GROUP.fullmatch(bare(label))
    if of_group:
        return guess_role(of_group[1])
    several = _TOGETHER.split(bare(label))
    if len(several) > 1 and all(_ID.fullmatch(one) and any(map(str.isdigit, one)) for one in several):
        return SpeakerRole.GROUP
    first = bare(label).split(" ")[0] if label.strip() else ""
    if len(first) > 4 and _ROLES[2][0].fullmatch(first):  # "Facilitator A", "Interviewer Jane"
        return SpeakerRole.FACILITATOR
    return None


def role_on_title_page(label: str, details: Mapping[str, str]) -> SpeakerRole | None:
    """The role of somebody whom a title page names, in full or by initials.

    >>> role_on_title_page("BROWN", {"Interviewed by": "Ann Brown"}), role_on_title_page("AB", {"Moderator": "Ann Brown"})
    (<SpeakerRole.FACILITATOR: 'facilitator'>, <SpeakerRole.FACILITATOR: 'facilitator'>)
    """
    said = label_key(bare(label)).replace(".", "")
    found = set()
    for field, value in details.items():
        role = _role_of_field(label_key(field))
        people = [part for part in re.split(r"[,;/&]|\band\b|\bet\b", bare(value)) if part.strip()]
        for person in people if role else ():
            words = label_key(person).replace(".", " ").split()
            initials = "".join(word[0] for word in words)
            if words and (said in (" ".join(words), words[0], words[-1]) or (len(initials) > 1 and said == initials)):
                found.add(role)
    return found.pop() if len(found) == 1 else None


def _role_of_field(field: str) -> SpeakerRole | None:
    if re.fullmatch(r"(?:interviewed|facilitated|moderated|conducted) by|interviewers|facilitators|moderators", field):
        return SpeakerRole.FACILITATOR
    without = re.sub(r"^name of (?:the )?|'s name$|\s(?:name|initials)$|\(s\)$", "", field).strip()
    role = guess_role(without) if len(without) > 3 else None
    return role if role in (SpeakerRole.FACILITATOR, SpeakerRole.PARTICIPANT, SpeakerRole.NOTE_TAKER) else None


def is_header_word(label: str) -> bool:
    """Whether a title page says this before a colon, and nobody is called so."""
    key = label_key(bare(label)).rstrip(".")
    return key in _HEADER_KEYS


_HEADER_KEYS = frozenset(word.strip() for word in HEADER_WORDS)


def is_group(label: str) -> bool:
    """Whether a label stands for several people.

    >>> is_group("Several"), is_group("P1 and P2"), is_group("Hope and Joy Inc"), is_group("P1")
    (True, True, False, False)
    """
    return guess_role(label) is SpeakerRole.GROUP


def is_role_header(label: str) -> bool:
    """Whether a title page may say this to name a person: "Moderator: R. Roe"."""
    return _ROLE_HEADERS.fullmatch(bare(label)) is not None


@lru_cache(maxsize=4096)
def likelihood(label: str) -> Likelihood:
    """How much ``label`` looks like a speaker's, before we know whether it comes back.

    >>> [likelihood(label).name for label in ("P-01", "Dr. Smith", "She told me", "It was 10")]
    ['CERTAIN', 'NAME', 'NEVER', 'NEVER']
    """
    label = label.strip()
    plain = bare(label)
    if re.fullmatch(r"\d{1,3}", plain, re.ASCII):
        return Likelihood.IF_REPEATED
    nameless = not any(map(str.isalpha, plain)) and not is_contact(plain)
    if nameless or len(label) > LONGEST or not _balanced(label):
        return Likelihood.NEVER
    if guess_role(label) is not None:
        # "both:" in lower case may be the end of a sentence that was broken over two lines.
        return Likelihood.NAME if plain.islower() and plain.isalpha() and len(plain) > 1 else Likelihood.CERTAIN
    if _ID.fullmatch(plain) and plain.upper() not in NOT_IDS:
        return Likelihood.CERTAIN
    if not is_contact(plain) and not _plain_enough(plain):
        return Likelihood.NEVER
    return Likelihood.NAME if is_contact(plain) or _reads_as_name(plain) else Likelihood.IF_REPEATED


def _plain_enough(plain: str) -> bool:
    without_titles = _TITLES.sub("", plain)
    if re.search(r"[!?;\"“”«»=<>…]|\.\s", without_titles) or len(plain.split()) > 7:
        return False
    if SAYING.search(plain):
        return False
    words = plain.split()
    lower = sum(1 for word in words if word[0].islower() and word.casefold() not in PARTICLES)
    return lower == 0 or len(words) <= 2 or lower < len(words) / 2


def _reads_as_name(plain: str) -> bool:
    words = [word.strip(",") for word in plain.split()]
    if len(words) == 1 and label_key(plain) in COMMON:
        return False
    if label_key(words[0]) in COMMON and len(words) < 4:
        return False
    if not any(word[:1].isalpha() for word in words):
        return False
    caseless = not any(character.isupper() or character.islower() for character in plain)
    return caseless or (
        len(words) <= 5
        and (words[0][:1].isupper() or words[0].casefold() in PARTICLES)
        and all(not word[:1].islower() or word.casefold() in PARTICLES or "'" in word[:2] for word in words)
    )


def is_contact(label: str) -> bool:
    """Whether a label is a telephone number or an e-mail address, which identifies a person.

    >>> is_contact("+1 403-555-0134"), is_contact("maple@example.org"), is_contact("P07")
    (True, True, False)
    """
    if re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,64}\.[^\s@]{2,20}", label):
        return True
    digits = sum(character.isdigit() for character in label)
    return digits >= 7 and re.fullmatch(r"\+?[\d\s().\-*x]{7,25}", label) is not None


def _balanced(label: str) -> bool:
    return all(label.count(left) == label.count(right) for left, right in ("()", "[]", "{}")) and not re.match(
        r"[)\]}]", label
    )


def accepted_labels(counts: Mapping[str, int], spelling: Mapping[str, str], *, paragraphs: int) -> set[str]:
    """The keys of the labels that are speakers.

    Roles and identifiers are; other labels when they come back, or, as names, when nearly every paragraph has one.
    """
    chances = {key: likelihood(spelling[key]) for key in counts}
    sure = {key for key, chance in chances.items() if chance is Likelihood.CERTAIN}
    sure |= {
        key
        for key, chance in chances.items()
        if counts[key] >= 2
        and (chance is Likelihood.NAME or (chance is Likelihood.IF_REPEATED and key.split(" ")[0] not in COMMON))
    }
    covered = sum(counts[key] for key in sure)
    names = {key for key, chance in chances.items() if chance is Likelihood.NAME}
    with_names = covered + sum(counts[key] for key in names - sure)
    if with_names >= 2 and with_names >= 0.75 * paragraphs:
        sure |= names
    return sure


def likely_typos(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of long labels that differ in one letter, in order of appearance."""
    long_ones = [label for label in labels if len(label) >= 6 and not any(map(str.isdigit, label))][:60]
    return [
        (one, other)
        for one, other in combinations(long_ones, 2)
        if _one_slip_apart(label_key(one), label_key(other)) and not _other_roles(one, other)
    ]


def _other_roles(one: str, other: str) -> bool:
    """Whether both labels name roles, and different ones: the interviewee is not the interviewer mistyped."""
    first, second = guess_role(one), guess_role(other)
    return first is not None and second is not None and first is not second


def _one_slip_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    # A single letter after a space tells people apart: "Speaker A" is not "Speaker B" mistyped.
    if start and one[start - 1] == " " and len(rest.strip()) <= 1 and len(other_rest.strip()) <= 1:
        return False
    swapped = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    return swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]
