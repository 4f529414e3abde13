"""What stands before the first turn: title, date, a list of who was there, a preface."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from workbench.importers.boilerplate import is_duration
from workbench.importers.headings import Heading
from workbench.importers.labels import bare, is_header_word, is_role_header, label_key
from workbench.importers.source import SourceLine
from workbench.importers.times import doubtful_date, find_date, is_time

_FIELD = re.compile(r"\s*(?P<key>[^:：\t]{1,40}?)\s*(?:[:：]|\t)\s*(?P<value>.*)$")
_LISTS = frozenset({"summary keywords", "keywords", "speakers", "attendees", "invited", "participants", "present"})
_TEAMS_TITLE = re.compile(
    r"(.*?)[-_ ]*(?:20\d{6}[_-]\d{4,6})?[-_ ]*(?:Meeting )?(?:Transcript|Recording)(?:ion)?$", re.I
)
_PROSE_WORDS = 30
_LONG_FRONT_WORDS = 120


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The lines that are no talk, and what they told."""

    title: str
    held_on: str | None
    details: dict[str, str]
    lines: set[int]  # indices of lines that belong here
    prose: set[int]  # those of them that somebody may want to keep
    maker: str = ""  # the program that made the file, where it says so
    doubtful_date: str = ""
    date_line: int = 0


@dataclass(slots=True)
class _Found:
    details: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    prose: set[int] = field(default_factory=set)


def read_front_matter(
    lines: Sequence[SourceLine], *, headings: Mapping[int, Heading], hidden: Set[int], title: str
) -> FrontMatter:
    """What the lines before the first turn tell; ``title`` is used where they tell none."""
    start = _first_turn(lines, headings, hidden) if headings else _end_of_plain_front(lines, hidden)
    found = _Found()
    awaiting = ""
    for index in range(start):
        line = lines[index]
        # A time on its own just before the first speaker belongs to that turn.
        if line.blank or (is_time(line.text) and index not in hidden):
            continue
        found.lines.add(index)
        if index in hidden:
            continue
        text = line.text.strip()
        pair = _FIELD.match(text)
        if awaiting and pair is None:
            found.details.setdefault(awaiting, text[:500])
            awaiting = ""
        elif pair and (is_header_word(pair["key"]) or is_role_header(pair["key"])):
            key, value = pair["key"].strip(), pair["value"].strip()
            if value:
                found.details.setdefault(key, value[:500])
            awaiting = "" if value else key
        elif label_key(text) in _LISTS:
            awaiting = text.capitalize()
        elif len(text.split()) > _PROSE_WORDS or (found.lines != {index} and _is_sentence(text)):
            found.prose.add(index)
        elif not is_duration(text):
            found.titles.append(text)
    found.lines -= {index for index in found.lines if index in hidden}
    _long_front_is_prose(lines, found)
    return _told(lines, found, hidden, title)


def _is_sentence(text: str) -> bool:
    """Whether a line reads as something that somebody said or wrote, and not as a title."""
    return len(text.split()) >= 5 and re.search(r"[^\W\d][.!…][\"”’)]*$", text) is not None and find_date(text) is None


def _long_front_is_prose(lines: Sequence[SourceLine], found: _Found) -> None:
    """A page of short lines before the first speaker is more than a title: somebody may want it."""
    loose = [index for index in sorted(found.lines - found.prose) if _is_loose(lines[index].text)]
    if sum(len(lines[index].text.split()) for index in loose) > _LONG_FRONT_WORDS:
        found.prose.update(loose[1:])


def _is_loose(text: str) -> bool:
    pair = _FIELD.match(text)
    return not (pair and (is_header_word(pair["key"]) or is_role_header(pair["key"])))


def _told(lines: Sequence[SourceLine], found: _Found, hidden: Set[int], title: str) -> FrontMatter:
    by_key = {label_key(key): value for key, value in found.details.items()}
    dates = [value for key, value in by_key.items() if "date" in key or key in ("recorded", "recorded on", "time")]
    places = [*dates, *found.titles, *found.details.values(), title]
    held_on = next((day for text in places if (day := find_date(text)) is not None), None)
    doubtful = next((day for text in places if (day := doubtful_date(text))), None) if held_on is None else None
    date_line = next(
        (lines[index].number for index in sorted(found.lines) if doubtful and doubtful in lines[index].text), 0
    )
    told = next((by_key[key] for key in ("title", "titre", "meeting title", "subject", "topic") if by_key.get(key)), "")
    named = next((text for text in found.titles if len(text.split()) <= 16 and _tells_more(text)), "")
    return FrontMatter(
        title=(_shorter(told or named) or title)[:200],
        held_on=held_on,
        details=found.details,
        lines=found.lines,
        prose=found.prose,
        maker=_maker(lines, found, hidden),
        doubtful_date=doubtful or "",
        date_line=date_line,
    )


def _shorter(title: str) -> str:
    """A title without what Teams and Meet put behind it."""
    match = _TEAMS_TITLE.fullmatch(title.strip()[:200])
    return match[1].strip(" -_") if match and match[1].strip(" -_") else title.strip()


