"""What stands where: the last search and people's decisions, put together into groups, one per distinct string."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.domain.identifiers import Clearance, Finding, ReviewState, Ruling, Search, Verdict, review_state
from workbench.domain.ids import ClearanceId, ParticipantId, TranscriptId
from workbench.domain.participant import Participant
from workbench.domain.transcript import Body, Speaker
from workbench.privacy.detect import name_key
from workbench.privacy.replacing import InUse, places_of, propose, without_ending
from workbench.privacy.values import IdentifierClass
from workbench.services.desk import Deed, Look
from workbench.services.transcripts import OpenTranscript, opened

_ORDER = {kind.value: place for place, kind in enumerate(IdentifierClass)}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_NAME = re.compile(
    r"(?:speaker|participant|interviewer|interviewee|moderator|facilitator|host|guest|unknown|voice|person|group|several"
    r"|all|note[ -]?taker|researcher|student|respondent|narrator|man|woman|male|female|[a-z])?[\s_.:#-]*\d{0,3}[a-z]?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r" \d+$")
_SHORT = 3  # “Pat” in capitals may be an abbreviation
_WRITTEN_BY_US = "named by a person on the team"


@dataclass(frozen=True)
class Occurrence:
    """One place where a string stands, and what was decided about it."""

    here: OpenTranscript
    start: int
    end: int
    text: str
    turn: int
    nth: int
    kind: str
    why: str
    verdict: Verdict
    replacement: str

    @property
    def place(self) -> tuple[TranscriptId, int, int]:
        """How an exception names it."""
        return self.here.transcript.id, self.turn, self.nth

    @property
    def body(self) -> Body:
        return self.here.body


@dataclass(frozen=True)
class Group:
    """One distinct string with everywhere it stands. ``voices`` are speaker labels that say it."""

    key: str
    kind: IdentifierClass
    spellings: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    voices: tuple[Speaker, ...]
    ruling: Ruling | None
    proposal: str
    on_team: bool  # somebody on the team is called so

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return self.ruling is None or self.ruling.verdict is Verdict.OPEN

    @property
    def pending(self) -> tuple[Occurrence, ...]:
        """The places that are decided to be replaced and are not yet."""
        return tuple(one for one in self.occurrences if one.verdict is Verdict.REPLACE)

    @property
    def pending_voices(self) -> tuple[Speaker, ...]:
        return self.voices if self.ruling is not None and self.ruling.verdict is Verdict.REPLACE else ()


@dataclass(frozen=True)
class Standing:
    """How far one transcript has come."""

    here: OpenTranscript
    clearance: Clearance
    state: ReviewState
    open_hits: int
    to_replace: int
    to_ask: int
    search: Search | None

    @property
    def statement(self) -> str:
        return self.clearance.statement(self.here.revision.id)


@dataclass(frozen=True)
class Overview:
    """All groups, shapes first and then names, and where each transcript stands."""

    groups: tuple[Group, ...]
    standings: tuple[Standing, ...]

    @property
    def open(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.is_open)

    @cached_property
    def by_key(self) -> Mapping[str, Group]:
        return {group.key: group for group in self.groups}

    def standing(self, transcript_id: TranscriptId) -> Standing | None:
        return next((one for one in self.standings if one.here.transcript.id == transcript_id), None)


def overview(look: Look | Deed) -> Overview:
    """Everything about identifiers in a project as it stands now."""
    uow, project_id = look.uow, look.project.id
    heres = [opened(look, transcript.id) for transcript in uow.transcripts.of_project(project_id)]
    rulings = uow.rulings.of_project(project_id)
    searches = uow.searches.of_project(project_id)
    occurrences: dict[str, list[Occurrence]] = {}
    for here in heres:
        for key, one in _in_text(here, searches.get(here.transcript.id), rulings):
            occurrences.setdefault(key, []).append(one)
    people = {person.id: person for person in uow.participants.of_project(project_id)}
    meanings = [one.replacement.strip("[]") for one in rulings if one.replacement]
    voices = _named_voices(heres, people.values(), meanings)
    team = {member.name.casefold() for member in uow.members.of_project(project_id)}
    groups = _groups(occurrences, voices, rulings, people, team)
    clearances = {one.transcript_id: one for one in uow.clearances.of_project(project_id)}
    standings = [_standing(here, clearances, searches, groups) for here in heres]
    return Overview(tuple(groups), tuple(standings))


def _in_text(
    here: OpenTranscript, search: Search | None, rulings: Iterable[Ruling]
) -> Iterator[tuple[str, Occurrence]]:
    """Every place in one text, in order, with the key of its decision."""
    by_key = {ruling.key: ruling for ruling in rulings if not ruling.is_forgotten}
    counts: Counter[tuple[int, str]] = Counter()
    fresh = search is not None and search.revision_id == here.revision.id
    for found in _without_overlaps(search.findings if search and fresh else (), _literal(here.body.text, by_key)):
        turn = here.body.turn_at(found.start)
        if turn is None or found.end > turn.end:
            continue
        nth = counts[turn.number, found.key]
        counts[turn.number, found.key] += 1
        ruling = by_key.get(found.key)
        verdict, replacement = Verdict.OPEN, ""
        if ruling is not None:
            verdict, replacement = ruling.at_place((here.transcript.id, turn.number, nth))
        yield (
            found.key,
            Occurrence(
                here, found.start, found.end, found.text, turn.number, nth, found.kind, found.why, verdict, replacement
            ),
        )


def _literal(text: str, by_key: Mapping[str, Ruling]) -> list[Finding]:
    """Where strings stand that people named or decided to replace, whether the search had found them or not."""
    found = []
    for added, said_here in ((False, text), (True, text.casefold())):
        wanted = {
            spelling: ruling
            for ruling in by_key.values()
            if ruling.added is added and ruling.verdict is not Verdict.KEEP
            for spelling in _written(ruling)
            if (spelling.casefold() if added else spelling) in said_here
        }
        folded = {spelling.casefold(): ruling for spelling, ruling in wanted.items()}
        for start, end in places_of(text, wanted, any_case=added):
            said = text[start:end]
            ruling = folded.get(said.casefold()) or folded[without_ending(said).casefold()]
            found.append(Finding(start, end, said, ruling.kind, 1.0, _WRITTEN_BY_US, ruling.key))
    return found


def _written(ruling: Ruling) -> Iterator[str]:
    """The spellings of a string, and a name in capitals too, as some machines write."""
    for spelling in ruling.spellings:
        yield spelling
        if len(spelling) > _SHORT and IdentifierClass(ruling.kind).is_name:
            yield spelling.upper()


def _without_overlaps(searched: Sequence[Finding], literal: Sequence[Finding]) -> list[Finding]:
    """Both together; where two touch the same words, the longer one holds, and at equal length the search's."""
    chosen: list[Finding] = []
    taken: set[int] = set()
    for one in sorted([*searched, *literal], key=lambda found: found.start - found.end):
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            chosen.append(one)
            taken.update(places)
    return sorted(chosen, key=lambda found: found.start)


