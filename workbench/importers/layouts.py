"""Who speaks where: from the lines of any container to turns.

The way a file names its speakers is chosen by counting the lines that each way explains; within it, a label is a
speaker only by the rules of :mod:`workbench.importers.labels`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.importers.assembling import Draft, assemble
from workbench.importers.base import ImportedTranscript, ReadOptions
from workbench.importers.boilerplate import Offered, drop_line_numbers, drop_page_furniture, find_offered
from workbench.importers.front_matter import FrontMatter, read_front_matter
from workbench.importers.headings import Heading, Style, headings_of
from workbench.importers.labels import Likelihood, accepted_labels, likelihood
from workbench.importers.line_ends import join_divided_words
from workbench.importers.name_lines import join_names_and_times
from workbench.importers.other_voice import with_other_voice, without_numbers
from workbench.importers.source import (
    HEADERS,
    LABELS,
    PREFACES,
    TIMES,
    Ledger,
    SourceLine,
    SourceText,
    check_not_empty,
    looks_wrapped,
    open_ledger,
)
from workbench.importers.speakerless import NO_SPEAKERS, TAKING_TURNS, TWO_TYPEFACES, offered_draft, read_without_names
from workbench.importers.subtitles import looks_like_cues, read_cues
from workbench.importers.tables import OTHER_COLUMNS, begin_with_names, read_tables, tell_about_columns
from workbench.importers.times import CUE, first_time, is_time

_INLINE = frozenset({Style.LABEL, Style.BRACKET, Style.EMPHASIS})
_GRAMMARS: tuple[frozenset[Style], ...] = (
    frozenset({Style.TIMED}),
    _INLINE,
    frozenset({Style.TAB}),
    frozenset({Style.MARK}),
    frozenset({Style.DASH}),
    frozenset({Style.ALONE}),
)
LAYOUTS: tuple[str, ...] = (*(style.value for style in Style), TWO_TYPEFACES, TAKING_TURNS, NO_SPEAKERS)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the lines: the headings that it accepts, by index of the line."""

    styles: frozenset[Style]
    headings: dict[int, Heading]

    @property
    def voices(self) -> int:
        return len({heading.key for heading in self.headings.values()})


def read_text(source: SourceText, *, title: str, options: ReadOptions) -> ImportedTranscript:
    """The transcript in the lines of a text, a Word document, a page or the like."""
    check_not_empty(source.lines)
    if looks_like_cues(source.lines):
        return read_cues(source, title=title, options=options)
    ledger = open_ledger(source)
    lines: Sequence[SourceLine] = source.lines
    if any(line.cells for line in lines):
        from_tables = read_tables(source, title=title, options=options)
        if from_tables is not None:
            return from_tables
        lines = _flattened(lines, ledger)
    lines = drop_line_numbers(drop_page_furniture(lines, ledger), ledger)
    lines = join_names_and_times(lines, ledger)
    wrapped = source.wrapped or looks_wrapped(lines)
    if wrapped:
        lines = join_divided_words(lines, ledger)
    reading = _choose(lines, options.layout)
    offered = find_offered(lines, speakers_after=[index in reading.headings for index in range(len(lines))])
    hidden = {index for offer in offered for index in range(offer.first, offer.after)}
    if hidden:
        visible = [line if index not in hidden else SourceLine(line.number, "") for index, line in enumerate(lines)]
        reading = _choose(visible, options.layout)
    front = read_front_matter(lines, headings=reading.headings, hidden=hidden, title=title)
    builder = _Builder(ledger, wrapped=wrapped)
    _put_front_matter(lines, front, hidden, builder, ledger)
    reasons = {offer.first: offer for offer in offered}
    remaining = [
        SourceLine(line.number, "") if index in front.lines and index not in hidden else line
        for index, line in enumerate(lines)
    ]
    headings = {index: heading for index, heading in reading.headings.items() if index not in front.lines}
    headings = with_other_voice(remaining, without_numbers(headings), hidden=hidden, wrapped=wrapped, ledger=ledger)
    if headings:
        layout = " and ".join(sorted({heading.style.value for heading in headings.values()}))
        builder.read(remaining, headings, hidden, reasons)
    else:
        layout, drafts = read_without_names(
            remaining, hidden=hidden, offers=reasons, ledger=ledger, wrapped=wrapped, layout=options.layout
        )
        builder.drafts += drafts
    if front.doubtful_date:
        ledger.doubt(
            front.date_line, f"“{front.doubtful_date}” may name a day in two ways, so no date was taken from it."
        )
    return assemble(
        builder.drafts,
        title=front.title,
        format_name=f"{front.maker or layout} ({source.container})",
        words_in_file=source.words,
        ledger=ledger,
        options=options,
        held_on=front.held_on,
    )


def names_most_lines(lines: Sequence[SourceLine]) -> bool:
    """Whether most lines begin with a speaker's name and a colon, and there are two voices."""
    reading = _choose(lines, None)
    filled = sum(1 for line in lines if not line.blank)
    return reading.styles == _INLINE and reading.voices >= 2 and len(reading.headings) >= 0.6 * filled


