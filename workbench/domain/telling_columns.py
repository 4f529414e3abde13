"""Columns of a sheet that tell who somebody is. They are refused: the key to the names does not belong in a project."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.domain.attribute import iso_date
from workbench.domain.codebook import fold

_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"\be ?mail|courriel|\bmail( address)?$")),
    ("a phone number", re.compile(r"\b(tele)?phones?\b|\bcell\b|\bmobile\b|\btel\b|\bfax\b|\bt[ée]l[ée]phone\b")),
    (
        "a birth date",
        re.compile(r"\bd ?o ?b\b|\bbirth ?(date|day)?\b|\bborn\b|\bdate (of birth|de naissance)\b|\bnaissance\b"),
    ),
    (
        "a health or other official number",
        re.compile(
            r"\bphn\b|\buli\b|\bsin\b|\bssn\b|\bnas\b|\bramq\b|\bmrn\b|\bahcip?\b|\bohip\b|health ?(care|card)? ?(no|number|card|id)\b|"
            r"\bhealth ?card\b|\binsurance (no|number)\b|\bchart (no|number)\b|\brecord (no|number)\b|medical record|\bcare ?card\b|"
            r"\b(status|treaty|band|licen[cs]e|passport) (no|number)\b"
        ),
    ),
    (
        "a name",
        re.compile(
            r"^(name|names|nom|pr[ée]nom|surname|nickname|nombre)$|\b(first|last|full|given|family|real|legal|maiden|middle|participant|patient|"
            r"contact|person|preferred)s? ?names?\b|\bnames? of (the )?(participant|patient|person)\b|\bsurname\b|\bnom de famille\b"
        ),
    ),
    (
        "an address",
        re.compile(
            r"\b(home|street|mailing|postal)? ?address\b|\badresse\b|\bstreet\b|\b(postal|zip) ?code\b|\bcode postal\b"
        ),
    ),
    ("an account or handle", re.compile(r"\b(user ?name|handle|facebook|instagram|twitter|whatsapp|skype|zoom id)\b")),
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?1[-. ]?)?(?:\(\d{3}\)|\d{3})[-. ]?\d{3}[-. ]\d{4}(?: ?(?:x|ext\.?) ?\d+)?", re.IGNORECASE)
_POSTAL = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?:\d[ -]?){9,12}(?:[A-Za-z]{2})?|[A-Za-z]{4}[ -]?\d{4}[ -]?\d{4}")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:,? (?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’-]+)){1,2}")
_PLACES_AND_ILLNESSES = re.compile(
    r"\b(area|region|zone|town|city|place|province|country|community|nation|hospital|clinic|program\w*|condition|diagnosis|illness|"
    r"disease|drug|medication|treatment|language|job|work|occupation|role|pseudonym|alias)s?\b"
)
_BIRTH_YEARS = range(1900, 2011)
_MANY = 0.5  # of the filled cells; a single hit among many words is a mistake in one cell, not a column
_SURE = ("an e-mail address", "a phone number", "a health or other official number")


def why_telling(heading: str, cells: Sequence[str]) -> str | None:
    """What a column would give away (“a phone number”), or ``None``. It looks at its heading, then at what is in it.

    >>> why_telling("Home phone", []), why_telling("col3", ["403-555-0118"]), why_telling("Region", ["Edmonton area"])
    ('a phone number', 'a phone number', None)
    """
    words = " ".join(re.sub(r"[^\w]+", " ", fold(heading).replace("_", " ")).split())
    for what, pattern in _HEADINGS:
        if pattern.search(words):
            return what
    filled = [cell.strip() for cell in cells if cell.strip()]
    return _by_contents(words, filled) if filled else None


def _by_contents(words: str, filled: list[str]) -> str | None:
    found = {
        "an e-mail address": sum(bool(_EMAIL.search(cell)) for cell in filled),
        "a phone number": sum(bool(_PHONE.fullmatch(cell)) for cell in filled),
        "a health or other official number": sum(bool(_LONG_NUMBER.fullmatch(cell)) for cell in filled),
        "an address": sum(bool(_POSTAL.search(cell)) for cell in filled),
    }
    for what, count in found.items():
        if count and (what in _SURE or count >= _MANY * len(filled)):
            return what
    dates = [day for cell in filled if (day := iso_date(cell)) or (day := _turned_date(cell))]
    if len(dates) == len(filled) and all(int(day[:4]) in _BIRTH_YEARS for day in dates) and len(set(dates)) > 1:
        return "a birth date"
    different = {fold(cell) for cell in filled}
    if len(filled) > 1 and len(different) == len(filled) and all(_PERSON.fullmatch(cell) for cell in filled):
        return None if _PLACES_AND_ILLNESSES.search(words) else "a name"
    return None


def _turned_date(cell: str) -> str | None:
    match = re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4})", cell)
    return f"{match[1]}-01-01" if match else None


def refusal(heading: str, what: str) -> str:
    """Why a column is not taken, as a sentence."""
    return (
        f"The column “{heading[:60]}” looks like {what}. Names and numbers that tell who somebody is do not belong in a project. "
        "Take the column out, keep it in your key outside the workbench, and try again."
    )