def _named_voices(
    heres: Iterable[OpenTranscript], people: Iterable[Participant], meanings: Iterable[str]
) -> dict[str, list[Speaker]]:
    """The speakers whose labels are names, by the key of the name; pseudonyms and replacements are none."""
    ours = {name.casefold() for person in people for name in (person.label, person.pseudonym)}
    ours |= {meaning.casefold() for meaning in meanings}
    voices: dict[str, list[Speaker]] = {}
    for here in heres:
        for speaker in here.speakers.values():
            name = bare_label(speaker.label)
            if _NUMBER.sub("", name).casefold() not in ours and not _NO_NAME.fullmatch(name):
                voices.setdefault(name_key(name, IdentifierClass.PERSON), []).append(speaker)
    return voices


def bare_label(label: str) -> str:
    """A speaker's label without what stands in brackets behind it.

    >>> bare_label("Marisol (Host)")
    'Marisol'
    """
    return _BRACKETS.sub(" ", label).strip() or label


def _groups(
    occurrences: Mapping[str, list[Occurrence]],
    voices: Mapping[str, list[Speaker]],
    rulings: Iterable[Ruling],
    people: Mapping[ParticipantId, Participant],
    team: set[str],
) -> list[Group]:
    by_key = {ruling.key: ruling for ruling in rulings if not ruling.is_forgotten}
    taken = {
        spelling: ruling.replacement
        for ruling in by_key.values()
        if ruling.verdict is Verdict.REPLACE
        for spelling in ruling.spellings
    }
    for key, named in voices.items():  # who is a participant is called by the pseudonym
        for person in filter(None, (people.get(one.participant_id) for one in named if one.participant_id)):
            if person.pseudonym:
                taken.setdefault(key, f"[{person.pseudonym}]")
                taken.update(
                    {
                        bare_label(one.label): f"[{person.pseudonym}]"
                        for one in named
                        if bare_label(one.label) not in taken
                    }
                )
    groups, in_use = [], InUse(taken)
    for key in {
        **occurrences,
        **voices,
        **{key: None for key, ruling in by_key.items() if ruling.verdict is Verdict.OPEN},
    }:
        found, named = occurrences.get(key, []), voices.get(key, [])
        ruling = by_key.get(key)
        said = Counter(without_ending(one.text) for one in found)
        said.update(bare_label(speaker.label) for speaker in named)
        spellings = tuple(
            dict.fromkeys([*(name for name, _ in said.most_common()), *(ruling.spellings if ruling else ())])
        )
        kind = IdentifierClass(ruling.kind if ruling else found[0].kind if found else IdentifierClass.PERSON.value)
        proposal = taken.get(spellings[0]) or propose(kind, spellings[0], taken=in_use)
        on_team = not team.isdisjoint(name.casefold() for name in (key, *spellings))
        groups.append(Group(key, kind, spellings, tuple(found), tuple(named), ruling, proposal, on_team))
    return sorted(groups, key=lambda group: (_ORDER[group.kind.value], -len(group.occurrences), group.key))


