"""Subtitles: .vtt from Zoom, Teams and Stream, .srt, and the same cues inside a Word file or a pasted text.

The cues are read here and not by a library, because the libraries at hand refuse a whole file for one broken cue.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workbench.domain.text import count_words
from workbench.importers.assembling import Draft, assemble
from workbench.importers.base import ImportedTranscript, ReadOptions
from workbench.importers.boilerplate import is_announcement
from workbench.importers.front_matter import read_front_matter
from workbench.importers.headings import Style, headings_of
from workbench.importers.labels import Likelihood, accepted_labels, label_key, likelihood
from workbench.importers.rolling import Cue, drop_repeated
from workbench.importers.source import (
    ANNOUNCEMENTS,
    HEADERS,
    LABELS,
    TIMES,
    Ledger,
    SourceLine,
    SourceText,
    join_pieces,
    open_ledger,
    tidy,
)
from workbench.importers.times import CUE, find_date, seconds

CUE_NUMBERS = "cue numbers and notes of the subtitle file"
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,80})?\s+([^<>\n]{1,120})>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font|span|em|strong|br)(?:[.\s][^<>\n]{0,200})?/?>|<\d[\d:.]{3,14}>", re.I
)
_SSA = re.compile(r"\{\\[^{}\n]{0,60}\}")
# 12, a machine's identifier, “cue 12”, or Webex's 12 "Maple Tree" (3456)
_CUE_NAME = re.compile(
    r"\d{1,7}|(?=\S*\d)[\w/.:#-]{2,80}|(?:cue|slide|caption|subtitle)\s\d{1,6}|\d{1,7}\s+\"(?P<voice>[^\"\n]{1,80})\"\s*(?:\(\d{1,20}\))?",
    re.I,
)
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_CHEVRONS = re.compile(r"(?:^|(?<=\s))\s{0,8}>{2,3}\s{0,8}")
_LABEL = re.compile(r"\s*(?:>{2,3}\s*|-\s*)?(?P<label>[^:：\n]{1,80}?)\s*[:：](?!//)(?:\s+|$)")


def looks_like_cues(lines: Sequence[SourceLine]) -> bool:
    """Whether the lines are subtitles, in whatever container."""
    cues = sum(1 for line in lines if "->" in line.text[:60] and CUE.match(line.text[:90]))
    header = next((line.text for line in lines if not line.blank), "").startswith("WEBVTT")
    return cues >= 2 or (cues >= 1 and (header or sum(not line.blank for line in lines) <= 4)) or header


def read_cues(source: SourceText, *, title: str, options: ReadOptions) -> ImportedTranscript:
    """The turns of subtitles, neighbouring cues of one speaker joined and their time codes kept as anchors."""
    ledger = open_ledger(source)
    lines = [replace(line, text=_unmarked(line.text, keep_voices=True), cells=()) for line in source.lines]
    cues, first = _parse(lines, ledger)
    _take_front(lines[:first], ledger)
    front = read_front_matter(
        [*lines[:first], SourceLine(first, ""), SourceLine(first, "x")], headings={}, hidden=set(), title=title
    )
    drop_repeated(cues, ledger)
    _find_label_lines(cues)
    segments = [segment for cue in cues for segment in _segments(cue)]
    labels = _accepted(segments)
    drafts = [_draft(cue, text, voice, labels, ledger) for cue, text, voice in segments]
    held_on = front.held_on or find_date(title)
    return assemble(
        drafts,
        title=front.title if source.container not in ("subtitles", "text file") else title,
        format_name=_format_name(source, labels),
        words_in_file=count_words("\n".join(_unmarked(line.text) for line in source.lines)),
        ledger=ledger,
        options=options,
        held_on=held_on,
        join_cues=True,
    )


def _unmarked(text: str, *, keep_voices: bool = False) -> str:
    """A line as people read it: no tags, entities resolved; a voice tag becomes the name in it."""
    if "<" in text or "&" in text or "{" in text:
        # Markers that no canonical text can hold stand for the voice tags while the other tags are taken out.
        text = _VOICE.sub("\x01\\1\x02", text)
        text = _SSA.sub("", _TAG.sub("", text))
        text = "\x01".join(
            "\x02".join(" ".join(tidy(html.unescape(part)).split("\n")) for part in half.split("\x02"))
            for half in text.split("\x01")
        )
        if not keep_voices:
            text = text.replace("\x01", " ").replace("\x02", " ")
    return text


def _parse(lines: Sequence[SourceLine], ledger: Ledger) -> tuple[list[Cue], int]:
    """The cues, and the index of the line where the first begins."""
    cues: list[Cue] = []
    loose: list[SourceLine] = []
    first = len(lines)
    in_cue = in_note = False
    for index, line in enumerate(lines):
        match = CUE.match(line.text[:120]) if "-" in line.text or "," in line.text else None
        if match:
            if not cues:
                first = index
            if cues:
                voice = _take_number(loose, cues[-1] if in_cue else None, ledger)
            else:
                voice = _voice_in(lines[index - 1].text) if index else None
            _keep_stray(loose, cues, ledger)
            cues.append(Cue(line.number, seconds(match[1]), seconds(match[2]), voice=voice))
            ledger.set_aside(TIMES, line.text)
            in_cue, in_note = True, False
        elif line.text and line.blank and in_cue and not cues[-1].payload:
            continue  # YouTube begins its cues with a line of one space
        elif line.blank:
            in_cue = in_note = False
        elif in_note or (not in_cue and _BLOCK.match(line.text)):
            in_note = True
            ledger.set_aside(CUE_NUMBERS, line.text)
        elif in_cue:
            cues[-1].payload.append(line)
        elif cues:
            loose.append(line)
    _keep_stray(loose, cues, ledger)
    return cues, first


def _take_number(loose: list[SourceLine], cue: Cue | None, ledger: Ledger) -> str | None:
    """Set aside the name of a cue, the line just before its time codes; Webex writes there who speaks."""
    lines = loose if cue is None else cue.payload
    name = lines[-1].text.strip() if lines else ""
    # Without a blank line before it, only a number is no speech for certain.
    if _CUE_NAME.fullmatch(name) and (cue is None or name.isdigit()):
        _set_aside_name(lines.pop().text, ledger)
        return _voice_in(name)
    return None


def _voice_in(name: str) -> str | None:
    named = _CUE_NAME.fullmatch(name.strip())
    return named["voice"] if named else None


def _set_aside_name(name: str, ledger: Ledger) -> None:
    """Account for the name of a cue without the voice in it, which counts as a label."""
    voice = _voice_in(name)
    ledger.set_aside(CUE_NUMBERS, name.replace(voice, " ", 1) if voice else name)


def _keep_stray(loose: list[SourceLine], cues: list[Cue], ledger: Ledger) -> None:
    """Lines after an empty line inside a cue still belong to it: nothing that was said may be lost."""
    if loose and cues:
        ledger.doubt(loose[0].number, "These words stand between two subtitles and were added to the one before them.")
        cues[-1].payload += loose
    loose.clear()


def _take_front(lines: Sequence[SourceLine], ledger: Ledger) -> None:
    """Account for the lines before the first cue; the parser has already set aside notes."""
    in_note = False
    for index, line in enumerate(lines):
        in_note = not line.blank and (in_note or _BLOCK.match(line.text) is not None)
        if not in_note:
            number = index == len(lines) - 1
            of_file = number or line.text.startswith(("WEBVTT", "Kind:", "Language:", "X-TIMESTAMP"))
            if of_file:
                _set_aside_name(line.text, ledger)
            else:
                ledger.set_aside(HEADERS, line.text)


def _find_label_lines(cues: Sequence[Cue]) -> None:
    """Older Teams files put the name alone on the first line of each cue."""
    long = [cue for cue in cues if len(cue.payload) >= 2]
    if len(long) < max(2, 0.8 * len(cues)):
        return
    firsts = [cue.payload[0].text.strip().rstrip(":") for cue in long]
    if any("\x01" in text or ":" in text or likelihood(text) is Likelihood.NEVER for text in firsts):
        return
    named = all(likelihood(text) >= Likelihood.NAME for text in firsts)
    if named or len(set(map(label_key, firsts))) <= 0.6 * len(firsts):
        for cue in long:
            cue.voice = cue.payload.pop(0).text.strip().rstrip(":")


def _segments(cue: Cue) -> list[tuple[Cue, str, str | None]]:
    """The words of a cue with the voice that its tag names; a cue may hold several voices."""
    text, _ = join_pieces((" ", part) for line in cue.payload if (part := line.text.strip()))
    if "\x01" not in text:
        # “>>” says that somebody else begins.
        return [(cue, part, cue.voice) for part in _CHEVRONS.split(text) if part] or [(cue, "", cue.voice)]
    before, *voiced = text.split("\x01")
    found: list[tuple[Cue, str, str | None]] = [(cue, before.strip(), cue.voice)] if before.strip() else []
    for part in voiced:
        voice, _, words = part.partition("\x02")
        found.append((cue, words.replace("\x02", " ").strip(), " ".join(voice.split())))
    return found


def _label_of(text: str) -> tuple[str, int] | None:
    """The name before a colon or in brackets at the beginning of a cue, and where the words begin."""
    if text[:1] in ("[", "(", "{"):
        for heading in headings_of(SourceLine(0, text)):
            if heading.style is Style.BRACKET and heading.begins_at is None:
                return heading.label, heading.body
    match = _LABEL.match(text)
    return (" ".join(match["label"].split()), match.end()) if match else None


def _accepted(segments: Sequence[tuple[Cue, str, str | None]]) -> set[str]:
    """The keys of labels before a colon that are speakers."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for _, text, voice in segments:
        if voice is None and (found := _label_of(text)):
            key = label_key(found[0])
            counts[key] += 1
            spelling.setdefault(key, found[0])
    return accepted_labels(counts, spelling, paragraphs=int(0.6 * len(segments)))


