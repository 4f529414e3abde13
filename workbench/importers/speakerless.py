"""Texts in which nobody is named: paragraphs, and bold questions with plain answers."""

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from workbench.importers.assembling import Draft
from workbench.importers.boilerplate import Offered
from workbench.importers.source import TIMES, Ledger, SourceLine
from workbench.importers.times import TIME, first_time, is_time, seconds

NO_SPEAKERS = "no speakers' names"
TWO_TYPEFACES = "questions in bold or italics, answers in plain type"
TAKING_TURNS = "two voices in turn, without names"

_LEADING_TIME = re.compile(rf"\s*(?:\[({TIME})(?:\s*-{{1,2}}>\s*{TIME})?\]|\(({TIME})\)|({TIME}))\s*[-–—:]?\s+")
_DASH = re.compile(r"\s*(?:[-–—]\s+|>{2,3}\s*)")


def read_without_names(
    lines: Sequence[SourceLine],
    *,
    hidden: Set[int],
    offers: Mapping[int, Offered],
    ledger: Ledger,
    wrapped: bool,
    layout: str | None,
) -> tuple[str, list[Draft]]:
    """The name of the layout, and one draft for each paragraph, or for each change of typeface."""
    spoken = [line for index, line in enumerate(lines) if not line.blank and index not in hidden]
    if layout == TWO_TYPEFACES or (layout is None and _alternate(spoken)):
        ledger.doubt(
            spoken[0].number if spoken else 0,
            "Nobody is named. The interviewer's and the participant's words were told apart by bold or italic type. "
            "Read the text as one without speakers if that is wrong.",
        )
        return TWO_TYPEFACES, _by_typeface(lines, hidden, offers, ledger)
    drafts = _by_paragraph(lines, hidden, offers, ledger, wrapped=wrapped)
    asker = _who_asks(drafts)
    if layout == TAKING_TURNS or (layout is None and asker is not None):
        return TAKING_TURNS, _in_turn(drafts, asker or 0, ledger)
    return NO_SPEAKERS, drafts


def _who_asks(drafts: Sequence[Draft]) -> int | None:
    """0 if every other paragraph from the first on is a question, 1 if from the second on; otherwise ``None``.

    Dashes before the paragraphs say that the voice changes, so that fewer questions are enough.
    """
    spoken = [words for draft in drafts if not draft.offered_as and draft.pieces for words in [_words(draft)]]
    dashed = sum(1 for words in spoken if _DASH.match(words[:20])) >= 0.9 * len(spoken)
    if len(spoken) < (4 if dashed else 6):
        return None
    asked = [sum(1 for one in half if one.endswith("?")) for half in (spoken[0::2], spoken[1::2])]
    shares = [asked[0] / len(spoken[0::2]), asked[1] / len(spoken[1::2])]
    most, least = (0.4, 0.2) if dashed else (0.9, 0.1)
    fits = (one for one in (0, 1) if asked[one] >= 2 and shares[one] >= most and shares[1 - one] <= least)
    return next(fits, None)


def _words(draft: Draft) -> str:
    return " ".join(words for _, words in draft.pieces)


def _in_turn(drafts: Sequence[Draft], asker: int, ledger: Ledger) -> list[Draft]:
    spoken = [draft for draft in drafts if not draft.offered_as and draft.pieces]
    for number, draft in enumerate(spoken):
        draft.speaker = "Interviewer" if number % 2 == asker else "Participant"
        separator, words = draft.pieces[0]
        dash = _DASH.match(words[:20])
        draft.pieces[0] = (separator, words[dash.end() if dash else 0 :])
    ledger.doubt(
        spoken[0].line if spoken else 0,
        "Nobody is named. The paragraphs were given to an interviewer and a participant in turn; one missing or "
        "divided paragraph would exchange all that follow. Read the text as one without speakers if that is wrong.",
    )
    return list(drafts)