def _flattened(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """Rows of tables that hold no turns, as ordinary lines."""
    flat: list[SourceLine] = []
    spoken = _columns_of_talk(lines)
    for line in lines:
        filled = [cell for cell in line.cells if cell.strip()]
        talk = spoken.get(line.table) if line.cells else None
        if talk is not None:
            kept = [cell for place, cell in enumerate(line.cells) if cell.strip() and (place == talk or is_time(cell))]
            for place, cell in enumerate(line.cells):
                if place != talk and not is_time(cell):
                    ledger.set_aside(OTHER_COLUMNS, cell)
            filled = kept
        if line.cells and not any("\n" in cell for cell in filled):
            # A time in the first cell and “P1: ...” in the next read as one line; so do “Date” and a day.
            flat.append(SourceLine(line.number, (" " if filled and is_time(filled[0]) else "\t").join(filled)))
        elif line.cells:
            parts = [part for cell in filled for part in cell.split("\n")]
            flat += [SourceLine(line.number, part, continues=number > 0) for number, part in enumerate(parts)]
        else:
            flat.append(line)
    if ledger.aside[OTHER_COLUMNS]:
        tell_about_columns(next(line.number for line in lines if line.table in spoken), ledger)
    return flat


def _columns_of_talk(lines: Sequence[SourceLine]) -> dict[int, int]:
    """For each table whose rows say “P1: ...” in one column and something else beside it, that column."""
    rows: dict[int, list[SourceLine]] = {}
    for line in lines:
        if line.cells:
            rows.setdefault(line.table, []).append(line)
    found: dict[int, int] = {}
    for table, members in rows.items():
        for place in range(max(len(line.cells) for line in members)):
            cells = [line.cells[place] for line in members if place < len(line.cells) and line.cells[place].strip()]
            if len(cells) >= 3 and begin_with_names(cells):
                found.setdefault(table, place)
    return found


def _choose(lines: Sequence[SourceLine], layout: str | None) -> _Reading:
    """The reading that explains most lines; a line of its own with a time speaks loudest, a bare line least."""
    if layout in (NO_SPEAKERS, TWO_TYPEFACES, TAKING_TURNS):
        return _Reading(frozenset(), {})
    candidates = {index: found for index, line in enumerate(lines) if (found := headings_of(line))}
    filled = [index for index, line in enumerate(lines) if not line.blank and not line.continues]
    paragraphs = len(filled)
    blocks = {index for index in filled if index == 0 or lines[index - 1].blank}
    if layout is not None:
        styles = frozenset(style for style in Style if style.value == layout)
        return _accepted(candidates, styles, filled, blocks)
    readings = [_accepted(candidates, styles, filled, blocks) for styles in _GRAMMARS]
    timed, inline, *others = readings
    if len(timed.headings) >= 2 and 2 * len(timed.headings) >= len(inline.headings):
        return _with_known_labels(timed, candidates)
    others = [other for other in others if len(other.headings) >= 2 and other.voices >= 2]
    best = max(others, key=lambda other: len(other.headings), default=_Reading(frozenset(), {}))
    # A list in somebody's prose, "A. ... B. ...", is no talk; still less are places or days before a dash.
    named = [one for one in best.headings.values() if likelihood(one.label) is not Likelihood.CERTAIN]
    dashed = any(one.style is Style.DASH for one in named)
    if len(best.headings) < (0.6 if dashed else 0.15) * paragraphs:
        best = _Reading(frozenset(), {})
    if inline.headings and 2 * len(inline.headings) >= len(best.headings):
        return _with_known_labels(inline, candidates)
    return best if best.headings else timed


def _accepted(
    candidates: dict[int, list[Heading]], styles: frozenset[Style], filled: Sequence[int], blocks: set[int]
) -> _Reading:
    of_style = {
        index: chosen
        for index, found in candidates.items()
        if (chosen := [heading for heading in found if heading.style in styles])
    }
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for chosen in of_style.values():
        for heading in {heading.key: heading for heading in chosen}.values():
            counts[heading.key] += 1
            spelling.setdefault(heading.key, heading.label)
    # Where empty lines part the paragraphs and every label follows one, the lines between do not count.
    parted = len(blocks) >= 2 and set(of_style) <= blocks
    known = {key for key in counts if counts[key] >= 2 and likelihood(spelling[key]) >= Likelihood.NAME}
    # What stands before the first voice that is known is a title page.
    start = next((index for index, chosen in of_style.items() if any(one.key in known for one in chosen)), 0)
    paragraphs = sum(1 for index in (blocks if parted else filled) if index >= start)
    keys = accepted_labels(counts, spelling, paragraphs=paragraphs)
    keys |= _in_the_same_look(of_style, keys)
    if styles == {Style.TIMED}:  # a name and a time with nothing else on the line need no company
        keys |= {key for key in counts if likelihood(spelling[key]) >= Likelihood.NAME}
    headings = {}
    for index, chosen in of_style.items():
        first = next((heading for heading in chosen if heading.key in keys), None)
        if first is not None:
            headings[index] = first
    labels = {heading.label for heading in headings.values() if heading.style is Style.BRACKET}
    only_brackets = len(labels) == 1 and all(heading.style is Style.BRACKET for heading in headings.values())
    if only_brackets and likelihood(labels.pop()) is not Likelihood.CERTAIN:
        headings = {}  # a note that comes back: “(Coffee)”
    return _Reading(styles, headings)


def _in_the_same_look(of_style: Mapping[int, Sequence[Heading]], keys: set[str]) -> set[str]:
    """Names in capitals or in bold that come once, where all other speakers are in capitals or in bold."""
    if len(keys) < 2:
        return set()
    found = [one for chosen in of_style.values() for one in chosen]
    known = [one for one in found if one.key in keys]
    others = [one for one in found if one.key not in keys and likelihood(one.label) >= Likelihood.NAME]
    capitals = all(one.label.isupper() and len(one.label) >= 4 for one in known)
    bold = all(one.bold for one in known)
    return {
        one.key for one in others if (capitals and one.label.isupper() and len(one.label) >= 4) or (bold and one.bold)
    }


def _with_known_labels(reading: _Reading, candidates: dict[int, list[Heading]]) -> _Reading:
    """The reading, and the lines that name one of the same speakers in another way: “Q.” among “Q:”."""
    known = {heading.key for heading in reading.headings.values()}
    more: dict[int, Heading] = {}
    for index, found in candidates.items():
        if index not in reading.headings:
            for heading in found:
                # Not by a dash: “I - I do not know” is not the interviewer, and “P1 - nurse” is a list.
                telling = heading.style in _INLINE or heading.style in (Style.TIMED, Style.MARK)
                if telling and heading.key in known:
                    more.setdefault(index, heading)
    return _Reading(reading.styles, dict(sorted({**reading.headings, **more}.items())))


def _put_front_matter(
    lines: Sequence[SourceLine], front: FrontMatter, hidden: set[int], builder: "_Builder", ledger: Ledger
) -> None:
    ledger.details.update(front.details)
    preface: Draft | None = None
    for index in sorted(front.lines - hidden):
        line = lines[index]
        if index in front.prose:
            if preface is None:
                preface = Draft(None, line.number, offered_as=PREFACES)
                builder.drafts.append(preface)
            preface.add("\n", line.text, ledger)
        else:
            ledger.set_aside(HEADERS, line.text)


class _Builder:
    """Walks down the lines and opens a draft at each heading."""

    def __init__(self, ledger: Ledger, *, wrapped: bool) -> None:
        self.drafts: list[Draft] = []
        self._ledger = ledger
        self._wrapped = wrapped

    def read(
        self,
        lines: Sequence[SourceLine],
        headings: dict[int, Heading],
        hidden: set[int],
        offers: dict[int, Offered],
    ) -> None:
        chevrons = sum(1 for line in lines if line.text.lstrip().startswith(">>")) >= 2
        draft: Draft | None = None
        after_blank = False
        time: float | None = None
        for index, line in enumerate(lines):
            if index in hidden:
                if index in offers:
                    self.drafts.append(offered_draft(lines, offers[index], self._ledger))
                continue
            if line.blank:
                after_blank = True
                continue
            heading = headings.get(index)
            if heading is not None:
                draft = self._open(line, heading, time)
                time = None
            elif is_time(line.text) or CUE.fullmatch(line.text.strip()):
                self._ledger.set_aside(TIMES, line.text)
                time = first_time(line.text)
            elif chevrons and line.text.lstrip().startswith(">>"):
                draft = Draft(None, line.number, begins_at=time)
                self.drafts.append(draft)
                draft.add("", line.text.lstrip(" >"), self._ledger)
                time = None
            else:
                if draft is None:
                    draft = Draft(None, line.number, begins_at=time)
                    self.drafts.append(draft)
                    time = None
                draft.add(self._separator(line, after_blank=after_blank), line.text, self._ledger, time=time)
                time = None
            after_blank = False

    def _open(self, line: SourceLine, heading: Heading, time: float | None) -> Draft:
        prefix = line.text[: heading.body]
        place = prefix.find(heading.label)
        # What is left of the prefix beside the label are its time codes.
        if place >= 0 and not prefix[place + len(heading.label) :][:1].isalnum():
            self._ledger.set_aside(LABELS, heading.label)
            self._ledger.set_aside(TIMES, prefix[:place])
            self._ledger.set_aside(TIMES, prefix[place + len(heading.label) :])
        else:
            self._ledger.set_aside(LABELS, prefix)
        begins = heading.begins_at if heading.begins_at is not None else time
        draft = Draft(heading.label, line.number, begins_at=begins, ends_at=heading.ends_at)
        draft.add("", line.text[heading.body :], self._ledger)
        self.drafts.append(draft)
        return draft

    def _separator(self, line: SourceLine, *, after_blank: bool) -> str:
        if after_blank:
            return "\n\n"
        return " " if self._wrapped and not line.continues else "\n"
