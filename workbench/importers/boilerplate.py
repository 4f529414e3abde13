"""What nobody said: announcements of meeting software, its summaries, page furniture and line numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.importers.source import (
    ANNOUNCEMENTS,
    NUMBERS,
    PAGES,
    SUMMARIES,
    Ledger,
    SourceLine,
    numbered_pages,
)
from workbench.importers.times import TIME, is_time

_ANNOUNCEMENT = re.compile(
    r"""(?:
      .{1,60}\s(?:started|stopped|paused|resumed)\s(?:the\s)?(?:transcription|recording|transcript)
    | (?:transcription|recording|transcript|the\srecording|meeting|the\smeeting)\s(?:has\s)?(?:been\s)?(?:started|stopped|ended|paused|resumed|in\sprogress)
      (?:\s(?:after|at)\s.{1,40})?
    | (?:this\smeeting|this\scall|the\smeeting)\sis\s(?:now\s)?being\s(?:recorded|transcribed)
    | (?:recording|transcription)\s(?:in\sprogress|stopped|started)
    | .{1,60}\s(?:joined|left|has\sjoined|has\sleft|entered|is\sin)\sthe\s(?:meeting|call|room|waiting\sroom)
    | (?:automatically\s)?(?:transcribed|transcript(?:ion)?(?:\s(?:provided|generated|created))?)\s(?:automatically\s)?(?:by|with|using)\s
      (?:https?://)?(?:www\.)?(?:otter|rev|zoom|teams|microsoft|sonix|trint|descript|happy\s?scribe|temi|whisper|google|fireflies|
      amberscript|gotranscript|verbit|nvivo|turboscribe|read\.?ai|fathom|notta|riverside|speechmatics|assembly).{0,60}
    | this\s(?:editable\s)?transcript\s(?:was|is)\s(?:computer|automatically|machine|auto)[\s-]?generated.{0,160}
    | (?:ai|machine|auto)[\s-]generated\scontent\smay\sbe\sincorrect
    | this\stranscript\swas\s(?:exported|generated|created)\s(?:on|by)\s.{1,120}
    | you\sshould\sreview\sgemini.{1,160}
    | (?:please\s)?(?:provide\sfeedback|get\stips|how\sis\sthe\squality).{0,160}
    | \[?\(?(?:the\s)?(?:end|beginning|start)\s(?:of\s)?(?:the\s)?(?:interview|transcript(?:ion)?|recording|audio|tape|file|session|focus\sgroup|meeting|side\s[ab])(?:\s\d{1,3})?\]?\)?
    | \[?\(?(?:interview|transcript|recording|audio|tape|session)\s(?:ends|begins|starts|concluded)\]?\)?
    | \[?\(?(?:(?:end|beginning|begin|start)\s(?:of\s)?)?(?:the\s)?(?:audio\s)?(?:tape|cassette|disc|track)\s\d{1,2}(?:[,;:\s-]+side\s\w{1,3})?\]?\)?
    | \[?\(?(?:end|beginning|begin|start)\s(?:of\s)?side\s\w{1,3}(?:[,;:\s-]+(?:tape|cassette)\s\d{1,2})?\]?\)?
    | detecting\slanguage\susing\s.{1,160} | detected\slanguage:\s\w{1,20}(?:\s.{1,40})?
    | sonix\sis\sthe\sworld['’]s\s.{1,160} | subtitles\sby\sthe\samara\.org\scommunity
    | \[?\(?fin\s(?:de\sl['’]\s?|du\s|de\sla\s)(?:entretien|entrevue|enregistrement|transcription|groupe).{0,20}\]?\)?
    | transcription\sd[ée]marr[ée]e.{0,40} | .{1,60}\sa\s(?:d[ée]marr[ée]|arr[êe]t[ée])\sla\stranscription
    | meeting\sended\safter\s.{1,30}
    )[\s.!*\])👋-]*""",
    re.IGNORECASE | re.VERBOSE,
)
_STRONG = re.compile(
    r"(?:ai|meeting|call|automated|automatic|generated|zoom|copilot|otter|conversation)[\s-]*(?:ai\s)?"
    r"(?:generated\s)?(?:summary|recap|notes|overview|insights|companion)|quick recap|ai companion.{0,20}|notes by gemini|"
    r"gemini notes|copilot.{0,20}|action items?|suggested next steps?|key takeaways?|meeting notes?|summary of (?:the )?meeting|"
    r"(?:executive|detailed|meeting|short) summary|follow[- ]up tasks?|r[ée]sum[ée] (?:de la r[ée]union|g[ée]n[ée]r[ée].{0,30})",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"summary|details|next steps?|notes|decisions|overview|topics|chapters|outline|highlights|insights|takeaways|tasks|résumé",
    re.IGNORECASE,
)
_TRANSCRIPT_HEADING = re.compile(r"(?:full |meeting |verbatim |the )?transcript(?:ion)?", re.IGNORECASE)
_DECORATION = re.compile(r"^[^\w\[(]+|[^\w)\]]+$")


@dataclass(frozen=True, slots=True)
class Offered:
    """Lines that were found and are offered for removal."""

    first: int  # index of the first line
    after: int  # index behind the last line
    reason: str


def is_announcement(text: str) -> bool:
    """Whether a whole line is something that software or a transcriber announces.

    >>> is_announcement("Facilitator A started transcription"), is_announcement("She started transcription of it all, I said")
    (True, False)
    """
    stripped = text.strip()
    return 3 < len(stripped) <= 220 and _ANNOUNCEMENT.fullmatch(stripped) is not None


def find_offered(lines: Sequence[SourceLine], *, speakers_after: Sequence[bool]) -> list[Offered]:
    """Announcements and summaries, in order and without overlap.

    ``speakers_after[i]`` tells whether line ``i`` begins a turn for certain: a weak heading such as “Summary” ends
    there, a strong one such as “Notes by Gemini” ends at “Transcript” or with the file.
    """
    found: list[Offered] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.blank and is_announcement(line.text):
            found.append(Offered(index, index + 1, ANNOUNCEMENTS))
        elif (end := _summary_end(lines, index, speakers_after)) > index:
            found.append(Offered(index, end, SUMMARIES))
            index = end - 1
        index += 1
    return found


def _summary_end(lines: Sequence[SourceLine], index: int, speakers_after: Sequence[bool]) -> int:
    heading = _heading_words(lines[index])
    strong = bool(heading) and _STRONG.fullmatch(heading) is not None
    weak = bool(heading) and _WEAK.fullmatch(heading) is not None and _stands_out(lines, index)
    if not (strong or weak):
        return index
    turns_before = any(speakers_after[:index])
    for end in range(index + 1, len(lines)):
        words = _heading_words(lines[end])
        if words and _TRANSCRIPT_HEADING.fullmatch(words):
            return end
        timed = is_time(lines[end].text)
        if (not turns_before or weak) and (speakers_after[end] or timed):
            return end if any(not line.blank for line in lines[index + 1 : end]) else index
    return len(lines) if any(not line.blank for line in lines[index + 1 :]) else index


def _heading_words(line: SourceLine) -> str:
    text = line.text.strip()
    if not 3 < len(text) <= 60:
        return ""
    return _DECORATION.sub("", text).rstrip(":").strip()


def _stands_out(lines: Sequence[SourceLine], index: int) -> bool:
    line = lines[index]
    apart = index == 0 or lines[index - 1].blank
    return line.heading or line.is_emphasised or line.text.lstrip().startswith("#") or (apart and not line.continues)


def drop_page_furniture(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """The lines without numbers of pages and without titles that come back with a number on every page."""
    shapes = Counter(shape for line in lines if (shape := _page_shape(line.text)) and not is_time(line.text))
    kept = []
    for line in lines:
        if numbered_pages(line.text) or shapes.get(_page_shape(line.text), 0) >= 3:
            ledger.set_aside(PAGES, line.text)
        else:
            kept.append(line)
    return kept


def _page_shape(text: str) -> str:
    """A line that says “page” and a number, with its digits levelled; otherwise nothing."""
    if (
        len(text) > 120
        or not re.search(r"\b(?:page|p\.)\s*\d{1,4}\b", text, re.IGNORECASE)
        or text.rstrip()[-1:] in "?!"
    ):
        return ""
    return re.sub(r"\d+", "0", text.strip().casefold())


_NUMBERED = re.compile(r"\s{0,8}(?:\[(?=\d{1,5}\]))?(\d{1,5})(?:[.):\]]?(?:[ \t]+|$)|\|\s*)")


def drop_line_numbers(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """The lines without the numbers that a transcription service or a word processor put before them."""
    full = [(index, line) for index, line in enumerate(lines) if not line.blank and not line.cells]
    matches = {index: match for index, line in full if (match := _NUMBERED.match(line.text[:40])) is not None}
    if len(full) >= 4 and len(matches) >= 0.8 * len(full):
        numbers = [int(matches[index].group(1)) for index, _ in full if index in matches]
        steps = sum(1 for one, two in pairwise(numbers) if two - one == 1 or two == 1)
        again = sum(1 for _, two in pairwise(numbers) if two == 1)
        # Numbers that start again every few lines are people, or lists.
        if steps >= 0.8 * (len(numbers) - 1) and again <= 0.1 * len(numbers):
            return _without_numbers(lines, {index: match.end() for index, match in matches.items()}, ledger)
    alone = [(index, int(line.text)) for index, line in full if re.fullmatch(r"\s*\d{1,5}\s*", line.text, re.ASCII)]
    gaps = {two[1] - one[1] for one, two in pairwise(alone)}
    if len(alone) >= 3 and len(gaps) == 1 and gaps <= {1, 5, 10}:
        return _without_numbers(lines, {index: len(lines[index].text) for index, _ in alone}, ledger)
    return list(lines)


def _without_numbers(lines: Sequence[SourceLine], cuts: dict[int, int], ledger: Ledger) -> list[SourceLine]:
    kept = []
    for index, line in enumerate(lines):
        cut = cuts.get(index, 0)
        ledger.set_aside(NUMBERS, line.text[:cut])
        kept.append(line.without(cut) if cut else line)
    ledger.doubt(0, "The line numbers in front of the lines were left out.")
    return kept


_MEETING_FIELD = re.compile(rf"(?:\d{{1,2}}\s?h\s?)?\d{{1,3}}\s?m(?:in)?(?:\s?\d{{1,2}}\s?s)?|{TIME}")


def is_duration(text: str) -> bool:
    """Whether a line is a length of time such as ``42m 10s``."""
    return _MEETING_FIELD.fullmatch(text.strip()) is not None