def _alternate(lines: Sequence[SourceLine]) -> bool:
    marked = _marked(lines)
    changes = sum(1 for one, two in pairwise(marked) if one != two)
    return marked.count(True) >= 2 and marked.count(False) >= 2 and changes >= 3


def _marked(lines: Sequence[SourceLine]) -> list[bool]:
    """Which lines are in bold; where no two are, which are in italics."""
    bold = [line.is_emphasised for line in lines]
    return bold if bold.count(True) >= 2 else [line.italic for line in lines]


def _by_typeface(
    lines: Sequence[SourceLine], hidden: Set[int], offers: Mapping[int, Offered], ledger: Ledger
) -> list[Draft]:
    spoken = [index for index, line in enumerate(lines) if not line.blank and index not in hidden]
    marked = dict(zip(spoken, _marked([lines[index] for index in spoken]), strict=True))
    # Mostly the questions are set off, sometimes the answers.
    questions = _share_of_questions(lines, marked, look=True) >= _share_of_questions(lines, marked, look=False)
    drafts: list[Draft] = []
    for index, line in enumerate(lines):
        if index in offers:
            drafts.append(offered_draft(lines, offers[index], ledger))
        if index not in marked:
            continue
        speaker = "Interviewer" if marked[index] is questions else "Participant"
        if not drafts or drafts[-1].speaker != speaker:
            drafts.append(Draft(speaker, line.number))
        drafts[-1].add("\n", line.text, ledger)
    return drafts


def _share_of_questions(lines: Sequence[SourceLine], marked: Mapping[int, bool], *, look: bool) -> float:
    ends = [lines[index].text.rstrip().endswith("?") for index, one in marked.items() if one is look]
    return sum(ends) / max(1, len(ends))


def _by_paragraph(
    lines: Sequence[SourceLine], hidden: Set[int], offers: Mapping[int, Offered], ledger: Ledger, *, wrapped: bool
) -> list[Draft]:
    spoken = [line for index, line in enumerate(lines) if not line.blank and index not in hidden]
    timed = sum(1 for line in spoken if _LEADING_TIME.match(line.text[:60])) >= max(2, len(spoken) // 3)
    dashed = sum(1 for line in spoken if _DASH.match(line.text[:20])) >= max(2, len(spoken) // 2)
    spaced = any(line.blank for line in lines[1:-1])
    widest = max((len(line.text.rstrip()) for line in spoken), default=0)
    drafts: list[Draft] = []
    time: float | None = None
    fresh = True
    for index, line in enumerate(lines):
        if index in hidden:
            if index in offers:
                drafts.append(offered_draft(lines, offers[index], ledger))
            fresh = True
            continue
        if line.blank:
            fresh = True
            continue
        if is_time(line.text):
            ledger.set_aside(TIMES, line.text)
            time, fresh = first_time(line.text), True
            continue
        text, lead = line.text, _LEADING_TIME.match(line.text[:60]) if timed else None
        if lead:
            ledger.set_aside(TIMES, text[: lead.end()])
            time, text = seconds(lead[1] or lead[2] or lead[3]), text[lead.end() :]
        text = text.lstrip(" >") if text.lstrip().startswith(">>") else text
        new_line = not line.continues and not spaced and not wrapped
        if fresh or lead or new_line or (dashed and _DASH.match(text[:20])):
            drafts.append(Draft(None, line.number, begins_at=time))
            time = None
        drafts[-1].add(" " if wrapped else "\n", text, ledger)
        # In a wrapped text, a short line that ends a sentence ends a paragraph too.
        end = line.text.rstrip()
        fresh = wrapped and len(end) < 0.75 * widest and end.endswith((".", "?", "!", "”", '"'))
    return drafts


def offered_draft(lines: Sequence[SourceLine], offer: Offered, ledger: Ledger) -> Draft:
    """Lines that nobody said, as one draft that a person may keep."""
    draft = Draft(None, lines[offer.first].number, offered_as=offer.reason)
    for line in lines[offer.first : offer.after]:
        draft.add("\n", line.text, ledger)
    return draft