def _tells_more(text: str) -> bool:
    """Whether a line could be a title: not only a day, nor only the word “transcript”."""
    if not re.search(r"[^\W\d_]{2}", _shorter(text)) or re.fullmatch(r"\W*transcript(?:ion)?\W*", text, re.I):
        return False
    return not (
        find_date(text) is not None
        and len(text.split()) <= 8
        and not re.search(r"interview|group|meeting|transcript", text, re.I)
    )


def _maker(lines: Sequence[SourceLine], found: _Found, hidden: Set[int]) -> str:
    announced = " ".join(lines[index].text[:300] for index in sorted(hidden)[:60]).casefold()
    top = " ".join(lines[index].text[:200] for index in sorted(found.lines)[:20])
    if "otter.ai" in announced or "SUMMARY KEYWORDS" in top:
        return "Otter transcript"
    if "gemini" in announced or "editable transcript" in announced or "meeting ended after" in announced:
        return "Google Meet transcript"
    if re.search(r"(?:started|stopped) transcription", announced) or "Meeting Transcript" in top:
        return "Teams transcript"
    if "rev.com" in announced:
        return "Rev transcript"
    return ""


def _first_turn(lines: Sequence[SourceLine], headings: Mapping[int, Heading], hidden: Set[int]) -> int:
    """The index of the first line that is a turn and not, say, “Moderator: R. Roe” on a title page."""
    used: set[str] = set()
    spoken = {heading.key for index, heading in headings.items() if not _may_be_field(lines[index], heading)}
    seen_field = False
    for index, line in enumerate(lines):
        if index in hidden or line.blank:
            continue
        heading = headings.get(index)
        if heading is None:
            pair = _FIELD.match(line.text)
            seen_field |= bool(pair and is_header_word(pair["key"]))
            continue
        if is_header_word(heading.label):  # “Participants:” before anybody has spoken
            seen_field = True
            continue
        value = line.text[heading.body :].strip()
        names_a_speaker = label_key(bare(value)) in spoken if value else False
        if _opens_a_form(lines, index, headings):
            seen_field = True
            continue
        fields_near = seen_field or names_a_speaker or _block_has_field(lines, index, headings)
        if heading.key in used or not fields_near or not _may_be_field(line, heading):
            return index
        used.add(heading.key)
    return len(lines) if not headings else min(headings)


def _opens_a_form(lines: Sequence[SourceLine], index: int, headings: Mapping[int, Heading]) -> bool:
    """Whether a label that never comes back stands above fields, such as an archive's number of a study."""
    if sum(1 for heading in headings.values() if heading.key == headings[index].key) > 1:
        return False
    end = min((later for later in headings if later > index), default=len(lines))
    pairs = [pair for line in lines[index + 1 : end] if (pair := _FIELD.match(line.text)) and len(line.text) < 120]
    return sum(1 for pair in pairs if is_header_word(pair["key"])) >= 2


def _may_be_field(line: SourceLine, heading: Heading) -> bool:
    """Whether a line could name a person by a role: few words, no sentence."""
    value = line.text[heading.body :].strip()
    if heading.begins_at is not None or not is_role_header(heading.label) or len(bare(heading.label)) < 3:
        return False
    words = value.split()
    if not words or len(words) > 10 or value.endswith(("?", "!")):
        return False
    capitals = sum(1 for word in words if not word[:1].islower())
    sentence = value.endswith(".") and len(words) > 3 and not re.search(r"\b[A-Z]\.", value)
    return (
        not sentence
        and (words[0][:1].isupper() or words[0][:1].isdigit() or "(" in value)
        and (capitals >= len(words) / 2 or "(" in value)
    )


def _block_has_field(lines: Sequence[SourceLine], index: int, headings: Mapping[int, Heading]) -> bool:
    """Whether the unbroken lines from here on hold a field such as “Date:”."""
    for later in range(index, min(index + 12, len(lines))):
        if lines[later].blank:
            return False
        pair = _FIELD.match(lines[later].text)
        if later not in headings and pair and is_header_word(pair["key"]):
            return True
    return False


def _end_of_plain_front(lines: Sequence[SourceLine], hidden: Set[int]) -> int:
    """Where the account begins in a text without speakers' names."""
    end = 0
    for index, line in enumerate(lines):
        if line.blank or index in hidden:
            continue
        text = line.text.strip()
        pair = _FIELD.match(text)
        field_line = bool(
            pair and (is_header_word(pair["key"]) or is_role_header(pair["key"])) and len(text.split()) < 25
        )
        next_blank = index + 1 < len(lines) and lines[index + 1].blank
        title_like = (
            end == 0 and len(text.split()) <= 10 and not text.endswith((".", "!", "?", "…", ",")) and next_blank
        )
        dated = find_date(text) is not None and len(text.split()) <= 8
        if not (field_line or title_like or dated or line.heading or (is_duration(text) and not is_time(text))):
            break
        end = index + 1
    has_talk = any(not line.blank for index, line in enumerate(lines[end:], start=end) if index not in hidden)
    return end if has_talk else 0
