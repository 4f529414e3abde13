"""Where a turn begins: every way in which a line may name its speaker.

Each line is tried against all patterns; :mod:`workbench.importers.layouts` then decides which of them the file uses.
Patterns look at the first characters of a line only, so that a line of a million spaces costs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.importers.labels import LONGEST, Likelihood, is_group, is_header_word, label_key, likelihood
from workbench.importers.source import SourceLine
from workbench.importers.times import F4_TIME, SPOKEN_TIME, TIME, is_time, moments

_REACH = 160


class Style(StrEnum):
    """How a file shows who speaks."""

    TIMED = "name and time on a line of their own"
    LABEL = "name before a colon"
    BRACKET = "name in square brackets"
    EMPHASIS = "name in bold"
    TAB = "name before a tab"
    MARK = "name before a full stop or the like"
    DASH = "name before a dash"
    ALONE = "name on a line of its own"


@dataclass(frozen=True, slots=True)
class Heading:
    """A possible beginning of a turn: the text of the line up to ``body`` names the speaker and the time."""

    style: Style
    label: str
    body: int  # where the words begin
    begins_at: float | None = None
    ends_at: float | None = None
    bold: bool = False  # the name stands out in bold from what follows it

    @property
    def key(self) -> str:
        return label_key(self.label)


_ARROW = r"\s{0,4}(?:-{1,2}>|[-–—]|to)\s{0,4}"
_INNER = rf"{TIME}(?:{_ARROW}{TIME}|\s?[AP]M)?"
_T = rf"(?:\[{_INNER}\]|\({_INNER}\)|<{TIME}>|\{{{TIME}\}}|#{TIME}#|{F4_TIME}|{TIME}(?:\s?[AP]M\b)?)"
_RANGE = rf"{_T}(?:\s*(?:-{{1,2}}>|[-–—]|to)\s*{_T})?"
_DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}),?\s{1,4}"  # chats put the day before each time
_CLOCK = rf"\[{_DAY}{TIME}(?:\s?[AP]M)?\]|{_DAY}{TIME}(?:\s?[AP]M)?"
_LEAD = re.compile(rf"\s*(?:>{{2,3}}\s*)?({_CLOCK}|{_RANGE})\s*(?:[-–—|:]\s+|\|)?\s*")
_CHEVRONS = re.compile(r"\s*(?:>{2,3}|[•·▪◦‣*]|-(?=\s))\s*")
_LABEL = rf"(?P<label>[^\s:：\[\]<>|][^:：\t\[\]<>|\n]{{0,{LONGEST - 1}}}?)"
_TIMED = re.compile(rf"{_LABEL}(?P<gap>[\s:,|\-–—]{{0,12}})(?P<time>{SPOKEN_TIME}|{_RANGE})\s*:?\s*$")
_FROM = re.compile(rf"From\s{{1,4}}{_LABEL}(?:\s{{1,4}}to\s{{1,4}}[^:：\n]{{1,60}}?)?\s{{0,4}}:\s*")
_TIMED_TEXT = re.compile(
    rf"{_LABEL}\s{{0,8}}(?::\s*(?P<after>{_T})\s*[:\-–—]?|[,\-–—]?\s{{0,8}}(?P<inside>\[{TIME}\]|\({TIME}\))\s*[:\-–—]?|"
    rf"[,\-–—]?\s{{1,8}}(?P<plain>{TIME})\s*:)(?:\s+|$)"
)
# Not the colon of a time, nor that of a web address.
_COLON = re.compile(rf"{_LABEL}\s*(?:\*\*|__)?\s*[:：](?!(?<=\d:)\d\d(?!\d))(?:\*\*|__)?(?!//)\s*")
_BRACKET = re.compile(
    rf"\[(?P<label>[^\]\[:\d\n][^\]\[:\n]{{0,40}})\]\s*(?P<time>{_T})?\s*[:：]?\s*|"
    rf"<(?P<label2>[^<>:/\d\n][^<>:\n]{{0,40}})>\s*[:：]?\s+|"
    rf"\{{(?P<label3>[^{{}}:\d\n][^{{}}:\n]{{0,40}})\}}\s*(?P<time3>{_T})?\s*[:：]?\s*|"
    rf"\((?P<label4>[^():\d\n][^():\n]{{0,40}})\)\s*(?P<time4>{_T})?\s*[:：]?\s+"
)
_TAB = re.compile(rf"{_LABEL}(?:\s*\t\s*|(?P<wide>\s{{3,}}))")
_MARK = re.compile(r"(?P<label>[^\s:.\-–—>|][^:.–—>|\t]{0,29}?)\s*(?:[.)>|]\s+|\s>\s*)")
_DASH = re.compile(r"(?P<label>[^\s:.\-–—>|][^:.–—>|\t]{0,29}?)(?:\s+[-–—]\s+|[–—]\s*)")
_NOTE_WORDS = re.compile(
    r"inaudible|unintelligible|unclear|indiscernible|crosstalk|cross talk|overlap|pause|silence|laugh|chuckle|sigh|cough|"
    r"affirmative|nods?|applause|music|phonetic|sic\b|noise|redacted|end of|start of|recording|crying|sobs|name|place|city|"
    r"hospital|clinic|rire|pause",
    re.I,
)
_ENCLOSED = re.compile(r"\(([^()]{1,60})\)|\{([^{}]{1,60})\}")
_SENTENCE_END = re.compile(r"[.!?…,;]$")
_SOUNDS = frozenset(
    [
        "yeah",
        "yes",
        "yep",
        "no",
        "nope",
        "okay",
        "ok",
        "right",
        "sure",
        "mm",
        "mhm",
        "mm-hmm",
        "mmhmm",
        "uh-huh",
        "um",
        "uh",
        "oh",
        "ah",
        "hmm",
        "wow",
        "exactly",
        "true",
        "absolutely",
        "definitely",
        "thanks",
        "oui",
        "non",
        "ouais",
        "d'accord",
        "hello",
        "hi",
        "bye",
        "goodbye",
    ]
)


def headings_of(line: SourceLine) -> list[Heading]:
    """All readings of a line as the beginning of a turn, the most telling first."""
    head = line.text[:_REACH]
    if not head.strip() or is_time(head):
        return []
    begins, ends, offset = _lead(head)
    rest = head[offset:]
    found: list[Heading] = []
    for style, match, label, time in _matches(rest, short=len(line.text) <= _REACH, timed=begins is not None):
        start, end = _times(time) if time else (begins, ends)
        if name := _trim(label):
            found.append(Heading(style, name, offset + match.end(), start, end))
    emphasised = _emphasised(line, offset)
    if emphasised is not None:
        # Bold says more than a tab or a dash, less than a colon.
        place = sum(1 for heading in found if heading.style in (Style.TIMED, Style.BRACKET, Style.LABEL))
        found.insert(place, Heading(Style.EMPHASIS, emphasised[0], emphasised[1], begins, ends))
    if len(line.text) <= _REACH and stands_alone(rest):
        found.append(Heading(Style.ALONE, _trim(rest.rstrip().rstrip(":：")), len(line.text), begins, ends))
    bold = line.emphasis > offset and not line.is_emphasised
    return [
        replace(heading, bold=bold and line.emphasis >= offset + len(heading.label))
        for heading in found
        if not is_header_word(heading.label) or is_group(heading.label)
    ]


def _lead(head: str) -> tuple[float | None, float | None, int]:
    """The times and the marks of a new speaker in front of a line, and where the rest begins."""
    lead = _LEAD.match(head)
    if lead and lead.end() < len(head):
        return (*_times(lead.group(1)), lead.end())
    chevrons = _CHEVRONS.match(head)
    return None, None, chevrons.end() if chevrons else len(head) - len(head.lstrip())


def _matches(rest: str, *, short: bool, timed: bool) -> Iterator[tuple[Style, re.Match[str], str, str | None]]:
    """Each pattern that fits, with its label and time."""
    if short and (match := _TIMED.match(rest)) and _set_off(match):
        yield Style.TIMED, match, match["label"], match["time"]
    if match := _BRACKET.match(rest):
        label = match["label"] or match["label2"] or match["label3"] or match["label4"]
        # In round brackets stand sounds and asides, too, so that only a role or a name is a speaker there.
        telling = match["label4"] is None or likelihood(label) >= Likelihood.NAME
        if telling and not _NOTE_WORDS.search(label) and not is_time(label):
            yield Style.BRACKET, match, label, match["time"] or match["time3"] or match["time4"]
    if match := _TIMED_TEXT.match(rest):
        yield Style.LABEL, match, match["label"], match["after"] or match["inside"] or match["plain"]
    if timed and (match := _FROM.match(rest)):
        yield Style.LABEL, match, match["label"], None
    if match := _COLON.match(rest):
        yield Style.LABEL, match, match["label"], None
    if (match := _TAB.match(rest)) and (not match["wide"] or likelihood(_trim(match["label"])) is Likelihood.CERTAIN):
        yield Style.TAB, match, match["label"], None
    for style, pattern in ((Style.MARK, _MARK), (Style.DASH, _DASH)):
        least = Likelihood.NAME if style is Style.DASH else Likelihood.CERTAIN
        if (match := pattern.match(rest)) and likelihood(_trim(match["label"])) >= least:
            yield style, match, match["label"], None


def _set_off(match: re.Match[str]) -> bool:
    """Whether a time at the end of a line is set off from the words before it, and they could be a name."""
    gap, time, label = match["gap"], match["time"], _trim(match["label"])
    chance = likelihood(label)
    if chance is Likelihood.NEVER:
        return False
    wide = len(gap.expandtabs(4)) >= 2 or "\t" in gap or gap.strip() != "" or time[0] in "[(<{#"
    return wide or chance is not Likelihood.IF_REPEATED


def _times(text: str) -> tuple[float, float | None]:
    found = moments(text)
    return found[0], found[1] if len(found) > 1 else None


def _trim(label: str) -> str:
    trimmed = " ".join(label.strip().strip("*_#").strip(" \t-–—,;>").split())
    inside = _ENCLOSED.fullmatch(trimmed)
    return inside[1] or inside[2] if inside else trimmed


def _emphasised(line: SourceLine, offset: int) -> tuple[str, int] | None:
    """The bold beginning of a line that is not bold throughout, as a label, and where the words begin."""
    if line.emphasis <= offset or line.is_emphasised:
        return None
    text = line.text
    label = text[offset : line.emphasis].strip().rstrip(":：").strip()
    after = text[line.emphasis :]
    body = line.emphasis + len(after) - len(after.lstrip(" \t:："))
    # A colon after the first bold word is somebody else's pattern.
    # Half a word in bold is an accent on it.
    if re.match(r"[\w'’\-]", after) and re.search(r"[\w'’\-]$", text[: line.emphasis]):
        return None
    if not label or len(label) > 40 or ":" in label or "\t" in label or _SENTENCE_END.search(label.rstrip(".")):
        return None
    return " ".join(label.split()), body


def stands_alone(rest: str) -> bool:
    """Whether a line could be nothing but somebody's name."""
    label = _trim(rest.rstrip().rstrip(":："))
    return (
        0 < len(label) <= 40
        and len(label.split()) <= 4
        and not _SENTENCE_END.search(label)
        and ":" not in label
        and label_key(label) not in _SOUNDS
        and likelihood(label) >= Likelihood.NAME
    )
