"""What to write where an identifier stood: proposals by class, possessives, and the same words everywhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from string import ascii_uppercase

from workbench.privacy.values import IdentifierClass

_POSSESSIVE = re.compile(r"(['’ʼ]s|(?<=s)['’ʼ])$", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TITLES = frozenset({"dr", "doc", "doctor", "docteur", "prof", "nurse", "pharmacist"})
_SORTS = {
    "hospital": "Hospital", "hôpital": "Hospital", "clinic": "Clinic", "clinique": "Clinic", "school": "School", "école": "School",
    "high": "School", "university": "University", "université": "University", "college": "College", "lodge": "Care home",
    "centre": "Centre", "center": "Centre", "church": "Church", "camp": "Camp", "pharmacy": "Pharmacy", "benefits": "Insurer",
    "insurance": "Insurer", "foundation": "Foundation", "society": "Society", "nation": "First Nation", "health": "Health service",
}  # fmt: skip
_SEASONS = {
    "winter": ("december", "january", "february", "janvier", "février", "décembre", "christmas", "-12-", "-01-", "-02-"),
    "spring": ("march", "april", "may", "mars", "avril", "mai", "easter", "-03-", "-04-", "-05-"),
    "summer": ("june", "july", "august", "juin", "juillet", "août", "-06-", "-07-", "-08-"),
    "fall": ("september", "october", "november", "septembre", "octobre", "novembre", "thanksgiving", "-09-", "-10-", "-11-"),
}  # fmt: skip
_PLAIN = {
    IdentifierClass.HEALTH_NUMBER: "health number",
    IdentifierClass.SIN: "social insurance number",
    IdentifierClass.RECORD_NUMBER: "record number",
    IdentifierClass.SPOKEN_DIGITS: "number",
    IdentifierClass.OTHER_NUMBER: "number",
    IdentifierClass.PHONE: "phone number",
    IdentifierClass.EMAIL: "e-mail address",
    IdentifierClass.WEB: "web address",
    IdentifierClass.HANDLE: "online name",
    IdentifierClass.IP_ADDRESS: "computer address",
    IdentifierClass.DEVICE: "device number",
    IdentifierClass.PLATE: "licence plate",
    IdentifierClass.POSTAL_CODE: "postal code",
    IdentifierClass.ADDRESS: "address",
    IdentifierClass.AGE: "age 90+",
}


def in_place(found: str, replacement: str) -> str:
    """A replacement as it stands where these words stood: a possessive stays one.

    >>> in_place("Tracy’s", "[nurse]"), in_place("Tracy", "[nurse]")
    ('[nurse]’s', '[nurse]')
    """
    ending = _POSSESSIVE.search(found)
    if ending is None:
        return replacement
    return f"{replacement}{ending[0] if len(ending[0]) > 1 else ending[0] + 's'}"


def without_ending(found: str) -> str:
    """A name without its possessive.

    >>> without_ending("Tracy’s"), without_ending("the Mosses'")
    ('Tracy', 'the Mosses')
    """
    return _POSSESSIVE.sub("", found)


def places_of(text: str, spellings: Iterable[str], *, any_case: bool = False) -> list[tuple[int, int]]:
    """Where these strings stand as words of their own, possessives included, in order; the longest wins.

    >>> places_of("Tracy and Tracyann; Tracy's", ["Tracy"])
    [(0, 5), (20, 27)]
    """
    pattern = _one_of(spellings, any_case=any_case)
    return [found.span() for found in pattern.finditer(text)] if pattern else []


def written_anew(text: str, replacements: Mapping[str, str]) -> str:
    """A text in which each of these strings is replaced.

    >>> written_anew("Ask Tracy about Tracy's letter", {"Tracy": "[nurse]"})
    "Ask [nurse] about [nurse]'s letter"
    """
    pattern = _one_of(replacements)
    if pattern is None:
        return text
    return pattern.sub(lambda found: in_place(found[0], replacements[_known(found[0], replacements)]), text)


def _known(found: str, replacements: Collection[str]) -> str:
    return found if found in replacements else without_ending(found)


def _one_of(spellings: Iterable[str], *, any_case: bool = False) -> re.Pattern[str] | None:
    longest_first = sorted({one for one in spellings if one}, key=lambda one: (-len(one), one))
    if not longest_first:
        return None
    listed = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{listed})(?:['’ʼ]s)?(?!\w)", re.IGNORECASE if any_case else 0)


_LETTERS = (*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase))


class InUse:
    """The replacements in use, by a spelling that each stands for; finds those of people who share a name quickly."""

    def __init__(self, by_spelling: Mapping[str, str]) -> None:
        self.by_spelling = by_spelling
        self.replacements = frozenset(by_spelling.values())
        self._by_name: dict[str, set[str]] = {}
        for spelling, replacement in by_spelling.items():
            for name in _names_in(spelling):
                self._by_name.setdefault(name, set()).add(replacement)

    def of_same_person(self, spelling: str) -> str | None:
        """The one replacement of those who share a name with this string, or nothing where there is none or a choice."""
        found = set().union(*(self._by_name.get(name, ()) for name in _names_in(spelling)))
        return found.pop() if len(found) == 1 else None


def propose(kind: IdentifierClass, spelling: str, *, taken: InUse) -> str:
    """A bracketed meaning for a string, apart from those that are ``taken``.

    A name that shares a word with one that is decided already is proposed the same; else the next free letter.

    >>> propose(IdentifierClass.PERSON, "Gord", taken=InUse({"Gord Thiessen": "[Maple]"}))
    '[Maple]'
    >>> propose(IdentifierClass.ORGANISATION, "Bow Meadows Hospital", taken=InUse({"Foothills Hospital": "[Hospital A]"}))
    '[Hospital B]'
    >>> propose(IdentifierClass.DATE, "the third of March", taken=InUse({}))
    '[date, spring]'
    """
    if kind is IdentifierClass.DATE:
        season = _season(spelling)
        return f"[date, {season}]" if season else "[date]"
    if not kind.is_name:
        return f"[{_PLAIN[kind]}]"
    if kind is IdentifierClass.PERSON and (same := taken.of_same_person(spelling)):
        return same
    sort = _sort(kind, spelling)
    return next(name for letter in _LETTERS if (name := f"[{sort} {letter}]") not in taken.replacements)


def _names_in(spelling: str) -> set[str]:
    words = {without_ending(word).casefold() for word in _WORD.findall(spelling)}
    return {word for word in words if len(word) > 1} - _TITLES - {"mr", "mrs", "ms", "mme"}


def _sort(kind: IdentifierClass, spelling: str) -> str:
    words = [word.casefold() for word in _WORD.findall(spelling)]
    if kind is IdentifierClass.PERSON:
        return "Doctor" if not _TITLES.isdisjoint(words[:1]) and words[0] not in ("nurse", "pharmacist") else "Person"
    if kind is IdentifierClass.PLACE:
        return "Place"
    return next((_SORTS[word] for word in reversed(words) if word in _SORTS), "Organization")


def _season(spelling: str) -> str | None:
    said = spelling.casefold()
    return next((season for season, signs in _SEASONS.items() if any(_stands(sign, said) for sign in signs)), None)


def _stands(sign: str, said: str) -> bool:
    return sign in said if sign.startswith("-") else re.search(rf"\b{sign}\b", said) is not None
