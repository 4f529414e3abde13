"""The findings of a report draft: one section for each theme, with quotations chosen fairly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.analysis.frequencies import by_code, count_of, counted_codings, passages, reach
from workbench.domain.codebook import Code, Theme
from workbench.domain.coding import Coding, MemoKind, Target, Visibility
from workbench.domain.ids import CodeId, ParticipantId
from workbench.domain.participant import Participant
from workbench.domain.report import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Quote,
    Row,
    Table,
    Words,
    ask,
    check,
    quotation,
    strong,
    words,
)
from workbench.domain.snapshot import Snapshot
from workbench.domain.text import count_words
from workbench.domain.transcript import Phase

MOST_QUOTES = 4
MOST_BY_ONE_PERSON = 2
MOST_DIFFERING = 3
LONGEST_QUOTE = 120
"""Words. A longer passage is quoted only where there is no shorter one; it is never cut."""

_MEDIUM = range(20, 61)


@dataclass
class QuoteChooser:
    """Picks quotations for section after section, and remembers whom it has quoted, so that no voice is heard too often.

    Within one section: people who were quoted least come first, then phases that were quoted least, then passages of a
    medium length (20 to 60 words), then the order of the study. The same snapshot gives the same quotations.
    """

    snapshot: Snapshot
    quoted: Counter[ParticipantId] = field(default_factory=Counter)
    refused: int = 0
    wants_review: dict[ParticipantId, Participant] = field(default_factory=dict)
    _used: set[tuple[str, int, int]] = field(default_factory=set)
    _refused_places: set[tuple[str, int, int]] = field(default_factory=set)

    def choose(self, codings: Sequence[Coding], *, most: int = MOST_QUOTES) -> tuple[Quote, ...]:
        """Up to ``most`` quotations, at most two by one person."""
        waiting = self._candidates(codings)
        order = {transcript.id: index for index, transcript in enumerate(self.snapshot.transcripts)}
        here: Counter[ParticipantId] = Counter()
        phases: Counter[Phase] = Counter()
        chosen: list[Coding] = []

        def cost(coding: Coding) -> tuple[int, ...]:
            people = self._people(coding)
            return (
                max((here[person] for person in people), default=0),
                self._place(coding) in self._used,
                phases[self._phase(coding)],
                max((self.quoted[person] for person in people), default=0),
                _off_medium(count_words(coding.quote)),
                order[coding.transcript_id],
                coding.start,
            )

        while waiting and len(chosen) < most:
            best = min(waiting, key=cost)
            people = self._people(best)
            if max((here[person] for person in people), default=0) >= MOST_BY_ONE_PERSON:
                break
            chosen.append(best)
            waiting.remove(best)
            here.update(people)
            phases[self._phase(best)] += 1
        for coding in chosen:
            self.quoted.update(self._people(coding))
            self._used.add(self._place(coding))
            self._remember_wishes(coding)
        chosen.sort(key=lambda coding: (order[coding.transcript_id], coding.start))
        return tuple(quotation(self.snapshot, coding) for coding in chosen)

    def _candidates(self, codings: Sequence[Coding]) -> list[Coding]:
        """One coding for each passage that may be quoted: the one of the most medium length."""
        found = []
        for passage in passages(codings):
            allowed = [coding for coding in passage.codings if self.snapshot.quotable(coding)]
            if allowed:
                found.append(
                    min(
                        allowed,
                        key=lambda coding: (_off_medium(count_words(coding.quote)), coding.start, coding.id),
                    )
                )
            else:
                place = (passage.transcript_id, passage.span.start, passage.span.end)
                self.refused += place not in self._refused_places
                self._refused_places.add(place)
        short = [coding for coding in found if count_words(coding.quote) <= LONGEST_QUOTE]
        return short or found

    def _people(self, coding: Coding) -> list[ParticipantId]:
        speakers = (speaker for speaker in self.snapshot.speakers_of(coding) if speaker.role.is_data)
        participants = (self.snapshot.participant_of(speaker) for speaker in speakers)
        return list(dict.fromkeys(participant.id for participant in participants if participant))

    def _phase(self, coding: Coding) -> Phase:
        return self.snapshot.transcript_by_id[coding.transcript_id].phase

    def _place(self, coding: Coding) -> tuple[str, int, int]:
        return (coding.transcript_id, coding.start, coding.end)

    def _remember_wishes(self, coding: Coding) -> None:
        for person in self._people(coding):
            consent = self.snapshot.consent_of.get(person)
            if consent is not None and consent.quote_review_wanted:
                self.wants_review[person] = self.snapshot.participant_by_id[person]


def _off_medium(length: int) -> int:
    """How many words a length lies outside of 20 to 60."""
    return max(_MEDIUM.start - length, length - (_MEDIUM.stop - 1), 0)


def findings(snapshot: Snapshot) -> list[Block]:
    """The section on findings: by theme or, where the team has no themes yet, by code."""
    codings = counted_codings(snapshot)
    chooser = QuoteChooser(snapshot)
    blocks: list[Block] = [Heading(1, "Findings", new_page=True)]
    if snapshot.themes:
        themes = sorted(snapshot.themes, key=lambda theme: (theme.position, theme.title, theme.id))
        blocks.append(_overview(snapshot, themes, codings))
        for theme in themes:
            blocks += _theme_section(snapshot, theme, codings, chooser)
    else:
        blocks.append(
            Paragraph(
                words(
                    "You have not built themes yet, so this draft shows your codes. A finding is more than a topic: ",
                    ask("What patterns of shared meaning do you see across these codes?"),
                ),
                aside=True,
            )
        )
        blocks += _code_sections(snapshot, codings, chooser)
    notes = _notes_on_quotes(chooser)
    return [*blocks, Heading(2, "About the quotations"), *notes] if notes else blocks


def supporting(theme: Theme, codings: Iterable[Coding]) -> list[Coding]:
    """The codings that carry a theme: those of its codes, except those marked as speaking against it."""
    return [coding for coding in codings if coding.code_id in theme.code_ids and coding.challenges != theme.id]


def _overview(snapshot: Snapshot, themes: Sequence[Theme], codings: Sequence[Coding]) -> Table:
    rows = []
    for theme in themes:
        own = supporting(theme, codings)
        found = reach(snapshot, own)
        phases = {snapshot.transcript_by_id[transcript_id].phase for transcript_id in found.transcripts}
        in_order = ", ".join(phase.value.upper() for phase in Phase if phase in phases)
        rows.append(Row((words(theme.title), words(check(found.in_words())), words(check(in_order or "none")))))
    return Table(
        "Themes: how many people spoke of them, and in which steps of the study",
        ("Theme", "People and mentions", "Steps"),
        tuple(rows),
        weights=(4, 4, 3),
    )


def _theme_section(snapshot: Snapshot, theme: Theme, codings: Sequence[Coding], chooser: QuoteChooser) -> list[Block]:
    own = supporting(theme, codings)
    blocks: list[Block] = [Heading(2, theme.title)]
    claim = (
        strong(theme.claim)
        if theme.claim.strip()
        else ask(f"What does “{theme.title}” claim, in one sentence with a verb?")
    )
    blocks.append(Paragraph((claim,)))
    blocks += prose(theme.meaning) or [
        Paragraph(words(ask("What does this theme mean for the people who spoke of it?")))
    ]
    if theme.scope.strip():
        blocks += prose(f"Scope: {theme.scope}")
    if theme.is_not.strip():
        blocks += prose(f"This theme is not: {theme.is_not}")
    blocks.append(_reach_sentence(snapshot, own))
    blocks += chooser.choose(own)
    blocks += _theme_notes(snapshot, theme)
    blocks.append(Heading(3, "Differing voices"))
    blocks += prose(theme.counter_examples)
    challenging = [coding for coding in codings if coding.challenges == theme.id]
    if challenging:
        found = reach(snapshot, challenging)
        blocks.append(Paragraph(words("Marked as speaking against this theme: ", check(found.in_words()), ".")))
        blocks += chooser.choose(challenging, most=MOST_DIFFERING)
    elif not theme.counter_examples.strip():
        blocks.append(Paragraph(words(ask("Who sees this differently? If you looked and found nobody, say so."))))
    return blocks


def _reach_sentence(snapshot: Snapshot, codings: Sequence[Coding]) -> Paragraph:
    found = reach(snapshot, codings)
    if not codings:
        return Paragraph(words("No passage has been coded for this yet."))
    return Paragraph(
        words(
            "In the data: ",
            check(found.in_words()),
            ", in ",
            check(count_of(len(found.transcripts), "transcript")),
            ".",
        )
    )


def _theme_notes(snapshot: Snapshot, theme: Theme) -> list[Block]:
    """What the team wrote about a theme and shares; reflexive and private notes never come here."""
    notes = [
        memo.text
        for memo in snapshot.memos
        if memo.target is Target.THEME
        and memo.target_id == theme.id
        and memo.kind is MemoKind.THEME
        and memo.visibility is Visibility.TEAM
        and memo.text.strip()
    ]
    if not notes:
        return []
    return [
        Paragraph(words("Notes of your team on this theme, to work into the text or to take out:"), aside=True),
        *(Paragraph(words(f"• {note.strip()}"), aside=True) for note in notes),
    ]


def _code_sections(snapshot: Snapshot, codings: Sequence[Coding], chooser: QuoteChooser) -> list[Block]:
    used = by_code(codings)
    busy = _with_ancestors(snapshot, used)
    blocks: list[Block] = []
    for code, depth in snapshot.codebook.outline():
        if code.id not in busy:
            continue
        blocks.append(Heading(2 if depth == 0 else 3, code.label))
        if code.short_definition.strip():
            blocks += prose(code.short_definition)
        if code.id in used:
            blocks.append(_reach_sentence(snapshot, used[code.id]))
            blocks += chooser.choose(used[code.id])
    if not blocks:
        blocks.append(Paragraph(words("No passage has been coded yet.")))
    return blocks


def _with_ancestors(snapshot: Snapshot, used: Iterable[CodeId]) -> set[CodeId]:
    found: set[CodeId] = set()
    for code_id in used:
        step: Code | None = snapshot.code(code_id)
        while step is not None and step.id not in found:
            found.add(step.id)
            step = snapshot.code(step.parent_id) if step.parent_id else None
    return found


def _notes_on_quotes(chooser: QuoteChooser) -> list[Block]:
    blocks: list[Block] = []
    if chooser.refused:
        one = chooser.refused == 1
        blocks.append(
            Paragraph(
                words(
                    check(count_of(chooser.refused, "passage")),
                    " may not be quoted, because someone heard in ",
                    "it has" if one else "them has",
                    " not agreed to be quoted or is not known. ",
                    "It is" if one else "They are",
                    " counted above, and no word of ",
                    "it" if one else "them",
                    " is shown.",
                )
            )
        )
    for person in sorted(chooser.wants_review.values(), key=lambda person: person.label):
        name = person.pseudonym or person.label
        blocks.append(
            Paragraph(
                words(ask(f"{name} asked to see quotations before they are used. Has {name} seen and agreed to them?"))
            )
        )
    return blocks


def prose(text: str) -> list[Block]:
    """What the team wrote, as paragraphs; lines that begin with a dash or a bullet become a list.

    >>> len(prose("We met twice.\\n\\n- in May\\n- in June"))
    2
    """
    blocks: list[Block] = []
    items: list[Words] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped[:2] in ("- ", "* ", "• ", "– "):
            items.append(words(stripped[2:].strip()))
            continue
        if items:
            blocks.append(Bullets(tuple(items)))
            items = []
        if stripped:
            blocks.append(Paragraph(words(stripped)))
    if items:
        blocks.append(Bullets(tuple(items)))
    return blocks
