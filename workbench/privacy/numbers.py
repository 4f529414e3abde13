"""Numbers that are given to one person: health numbers, SIN, record and claim numbers, plates, digits said aloud.

No checksum ever clears a number: the published rules contradict each other, and a mistyped number still points at
somebody. A checksum only helps to say which class a number of nine digits belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from stdnum import luhn

from workbench.privacy.contacts import sounds_like_calling
from workbench.privacy.shapes import FRENCH_ONES, ONES, TEENS, TENS, Find, around, compiled
from workbench.privacy.values import IdentifierClass as Kind

_DASH = "[-–‑]"
_RUN = compiled(rf"(?<![\w$€£#.,/:])(?<!\d-)\#?(?P<n>\d(?:(?:[ ]|[ ]?{_DASH}[ ]?|\.)?\d){{5,27}})(?P<tail>[\s-]?[A-Z]{{2}}\b)?(?![\w%]|[,./:]\d)", ignore_case=False)  # fmt: skip
_CODE = compiled(
    rf"(?<![\w$@./&'’-])(?=[A-Z\d]{{1,12}}{_DASH})[A-Z\d]{{1,12}}(?:{_DASH}[A-Z\d]{{1,12}}){{1,7}}(?![\w@]|[-.]\w)"
)
_CODE_PLAIN = compiled(
    r"(?<![\w$@./&'’-])(?=[A-Z]{0,5}\d)[A-Z]{1,5}\d{4,12}[A-Z]{0,3}\d{0,6}(?![\w@-])", ignore_case=False
)
_NO_CODE = re.compile(r"(?:covid|sars|cov|h\dn\d|mp\d|type|b|omega|vitamin|utf|iso|grade|ps|boeing|airbus|f|a|i)-?\d{1,4}", re.I)  # fmt: skip

_RAMQ = compiled(rf"(?<!\w)[A-Z]{{4}}[ ]?{_DASH}?[ ]?\d{{4}}[ ]?{_DASH}?[ ]?\d{{4}}(?!\w)")
_RAMQ_SPELLED = compiled(r"(?<!\w)[A-Z](?:[ -][A-Z]){3}[ ,]{1,2}\d{4}[ -]?\d{4}(?!\w)", ignore_case=False)
_ONTARIO = compiled(
    rf"(?<!\w)\d{{4}}[ ]?{_DASH}?[ ]?\d{{3}}[ ]?{_DASH}?[ ]?\d{{3}}[ ]?{_DASH}?[ ]?[A-Z]{{2}}(?!\w)", ignore_case=False
)
_TERRITORY = compiled(rf"(?<!\w)[NDTMH][ ]?{_DASH}?\d{{3}}[ {_DASH[1:-1]}]?\d{{4}}(?!\w)", ignore_case=False)
_BC = compiled(rf"(?<![\w.,$])9\d{{3}}[ ]?{_DASH}?[ ]?\d{{3}}[ ]?{_DASH}?[ ]?\d{{3}}(?![\w]|[,.]\d)")

_SIN_WORDS = compiled(r"\b(?:sin\b|s\.i\.n|social\ insurance|assurance\ sociale|nas\b)")
_HEALTH_WORDS = compiled(
    r"\b(?:health\ (?:card|number|care|insurance)|healthcare|phn|p\.h\.n|uli|hcn|phin|ohip|ramq|mcp|msp|care\ card|msi|ahcip|medicare|"
    r"personal\ health|alberta\ health|carte[\ -]soleil|assurance[\ -]maladie|health\ services\ card|hospitali[sz]ation|services\ card)"
)
_RECORD_WORDS = compiled(
    r"\b(?:mrn|m\.r\.n|chart|record|file|claim|wcb|wsib|cnesst|account|policy|member|case|badge|employee|student|prescription|rx|treaty|status|band|"
    r"registration|reference|confirmation|licen[cs]e|permit|passport|certificate|registry|ticket|invoice|order|tracking|booking|number|no|dossier|"
    r"group|plan|benefits|id|i\.d|locker|warrant|docket|unique\ lifetime|bracelet|driver)\b"
)
_DEVICE_WORDS = compiled(
    r"\b(?:serial|device|pump|meter|imei|pacemaker|implant|hearing\ aid|monitor|machine|model|sn|s/n|sensor|unit|walker|wheelchair)\b"
)
_PLATE_WORDS = compiled(r"\b(?:plate|plates|plaque|licen[cs]e\ plate|plated|vin)\b")

_LABEL = (
    r"(?:mrn|m\.r\.n\.?|chart|medical\ record|record|file|claim|wcb|wsib|account|policy|member(?:ship)?|case|badge|employee|student|"
    r"prescription|rx|treaty|status|band|registration|reference|confirmation|licen[cs]e|permit|passport|certificate|phn|uli|phin|ohip|mcp|"
    r"health\ (?:card|care)|healthcare|sin|id|i\.d\.|serial|imei|pump|device|unit|group|docket|booking|ticket|tracking|order|dossier|"
    r"(?:licen[cs]e\ )?plates?|driver['’]?s\ licen[cs]e|card|customer|client|patient|inmate|service|regimental)"
)
_LABELLED = compiled(
    rf"\b{_LABEL}\b(?:\s(?:number|num|no\.?|id|card|code|claim|is|was|it['’]s|its|are|says|read|reads|ended|ending|like)|\s?[\#:,]|\s[\"“]){{0,4}}\s?[\#:]?\s?[\"“]?"
    rf"(?P<v>(?=[A-Z]{{0,8}}(?:[ ]?{_DASH}?[ ]?[A-Z]{{0,4}}){{0,2}}\d)[A-Z\d](?:(?:[ ]?{_DASH}[ ]?|[ ](?=\d))?[A-Z\d]){{2,24}})(?!\w)"
)
_PREFIXED = compiled(
    r"\b(?:MRN|PHN|ULI|WCB|Rx|SIN|NAM|IMEI|S/N|SN|PHIN|ID)[\s:#-]{0,3}\#?(?P<v>[A-Z]{0,4}\d[\d-]{2,18})(?![\w])"
)

_PLATE = [
    (compiled(rf"(?<![\w-])[A-Z]{{3}}{_DASH}\d{{3,4}}(?![\w-])"), 0.75),
    (compiled(r"(?<![\w-])(?!CSA|ISO|HLA|CFR|MRI|AHS|COV)[A-Z]{3}[ ]\d{4}(?![\w-])", ignore_case=False), 0.55),
    (compiled(r"(?<![\w-])[A-Z]{4}[ -]?\d{3}(?![\w-])", ignore_case=False), 0.5),
]
_PLATE_SHAPE = compiled(
    r"(?<!\w)(?=[A-Z \-]{0,8}\d)(?=[\d \-]{0,8}[A-Z])[A-Z\d](?:[ -]?[A-Z\d]){3,7}(?!\w)", ignore_case=False
)

_DIGIT = rf"(?:{ONES}|{FRENCH_ONES}|o|double|triple|\d)"
_PAIR = rf"(?:{TENS}|{TEENS}|hundred)"
_SAID = compiled(rf"(?<![\w'’])(?:{_DIGIT}|{_PAIR})(?![\w'’])(?:(?:[,.]?[^\S\n]{{1,2}}|[-–‑]|,?\s?…\s?|,?\s?\.\.\.\s?)(?:(?:dash|hyphen|and\ then|then|uh|um)[ ,]{{1,2}})?(?:{_DIGIT}|{_PAIR})(?![\w'’])){{3,39}}")  # fmt: skip
_SAID_WORD = compiled(r"[^\W_]+")
_SIN_SHAPE = compiled(rf"\d{{3}}[ ]?{_DASH}?[ ]?\d{{3}}[ ]?{_DASH}?[ ]?\d{{3}}")
_ONES = frozenset(f"{ONES}|{FRENCH_ONES}|o".split("|"))
_PAIRS = frozenset(f"{TENS}|{TEENS}".split("|"))
_TENS = frozenset(TENS.split("|"))
_LEAST = 6  # digits


def find_numbers(text: str) -> Iterator[Find]:
    """Numbers given to one person, with the class that their shape and the words around them suggest."""
    for pattern in (_RAMQ, _RAMQ_SPELLED):
        for match in pattern.finditer(text):
            yield Find(match.start(), match.end(), Kind.HEALTH_NUMBER, 0.95, "The shape of a Quebec health number.", 1)
    for match in _ONTARIO.finditer(text):
        yield Find(match.start(), match.end(), Kind.HEALTH_NUMBER, 0.95, "The shape of an Ontario health number.", 0)
    for match in _TERRITORY.finditer(text):
        yield Find(
            match.start(), match.end(), Kind.HEALTH_NUMBER, 0.8, "The shape of a health number of the territories.", 2
        )
    for match in _BC.finditer(text):
        yield Find(match.start(), match.end(), Kind.HEALTH_NUMBER, 0.9, "The shape of a BC health number.", 2)
    yield from _runs(text)
    yield from _labelled(text)
    yield from _codes(text)
    yield from _plates(text)
    yield from _said(text)


def _runs(text: str) -> Iterator[Find]:
    """Six digits and more, written together or in groups."""
    for match in _RUN.finditer(text):
        start, end = match.span("n")
        shape = match["n"]
        if _is_no_number(shape):
            continue
        kind, confidence, why = _class_of(shape, around(text, start, end))
        yield Find(start, end, kind, confidence, why, 3)


def _is_no_number(shape: str) -> bool:
    """Years in a row, doses in a row, decimals: groups that belong together by chance."""
    groups = [group for group in re.split(r"\D+", shape) if group]
    if len(groups) == 1:
        return False
    if all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups):
        return True
    if "." in shape and len(groups) == 2:
        return True
    if " " in shape and not re.search(r"[-–‑.]", shape):
        lengths = [len(group) for group in groups]
        return not (set(lengths) == {1} or (max(lengths) >= 3 and min(lengths) >= 2 and len(lengths) <= 5))
    return False


def _class_of(shape: str, words: str) -> tuple[Kind, float, str]:
    """Which class a row of digits most likely belongs to, by the first rule that holds. It is a hit in any case."""
    digits = "".join(character for character in shape if character.isdigit())
    calling = sounds_like_calling(words)
    could_be_sin = bool(_SIN_SHAPE.fullmatch(shape)) and luhn.is_valid(digits)
    rules = (
        (_SIN_WORDS.search(words), (Kind.SIN, 0.95, "Digits called a social insurance number.")),
        (_HEALTH_WORDS.search(words), (Kind.HEALTH_NUMBER, 0.95, "Digits called a health number.")),
        (could_be_sin, (Kind.SIN, 0.9, "Nine digits that could be a social insurance number.")),
        (len(digits) == 9, (Kind.HEALTH_NUMBER, 0.9, "Nine digits, as health numbers have.")),
        (
            len(digits) == 10 and (calling or digits[0] in "23456789"),
            (Kind.PHONE, 0.8, "Ten digits, as telephone numbers have."),
        ),
        (len(digits) == 7 and calling, (Kind.PHONE, 0.8, "Seven digits near words about calling.")),
        (len(digits) == 15 or _DEVICE_WORDS.search(words), (Kind.DEVICE, 0.8, "A number of a device.")),
        (_RECORD_WORDS.search(words), (Kind.RECORD_NUMBER, 0.85, "Digits near a word for a file or an account.")),
    )
    return next((answer for holds, answer in rules if holds), (Kind.OTHER_NUMBER, 0.6, "Six digits or more."))


def _labelled(text: str) -> Iterator[Find]:
    """A short number or code right after a word that says whose it is: "chart number 4471"."""
    for pattern in (_PREFIXED, _LABELLED):
        for match in pattern.finditer(text):
            value = match["v"]
            digits = sum(character.isdigit() for character in value)
            if digits < 3 or re.fullmatch(r"(?:19|20)\d\d", value):
                continue
            whole = match.start() if pattern is _PREFIXED else match.start("v")
            label = match[0].lower()
            kind = Kind.RECORD_NUMBER
            if _PLATE_WORDS.search(label):
                kind = Kind.PLATE
            elif _HEALTH_WORDS.search(label):
                kind = Kind.HEALTH_NUMBER
            elif _SIN_WORDS.search(label) and digits >= 6:
                kind = Kind.SIN
            elif _DEVICE_WORDS.search(label):
                kind = Kind.DEVICE
            yield Find(whole, match.end("v"), kind, 0.9, "A number with the word for it before it.", 2)


def _codes(text: str) -> Iterator[Find]:
    """Letters and digits in groups, as accounts and devices have."""
    for pattern in (_CODE, _CODE_PLAIN):
        for match in pattern.finditer(text):
            shape = match[0]
            digits = sum(character.isdigit() for character in shape)
            if digits < 4 or _NO_CODE.fullmatch(shape) or _is_no_number(shape):
                continue
            if digits + len(re.findall(_DASH, shape)) == len(shape) and digits < 6:
                continue  # "10-15-20", "2019-20"
            if any(part.isalpha() and part.islower() and len(part) > 2 for part in re.split(_DASH, shape)):
                continue  # "1950s-style"
            words = around(text, match.start(), match.end())
            kind, why = Kind.RECORD_NUMBER, "Letters and digits in groups, as files and accounts have."
            if _DEVICE_WORDS.search(words) or shape.upper().startswith("SN"):
                kind, why = Kind.DEVICE, "A number of a device."
            rank = 2 if any(character.isalpha() for character in shape) else 4
            yield Find(match.start(), match.end(), kind, 0.75, why, rank)


def _plates(text: str) -> Iterator[Find]:
    for pattern, confidence in _PLATE:
        for match in pattern.finditer(text):
            yield Find(match.start(), match.end(), Kind.PLATE, confidence, "The shape of a vehicle's plate.", 3)
    for match in _PLATE_WORDS.finditer(text):
        near = text[match.end() : match.end() + 40]
        found = _PLATE_SHAPE.search(near)
        if found and any(character.isdigit() for character in found[0]):
            at = match.end() + found.start()
            yield Find(at, at + len(found[0]), Kind.PLATE, 0.85, "Called a vehicle's plate.", 2)


def _said(text: str) -> Iterator[Find]:
    """Six digits or more, said one after another, as speech-to-text writes them."""
    for match in _SAID.finditer(text):
        words = [word.casefold() for word in _SAID_WORD.findall(match[0])]
        singles = sum(word in _ONES or word.isdigit() for word in words)
        count = _digits_said(words)
        if count < _LEAST or (singles < 4 and not (count >= 7 and singles >= 1)) or _is_counting(words):
            continue
        near = around(text, match.start(), match.end())
        why = "Six digits or more, said aloud."
        yield Find(match.start(), match.end(), Kind.SPOKEN_DIGITS, 0.9 if _names_number(near) else 0.8, why, 3)


def _digits_said(words: list[str]) -> int:
    count, again, after_tens = 0, 1, False
    for word in words:
        if word in ("double", "triple"):
            again = 2 if word == "double" else 3
            continue
        if word in _PAIRS:
            count += 2
        elif word in _ONES or word.isdigit():
            count += 0 if after_tens and word in _ONES and word not in ("oh", "o", "zero") else again
        elif word == "hundred":
            count += 2
        again, after_tens = 1, word in _TENS
    return count


def _is_counting(words: list[str]) -> bool:
    """Whether the words only count up or down: "one two three four five six" tells nothing about anybody."""
    order = {
        word: value
        for value, word in enumerate(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        )
    }
    values = [order[word] for word in words if word in order]
    if len(values) != len(words):
        return False
    steps = {second - first for first, second in pairwise(values)}
    return steps in ({1}, {-1})


def _names_number(words: str) -> bool:
    return bool(
        sounds_like_calling(words)
        or _HEALTH_WORDS.search(words)
        or _RECORD_WORDS.search(words)
        or _SIN_WORDS.search(words)
    )