def _standing(
    here: OpenTranscript,
    clearances: Mapping[TranscriptId, Clearance],
    searches: Mapping[TranscriptId, Search],
    groups: Iterable[Group],
) -> Standing:
    mine = here.transcript.id
    clearance = clearances.get(mine) or Clearance(ClearanceId(""), here.transcript.project_id, mine)
    search = searches.get(mine)
    search = search if search is not None and search.revision_id == here.revision.id else None
    open_hits = to_replace = 0
    for group in groups:
        for one in group.occurrences:
            if one.here.transcript.id == mine:
                open_hits += one.verdict is Verdict.OPEN
                to_replace += one.verdict is Verdict.REPLACE
        heard = sum(speaker.transcript_id == mine for speaker in group.voices)
        open_hits += heard if group.is_open else 0
        to_replace += heard if group.pending_voices else 0
    to_ask = sum(1 for turn, question in questions_asked(here, search) if clearance.answered(turn, question) is None)
    state = review_state(
        clearance, here.revision.id, searched=search is not None, open_hits=open_hits, to_replace=to_replace, to_ask=to_ask
    )  # fmt: skip
    return Standing(here, clearance, state, open_hits, to_replace, to_ask, search)


def questions_asked(here: OpenTranscript, search: Search | None) -> list[tuple[int, str]]:
    """The questions about a transcript that a person must answer: (turn, question), each once."""
    asked = []
    for passage in search.asked if search else ():
        turn = here.body.turn_at(passage.start)
        if turn is not None:
            asked.append((turn.number, passage.question))
    return list(dict.fromkeys(asked))
