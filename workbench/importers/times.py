"""Time codes and dates as transcripts write them."""

import re
from datetime import date

# 0:09, 00:00:05, 1:02:03.120, 00:00:05,120, and Premiere's frames 00:00:05:12 or 00;00;05;12
# Never a part of a longer word, so that taking it out leaves the number of words as it was.
TIME = r"(?<!\w)(?<!\w['’\-])(?:(?:\d{1,2}[:;]){2}\d{2}[:;]\d{2}|(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?!\w|:\d|['’\-](?!\d{1,2}:)\w)"
_CLOCK = re.compile(rf"({TIME})(?:\s?([AP]M)\b)?", re.I)
_SPOKEN_PART = re.compile(r"(\d{1,2}) (hour|minute|second)")
CUE = re.compile(
    r"^\s*((?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,7})?)(?:\s{0,8}-{1,2}>\s{0,8}|,(?=\d:\d\d:\d\d\.\d))((?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,7})?)"
)
# Teams on the web says a time in words, mostly with the digits right behind: “0 minutes 3 seconds0:03”.
SPOKEN_TIME = (
    r"(?:\d{1,2} hours? )?(?:\d{1,2} minutes? \d{1,2} seconds?(?:\s?(?:\d{1,2}:)?\d{1,2}:\d{2})?|"
    r"\d{1,2} seconds?\s?(?:\d{1,2}:)?\d{1,2}:\d{2})"
)
_SPOKEN = re.compile(SPOKEN_TIME)
STAMP = re.compile(rf"\[({TIME})\]")
# f4 and its relatives close each paragraph with #00:01:02-5#
F4_TIME = r"#\d{1,2}:\d{2}:\d{2}[-.,]\d#"
F4_STAMP = re.compile(r"#(\d{1,2}:\d{2}:\d{2})[-.,](\d)#")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero januar jänner",
            "february feb février fevrier févr fév febrero februar",
            "march mar mars marzo märz",
            "april apr avril avr abril",
            "may mai mayo",
            "june jun juin junio juni",
            "july jul juillet juil julio juli",
            "august aug août aout agosto",
            "september sep sept septembre septiembre setiembre",
            "october oct octobre octubre oktober okt",
            "november nov novembre noviembre",
            "december dec décembre decembre déc diciembre dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    (re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:[_T-]\d{4,6})?(?!\d)"), "ymd"),
    (re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})\b", re.I), "mdy"),
    (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de)\s+)?({_MONTH})\.?,?\s+(?:de\s+)?((?:19|20)\d{{2}})\b",
            re.I,
        ),
        "dmy",
    ),
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?!\d)")


def seconds(time: str) -> float:
    """A time code in seconds.

    >>> seconds("1:02:03"), seconds("00:00:06,910"), seconds("0:09")
    (3723.0, 6.91, 9.0)
    """
    parts = time.replace(",", ".").replace(";", ":").split(":")
    if len(parts) == 4:  # the fourth counts frames, whose length the file does not tell
        parts = parts[:3]
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return round(total, 3)


def moments(text: str) -> list[float]:
    """All time codes in a text, in seconds.

    >>> moments("[0:04 - 0:09]"), moments("1 minute 2 seconds1:02"), moments("#00:00:12-3#"), moments("1:02 PM")
    ([4.0, 9.0], [62.0], [12.3], [46920.0])
    """
    if spoken := _SPOKEN.search(text):
        units = {unit: int(number) for number, unit in _SPOKEN_PART.findall(spoken.group())}
        return [float(units.get("hour", 0) * 3600 + units.get("minute", 0) * 60 + units.get("second", 0))]
    found = [_of_day(match[1], match[2]) if match[2] else seconds(match[1]) for match in _CLOCK.finditer(text)]
    return found or [seconds(match[1]) + int(match[2]) / 10 for match in F4_STAMP.finditer(text)]


def _of_day(time: str, half: str) -> float:
    """A clock time such as “1:02 PM”: whole minutes unless seconds are given."""
    found = seconds(time if time.count(":") > 1 else f"{time}:00") % 43_200
    return found + 43_200 if half.upper() == "PM" else found


def first_time(text: str) -> float | None:
    """The first time code in a text, in seconds."""
    return next(iter(moments(text)), None)


def is_time(text: str) -> bool:
    """Whether a text is nothing but a time code, with or without brackets, or two with a dash between."""
    return _ONLY_TIME.fullmatch(text.strip()) is not None


_ONLY_TIME = re.compile(
    rf"[\[(<{{#]?\s*{TIME}(?:\s*(?:-{{1,2}}>|[-–—]|to)\s*{TIME}|\s?[AP]M)?\s*[\])>}}#]?|{SPOKEN_TIME}|{F4_TIME}", re.I
)


def find_date(text: str) -> str | None:
    """The first day that a text names for certain, as an ISO date.

    >>> find_date("Tue, Mar 05, 2024 10:02AM"), find_date("le 5 mars 2024"), find_date("04/11/2024")
    ('2024-03-05', '2024-03-05', None)
    """
    for pattern, order in _DATES:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            found = _day(int(parts["y"]), _month(parts["m"]), int(parts["d"]))
            if found:
                return found
    for match in _NUMERIC.finditer(text):
        first, second, year = (int(part) for part in match.groups())
        if first > 12 >= second:
            return _day(year, second, first)
        if second > 12 >= first or first == second:
            return _day(year, first, second)
    return None


def doubtful_date(text: str) -> str | None:
    """A day written so that month and day could be swapped, such as 04/11/2024."""
    match = _NUMERIC.search(text)
    return match.group() if match and find_date(text) is None else None


def _month(word: str) -> int:
    return int(word) if word.isdecimal() else _MONTHS.get(word.casefold(), 0)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
