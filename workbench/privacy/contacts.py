"""How somebody is reached: phones, e-mail, web addresses, handles, postal codes, street addresses, machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from workbench.privacy.shapes import ONES, Find, around, compiled
from workbench.privacy.values import IdentifierClass as Kind

_TLD = r"(?:com|ca|org|net|edu|gov|io|info|co|uk|us|fr|de|au|tv|me|app|dev|health|biz|gc\.ca|ab\.ca|qc\.ca|example|ai|fm|blog|online|site|shop|coop|quebec)"
_TLD_SPOKEN = r"(?:com|c\s?a|org|net|edu|gov|info|uk|fr|io|co|tv)"

_NANP = compiled(
    r"(?<![\w-])(?:\+?1[\s.\-–]{0,2})?(?:\(\s?[2-9]\d\d\s?\)|[2-9]\d\d)[\s.\-–/]{0,2}[2-9]\d\d[\s.\-–]{1,2}\d{4}"
    r"(?:\s?(?:x|ext\.?|extension|poste)\s?\d{1,6})?(?!\w|-\d)"
)
_LOCAL = compiled(r"(?<![\w\-.$])[2-9]\d\d[-–.]\d{4}(?![\w-])")
_FOREIGN = compiled(r"(?<![\w+])(?:\+|011\s)[1-9]\d{0,2}(?:[\s.\-()]{0,2}\d){6,12}(?!\w)")
_PHONE_WORDS = compiled(
    r"\b(?:phone|call|text|cell|fax|mobile|ring|dial|reach|number\ is|landline|line|tel|voicemail|téléphone|telephone|appel\w+|numéro)"
)

_EMAIL = re.compile(
    r"(?<![\w.+@-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@])", re.IGNORECASE | re.UNICODE
)
_NAME_SPOKEN = r"[\w'’-]{1,30}(?:\s(?:dot|underscore|dash|hyphen|point|period)\s[\w-]{1,30}|\s(?:\d|zero|one|two|three|four|five|six|seven|eight|nine)\b){0,5}"
_EMAIL_SPOKEN = compiled(
    rf"\b{_NAME_SPOKEN}\s(?:at|arobase|@)\s(?:[\w-]{{1,30}}\s(?:dot|point)\s){{1,3}}{_TLD_SPOKEN}\b"
    rf"|\b[\w'’-]{{1,30}}\s(?:dot|underscore)\s[\w-]{{1,30}}\sat\b"
    r"|\b[\w'’.-]{1,30}\s(?:at|arobase)\s(?:gmail|hotmail|yahoo|outlook|telus|shaw|icloud|videotron)(?:\s?(?:dot|point|\.)\s?(?:com|ca|net))?\b"
)
_URL = compiled(r"(?<!\w)(?:https?://|ftp://|www\.)[^\s<>\"'“”‘’()\[\]{},;]{1,300}")
_DOMAIN = compiled(
    rf"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}{_TLD}(?:/[^\s<>\"',;)\]]{{0,200}})?(?![\w-]|\.\w)"
)
_WEB_SPOKEN = compiled(
    rf"\b(?:(?:www|w\s?w\s?w|double-?\s?u\s?double-?\s?u\s?double-?\s?u)\s(?:dot|point)\s)?[\w-]{{2,40}}(?:\s(?:dot|point)\s[\w-]{{1,40}}){{0,2}}\s(?:dot|point)\s{_TLD_SPOKEN}\b"
    r"(?:\s(?:slash|forward\ slash)\s[\w-]{1,40}){0,4}"
)
_HANDLE = compiled(
    r"(?<![\w@/.])@[\w.]{2,40}(?<![.])"
    r"|(?<![\w/])[ur]/[\w-]{3,30}"
    r"|(?<![\w@.+#-])(?=[\w]{0,40}[a-z0-9]_[a-z0-9])[a-z0-9]\w{2,40}(?![\w@])"
)
_HANDLE_DIGITS = compiled(r"(?<![\w@.+#/-])[a-z]{4,25}\d{2,6}(?![\w@.-])")
_NO_HANDLE = re.compile(r"(?:covid|sars|mpeg|year|room|unit|page|dose|grade|type|level|step|version|windows|omega|block|chapter|step|speaker|participant|utf|line|http)\d+", re.I)  # fmt: skip
_HANDLE_SPOKEN = compiled(r"\b[\w'’-]{1,30}\sunderscore\s[\w-]{1,30}(?:\sunderscore\s[\w-]{1,30}){0,3}\b")
_HANDLE_NAMED = compiled(
    r"\b(?:handle|username|user\ name|screen\ name|gamertag|usernames?|discord|insta(?:gram)?\ name|snapchat|tiktok\ name)\b(?:\s(?:is|was|there|on|it['’]s|name)){0,3}[\s:,“\"]{1,3}(?P<v>[a-z][\w.-]{2,30}\d[\w.-]{0,10}|[\w]+[._][\w.]+)"
)

_POSTAL_LETTER1, _POSTAL_LETTER = "[ABCEGHJ-NPRSTVXY]", "[ABCEGHJ-NPRSTV-Z]"
_POSTAL = compiled(
    rf"(?<![\w-]){_POSTAL_LETTER1}\d{_POSTAL_LETTER}[^\S\n]{{0,2}}-?[^\S\n]{{0,2}}\d{_POSTAL_LETTER}\d(?![\w-])"
)
_POSTAL_APART = compiled(
    rf"(?<![\w-]){_POSTAL_LETTER1}[ \-,.]{{1,2}}(?:\d|{ONES})[ \-,.]{{1,2}}{_POSTAL_LETTER}[ \-,.]{{1,2}}(?:\d|{ONES})[ \-,.]{{1,2}}{_POSTAL_LETTER}[ \-,.]{{1,2}}(?:\d|{ONES})(?!\w)"
    rf"|(?<![\w-]){_POSTAL_LETTER1}(?:\d){_POSTAL_LETTER}[ ,.]{{1,2}}(?:and[ ])?(?:{ONES})[ ,]{{1,2}}{_POSTAL_LETTER}[ ,]{{1,2}}(?:{ONES})(?!\w)"
)
_POSTAL_HALF = compiled(rf"(?<![\w-]){_POSTAL_LETTER1}\d{_POSTAL_LETTER}(?![\w-])", ignore_case=False)
_POSTAL_HALF_SPOKEN = compiled(
    rf"(?<![\w'’-]){_POSTAL_LETTER1}[ \-,.]{{0,2}}(?:\d|{ONES})[ \-,.]{{0,2}}{_POSTAL_LETTER}(?!\w)"
)

_IP = compiled(
    r"(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:/\d{1,2})?(?![\w-]|\.\d)"
    r"|(?<![\w:])(?=[0-9a-f]{0,4}:[0-9a-f:]{0,40}[a-f][0-9a-f:]{0,40}|[0-9a-f:]{0,40}::)(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?![\w:])"
)
_MAC = compiled(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])")

_STREET = (
    r"(?:street|st\.?|avenue|ave\.?|road|rd\.?|drive|dr\.?|crescent|cres\.?|boulevard|blvd\.?|lane|ln\.?|court|crt\.?|place|pl\.?|way|"
    r"trail|tr\.?|terrace|close|gate|green|square|circle|highway|hwy\.?|parkway|mews|bay|hill|heights|grove|row|point|landing|link|manor|rise|view)"
)
_NUMBER_WORD = rf"(?:(?:{ONES}|ten|eleven|twelve|\w{{3,5}}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)[\s-]){{1,5}}"
_ADDRESS = [
    (compiled(rf"(?<![\w.$])\d{{1,6}}[A-Za-z]?,?\s(?:[A-ZÉ][\w'’.-]{{1,25}}\s|\d{{1,3}}(?:st|nd|rd|th)?\s){{1,3}}(?i:{_STREET})(?![\w])(?:\s(?:[NS]\.[WE]\.|[NS][WE]|North|South|East|West)(?!\w))?", ignore_case=False), 0.9),
    (compiled(rf"\b(?:{_NUMBER_WORD})(?:[A-Z][\w'’.-]{{1,25}}\s){{1,2}}(?:Street|Avenue|Road|Drive|Crescent|Boulevard|Lane|Court|Trail|Close)\b", ignore_case=False), 0.7),
    (compiled(r"(?<![\w.$])\d{1,5}\s(?:(?!the\b|a\b|an\b|of\b|minutes?\b|hours?\b|blocks?\b|miles?\b|km\b|down\b|up\b|on\b|more\b|years?\b)\w{2,20}\s){1,2}(?:street|avenue|road|drive|crescent|boulevard|lane|court)\b(?:\s[ns][we]\b)?"), 0.6),
    (compiled(r"\b(?:p\.?\s?o\.?\s?box|post\soffice\sbox|box|casier\spostal|c\.p\.)\s(?:number\s|no\.?\s|\#\s?)?\d{1,6}(?!\w)"), 0.8),
    (compiled(r"\b(?:apartment|apt\.?|suite|unit|room(?:['’]s)?|rm\.?|lot|house|appartement)\s(?:number\s|no\.?\s|\#\s?|is\s|was\s)?\#?[A-Z]?\d{1,5}[A-Z]?(?![\w%]|\s?(?:mg|ml|units|per|at\b|degrees))"), 0.6),
    (compiled(r"\b(?:rural\sroute|r\.?r\.?)\s?\#?\d{1,3}(?!\w)"), 0.8),
    (compiled(r"\b(?:range|township|twp\.?|rge\.?)\s(?:road|rd\.?)\s\d{1,4}[A-Z]?(?!\w)"), 0.85),
    (compiled(r"\b(?:[NS][EW]|LSD)[ -]?\d{1,2}-\d{1,3}-\d{1,2}[ -]?W\d(?:M)?\b", ignore_case=False), 0.9),
    (compiled(r"\b(?:highway|hwy\.?|autoroute)\s\d{1,3}[A-Z]?(?:\sand\s\d{1,3})?(?!\w)"), 0.5),
    (compiled(r"(?<!\w)\d{1,5},?\s(?:rue|avenue|boulevard|boul\.|chemin|rang|place|côte|montée|route|impasse)\s(?:(?:de|du|des|la|le|les|l['’]|d['’]|saint|sainte|St|Ste)[\s-]?){0,3}[A-ZÉÈ\d][\w'’-]{1,30}(?:[\s-][A-ZÉÈ][\w'’-]{1,30}){0,2}"), 0.9),
]  # fmt: skip


def find_contacts(text: str) -> Iterator[Find]:
    """Phones, e-mail, web addresses, handles, postal codes, addresses, IP and device addresses."""
    yield from _phones(text)
    yield from _every(_EMAIL, text, Kind.EMAIL, (0.99, 0), "An e-mail address.")
    if "@" in text or " at " in text.lower() or "arobase" in text.lower():
        yield from _every(_EMAIL_SPOKEN, text, Kind.EMAIL, (0.85, 1), "An e-mail address, spoken.")
    yield from _web(text)
    yield from _handles(text)
    yield from _postal_codes(text)
    yield from _every(_MAC, text, Kind.DEVICE, (0.95, 0), "A network card's address.")
    yield from _every(_IP, text, Kind.IP_ADDRESS, (0.95, 0), "An IP address.")
    for at, (pattern, confidence) in enumerate(_ADDRESS):
        yield from _every(pattern, text, Kind.ADDRESS, (confidence, 2 if at == 0 else 4), "Part of an address.")


def _every(pattern: re.Pattern[str], text: str, kind: Kind, sure: tuple[float, int], why: str) -> Iterator[Find]:
    """Every match of a pattern; ``sure`` is the confidence, and the rank among finders."""
    confidence, rank = sure
    for match in pattern.finditer(text):
        yield Find(match.start(), match.end(), kind, confidence, why, rank)


def _phones(text: str) -> Iterator[Find]:
    why = "The shape of a telephone number."
    yield from _every(_NANP, text, Kind.PHONE, (0.97, 1), why)
    for match in _LOCAL.finditer(text):
        yield Find(match.start(), match.end(), Kind.PHONE, 0.8, why, 4)
    for match in _FOREIGN.finditer(text):
        if _is_foreign(match[0]):
            yield Find(match.start(), match.end(), Kind.PHONE, 0.95, why, 1)


def _is_foreign(shape: str) -> bool:
    written = "+" + shape[3:].strip() if shape.startswith("011") else shape
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(written, None))
    except phonenumbers.NumberParseException:
        return False


def _web(text: str) -> Iterator[Find]:
    for match in _URL.finditer(text):
        end = match.end() - (len(match[0]) - len(match[0].rstrip(".!?:")))
        yield Find(match.start(), end, Kind.WEB, 0.97, "A web address.", 1)
    yield from _every(_DOMAIN, text, Kind.WEB, (0.9, 2), "A web address.")
    if " dot " in text.lower() or " point " in text.lower():
        yield from _every(_WEB_SPOKEN, text, Kind.WEB, (0.75, 2), "A web address, spoken.")


def _handles(text: str) -> Iterator[Find]:
    yield from _every(_HANDLE, text, Kind.HANDLE, (0.85, 3), "The shape of a user name.")
    for match in _HANDLE_DIGITS.finditer(text):
        if not _NO_HANDLE.fullmatch(match[0]):
            yield Find(match.start(), match.end(), Kind.HANDLE, 0.5, "A word that ends in digits, as user names do.", 5)
    yield from _every(_HANDLE_SPOKEN, text, Kind.HANDLE, (0.8, 3), "A user name, spoken.")
    for match in _HANDLE_NAMED.finditer(text):
        yield Find(*match.span("v"), Kind.HANDLE, 0.85, "Called a user name.", 2)


def _postal_codes(text: str) -> Iterator[Find]:
    yield from _every(_POSTAL, text, Kind.POSTAL_CODE, (0.97, 2), "The shape of a postal code.")
    yield from _every(_POSTAL_APART, text, Kind.POSTAL_CODE, (0.9, 1), "A postal code, spelled out.")
    for pattern in (_POSTAL_HALF, _POSTAL_HALF_SPOKEN):
        for match in pattern.finditer(text):
            if "postal" in around(text, match.start(), match.end()):
                yield Find(match.start(), match.end(), Kind.POSTAL_CODE, 0.7, "The first half of a postal code.", 4)


def sounds_like_calling(words: str) -> bool:
    """Whether words near a number speak of telephoning."""
    return _PHONE_WORDS.search(words) is not None