def _draft(cue: Cue, text: str, voice: str | None, labels: set[str], ledger: Ledger) -> Draft:
    if voice is not None:
        ledger.set_aside(LABELS, voice)
    elif (found := _label_of(text)) and label_key(found[0]) in labels:
        voice, end = found
        ledger.set_aside(LABELS, text[:end])
        text = text[end:]
    announced = ANNOUNCEMENTS if is_announcement(text) else ""
    draft = Draft(None if announced else voice, cue.line, cue.begins_at, cue.ends_at, offered_as=announced)
    draft.add(" ", text, ledger)
    return draft


def _format_name(source: SourceText, labels: set[str]) -> str:
    head = next((line.text for line in source.lines if not line.blank), "")
    sample = [line.text for line in source.lines[:60]]
    if source.container not in ("subtitles", "text file"):
        return f"subtitles ({source.container})"
    if not head.startswith("WEBVTT"):
        return "SubRip subtitles (.srt)"
    if any(_VOICE.search(text) for text in sample):
        return "Teams subtitles (.vtt)"
    if any(text.startswith(("NOTE Confidence", "NOTE duration")) for text in sample):
        return "Microsoft Stream subtitles (.vtt)"
    return "Zoom subtitles (.vtt)" if labels else "WebVTT subtitles (.vtt)"
